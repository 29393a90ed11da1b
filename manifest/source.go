package manifest

import (
	"bytes"
	"errors"
	"io"
)

// MaxRecord is the most bytes one record may have, its line end included. It
// bounds the memory a Reader needs; a longer record is a row with a Problem.
const MaxRecord = 4 << 20

const (
	sampleSize = 64 << 10
	maxStalls  = 100 // reads in a row that bring nothing before reading is given up
)

// errTooLong is returned for a line that does not end within MaxRecord bytes
// of where the current record starts.
var errTooLong = errors.New("record is too long")

// A source is text as a sequence of lines. It holds on to everything from the
// current position on that was looked at, so that a record of many lines can be
// given back, but never much more than MaxRecord.
type source struct {
	r    io.Reader
	buf  []byte // buf[pos:] was read but not taken
	pos  int
	line int   // the number of the line at pos, from 1
	eol  byte  // what ends a line: '\n', or '\r' in the files of old Macs
	err  error // why nothing more can be read; io.EOF at the end
}

func newSource(r io.Reader) *source {
	return &source{r: r, line: 1, eol: '\n', buf: make([]byte, 0, 2*sampleSize)}
}

// begin looks at the first part of the text, refuses what is no text, and
// passes over a byte order mark. The sample is valid until the next call of
// any method.
func (s *source) begin() (sample []byte, err error) {
	for len(s.buf) < sampleSize && s.err == nil {
		s.more()
	}
	if s.err != nil && s.err != io.EOF {
		return nil, s.err
	}
	if err := refuse(s.buf); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(s.buf, []byte(bom)) {
		s.take(len(bom), 0)
	}
	sample = s.buf[s.pos:min(len(s.buf), sampleSize)]
	s.eol = lineEnd(sample)
	return sample, refuseEncoding(sample, s.err == io.EOF && len(s.buf) <= sampleSize, s.eol)
}

// lineEnd returns '\r' for a sample that has no other line ends.
func lineEnd(sample []byte) byte {
	cr := bytes.IndexByte(sample, '\r')
	if cr >= 0 && cr < len(sample)-1 && bytes.IndexByte(sample, '\n') < 0 {
		return '\r'
	}
	return '\n'
}

// at returns the line that starts off bytes after the current position, with
// its line end; off must be the start of a line that was looked at. It returns
// io.EOF if there is nothing, errTooLong if the line goes on beyond MaxRecord.
// The line is valid until the next call of at, begin or skip.
func (s *source) at(off int) ([]byte, error) {
	for from := off; ; {
		ahead := s.buf[s.pos:]
		end := bytes.IndexByte(ahead[from:], s.eol) + from + 1
		switch {
		case end > MaxRecord || len(ahead) > MaxRecord && end == from:
			return nil, errTooLong
		case end > from:
			return ahead[off:end], nil
		case s.err == io.EOF && len(ahead) > off:
			return ahead[off:], nil
		case s.err != nil:
			return nil, s.err
		}
		from = len(ahead)
		s.more()
	}
}

// take moves the current position on.
func (s *source) take(bytes, lines int) {
	s.pos += bytes
	s.line += lines
}

// skip passes over the rest of a line of any length, keeping none of it.
func (s *source) skip() error {
	for {
		if i := bytes.IndexByte(s.buf[s.pos:], s.eol); i >= 0 {
			s.take(i+1, 1)
			return nil
		}
		s.pos = len(s.buf)
		if s.err == io.EOF {
			return nil
		}
		if s.err != nil {
			return s.err
		}
		s.more()
	}
}

// more reads a further piece, or sets err.
func (s *source) more() {
	s.makeRoom()
	for range maxStalls {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		s.err = err
		if n > 0 || err != nil {
			return
		}
	}
	s.err = io.ErrNoProgress
}

// makeRoom moves what was not taken to the front of the buffer, or to a larger
// one if it fills half of it.
func (s *source) makeRoom() {
	if len(s.buf) < cap(s.buf) {
		return
	}
	ahead := s.buf[s.pos:]
	to := s.buf[:0]
	if len(ahead) > cap(s.buf)/2 {
		to = make([]byte, 0, 2*cap(s.buf))
	}
	s.buf = append(to, ahead...)
	s.pos = 0
}

// body returns a line without its line end.
func body(line []byte, eol byte) []byte {
	if n := len(line) - 1; n >= 0 && line[n] == eol {
		line = line[:n]
	}
	if n := len(line) - 1; n >= 0 && line[n] == '\r' {
		line = line[:n]
	}
	return line
}
