package gate_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// An API that does the work before it answers, and asks for a second when it refuses:
// how long the answers take is not taken for a wait that it asked for.
func TestRateIsFoundWhereAnswersTakeLong(t *testing.T) {
	for _, counts := range []counting{minute, sliding, second, bucket} {
		for _, given := range []float64{240, 1200} {
			simulate(t, fmt.Sprint(counts, " given ", given), func(t *testing.T) {
				a := newAccount(terms{perMinute: 120, counting: counts, answers: span{4500 * time.Millisecond, 5500 * time.Millisecond}, hint: time.Second, curt: true, near: true, turns: true})
				a.flood(t, &gate.Gate{Rate: given, InFlight: 1 << 20}, counts.settles()+4*time.Minute)
				a.check(t, 120, counts.settles(), counts.settles()+4*time.Minute, want{first: 0.4, firstRefused: 0.12, settled: 0.9, refused: 0.03})
			})
		}
	}
}

// Where answers take ten seconds, those to come are not taken for lost.
func TestRateIsFoundByLateAnswers(t *testing.T) {
	for _, counts := range []counting{second, bucket, minute} {
		simulate(t, fmt.Sprint(counts), func(t *testing.T) {
			a := newAccount(terms{perMinute: 500, counting: counts, answers: span{13 * time.Second, 15 * time.Second}})
			a.flood(t, &gate.Gate{Rate: 1000, InFlight: 1 << 20}, 7*time.Minute)
			a.check(t, 500, 2*time.Minute, 7*time.Minute, want{firstRefused: 1, settled: 0.9, refused: 0.03})
		})
	}
}
