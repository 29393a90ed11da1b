package quality

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// unthink drops what a model thinks before it answers, as some write it. One
// that was cut off at the most tokens has thought, and not answered.
func unthink(text string) string {
	if len(text) < 7 || !strings.EqualFold(text[:7], "<think>") {
		return text
	}
	end := strings.LastIndex(text, "</think>")
	if end < 0 {
		return ""
	}
	return strings.TrimSpace(text[end+8:])
}

// fence is the beginning of a block of code in Markdown, with its language.
var fence = regexp.MustCompile("^(?:```|~~~)(?:[ \t]*(?:json|text|txt|plaintext|plain|markdown|md|html|xml|yaml|string)\\b[ \t]*|[a-z0-9]*[ \t]*\n)?")

// unfence takes a block of code out of its fence.
func unfence(text string) string {
	if !strings.HasPrefix(text, "```") && !strings.HasPrefix(text, "~~~") {
		return text
	}
	inside := text[len(fence.FindString(text)):]
	if end := strings.LastIndex(inside, text[:3]); end >= 0 && strings.TrimSpace(inside[end+3:]) == "" {
		inside = inside[:end]
	}
	return strings.TrimSpace(inside)
}

// captionKeys are the names under which models give a caption in JSON, best
// first, in lower case and without separators.
var captionKeys = []string{"alttext", "alt", "alternativetext", "caption", "imagecaption", "description", "imagedescription", "altdescription",
	"text", "content", "answer", "output", "response", "result", "message"}

// pythonic is a dictionary as Python prints it, with one caption in it.
var pythonic = regexp.MustCompile(`^\{\s*'(?:alt[_ -]?text|alt|caption|description|text)'\s*:\s*['"](.*)['"]\s*\}$`)

// spareComma is one that JSON does not allow, before the end.
var spareComma = regexp.MustCompile(`,\s*([}\]])\s*$`)

// unjson takes a caption out of the JSON that a model made of it: a string, an
// object with one caption, or a list of one. Anything else stays as it is.
func unjson(text string) string {
	if text == "" || strings.IndexByte(`{["\`, text[0]) < 0 || text[0] == '"' && strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var value any
	if json.Unmarshal([]byte(text), &value) == nil {
		if caption, ok := captionIn(value, 0); ok && strings.TrimSpace(caption) != "" && len(caption) <= len(text) {
			return strings.TrimSpace(caption)
		}
		return text
	}
	if strings.HasPrefix(text, `\"`) && strings.HasSuffix(text, `\"`) {
		return strings.ReplaceAll(text, `\"`, `"`)
	}
	if sound := spareComma.ReplaceAllString(text, "$1"); len(sound) < len(text) {
		return unjson(sound)
	}
	if parts := pythonic.FindStringSubmatch(text); parts != nil && !strings.Contains(parts[1], "': '") {
		return strings.TrimSpace(parts[1])
	}
	return text
}

func captionIn(value any, depth int) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case []any:
		if len(v) == 1 && depth < 4 {
			return captionIn(v[0], depth+1)
		}
	case map[string]any:
		if depth < 4 {
			return captionOf(v, depth)
		}
	}
	return "", false
}

func captionOf(object map[string]any, depth int) (string, bool) {
	folded := make(map[string]any, len(object))
	for key, value := range object {
		folded[strings.Map(keyLetter, strings.ToLower(key))] = value
	}
	if folded["error"] != nil || folded["errors"] != nil {
		return "", false
	}
	for _, key := range captionKeys {
		if value, ok := folded[key]; ok {
			return captionIn(value, depth+1)
		}
	}
	return "", false
}

