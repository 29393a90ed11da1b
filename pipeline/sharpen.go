package pipeline

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// sharper is a prompt's text with one more sentence, which fits what was wrong
// with the last answer to it. Most is how many characters the text asks for, for
// an answer that was too long, 0 for any number.
func sharper(text, fault string, most int) string {
	switch {
	case fault == quality.Refusal:
		return text + "\n\nDescribe only what can be seen; nobody in the picture needs to be identified."
	case fault == quality.TooLong && most > 0:
		return text + fmt.Sprintf("\n\nYour answer must not have more than %d characters in all: leave details out.", most)
	}
	if InParts(text) {
		return text + "\n\nWrite both parts in short, plain sentences."
	}
	return text + "\n\nAnswer with one short, plain sentence." // after a loop, or nothing
}

// bound finds how long an answer may be in a prompt's text.
var bound = regexp.MustCompile(`(?i)\b(?:at most|no more than|up to|within|under|maximum of|max\.?) (\d{1,3}(?:,\d{3})+|\d{1,6}) characters`)

// asksFor is the most characters that a prompt's text allows an answer: the
// largest number that it names, 0 when it names none. A question that says
// nothing about length cannot be answered at too much of it.
func asksFor(text string) (most int) {
	for _, found := range bound.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(strings.ReplaceAll(found[1], ",", ""))
		if err == nil {
			most = max(most, n)
		}
	}
	return most
}
