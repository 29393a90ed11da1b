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
// one, each behind a label: "Short:" and "Long:". It knows the labels in some
// languages, in Markdown, as headings, and on one line behind a sentence; where
// only one of them is there it takes the first line for the short text. A JSON
// object with such keys is in parts, too; an answer without any label is not.
// What comes back is as the model wrote it, to be cleaned.
//
// A list of sizes may have such labels, too, so that only those should ask who
// know that the question did.
func Parts(raw string) (short, long string, ok bool) {
	if !strings.ContainsAny(raw, ":：\n\r") {
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
		case longLabel().MatchString(key + ":"):
			long = strings.TrimSpace(part)
		case shortLabel().MatchString(key+":") || strings.HasPrefix(strings.ToLower(key), "alt"):
			short = strings.TrimSpace(part)
		}
	}
	return short, long, short != "" && long != ""
}

func halves(text string) (short, long string, ok bool) {
	if at := longLabel().FindStringIndex(text); at != nil {
		short, _ = behindLabel(text[:at[0]])
		return strings.TrimSpace(short), strings.TrimSpace(text[at[1]:]), true
	}
	rest, labelled := behindLabel(text)
	if !labelled {
		return "", "", false
	}
	if at := longInLine().FindStringSubmatchIndex(rest); at != nil {
		return strings.TrimSpace(rest[:at[3]]), strings.TrimSpace(rest[at[1]:]), true
	}
	short, long, _ = strings.Cut(strings.TrimSpace(rest), "\n")
	return strings.TrimSpace(short), strings.TrimSpace(long), true
}

// maxTalk is the most bytes before the label of the short text: what models
// say before they answer.
const maxTalk = 200

// behindLabel is what follows the label of the short text, or all of a text
// without one.
func behindLabel(text string) (rest string, labelled bool) {
	at := shortLabel().FindStringIndex(text)
	if at == nil || at[0] > maxTalk {
		return text, false
	}
	return text[at[1]:], true
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
	around    = `(?:\*\*|__|[*_"“”])?`
	colon     = `[ \t]*[:：](?:\*\*|__|["”][ \t])?[ \t]*`
	// headStart and headEnd stand around a label that is a heading.
	headStart = `(?im)^[ \t]*(?:#{1,6}[ \t]+|\*\*|__)`
	headEnd   = `(?:\*\*|__)?[ \t]*#*[ \t]*$`
)

// labelNamed is a label with one of the words.
func labelNamed(words string) string {
	return `(?:` + texts + `[ _-])?` + words + `(?:[ _-]?(?:` + texts + `|\([^()\n]{0,40}\)))*`
}

// labelling finds a label at the beginning of a line: before a colon, or alone
// there as a heading.
func labelling(words string) *regexp.Regexp {
	return regexp.MustCompile(lineStart + around + labelNamed(words) + around + colon + `|` + headStart + labelNamed(words) + headEnd)
}

var (
	shortLabel = sync.OnceValue(func() *regexp.Regexp { return labelling(shorts) })
	longLabel  = sync.OnceValue(func() *regexp.Regexp { return labelling(longs) })
	longInLine = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)([.!?。！？"”)*])[ \t]*` + around + labelNamed(longs) + around + colon)
	})
)
