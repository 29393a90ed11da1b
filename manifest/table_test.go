package manifest

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"
)

// show writes a row down as "line:cell|cell", with its problem after a "!".
func show(row Row) string {
	text := fmt.Sprintf("%d:%s", row.Line, strings.Join(row.Cells, "|"))
	if row.Problem != nil {
		text += " ! " + row.Problem.Detail
	}
	return text
}

func TestRecords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "image,b\n1,2\n3,4", []string{"2:1|2", "3:3|4"}},
		{"CRLF", "image,b\r\n1,2\r\n\r\n3,4\r\n", []string{"2:1|2", "4:3|4"}},
		{"old Mac", "image,b\r1,\"2\r3\"\r4,5\r", []string{"2:1|2\r3", "4:4|5"}},
		{"blank lines", "image,b\n\n  \n1,2\n\n", []string{"4:1|2"}},
		{"empty cells are a row", "image,b\n,\n", []string{"2:|"}},
		{"quoted", "image,b\n\"1,\"\"x\"\"\",\"2\"\n\"\",\"\"\n", []string{`2:1,"x"|2`, "3:|"}},
		{"quoted line ends stay as written", "image,b\r\n\"1\r\n2\n\",3\r\n4,5\n", []string{"2:1\r\n2\n|3", "5:4|5"}},
		{"blank line inside quotes", "image,b\n\"1\n\n2\",3\n", []string{"2:1\n\n2|3"}},
		{"stray quotes inside a cell", "image,b\n1\"x,5\" tall\n\"2\",3\"\n", []string{`2:1"x|5" tall`, `3:2|3"`}},
		{"spaces stay", "image, b\n 1 , \"2\n", []string{`2: 1 | "2`}},
		{"short", "image,b,c\n1,2,3\n1\n\"2\"\n", []string{"2:1|2|3", "3:1||", "4:2||"}},
		{"long but empty", "image,b\n1,2,,\n", []string{"2:1|2"}},
		{"too long", "image,b\n1,2,,4\n5,6\n", []string{"2:1|2 ! line 2: found 4 cells, the header has 2; quote cells that hold the delimiter", "3:5|6"}},
		{"text after the quotes", "image,b\n\"1\"x,2\n3,4\n", []string{`2:"1"x,2| ! line 2, column 1: a cell opens with a quote here, and at line 2, column 4, text follows the closing quote; close the quotes, and write a quote inside them twice`, "3:3|4"}},
		{"stray quote in the middle", "image,b\n1,\"2\n3,4\n5,\"6\"\n7,8\n", []string{`2:1,"2| ! line 2, column 3: a cell opens with a quote here, and at line 4, column 4, text follows the closing quote; close the quotes, and write a quote inside them twice`, "3:3|4", "4:5|6", "5:7|8"}},
		{"stray quote to the end", "image,b\n1,\"2\n3,4\n", []string{`2:1,"2| ! line 2, column 3: a cell opens with a quote here, and the file ends inside the quotes; close the quotes, and write a quote inside them twice`, "3:3|4"}},
		{"right where another went wrong", "image,b\n1,\"2\n5\" x,\"6\n7\"\n", []string{`2:1,"2| ! line 2, column 3: a cell opens with a quote here, and at line 3, column 3, text follows the closing quote; close the quotes, and write a quote inside them twice`, "3:5\" x|6\n7"}},
		{"known to fail", "image,b\na\",\"\nb\",\"\n3,4\n", []string{
			`2:a","| ! line 2, column 4: a cell opens with a quote here, and the file ends inside the quotes; close the quotes, and write a quote inside them twice`,
			`3:b","| ! line 3, column 4: a cell opens with a quote here, and the file ends inside the quotes; close the quotes, and write a quote inside them twice`, "4:3|4"}},
		{"Latin-1", "image,b\n1,\"\n2\xE9\"\n3,\xFF\n4,é\n", []string{"2:1|\n2\uFFFD ! line 3, column 2: byte 0xE9 is not UTF-8 and looks like Windows-1252, where it is 'é'; if the whole file is, convert it: iconv -f WINDOWS-1252 -t UTF-8", "4:3|\uFFFD ! line 4, column 3: byte 0xFF is not UTF-8 and looks like Windows-1252, where it is 'ÿ'; if the whole file is, convert it: iconv -f WINDOWS-1252 -t UTF-8", "5:4|é"}},
		{"two halves of a letter", "image,é\n\"\xC3\",\"\xA9\"\n", []string{"2:\uFFFD|\uFFFD ! line 2, column 2: byte 0xC3 is not UTF-8 and looks like Windows-1252, where it is 'Ã'; if the whole file is, convert it: iconv -f WINDOWS-1252 -t UTF-8"}},
		{"no letter of Windows-1252", "image,é\n1,\x81\n", []string{"2:1|\uFFFD ! line 2, column 3: byte 0x81 is not UTF-8; export the manifest as UTF-8"}},
		{"Windows-1252", "image,é\n1,\x80\n", []string{"2:1|\uFFFD ! line 2, column 3: byte 0x80 is not UTF-8 and looks like Windows-1252, where it is '€'; if the whole file is, convert it: iconv -f WINDOWS-1252 -t UTF-8"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, rows := read(t, test.text, Options{Format: CSV})
			var got []string
			for _, row := range rows {
				got = append(got, show(row))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestTableRoles(t *testing.T) {
	t.Parallel()
	text := "Handle\tSKU\tURL\tImage Src\tImage Alt Text\tprompt\tcaption\tparam:Temperature\tPARAM: top_p\tparam:\tparam:Temperature\n" +
		"h\t 7 \tpage\ta.jpg\t A dog \task\tc\t0.2\t \tx\t9\n" +
		"h\t\tpage\t\t \t\t\t\t\t\n"
	r, rows := read(t, text, Options{})
	if got := []string{r.Column("id"), r.Column("alt"), r.Column("prompt"), r.Column("colour")}; !slices.Equal(got, []string{"SKU", "Image Alt Text", "", ""}) {
		t.Errorf("columns %q", got)
	}
	a, b := rows[0], rows[1]
	if a.ID != "7" || a.Alt != " A dog " || !a.HasAlt || a.Prompt != "" || !slices.Equal(a.Images, []string{"a.jpg"}) {
		t.Errorf("first row %+v", a)
	}
	if fmt.Sprint(a.Params) != "map[Temperature:0.2]" || b.Params != nil {
		t.Errorf("params %v and %v", a.Params, b.Params)
	}
	if b.ID != "" || b.HasAlt || len(b.Images) != 0 || b.Problem != nil {
		t.Errorf("second row %+v", b)
	}
	_, rows = read(t, text, Options{Columns: map[string]string{"prompt": "PROMPT", "image": "url", "id": "url"}})
	if a := rows[0]; a.Prompt != "ask" || a.Images[0] != "page" || a.ID != "page" {
		t.Errorf("named columns: %+v", a)
	}
}

func TestColumnNames(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Type,SKU,Name,Images":                              "Images",
		"URL handle,Title,Product image URL,Image alt text": "Product image URL",
		"link,source_url,id":                                "source_url",
		"url,file_name":                                     "url",
		"pageUrl,imageUrl,altText":                          "imageUrl",
		"IMAGE-URL,image":                                   "image",
		"Image,image":                                       "Image",
		"filepath,title":                                    "filepath",
		"thumbnail,img":                                     "img",
		"\uFEFF\uFEFFimage,id":                              "\uFEFFimage",
	} {
		r, _ := read(t, header+"\n", Options{})
		if got := r.Column("image"); got != want {
			t.Errorf("%s: image column %q, want %q", header, got, want)
		}
	}
	r, _ := read(t, "image,ALT,Alt,alt\n", Options{Columns: map[string]string{"alt": "Alt"}})
	if got := r.Column("alt"); got != "Alt" {
		t.Errorf("the spelling that was given should win, not %q", got)
	}
	if got := r.Header(); !slices.Equal(got, []string{"image", "ALT", "Alt", "alt"}) {
		t.Errorf("header %q", got)
	}
}

func TestTooManyImages(t *testing.T) {
	t.Parallel()
	_, rows := read(t, "image,id\n"+strings.Repeat("a|", MaxImages)+",1\n"+strings.Repeat("a|", MaxImages+1)+",2\n", Options{})
	if rows[0].Problem != nil || len(rows[0].Images) != MaxImages {
		t.Errorf("%d images: %v", len(rows[0].Images), rows[0].Problem)
	}
	if rows[1].Problem == nil || len(rows[1].Images) != MaxImages || rows[1].ID != "2" {
		t.Errorf("too many images: %+v", rows[1])
	}
}

func TestLargeRecords(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x,\"\"\n", 1<<20/5) // once unquoted: x,"
	fill := func(n int) string { return strings.Repeat("y", n) }
	text := "image,b\n" +
		"1,\"" + big + "\"\n" + // a cell of 1 MB is right
		"2," + fill(MaxRecord-3) + "\n" + // the longest line
		"3," + fill(MaxRecord-2) + "\n" + // a byte too long
		"4," + fill(3*MaxRecord) + "\n" +
		"5,\"" + fill(MaxRecord/2) + "\n" + // a record too long, as the next line belongs to it
		fill(MaxRecord/2) + "\",6\n" +
		"7,8"
	_, rows := read(t, text, Options{Format: CSV})
	lines := 2 + strings.Count(big, "\n")
	want := []struct {
		line    int
		problem string
	}{{2, ""}, {lines + 1, ""}, {lines + 2, "longer than"}, {lines + 3, "longer than"}, {lines + 4, "still open"}, {lines + 5, ""}, {lines + 6, ""}}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, w := range want {
		row := rows[i]
		if row.Line != w.line || (row.Problem != nil) != (w.problem != "") || row.Problem != nil && !strings.Contains(row.Problem.Detail, w.problem) {
			t.Errorf("row %d: line %d, %v; want line %d, %q", i, row.Line, row.Problem, w.line, w.problem)
		}
		if row.Problem != nil && (len(row.Cells) != 2 || len(row.Cells[0]) > maxKept || !strings.HasPrefix(row.Cells[0], fmt.Sprint(i+1))) {
			t.Errorf("row %d: keeps %d bytes", i, len(row.Cells[0]))
		}
	}
	if want := strings.ReplaceAll(big, `""`, `"`); rows[0].Cells[1] != want {
		t.Error("the large cell is not as written")
	}
	if got := len(rows[1].Cells[1]); got != MaxRecord-3 {
		t.Errorf("the longest line has a cell of %d bytes", got)
	}
}

// Nobody knows which cell is which in a record that is broken.
func TestBrokenRecordsPlayNoRole(t *testing.T) {
	t.Parallel()
	_, rows := read(t, "id,image,alt\n1,\"a.jpg,x\n2,b.jpg,y\n", Options{})
	if row := rows[0]; row.Problem == nil || row.ID != "" || len(row.Images) != 0 || row.HasAlt {
		t.Errorf("broken record: %+v", row)
	}
}

func TestCutBetweenLetters(t *testing.T) {
	t.Parallel()
	_, rows := read(t, "image,b\n\""+strings.Repeat("é", maxKept)+"\n1,2\n", Options{})
	if cell := rows[0].Cells[0]; len(rows) != 2 || !utf8.ValidString(cell) || len(cell) < maxKept-3 {
		t.Errorf("%d rows, the first keeps %d bytes: %q", len(rows), len(cell), cell[maxKept-4:])
	}
}

// Every line of the worst file leaves quotes open, whatever came before.
func TestOpenQuotesAreLinear(t *testing.T) {
	t.Parallel()
	const lines = 50_000
	start := time.Now()
	for name, end := range map[string]string{"end": "", "text after": "x\"y\n", "too long": strings.Repeat("z", MaxRecord)} {
		r, err := Open(strings.NewReader("image,b\n"+strings.Repeat("a\",\"\n", lines)+end), Options{Format: CSV})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for row, err := range r.Rows() {
			if n++; err != nil || n < lines && row.Problem == nil {
				t.Fatalf("%s: row %d: %v, %v", name, n, row.Problem, err)
			}
		}
		if want := lines + min(len(end), 1); n != want {
			t.Errorf("%s: %d rows, want %d", name, n, want)
		}
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("took %v: every record was read to the end", d)
	}
}

// A quoted cell that is too long costs one row and lets every line of it be a
// row, as after a stray quote; that takes no longer than lines take.
func TestLongCellIsLinear(t *testing.T) {
	t.Parallel()
	const lines = 600_000
	for name, line := range map[string]string{"plain": "some words\n", "quotes": "a,\"\"b\"\"\n"} {
		start := time.Now()
		text := "image,b\na.jpg,\"" + strings.Repeat(line, lines) + "\"\nlast.jpg,x\n"
		r, err := Open(strings.NewReader(text), Options{Format: CSV})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		var last Row
		for row, err := range r.Rows() {
			if n++; err != nil || n == 1 && (row.Problem == nil || row.Line != 2) {
				t.Fatalf("%s: row %d: %v, %v", name, n, row, err)
			}
			if last = row; time.Since(start) > 3*time.Minute {
				t.Fatalf("%s: only %d rows after three minutes", name, n)
			}
		}
		if n != lines+2 || last.Problem != nil || last.Images[0] != "last.jpg" {
			t.Errorf("%s: %d rows, the last %+v", name, n, last)
		}
	}
}

// endless is a text of one piece, many times.
type endless struct {
	piece string
	left  int
	off   int
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) && e.left > 0 {
		k := copy(p[n:min(len(p), n+e.left)], e.piece[e.off:])
		n, e.left, e.off = n+k, e.left-k, (e.off+k)%len(e.piece)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestFlatMemory(t *testing.T) {
	for name, piece := range map[string]string{
		"one line":   strings.Repeat("x", 1<<20),
		"open quote": strings.Repeat("y", 999) + "\",\"\n",
		"small rows": "https://x/" + strings.Repeat("y", 500) + ",text\n",
	} {
		r, err := Open(io.MultiReader(strings.NewReader("image\n"), &endless{piece: piece, left: 24 << 20}), Options{Format: CSV})
		if err != nil {
			t.Fatal(err)
		}
		var most uint64
		n := 0
		for range r.Rows() {
			if n++; n%20_000 == 1 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		if most > 16<<20 {
			t.Errorf("%s: %d MB in use", name, most>>20)
		}
	}
}

func TestRowsStopAndGoOn(t *testing.T) {
	t.Parallel()
	r, err := Open(iotest.OneByteReader(strings.NewReader("image\na\nb\nc\n")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for row := range r.Rows() {
		if row.Images[0] == "b" {
			break
		}
	}
	rows, err := collect(r)
	if err != nil || len(rows) != 1 || rows[0].Images[0] != "c" {
		t.Errorf("second loop: %v, %v", rows, err)
	}
	if rows, err = collect(r); len(rows) != 0 || err != nil {
		t.Errorf("third loop: %v, %v", rows, err)
	}
}

func TestListRows(t *testing.T) {
	t.Parallel()
	text := "# pictures é\n\n https://x/a,b|c.jpg \r\n  # more\nb\xFF.jpg\n" + strings.Repeat("c", MaxRecord) + "\nd.jpg"
	r, rows := read(t, text, Options{})
	if r.Format() != List || !slices.Equal(r.Header(), []string{"image"}) || r.Column("alt") != "" {
		t.Errorf("format %q, header %q", r.Format(), r.Header())
	}
	var got []string
	for _, row := range rows {
		got = append(got, fmt.Sprintf("%d %.20s %.20q %t", row.Line, row.Cells[0], row.Images, row.Problem != nil))
	}
	want := []string{`3 https://x/a,b|c.jpg ["https://x/a,b|c.jpg"] false`, "5 b\uFFFD.jpg [\"b\uFFFD.jpg\"] true", `6 cccccccccccccccccccc [] true`, `7 d.jpg ["d.jpg"] false`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCloneSharesNothing(t *testing.T) {
	t.Parallel()
	row := Row{Cells: []string{"a"}, Images: []string{"b"}, Object: []byte("{}"), Params: map[string]any{"c": "d"}}
	c := row.Clone()
	row.Cells[0], row.Images[0], row.Object[0], row.Params["c"] = "x", "x", 'x', "x"
	if c.Cells[0] != "a" || c.Images[0] != "b" || string(c.Object) != "{}" || c.Params["c"] != "d" {
		t.Errorf("clone changed: %+v", c)
	}
}
