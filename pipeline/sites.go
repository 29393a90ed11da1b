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
	// downFor is how long that is believed.
	downFor = time.Minute
)

// sites is what a run has learned about the places that pictures are fetched
// from, by their host names in lower case. The zero value knows nothing.
type sites struct {
	mu    sync.Mutex
	known map[string]*site
}

// A site is one of them.
type site struct {
	shut   bool      // to the API: it could not fetch what we could
	misses int       // fetches in a row that brought trouble
	until  time.Time // it is taken for down
}

// down is the trouble of a site that is taken for down, nil for others.
func (s *sites) down(host string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := time.Until(s.at(host).until)
	if left <= 0 {
		return nil
	}
	return &fetch.Trouble{Host: host, RetryAfter: left, Detail: fmt.Sprintf("%q has not answered for its last %d pictures", host, downAfter)}
}

// learn is told how a fetch has ended.
func (s *sites) learn(host string, err error) {
	_, trouble := errors.AsType[*fetch.Trouble](err)
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.at(host)
	if !trouble {
		at.misses = 0
		return
	}
	if at.misses++; at.misses >= downAfter {
		at.until = time.Now().Add(downFor)
	}
}

// close remembers that a site does not let the API in.
func (s *sites) close(host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at(host).shut = true
}

// closed tells whether a site does not let the API in.
func (s *sites) closed(host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at(host).shut
}

// at is what is known of a site. The lock must be held.
func (s *sites) at(host string) *site {
	if s.known == nil {
		s.known = map[string]*site{}
	}
	if s.known[host] == nil {
		s.known[host] = new(site)
	}
	return s.known[host]
}
