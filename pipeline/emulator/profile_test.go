package emulator

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestProfiles(t *testing.T) {
	t.Parallel()
	for name, mishaps := range map[string][2]int{"calm": {0, 0}, "busy": {30, 120}, "flaky": {15, 100}, "hostile": {200, 400}} {
		faults, err := Profile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := &Server{Seed: 1, Faults: faults}
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		n := 0
		for range 500 {
			if l := s.luck(); l.early != nil || l.late != nil || l.broke || l.slow {
				n++
			}
		}
		if n < mishaps[0] || n > mishaps[1] {
			t.Errorf("%s: %d of 500 submits go wrong, want %d to %d", name, n, mishaps[0], mishaps[1])
		}
		if faults.Moderated != 0 {
			t.Errorf("%s moderates", name)
		}
	}
	if _, err := Profile("sunny"); err == nil || !strings.Contains(err.Error(), `"sunny"`) || !strings.Contains(err.Error(), "calm, busy, flaky or hostile") {
		t.Errorf("error for an unknown profile is %v", err)
	}
}

func TestSetFaults(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Faults{
		"drop-after-accept": {DropAfterAccept: 0.25},
		"drop_after_accept": {DropAfterAccept: 0.25},
		"DropAfterAccept":   {DropAfterAccept: 0.25},
		"html-429":          {HTML429: 0.25},
		"html429":           {HTML429: 0.25},
		"null":              {Null: 0.25},
	} {
		var got Faults
		if err := got.Set(name, 0.25); err != nil || got != want {
			t.Errorf("%s gave %+v, %v", name, got, err)
		}
	}
	for name, says := range map[string]string{
		"drop":        `there is no fault "drop"; there are submit-error, rate-limited, crowded, html-429, unauthorized, `,
		"slow-by":     "slow-answer, final-at-submit, ",
		"credit-form": "null, object, bare-object",
		"":            `there is no fault ""`,
	} {
		var got Faults
		if err := got.Set(name, 0.25); err == nil || !strings.Contains(err.Error(), says) || got != (Faults{}) {
			t.Errorf("%s gave %+v, %v; want an error with %s", name, got, err, says)
		}
	}
	for _, p := range []float64{-0.1, 1.1, math.NaN(), math.Inf(1)} {
		if err := new(Faults).Set("null", p); err == nil || !strings.Contains(err.Error(), "from 0 to 1") {
			t.Errorf("%v gave %v", p, err)
		}
	}
}

// What one fault hits does not depend on the others.
func TestFaultsAreIndependent(t *testing.T) {
	t.Parallel()
	hits := func(f Faults) (trace string) {
		s := &Server{Seed: 3, Faults: f}
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		for range 200 {
			l := s.luck()
			trace += fmt.Sprint(l.late != nil, l.final, l.broke, l.slow, " ")
		}
		return trace
	}
	alone := Faults{DropAfterAccept: 0.3, SlowAnswer: 0.3, NoCredit: 0.3, FinalAtSubmit: 0.3}
	more := alone
	more.RateLimited, more.Unauthorized, more.SubmitError = 0.5, 0.5, 1
	if hits(alone) != hits(more) {
		t.Error("other faults changed what these hit")
	}
}

func TestFieldsThatMeanNothing(t *testing.T) {
	t.Parallel()
	for says, s := range map[string]*Server{
		`unknown credit form "iou"`: {Faults: Faults{CreditForm: "iou"}},
		"the quote factor is -1":    {QuoteFactor: -1},
		"the quote factor is NaN":   {QuoteFactor: math.NaN()},
		"spread of the latency is":  {Latency: Latency{Sigma: -1}},
	} {
		if err := s.Open(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error is %v, want %s", err, says)
		}
		if w := inProcess(s, "GET", "/api/v3/balance", ""); w.Code != 500 || s.Close() != nil {
			t.Errorf("HTTP %d, want 500", w.Code)
		}
	}
}
