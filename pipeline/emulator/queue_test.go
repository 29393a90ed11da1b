package emulator

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// queued is an account with places for some predictions that lets the others
// wait.
func queued(places int) Account { return Account{Concurrent: places, Queue: true} }

// standings are the statuses of all predictions so far, by their first letters
// in order of acceptance.
func standings(s *Server) (letters string) {
	for _, p := range s.room.all() {
		body := inProcess(s, "GET", "/api/v3/predictions/"+p.id+"/result", "").Body.String()
		_, status, _ := strings.Cut(body, `"status":"`)
		letters += status[:1]
	}
	return letters
}

func TestQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Account: queued(2), Latency: Latency{Median: 4 * time.Second}}
		for range 5 {
			if w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`); !strings.Contains(w.Body.String(), `"status":"created"`) {
				t.Fatalf("submit: HTTP %d %s", w.Code, w.Body)
			}
		}
		for _, step := range []struct {
			wait time.Duration
			want string // c is for created and for completed, p for processing
		}{
			{0, "ccccc"},
			{time.Second, "ppccc"}, // a quarter of the latency after its turn
			{3*time.Second - 1, "ppccc"},
			{1, "ccccc"},           // the first two are completed, the next two begin
			{time.Second, "ccppc"}, // and their time counts from then
			{3 * time.Second, "ccccc"},
			{time.Second, "ccccp"},
			{3 * time.Second, "ccccc"},
		} {
			time.Sleep(step.wait)
			if got := standings(s); got != step.want {
				t.Errorf("%v later: %s, want %s", step.wait, got, step.want)
			}
		}
		if got := s.Stats(); got.Accepted != 5 || got.PeakInFlight != 2 || got.Refused["concurrency"] != 0 {
			t.Errorf("stats are %+v, want 5 accepted, 2 at once", got)
		}
	})
}

// Whatever arrives when, and takes as long as it likes, never more run at once
// than there are places, no place is idle while somebody waits, and nobody
// overtakes.
func TestQueueHoldsItsPlaces(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		dice := rand.New(rand.NewPCG(seed, 0))
		start, places := time.Unix(0, 0), 1+dice.IntN(4)
		l := limits{account: queued(places)}
		var begins, ends []time.Duration
		at := time.Duration(0)
		for range 200 {
			at += time.Duration(dice.IntN(5)) * time.Second
			begin := at + l.wait(start.Add(at))
			end := begin + time.Duration(1+dice.IntN(12))*time.Second
			l.start(start.Add(at), start.Add(end))
			if n := atWork(begins, ends, begin); n >= places {
				t.Fatalf("seed %d: one begins at %v while %d of %d places are taken", seed, begin, n, places)
			}
			if n := atWork(begins, ends, begin-1); begin > at && n < places {
				t.Fatalf("seed %d: one waits until %v although only %d of %d places are taken", seed, begin, n, places)
			}
			begins, ends = append(begins, begin), append(ends, end)
		}
		if !slices.IsSorted(begins) {
			t.Errorf("seed %d: one overtook another: %v", seed, begins)
		}
	}
}

// atWork counts what has begun and not ended at that time.
func atWork(begins, ends []time.Duration, at time.Duration) (n int) {
	for i := range begins {
		if begins[i] <= at && at < ends[i] {
			n++
		}
	}
	return n
}

func TestTheQueueSurvivesARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		journal := filepath.Join(t.TempDir(), "journal")
		start := func(a Account) *Server {
			s := &Server{Remember: journal, Blind: true, Account: a, Latency: Latency{Median: 4 * time.Second}}
			if err := s.Open(); err != nil {
				t.Fatal(err)
			}
			return s
		}
		submit := func(s *Server) int { return inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`).Code }
		s := start(queued(1))
		for range 3 { // due after 4, 8 and 12 s
			submit(s)
		}
		s.Close()
		time.Sleep(5 * time.Second)
		s = start(queued(1))
		if got := standings(s); got != "cpc" {
			t.Errorf("after 5 s and a restart: %s, want cpc", got)
		}
		submit(s) // due after 16 s
		s.Close()
		s = start(Account{Concurrent: 1})
		time.Sleep(8 * time.Second)
		if got := submit(s); got != 429 {
			t.Errorf("in an account that refuses, after 13 s: HTTP %d, want 429", got)
		}
		time.Sleep(3 * time.Second)
		if got := submit(s); got != 200 {
			t.Errorf("after 16 s: HTTP %d, want 200", got)
		}
		s.Close()
	})
}

// An account that was started with fewer places than are taken waits until
// enough of them are free.
func TestAQueueWithFewerPlaces(t *testing.T) {
	t.Parallel()
	start := time.Unix(0, 0)
	l := limits{account: queued(5)}
	for i := range time.Duration(5) {
		l.start(start, start.Add((i+1)*time.Second))
	}
	l.account = queued(2)
	if got := l.wait(start); got != 4*time.Second {
		t.Errorf("waits %v, want until the fourth of five ends", got)
	}
}

func TestASyncSubmitWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Account: queued(1), Latency: Latency{Median: 4 * time.Second}}
		inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
		start := time.Now()
		w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u","enable_sync_mode":true}`)
		if took := time.Since(start); took != 8*time.Second || !strings.Contains(w.Body.String(), `"status":"completed"`) {
			t.Errorf("after %v: %s, want completed after 8s", took, w.Body)
		}
	})
}

// What takes no time takes no place either.
func TestInstantAnswersNeverQueue(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Blind: true, Account: queued(1), Latency: instant})
	for i := range 3 {
		if got := c.ask(fmt.Sprint("https://example.com/", i)); got.Status != "completed" {
			t.Errorf("number %d is %s", i+1, got.Status)
		}
	}
}
