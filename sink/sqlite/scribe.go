package sqlite

import (
	"database/sql"
	"sync"
)

// A scribe writes in a goroutine of its own, in the order in which it is told:
// the next rows are read and named while it writes the last ones. After the
// first error it writes nothing more.
type scribe struct {
	jobs   chan func(*sql.Conn) error
	end    sync.Once     // closes jobs
	failed chan struct{} // closed at the first error
	ended  chan struct{} // closed when nothing more will be written
	err    error         // to be read once failed or ended is closed
}

// scribeAhead is how many pieces of work may wait for a scribe.
const scribeAhead = 8

func newScribe(conn *sql.Conn) *scribe {
	s := &scribe{jobs: make(chan func(*sql.Conn) error, scribeAhead), failed: make(chan struct{}), ended: make(chan struct{})}
	go s.work(conn)
	return s
}

func (s *scribe) work(conn *sql.Conn) {
	defer close(s.ended)
	for job := range s.jobs {
		if s.err != nil {
			continue
		}
		if s.err = job(conn); s.err != nil {
			close(s.failed)
		}
	}
}

// tell gives the scribe something to do. The error is that of something it was
// told before.
func (s *scribe) tell(job func(*sql.Conn) error) error {
	select {
	case <-s.failed:
		return s.err
	case s.jobs <- job:
		return nil
	}
}

// finish waits until all is done. Nothing may be told from then on; finishing
// twice is fine.
func (s *scribe) finish() error {
	s.end.Do(func() { close(s.jobs) })
	<-s.ended
	return s.err
}
