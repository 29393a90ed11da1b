package quality

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Parts takes an answer apart whose question asked for a short text and a long
// one, each behind a label: "Short:" and "Long:", in either order. It knows the
// labels in some languages, in Markdown and HTML, as headings, and on one line
// behind a sentence; where only one of them is there it takes the first line for
// the short text. Of labels before a dash, "Short - ", both have to be there. A
// JSON object with such keys is in parts, too; an answer without any label is
// not. What comes back is as the model wrote it, but for tags that only break
// lines, and is to be cleaned.
//
// A list of sizes may have such labels, too, so that only those should ask who
// know that the question did.
func Parts(raw string) (short, long string, ok bool) {
	if !strings.ContainsAny(raw, ":：\n\r–—<") && !strings.Contains(raw, " - ") {
		return "", "", false // as most answers are
	}
	text, marked := unmarked(tidy(raw))
	text = unfence(unthink(text))
	if short, long, ok = members(text); !ok {
		short, long, ok = halves(text)
	}
	if ok && marked {
		short, long = mark(short), mark(long)
	}
	return short, long, ok
}

// mark puts the mark of the emulated API before a part that has a text.
func mark(part string) string {
	if part == "" {
		return ""
	}
	return Mark + " " + part
}

// members are the two texts of a JSON object whose keys are the labels.
func members(text string) (short, long string, ok bool) {
	var object map[string]any
	if text == "" || text[0] != '{' || json.Unmarshal([]byte(text), &object) != nil {
		return "", "", false
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		part, _ := object[key].(string)
		switch {
		case longLabel().match(key + ":"):
			long = strings.TrimSpace(part)
		case shortLabel().match(key+":") || strings.HasPrefix(strings.ToLower(key), "alt"):
			short = strings.TrimSpace(part)
		}
	}
	return short, long, short != "" && long != ""
}

// halves takes a text apart at its labels.
func halves(text string) (short, long string, ok bool) {
	text = breakLines(text)
	if at := longLabel().index(text); at != nil {
		return atLong(text[:at[0]], text[at[0]:at[1]], text[at[1]:])
	}
	label, rest := behindLabel(text)
	if label == "" {
		return "", "", false
	}
	if at := longInLine().parts(rest); at != nil && dashed(rest[at[3]:at[1]]) == dashed(label) {
		return strings.TrimSpace(rest[:at[3]]), strings.TrimSpace(rest[at[1]:]), true
	}
	short, long, _ = strings.Cut(strings.TrimSpace(rest), "\n")
	return whole(strings.TrimSpace(short), strings.TrimSpace(long), !dashed(label))
}

// atLong takes a text apart that has the label of the long part between what
// stands before and behind it.
func atLong(before, label, behind string) (short, long string, ok bool) {
	first, rest := behindLabel(before)
	if first == "" && leadsOn(before) {
		if short, long, ok = reversed(behind, dashed(label)); ok {
			return short, long, true
		}
	}
	return whole(strings.TrimSpace(rest), strings.TrimSpace(behind), first != "" || !dashed(label))
}

// reversed takes what follows the label of the long part apart, where the short
// one comes behind it: at the last of its labels, which stand before a dash if
// that one does.
func reversed(text string, dash bool) (short, long string, ok bool) {
	for _, at := range slices.Backward(shortLabel().places().FindAllStringIndex(text, -1)) {
		if dashed(text[at[0]:at[1]]) == dash {
			return strings.TrimSpace(text[at[1]:]), strings.TrimSpace(text[:at[0]]), true
		}
	}
	for _, at := range slices.Backward(shortInLine().places().FindAllStringSubmatchIndex(text, -1)) {
		if dashed(text[at[3]:at[1]]) == dash {
			return strings.TrimSpace(text[at[1]:]), strings.TrimSpace(text[:at[3]]), true
		}
	}
	return "", "", false
}

// leadsOn tells whether a text is nothing, or talk with a colon at its end.
func leadsOn(text string) bool {
	text = strings.TrimSpace(text)
	return text == "" || len(text) <= maxTalk && (strings.HasSuffix(text, ":") || strings.HasSuffix(text, "："))
}

// dashed tells whether a label stands before a dash, as other words do, too.
func dashed(label string) bool {
	label = strings.TrimSpace(label)
	return strings.HasSuffix(label, "-") || strings.HasSuffix(label, "–") || strings.HasSuffix(label, "—")
}

// whole gives two parts if they are ones.
func whole(short, long string, ok bool) (string, string, bool) {
	if !ok {
		return "", "", false
	}
	return short, long, true
}

// breakLines makes lines of a text in HTML.
func breakLines(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	text = lineTag().ReplaceAllString(text, "\n")
	return strings.TrimSpace(headTag().ReplaceAllString(text, "\n# "))
}

