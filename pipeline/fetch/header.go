package fetch

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxPause bounds how long a host can hold up others by one header.
const maxPause = time.Minute

// retryAfter reads for how long a host wants to be left alone: seconds, or
// until a date by its own clock where it tells it (RFC 9110, 10.2.3).
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := h.Get("Retry-After")
	if n, err := strconv.ParseUint(s, 10, 31); err == nil {
		return min(time.Duration(n)*time.Second, maxPause)
	}
	until, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(until.Sub(now), 0), maxPause)
}

// A span is the part of a file that an answer brings.
type span struct {
	first, next int64 // offsets in bytes, next behind the last
	size        int64 // of the whole file, -1 when unknown
}

// whole reports whether the part is all there is.
func (s span) whole() bool { return s.first == 0 && s.next == s.size }

// contentRange reads a span (RFC 9110, 14.4), such as "bytes 0-65535/123456".
func contentRange(s string) (span, bool) {
	unit, rest, _ := strings.Cut(s, " ")
	between, size, _ := strings.Cut(rest, "/")
	first, last, _ := strings.Cut(between, "-")
	part := span{number(first), number(last) + 1, number(size)}
	known := part.size >= 0
	ok := strings.EqualFold(unit, "bytes") && 0 <= part.first && part.first < part.next &&
		(known && part.next <= part.size || size == "*")
	return part, ok
}

// number reads digits; -1 for all else. It leaves room to add one.
func number(s string) int64 {
	n, err := strconv.ParseUint(s, 10, 62)
	if err != nil {
		return -1
	}
	return int64(n)
}

// etag is the ETag header if it is of moderate length and plain text (RFC
// 9110, 8.8.3).
func etag(h http.Header) string {
	const most = 256
	s := h.Get("ETag")
	odd := strings.ContainsFunc(s, func(r rune) bool { return r < '!' || r > '~' })
	if odd || len(s) > most {
		return ""
	}
	return s
}

// noAI reports whether X-Robots-Tag forbids the use for AI: by "noai" or
// "noimageai", for all or for the agent of that name, in lower case. A tag for
// one agent begins with its name and a colon, which holds until the next name.
func noAI(h http.Header, agent string) bool {
	for _, tag := range h.Values("X-Robots-Tag") {
		ours := true
		for rule := range strings.SplitSeq(strings.ToLower(tag), ",") {
			if name, rest, found := strings.Cut(rule, ":"); found && !slices.Contains(valued, strings.TrimSpace(name)) {
				ours, rule = strings.TrimSpace(name) == agent, rest
			}
			rule = strings.TrimSpace(rule)
			if ours && (rule == "noai" || rule == "noimageai") {
				return true
			}
		}
	}
	return false
}

// valued are the rules of X-Robots-Tag that have a colon of their own (Google
// Search Central, "Robots meta tag").
var valued = []string{"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
