package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// BenchmarkCheck checks a hundred thousand rows of different texts, one in
// fifty with a fault.
func BenchmarkCheck(b *testing.B) {
	const rows = 100_000
	name := filepath.Join(b.TempDir(), "rows.csv")
	if err := os.WriteFile(name, manyTexts(rows), 0o600); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if code := run(b.Context(), []string{"check", "--fail-on", "never", name}, streams{bytes.NewReader(nil), io.Discard, io.Discard}); code != exitDone {
			b.Fatal("exit", code)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}

// manyTexts is a list of so many rows.
func manyTexts(rows int) []byte {
	text := bytes.NewBufferString("id,image,title,alt\n")
	things := []string{"fox", "lighthouse", "bicycle", "harbour", "glass teapot", "market", "orange tree"}
	for i := range rows {
		alt := fmt.Sprintf("A %s beside %d others, in front of a %s in the snow.", things[i%7], i, things[i%5])
		if i%50 == 0 {
			alt = "IMG_2041.jpg"
		}
		fmt.Fprintf(text, "%d,https://pictures.example/%d.jpg,%s,\"%s\"\n", i, i, things[i%3], alt)
	}
	return text.Bytes()
}

// Many pages come out in their order, whatever worker had them, and every row
// of a repeated text is found across pages.
func TestCheckOrder(t *testing.T) {
	t.Parallel()
	const rows = 20*checkPage + 7
	name := filepath.Join(t.TempDir(), "rows.csv")
	if err := os.WriteFile(name, manyTexts(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, told bytes.Buffer
	if code := run(t.Context(), []string{"check", "--json", name}, streams{bytes.NewReader(nil), &out, &told}); code != exitFailed {
		t.Errorf("exit %d: %s", code, told.String())
	}
	d, n := json.NewDecoder(&out), 0
	for ; d.More(); n++ {
		var row checkedRow
		if err := d.Decode(&row); err != nil {
			t.Fatal(err)
		}
		if row.ID != strconv.Itoa(n) || row.Line != n+2 {
			t.Fatalf("row %d is %q of line %d", n, row.ID, row.Line)
		}
		if alike := slices.ContainsFunc(row.Findings, func(f findingJSON) bool { return f.Code == quality.Duplicate }); alike != (n%50 == 0) {
			t.Fatalf("row %d: %v", n, row.Findings)
		}
	}
	if n != rows {
		t.Errorf("%d rows, want %d", n, rows)
	}
}

// A reader that fails, and one who takes no more rows, end the work without
// leaving anything behind.
func TestEachPageEnds(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk on fire")
	many := func(fail int) iter.Seq2[checked, error] {
		return func(yield func(checked, error) bool) {
			for i := range 50 * checkPage {
				if i == fail {
					yield(checked{}, broken)
					return
				}
				if !yield(checked{line: i + 1}, nil) {
					return
				}
			}
		}
	}
	taken := 0
	take := func(*checked) error { taken++; return nil }
	if err := eachPage(t.Context(), many(1000), 3, func(*page) {}, take); !errors.Is(err, broken) || taken != 1000 {
		t.Errorf("%v after %d rows, want %v after 1000", err, taken, broken)
	}
	full := errors.New("disk full")
	if err := eachPage(t.Context(), many(-1), 3, func(*page) {}, func(*checked) error { return full }); !errors.Is(err, full) {
		t.Errorf("%v, want %v", err, full)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := eachPage(ctx, many(-1), 3, func(*page) {}, take); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}

func TestOwnColumn(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]int{
		"id,alt,alt_text,publish,prediction_id":                 2,
		"alt_text,publish,cm_alt_text,cm_publish,prediction_id": 2,
		"id,alt,alt_text":         -1,
		"alt_text,publish,status": -1,
		"publish,alt_text,cm_publish,prediction_id,cm_prediction_id": 1,
	} {
		if got := ownColumn(strings.Split(header, ",")); got != want {
			t.Errorf("%s: column %d, want %d", header, got, want)
		}
	}
}

// What stands beside a picture is known by the likeliest of the names, in any
// spelling and in tables as in JSONL.
func TestFacts(t *testing.T) {
	t.Parallel()
	header := []string{"title", "Page Title", "fig-caption", "linkText", "nearby_text", "PRODUCT", "locale", "caption"}
	cells := []string{"product", "page", "figure", "link", "near", "mug", "de", "ours"}
	want := quality.Context{Title: "page", Caption: "figure", Link: "link", Nearby: "near", Product: "mug", Lang: "de"}
	c := newColumns(header)
	var table, object quality.Context
	c.fill(&table, cells)
	members := map[string]any{"text": 7, "productname": nil}
	for i, name := range header {
		members[name] = cells[i]
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	fillObject(&object, text)
	if got := fmt.Sprint(table); got != fmt.Sprint(want) {
		t.Errorf("table: %s", got)
	}
	if got := fmt.Sprint(object); got != fmt.Sprint(want) {
		t.Errorf("JSONL: %s", got)
	}
}
