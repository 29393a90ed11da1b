package pipeline

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/fetch"
)

// A site is left alone for as long as it once said, whatever others of its
// answers, which were under way already, say of that.
func TestSitesPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s sites
		s.learn("a.test", &fetch.Trouble{RetryAfter: time.Minute})
		s.learn("a.test", &fetch.Trouble{})
		s.learn("a.test", nil)
		if got := s.pause("a.test"); got != time.Minute {
			t.Errorf("a pause of %v", got)
		}
		time.Sleep(time.Minute)
		if got := s.pause("a.test"); got > 0 {
			t.Errorf("after it one of %v", got)
		}
	})
}

// Sites that work are not remembered, however many there are.
func TestSitesForget(t *testing.T) {
	var s sites
	for i := range 1000 {
		host := fmt.Sprint(i, ".test")
		if s.down(host) != nil || s.refuses(host) || s.pause(host) > 0 || s.learn(host, nil) != nil {
			t.Errorf("%s is not new", host)
		}
	}
	s.refused("a.test")
	s.learn("a.test", nil)
	if len(s.known) != 1 || !s.refuses("a.test") {
		t.Errorf("%d sites are remembered", len(s.known))
	}
}
