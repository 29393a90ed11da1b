package manifest

import (
	"slices"
	"testing"
)

func TestFinder(t *testing.T) {
	t.Parallel()
	header := []string{"Image", "title", "Page Title", "link_target", "Link Text", "caption", "lang"}
	f := NewFinder(header, "title", "caption", LinkText, "lang")
	cells := []string{"a.jpg", "T", "P", "/basket", "Basket", "old answer", "de"}
	if got := f.Find(cells, nil); !f.Any() || !slices.Equal(got, []string{"P", "", "Basket", "de"}) {
		t.Errorf("found %q in a table", got)
	}
	if got := f.Find(cells[:3], nil); !slices.Equal(got, []string{"P", "", "", ""}) {
		t.Errorf("found %q in a short row", got)
	}
	if got := f.Find(nil, []byte(`{"lang":"fr","title":"T","pageTitle":"P","caption":"C","figcaption":["F",1]}`)); !slices.Equal(got, []string{"P", "F, 1", "", "fr"}) {
		t.Errorf("found %q in an object", got)
	}
	if got := f.Find(nil, []byte(`"no object"`)); got != nil {
		t.Errorf("found %q in a line that is no object", got)
	}
	for _, none := range []*Finder{NewFinder([]string{"image", "caption", "name"}, "title", "caption"), NewFinder(header)} {
		if got := none.Find(cells, []byte(`{"title":"T"}`)); none.Any() || got != nil {
			t.Errorf("found %q where there is nothing to find", got)
		}
	}
}
