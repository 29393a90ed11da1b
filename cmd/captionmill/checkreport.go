package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// mostShown is how many rows of each severity a person is shown, unless all are
// wanted; mostDetail bounds the sentence about one finding, mostID the id.
const (
	mostShown  = 50
	mostDetail = 200
	mostID     = 60
)

// severities are those of findings, the worst first.
var severities = []quality.Severity{quality.Block, quality.Warn, quality.Info}

// A report writes what is found, and counts it.
type report struct {
	*checking
	out     *bufio.Writer
	object  bytes.Buffer  // the last one of a report to another program
	json    *json.Encoder // which writes it; nil for a report to a person
	several bool          // sources, so that each row says of which it is

	rows, empty, more int64                      // empty ones have no text, more are further texts of rows
	worst             map[quality.Severity]int64 // texts, by their worst finding
	codes             map[tallied]int64
}

// A tallied is a finding as it is counted.
type tallied struct {
	code     string
	severity quality.Severity
}

func newReport(k *checking, several bool) *report {
	r := &report{checking: k, out: bufio.NewWriterSize(k.std.out, 64<<10), several: several,
		worst: map[quality.Severity]int64{}, codes: map[tallied]int64{}}
	if k.settings.json {
		r.json = json.NewEncoder(&r.object)
		r.json.SetEscapeHTML(false)
	}
	return r
}

// of is the report on the rows of one source.
func (r *report) of(source string) func(*checked) error {
	number := 0
	return func(c *checked) error {
		if !c.more {
			number++
		}
		r.count(c)
		if r.json == nil {
			return r.show(c, source, number)
		}
		return r.write(c, source)
	}
}

// write writes what is found about a text for another program.
func (r *report) write(c *checked, source string) error {
	out := checkedRow{ID: c.id, Slot: c.slot, Line: c.line, Findings: findingsOf(c)}
	if r.several {
		out.File = source
	}
	r.object.Reset()
	if err := r.json.Encode(&out); err != nil {
		return err
	}
	_, err := r.out.Write(harmless(r.object.Bytes()))
	return err
}

// harmless is JSON in which what a terminal would obey, or would show in
// another order, is escaped, beyond what JSON itself asks for.
func harmless(text []byte) []byte {
	if !bytes.ContainsFunc(text, obeyed) {
		return text
	}
	var b []byte
	for _, c := range string(text) {
		if obeyed(c) && c <= 0xffff {
			b = fmt.Appendf(b, `\u%04x`, c)
			continue
		}
		b = utf8.AppendRune(b, c)
	}
	return b
}

// obeyed tells a control character of terminals or of the direction of text.
func obeyed(c rune) bool {
	return c >= 0x7f && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c))
}

// A checkedRow is one row for other programs, or one text of a row that has
// several, each in its slot. File is only there where several are checked, and
// Line is missing in ledgers.
type checkedRow struct {
	ID       string        `json:"id"`
	Slot     string        `json:"slot,omitempty"`
	File     string        `json:"file,omitempty"`
	Line     int           `json:"line,omitempty"`
	Findings []findingJSON `json:"findings"`
}

type findingJSON struct {
	Code     string           `json:"code"`
	Severity quality.Severity `json:"severity"`
	Detail   string           `json:"detail"`
}

func findingsOf(c *checked) []findingJSON {
	all := make([]findingJSON, len(c.findings))
	for i, f := range c.findings {
		all[i] = findingJSON{f.Code, f.Severity, f.Detail}
	}
	return all
}

func (r *report) count(c *checked) {
	switch {
	case c.more:
		r.more++
	case !c.has && len(c.findings) == 0:
		r.empty++
		fallthrough
	default:
		r.rows++
	}
	for _, f := range c.findings {
		r.codes[tallied{f.Code, f.Severity}]++
	}
	if worst := worstOf(c.findings); worst != "" {
		r.worst[worst]++
	}
}

// sum is how many texts there are of a kind, in words. They are called rows
// where each row has one.
func (r *report) sum(n int64) string {
	if r.more > 0 {
		return plural(n, "text")
	}
	return plural(n, "row")
}

// worstOf is the severity of the worst finding, "" for none.
func worstOf(findings []quality.Finding) quality.Severity {
	for _, s := range severities {
		if slices.ContainsFunc(findings, func(f quality.Finding) bool { return f.Severity == s }) {
			return s
		}
	}
	return ""
}

// show writes a row with findings for a person, if not enough are shown yet.
// Those that are for statistics only are shown where all are.
func (r *report) show(row *checked, source string, number int) error {
	worst := worstOf(row.findings)
	if worst == "" || !r.all && (worst == quality.Info || r.worst[worst] > mostShown) {
		return nil
	}
	where := r.where(row, source, number)
	for i, f := range row.findings {
		sep := "; "
		if i == 0 {
			sep = where + ": "
		}
		fmt.Fprintf(r.out, "%s%s %s: %s", sep, f.Severity, f.Code, clip(printable(f.Detail), mostDetail))
	}
	return r.out.WriteByte('\n') // which also tells of errors before it
}

// where says which row is meant.
func (r *report) where(row *checked, source string, number int) string {
	place := fmt.Sprintf("row %d", number)
	if row.line > 0 {
		place = fmt.Sprintf("line %d", row.line)
	}
	if r.several {
		place = printable(source) + " " + place
	}
	if row.id != "" {
		place += " (" + clip(printable(row.id), mostID) + ")"
	}
	if row.slot != "" {
		place += " " + clip(printable(row.slot), mostID)
	}
	return place
}

// finish writes the summary: for a person below the rows, beside the rows for
// other programs on standard error.
func (r *report) finish() error {
	if r.json == nil {
		fmt.Fprint(r.out, r.summary())
		return r.out.Flush()
	}
	fmt.Fprint(r.std.err, r.summary())
	return r.out.Flush()
}

// summary is the table of findings by code, and the sum.
func (r *report) summary() string {
	var b strings.Builder
	if r.json == nil && !r.all {
		r.hidden(&b)
	}
	var t table
	for _, severity := range severities {
		for _, code := range append([]string{"bad_row"}, quality.Codes()...) {
			t.addSome(fmt.Sprintf("%-5s  %s", severity, code), r.codes[tallied{code, severity}], "")
		}
	}
	if b.WriteString(t.String()); b.Len() > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(plural(r.rows, "row"))
	if r.more > 0 {
		fmt.Fprintf(&b, " with %s", r.sum(r.rows-r.empty+r.more))
	}
	fmt.Fprintf(&b, ", %s with blocking findings", thousands(r.worst[quality.Block]))
	if n := r.worst[quality.Warn]; n > 0 {
		fmt.Fprintf(&b, ", %s with warnings", thousands(n))
	}
	if r.empty > 0 {
		fmt.Fprintf(&b, ", %s without text", thousands(r.empty))
	}
	return b.String() + "\n"
}

// hidden says how many rows with findings are not shown.
func (r *report) hidden(b *strings.Builder) {
	for _, s := range []quality.Severity{quality.Block, quality.Warn} {
		if n := r.worst[s] - mostShown; n > 0 {
			fmt.Fprintf(b, "… and %s more of level %s; --all shows them\n", r.sum(n), s)
		}
	}
	if r.rows > 0 && b.Len() == 0 && r.worst[quality.Block]+r.worst[quality.Warn] > 0 {
		b.WriteByte('\n')
	}
}
