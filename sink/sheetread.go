package sink

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
)

// ErrSheet reports a sheet that cannot be understood.
var ErrSheet = errors.New("review sheet")

// maxSheet is the most bytes of a sheet, and maxEdited the most characters of a
// text in it, as many as spreadsheets take.
const (
	maxSheet  = 1 << 30
	maxEdited = 32_767
)

// A Filled is a sheet as people gave it back.
type Filled struct {
	// Decisions are in the sheet's order, one for each row and slot.
	Decisions []Decided
	// Without counts the lines about which nothing was decided.
	Without int
}

// A Decided is one line of a filled sheet.
type Decided struct {
	Reference
	Line    int // where it stands in the sheet
	Verdict pipeline.Verdict
	Text    string // of an edit
}

// verdicts are the words that people use, in lower case.
var verdicts = map[string]pipeline.Verdict{
	"approve": pipeline.Approve, "approved": pipeline.Approve, "ok": pipeline.Approve, "okay": pipeline.Approve, "yes": pipeline.Approve, "y": pipeline.Approve,
	"edit": pipeline.Edit, "edited": pipeline.Edit,
	"reject": pipeline.Reject, "rejected": pipeline.Reject, "no": pipeline.Reject, "n": pipeline.Reject,
	"decorative": pipeline.Ornament,
	"undo":       pipeline.Undo, "undone": pipeline.Undo, "clear": pipeline.Undo,
}

