package wavespeed

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"unicode"
)

const (
	// maxMessage bounds what an error repeats of the API's words, in runes.
	maxMessage = 300
	// maxSubject bounds what an error repeats of the caller's, in runes.
	maxSubject = 128
)

// clean makes outside text fit for one line of a terminal: at most max runes,
// and nothing that moves the cursor or turns the writing direction.
func clean(s string, max int) string {
	if len(s) <= max && isClean(s) {
		return s
	}
	if len(s) > 16*max {
		s = s[:16*max]
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(s, "?"))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > max {
		return string(runes[:max-1]) + "…"
	}
	return s
}

// isClean tells at a glance that there is nothing to clean, as in most text.
func isClean(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && last == ' ' {
			return false
		}
		last = s[i]
	}
	return s == "" || last != ' '
}

// secretless is clean for text that a server wrote, which may echo the key.
func (c *Client) secretless(s string) string {
	if c.Key != "" {
		s = strings.ReplaceAll(s, c.Key, "[key]")
	}
	return clean(s, maxMessage)
}

// message is what an error repeats of an answer.
func (c *call) message(r reply, e envelope) string {
	words := c.secretless(e.words())
	switch {
	case r.status == 0:
		return ""
	case r.err != nil:
		return c.secretless(fmt.Sprintf("the answer could not be read to its end: %v", r.err))
	case !e.own():
		kind := c.secretless(r.header.Get("Content-Type"))
		return fmt.Sprintf("the answer is not the API's JSON (%d bytes of %q)", len(r.body), kind)
	case r.ok() && e.fine():
		return strings.TrimSuffix("the answer lacks what was asked for: "+words, ": ")
	}
	return words
}

// quiet gives an error of the transport a text that is fit to print, with what
// can be done where nothing was sent; what it wraps stays the same.
func (c *Client) quiet(r reply) error {
	if r.err == nil {
		return nil
	}
	text := r.err.Error()
	if what := advice(r.err); what != "" && !r.wrote {
		text = cut(text, maxMessage-len(what)) + "; " + what
	}
	return &quietError{c.secretless(text), r.err}
}

// A quietError is an error whose text was cleaned.
type quietError struct {
	text string
	err  error
}

func (e *quietError) Error() string { return e.text }
func (e *quietError) Unwrap() error { return e.err }

// Format prints the cleaned text under every verb, since %#v would go on to
// print the error inside.
func (e *quietError) Format(f fmt.State, _ rune) { fmt.Fprint(f, e.text) }

// Timeout makes the error a [net.Error] where it wraps one.
func (e *quietError) Timeout() bool {
	n, ok := errors.AsType[net.Error](e.err)
	return ok && n.Timeout()
}
