package sink_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink"
)

func TestNewManifest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, format string
		header       []string
		rows         []pipeline.Result
		want         string
	}{
		{"table", sink.CSV, []string{"image", "page title"}, []pipeline.Result{
			{Cells: []string{"a.jpg", `says "hi", twice`}, Answer: pipeline.Answer{AltText: "ours", Status: pipeline.RowFailed}},
			{Cells: []string{"b.jpg"}},
		}, "image,page title\na.jpg,\"says \"\"hi\"\", twice\"\nb.jpg,\n"},
		{"one column, an empty cell", sink.CSV, []string{"image"}, []pipeline.Result{{Cells: []string{""}}, {Cells: []string{"a.jpg"}}},
			"image\n\"\"\na.jpg\n"},
		{"objects", sink.JSONL, []string{"image"}, []pipeline.Result{
			{Object: []byte(`{"image": "a.jpg",  "n": 1.0}`), Answer: pipeline.Answer{Caption: "ours"}},
			{Object: []byte("{\"image\":\n\"b.jpg\"}")},
		}, "{\"image\": \"a.jpg\",  \"n\": 1.0}\n{\"image\":\"b.jpg\"}\n"},
		{"an object that could not be read", sink.JSONL, nil, []pipeline.Result{{Object: []byte(`"{\"image\": oops}"`)}}, "{\"image\": oops}\n"},
		{"lines that are no objects", sink.JSONL, nil, []pipeline.Result{
			{Object: []byte(`"[\"a\",\"b\"]"`)}, {Object: []byte(`"\"s\""`)}, {Object: []byte(`"null"`)}, {Object: []byte(`"-1.50"`)}, {Object: []byte("\"{a\u2028\\nb\"")},
		}, "[\"a\",\"b\"]\n\"s\"\nnull\n-1.50\n{a\u2028 b\n"},
		{"list", sink.List, []string{"image"}, []pipeline.Result{{Cells: []string{"https://e.example/a,b.jpg"}}}, "https://e.example/a,b.jpg\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			w, err := sink.NewManifest(tt.format, &b, tt.header)
			if err != nil {
				t.Fatal(err)
			}
			for i := range tt.rows {
				if err := w.Write(&tt.rows[i]); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if b.String() != tt.want {
				t.Errorf("got  %q\nwant %q", b.String(), tt.want)
			}
		})
	}
}

func TestNewManifestRefuses(t *testing.T) {
	t.Parallel()
	if _, err := sink.NewManifest("xlsx", nil, nil); !errors.Is(err, sink.ErrFormat) {
		t.Errorf("unknown format: got %v", err)
	}
	w, err := sink.NewManifest(sink.CSV, &strings.Builder{}, []string{"image"})
	if err != nil {
		t.Fatal(err)
	}
	if w.Write(&pipeline.Result{Cells: []string{"a.jpg", "more"}}) == nil {
		t.Error("a row with more cells than the header was written")
	}
}

func TestManifestNameFor(t *testing.T) {
	t.Parallel()
	for name, want := range map[[3]string]string{
		{"/srv/photos/images.csv.gz", "failed", sink.CSV}: "images.failed.csv",
		{"urls.txt", "failed", sink.List}:                 "urls.failed.txt",
		{"shop.jsonl", "done", sink.JSONL}:                "shop.done.jsonl",
	} {
		if got := sink.ManifestNameFor(name[0], name[1], name[2]); got != want {
			t.Errorf("%v: got %q, want %q", name, got, want)
		}
	}
}
