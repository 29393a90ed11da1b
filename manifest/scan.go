package manifest

import "bytes"

// A scan goes through the lines of one record that has quotes, and copies its
// cells, without the quotes, to the end of the record's text.
type scan struct {
	*records
	open   bool // inside a quoted cell
	from   int  // where in text the current cell starts
	pos    int  // where in the line the scan is
	opened int  // the column, from 1, of the quote that opened last
}

// line goes through one line. It returns false if text follows the quote that
// closes a cell; pos is then where.
func (s *scan) line(line []byte) bool {
	text := body(line, s.src.eol)
	s.pos = 0
	for more := true; more; {
		if !s.open && s.pos < len(text) && text[s.pos] == '"' {
			s.pos++
			s.open, s.opened = true, s.pos
		}
		if !s.open {
			more = s.bare(text)
			continue
		}
		var ok bool
		if more, ok = s.inside(text); !ok {
			return false
		}
	}
	if s.open {
		s.text = append(s.text, line[len(text):]...)
	}
	return true
}

// bare copies an unquoted cell. It returns whether another one follows.
func (s *scan) bare(text []byte) (more bool) {
	rest := text[s.pos:]
	n := bytes.IndexByte(rest, s.delimiter)
	if n >= 0 {
		rest = rest[:n]
	}
	s.text = append(s.text, rest...)
	s.end()
	s.pos += len(rest) + 1
	return n >= 0
}

// inside copies what is inside quotes, up to the closing one or the end of the
// line. It returns whether another cell follows, and whether all is well.
func (s *scan) inside(text []byte) (more, ok bool) {
	for {
		n := bytes.IndexByte(text[s.pos:], '"')
		if n < 0 {
			s.text = append(s.text, text[s.pos:]...)
			return false, true
		}
		s.text = append(s.text, text[s.pos:s.pos+n]...)
		s.pos += n + 1
		if s.pos < len(text) && text[s.pos] == '"' {
			s.text = append(s.text, '"')
			s.pos++
			continue
		}
		return s.close(text)
	}
}

// close ends a quoted cell after its closing quote.
func (s *scan) close(text []byte) (more, ok bool) {
	s.open = false
	switch {
	case s.pos == len(text):
		s.end()
		return false, true
	case text[s.pos] == s.delimiter:
		s.end()
		s.pos++
		return true, true
	}
	return false, false
}

// end ends the current cell.
func (s *scan) end() {
	s.cell(s.from, len(s.text))
	s.from = len(s.text)
}
