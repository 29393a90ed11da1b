package sink

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
)

// The columns of a sheet before and after those of the manifests. Behind the
// draft stands the long description, in sheets in which some answers have one.
var (
	sheetBefore = []string{"manifest", "line", "key", "slot", "id", "image"}
	sheetAfter  = []string{"draft", "flags", "reason", "detail", "status", "publish", "decision", "edited_text"}
)

// The most characters of what a sheet shows. A spreadsheet takes 32,767 in a
// cell, and nobody reads as many; what is published is never taken from here.
const (
	maxShown   = 300
	maxAddress = 2000
	maxDraft   = 32_000
)

// byteOrderMark tells spreadsheets that a file is UTF-8.
const byteOrderMark = "\uFEFF"

// A Sheet is a table for people, in which they decide about texts: a line for
// each answer, with what there is to know of it, and two empty cells. It is not
// for use by several goroutines at once.
//
// Cells that a spreadsheet would take for a formula have an apostrophe in front
// (OWASP, CSV injection), which [ReadSheet] takes off again. No cell has line
// breaks.
type Sheet struct {
	lines
	long    bool // some answers have a long description
	context []string
	name    string // of the manifest at hand
	columns []int  // of the context, by column of that manifest; -1 for none
	object  objectCells
}

// NewSheet returns a sheet about the rows of manifests with such headers, with
// a byte order mark in front where it is wanted, and with a column for long
// descriptions where some answers have one.
func NewSheet(w io.Writer, mark, long bool, headers ...[]string) *Sheet {
	s := &Sheet{lines: lines{w: w, format: "review sheet"}, long: long}
	for _, header := range headers {
		for _, name := range header {
			if !slices.Contains(s.context, name) && !shown(name) {
				s.context = append(s.context, name)
			}
		}
	}
	if mark {
		s.buf = append(s.buf, byteOrderMark...)
	}
	after := sheetAfter
	if long {
		after = slices.Insert(slices.Clone(sheetAfter), 1, longDescription)
	}
	for _, name := range slices.Concat(sheetBefore, theirs(s.context, after), after) {
		s.buf = appendCell(s.buf, guard(clip(oneLine(name), maxShown)))
	}
	s.buf = endRow(s.buf)
	return s
}

// shown tells the manifest's columns that a sheet has anyway.
func shown(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return name == "id" || name == "image"
}

// theirs gives the manifest's columns names that none of ours has.
func theirs(context, after []string) []string {
	names := slices.Clone(context)
	for i := range names {
		for slices.Contains(sheetBefore, squeezed(names[i])) || slices.Contains(after, squeezed(names[i])) {
			names[i] = "row_" + strings.TrimSpace(names[i])
		}
	}
	return names
}

// squeezed is a column's name as [ReadSheet] compares it.
func squeezed(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Write adds lines about answers of a row, which is of the named manifest with
// that header.
func (s *Sheet) Write(manifest string, header []string, r *pipeline.Result, answers ...pipeline.Answer) error {
	if s.err != nil {
		return s.err
	}
	if s.columns == nil || s.name != manifest {
		s.turnTo(manifest, header)
	}
	if err := fits(r, len(header)); err != nil {
		return err
	}
	context := s.contextOf(r)
	for i := range answers {
		s.line(manifest, r, &answers[i], context)
		if err := s.end(s.buf); err != nil {
			return err
		}
	}
	return nil
}

// turnTo finds the places of another manifest's columns.
func (s *Sheet) turnTo(manifest string, header []string) {
	s.name, s.object, s.columns = manifest, newObjectCells(header), make([]int, len(header))
	for i, name := range header {
		s.columns[i] = slices.Index(s.context, name)
	}
}

// contextOf is what the sheet shows of the manifest's own row.
func (s *Sheet) contextOf(r *pipeline.Result) []string {
	cells := r.Cells
	if len(r.Object) > 0 {
		cells = s.object.cells(r.Object)
	}
	context := make([]string, len(s.context))
	for i, cell := range cells {
		if to := s.columns[i]; to >= 0 && context[to] == "" {
			context[to] = clip(cell, maxShown)
		}
	}
	return context
}

func (s *Sheet) line(manifest string, r *pipeline.Result, a *pipeline.Answer, context []string) {
	ref := Reference{Manifest: r.Place.Manifest, Key: r.Place.Key, Prediction: a.Prediction, Pictures: r.Place.Pictures, Words: WordsOf(a.Draft), Slot: a.Slot}
	s.cells(clip(manifest, maxAddress), strconv.Itoa(r.Place.Line), ref.String(), a.Slot, clip(r.ID, maxShown), clip(strings.Join(r.Images, " | "), maxAddress))
	s.cells(context...)
	s.cells(clip(a.Draft, maxDraft))
	if s.long {
		s.cells(clip(a.LongDraft, maxDraft))
	}
	s.cells(strings.Join(a.Flags, " "), a.Reason, detailOf(a), string(a.Status), string(a.Publish), "", "")
	s.buf = endRow(s.buf)
}

// detailOf is an answer's detail, and what the model wrote in the place of a text
// where the question has failed for that.
func detailOf(a *pipeline.Answer) string {
	if refused := a.Refused(); refused != "" {
		return a.Detail + `; the model wrote: "` + clip(refused, maxShown) + `"`
	}
	return a.Detail
}

func (s *Sheet) cells(texts ...string) {
	for _, text := range texts {
		s.buf = appendCell(s.buf, guard(oneLine(strings.ToValidUTF8(text, "\uFFFD"))))
	}
}

// clip shortens what is only to be looked at.
func clip(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	for i := range text {
		if most--; most == 0 {
			return text[:i] + "…"
		}
	}
	return text
}

// formulas are the characters that spreadsheets take for the beginning of one,
// the wide ones of East Asian keyboards among them.
const formulas = "=+-@\t\r＝＋－＠"

// guard keeps a cell from being taken for a formula.
func guard(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune(formulas, first) {
		return "'" + cell
	}
	return cell
}

// unguard takes back what guard has done.
func unguard(cell string) string {
	rest, ok := strings.CutPrefix(cell, "'")
	if ok && guard(rest) != rest {
		return rest
	}
	return cell
}
