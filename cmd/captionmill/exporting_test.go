package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// readOnly reads a manifest of so many rows into a ledger, and asks nothing.
func readOnly(tb testing.TB, rows int) *sqlite.Ledger {
	tb.Helper()
	dir := tb.TempDir()
	list, db := filepath.Join(dir, "images.csv"), filepath.Join(dir, "captions.db")
	var b bytes.Buffer
	b.WriteString("id,image,title\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,https://example.com/%d.jpg,A fox\n", i, i)
	}
	if err := os.WriteFile(list, b.Bytes(), 0o600); err != nil {
		tb.Fatal(err)
	}
	var said bytes.Buffer
	if code := run(tb.Context(), []string{"run", list, "--emulate", "--db", db, "--max-duration", "1ms", "--out", "none", "--yes", "--quiet"}, streams{nil, io.Discard, &said}); code != 0 && code != 13 {
		tb.Fatalf("run ended with %d: %s", code, &said)
	}
	l, err := sqlite.Open(tb.Context(), db)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { l.Close() })
	return l
}

func everything(tb testing.TB, l *sqlite.Ledger) output {
	tb.Helper()
	manifests, err := l.Manifests(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return output{name: "-", manifests: manifests, counts: newCensus()}
}

// Rows come out whole and in order, though several are worked on at once.
func TestExportOrder(t *testing.T) {
	t.Parallel()
	const rows = 5000
	l := readOnly(t, rows)
	out := everything(t, l)
	var text bytes.Buffer
	if err := writeRows(t.Context(), l, &settings{format: sink.CSV, only: "all"}, &text, out); err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(&text).ReadAll()
	if err != nil || len(all) != rows+1 || out.counts.publish[pipeline.PublishNo] != rows {
		t.Fatalf("%d lines, counted %v, %v; want %d rows", len(all), out.counts.publish, err, rows)
	}
	for i, row := range all[1:] {
		if row[0] != fmt.Sprint(i) {
			t.Fatalf("line %d is of row %s", i+1, row[0])
		}
	}
}

// What cannot be written in the time after a signal is not written in part, and it is
// said how to get it.
func TestNoTimeForResults(t *testing.T) {
	t.Parallel()
	l := readOnly(t, 10)
	out := everything(t, l)
	out.name = filepath.Join(t.TempDir(), "results.csv")
	late, cancel := context.WithTimeout(t.Context(), -1)
	defer cancel()
	ss := session{settings: &settings{format: sink.CSV, only: "all"}, ledger: l}
	err := ss.write(late, out)
	if want := `results.csv takes longer than the 3s that are left after a signal: "captionmill export" with the same --db does it`; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
	signal := stopped{syscall.SIGTERM}
	ctx, stop := context.WithCancelCause(t.Context())
	stop(signal)
	if code := exitCode(ctx, errors.Join(err, signal)); code != 143 {
		t.Errorf("a run that was terminated ends with %d", code)
	}
	if _, err := os.Stat(out.name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the results are there: %v", err)
	}
}

// Nothing is said of what could not be counted, and the exit code stays that of the signal.
func TestNoTimeToCount(t *testing.T) {
	t.Parallel()
	l := readOnly(t, 10)
	late, cancel := context.WithTimeout(t.Context(), -1)
	defer cancel()
	var said bytes.Buffer
	ss := session{settings: &settings{format: sink.CSV, only: "all"}, ledger: l, std: streams{err: &said}}
	c := conclusion{outputs: []output{{name: "results.csv", manifests: everything(t, l).manifests, kept: true}}}
	sum, err := ss.summarize(late, c)
	if err == nil {
		t.Fatal("it was counted in no time")
	}
	if err := ss.conclude(late, c, sum, 130, err); err != nil || said.Len() > 0 {
		t.Errorf("%v, and said %q", err, &said)
	}
	sum.complete = true
	if err := ss.conclude(late, c, sum, 130, nil); !errors.Is(err, errNoTime) {
		t.Errorf("the first results cannot be shown: %v", err)
	}
}

// A breaking takes some bytes, and calls a function when there are more.
type breaking struct {
	room int
	then func() error
}

func (b *breaking) Write(p []byte) (int, error) {
	if b.room -= len(p); b.room < 0 {
		return 0, b.then()
	}
	return len(p), nil
}

// An export ends when nothing more can be written, or nobody wants it.
func TestExportEnds(t *testing.T) {
	t.Parallel()
	l := readOnly(t, 5000)
	full := errors.New("the disk is full")
	err := writeRows(t.Context(), l, &settings{format: sink.JSONL}, &breaking{100_000, func() error { return full }}, everything(t, l))
	if !errors.Is(err, full) {
		t.Errorf("%v, want that the disk is full", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = writeRows(ctx, l, &settings{format: sink.JSONL}, &breaking{100_000, func() error { cancel(); return nil }}, everything(t, l))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was cancelled", err)
	}
}

// BenchmarkExport writes rows that nobody asked about: all of the way but the
// checks. An operation is a row.
func BenchmarkExport(b *testing.B) {
	l := readOnly(b, b.N)
	out := everything(b, l)
	b.ReportAllocs()
	b.ResetTimer()
	if err := writeRows(b.Context(), l, &settings{format: sink.CSV}, io.Discard, out); err != nil {
		b.Fatal(err)
	}
}
