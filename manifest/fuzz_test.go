package manifest

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

var seeds = []string{
	"image,id\na.jpg,1\n\"b,\"\"c\"\"\nd\",2\n",
	"image;alt\r\na;\"b\r\n\r\nc;d\r\n",
	"\uFEFFimage\tparam:x\na|b\t1\r\n",
	"image,b\ra,\"b\rc\r",
	"image\n\"a\"b\n\xFF\n\"",
	"image,b\na\",\"\nb\",\"\n\"\",\"\nc\"d\n",
	"https://x/a,b\n# c\n\n d e.jpg \n",
	`{"image":["a","b"],"id":1,"alt":"","params":{"x":[1,{"y":"}"}]}}` + "\n{\n[]\n{\"image\":\"\\ud800\"}\n",
	`{"im\u0061ge":"a","image":"b"}`,
	`{"image":"a","title":["x",[1],2,{"y":"z"}],"b":"\ud800","keywords":null}`,
	"image,page title,b\na,\"x\ny\",z\n",
	"\x1f\x8b\x08\x00", "\xFF\xFEi\x00", "PK\x03\x04", "<html>", "[1]", "",
}

func FuzzRows(f *testing.F) {
	for _, text := range seeds {
		for format := range len(formats) + 1 {
			f.Add(text, byte(format))
		}
	}
	f.Fuzz(func(t *testing.T, text string, format byte) {
		o := Options{Format: append(formats, "")[int(format)%(len(formats)+1)], Texts: []Text{{Role: "title"}, {Role: "keywords"}, {Column: "b"}}}
		r, err := Open(strings.NewReader(text), o)
		if err != nil {
			checkText(t, err.Error())
			return
		}
		rows, err := collect(r)
		last := 0
		for _, row := range rows {
			if row.Line <= last {
				t.Fatalf("line %d after line %d", row.Line, last)
			}
			last = row.Line
			checkRow(t, r, row)
		}
		if lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r"); last > lines && text[0] != gzipMagic[0] {
			t.Fatalf("line %d of %d", last, lines)
		}
		checkPieces(t, text, o, rows, err)
	})
}

// checkRow holds a row to what its comment promises.
func checkRow(t *testing.T, r *Reader, row Row) {
	t.Helper()
	if r.Format() == JSONL {
		if row.Cells != nil || !json.Valid(row.Object) || !utf8.Valid(row.Object) || !strings.ContainsAny(string(row.Object[:1]), "{\"") {
			t.Fatalf("JSONL row %+v", row)
		}
	} else if row.Object != nil || len(row.Cells) != len(r.Header()) {
		t.Fatalf("row of %d cells, header of %d", len(row.Cells), len(r.Header()))
	}
	if len(row.Images) > MaxImages || row.Problem != nil && (row.Problem.Reason != BadRow || row.Problem.Detail == "") {
		t.Fatalf("row %+v", row)
	}
	for _, image := range row.Images {
		if image == "" || strings.TrimSpace(image) != image {
			t.Fatalf("image %q", image)
		}
	}
	checkText(t, slices.Concat(row.Cells, row.Images, row.Texts, []string{row.ID, row.Alt, row.Prompt})...)
}

func checkText(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if !utf8.ValidString(s) {
			t.Fatalf("not UTF-8: %q", s)
		}
	}
}

// checkPieces reads the same text in the smallest pieces.
func checkPieces(t *testing.T, text string, o Options, want []Row, wantErr error) {
	t.Helper()
	r, err := Open(iotest.OneByteReader(strings.NewReader(text)), o)
	if err != nil {
		t.Fatalf("in pieces: %v", err)
	}
	got, err := collect(r)
	if !reflect.DeepEqual(got, want) || (err != nil) != (wantErr != nil) {
		t.Fatalf("in pieces: %+v, %v; want %+v, %v", got, err, want, wantErr)
	}
}

// What encoding/csv writes is read back as it was.
func FuzzWrittenCSV(f *testing.F) {
	f.Add("a,b", "c\r\n\"d\"", "", "\n", uint8(0))
	f.Add(" ", "", "", "", uint8(1))
	f.Add("\"", "é|", "\t", ";", uint8(5))
	f.Fuzz(func(t *testing.T, a, b, c, d string, how uint8) {
		records := [][]string{{"image", "x"}, {a, b}, {c, d}, {d, a}}
		var text strings.Builder
		w := csv.NewWriter(&text)
		w.UseCRLF = how&1 != 0
		w.Comma = []rune(",;\t")[how>>1%3]
		if err := w.WriteAll(records); err != nil {
			t.Skip(err)
		}
		if w.UseCRLF && strings.ContainsAny(a+b+c+d, "\r\n") || strings.Contains(text.String(), "\x00") {
			t.Skip("written otherwise than it was, or binary")
		}
		r, err := Open(strings.NewReader(text.String()), Options{Format: CSV})
		if errors.Is(err, ErrUnreadable) && !utf8.ValidString(text.String()) {
			t.Skip("another encoding")
		}
		if err != nil {
			t.Fatal(err)
		}
		rows, err := collect(r)
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d rows, %v: %q", len(rows), err, text.String())
		}
		for i, row := range rows {
			want := records[i+1]
			if valid := utf8.ValidString(strings.Join(want, ",")); (row.Problem == nil) != valid || valid && !slices.Equal(row.Cells, want) {
				t.Fatalf("%q reads %q, %v", want, row.Cells, row.Problem)
			}
		}
	})
}

// Without quotes, two files have together as many rows as their concatenation,
// and a line is a row unless it is blank.
func FuzzConcatenation(f *testing.F) {
	f.Add("a,1\n", "b\n\nc,2")
	f.Add("a\r\n \n", ",\r")
	f.Fuzz(func(t *testing.T, a, b string) {
		clean := strings.NewReplacer(`"`, "", "\x00", "", "\r", "")
		a, b = strings.ToValidUTF8(clean.Replace(a), "")+"\n", strings.ToValidUTF8(clean.Replace(b), "")
		count := func(body string) int {
			_, rows := read(t, "image,x\n"+body, Options{Format: CSV})
			return len(rows)
		}
		lines := 0
		for line := range strings.SplitSeq(a+b, "\n") {
			if strings.Trim(line, " ") != "" {
				lines++
			}
		}
		if count(a)+count(b) != count(a+b) || count(a+b) != lines {
			t.Fatalf("%d and %d rows, together %d, of %d lines", count(a), count(b), count(a+b), lines)
		}
	})
}
