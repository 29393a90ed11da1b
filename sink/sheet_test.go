package sink

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
)

// sheet gives a sheet about results of one manifest.
func sheet(tb testing.TB, mark bool, header []string, results ...*pipeline.Result) string {
	tb.Helper()
	var out strings.Builder
	s := NewSheet(&out, mark, false, header)
	for _, r := range results {
		if err := s.Write("shop.csv", header, r, r.Parts()...); err != nil {
			tb.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// draft is a row that waits for a person.
func draft(line int, text string) *pipeline.Result {
	return &pipeline.Result{Place: pipeline.Place{Manifest: 3, Line: line, Key: pipeline.Hash{0: byte(line), 15: 0xee}},
		ID: fmt.Sprintf("sku-%d", line), Images: []string{"a.jpg"}, Cells: []string{fmt.Sprintf("sku-%d", line), "a.jpg", "Mug"}, Answer: pipeline.Answer{Draft: text, Publish: pipeline.PublishReview, Status: pipeline.RowDone, Reason: "loop", Detail: "x", Flags: []string{"loop", "shared"}, Prediction: 42}}
}

var draftHeader = []string{"id", "image", "title"}

// golden compares with a file of testdata/golden, and shows both.
func golden(t *testing.T, name, got string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("..", "testdata", "golden", name))
	if err != nil || string(want) != got {
		t.Errorf("%s, %v: got\n%s\nwant\n%s", name, err, got, want)
	}
}

func TestSheet(t *testing.T) {
	t.Parallel()
	hostile := draft(3, "=HYPERLINK(\"https://evil.example\")")
	hostile.ID, hostile.Images, hostile.Cells = "+1", []string{"-a.jpg", "b.jpg"}, []string{"+1", "-a.jpg|b.jpg", "\tTab, \"quote\"\r\nand line"}
	several := draft(4, "")
	several.Answers = []pipeline.Answer{{Slot: "de", Draft: "Eine Tasse.", Publish: pipeline.PublishReview, Status: pipeline.RowDone, Prediction: 43},
		{Slot: "en", Publish: pipeline.PublishNo, Status: pipeline.RowFailed, Reason: "model_error", Detail: "x"}}
	golden(t, "review.csv", sheet(t, false, draftHeader, draft(2, "A red mug, \"big\"."), hostile, several))
}

func TestSheetOfObjects(t *testing.T) {
	t.Parallel()
	r := draft(1, "A mug.")
	r.Cells, r.Object = nil, []byte(`{"id":"sku-1","decision":["=1", null],"Key ":"@x","n":null}`)
	got := sheet(t, true, []string{"id", "decision", "Key ", "n"}, r)
	want := byteOrderMark + "manifest,line,key,slot,id,image,row_decision,row_Key,n,draft,flags,reason,detail,status,publish,decision,edited_text\n" +
		"shop.csv,1,r3.010000000000000000000000000000ee.42.,,sku-1,a.jpg,\"[\"\"=1\"\",null]\",'@x,,A mug.,loop shared,loop,x,done,review,,\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Sheets about several manifests have the columns of all.
func TestSheetOfSeveral(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	s := NewSheet(&out, false, true, []string{"id", "title"}, []string{"page", "title"})
	one, other := draft(1, "A."), draft(2, "B.")
	one.LongDraft = "=A\nlong one."
	one.Cells, other.Cells = []string{"1", "Mug"}, []string{"Home", "Cup"}
	if err := errors.Join(s.Write("a", []string{"id", "title"}, one, one.Parts()...), s.Write("b", []string{"page", "title"}, other, other.Parts()...), s.Close()); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil || !reflect.DeepEqual(rows[0][6:8], []string{"title", "page"}) || !reflect.DeepEqual(rows[1][6:8], []string{"Mug", ""}) || !reflect.DeepEqual(rows[2][6:8], []string{"Cup", "Home"}) {
		t.Errorf("%v\n%s", err, out.String())
	}
	if !reflect.DeepEqual(rows[0][8:10], []string{"draft", "long_description"}) || !reflect.DeepEqual(rows[1][8:10], []string{"A.", "'=A long one."}) || rows[2][9] != "" {
		t.Errorf("the long descriptions: %q", rows)
	}
}

// A column of a manifest that is called as one of the sheet's is shown under
// another name, also where that is the one for long descriptions.
func TestSheetWithTheirLongDescription(t *testing.T) {
	t.Parallel()
	for long, want := range map[bool]string{false: "long_description", true: "row_long_description"} {
		var out strings.Builder
		if err := NewSheet(&out, false, long, []string{"id", "long_description"}).Close(); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
		if err != nil || rows[0][6] != want {
			t.Errorf("%v, want %s in %q", err, want, rows)
		}
	}
}

// Whatever stands in a row, a spreadsheet finds no formula and no line break in
// it, and what a person decides comes back.
func TestHostileSheet(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("=", 10<<20)
	for _, text := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\r\n=1", "＝1", "＋1", "－1", "＠x", "\"", "\"\"=1", "a\"b,c;d\te",
		"a\u2028b", "caf\xe9", "\xff=1", long, "", "'", "'=1", "\x00", "\x1b[31m"} {
		r := draft(2, text)
		r.ID, r.Images, r.Reason, r.Detail, r.Flags, r.Cells = text, []string{text}, text, text, []string{text}, []string{text, text, text}
		got := sheet(t, false, draftHeader, r)
		rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
		if err != nil || len(rows) != 2 || !utf8.ValidString(got) || strings.Count(got, "\n") != 2 {
			t.Fatalf("%.20q: %d rows, %v", text, len(rows), err)
		}
		for i, cell := range rows[1] {
			if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune(formulas, first) || len([]rune(cell)) > 10<<20+2 {
				t.Errorf("%.20q: column %s begins %.20q and has %d bytes", text, rows[0][i], cell, len(cell))
			}
		}
		if len(rows[1][7]) > 4*maxDraft {
			t.Errorf("%.20q: a draft of %d bytes", text, len(rows[1][7]))
		}
		if found, err := ReadSheet("s.csv", strings.NewReader(got)); err != nil || found.Without != 1 {
			t.Errorf("%.20q: %+v, %v", text, found, err)
		}
	}
}

// A text that begins like a formula comes back as it was, with or without the
// apostrophe that the sheet asks for.
func TestGuardedText(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"'-40 degrees", "-40 degrees"} {
		got, err := ReadSheet("s.csv", strings.NewReader("key,decision,edited_text\n"+draftKey+",edit,"+cell+"\n"))
		if err != nil || got.Decisions[0].Text != "-40 degrees" {
			t.Errorf("%s: %+v, %v", cell, got, err)
		}
	}
	if got := unguard("'Tis the season"); got != "'Tis the season" {
		t.Error(got)
	}
}

const draftKey = "r3.020000000000000000000000000000ee.42."

func TestReadSheet(t *testing.T) {
	t.Parallel()
	ref := Reference{Manifest: 3, Key: pipeline.Hash{0: 2, 15: 0xee}, Prediction: 42}
	one := func(verdict pipeline.Verdict, text string) *Filled {
		return &Filled{Decisions: []Decided{{Reference: ref, Line: 2, Verdict: verdict, Text: text}}}
	}
	head := "key,decision,edited_text\n"
	tests := map[string]struct {
		text string
		want *Filled
	}{
		"nothing":            {head, &Filled{}},
		"undecided":          {head + draftKey + ",,\n", &Filled{Without: 1}},
		"approve":            {head + draftKey + ",approve,\n", one(pipeline.Approve, "")},
		"ok":                 {head + draftKey + ", OK ,\n", one(pipeline.Approve, "")},
		"Yes":                {head + draftKey + ",Yes,\n", one(pipeline.Approve, "")},
		"No":                 {head + draftKey + ",No,\n", one(pipeline.Reject, "")},
		"undo":               {head + draftKey + ",Clear,\n", one(pipeline.Undo, "")},
		"decorative":         {head + draftKey + ",DECORATIVE,\n", one(pipeline.Ornament, "")},
		"edit":               {head + draftKey + ",edit,\"A cup,\nblue.\"\n", one(pipeline.Edit, "A cup, blue.")},
		"only a text":        {head + draftKey + ",, A cup. \n", one(pipeline.Edit, "A cup.")},
		"with control":       {head + draftKey + ",edit,A\x00cup\u202eand\x1b[0m\n", one(pipeline.Edit, "A cup\u202eand [0m")},
		"unseen at the ends": {head + draftKey + ",edit,\ufeff\u200b A\u200bcup\ufeffand more.\u00a0\u200b\n", one(pipeline.Edit, "A\u200bcup\ufeffand more.")},
		"behind control":     {head + draftKey + ",edit,\x00\ufeff A cup.\ufeff\x00\n", one(pipeline.Edit, "A cup.")},
		"a guarded one":      {head + draftKey + ",edit,\ufeff'-40 degrees\n", one(pipeline.Edit, "-40 degrees")},
		"nothing to be seen": {head + draftKey + ",reject,\u200b\ufeff\n", one(pipeline.Reject, "")},
		"byte order mark":    {byteOrderMark + head + draftKey + ",no,\n", one(pipeline.Reject, "")},
		"semicolons":         {"draft;key;decision\r\na,b;" + draftKey + ";no\r\n", one(pipeline.Reject, "")},
		"tabs, moved":        {byteOrderMark + "Decision\tx\t KEY \n" + "no\t\t" + draftKey + "\n", one(pipeline.Reject, "")},
		"marked":             {"sep=;\r\nkey;decision\r\n" + draftKey + ";no\r\n", &Filled{Decisions: []Decided{{Reference: ref, Line: 3, Verdict: pipeline.Reject}}}},
		"short and empty":    {head + draftKey + ",no\n\n,,,,\n" + draftKey + "\n", &Filled{Decisions: one(pipeline.Reject, "").Decisions, Without: 1}},
		"twice, and agrees":  {head + draftKey + ",no,\n" + draftKey + ",no,\n", one(pipeline.Reject, "")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadSheet("s.csv", strings.NewReader(tt.text))
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%+v, %v; want %+v", got, err, tt.want)
			}
		})
	}
}

