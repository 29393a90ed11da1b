package manifest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrUnreadable is wrapped by the errors about a manifest that is refused as a
// whole because of what it holds. Trying again does not help; converting does.
var ErrUnreadable = errors.New("unreadable manifest")

const (
	maxQuote  = 200 // bytes of outside text in one error
	maxListed = 20  // column names in one error
)

// unreadable is a sentence that wraps ErrUnreadable without repeating it.
type unreadable string

func (u unreadable) Error() string { return string(u) }
func (u unreadable) Unwrap() error { return ErrUnreadable }

func unreadablef(format string, args ...any) error {
	return unreadable(fmt.Sprintf(format, args...))
}

// quoteAll lists names for an error: quoted, the first few, none of them long.
func quoteAll(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	var b strings.Builder
	for i, name := range names[:min(len(names), maxListed)] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(clip(name, maxQuote/4)))
	}
	if more := len(names) - maxListed; more > 0 {
		fmt.Fprintf(&b, " and %d more", more)
	}
	return b.String()
}

// clip shortens s to at most n bytes, marking the cut.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
