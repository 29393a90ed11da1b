package ledgertest

import (
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// firstImages tells which rows asked for items.
func firstImages(items []pipeline.Item) (all []string) {
	for _, it := range items {
		all = append(all, it.Images[0])
	}
	return all
}

func pagesInOrder(t *testing.T, open opener) {
	b := setUp(t, open, 25)
	b.bring(b.claim(pipeline.Pending)[4], pipeline.Done) // is passed over
	var got []string
	var sizes []int
	var after pipeline.ItemID
	for {
		page := b.page(pipeline.Page{State: pipeline.Pending, Work: pipeline.Work{b.rows}, After: after, Size: 10})
		sizes = append(sizes, len(page))
		got = append(got, firstImages(page)...)
		if len(page) == 0 || len(got) > 25 {
			break
		}
		after = page[len(page)-1].ID
	}
	var want []string
	for i, row := range Rows(25) {
		if i != 4 {
			want = append(want, row.Asks[0].Pictures[0])
		}
	}
	if !slices.Equal(sizes, []int{10, 10, 4, 0}) || !slices.Equal(got, want) {
		t.Errorf("pages of %v: %v", sizes, got)
	}
	if p := *b.one().Prompt; p != *Alt() {
		t.Errorf("the prompt came back as %+v", p)
	}
}

func onlyWanted(t *testing.T, open opener) {
	b := setUp(t, open, 5)
	first := b.rows
	second := b.Fill(t, "more images", []pipeline.Row{Row(1, "x", Alt()), Row(2, "y", Alt()), Row(3, "z", Alt())})
	for name, c := range map[string]struct {
		work pipeline.Work
		want int
	}{
		"none":             {nil, 0},
		"an empty range":   {pipeline.Work{{First: first.First, Last: first.First - 1}}, 0},
		"one manifest":     {pipeline.Work{second}, 3},
		"both":             {pipeline.Work{first, second}, 8},
		"two of its rows":  {pipeline.Work{{First: first.First, Last: first.First + 1}}, 2},
		"a row, and a row": {pipeline.Work{{First: first.Last, Last: first.Last}, {First: second.Last, Last: second.Last}}, 2},
	} {
		if got := b.page(pipeline.Page{State: pipeline.Pending, Work: c.work, Size: 100}); len(got) != c.want {
			t.Errorf("%s: %d items, want %d", name, len(got), c.want)
		}
	}
}

func abandoned(t *testing.T, open opener) {
	b := setUp(t, open, 3)
	old := b.claim(pipeline.Pending)
	other := Alt()
	other.Params = `{"prompt":"Name the colours."}`
	rows := []pipeline.Row{Row(1, "https://img.example/1.jpg", other), Row(2, "https://img.example/2.jpg", Alt())}
	b.rows = b.Fill(t, "images", rows)
	now := b.claim(pipeline.Pending)
	if len(now) != 2 || now[0].ID != old[1].ID || now[1].Prompt.Params != other.Params {
		t.Errorf("claimed %+v; want item %d, still asked, and the changed question", now, old[1].ID)
	}
	everything := pipeline.Page{State: pipeline.Pending, Work: pipeline.Work{{First: 0, Last: 1 << 40}}, Size: 10}
	if n := len(b.page(everything)); n != 2 {
		t.Errorf("%d items are claimable at all, want 2", n)
	}
}

func paidIsForAll(t *testing.T, open opener) {
	b := setUp(t, open, 3)
	paid := b.bring(b.one(), pipeline.Submitted)
	b.rows = b.Fill(t, "images", nil) // nobody asks any more
	if got := b.claim(pipeline.Submitted); len(got) != 0 {
		t.Errorf("claimed %+v for no row", got)
	}
	got := b.page(pipeline.Page{State: pipeline.Submitted, All: true, Size: 10})
	if len(got) != 1 || got[0].ID != paid.ID || got[0].Remote != paid.Remote || got[0].Prediction != paid.Prediction {
		t.Errorf("claimed %+v, want item %d whose prediction was paid", got, paid.ID)
	}
}

func sharedQuestion(t *testing.T, open opener) {
	rows := []pipeline.Row{Row(1, "a", Alt()), Row(2, "b", Alt()), Row(3, "a", Alt())}
	b := setUp(t, open, 0)
	b.rows = b.Fill(t, "images", rows)
	second := b.Fill(t, "more images", []pipeline.Row{Row(1, "a", Alt())})
	if got := b.claim(pipeline.Pending); len(got) != 2 {
		t.Fatalf("%d items, want 2", len(got))
	}
	b.bring(b.one(), pipeline.Done)
	b.rows.Last = second.Last
	var firsts []bool
	for _, o := range b.outcomes() {
		if o.Images[0] == "a" {
			firsts = append(firsts, o.First)
			if o.State != pipeline.Done || o.Cost != cost {
				t.Errorf("row %s: %s for %s", o.ID, o.State, o.Cost)
			}
		}
	}
	if !slices.Equal(firsts, []bool{true, false, false}) {
		t.Errorf("the cost stands on rows %v, want the first only", firsts)
	}
}

func freshPictures(t *testing.T, open opener) {
	signed := func(signature string) pipeline.Row {
		row := Row(1, "https://img.example/1.jpg", Alt())
		row.Images = []byte(`["https://img.example/1.jpg?X-Amz-Signature=` + signature + `"]`)
		return row
	}
	b := setUp(t, open, 0)
	b.rows = b.Fill(t, "images", []pipeline.Row{signed("old")})
	first := b.one().ID
	b.rows = b.Fill(t, "images", []pipeline.Row{signed("new"), signed("newest")})
	it := b.one()
	if it.ID != first || it.Images[0] != "https://img.example/1.jpg?X-Amz-Signature=newest" {
		t.Errorf("item %d asks about %s, want item %d with the newest signature", it.ID, it.Images, first)
	}
}