// maxTalk is the most bytes before the label of the short text: what models
// say before they answer.
const maxTalk = 200

// behindLabel is the label of the short text and what follows it, or all of a
// text without one.
func behindLabel(text string) (label, rest string) {
	at := shortLabel().index(text)
	if at == nil || at[0] > maxTalk {
		return "", text
	}
	return text[at[0]:at[1]], text[at[1]:]
}

const (
	// texts are what labels call a text, in the languages of [label].
	texts = `(?:alt(?:ernativ[a-z]*)?|text[eo]?|description|version|caption|summary|beschreibung|fassung|bildbeschreibung|versión|descripción|testo|versione|descrizione|` +
		`versão|descrição|tekst|beschrijving|versie|beskrivning|beskrivelse|opis|popis|текст|описание|опис|metin|açıklama|teks|deskripsi|mô tả|leírás|kuvaus|` +
		`文本|描述|说明|説明文?|テキスト|텍스트|설명|نص|النص|وصف|الوصف|पाठ|विवरण)`
	shorts = `(?:short|brief|concise|kurz\pL*|courte?|cort[oa]|breve|curt[oa]|kort\pL*|krótk\pL*|krátk\pL*|кратк\pL*|коротк\pL*|kısa|singkat|ngắn|rövid|lyhyt|scurt|短い?|简短|簡短|简要|짧은|간단한|قصيرة?|القصيرة?|مختصر|संक्षिप्त)`
	longs  = `(?:long|detailed|lang\pL?|langtext|lang[a-z]*beschreibung|ausführlich\pL*|longue|détaillée?|larg[oa]|detallad[oa]|lung[oa]|dettagliat[oa]|long[oa]|detalhad[oa]|lång\pL*|utförlig\pL*|uitgebreid\pL*|` +
		`dług\pL*|szczegółow\pL*|dlouh\pL*|podrobn\pL*|длинн\pL*|подробн\pL*|довг\pL*|детальн\pL*|uzun|panjang|dài|hosszú|pitkä|长|長い?|详细|詳細|긴|상세|상세한|طويلة?|الطويلة?|مفصل|विस्तृत|लंबा)`
	// lineStart is what may stand before a label on its line, around what may
	// stand on both its sides, and colon what follows.
	lineStart = `(?im)^[ \t>]*(?:(?:[-*•]|#{1,6}|\d{1,2}[.)])[ \t]+)?`
	around    = `(?:\*{1,3}|_{1,3}|["“”` + "`" + `]|` + tag + `){0,3}`
	colon     = `(?:[ \t]*[:：](?:(?:\*{1,3}|_{1,3}|` + "`" + `|` + tag + `){1,3}|["”][ \t])?|[ \t]+[-–—][ \t])[ \t]*`
	tag       = `</?(?:b|strong|i|em|u|code|span)>`
	// headStart and headEnd stand around a label that is a heading.
	headStart = `(?im)^[ \t]*(?:#{1,6}[ \t]+(?:` + strong + `)?|` + strong + `)`
	headEnd   = `(?:` + strong + `)?[ \t]*#*[ \t]*$`
	strong    = `\*\*|__|` + "`" + `|</?(?:b|strong)>`
)

// labelNamed is a label with one of the words.
func labelNamed(words string) string {
	return `(?:` + texts + `[ _-])?` + words + `(?:[ _-]?(?:` + texts + `|\([^()\n]{0,40}\)))*`
}

// labelling finds a label at the beginning of a line: before a colon, or alone
// there as a heading.
func labelling(words string) *automaton {
	return newAutomaton(lineStart + around + labelNamed(words) + around + colon + `|` + headStart + labelNamed(words) + headEnd)
}

var (
	shortLabel  = sync.OnceValue(func() *automaton { return labelling(shorts) })
	longLabel   = sync.OnceValue(func() *automaton { return labelling(longs) })
	shortInLine = sync.OnceValue(func() *automaton { return inLine(shorts) })
	longInLine  = sync.OnceValue(func() *automaton { return inLine(longs) })

	// lineTag are tags that end a line, and headTag those that begin a heading.
	lineTag = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)[ \t]*(?:<br[ \t]*/?>|</?(?:p|div|ul|ol|li)>|</h[1-6]>)[ \t]*`)
	})
	headTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)[ \t]*<h[1-6]>[ \t]*`) })
)

// inLine finds a label behind a sentence.
func inLine(words string) *automaton {
	return newAutomaton(`(?i)([.!?。！？"”)*])(?:[ \t]|</[a-z]+>)*` + around + labelNamed(words) + around + colon)
}