func TestReadSheetRefuses(t *testing.T) {
	t.Parallel()
	head := "key,decision,edited_text\n"
	tests := map[string]struct{ text, want string }{
		"empty":          {"", "s.csv: it is empty"},
		"only a mark":    {"sep=;x", "s.csv: it is empty"},
		"no key":         {"id,decision\n1,ok\n", "no column is called key"},
		"no decision":    {"key,x\n", "no column is called decision"},
		"a typo":         {head + draftKey + ",aprove,\n", `s.csv:2:41: the decision "aprove" is none of approve`},
		"no text":        {head + draftKey + ",edit,\n", "s.csv:2:41: edit needs a text"},
		"only blanks":    {head + draftKey + ",edit,\x00\n", "s.csv:2:46: the text has nothing to be seen"},
		"only unseen":    {head + draftKey + ",edit,\ufeff\u200b\n", "s.csv:2:41: edit needs a text"},
		"both":           {head + draftKey + ",ok,A cup.\n", `s.csv:2:44: there is a text beside the decision "ok"`},
		"a bad key":      {head + "17,ok,\n", `s.csv:2:1: "17" is no key`},
		"a short key":    {head + "r3.02.42.,ok,\n", "is no key"},
		"a rounded key":  {head + "1.2E+31,ok,\n", "is no key"},
		"no key there":   {head + ",ok,\n", `s.csv:2:1: "" is no key`},
		"too short":      {"decision,x,key\nok\n", `s.csv:2:1: "" is no key`},
		"otherwise":      {head + draftKey + ",ok,\n" + draftKey + ",no,\n", "s.csv:3:41: line 2 decides otherwise"},
		"another text":   {head + draftKey + ",ok,\n" + strings.Replace(draftKey, ".42.", ".43.", 1) + ",ok,\n", "line 2 decides otherwise"},
		"a cell more":    {"key,decision\n" + draftKey + ",approve,extra\n", `s.csv:2:49: the line has 3 cells, and the header only 2: put quotes around a cell with ',' in it`},
		"moved on":       {"key,x,decision,edited_text\n" + draftKey + ",a,,approve,\n", "s.csv:2:52: the line has 5 cells, and the header only 4"},
		"one in between": {"sep=;\nkey;x;decision\n" + draftKey + ";a;b;\n", "s.csv:3:45: the line has 4 cells, and the header only 3: put quotes around a cell with ';'"},
		"UTF-16":         {"\xff\xfek\x00", "it is UTF-16"},
		"Latin-1":        {head + draftKey + ",edit,caf\xe9\n", "not valid UTF-8"},
		"a long text":    {head + draftKey + ",edit," + strings.Repeat("é", maxEdited+1) + "\n", "32768 characters"},
		"a typo, marked": {"sep=,\n" + head + draftKey + ",aprove,\n", "s.csv:3:41: "},
		"a loose quote":  {head + draftKey + ",edit,a \"cup\n", "s.csv:2:"},
		"an open quote":  {head + draftKey + ",edit,\"a cup\n\n", "s.csv:"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadSheet("s.csv", strings.NewReader(tt.text))
			if !errors.Is(err, ErrSheet) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%+v, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestReadSheetStops(t *testing.T) {
	t.Parallel()
	b := &bounded{r: strings.NewReader("abcdef"), left: 3}
	p := make([]byte, 10)
	if n, err := b.Read(p); n != 3 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := b.Read(p); err == nil || !strings.Contains(err.Error(), "split it") {
		t.Error(err)
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add("key,decision,edited_text\n" + draftKey + ",edit,=1\n")
	f.Add(byteOrderMark + "sep=;\nkey;decision\n" + draftKey + "de;ok\n")
	f.Add("key,decision,edited_text\n" + draftKey + ",edit,\x00\ufeff \u200ba\n")
	f.Add("key,decision\nr3.020000000000000000000000000000ee.0-ab000000000000000000000000000001.,no\n")
	f.Add("sep=;x")
	f.Add("decision\tkey\n\"a\nb\"\tr1.00.0.\n")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := ReadSheet("s.csv", strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, ErrSheet) {
				t.Fatal(err)
			}
			return
		}
		for _, d := range found.Decisions {
			again, err := ParseReference(d.Reference.String())
			if err != nil || again != d.Reference {
				t.Fatalf("%+v becomes %+v, %v", d.Reference, again, err)
			}
			if (d.Verdict == pipeline.Edit) != (d.Text != "") || plain(d.Text) != d.Text || !utf8.ValidString(d.Text) {
				t.Fatalf("%+v", d)
			}
		}
	})
}
