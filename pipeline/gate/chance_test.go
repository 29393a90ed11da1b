package gate

import (
	"testing"
	"time"
)

// Quite some are usually refused if they were of late, at levels that had not to prove
// themselves, and no such level was lowered since.
func TestUsuallyRefused(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	hear := func(d *dial, n, every int) {
		for i := range n {
			d.hear(false, i%every == every/2, now)
		}
	}
	for name, test := range map[string]struct {
		hear func(*dial)
		want bool
	}{
		"some":            {func(d *dial) { hear(d, 300, 40) }, true},
		"hardly any":      {func(d *dial) { hear(d, 300, 100) }, false},
		"little heard":    {func(d *dial) { hear(d, 90, 10) }, false},
		"at a step":       {func(d *dial) { d.base = 58; hear(d, 300, 40) }, false},
		"long ago":        {func(d *dial) { hear(d, 300, 40); hear(d, 3000, 4000) }, false},
		"begun of late":   {func(d *dial) { hear(d, 30_000, 40_000); hear(d, 1000, 40) }, true},
		"lowered since":   {func(d *dial) { hear(d, 300, 40); d.settle(58) }, false},
		"left as it was":  {func(d *dial) { hear(d, 300, 40); d.settle(60) }, true},
		"step taken back": {func(d *dial) { hear(d, 300, 40); d.rise(); d.lower(d.base) }, true},
		"another level's": {func(d *dial) { d.trial.late(true); d.hear(true, true, now); hear(d, 300, 100) }, false},
	} {
		d := newDial(600, 600, growth{})
		d.settle(60)
		d.usual = sample{}
		test.hear(&d)
		if got := d.often(); got != test.want {
			t.Errorf("%s: %t, with %v heard", name, got, d.usual)
		}
	}
}
