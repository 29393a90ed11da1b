package wavespeed

import (
	"errors"
	"io"
	"sync"
)

var errLength = errors.New("the file is not as long as it was said to be")

// A whole is a body that must have one length. It gives its last bytes away
// only when it has seen that nothing follows them, so that a file that has grown
// cannot pass for the file that it was.
type whole struct {
	mu   sync.Mutex
	from io.Reader // nil when it must not be read any more
	left int64
}

func (w *whole) Read(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.from == nil || w.left == 0 {
		return 0, io.EOF
	}
	n, err := w.from.Read(p[:min(int64(len(p)), w.left)])
	switch left := w.left - int64(n); {
	case left == 0 && err == nil:
		err = w.ends()
	case left > 0 && err == io.EOF:
		err = errLength
	}
	if err != nil && err != io.EOF {
		return 0, err
	}
	w.left -= int64(n)
	return n, err
}

// ends looks for the end: io.EOF when nothing follows.
func (w *whole) ends() error {
	n, err := io.ReadFull(w.from, make([]byte, 1))
	if n > 0 {
		return errLength
	}
	return err
}

// stop sees to it that nothing is read any more, and tells whether all was.
func (w *whole) stop() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.from = nil
	return w.left == 0
}
