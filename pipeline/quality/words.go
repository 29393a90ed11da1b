package quality

import (
	"embed"
	"strings"
	"unicode/utf8"
)

// The lists of words were written for this program. A line is a phrase, or
// several separated by commas; what follows # is a comment, and a word and a
// colon at the beginning say which language the line is of.
//
//go:embed words/*.txt
var lists embed.FS

// words gives the phrases of a list, in its order.
func words(list string) []string {
	var all []string
	for line := range strings.Lines(read(list)) {
		line, _, _ = strings.Cut(line, "#")
		if _, phrases, ok := strings.Cut(line, ": "); ok {
			line = phrases
		}
		for phrase := range strings.SplitSeq(line, ",") {
			if phrase = strings.TrimSpace(phrase); phrase != "" {
				all = append(all, phrase)
			}
		}
	}
	return all
}

// byLanguage gives the phrases of every language of a list.
func byLanguage(list string) map[string][]string {
	all := make(map[string][]string)
	for line := range strings.Lines(read(list)) {
		line, _, _ = strings.Cut(line, "#")
		lang, phrases, ok := strings.Cut(line, ": ")
		if !ok {
			continue
		}
		all[lang] = append(all[lang], strings.Fields(phrases)...)
	}
	return all
}

func read(list string) string {
	b, err := lists.ReadFile("words/" + list)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(b)
}

// set gives the phrases of a list to look up.
func set(list string) map[string]bool {
	all := make(map[string]bool)
	for _, phrase := range words(list) {
		all[phrase] = true
	}
	return all
}

// startOf is the first word of a text, or the name of its script where words
// are not separated.
func startOf(text string) string {
	if text != "" && text[0] < utf8.RuneSelf {
		first, _ := word(text)
		return first
	}
	return firstWord(text)
}

// byFirstWord sorts phrases under their first word. A phrase that ends in "…"
// stands under its first word with "~" in front, without that end.
func byFirstWord(phrases []string) map[string][]string {
	all := make(map[string][]string)
	for _, phrase := range phrases {
		open, cut := strings.CutSuffix(phrase, "…")
		first := startOf(open)
		if cut {
			first = "~" + first
		}
		all[first] = append(all[first], open)
	}
	return all
}
