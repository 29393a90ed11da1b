package manifest

import (
	"errors"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// inOrder are names without an error.
func inOrder(names ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, name := range names {
			if !yield(name, nil) {
				return
			}
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	names := []string{"a.jpg", " b, \"c\".jpg", "#1|2.png", "line\nend.gif", "https://x/a,b.jpg", ""}
	r, err := Files(inOrder(names...), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Format() != Names || !slices.Equal(r.Header(), []string{"image"}) || r.Column("image") != "image" || r.Column("id") != "" {
		t.Errorf("%s %q", r.Format(), r.Header())
	}
	for range 2 { // every loop is one over all names
		rows, err := collect(r)
		if err != nil || len(rows) != len(names) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, row := range rows {
			want := Row{Line: i + 1, Cells: names[i : i+1], Images: names[i : i+1]}
			if names[i] == "" {
				want.Images = nil
			}
			if !reflect.DeepEqual(row, want) {
				t.Errorf("got %+v, want %+v", row, want)
			}
		}
	}
}

// A name in another encoding is a row that says so.
func TestFilesNotUTF8(t *testing.T) {
	t.Parallel()
	r, err := Files(inOrder("a.jpg", "K\xe4se.jpg"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := collect(r)
	if err != nil || len(rows) != 2 || rows[0].Problem != nil {
		t.Fatalf("%+v, %v", rows, err)
	}
	row := rows[1]
	if row.Cells[0] != "K\uFFFDse.jpg" || !slices.Equal(row.Images, row.Cells) {
		t.Errorf("%+v", row)
	}
	if want := `name 2: "K\xe4se.jpg" is not UTF-8; rename the file`; row.Problem == nil || row.Problem.Reason != BadRow || row.Problem.Detail != want {
		t.Errorf("%+v", row.Problem)
	}
}

// What goes wrong on the way to the next name is passed on as it is, after the
// rows before it.
func TestFilesError(t *testing.T) {
	t.Parallel()
	r, err := Files(func(yield func(string, error) bool) {
		_ = yield("a.jpg", nil) && yield("", io.ErrNoProgress) && yield("b.jpg", nil)
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := collect(r); err != io.ErrNoProgress || len(rows) != 1 {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestFilesColumns(t *testing.T) {
	t.Parallel()
	if _, err := Files(inOrder(), Options{Columns: map[string]string{"image": "Image"}}); err != nil {
		t.Error(err)
	}
	_, err := Files(inOrder(), Options{Name: "photos/", Columns: map[string]string{"prompt": "ask"}})
	if want := `read manifest photos/: --column prompt=ask: there is no such column; columns found: "image"`; !errors.Is(err, ErrUnreadable) || err.Error() != want {
		t.Error(err)
	}
}

// Of a million names none is asked for before the row of the one before it was
// taken, and whoever has enough gets no more.
func TestFilesStream(t *testing.T) {
	t.Parallel()
	const all, enough = 1_000_000, 999_999
	given, taken := 0, 0
	r, err := Files(func(yield func(string, error) bool) {
		for given < all {
			if given != taken {
				t.Fatalf("%d names given, %d rows taken", given, taken)
			}
			given++
			if !yield("photos/a.jpg", nil) {
				return
			}
		}
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range r.Rows() {
		if taken++; taken == enough {
			break
		}
	}
	if given != enough {
		t.Errorf("%d names given for %d rows", given, enough)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add("a.jpg\x00 b.jpg\x00\xff\x00")
	f.Add("#\x00\n\x00a|b\x00https://x/y?z")
	f.Fuzz(func(t *testing.T, text string) {
		names := strings.Split(text, "\x00")
		r, err := Files(inOrder(names...), Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := collect(r)
		if err != nil || len(rows) != len(names) {
			t.Fatalf("%d rows of %d names, %v", len(rows), len(names), err)
		}
		for i, row := range rows {
			checkText(t, row.Cells...)
			if valid := utf8.ValidString(names[i]); (row.Problem == nil) != valid || valid && row.Cells[0] != names[i] {
				t.Fatalf("%q is %q, %v", names[i], row.Cells, row.Problem)
			}
			if len(row.Images) != min(1, len(names[i])) || len(row.Images) > 0 && row.Images[0] != row.Cells[0] {
				t.Fatalf("images %q of %q", row.Images, names[i])
			}
		}
	})
}

func TestIsPicture(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"a.jpg": true, "IMG_1.JPG": true, "b/c.TIFF": true, "a.b.webp": true, ".png": true, "raw.cr2": true, "x.heic": true,
		"": false, "jpg": false, "a.jpg.txt": false, "a.jpg/b": false, "a.csv": false, "a.jpg ": false, "a.jpg?w=1": false, "a.": false,
	} {
		if got := IsPicture(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
