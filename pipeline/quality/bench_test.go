package quality_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// Ordinary captions of some 100 bytes, as most rows have.
var ordinaryCaptions = []string{
	"A red fox stands in fresh snow beside an old wooden fence, looking towards the camera in morning light.",
	"Two children in yellow raincoats jump into a puddle on a market street while people with umbrellas walk by.",
	"The harbour of Lisbon at dusk, with 3 ferries at the pier and a row of yellow lamps along the promenade.",
	"Ein Bäcker trägt ein Blech mit Brot an einer grünen Tür vorbei, während zwei Radfahrer auf ihn warten.",
}

func BenchmarkClean(b *testing.B) {
	b.ReportAllocs()
	var rules quality.Rules
	for i := 0; b.Loop(); i++ {
		rules.Clean(ordinaryCaptions[i%len(ordinaryCaptions)])
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, lang := range []string{"", "en"} {
		b.Run("lang="+lang, func(b *testing.B) {
			b.ReportAllocs()
			rules := quality.Rules{Lang: lang}
			ctx := &quality.Context{Images: []string{"https://example.org/images/fox-in-snow.jpg"}, Title: "Winter in the hills", Caption: "A fox visits the farm"}
			for i := 0; b.Loop(); i++ {
				rules.Check(ordinaryCaptions[i%3], ordinaryCaptions[i%3], ctx)
			}
		})
	}
}

// Each check alone, over an ordinary caption.
func BenchmarkEach(b *testing.B) {
	off := make(map[string]quality.Severity)
	for _, code := range quality.Codes() {
		off[code] = quality.Off
	}
	for _, code := range append([]string{"nothing"}, quality.Codes()[1:]...) {
		b.Run(code, func(b *testing.B) {
			b.ReportAllocs()
			rules := quality.Rules{Lang: "en", Severities: make(map[string]quality.Severity)}
			for other, severity := range off {
				if other != code {
					rules.Severities[other] = severity
				}
			}
			for i := 0; b.Loop(); i++ {
				rules.Check(ordinaryCaptions[i%3], ordinaryCaptions[i%3], nil)
			}
		})
	}
}

func BenchmarkDecorative(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		quality.Decorative(ordinaryCaptions[i%len(ordinaryCaptions)])
	}
}

// BenchmarkCensus counts a million different texts and tells the memory.
func BenchmarkCensus(b *testing.B) {
	for b.Loop() {
		census := quality.NewCensus()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for i := range 1_000_000 {
			census.Count(fmt.Sprintf("A fox beside fence number %d in fresh snow", i), &quality.Context{Picture: "x"})
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB/million")
		runtime.KeepAlive(census)
	}
}
