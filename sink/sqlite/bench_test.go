package sqlite_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/ledgertest"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// BenchmarkRead measures how fast rows go into the ledger, from the first to
// the moment they are current. An operation is a row, so that
//
//	go test -bench Read -benchtime 1000000x ./sink/sqlite
//
// reads a million.
func BenchmarkRead(b *testing.B) {
	l := create(b)
	rows := ledgertest.Rows(b.N)
	b.ReportAllocs()
	b.ResetTimer()
	fill(b, l, "images", rows)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkReadUnchanged reads rows whose questions are all known.
func BenchmarkReadUnchanged(b *testing.B) {
	l := create(b)
	rows := ledgertest.Rows(b.N)
	b.ReportAllocs()
	fill(b, l, "images", rows)
	b.ResetTimer()
	fill(b, l, "images", rows)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkSteps measures durable steps by many goroutines at once, three for
// each item: intent, accepted, answered. An operation is an item.
func BenchmarkSteps(b *testing.B) {
	for _, goroutines := range []int{1, 16, 256, 4096} {
		b.Run(fmt.Sprintf("goroutines=%d", goroutines), func(b *testing.B) {
			l := create(b)
			m := fill(b, l, "images", ledgertest.Rows(b.N))
			run := begin(b, l)
			items, err := l.Claim(b.Context(), pipeline.Page{State: pipeline.Pending, Work: pipeline.Work{m.Rows}, Size: b.N})
			check(b, err)
			todo := make(chan pipeline.Item, b.N)
			for _, it := range items {
				todo <- it
			}
			close(todo)
			b.ResetTimer()
			var all sync.WaitGroup
			for range goroutines {
				all.Go(func() {
					for it := range todo {
						live(b, l, run, it)
					}
				})
			}
			all.Wait()
			b.ReportMetric(3*float64(b.N)/b.Elapsed().Seconds(), "steps/s")
		})
	}
}

// live takes an item through its three steps.
func live(b *testing.B, l *sqlite.Ledger, run sqlite.Run, it pipeline.Item) {
	ctx := context.Background()
	id, err := l.Intend(ctx, pipeline.Intent{Item: it.ID, Run: run.ID, Purse: run.Purse, Owner: "bench", Images: []byte(`[]`), Extras: []byte(`{}`), Price: cost, At: time.Now()})
	if err != nil {
		b.Error(err)
		return
	}
	it.State, it.Prediction = pipeline.Submitting, id
	if err := l.Record(ctx, it.Accepted(answer(it))); err != nil {
		b.Error(err)
	}
	it.State = pipeline.Submitted
	if err := l.Record(ctx, it.Answered(answer(it))); err != nil {
		b.Error(err)
	}
}

// BenchmarkOutcomes walks rows with answers, as an export does. An operation
// is a row.
func BenchmarkOutcomes(b *testing.B) {
	l := create(b)
	m := fill(b, l, "images", ledgertest.Rows(b.N))
	run := begin(b, l)
	items, err := l.Claim(b.Context(), pipeline.Page{State: pipeline.Pending, Work: pipeline.Work{m.Rows}, Size: min(b.N, 20_000)})
	check(b, err)
	var all sync.WaitGroup
	for part := range min(256, len(items)) {
		all.Go(func() {
			for i := part; i < len(items); i += 256 {
				live(b, l, run, items[i])
			}
		})
	}
	all.Wait()
	b.ReportAllocs()
	b.ResetTimer()
	for _, err := range l.Outcomes(b.Context(), m.Rows) {
		check(b, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
