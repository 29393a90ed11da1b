package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// An inquiry finds nothing before it has asked, and then what the census knows
// of each row.
func TestInquiry(t *testing.T) {
	t.Parallel()
	const again = "A red fox stands in the snow."
	rows := [][]string{{again}, {}, {"A blue mug on a table."}, {"A third text, on no other picture.", "a red fox stands in the snow"}}
	census, inquiry := quality.NewLongCensus(1000), (*quality.Inquiry)(nil)
	about := func(row int) *quality.Context {
		return &quality.Context{Picture: string(rune('a' + row)), Census: census, Inquiry: inquiry}
	}
	for i, texts := range rows {
		for _, text := range texts {
			census.Count(text, about(i))
		}
	}
	inquiry = quality.NewInquiry(census)
	var rules quality.Rules
	duplicates := func(row int) (n int) {
		for _, text := range rows[row] {
			for _, f := range rules.Check(text, text, about(row)) {
				if f.Code == quality.Duplicate {
					n++
				}
			}
		}
		return n
	}
	for i := range rows {
		if n := duplicates(i); n != 0 {
			t.Errorf("row %d has %d duplicates before the census was asked", i, n)
		}
		inquiry.Row()
	}
	inquiry.Ask()
	for i, want := range []int{1, 0, 0, 1} {
		if again := inquiry.Again(); again != (want > 0) {
			t.Errorf("row %d: again %t, want %d duplicates", i, again, want)
		} else if again && duplicates(i) != want {
			t.Errorf("row %d has not %d duplicates", i, want)
		}
	}
}
