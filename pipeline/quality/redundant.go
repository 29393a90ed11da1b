package quality

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// redundant finds a text that repeats what a reader hears anyhow: the whole
// title, caption or link text, or one whole sentence of the text beside it.
func redundant(s *subject) *fault {
	name := ""
	switch c := s.ctx; {
	case c.Title != "" && (sameWords(s.core, c.Title) || sameWords(s.core, unsited(c.Title))):
		name = "title"
	case c.Caption != "" && (sameWords(s.core, c.Caption) || sameWords(s.core, unnumbered(c.Caption)) || s.credited(unnumbered(c.Caption))):
		name = "caption"
	case c.Link != "" && sameWords(s.core, c.Link):
		name = "link text"
	case c.Nearby != "" && s.beside(c.Nearby):
		name = "text beside it"
	default:
		return nil
	}
	return &fault{detail: "it says the same as the picture's " + name, ofRow: true}
}

// unsited is a page's title without the name of the site, which stands at its
// end behind a bar or a dash.
func unsited(title string) string {
	end := 0
	for _, mark := range [...]string{" | ", " - ", " – ", " — ", " · ", " » "} {
		end = max(end, strings.LastIndex(title, mark))
	}
	if end == 0 {
		return title
	}
	return title[:end]
}

// counted are what captions call a picture that has a number, in lower case.
var counted = wordSet("figure fig image img photo picture plate table exhibit illustration diagram map abbildung abb bild foto grafik illustrazione figura imagen immagine imagem afbeelding afb rysunek rys obr kuva рис рисунок")

// unnumbered is a caption without the number before it: Figure 3:, Abb. 2.1.
func unnumbered(caption string) string {
	kind, rest := word(caption)
	if rest == "" || !isDigit(rest[0]) || !counted[lower(kind)] {
		return caption
	}
	_, rest, _ = strings.Cut(rest, " ")
	return rest
}

// credits are what stands before the name of who made a picture, in lower case.
var credits = [...]string{"photo:", "photo by ", "photo credit:", "photograph:", "photography:", "credit:", "image:", "picture:", "source:", "courtesy of ", "©", "(c)", "foto:", "fotos:", "bild:", "bildquelle:", "quelle:",
	"crédit", "photo :", "source :", "fotografía:", "imagen:", "fuente:", "crédito", "fonte:", "immagine:", "imagem:", "beeld:", "bron:", "zdjęcie:", "fot.", "foto ", "фото:", "写真:", "写真：", "图片来源", "图：", "摄影"}

// maxCredit is the longest credit, in bytes.
const maxCredit = 80

// credited tells whether the text is a caption without who made the picture.
func (s *subject) credited(caption string) bool {
	x, _ := nextLetter(s.core)
	y, _ := nextLetter(caption)
	return len(caption) > len(s.core) && (x == y || max(x, y) >= utf8.RuneSelf) && sameWords(s.core, uncredited(caption))
}

// uncredited is a caption without who made the picture, which stands at its end
// behind a sentence, in brackets or behind a bar.
func uncredited(caption string) string {
	for i := len(caption) - 1; i > 0 && i > len(caption)-maxCredit; i-- {
		if strings.IndexByte(".|(/[\n", caption[i]) < 0 && !strings.HasPrefix(caption[i:], "。") && !strings.HasPrefix(caption[i:], "–") {
			continue
		}
		rest := lower(strings.TrimLeft(strings.TrimLeft(caption[i:], "。–"), " .|(/[\n"))
		for _, credit := range credits {
			if strings.HasPrefix(rest, credit) {
				return strings.TrimRight(caption[:i], " ")
			}
		}
	}
	return caption
}

// beside tells whether the text is one whole sentence of another one, or one
// whole line, or all of it. Each costs no more than its own length, since of the
// text only the letters are left.
func (s *subject) beside(other string) bool {
	letters := lettersOf(s.core)
	other = composed(other)
	for line := range strings.SplitSeq(other, "\n") {
		if sameLetters(letters, line) {
			return true
		}
		for rest := line; rest != ""; {
			end := sentenceEnd(rest)
			if sameLetters(letters, rest[:end]) {
				return true
			}
			rest = rest[end:]
		}
	}
	return sameLetters(letters, other)
}

// lettersOf is a text without what [sameWords] passes over.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if l := letterOf(r); l != 0 {
			return l
		}
		return -1
	}, composed(text))
}

// sentenceEnd is where the first sentence of a text ends, behind its mark: one
// that a space follows, or that needs none.
func sentenceEnd(text string) int {
	for i, r := range text {
		next := i + utf8.RuneLen(r)
		switch r {
		case '.', '!', '?':
			if unicode.IsSpace(firstRune(text[next:])) {
				return next
			}
		case '。', '！', '？', '।':
			return next
		}
	}
	return len(text)
}