func keyLetter(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

var (
	// document is the beginning of a whole page: an error, and no caption.
	document = regexp.MustCompile(`(?i)^\s*<(?:!doctype|html|head|body|\?xml)\b`)
	// image is a text that is an <img> with an alt, and perhaps its figure.
	image = regexp.MustCompile(`(?is)^(?:<[a-z]+[^<>]*>\s*)*<img\b[^<>]*?\salt\s*=\s*(?:"([^"]+)"|'([^']+)')[^<>]*>(?:\s*<[^<>]*>)*$`)
	// alone in a pair of tags, whatever their name.
	opening = regexp.MustCompile(`^<([A-Za-z][A-Za-z0-9_-]*)(?:\s[^<>]*)?>`)
	// tags of pages and of models.
	tags = regexp.MustCompile(`(?i)</?(p|br|div|li|ul|ol|h[1-6]|tr|td|figure|figcaption|section|span|b|strong|i|em|u|s|small|mark|a|code|pre|font|ref|box)(?:\s[^<>]*)?/?>`)
	// tokens are what some models put between parts of a conversation, with the
	// name of who speaks after those that begin one.
	tokens = regexp.MustCompile(`(?i)<\|(?:im_start|start_header_id)\|>(?:assistant|system|user)\b|<\|[a-z_ ]{1,30}\|>|<(?:start|end)_of_turn>(?:model\b|user\b)?|</?s>|\[/?inst\]`)
)

// lastTurn is what the model said last in a conversation with its own marks, or
// all of a text without them.
func lastTurn(text string) string {
	for _, mark := range [...]string{"<|im_start|>assistant", "<|start_header_id|>assistant", "<|assistant|>", "<start_of_turn>model"} {
		if at := strings.LastIndex(text, mark); at > 0 && strings.ContainsFunc(tokens.ReplaceAllString(text[at+len(mark):], ""), unicode.IsLetter) {
			return text[at:]
		}
	}
	return text
}

// unhtml takes a caption out of HTML and out of a model's own tags.
func unhtml(text string) string {
	if document.MatchString(text) {
		return text
	}
	text = strings.TrimSpace(tokens.ReplaceAllString(lastTurn(text), ""))
	if parts := image.FindStringSubmatch(text); parts != nil {
		text = parts[1] + parts[2]
	}
	if open := opening.FindStringSubmatch(text); open != nil {
		if end := "</" + open[1] + ">"; strings.Count(text, end) == 1 && strings.HasSuffix(text, end) {
			text = strings.TrimSpace(text[len(open[0]) : len(text)-len(end)])
		}
	}
	if strings.HasPrefix(text, "<") || strings.Contains(text, "</") || strings.Contains(text, "<br") {
		text = tags.ReplaceAllStringFunc(text, gap)
	}
	if strings.Contains(text, "&") && strings.Contains(text, ";") {
		if plain := html.UnescapeString(text); len(plain) <= len(text) {
			text = plain
		}
	}
	return text
}

// gap is what stands in the place of a tag: a space, if a line ends there.
func gap(tag string) string {
	name := strings.ToLower(strings.Trim(tag, "</> "))
	for _, inline := range []string{"span", "b", "strong", "i", "em", "u", "s", "small", "mark", "a", "code", "font", "ref"} {
		if name == inline || strings.HasPrefix(name, inline+" ") {
			return ""
		}
	}
	return " "
}

var (
	// belowZero is a temperature with a space behind its sign.
	belowZero = regexp.MustCompile(`^- \d+(?:[.,]\d+)? ?°`)
	bullets   = regexp.MustCompile(`^(?:(?:#{1,6}|[-*•·▪‣–—>]|\\n)[ \t]+)+`)
	rule      = regexp.MustCompile(`^(?:-{3,}|\*{3,}|_{3,}|={3,}|` + "```" + `[a-z]*|~{3,})$`)
	links     = regexp.MustCompile(`!?\[([^\[\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)`)
	// heading is a line that is a label and has no colon.
	heading = regexp.MustCompile(`(?i)^(?:#{1,6} *|\*\*|__)(?:image |suggested |short )?(?:alt(?:ernative)?[ -]?text|caption|description)(?:\*\*|__)?:?(?:\*\*|__)?$`)
)

// unmarkdown takes the marks of Markdown off: headings, lists, emphasis, links.
func unmarkdown(text string) string {
	if strings.IndexByte(text, '\n') >= 0 {
		text = unlist(strings.Split(text, "\n"))
	} else {
		text = unbullet(text)
	}
	if strings.Contains(text, "](") {
		text = links.ReplaceAllString(text, "$1")
	}
	for _, mark := range []string{"**", "__", "~~", "`", "*", "_"} {
		if strings.Contains(text, mark) {
			text = unemphasise(text, mark)
		}
	}
	return text
}

// bulletStarts are the bytes that bullets may begin with.
const bulletStarts = "#-*>\\\xc2\xe2"

// unbullet takes bullets and the marks of a heading off the beginning.
func unbullet(line string) string {
	if line == "" || line[len(line)-1] != '#' && (line[0] >= 'A' && line[0] <= 'Z' || line[0] >= 'a' && line[0] <= 'z') {
		return line
	}
	if strings.IndexByte(bulletStarts, line[0]) >= 0 && !belowZero.MatchString(line) {
		line = line[len(bullets.FindString(line)):]
	}
	if strings.HasSuffix(line, " #") || strings.HasSuffix(line, "##") {
		line = strings.TrimRight(line, "# ")
	}
	return line
}

// unlist joins lines to one. Items of a list are separated by commas, unless
// they end in a mark of their own.
func unlist(lines []string) string {
	var text strings.Builder
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || rule.MatchString(line) || heading.MatchString(line) {
			continue
		}
		item := unbullet(line)
		if text.Len() > 0 {
			text.WriteString(joint(text.String(), item != line && line[0] != '#' && line[0] != '>'))
		}
		text.WriteString(item)
	}
	return text.String()
}

// joint is what stands between two lines.
func joint(before string, item bool) string {
	last, _ := utf8.DecodeLastRuneInString(before)
	if item && (unicode.IsLetter(last) || unicode.IsDigit(last)) {
		return ", "
	}
	return " "
}

