package fetch

import (
	"context"
	"maps"
	"sync"
	"time"
)

// turns hold requests to the limits: so many at once, so many of them to one
// host, and none to a host that asked for a pause. A request waits for its
// host first and takes one of the places for all only then, so that a busy
// host holds up nobody else. Who came first goes first.
type turns struct {
	places  chan struct{} // a token for each request under way
	perHost int

	mu     sync.Mutex
	hosts  map[string]*host
	pauses map[string]time.Time // until when a host wants to be left alone
}

// A host is one that somebody talks to, or waits for.
type host struct {
	places chan struct{} // as in turns
	users  int           // guarded by the turns' mutex
}

func newTurns(atOnce, perHost int) *turns {
	return &turns{
		places:  make(chan struct{}, atOnce),
		perHost: perHost,
		hosts:   make(map[string]*host),
		pauses:  make(map[string]time.Time),
	}
}

// enter waits for the turn of a request to a host, by its name in lower case.
// The turn is given back with leave. When ctx ends first, enter returns its
// cause and takes nothing.
func (t *turns) enter(ctx context.Context, name string) (leave func(), err error) {
	h := t.join(name)
	if err := take(ctx, h.places); err != nil {
		t.quit(name)
		return nil, err
	}
	if err := t.start(ctx, name); err != nil {
		<-h.places
		t.quit(name)
		return nil, err
	}
	return func() {
		<-t.places
		<-h.places
		t.quit(name)
	}, nil
}

// start waits for the end of the host's pause and for a place among all. A
// pause that began meanwhile is waited for without the place.
func (t *turns) start(ctx context.Context, name string) error {
	for {
		if err := sleep(ctx, t.pause(name)); err != nil {
			return err
		}
		if err := take(ctx, t.places); err != nil {
			return err
		}
		if t.pause(name) <= 0 {
			return nil
		}
		<-t.places
	}
}

// hold lets nobody start a request to a host for so long.
func (t *turns) hold(name string, d time.Duration) {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	maps.DeleteFunc(t.pauses, func(_ string, until time.Time) bool { return !until.After(now) })
	if until := now.Add(d); until.After(t.pauses[name]) && d > 0 {
		t.pauses[name] = until
	}
}

// pause is how long a host still wants to be left alone.
func (t *turns) pause(name string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Until(t.pauses[name])
}

func (t *turns) join(name string) *host {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.hosts[name]
	if h == nil {
		h = &host{places: make(chan struct{}, t.perHost)}
		t.hosts[name] = h
	}
	h.users++
	return h
}

func (t *turns) quit(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.hosts[name]
	if h.users--; h.users == 0 {
		delete(t.hosts, name)
	}
}

// take puts a token among places. Channels serve those who wait in order.
func take(ctx context.Context, places chan<- struct{}) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
