package picture

import (
	"fmt"
	"strings"
)

// Escape is an address as it is sent: behind the host, spaces, double quotes,
// angle brackets and all beyond ASCII become %XX, as browsers do it. Escapes
// that are there stay. It is the same picture's address; its [Name] is that of
// the address as written.
func Escape(address string) string {
	start := hostEnd(address)
	if !strings.ContainsFunc(address[start:], unsent) {
		return address
	}
	var b strings.Builder
	b.WriteString(address[:start])
	for _, c := range []byte(address[start:]) {
		if unsent(rune(c)) {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// unsent tells what the URL Standard escapes in paths and queries alike.
func unsent(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"<>`, r) }

// hostEnd is where an address's path, query or fragment begins.
func hostEnd(address string) int {
	_, rest, found := strings.Cut(address, "://")
	if n := strings.IndexAny(rest, "/?#"); found && n >= 0 {
		return len(address) - len(rest) + n
	}
	return len(address)
}
