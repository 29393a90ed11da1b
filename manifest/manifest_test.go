package manifest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// read opens a manifest and returns copies of all its rows.
func read(t testing.TB, text string, o Options) (*Reader, []Row) {
	t.Helper()
	r, err := Open(strings.NewReader(text), o)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	rows, err := collect(r)
	if err != nil {
		t.Fatalf("Rows: %v", err)
	}
	return r, rows
}

func collect(r *Reader) (rows []Row, err error) {
	for row, err := range r.Rows() {
		if err != nil {
			return rows, err
		}
		rows = append(rows, row.Clone())
	}
	return rows, nil
}

func squash(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func images(rows []Row) (all []string) {
	for _, row := range rows {
		all = append(all, strings.Join(row.Images, " "))
	}
	return all
}

func TestGuess(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		o          Options
		format     Format
		image      string // the column
		images     []string
	}{
		{"comma", "id,image\n1,a.jpg\n", Options{}, CSV, "image", []string{"a.jpg"}},
		{"semicolon", "id;image\n1;a,b.jpg\n", Options{}, CSV, "image", []string{"a,b.jpg"}},
		{"tab", "id\timage\n1\ta.jpg\n", Options{}, TSV, "image", []string{"a.jpg"}},
		{"comma in .tsv", "id,image\n1,a.jpg\n", Options{Name: "x.TSV"}, CSV, "image", []string{"a.jpg"}},
		{"one column .tsv", "image\na,b.jpg\n", Options{Name: "x.tsv.gz"}, TSV, "image", []string{"a,b.jpg"}},
		{"tabs asked as CSV", "id\timage\n1\ta.jpg\n", Options{Format: CSV}, CSV, "image", []string{"a.jpg"}},
		{"byte order mark", "\uFEFFimage,id\na.jpg,1\n", Options{}, CSV, "image", []string{"a.jpg"}},
		{"gzip", squash(t, "\uFEFFimage\na.jpg\n"), Options{}, CSV, "image", []string{"a.jpg"}},
		{"blank lines first", "\r\n\nimage\na.jpg\n", Options{}, CSV, "image", []string{"a.jpg"}},
		{"old Mac", "image,id\ra.jpg,1\rb.jpg,2", Options{}, CSV, "image", []string{"a.jpg", "b.jpg"}},
		{"quoted header", "\"image\";\"a;b\"\na.jpg;2\n", Options{}, CSV, "image", []string{"a.jpg"}},
		{"one column with header", "Image Src\nhttps://x/1\n", Options{}, CSV, "Image Src", []string{"https://x/1"}},
		{"named column", "id,bild\n1,a.jpg\n", Options{Columns: map[string]string{"image": "Bild"}}, CSV, "bild", []string{"a.jpg"}},
		{"named column like a picture", "a.png\nb.png\n", Options{Columns: map[string]string{"image": "a.png"}}, CSV, "a.png", []string{"b.png"}},
		{"several images", "images\n a.jpg | b.jpg ||\n|\n", Options{}, CSV, "images", []string{"a.jpg b.jpg", ""}},
		{"list of URLs", "https://x/w_1,h_2/a.jpg\nhttps://x/b|c\n", Options{}, List, "image", []string{"https://x/w_1,h_2/a.jpg", "https://x/b|c"}},
		{"list in .csv", "https://x/a?w=1\nhttps://x/b\n", Options{Name: "x.csv"}, List, "image", []string{"https://x/a?w=1", "https://x/b"}},
		{"list of names", "# mine\n\n my cat, 1.JPG \r\nb.png\n", Options{Name: "x.txt"}, List, "image", []string{"my cat, 1.JPG", "b.png"}},
		{"list asked for", "photos/1\nphotos/2", Options{Format: List}, List, "image", []string{"photos/1", "photos/2"}},
		{"empty list asked for", "", Options{Format: List}, List, "image", nil},
		{"JSONL", "\n{\"image\":\"a.jpg\"}\n\n{\"image\":[\"b.jpg\",\" \",\"c.jpg\"]}\n", Options{}, JSONL, "image", []string{"a.jpg", "b.jpg c.jpg"}},
		{"JSONL by name", "oops\n{\"URL\":\"a.jpg\"}", Options{Name: "x.ndjson.gz"}, JSONL, "URL", []string{"", "a.jpg"}},
		{"header only", "image,alt\n", Options{}, CSV, "image", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, rows := read(t, test.text, test.o)
			if r.Format() != test.format || r.Column("image") != test.image {
				t.Errorf("format %q, image column %q; want %q, %q", r.Format(), r.Column("image"), test.format, test.image)
			}
			if got := images(rows); !slices.Equal(got, test.images) {
				t.Errorf("images %q, want %q", got, test.images)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	wide := func(text, pattern string) string {
		var b strings.Builder
		for _, c := range []byte(text) {
			b.WriteString(strings.ReplaceAll(pattern, "c", string(rune(c))))
		}
		return b.String()
	}
	zipped := squash(t, "image\na.jpg\n")
	for _, test := range []struct {
		name, text string
		o          Options
		want       string
	}{
		{"empty", "", Options{}, "it is empty"},
		{"blank", " \n\n", Options{Name: "x.jsonl"}, "it is empty"},
		{"UTF-16 with mark", "\xFF\xFEi\x00m\x00", Options{}, "UTF-16"},
		{"UTF-16 big with mark", "\xFE\xFF\x00i\x00m", Options{}, "UTF-16"},
		{"UTF-16", wide("image,id\na,1\n", "c\x00"), Options{}, "UTF-16"},
		{"UTF-16 big", wide("image,id\na,1\n", "\x00c"), Options{Format: CSV}, "UTF-16"},
		{"UTF-32", wide("image,id\na,1\n", "c\x00\x00\x00"), Options{}, "UTF-32"},
		{"UTF-32 with mark", "\xFF\xFE\x00\x00i\x00\x00\x00", Options{}, "UTF-32"},
		{"xlsx", "PK\x03\x04\x14\x00", Options{Name: "x.xlsx"}, "Excel workbook or another zip archive; export it as CSV UTF-8"},
		{"parquet", "PAR1\x15", Options{}, "Parquet"},
		{"binary", "image,id\n" + strings.Repeat("x", 100) + "\x00", Options{}, "NUL byte at offset 109"},
		{"HTML", "\uFEFF \n<!doctype html>", Options{Format: CSV}, "HTML"},
		{"gzip twice", squash(t, zipped), Options{}, "gzip inside gzip"},
		{"gzip cut short", zipped[:len(zipped)-9], Options{}, "cut short"},
		{"gzip header cut short", zipped[:4], Options{}, "cut short"},
		{"gzip damaged", zipped[:len(zipped)-6] + "\xAA\xAA" + zipped[len(zipped)-4:], Options{}, "damaged"},
		{"JSON array", " [{\"image\":\"a\"}]", Options{}, "jq -c '.[]'"},
		{"JSON over many lines", "{\r\n \"image\":1}", Options{}, "jq -c ."},
		{"no image column", "sku,title\n1,2\n", Options{}, `no column holds images; columns found: "sku", "title"; name one with --column image=NAME`},
		{"words as list", "cat\ndog\n", Options{}, `no column holds images`},
		{"no header", "A cat\thttps://x/a.jpg\n", Options{}, "add a header line"},
		{"no header, a picture last", "A cat\ta.jpg\n", Options{}, "add a header line"},
		{"no header, URL first", "https://x/a.jpg,A cat sits\n", Options{}, "add a header line"},
		{"no header, file names", "1,a.jpg\n", Options{Name: "x.csv"}, "add a header line"},
		{"named column missing", "image,id\n", Options{Columns: map[string]string{"alt": "Alt"}}, `--column alt=Alt: there is no such column; columns found: "image", "id"`},
		{"named column of a list", "https://x/a\n", Options{Columns: map[string]string{"id": "nr"}}, `--column id=nr: there is no such column; columns found: "image"`},
		{"broken header", "\"image,id\nx\n", Options{}, "the header cannot be read: line 1, column 1"},
		{"Windows-1252", "image,alt\na.jpg,caf\xE9\nb.jpg,na\xEFve \x96 no" + strings.Repeat("\xE9", 9) + "\n", Options{},
			"line 2, column 10: byte 0xE9 is not UTF-8 and looks like Windows-1252, where it is 'é'; if the whole file is, convert it: iconv -f WINDOWS-1252 -t UTF-8"},
		{"Windows-1252 to the last byte", "image\ncaf" + strings.Repeat("\xE9", 9), Options{Format: List}, "line 2, column 4: byte 0xE9"},
		{"Windows-1252 in JSONL", "{\"image\":\"a.jpg\",\"alt\":\"caf" + strings.Repeat("\xE9", 9) + "\"}\n", Options{}, "Windows-1252"},
		{"Latin-1 header", "image,gr\xF6\xDFe\n", Options{}, "line 1, column 9: byte 0xF6 is not UTF-8"},
		{"too many columns", "image" + strings.Repeat(",", MaxColumns) + "\n", Options{}, "10001 columns"},
		{"tabs but no tab", "a;image\n", Options{Format: TSV}, `columns found: "a;image"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Open(strings.NewReader(test.text), test.o)
			if err == nil || !strings.Contains(err.Error(), test.want) || !errors.Is(err, ErrUnreadable) {
				t.Errorf("error %v; want an ErrUnreadable with %q", err, test.want)
			}
		})
	}
}

// The end of what is looked at first may cut a letter, and a few damaged rows
// do not make a file one of another encoding.
func TestNotRefused(t *testing.T) {
	t.Parallel()
	for cut := range 4 {
		text := "image,b\n" + strings.Repeat("a.jpg,xy\n", sampleSize)[:sampleSize-8-cut] + "\U0001F98A\na.jpg,x\n"
		if r, err := Open(strings.NewReader(text), Options{}); err != nil {
			t.Errorf("letter cut after %d bytes: %v", cut, err)
		} else if _, err := collect(r); err != nil {
			t.Error(err)
		}
	}
	_, rows := read(t, "image,b\na.jpg,é\nb.jpg,\xE9\xE8\nc.jpg,x\n", Options{})
	if len(rows) != 3 || rows[0].Problem != nil || rows[1].Problem == nil || rows[2].Problem != nil {
		t.Errorf("rows %v", rows)
	}
}

// A manifest that is read for its texts needs no image, and a header is known
// by the column of the texts.
func TestNeeds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		columns    map[string]string
		format     Format
		column     string
		alts       string
	}{
		{"semicolon", "nr;Alt Text\n1;a fox, asleep\n2;\n", nil, CSV, "Alt Text", "a fox, asleep|"},
		{"one column", "alt\na fox\n", nil, CSV, "alt", "a fox"},
		{"named", "nr,beschreibung\n1,ein Fuchs\n", map[string]string{"alt": "beschreibung"}, CSV, "beschreibung", "ein Fuchs"},
		{"image beside it", "image\talt\na.jpg\ta fox\n", nil, TSV, "alt", "a fox"},
		{"JSONL", "{\"id\":1}\n{\"alt_text\":\"a fox\"}\n", nil, JSONL, "alt_text", "|a fox"},
	} {
		r, rows := read(t, test.text, Options{Needs: "alt", Columns: test.columns})
		var alts []string
		for _, row := range rows {
			alts = append(alts, row.Alt)
		}
		if got := strings.Join(alts, "|"); r.Format() != test.format || r.Column("alt") != test.column || got != test.alts {
			t.Errorf("%s: format %q, column %q, texts %q", test.name, r.Format(), r.Column("alt"), got)
		}
	}
	for text, want := range map[string]string{
		"image,title\na.jpg,x\n":     `no column holds alt text; columns found: "image", "title"; name one with --column alt=NAME`,
		"https://x/a.jpg\n":          `no column holds alt text; columns found: "image"`,
		"https://x/a.jpg,A cat sits": "add a header line",
	} {
		if _, err := Open(strings.NewReader(text), Options{Needs: "alt"}); !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
	r, err := Open(strings.NewReader("{\"image\":\"a.jpg\"}\n"), Options{Needs: "alt"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := collect(r); err == nil || !strings.Contains(err.Error(), `no column holds alt text; columns found: "image"`) {
		t.Errorf("JSONL without text: %v", err)
	}
}

func TestWrongOptions(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]Options{
		`unknown role "pic"; the roles are image, id, alt, prompt`:            {Columns: map[string]string{"pic": "x"}},
		`unknown format "xml"; the formats are csv, tsv, jsonl, list`:         {Format: "xml"},
		`unknown role "text" is needed; the roles are image, id, alt, prompt`: {Needs: "text"},
		`read manifest stdin: unknown format "xml"; the formats are csv,`:     {Format: "xml", Name: "-"},
	} {
		if _, err := Open(strings.NewReader("image\n"), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestErrorsListFewColumns(t *testing.T) {
	t.Parallel()
	header := strings.Repeat(strings.Repeat("x", 5000)+",", 99) + "y\n"
	_, err := Open(strings.NewReader(header), Options{Name: strings.Repeat("n", 9999)})
	if err == nil || len(err.Error()) > 3000 || !strings.Contains(err.Error(), "and 80 more") {
		t.Errorf("error of %d bytes: %.300v", len(fmt.Sprint(err)), err)
	}
}

func TestFailedReads(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk on fire")
	_, err := Open(iotest.ErrReader(broken), Options{})
	if !errors.Is(err, broken) || errors.Is(err, ErrUnreadable) {
		t.Errorf("Open: %v, want %v", err, broken)
	}
	text := "image\n" + strings.Repeat("a.jpg\n", 50_000)
	r, err := Open(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), Options{Name: "x.csv"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := collect(r)
	if len(rows) != 50_000 || !errors.Is(err, broken) || !strings.Contains(err.Error(), "x.csv") {
		t.Errorf("%d rows, then %v", len(rows), err)
	}
	cut := squash(t, text)
	r, err = Open(strings.NewReader(cut[:len(cut)-5]), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = collect(r); !errors.Is(err, ErrUnreadable) {
		t.Errorf("gzip cut late: %v, want an ErrUnreadable", err)
	}
}

// idle is a reader that brings nothing.
type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

func TestReaderWithoutProgress(t *testing.T) {
	t.Parallel()
	r := io.MultiReader(strings.NewReader("image\na.jpg\n"), idle{})
	if _, err := Open(r, Options{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("error %v, want %v", err, io.ErrNoProgress)
	}
}
