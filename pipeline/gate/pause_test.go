package gate

import (
	"testing"
	"time"
)

func TestPauseLength(t *testing.T) {
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	const second = time.Second
	for _, test := range []struct {
		name             string
		refusals         int
		room, turn, late time.Duration
		want             time.Duration
	}{
		{"first, nothing known", 1, 0, second / 10, 0, second},
		{"first, on a small account", 1, 50 * second, 6 * second, 0, 30 * second},
		{"first, room soon", 1, 3 * second, 6 * second, 0, 3 * second},
		{"refused in spite of room", 3, second * 3 / 2, second, 0, 4 * second},
		{"many within a minute", 9, 0, second / 10, 0, 5 * second},
		{"many over minutes", 9, 0, second / 10, 2 * time.Minute, 30 * second},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := pause{refusals: test.refusals, began: start}
			got := p.length(test.room, test.turn, start.Add(test.late))
			if got < test.want || got > test.want*111/100 {
				t.Errorf("%v, not about %v", got, test.want)
			}
		})
	}
}
