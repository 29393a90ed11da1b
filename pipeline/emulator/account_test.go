package emulator

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// A turn is a submit after a wait, and whether it is refused.
type turn struct {
	wait   time.Duration
	refuse string
}

func TestLimits(t *testing.T) {
	t.Parallel()
	const rate, concurrency = "Rate limit exceeded, please try again later", "You have reached your concurrency limit"
	tests := []struct {
		name    string
		account Account
		turns   []turn
	}{
		{"zero is ultra", Account{}, []turn{{}, {}, {}}},
		{"concurrency", Account{Concurrent: 2}, []turn{{}, {}, {0, concurrency}, {899 * time.Millisecond, concurrency}, {time.Millisecond, ""}, {}, {0, concurrency}}},
		{"rate", Account{PerMinute: 2}, []turn{{}, {}, {0, rate}, {59*time.Second + 999*time.Millisecond, rate}, {time.Millisecond, ""}, {}, {0, rate}}},
		{"window is the minute of the clock", Account{PerMinute: 2}, []turn{{59 * time.Second, ""}, {}, {0, rate}, {time.Second, ""}, {}, {0, rate}}},
		{"rate comes first", Account{PerMinute: 1, Concurrent: 1}, []turn{{}, {0, rate}}},
		{"refused do not count", Account{PerMinute: 1}, []turn{{}, {0, rate}, {0, rate}, {time.Minute, ""}}},
		{"the last minute, sliding", Account{PerMinute: 2, Window: SlidingMinute},
			[]turn{{59 * time.Second, ""}, {2 * time.Second, ""}, {0, rate}, {57*time.Second + 999*time.Millisecond, rate}, {time.Millisecond, ""}, {0, rate}}},
		{"each second its share", Account{PerMinute: 70, Window: EachSecond},
			[]turn{{}, {}, {0, rate}, {999 * time.Millisecond, rate}, {time.Millisecond, ""}, {}, {0, rate}}},
		{"each second, and the minute", Account{PerMinute: 2, Window: EachSecond},
			[]turn{{}, {0, rate}, {time.Second, ""}, {time.Second, rate}, {57 * time.Second, rate}, {time.Second, ""}}},
		{"a window or a queue leaves the numbers ultra's", Account{Window: SlidingMinute, Queue: true}, []turn{{}, {}, {}}},
		{"a queue refuses nothing but the rate", Account{PerMinute: 4, Concurrent: 1, Queue: true}, []turn{{}, {}, {}, {}, {0, rate}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &Server{Blind: true, Account: tt.account}
				refused := 0
				for i, turn := range tt.turns {
					time.Sleep(turn.wait)
					w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
					if turn.refuse != "" {
						refused++
					}
					checkTurn(t, i+1, turn, w)
				}
				if got := s.Stats(); got.Accepted != len(tt.turns)-refused || got.Refused["rate"]+got.Refused["concurrency"] != refused {
					t.Errorf("stats are %+v, want %d refused", got, refused)
				}
			})
		})
	}
}

func checkTurn(t *testing.T, n int, want turn, got *httptest.ResponseRecorder) {
	t.Helper()
	switch {
	case want.refuse == "" && got.Code != 200:
		t.Errorf("submit %d: HTTP %d %s", n, got.Code, got.Body)
	case want.refuse != "" && (got.Code != 429 || got.Body.String() != fmt.Sprintf(`{"code":429,"message":%q}`, want.refuse)):
		t.Errorf("submit %d: HTTP %d %s, want 429 %q", n, got.Code, got.Body, want.refuse)
	}
}

func TestTheEarliestDueIsFinishedFirst(t *testing.T) {
	t.Parallel()
	start := time.Unix(0, 0)
	l := limits{account: Account{Concurrent: 3}}
	for _, seconds := range []time.Duration{30, 10, 20} {
		l.start(start, start.Add(seconds*time.Second))
	}
	for seconds, want := range []refusal{9: overConcurrency, 10: ""} {
		if got := l.full(start.Add(time.Duration(seconds) * time.Second)); seconds >= 9 && got != want {
			t.Errorf("after %d s: %q, want %q", seconds, got, want)
		}
	}
}

func TestPeakInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true}
		for _, wait := range []time.Duration{0, 0, 0, time.Second, 0} {
			time.Sleep(wait)
			inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
		}
		if got := s.Stats().PeakInFlight; got != 3 {
			t.Errorf("peak in flight is %d, want 3", got)
		}
	})
}

func TestLatency(t *testing.T) {
	t.Parallel()
	s := &Server{Seed: 5}
	const n = 4000
	below, twice := 0, 0
	for i := range n {
		d := Latency{Median: time.Second, Sigma: 0.5}.draw(s.dice(throwPrediction, uint64(i)))
		if d < time.Second {
			below++
		}
		if d > 2*time.Second {
			twice++
		}
	}
	if below < n*47/100 || below > n*53/100 {
		t.Errorf("%d of %d are below the median", below, n)
	}
	if twice < n*6/100 || twice > n*11/100 { // 8.3 % by theory
		t.Errorf("%d of %d are above twice the median", twice, n)
	}
	for _, tt := range []struct {
		latency Latency
		want    time.Duration
	}{
		{Latency{}, 900 * time.Millisecond},
		{Latency{Median: -1, Sigma: 1}, 0},
		{Latency{Median: time.Minute}, time.Minute},
	} {
		if got := tt.latency.draw(s.dice(throwPrediction, 0)); got != tt.want {
			t.Errorf("%+v drew %v, want %v", tt.latency, got, tt.want)
		}
	}
}