// unemphasise takes off pairs of a mark that stand around words, and one
// without a partner, if it is a double one, at the beginning or end.
func unemphasise(text, mark string) string {
	for from := 0; ; {
		i := indexFrom(text, mark, from)
		if i < 0 {
			break
		}
		end := -1
		if opens(text, i, mark) {
			end = partner(text, i+len(mark), mark)
		}
		if end < 0 {
			from = i + len(mark)
			continue
		}
		text = text[:i] + text[i+len(mark):end] + text[end+len(mark):]
		from = max(i, end-len(mark))
	}
	if len(mark) == 2 && mark != "__" && strings.Count(text, mark) == 1 {
		text = strings.TrimSuffix(strings.TrimPrefix(text, mark), mark)
	}
	return text
}

func indexFrom(text, mark string, from int) int {
	if i := strings.Index(text[from:], mark); i >= 0 {
		return from + i
	}
	return -1
}

// opens tells whether the mark at i has a word after it and none before it.
func opens(text string, i int, mark string) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after := firstRune(text[i+len(mark):])
	return (i == 0 || !inWord(before) && !strings.ContainsRune(mark, before)) && i+len(mark) < len(text) && !unicode.IsSpace(after) && !strings.ContainsRune(mark, after)
}

// partner is where the mark that closes stands: after a word and before none.
func partner(text string, from int, mark string) int {
	for i := indexFrom(text, mark, from+1); i >= 0; i = indexFrom(text, mark, i+len(mark)) {
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after := firstRune(text[i+len(mark):])
		if !unicode.IsSpace(before) && !(inWord(after) && i+len(mark) < len(text)) {
			return i
		}
	}
	return -1
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// left is markup that cleaning did not take off.
var left = sync.OnceValue(func() *automaton {
	return newAutomaton(`(?i)</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{2,6});|\*\*|__[^_\s]|^#{1,6} | #{2,6} ?[a-z]|^[-*•] |\]\(|^[\[{]\s*["']|["'}]\s*[\]}]$|` +
		"```" + `|<\||</?[a-z]+_of_[a-z]+>|\\n|\[/?inst\]|\\(?:boxed|text|textbf|emph)\{|^(?:[a-z]+: ?)?\{[^{}"']*\}$|^> |\*[^\s*][^*]*[^\s*]\*`)
})

func markup(s *subject) *fault {
	if s.wrapping() {
		return &fault{detail: "it stands in quotes as a whole, and quotes nothing"}
	}
	if at := s.garbled(); at != "" {
		return &fault{detail: "it has letters in it that a program read wrongly: " + shorten(at)}
	}
	if at := s.token(); at != "" {
		return &fault{detail: "it has a token in it that stands for a whole answer: " + shorten(at)}
	}
	if !s.has.any("<&*_#[{`\\") && !strings.ContainsAny(s.text[:1], "->•") {
		return nil
	}
	at := left().find(s.text)
	if at == "- " && belowZero.MatchString(s.text) {
		return nil
	}
	if at == "" || quoted(s.text, at) || printed(s.text, at) || spokenOfTag(s.text, at) {
		return nil
	}
	return &fault{detail: "it has marks of Markdown, HTML or JSON in it: " + shorten(at)}
}

// wrapping tells whether a model put quotes around the whole of its text, or the
// marks of code: a description, as its first word is an article or a number, and no
// title, which has more capitals, nor a sentence that somebody says.
func (s *subject) wrapping() bool {
	if s.core == s.text {
		return false
	}
	open := firstRune(s.text)
	if strings.HasPrefix(s.text, "`") && strings.HasSuffix(s.text, "`") && strings.Count(s.text, "`") == 2 {
		return true
	}
	if closers[open] == "" && open != '\'' && open != '"' || strings.Count(s.core, " ") < 2 {
		return false
	}
	first, rest := word(s.core)
	return describing[first] && strings.HasPrefix(s.text[utf8.RuneLen(open):], first) && rest == strings.ToLower(rest)
}

// describing are the words with which descriptions begin, and few that are quoted.
var describing = wordSet("A An Two Three Four Five Several Many Ein Eine Zwei Drei Un Une Deux Una Uma Um Dos Due Dois Een Twee En Ett")

// spokenOfTag tells whether a tag is one that the text speaks of.
func spokenOfTag(text, tag string) bool {
	before, _, _ := strings.Cut(text, tag)
	last, _ := lastWord(strings.TrimRight(lower(before), " "))
	return tag[0] == '<' && (last == "tag" || last == "tags" || last == "element")
}

// printed tells whether the end of a JSON object is that of one within a
// sentence, as on a sheet of paper in the picture.
func printed(text, end string) bool {
	open := strings.Index(text, " {")
	return open > 0 && strings.HasSuffix(end, "}") && strings.HasSuffix(text, end) && isLetter(text[open-1])
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// quoted tells whether a part of the text stands in quotes, as what is to be
// read in a picture does.
func quoted(text, part string) bool {
	before, after, _ := strings.Cut(text, part)
	return strings.Count(before, `"`)%2 == 1 && strings.Contains(after, `"`) || strings.Count(before, "“") > strings.Count(before, "”") && strings.Contains(after, "”")
}

// shorten makes a part of the text fit for a message.
func shorten(part string) string {
	if len(part) <= 40 {
		return oneLine(tidy(part))
	}
	return oneLine(tidy(part[:37])) + "…"
}
