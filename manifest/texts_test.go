package manifest

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
)

// wants makes texts of roles, of columns ("=NAME") and of both ("role=NAME").
func wants(all ...string) (texts []Text) {
	for _, one := range all {
		role, column, _ := strings.Cut(one, "=")
		texts = append(texts, Text{Role: role, Column: column})
	}
	return texts
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		wanted     []Text
		found      []string
		rows       []string // texts between bars
	}{
		{"usual names", "Image,Page Title,Surrounding-Text,figcaption,linkHref,PRODUCT_NAME,SEO Keywords,Locale,image role\na.jpg,T,N,C,L,P,K,de,R\n",
			wants("title", "nearby", "caption", "link", "product", "keywords", "lang", "role"),
			[]string{"Page Title", "Surrounding-Text", "figcaption", "linkHref", "PRODUCT_NAME", "SEO Keywords", "Locale", "image role"},
			[]string{"T|N|C|L|P|K|de|R"}},
		{"the likeliest", "image,title,language,page_title,lang\na.jpg,1,2,3,4\n", wants("title", "lang"), []string{"page_title", "lang"}, []string{"3|4"}},
		{"the first of two", "image,lang,Lang\na.jpg,1,2\n", wants("lang"), []string{"lang"}, []string{"1"}},
		{"none", "image,b\na.jpg,1\n", wants("title", "=c"), []string{"", ""}, []string{"|"}},
		{"by name", "image,b,B,Page Title\na.jpg,1,2,3\n", wants("=B", "=page_title", "title=b", "=image"), []string{"B", "Page Title", "b", "image"}, []string{"2|3|1|a.jpg"}},
		{"short rows", "image,b\na.jpg\nb.jpg,2\n", wants("=b"), []string{"b"}, []string{"", "2"}},
		{"no row's texts are the next one's", "image,b\na.jpg,1\nb.jpg,\n", wants("=b"), []string{"b"}, []string{"1", ""}},
		{"a broken row", "image,b\n\"a\"x,1\nb.jpg,2\n", wants("=b"), []string{"b"}, []string{"", "2"}},
		{"list", "https://x/1.jpg\n", wants("title", "=image"), []string{"", "image"}, []string{"|https://x/1.jpg"}},
		{"JSONL", `{"image":"a.jpg","pageTitle":"T\u00e4","n":5,"keywords":["a",["no"],"b",{"c":1},2,""],"x":{"y":1},"lang":null}` + "\n" + `{"image":"b.jpg"}` + "\n[1]\n",
			wants("title", "=n", "keywords", "=x", "lang"), []string{"pageTitle", "n", "keywords", "x", "lang"}, []string{"Tä|5|a, b, 2||", "||||", "||||"}},
		{"another key in each record", `{"image":"a.jpg","title":"1"}` + "\n" + `{"image":"b.jpg","title":"2","page_title":"3"}` + "\n", wants("title"), []string{"title"}, []string{"1", "3"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, rows := read(t, test.text, Options{Texts: test.wanted})
			var got []string
			for _, row := range rows {
				got = append(got, strings.Join(row.Texts, "|"))
			}
			if !slices.Equal(r.Texts(), test.found) || !slices.Equal(got, test.rows) {
				t.Errorf("found %q and %q, want %q and %q", r.Texts(), got, test.found, test.rows)
			}
		})
	}
}

// A column that was named for a role has to be there.
func TestTextsMissing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"image,b\na.jpg,1\n", `{"image":"a.jpg","b":1}` + "\n"} {
		r, err := Open(strings.NewReader(text), Options{Texts: wants("title=c")})
		if err == nil {
			_, err = collect(r)
		}
		if want := `--column title=c: there is no such column; columns found: "image", "b"`; !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestTextsOfFiles(t *testing.T) {
	t.Parallel()
	names := iter.Seq2[string, error](func(yield func(string, error) bool) { yield("a.jpg", nil) })
	r, err := Files(names, Options{Texts: wants("title", "=image")})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := collect(r)
	if err != nil || len(rows) != 1 || !slices.Equal(rows[0].Texts, []string{"", "a.jpg"}) {
		t.Errorf("%+v, %v", rows, err)
	}
	if _, err := Files(names, Options{Texts: wants("title=page")}); !errors.Is(err, ErrUnreadable) {
		t.Errorf("%v, want it refused", err)
	}
}

// Without a word about them no texts are read.
func TestNoTexts(t *testing.T) {
	t.Parallel()
	r, rows := read(t, "image,page_title,lang\na.jpg,T,de\n", Options{})
	if r.Texts() != nil || rows[0].Texts != nil {
		t.Errorf("%q, %q", r.Texts(), rows[0].Texts)
	}
}

// A result that is read again as a manifest must not answer for itself: none of
// the columns that results have is a text of a usual name.
func TestTextsAreNoAnswers(t *testing.T) {
	t.Parallel()
	ours := []string{"alt_text", "alt_text_de", "publish", "status", "reason", "detail", "flags", "caption", "model", "prediction_id", "cost_usd"}
	for _, role := range TextRoles {
		if len(usual[role]) == 0 {
			t.Errorf("%s has no usual names", role)
		}
		for _, name := range append(ours, "prompt", "seed", "role") {
			if rank := (Text{Role: role}).rank(name); rank >= 0 {
				t.Errorf("%s is taken for the %s", name, role)
			}
		}
	}
}
