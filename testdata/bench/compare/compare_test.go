package main

import (
	"strings"
	"testing"
	"time"
)

func TestTable(t *testing.T) {
	second := func(images int) measured {
		return measured{images: images, wall: time.Second, cpu: time.Second / 4, server: time.Second / 5, memory: 20e6}
	}
	who := []contestant{{name: "plain loop"}, {name: "captionmill"}}
	p := plan{atOnce: numbers{64}}
	got := p.table(results{
		{"plain loop", 64}:  {second(2000), second(1000), second(4000)},
		{"captionmill", 64}: {second(1000), second(900), second(1000)},
	}, who)
	want := `| 64 | plain loop | 2,000 | 1.00 | 125 µs | 100 µs | 20 MB |
| 64 | captionmill | 1,000 | 0.50 (0.25 to 0.90) | 250 µs | 200 µs | 20 MB |
`
	if _, rows, _ := strings.Cut(got, "---:|\n"); rows != want {
		t.Errorf("got\n%swant\n%s", rows, want)
	}
}

func TestMedian(t *testing.T) {
	for want, figures := range map[float64][]float64{3: {9, 3, 1}, 2: {3, 1}, 7: {7}} {
		if got := median(figures); got != want {
			t.Errorf("%v: got %v", figures, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{"64": "64", "64,256": "64,256", "": "", "0": "", "a": "", "64,": ""} {
		var n numbers
		if err := n.Set(text); (err == nil) != (want != "") || err == nil && n.String() != want {
			t.Errorf("%q: got %s, %v", text, &n, err)
		}
	}
}
