package pipeline_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// manyOutcomes are rows of which some have the text of others, far away or near,
// some of them for the same picture; some ask several questions.
func manyOutcomes(n int) []pipeline.Outcome {
	all := make([]pipeline.Outcome, n)
	for i := range all {
		o := &all[i]
		*o = pipeline.Outcome{ID: fmt.Sprint(i), Images: []string{fmt.Sprintf("%d.jpg", i)}, Cells: fmt.Sprintf(`["%d","fox"]`, i), State: pipeline.Done, First: i%5 > 0,
			Caption: fmt.Sprintf("A red fox number %d stands in the snow.", i*7%(n*2/3)), Pictures: pipeline.Hash{byte(i / 3), byte(i / 700)}}
		switch i % 11 {
		case 3:
			o.Cells = fmt.Sprintf(`{"id":%d}`, i)
		case 5:
			o.State, o.Caption = pipeline.Pending, ""
		case 7:
			other := *o
			o.Slot, other.Slot, other.Caption = "a", "b", fmt.Sprintf("A red fox number %d stands in the snow.", i*3%n)
			o.Others = []pipeline.Outcome{other}
		}
	}
	return all
}

// countAll makes a census of all texts.
func countAll(outcomes []pipeline.Outcome) *quality.Census {
	census := quality.NewLongCensus(100 * len(outcomes)) // so that hardly any text seems to have been there
	count := func(o *pipeline.Outcome) {
		if o.State == pipeline.Done {
			census.Count(o.Caption, &quality.Context{Picture: string(o.Pictures[:])})
		}
	}
	for i := range outcomes {
		count(&outcomes[i])
		for j := range outcomes[i].Others {
			count(&outcomes[i].Others[j])
		}
	}
	return census
}

// Judges that work side by side find what one finds that takes row after row.
func TestJudgePages(t *testing.T) {
	t.Parallel()
	const size, judges = 16, 4
	outcomes := manyOutcomes(3000)
	rules := &quality.Rules{Severities: map[string]quality.Severity{quality.Duplicate: quality.Block}}
	one := pipeline.Judge{Rules: rules, Census: countAll(outcomes)}
	var want []string
	duplicates := 0
	for i := range outcomes {
		r, err := one.Result(&outcomes[i])
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprintf("%+v", *r))
		if slices.Contains(r.Flags, quality.Duplicate) {
			duplicates++
		}
	}
	if duplicates < 500 {
		t.Fatalf("only %d duplicates: too few to tell", duplicates)
	}

	got := make([]string, len(outcomes))
	turns := make([]chan struct{}, len(outcomes)/size+2)
	for i := range turns {
		turns[i] = make(chan struct{})
	}
	close(turns[0])
	todo := make(chan int)
	census := countAll(outcomes)
	var all sync.WaitGroup
	for range judges {
		all.Go(func() {
			judge, results := pipeline.Judge{Rules: rules, Census: census}, []pipeline.Result(nil)
			for n := range todo {
				var err error
				page := outcomes[n*size : min((n+1)*size, len(outcomes))]
				results, err = judge.Page(results, page, func(ask func()) {
					<-turns[n]
					ask()
					close(turns[n+1])
				})
				if err != nil || len(results) != len(page) {
					t.Errorf("page %d: %d results, %v", n, len(results), err)
				}
				for i := range results {
					got[n*size+i] = fmt.Sprintf("%+v", results[i])
				}
			}
		})
	}
	for n := 0; n*size < len(outcomes); n++ {
		todo <- n
	}
	close(todo)
	all.Wait()
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("row %d: side by side\n%s\none by one\n%s", i, got[i], want[i])
		}
	}
}

// The census is asked within the turn, and not before: the text of the first
// page comes again in the second, which is there first.
func TestJudgePageWaits(t *testing.T) {
	t.Parallel()
	outcomes := []pipeline.Outcome{{Caption: fox, Pictures: pipeline.Hash{1}}, {Caption: fox, Pictures: pipeline.Hash{2}}}
	for i := range outcomes {
		outcomes[i].Cells, outcomes[i].State, outcomes[i].First = `[]`, pipeline.Done, true
	}
	census := countAll(outcomes)
	first, second := pipeline.Judge{Census: census}, pipeline.Judge{Census: census}
	var before []pipeline.Result
	after, err := second.Page(nil, outcomes[1:], func(ask func()) {
		var err error
		if before, err = first.Page(nil, outcomes[:1], func(ask func()) { ask() }); err != nil {
			t.Error(err)
		}
		ask()
	})
	if err != nil || !slices.Equal(before[0].Flags, []string{quality.Duplicate}) || !slices.Equal(after[0].Flags, before[0].Flags) {
		t.Errorf("flags %v and %v, %v; want duplicates", before, after, err)
	}
}

// A row that cannot be read ends a page behind those before it, and the judge of
// the next page still gets its turn.
func TestJudgePageEnds(t *testing.T) {
	t.Parallel()
	outcomes := manyOutcomes(5)
	outcomes[2].Cells = `["`
	for name, judge := range map[string]*pipeline.Judge{"alone": {}, "compared": {Census: countAll(outcomes)}} {
		turns := 0
		results, err := judge.Page(nil, outcomes, func(ask func()) { ask(); turns++ })
		if err == nil || len(results) != 2 || results[1].ID != "1" || turns != 1 {
			t.Errorf("%s: %d results and %d turns, %v; want 2, 1 and an error", name, len(results), turns, err)
		}
	}
}

// BenchmarkPage judges and compares a page of rows, as an export does. An
// operation is a page of 128.
func BenchmarkPage(b *testing.B) {
	outcomes := make([]pipeline.Outcome, 128)
	census := quality.NewLongCensus(len(outcomes))
	for i := range outcomes {
		outcomes[i] = pipeline.Outcome{ID: "7", Images: []string{"https://example.com/fox.jpg"}, Cells: `["7","https://example.com/fox.jpg","A fox"]`,
			State: pipeline.Done, Caption: fmt.Sprintf("A red fox stands in fresh snow at the edge of birch wood %d, and looks back over its shoulder.", i), Model: "minicpm", Remote: "p1", Cost: cent, First: true}
		census.Count(outcomes[i].Caption, nil)
	}
	judge, results := pipeline.Judge{Census: census}, []pipeline.Result(nil)
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if results, err = judge.Page(results, outcomes, func(ask func()) { ask() }); err != nil {
			b.Fatal(err)
		}
	}
}
