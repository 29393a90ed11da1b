package quality

import (
	"regexp"
	"strings"
)

var (
	link   = regexp.MustCompile(`(?:https?://|ftp://|www\.|data:image/|file://|blob:http)[^\s"'“”<>]{2,}`)
	pixels = regexp.MustCompile(`(?:^|[^\d.,\pL])\d{2,6} ?[x×] ?\d{2,6}(?:\s*(?:px|pixels?))?(?:$|[^\d\pL])`)
	// length follows dimensions that are not in pixels.
	length = regexp.MustCompile(`\d ?[x×] ?\d+(?:[.,]\d+)?\s*(?:cm|mm|m|in|inch|inches|ft|feet|"|″|'|km|yd|zoll)\b`)
)

// address finds a web address that nobody quotes from the picture.
func address(s *subject) *fault {
	if !s.has.has('.') && !s.has.has(':') || !strings.Contains(s.low, "://") && !strings.Contains(s.low, "www.") && !strings.Contains(s.low, "data:") {
		return nil
	}
	at := link.FindString(s.low)
	if at == "" || quoted(s.low, at) {
		return nil
	}
	return &fault{detail: "it has a web address in it: " + shorten(at)}
}

// sized tells whether an x or a multiplication sign stands between two digits.
func (s *subject) sized() bool {
	for _, sign := range [...]string{"x", "×"} {
		for before, after, found := strings.Cut(s.low, sign); found; before, after, found = strings.Cut(after, sign) {
			before, after := strings.TrimSuffix(before, " "), strings.TrimPrefix(after, " ")
			if before != "" && isDigit(before[len(before)-1]) && after != "" && isDigit(after[0]) {
				return true
			}
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// dimensions finds a width and height in pixels.
func dimensions(s *subject) *fault {
	if s.digits < 4 || !s.sized() || !pixels.MatchString(s.low) || length.MatchString(s.low) {
		return nil
	}
	return &fault{detail: "it has the dimensions of a picture in it: " + shorten(strings.Trim(pixels.FindString(s.low), " ,;:()"))}
}