// ReadSheet reads a sheet back that people have filled in, also as a spreadsheet
// has saved it: with a byte order mark, parted by commas, semicolons or tabs,
// with columns moved or left out. Needed are key and decision.
//
// Nothing is taken of a sheet with a mistake. Its error wraps [ErrSheet] and
// begins with the name, the line and, where one is meant, the column in bytes.
func ReadSheet(name string, r io.Reader) (*Filled, error) {
	s := &sheetReader{name: name, seen: map[Reference]int{}}
	if err := s.open(r); err != nil {
		return nil, err
	}
	for {
		err := s.next()
		if err == io.EOF {
			return &s.found, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

type sheetReader struct {
	name                string
	csv                 *csv.Reader
	key, decision, text int               // columns; text is -1 where there is none
	columns             int               // of the header
	width               int               // of the line at hand
	above               int               // lines before the header
	seen                map[Reference]int // where in found, by reference without what was shown
	found               Filled
}

// open reads the header.
func (s *sheetReader) open(r io.Reader) error {
	in := bufio.NewReaderSize(&bounded{r: r, left: maxSheet}, 64<<10)
	head, err := in.Peek(64 << 10)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return s.broken(err)
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return fmt.Errorf("%w %s: it is UTF-16; save it as CSV UTF-8", ErrSheet, s.name)
	}
	skip := 0
	if bytes.HasPrefix(head, []byte(byteOrderMark)) {
		skip = len(byteOrderMark)
	}
	comma := byte(0)
	if line, ok := bytes.CutPrefix(head[skip:], []byte("sep=")); ok && len(line) > 1 { // as Excel marks its own
		comma, s.above = line[0], 1
		marked, _, _ := bytes.Cut(head[skip:], []byte("\n"))
		skip = min(skip+len(marked)+1, len(head))
	}
	if comma == 0 {
		comma = s.guess(head[skip:])
	}
	if _, err := in.Discard(skip); err != nil {
		return s.broken(err)
	}
	s.csv = csv.NewReader(in)
	s.csv.Comma, s.csv.FieldsPerRecord, s.csv.ReuseRecord = rune(comma), -1, true
	return s.header()
}

// guess finds what parts the cells: what parts the header into most of them.
func (s *sheetReader) guess(head []byte) (best byte) {
	best, most := ',', 0
	for _, comma := range []byte(",;\t") {
		c := csv.NewReader(bytes.NewReader(head))
		c.Comma = rune(comma)
		if cells, err := c.Read(); err == nil && len(cells) > most {
			best, most = comma, len(cells)
		}
	}
	return best
}

func (s *sheetReader) header() error {
	cells, err := s.csv.Read()
	if err == io.EOF {
		return fmt.Errorf("%w %s: it is empty; captionmill export --review writes one", ErrSheet, s.name)
	}
	if err != nil {
		return s.broken(err)
	}
	find := func(name string) int {
		return slices.IndexFunc(cells, func(cell string) bool { return squeezed(cell) == name })
	}
	s.columns = len(cells)
	s.key, s.decision, s.text = find("key"), find("decision"), find("edited_text")
	if s.key < 0 {
		return s.lacks("key")
	}
	if s.decision < 0 {
		return s.lacks("decision")
	}
	return nil
}

func (s *sheetReader) lacks(column string) error {
	return fmt.Errorf("%w %s: no column is called %s; key and decision are needed, as captionmill export --review writes them", ErrSheet, s.name, column)
}

// next reads one line.
func (s *sheetReader) next() error {
	cells, err := s.csv.Read()
	if err == io.EOF {
		return err
	}
	if err != nil {
		return s.broken(err)
	}
	if err := s.measure(cells); err != nil {
		return err
	}
	cell := func(column int) string {
		if column < 0 || column >= len(cells) {
			return ""
		}
		return unguard(trim(cells[column]))
	}
	d := Decided{}
	d.Line, _ = s.csv.FieldPos(0)
	d.Line += s.above
	word, text := cell(s.decision), cell(s.text)
	if word == "" && text == "" {
		if cell(s.key) != "" {
			s.found.Without++
		}
		return nil
	}
	if d.Reference, err = ParseReference(cell(s.key)); err != nil {
		return s.wrong(s.key, "%s %w", quote(cell(s.key)), err)
	}
	if err := s.understand(&d, word, text); err != nil {
		return err
	}
	return s.take(d)
}

// measure refuses a line with more cells than the header, unless all are empty:
// a mark that parts cells stands in one without quotes, and what follows it may
// be under another column's name.
func (s *sheetReader) measure(cells []string) error {
	s.width = len(cells)
	if s.width <= s.columns || strings.TrimSpace(strings.Join(cells, "")) == "" {
		return nil
	}
	return s.wrong(s.columns, "the line has %d cells, and the header only %d: put quotes around a cell with %q in it, or take out what is too much", s.width, s.columns, s.csv.Comma)
}

// understand makes sense of the two cells that a person filled in.
func (s *sheetReader) understand(d *Decided, word, text string) error {
	d.Verdict = verdicts[strings.ToLower(word)]
	switch {
	case word == "":
		d.Verdict = pipeline.Edit
	case d.Verdict == "":
		return s.wrong(s.decision, "the decision %s is none of approve, edit, reject, decorative and undo", quote(word))
	}
	switch {
	case d.Verdict == pipeline.Edit && text == "":
		return s.wrong(s.decision, "edit needs a text in the column edited_text")
	case d.Verdict != pipeline.Edit && text != "":
		return s.wrong(s.text, "there is a text beside the decision %s: decide edit, or empty the cell", quote(word))
	case !utf8.ValidString(text):
		return s.wrong(s.text, "the text is not valid UTF-8: save the sheet as CSV UTF-8")
	case utf8.RuneCountInString(text) > maxEdited:
		return s.wrong(s.text, "the text has %d characters; the most is %d", utf8.RuneCountInString(text), maxEdited)
	}
	d.Text = plain(text)
	if d.Verdict == pipeline.Edit && d.Text == "" {
		return s.wrong(s.text, "the text has nothing to be seen")
	}
	return nil
}

// take adds a decision. Rows that share a key are one to a person, who may
// decide about each, but not differently.
func (s *sheetReader) take(d Decided) error {
	ref := d.Reference
	ref.Prediction, ref.Pictures = 0, pipeline.Hash{}
	at, again := s.seen[ref]
	if !again {
		s.seen[ref] = len(s.found.Decisions)
		s.found.Decisions = append(s.found.Decisions, d)
		return nil
	}
	if first := s.found.Decisions[at]; first.Verdict != d.Verdict || first.Text != d.Text || first.Prediction != d.Prediction || first.Pictures != d.Pictures {
		return s.wrong(s.decision, "line %d decides otherwise about the same row: leave one of them empty", first.Line)
	}
	return nil
}

// wrong is a mistake in a cell of the line at hand.
func (s *sheetReader) wrong(column int, format string, args ...any) error {
	line, at := s.csv.FieldPos(0)
	if column >= 0 && column < s.width { // a short line may lack its last cells
		line, at = s.csv.FieldPos(column)
	}
	return fmt.Errorf("%w %s:%d:%d: %w", ErrSheet, s.name, line+s.above, at, fmt.Errorf(format, args...))
}

// broken is why the file cannot be read on.
func (s *sheetReader) broken(err error) error {
	if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
		return fmt.Errorf("%w %s:%d:%d: %w", ErrSheet, s.name, wrong.Line+s.above, wrong.Column, wrong.Err)
	}
	return fmt.Errorf("%w %s: %w", ErrSheet, s.name, err)
}

// trim takes off what nobody sees at the ends of a text: white space, and the
// marks that editors and web pages leave there, a byte order mark (U+FEFF) and
// zero-width spaces (U+200B). Inside they may tell where a line can be broken.
func trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B'
	})
}

// plain makes a person's text one line without characters that control things,
// and without any that are not seen at its ends.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || isBreak(r) {
			return ' '
		}
		return r
	}, text)
	return trim(strings.Join(strings.Fields(text), " "))
}

// quote shows a cell in an error.
func quote(cell string) string { return fmt.Sprintf("%q", clip(cell, 40)) }

// bounded is a reader that refuses to read for ever.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("it is longer than %d bytes; split it", maxSheet)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
