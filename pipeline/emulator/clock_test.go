package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestSkew(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{0, time.Hour, -time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			early := func() time.Time { return start.Add(-24 * time.Hour) }
			for name, now := range map[string]func() time.Time{"wall": nil, "own": early} {
				s := &Server{Blind: true, Latency: instant, Skew: skew, Now: now}
				want := start.Add(skew)
				if now != nil {
					want = early().Add(skew)
				}
				checkClock(t, name, s, want)
			}
		})
	}
}

func checkClock(t *testing.T, name string, s *Server, want time.Time) {
	t.Helper()
	w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
	if got := w.Body.String(); !strings.Contains(got, `"created_at":"`+want.UTC().Format(stamp)) {
		t.Errorf("%s clock, %v ahead: created %s, want %v", name, s.Skew, got, want)
	}
	for _, path := range []string{"/api/v3/balance", "/nothing", "/emulator/stats"} {
		if got := inProcess(s, "GET", path, "").Header().Get("Date"); got != want.UTC().Format(http.TimeFormat) {
			t.Errorf("%s clock, %v ahead: %s is dated %s, want %v", name, s.Skew, path, got, want)
		}
	}
	for since, shows := range map[time.Duration]string{0: "0", time.Nanosecond: ""} {
		query := fmt.Sprintf(`{"page":1,"page_size":9,"created_after":%q}`, want.Add(since).UTC().Format(stamp))
		if got, _ := listed(t, s, query); got != shows {
			t.Errorf("%s clock, %v ahead: %s lists %q, want %q", name, s.Skew, query, got, shows)
		}
	}
}

func TestASyncAnswerIsDatedWhenItLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: Latency{Median: time.Minute}}
		w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u","enable_sync_mode":true}`)
		if got, want := w.Header().Get("Date"), time.Now().UTC().Format(http.TimeFormat); got != want {
			t.Errorf("dated %s, want %s", got, want)
		}
	})
}

func TestListDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: instant, ListDelay: 10 * time.Second, ListTotal: true}
		for range 2 {
			inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
			time.Sleep(5 * time.Second)
		}
		if got := inProcess(s, "GET", "/api/v3/predictions/"+s.room.predictions[1].id, ""); got.Code != 200 {
			t.Errorf("by its id: HTTP %d, want 200 at once", got.Code)
		}
		for _, want := range []string{"0", "0", "10"} { // 10, 12.5 and 15 s after the first
			if got, total := listed(t, s, `{"page":1,"page_size":9}`); got != want || total != len(want) {
				t.Errorf("%q of %d is listed, want %q", got, total, want)
			}
			time.Sleep(2500 * time.Millisecond)
		}
	})
}
