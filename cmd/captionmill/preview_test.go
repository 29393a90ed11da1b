package main

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

func TestPreviewName(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id     string
		images []string
		want   string
	}{
		"a file":             {"7", []string{"demo/fish.jpg"}, "fish.jpg"},
		"a bare file":        {"", []string{"fish.jpg"}, "fish.jpg"},
		"two":                {"", []string{"demo/house.gif", "demo/sign.png"}, "house.gif +1"},
		"a signed address":   {"", []string{"https://x.example/a/b.jpg?sig=/se/cret#top"}, "b.jpg"},
		"a folder's address": {"", []string{"https://x.example/a/?v=1"}, "a"},
		"a host":             {"", []string{"https://x.example/"}, "x.example"},
		"a file with a mark": {"", []string{"demo/why?.jpg"}, "why?.jpg"},
		"long":               {"", []string{"https://x.example/0123456789012345678901234567890.jpg"}, "012345678901234567890123456…"},
		"long, and more":     {"", []string{"0123456789012345678901234567890.jpg", "b", "c"}, "012345678901234567890123… +2"},
		"controls":           {"", []string{"a\x1b[2J.jpg"}, "a [2J.jpg"},
		"none":               {"row 7", nil, "row 7"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := previewName(&pipeline.Result{ID: tt.id, Images: tt.images}); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
