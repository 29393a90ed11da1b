package gate_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// Where a minute bears thirty, a tenth of the first one is three refusals: it takes as many
// to tell that minutes are counted, and the clock's next one is not tried besides, nor a
// higher rate where that may cost the third of less than thirty.
func TestFirstMinuteOfALowLimit(t *testing.T) {
	for _, counts := range []counting{minute, sliding, bucket} {
		for _, given := range []float64{60, 300} {
			for _, hint := range []time.Duration{0, time.Second} {
				simulate(t, fmt.Sprint(counts, " given ", given, " hint ", hint), func(t *testing.T) {
					a := newAccount(terms{perMinute: 30, counting: counts, answers: quick, hint: hint, curt: true, near: true, turns: true})
					a.flood(t, &gate.Gate{Rate: given, InFlight: 1 << 20}, counts.settles()+5*time.Minute)
					a.check(t, 30, counts.settles(), counts.settles()+5*time.Minute, asPromised)
				})
			}
		}
	}
}
