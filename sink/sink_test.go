package sink

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

func TestNewRefusesOtherFormats(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"", "CSV", "xml"} {
		_, err := New(format, io.Discard, nil)
		if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "choose csv or jsonl") {
			t.Errorf("New(%q): %v", format, err)
		}
	}
}

func TestWriterNoRows(t *testing.T) {
	t.Parallel()
	if got := write(t, CSV, []string{"a"}); got != "a,"+ownHeader+"\n" {
		t.Errorf("CSV: %q", got)
	}
	if got := write(t, JSONL, []string{"a"}); got != "" {
		t.Errorf("JSONL: %q", got)
	}
}

func TestWriterRefusesTooManyCells(t *testing.T) {
	t.Parallel()
	for _, format := range []string{CSV, JSONL} {
		var out strings.Builder
		w, _ := New(format, &out, []string{"a"})
		err := w.Write(&pipeline.Result{ID: "7", Cells: []string{"1", "2"}})
		if err == nil || !strings.Contains(err.Error(), `row "7": found 2 cells, but the header has 1`) {
			t.Errorf("%s: %v", format, err)
		}
		if err := errors.Join(w.Write(&pipeline.Result{Cells: []string{"1"}}), w.Close()); err != nil {
			t.Errorf("%s, next row: %v", format, err)
		}
		if got, want := out.String(), write(t, format, []string{"a"}, &pipeline.Result{Cells: []string{"1"}}); got != want {
			t.Errorf("%s: got %q, want %q", format, got, want)
		}
	}
}

func TestWriterAfterClose(t *testing.T) {
	t.Parallel()
	for _, format := range []string{CSV, JSONL} {
		w, _ := New(format, io.Discard, nil)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(&pipeline.Result{}); !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s: %v", format, err)
		}
		if err := w.Close(); !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s, close: %v", format, err)
		}
	}
}

// A disk takes so many bytes, refuses once, and then has room for ever.
type disk struct{ room int }

var errFull = errors.New("disk full")

func (d *disk) Write(p []byte) (int, error) {
	if n := d.room; len(p) > n {
		d.room = 1 << 40
		return n, errFull
	}
	d.room -= len(p)
	return len(p), nil
}

func TestWriterKeepsItsError(t *testing.T) {
	t.Parallel()
	for _, format := range []string{CSV, JSONL} {
		w, _ := New(format, &disk{room: 3 * pieceSize}, []string{"id", "image", "title"})
		var err error
		rows := 0
		for ; err == nil && rows < 1e5; rows++ {
			err = w.Write(sample(rows))
		}
		if !errors.Is(err, errFull) || rows < 100 {
			t.Errorf("%s: after %d rows: %v", format, rows, err)
		}
		if err := w.Write(sample(0)); !errors.Is(err, errFull) {
			t.Errorf("%s, next row: %v", format, err)
		}
		if err := w.Close(); !errors.Is(err, errFull) {
			t.Errorf("%s, close: %v", format, err)
		}
	}
}

// shorty takes less than it is given and says nothing.
type shorty struct{}

func (shorty) Write(p []byte) (int, error) { return len(p) / 2, nil }

func TestWriterNoticesShortWrites(t *testing.T) {
	t.Parallel()
	w, _ := New(CSV, shorty{}, nil)
	if err := w.Close(); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
}

// pieces remembers what it was given, call by call.
type pieces struct{ all [][]byte }

func (p *pieces) Write(b []byte) (int, error) {
	p.all = append(p.all, bytes.Clone(b))
	return len(b), nil
}

func TestWriterHandsOnWholeRows(t *testing.T) {
	t.Parallel()
	for _, format := range []string{CSV, JSONL} {
		var out pieces
		w, _ := New(format, &out, []string{"id", "image", "title"})
		for i := range 2000 {
			if err := w.Write(sample(i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if len(out.all) < 3 {
			t.Errorf("%s: %d pieces", format, len(out.all))
		}
		if rows := bytes.Count(bytes.Join(out.all, nil), []byte("minicpm")); rows != 2000 {
			t.Errorf("%s: %d rows of 2000", format, rows)
		}
		for _, piece := range out.all {
			if piece[len(piece)-1] != '\n' {
				t.Errorf("%s: a piece ends in %q", format, piece[len(piece)-10:])
			}
		}
	}
}

func TestCostsStayBounded(t *testing.T) {
	t.Parallel()
	c := costs{}
	for i := range price.Micros(5 * maxCosts) {
		if got, want := c.decimal(i), i.Decimal(); got != want {
			t.Fatalf("%d: got %s, want %s", i, got, want)
		}
	}
	if len(c) > maxCosts {
		t.Errorf("remembers %d amounts", len(c))
	}
}

// sample is a row as most are.
func sample(i int) *pipeline.Result {
	return &pipeline.Result{
		ID: "sku-1", Images: []string{"https://cdn.example.com/products/1.jpg"},
		Cells: []string{"sku-1", "https://cdn.example.com/products/1.jpg", `Mug, "Kite", 12 oz`}, Answer: pipeline.Answer{AltText: "A red mug with a white kite on it.", Publish: pipeline.PublishYes, Status: pipeline.RowDone,
			Flags: []string{"shared"}, Caption: "A red mug with a white kite on it.",
			Model: "minicpm", PredictionID: "b7c8d1e2f3a44f5e9d6c7b8a90123456", Cost: price.Micros(i%2) * 5000},
	}
}

func BenchmarkWrite(b *testing.B) {
	header := []string{"id", "image", "title"}
	cells := sample(0)
	object := sample(1)
	object.Cells, object.Object = nil, []byte(`{"id":"sku-1","image":"https://cdn.example.com/products/1.jpg","title":"Caf\u00e9 mug","tags":["mug", "red"],"price":12.50}`)
	for _, format := range []string{CSV, JSONL} {
		for name, r := range map[string]*pipeline.Result{"cells": cells, "object": object} {
			b.Run(fmt.Sprintf("%s/%s", format, name), func(b *testing.B) {
				w, err := New(format, io.Discard, header)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if err := w.Write(r); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
