package sink

import (
	"fmt"
	"io"
	"os"
)

// pieceSize is how many bytes are gathered before they are handed on.
const pieceSize = 64 << 10

// lines gathers whole lines in one buffer that is used again and again.
//
// An encoder appends a line to buf and calls end.
type lines struct {
	w      io.Writer
	format string // for errors
	buf    []byte
	err    error // the first failure, or that of a closed writer; it stays
}

// end takes over buf with one more line in it.
func (l *lines) end(buf []byte) error {
	l.buf = buf
	if len(l.buf) < pieceSize {
		return nil
	}
	return l.Flush()
}

// Flush hands on all whole lines.
func (l *lines) Flush() error {
	if l.err != nil || len(l.buf) == 0 {
		return l.err
	}
	n, err := l.w.Write(l.buf)
	if err == nil && n < len(l.buf) {
		err = io.ErrShortWrite
	}
	if err != nil {
		l.err = fmt.Errorf("write %s: %w", l.format, err)
	}
	l.buf = l.buf[:0]
	return l.err
}

// Close hands on the rest and lets nothing more in.
func (l *lines) Close() error {
	err := l.Flush()
	if err == nil {
		l.err = fmt.Errorf("write %s: %w", l.format, os.ErrClosed)
	}
	return err
}
