package pipeline

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/captionmill/captionmill/pipeline/fetch"
)

const (
	// downAfter is how many pictures of a site in a row it takes to believe
	// that it is down. Each may have cost a wait of half a minute.
	downAfter = 8
	// downFor is how long that is believed before it is tried again.
	downFor = time.Minute
)

// sites is what a run has learned about the places that pictures are fetched
// from, by their host names in lower case. The zero value knows nothing.
type sites struct {
	mu    sync.Mutex
	known map[string]site // those that there is something to say of
}

// A site is one of them.
type site struct {
	refuses bool      // it does not give to the API what it gives to us
	misses  int       // fetches in a row that brought trouble
	since   time.Time // of the first of these
	until   time.Time // it is taken for down
	wants   time.Time // until when it wants to be left alone
}

// An outage is the trouble of a site as a whole. It is held against none of its
// pictures until it has lasted for long.
type outage struct {
	host  string
	since time.Time
	until time.Time // when it is tried again
}

func (o *outage) Error() string {
	return fmt.Sprintf("%q has brought nothing but trouble for %v", o.host, time.Since(o.since).Round(time.Second))
}

// down is the outage of a site that is taken for down, nil for others.
func (s *sites) down(host string) *outage {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.known[host]
	if time.Until(at.until) <= 0 {
		return nil
	}
	return &outage{host, at.since, at.until}
}

// learn is told how a fetch has ended, and tells whether the site is down.
func (s *sites) learn(host string, err error) *outage {
	trouble, _ := errors.AsType[*fetch.Trouble](err)
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.known[host]
	defer func() { s.keep(host, at) }()
	if trouble == nil {
		at.misses = 0
		return nil
	}
	at.troubled(trouble)
	if at.misses < downAfter {
		return nil
	}
	return &outage{host, at.since, at.until}
}

// troubled counts a fetch that brought trouble.
func (at *site) troubled(t *fetch.Trouble) {
	now := time.Now()
	if wants := now.Add(t.RetryAfter); wants.After(at.wants) {
		at.wants = wants
	}
	if at.misses++; at.misses == 1 {
		at.since = now
	}
	if at.misses >= downAfter {
		at.until = now.Add(downFor)
	}
}

// pause is how long a site wants to be left alone.
func (s *sites) pause(host string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Until(s.known[host].wants)
}

// refused remembers that a site does not let the API in.
func (s *sites) refused(host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.known[host]
	at.refuses = true
	s.keep(host, at)
}

// refuses tells whether a site does not let the API in.
func (s *sites) refuses(host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known[host].refuses
}

// keep remembers a site, unless there is nothing to say of it: a list may name
// as many sites as pictures. The lock must be held.
func (s *sites) keep(host string, at site) {
	if at == (site{}) {
		delete(s.known, host)
		return
	}
	if s.known == nil {
		s.known = map[string]site{}
	}
	s.known[host] = at
}
