package fetch

import (
	"fmt"
	"strconv"
	"time"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// Trouble says that a picture could not be fetched now. Later the same address
// may be fine: the host was busy, down, slow, or not to be reached.
type Trouble struct {
	Host       string        // in lower case, with what is not fit to print escaped
	Detail     string        // what happened, for people; holds no secrets and no unescaped outside text
	RetryAfter time.Duration // how long the host asks to be left alone, at most a minute; 0 if it does not say
	Err        error         // the cause, nil if an answer came; for errors.Is: its text may repeat the address
}

// Error is the detail.
func (t *Trouble) Error() string { return t.Detail }

// Unwrap is the cause.
func (t *Trouble) Unwrap() error { return t.Err }

// astray is the problem of an address whose redirects lead to no picture.
func (e *errand) astray(where string) error {
	return &picture.Problem{Reason: picture.DeadLink, Detail: fmt.Sprintf(
		"%s redirects %s; correct the address, or leave the row out", plain(hostOf(e.at)), where)}
}

// garbled is the trouble of an answer that makes no sense.
func (e *errand) garbled(what string) error {
	host := plain(hostOf(e.at))
	return &Trouble{Host: host, Detail: fmt.Sprintf("the answer of %s is no use: %s", host, what)}
}

// plain is outside text made fit for a sentence: escaped, and cut when long.
func plain(s string) string {
	const most = 200
	if len(s) > most {
		s = s[:most] + "…"
	}
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}
