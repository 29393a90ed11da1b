package fetch

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// waiting waits for a turn of a host; there is one in the channel, to be given
// back, as soon as it is let in.
func waiting(t *testing.T, turns *turns, host string) <-chan func() {
	in := make(chan func(), 1)
	go func() {
		leave, err := turns.enter(t.Context(), host)
		if err == nil {
			in <- leave
		}
	}()
	synctest.Wait()
	return in
}

func TestTurnsPerHost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(3, 2)
		first, second, third := waiting(t, turns, "a"), waiting(t, turns, "a"), waiting(t, turns, "a")
		other, last := waiting(t, turns, "b"), waiting(t, turns, "c")
		if len(first) != 1 || len(second) != 1 || len(third) != 0 {
			t.Fatal("two of a host's requests, and no third, should be let in")
		}
		if len(other) != 1 || len(last) != 0 {
			t.Fatal("whoever waits for a host should hold up nobody else, but there are only three places")
		}
		(<-other)()
		synctest.Wait()
		if len(third) != 0 || len(last) != 1 {
			t.Fatal("the free place should go to the host that has room")
		}
		(<-last)()
		(<-first)()
		synctest.Wait()
		if len(third) != 1 {
			t.Fatal("the host has room again")
		}
		(<-second)()
		(<-third)()
		if len(turns.hosts) != 0 {
			t.Errorf("%d hosts are remembered", len(turns.hosts))
		}
	})
}

// Who came first goes first.
func TestTurnsOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(8, 1)
		leave := <-waiting(t, turns, "a")
		var queue []<-chan func()
		for range 5 {
			queue = append(queue, waiting(t, turns, "a"))
		}
		for _, next := range queue {
			leave()
			synctest.Wait()
			if len(next) != 1 {
				t.Fatal("somebody else was let in")
			}
			leave = <-next
		}
		leave()
	})
}

// A host that wants to be left alone holds up no other, not even with a single
// place for all.
func TestTurnsPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(1, 4)
		start := time.Now()
		turns.hold("a", 30*time.Second)
		turns.hold("a", time.Second) // does not shorten it
		paused := waiting(t, turns, "a")
		for range 3 {
			leave := <-waiting(t, turns, "b")
			leave()
		}
		leave := <-paused
		leave()
		if waited := time.Since(start); waited != 30*time.Second {
			t.Errorf("the host was left alone for %v", waited)
		}
		turns.hold("c", time.Second)
		if len(turns.pauses) != 1 {
			t.Errorf("%d pauses are remembered", len(turns.pauses))
		}
	})
}

// A pause that begins while somebody waits for a place counts for it too.
func TestTurnsPauseWhileWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(1, 4)
		leave := <-waiting(t, turns, "a")
		second, other := waiting(t, turns, "a"), waiting(t, turns, "b")
		start := time.Now()
		turns.hold("a", 10*time.Second)
		leave()
		(<-other)()
		if time.Since(start) != 0 {
			t.Errorf("the other host waited for %v", time.Since(start))
		}
		(<-second)()
		if time.Since(start) != 10*time.Second {
			t.Errorf("the host was left alone for %v", time.Since(start))
		}
	})
}

// Whoever gives up waiting, at any of the three places to wait, takes nothing.
func TestTurnsCancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("no longer wanted")
		turns := newTurns(2, 1)
		leave := <-waiting(t, turns, "full")
		other := <-waiting(t, turns, "elsewhere")
		turns.hold("paused", time.Hour)
		ctx, cancel := context.WithCancelCause(t.Context())
		var all sync.WaitGroup
		for _, host := range []string{"full", "paused", "crowded"} {
			all.Go(func() {
				if _, err := turns.enter(ctx, host); err != why {
					t.Errorf("waiting for %s ended with %v", host, err)
				}
			})
		}
		synctest.Wait()
		next := waiting(t, turns, "paused")
		cancel(why)
		all.Wait()
		leave()
		other()
		(<-next)() // after the pause
		if len(turns.hosts) != 0 || len(turns.places) != 0 {
			t.Errorf("%d hosts and %d places are still taken", len(turns.hosts), len(turns.places))
		}
	})
}

// A meter sees how many requests a server has at once.
type meter struct {
	now, most atomic.Int32
	expected  int32
	full      chan struct{} // closed when there are as many as expected
	close     sync.Once
}

func (m *meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := m.now.Add(1)
	defer m.now.Add(-1)
	for old := m.most.Load(); n > old && !m.most.CompareAndSwap(old, n); old = m.most.Load() {
	}
	if n == m.expected {
		// Those who are not held up by the limits have time to show.
		m.close.Do(func() { time.AfterFunc(50*time.Millisecond, func() { close(m.full) }) })
	}
	<-m.full
	w.Write(small)
}

// Servers see no more requests at once than the limits allow, and as many.
func TestLimits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		f     *Fetcher
		hosts []string
		want  int32
	}{
		"one host":  {&Fetcher{AtOnce: 8, PerHost: 3}, []string{"A.loopback.test", "a.loopback.test."}, 3},
		"two hosts": {&Fetcher{AtOnce: 8, PerHost: 3}, []string{"a.loopback.test", "b.loopback.test"}, 6},
		"all":       {&Fetcher{AtOnce: 4, PerHost: 3}, []string{"a.loopback.test", "b.loopback.test"}, 4},
		"defaults":  {&Fetcher{}, []string{"a.loopback.test", "b.loopback.test", "c.loopback.test"}, 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := &meter{full: make(chan struct{}), expected: test.want}
			s := serve(t, m.ServeHTTP)
			test.f.Allow, test.f.Resolver = loopback, names(t)
			t.Cleanup(test.f.Close)
			var all sync.WaitGroup
			for i := range 40 {
				all.Go(func() {
					if _, err := test.f.Download(t.Context(), s.under(test.hosts[i%len(test.hosts)])); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if most := m.most.Load(); most != test.want {
				t.Errorf("the server had %d requests at once, want %d", most, test.want)
			}
		})
	}
}
