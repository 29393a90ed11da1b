package quality

import (
	"regexp/syntax"
	"strings"
	"testing"
)

// Every alternative of a grammar is reached by the first word of a text that is
// made of it.
func TestGrammarsAreReached(t *testing.T) {
	t.Parallel()
	for i, g := range grammars {
		core := grammarSamples(t, g.other)
		for _, text := range core {
			reached(t, i, text)
		}
		if g.cannot != "" {
			halves := zipped([][]string{grammarSamples(t, g.cannot), grammarSamples(t, g.act)}, " ")
			for _, text := range halves {
				reached(t, i, text)
			}
			core = halves
		}
		for _, polite := range grammarSamples(t, g.polite) {
			reached(t, i, polite+", "+core[0])
		}
	}
}

// So is every instruction, without the words before it, every beginning of a
// picture, and what programs say of their own work.
func TestBeginningsAreReached(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{instruction().pattern, instructions().pattern} {
		for _, text := range grammarSamples(t, strings.TrimPrefix(pattern, "^"+asker)) {
			if !instructs(strings.ReplaceAll(text, "resimx", "resim")) { // a stem
				t.Errorf("%q is not known as an instruction", text)
			}
		}
	}
	for _, text := range grammarSamples(t, demand().pattern) {
		if !demanders[firstWord(text)] && !isDigit(text[0]) {
			t.Errorf("%q is not known as what a question asks", text)
		}
	}
	for _, text := range grammarSamples(t, broke().pattern) {
		if !brokeFirst[startOf(strings.TrimSuffix(text, "x"))] {
			t.Errorf("%q is not known as what a program says", text)
		}
	}
	for _, text := range grammarSamples(t, picturing().pattern) {
		if !unnatural[firstWord(text)] && !strings.Contains(text, "pics") && !pictured(text) {
			t.Errorf("%q is not known to begin as a picture", text)
		}
	}
}

func reached(t *testing.T, i int, text string) {
	t.Helper()
	text = strings.TrimLeft(text, " ,،")
	if book := refusals(); !unnatural[firstWord(text)] && !book.match(text) && !book.match(completed(i, text)) {
		t.Errorf("grammar %d (%.20s) is not asked about %q", i, grammars[i].first, text)
	}
}

// unnatural are the first words of samples that no text begins with, and the
// article, with which the grammar of English is not asked.
var unnatural = wordSet("this's it'sn't c' l'photo l'fotografia quest'richiesta nell'foto un'foto a")

// completed is a sample that begins with the stem of a word, with a whole word
// in its place.
func completed(i int, text string) string {
	stem := firstWord(text)
	for _, w := range strings.Fields(grammars[i].first) {
		if strings.HasPrefix(w, stem) {
			return w + text[len(stem):]
		}
	}
	return text
}

func grammarSamples(t *testing.T, pattern string) []string {
	t.Helper()
	if pattern == "" {
		return nil
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	return samplesOf(re)
}

// samplesOf are texts that a pattern matches, in which each of its alternatives
// occurs. What may be left out is in some of them.
func samplesOf(re *syntax.Regexp) (all []string) {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		return []string{string(sampleRune(re.Rune))}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return []string{"a"}
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			all = append(all, samplesOf(sub)...)
		}
		return all
	case syntax.OpConcat:
		parts := make([][]string, len(re.Sub))
		for i, sub := range re.Sub {
			parts[i] = samplesOf(sub)
		}
		return zipped(parts, "")
	case syntax.OpCapture, syntax.OpPlus:
		return samplesOf(re.Sub[0])
	case syntax.OpRepeat:
		return times(samplesOf(re.Sub[0]), max(re.Min, 1))
	case syntax.OpQuest, syntax.OpStar:
		if all = samplesOf(re.Sub[0]); all[0] == " " {
			return all[:1]
		}
		return append(all, "")
	default:
		return []string{""}
	}
}

func times(all []string, n int) []string {
	for i := range all {
		all[i] = strings.Repeat(all[i], n)
	}
	return all
}

// sampleRune is a member of a class: a space if it has one, or else a letter.
func sampleRune(ranges []rune) rune {
	for _, r := range " x" {
		for i := 0; i < len(ranges); i += 2 {
			if ranges[i] <= r && r <= ranges[i+1] {
				return r
			}
		}
	}
	return ranges[0]
}

// zipped joins the first of every part, the second of every part and so on,
// until all were used.
func zipped(parts [][]string, between string) (all []string) {
	most := 1
	for _, part := range parts {
		most = max(most, len(part))
	}
	for i := range most {
		words := make([]string, len(parts))
		for j, part := range parts {
			words[j] = part[i%len(part)]
		}
		all = append(all, strings.Join(words, between))
	}
	return all
}
