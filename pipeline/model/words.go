package model

import (
	"fmt"
	"slices"
	"strings"
)

// show quotes a value for an error: escaped, and short whatever came in.
func show(v any) string {
	s, ok := v.(string)
	if !ok {
		s = fmt.Sprint(v)
	}
	if short := []rune(s); len(short) > 60 {
		s = string(short[:60]) + "…"
	}
	if ok {
		return fmt.Sprintf("%q", s)
	}
	return strings.Trim(fmt.Sprintf("%q", s), `"`)
}

// list joins words as a sentence does: "a, b or c".
func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	end := len(words) - 1
	return strings.Join(words[:end], ", ") + " " + last + " " + words[end]
}

// mostListed is how many names an error lists.
const mostListed = 5

// someOf joins the first few words: "a, b and 7 more".
func someOf(words []string) string {
	if more := len(words) - mostListed; more > 0 {
		words = append(slices.Clone(words[:mostListed]), fmt.Sprintf("%d more", more))
	}
	return list(words, "and")
}

// didYouMean is " (did you mean WORD?)" for the known word nearest to what was
// typed, "" when none is near.
func didYouMean(typed string, known []string) string {
	if near := nearest(typed, known); near != "" {
		return " (did you mean " + near + "?)"
	}
	return ""
}

func nearest(typed string, known []string) string {
	typed = strings.ToLower(typed)
	if typed == "" || len(typed) > 100 {
		return ""
	}
	best, least := "", len(typed)/3+2
	for _, word := range known {
		lower := strings.ToLower(word)
		d := distance(typed, lower)
		if len(typed) >= 4 && strings.HasSuffix(lower, "/"+typed) {
			d = 0 // the vendor's part was left out
		}
		if d < least {
			best, least = word, d
		}
	}
	return best
}

// distance is Levenshtein's: how many letters to add, drop or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
