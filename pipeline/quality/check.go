package quality

import (
	"cmp"
	"fmt"
	"strings"
)

// advised is the most characters of a good alt text. Screen readers are said
// to read in pieces of about as many; no standard sets a limit.
const advised = 125

// columns are where each kind's severities stand in the table of checks.
var columns = map[Kind]int{Prose: 0, Dense: 1, Tags: 2, OCR: 3}

// A fault is what one check found, nil for nothing.
type fault struct {
	detail string
	// mild faults matter one step less than the code's severity says.
	mild  bool
	ofRow bool
}

// checks are all there are, in the order of their findings, [Empty] first. A list
// of tags is no sentence, and the text in a picture may be a sign, a form or a web
// address.
var checks []check

type check struct {
	code       string
	severities [4]Severity // prose, dense, tags, ocr
	find       func(*subject) *fault
}

func init() {
	checks = []check{
		{Empty, [4]Severity{Block, Block, Block, Block}, empty},
		{ErrorText, [4]Severity{Block, Block, Block, Block}, errorText},
		{Refusal, [4]Severity{Block, Block, Block, Block}, refusal},
		{Placeholder, [4]Severity{Block, Block, Block, Off}, placeholder},
		{Filename, [4]Severity{Block, Block, Block, Off}, filename},
		{Loop, [4]Severity{Block, Block, Block, Warn}, loop},
		{Preamble, [4]Severity{Warn, Warn, Warn, Warn}, preamble},
		{Markup, [4]Severity{Warn, Warn, Warn, Off}, markup},
		{Truncated, [4]Severity{Warn, Warn, Off, Off}, truncated},
		{URL, [4]Severity{Warn, Warn, Warn, Off}, address},
		{Dimensions, [4]Severity{Warn, Warn, Warn, Off}, dimensions},
		{TooLong, [4]Severity{Warn, Warn, Warn, Warn}, tooLong},
		{TooShort, [4]Severity{Info, Info, Off, Off}, tooShort},
		{Redundant, [4]Severity{Warn, Warn, Off, Off}, redundant},
		{WrongLanguage, [4]Severity{Warn, Warn, Off, Off}, wrongLanguage},
		{Duplicate, [4]Severity{Warn, Warn, Warn, Off}, duplicate},
		{PersonName, [4]Severity{Warn, Warn, Warn, Off}, personName},
		{Voice, [4]Severity{Warn, Warn, Warn, Off}, speech},
	}
}

// Codes are the codes of all checks, in the order of their findings.
func Codes() []string {
	codes := make([]string, len(checks))
	for i := range checks {
		codes[i] = checks[i].code
	}
	return codes
}

// Check finds the faults of an answer, raw as the model wrote it and clean as
// [Rules.Clean] made it, for the row of which ctx tells. It gives nil when
// there are none. Only what is left in the clean text counts: to judge a text
// as it stands, give it twice. Whether the answer is a [Proposal] has to be
// asked first.
func (r *Rules) Check(raw, clean string, ctx *Context) []Finding {
	var found []Finding
	r.find(raw, clean, ctx, false, func(f Finding) bool {
		found = append(found, f)
		return true
	})
	return found
}

// Spoils finds the first fault that makes the answer useless for every row, so
// that the question may be asked again: one that [Rules.Check] calls Block, and
// not for what the row says. It looks for no others.
func (r *Rules) Spoils(raw, clean string) (f Finding, spoilt bool) {
	r.find(raw, clean, nil, true, func(found Finding) bool {
		if spoilt = found.Severity == Block && !found.OfRow; spoilt {
			f = found
		}
		return !spoilt
	})
	return f, spoilt
}

// find goes through the faults of an answer, or those that may block alone,
// until yield has enough.
func (r *Rules) find(raw, clean string, ctx *Context, blocking bool, yield func(Finding) bool) {
	s := subject{rules: cmp.Or(r, &alone), ctx: cmp.Or(ctx, &unknown), raw: raw}
	s.read(clean)
	column := columns[s.rules.Kind]
	for i := range s.checks() {
		c := &checks[i]
		severity := s.rules.severity(c, column)
		if severity == Off || blocking && severity != Block {
			continue
		}
		if f := c.find(&s); f != nil && !yield(Finding{c.code, f.severity(severity), f.detail, f.ofRow}) {
			return
		}
	}
}

// checks is how many of the checks have something to say: of a text without a
// letter or digit only the first, [Empty].
func (s *subject) checks() int {
	if s.wordy {
		return len(checks)
	}
	return 1
}

// severity is that of a check under these rules, or else the one in a column of
// its own.
func (r *Rules) severity(c *check, column int) Severity {
	if len(r.Severities) > 0 {
		if s, ok := r.Severities[c.code]; ok {
			return s
		}
	}
	return c.severities[column]
}

// Check finds the faults of an answer by the rules for alt text, about which
// nothing else is known.
func Check(raw, clean string) []Finding { return alone.Check(raw, clean, nil) }

func empty(s *subject) *fault {
	switch {
	case s.wordy:
		return nil
	case strings.TrimSpace(s.raw) == "":
		return &fault{detail: "there is nothing in it"}
	default:
		return &fault{detail: "it has no letter and no digit"}
	}
}

// severity is the one of the check, or the next lower one.
func (f *fault) severity(s Severity) Severity {
	switch {
	case f.mild && s == Block:
		return Warn
	case f.mild && s == Warn:
		return Info
	default:
		return s
	}
}

func tooLong(s *subject) *fault {
	most := s.rules.most()
	if most < 0 || s.chars <= most {
		return nil
	}
	return &fault{detail: fmt.Sprintf("%d characters; %d or fewer are advised", s.chars, most)}
}

func tooShort(s *subject) *fault {
	if s.width >= s.rules.fewest() {
		return nil
	}
	return &fault{detail: fmt.Sprintf("only %d letters and digits", s.letters+s.digits)}
}

func loop(s *subject) *fault {
	if !loops(s.text) {
		return nil
	}
	return &fault{detail: "it says the same over and over"}
}

func duplicate(s *subject) *fault {
	n := s.ctx.others(s.raw)
	if n == 0 {
		return nil
	}
	detail := "another picture has the same text"
	if n > 1 {
		detail = fmt.Sprintf("%d other rows have the same text for other pictures", n)
	}
	return &fault{detail: detail, ofRow: true}
}
