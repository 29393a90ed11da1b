package manifest

import (
	"slices"
	"testing"
)

// Rows that were kept say what they said when they were read.
func TestFinder(t *testing.T) {
	t.Parallel()
	header := []string{"Image", "title", "Page Title", "link_target", "Link Text", "caption", "lang"}
	f := NewFinder(header, wants("title", "caption", LinkText, "link", "lang", "product=none"))
	for _, test := range []struct {
		cells  []string
		object string
		want   []string
	}{
		{[]string{"a.jpg", "T", "P", "/basket", "Basket", "old answer", "de"}, "", []string{"P", "", "Basket", "/basket", "de", ""}},
		{[]string{"a.jpg", "T", "P"}, "", []string{"P", "", "", "", "", ""}},
		{nil, `{"lang":"fr","title":"T","pageTitle":"P\u00e4","caption":"C","figcaption":["F",1],"none":"N"}`, []string{"Pä", "F, 1", "", "", "fr", "N"}},
		{nil, `"no object"`, nil},
		{nil, "", []string{"", "", "", "", "", ""}},
	} {
		if got := f.Find(test.cells, []byte(test.object)); !slices.Equal(got, test.want) || (got == nil) != (test.want == nil) {
			t.Errorf("%q %s: %q, want %q", test.cells, test.object, got, test.want)
		}
	}
	for _, none := range []*Finder{NewFinder([]string{"image", "caption", "name"}, wants("title", "caption")), NewFinder(header, nil)} {
		if got := none.Find([]string{"a.jpg", "T", "N"}, []byte(`{"title":"T"}`)); got != nil {
			t.Errorf("found %q where there is nothing to find", got)
		}
	}
}

// What a link says is told from where it leads.
func TestLinkText(t *testing.T) {
	t.Parallel()
	r, rows := read(t, "image,href,linkUrl,link title,linkText\na.jpg,/x,/y,T,L\n", Options{Texts: wants(LinkText)})
	if got := r.Texts()[0]; got != "linkText" || rows[0].Texts[0] != "L" {
		t.Errorf("%q says %q", got, rows[0].Texts)
	}
}
