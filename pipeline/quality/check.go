package quality

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Severity says how much a finding matters.
type Severity string

// The severities of findings.
const (
	Block Severity = "block" // must not be published
	Warn  Severity = "warn"  // a person may want to look
	Info  Severity = "info"  // for statistics
)

// The codes of findings. They are stable: exports and filters name them.
const (
	Empty   = "empty"    // no letter and no digit
	Refusal = "refusal"  // the model declines to answer
	Loop    = "loop"     // the model repeats itself
	TooLong = "too_long" // more than 125 characters
)

// A Finding is one fault of an alt text.
type Finding struct {
	Code     string
	Severity Severity
	// Detail is a sentence for a person.
	Detail string
}

// advised is the most characters of a good alt text. Screen readers are said
// to read in pieces of about as many; no standard sets a limit.
const advised = 125

// Check finds the faults of an answer, raw as the model wrote it and clean as
// [Clean] made it. It gives nil when there are none. Whether the answer is
// [Decorative] has to be asked first.
func Check(raw, clean string) []Finding {
	text, _ := unmarked(clean)
	if !strings.ContainsFunc(text, wordy) {
		return []Finding{{Empty, Block, emptyDetail(raw)}}
	}
	var found []Finding
	if refuses(text) {
		found = append(found, Finding{Refusal, Block, "the model declined to describe the picture"})
	}
	if loops(text) {
		found = append(found, Finding{Loop, Block, "the model repeats itself"})
	}
	if n := utf8.RuneCountInString(text); n > advised {
		found = append(found, Finding{TooLong, Warn, fmt.Sprintf("%d characters; %d or fewer are advised", n, advised)})
	}
	return found
}

// Blocks tells whether one of the findings forbids to publish the text.
func Blocks(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Block {
			return true
		}
	}
	return false
}

func emptyDetail(raw string) string {
	if strings.TrimSpace(raw) == "" {
		return "the model answered with nothing"
	}
	return "the answer has no letter and no digit"
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
