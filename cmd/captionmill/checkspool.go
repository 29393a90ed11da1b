package main

import (
	"context"
	"fmt"
	"io"
	"os"
)

// A spool keeps what is read of a stream, so that it can be read again.
type spool struct {
	file  *os.File
	whole bool // all of it is there
}

// newSpool makes a file that nobody else sees. Its name goes at once where the
// system allows it, so that nothing is left behind whatever happens.
func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "captionmill-check-")
	if err != nil {
		return nil, fmt.Errorf("what comes in as a stream is kept while it is checked, and cannot be: %w; name a folder with room by TMPDIR", err)
	}
	_ = os.Remove(f.Name())
	return &spool{file: f}, nil
}

// close forgets what was kept.
func (s *spool) close() error {
	err := s.file.Close()
	_ = os.Remove(s.file.Name()) // where an open file keeps its name
	return err
}

// An interruptible reader stops to wait for a stream when the context ends. The
// read that waits then cannot be cut short: it ends with the program.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i interruptible) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := i.r.Read(p)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return r.n, r.err
	case <-i.ctx.Done():
		return 0, context.Cause(i.ctx)
	}
}
