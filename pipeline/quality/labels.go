package quality

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// answerNames are what models call an answer before they give it, and titleNames
// what they call a text that they gave a title, in lower case.
const (
	answerNames = `answer|response|reply|output|antwort|réponse|respuesta|risposta|resposta|antwoord|svar|vastaus|odpowiedź|odpověď|odpoveď|válasz|răspuns|cevap|yanıt|jawaban|trả lời|odgovor|ответ|відповідь|отговор|одговор|απάντηση|答案|回答|答え|回复|답변|대답|답|الإجابة|الجواب|جواب|پاسخ|उत्तर|जवाब|תשובה|คำตอบ|vastus|atsakymas|atbilde|jawapan`
	titleNames  = `title|titel|titre|título|titulo|titolo|tittel|otsikko|tytuł|název|nadpis|názov|cím|titlu|başlık|judul|tajuk|tiêu đề|naslov|заголовок|название|назва|заглавие|наслов|τίτλος|标题|標題|タイトル|제목|العنوان|शीर्षक|כותרת`
)

// nameLabel is one of them, and a colon: the answer's in its first group, or the
// title's in the second.
var nameLabel = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:\*\*|__)?(?i:(?:final |short |endgültige |réponse finale )?(` + answerNames + `)|(` + titleNames + `))(?:\*\*|__)? ?[:：](?:\*\*|__)? ?`)
})

// shortestNamed is the fewest words of a text that such a label stands before, and
// shortestEntitled of one that is surely no title.
const shortestNamed, shortestEntitled = 4, 6

// unnamed takes such a label off, where what follows is surely a description, and
// gives that a capital. The text in a picture may well have one.
func (r *Rules) unnamed(text string) string {
	if at := nameLabelAt(text); at > 0 && r.Kind != OCR {
		return capital(text[at:])
	}
	return text
}

// nameLabelAt is where a description begins behind such a label, or 0.
func nameLabelAt(text string) int {
	if head := text[:min(len(text), maxLabel)]; strings.IndexByte(head, ':') < 0 && !strings.Contains(head, "：") {
		return 0
	}
	at := nameLabel().parts(text)
	switch {
	case at == nil:
		return 0
	case at[2] >= 0 && (describesAs(text[at[1]:]) || narrates(text[at[1]:], shortestNamed)), narrates(text[at[1]:], shortestEntitled):
		return at[1]
	default:
		return 0
	}
}

// describesAs tells whether a text begins as descriptions do, with an article or
// a number in a capital, and has some words. In titles a capital comes next; in
// German one may come in both.
func describesAs(text string) bool {
	first, rest := word(text)
	return describing[first] && strings.Count(rest, " ") >= shortestNamed-2 && (unicode.IsLower(firstRune(rest)) || germans[first])
}

var germans = wordSet("Ein Eine Zwei Drei")

// narrates tells whether a text is a sentence of so many words that has an end and
// speaks of nothing that could have the label on it.
func narrates(text string, words int) bool {
	first := firstRune(text)
	end, _ := utf8.DecodeLastRuneInString(text)
	if !unicode.IsLetter(first) || unicode.IsLower(first) || !strings.ContainsRune(periods, end) || hasLettering(lower(text)) {
		return false
	}
	_, rest := word(text)
	return spaceless(first) && utf8.RuneCountInString(text) >= 2*words || strings.Count(text, " ") >= words-1 && !unicode.IsUpper(firstRune(rest))
}

// productNames are the names of [answerNames], and others that programs and models
// give to what they put out, or to the one who does.
var (
	productNames = namesIn(answerNames + `|result|results|completion|prediction|thinking|thought|thoughts|reasoning|ai|bot|model|chatbot|gpt|gemini|claude|llama|qwen|minicpm|ergebnis|résultat|resultado|risultato|resultaat|wynik|результат|sonuç|结果`)
	// headings are what models write before a text that they gave a title, or wrote
	// in several lengths.
	headings = namesIn(titleNames + `|short|brief|concise|detailed|kurz|court|corto|breve|kort`)
)

// namesIn are the alternatives of a pattern.
func namesIn(pattern string) map[string]bool {
	all := make(map[string]bool)
	for name := range strings.SplitSeq(pattern, "|") {
		all[name] = true
	}
	return all
}

// entitled tells whether what follows the label is written as titles are in
// English: no long word of it begins with a small letter. In a script without
// small letters it is short.
func entitled(rest string) bool {
	if first := firstRune(rest); unicode.IsLetter(first) && !unicode.IsUpper(first) && !unicode.IsLower(first) {
		return utf8.RuneCountInString(rest) < 2*shortestNamed || !spaceless(first) && strings.Count(rest, " ") < shortestNamed
	}
	for w := range strings.FieldsSeq(rest) {
		if unicode.IsLower(firstRune(w)) && utf8.RuneCountInString(w) > 3 {
			return false
		}
	}
	return true
}

// produced tells whether one of the names and a colon stands before a text of some
// words that is no score, sign or screen. A text that begins as descriptions do
// may speak of these.
func (s *subject) produced() bool {
	if s.rules.Kind == OCR || !s.has.any(":\xef") {
		return false
	}
	label, rest, colon := strings.Cut(s.core, ":")
	if !colon {
		label, rest, colon = strings.Cut(s.core, "：")
	} else if !strings.HasPrefix(rest, " ") {
		return false
	}
	rest = strings.TrimLeft(rest, " ")
	if !colon || len(label) > maxLabel || rest == "" || isDigit(rest[0]) || rest[0] == '"' {
		return false
	}
	name := strings.Trim(lower(label), "*_#[] ")
	if !productNames[name] && (!headings[name] || entitled(rest)) {
		return false
	}
	some := strings.Count(rest, " ") >= shortestNamed-1 || spaceless(firstRune(rest)) && utf8.RuneCountInString(rest) >= 2*shortestNamed
	return some && (describesAs(rest) || !hasLettering(s.low) && !speaksOf(s.low, lettering().says))
}
