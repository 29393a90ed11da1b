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

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// BenchmarkCheck checks a hundred thousand rows of different texts, one in
// fifty with a fault.
func BenchmarkCheck(b *testing.B) {
	const rows = 100_000
	table, objects := manyTexts(rows), manyObjects(rows)
	name := filepath.Join(b.TempDir(), "rows.csv")
	if err := os.WriteFile(name, table, 0o600); err != nil {
		b.Fatal(err)
	}
	for _, way := range []struct {
		name string
		in   []byte
		args []string
	}{
		{"file", nil, []string{name}}, {"json", nil, []string{"--json", name}}, {"stdin", table, []string{"-"}}, {"objects", objects, []string{"-"}},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if code := run(b.Context(), append([]string{"check", "--fail-on", "never"}, way.args...), streams{bytes.NewReader(way.in), io.Discard, io.Discard}); code != exitDone {
					b.Fatal("exit", code)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}

// manyObjects is the list of manyTexts in JSONL.
func manyObjects(rows int) []byte {
	var text bytes.Buffer
	for line := range strings.Lines(string(manyTexts(rows))) {
		if cells := strings.SplitN(strings.TrimSpace(line), ",", 4); cells[0] != "id" {
			fmt.Fprintf(&text, `{"id":%s,"image":%q,"title":%q,"alt":%s}`+"\n", cells[0], cells[1], cells[2], cells[3])
		}
	}
	return text.Bytes()
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

func TestOwnPlaces(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"id,alt,alt_text,publish,prediction_id":                 "2",
		"alt_text,publish,cm_alt_text,cm_publish,prediction_id": "2",
		"id,alt,alt_text":                                                             "",
		"alt_text,publish,status":                                                     "",
		"alt_text_de,publish,prediction_id":                                           "",
		"publish,alt_text,cm_publish,prediction_id,cm_prediction_id":                  "1",
		"id,alt_text,alt_text_de,alt_text_short_pt_br,publish,prediction_id":          "1 2de:de 3short_pt_br:pt-BR",
		"alt_text_de,cm_alt_text,cm_alt_text_de,alt_text_long,publish,prediction_id":  "1 2de:de 3long",
		"alt_text,alt_text_de,cm_alt_text,cm_alt_text_de,cm_publish,cm_prediction_id": "2 3de:de",
	} {
		var got []string
		for _, p := range ownPlaces(strings.Split(header, ",")) {
			at := strconv.Itoa(p.column) + p.slot
			if p.lang != "" {
				at += ":" + p.lang
			}
			got = append(got, at)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

// A slot's language is the end of its name, where that cannot be anything else.
func TestSlotLanguage(t *testing.T) {
	t.Parallel()
	for slot, want := range map[string]string{"": "", "de": "de", "pt_br": "pt-BR", "short_de": "de", "my_own_zh_tw": "zh-TW",
		"long": "", "new": "", "german": "", "text": "", "short_xx": "", "_": ""} {
		if got := slotLanguage(slot); got != want {
			t.Errorf("%s: %q, want %q", slot, got, want)
		}
	}
}

// What stands beside a picture is known by the likeliest of the names, in any
// spelling, in tables as in JSONL and in rows that a ledger kept. Where a link
// leads is not what it says.
func TestSurround(t *testing.T) {
	t.Parallel()
	header := []string{"alt", "title", "Page Title", "fig-caption", "href", "linkText", "nearby_text", "PRODUCT", "locale", "caption"}
	cells := []string{"A fox", "product", "page", "figure", "https://shop.example", "link", "near", "mug", "de", "ours"}
	want := fmt.Sprint(quality.Context{Title: "page", Caption: "figure", Link: "link", Nearby: "near", Product: "mug", Lang: "de"})
	members := map[string]any{"text": 7}
	for i, name := range header {
		members[name] = cells[i]
	}
	object, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	k := checking{settings: new(settings)}
	for _, list := range []string{strings.Join(header, ",") + "\n" + strings.Join(cells, ",") + "\n", string(object) + "\n"} {
		for row, err := range k.list("list", strings.NewReader(list)) {
			if got := fmt.Sprint(row.ctx); err != nil || got != want {
				t.Errorf("%s: %s, %v", list, got, err)
			}
		}
	}
	kept := manifest.NewFinder(header, k.wanted())
	for _, row := range []struct {
		cells  []string
		object []byte
	}{{cells, nil}, {nil, object}} {
		var ctx quality.Context
		if k.facts.surround(&ctx, kept.Find(row.cells, row.object)); fmt.Sprint(ctx) != want {
			t.Errorf("kept: %v", ctx)
		}
	}
}

// What an answer comes to is checked as what would be published, also where
// something blocks it, but not against a person's word.
func TestTextOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer pipeline.Answer
		want   said
	}{
		"published":               {pipeline.Answer{AltText: "A fox", Draft: "a fox", Publish: pipeline.PublishYes, Status: pipeline.RowDone}, said{"A fox", true}},
		"kept":                    {pipeline.Answer{AltText: "A fox", Publish: pipeline.PublishYes, Status: pipeline.RowKept}, said{"A fox", true}},
		"blocked":                 {pipeline.Answer{Draft: "image", Reason: "placeholder", Publish: pipeline.PublishNo, Status: pipeline.RowDone}, said{"image", true}},
		"an empty answer":         {pipeline.Answer{Reason: "empty", Publish: pipeline.PublishNo, Status: pipeline.RowDone}, said{"", true}},
		"proposed as decorative":  {pipeline.Answer{Caption: "decorative", Publish: pipeline.PublishReview, Status: pipeline.RowDone}, said{}},
		"decided to be ornament":  {pipeline.Answer{Draft: "image", Publish: pipeline.PublishDecorative, Status: pipeline.RowDone}, said{}},
		"rejected by a person":    {pipeline.Answer{Draft: "A fox", Reason: "rejected", Publish: pipeline.PublishNo, Status: pipeline.RowDone}, said{}},
		"failed":                  {pipeline.Answer{Publish: pipeline.PublishNo, Status: pipeline.RowFailed, Reason: "dead_link"}, said{}},
		"failed, and then edited": {pipeline.Answer{AltText: "A fox", Publish: pipeline.PublishYes, Status: pipeline.RowFailed}, said{"A fox", true}},
	} {
		if got := textOf(&test.answer); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

// So is a long description, whatever keeps it or the text beside it back.
func TestLongOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer pipeline.Answer
		want   said
	}{
		"published":              {pipeline.Answer{Long: "Bars.", LongDraft: "Bars.", Publish: pipeline.PublishYes}, said{"Bars.", true}},
		"held back":              {pipeline.Answer{LongDraft: "Bars.", Publish: pipeline.PublishReview, Reason: "loop"}, said{"Bars.", true}},
		"empty":                  {pipeline.Answer{Publish: pipeline.PublishReview, Reason: "empty"}, said{"", true}},
		"beside a refusal":       {pipeline.Answer{LongDraft: "Bars.", Publish: pipeline.PublishNo, Reason: "refusal"}, said{"Bars.", true}},
		"rejected by a person":   {pipeline.Answer{LongDraft: "Bars.", Publish: pipeline.PublishNo, Reason: "rejected"}, said{}},
		"decided to be ornament": {pipeline.Answer{LongDraft: "Bars.", Publish: pipeline.PublishDecorative}, said{}},
	} {
		if got := longOf(&test.answer); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

// Nothing in the output is obeyed by a terminal, and it says the same.
func TestHarmless(t *testing.T) {
	t.Parallel()
	bad := "a\x1b[31m\x7f\u009b2J\u202ejpg.\u2066\u200dü😀"
	text, err := json.Marshal(bad)
	if err != nil {
		t.Fatal(err)
	}
	out := harmless(text)
	if i := bytes.IndexFunc(out, func(c rune) bool { return c < ' ' || obeyed(c) }); i >= 0 {
		t.Errorf("%q is there", out[i:])
	}
	var back string
	if err := json.Unmarshal(out, &back); err != nil || back != bad {
		t.Errorf("%q, %v", back, err)
	}
}

// A stream that stands still does not keep the program from ending.
func TestCheckInterrupted(t *testing.T) {
	t.Parallel()
	in, feed := io.Pipe()
	defer feed.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"check", "-"}, streams{in, io.Discard, io.Discard})
	}()
	if _, err := io.WriteString(feed, "alt\nA fox\n"); err != nil {
		t.Fatal(err)
	}
	cancel(stopped{os.Interrupt})
	if code := <-done; code != 130 {
		t.Errorf("exit %d, want 130", code)
	}
}
