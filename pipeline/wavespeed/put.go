package wavespeed

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// storeRows are the verdicts on a call to whoever keeps the files. Whatever it
// says, it is not the API's word on the key or the account.
var storeRows = []row{
	{nothingSent, api.Retry, api.CauseUnsent, "unsent"},
	{code(429), api.Retry, api.CauseRate, "rate_limited"},
	{func(o outcome) bool { return o.status/100 == 4 }, api.Retry, api.CauseOther, "refused"},
	{ourEnd, api.Retry, api.CauseOther, "unanswered"},
	{always, api.Retry, api.CauseServer, "server_error"},
}

// putRows are the verdicts on sending a file.
var putRows = slices.Concat([]row{
	{code(413), api.Reject, api.CauseOther, "too_large"},
	{code(415), api.Reject, api.CauseOther, "unsupported_type"},
	{all(code(400, 403), says(expired)), api.Retry, api.CauseOther, "ticket_expired"},
}, storeRows)

// Put sends a file to the place that a ticket names, with exactly the ticket's
// header fields and without the key. It sends one request, and follows no
// redirect. It is free.
//
// Size is the file's length in bytes. A body of another length is an error, and
// a longer one is never sent to the end of size. Body is not read any more when
// Put returns.
//
// When Put returns nil the file is there; also where the ticket forbids to write
// twice (If-None-Match: *) and the place turns out to be taken. After an error
// whose verdict is Retry it may be there or not: [Client.Landed] tells, and
// another ticket is always good for another try. Errors name the ticket's host
// alone, since the rest of its URL is a secret.
func (c *Client) Put(ctx context.Context, t api.Ticket, body io.Reader, size int64) error {
	call := &call{Client: c, op: "upload to", subject: hostOf(t.Put), rows: putRows}
	if wrong := c.faultOfPut(t, size); wrong != nil {
		return call.refuse(api.CauseOther, "bad_request", wrong)
	}
	file := &whole{from: body, left: size}
	req, err := call.keyless(ctx, "PUT", t.Put, file)
	if err != nil {
		return err
	}
	req.ContentLength = size
	req.Header = exactly(t.Header)
	r := call.send(call.through(c.store.RoundTrip), req)
	sent := file.stop()
	taken := r.status == http.StatusPreconditionFailed && t.Header.Get("If-None-Match") == "*"
	if r.ok() && sent || taken {
		return nil
	}
	return call.judge(ctx, r, kept(r, t.Expires, time.Now()))
}

// faultOfPut is what is wrong with the caller's side of it.
func (c *Client) faultOfPut(t api.Ticket, size int64) error {
	switch {
	case size < 1:
		return errEmpty
	case !writable(t.Header):
		return errField
	case c.spills(t):
		return errSpills
	}
	return nil
}

// exactly are the fields of a ticket, without the one that net/http would add.
// Host and Content-Length it takes from the URL and the body, whatever stands
// here.
func exactly(fields http.Header) http.Header {
	h := http.Header{"User-Agent": {""}} // an empty one is not sent
	for name, values := range fields {
		h[http.CanonicalHeaderKey(name)] = values
	}
	return h
}

// keyless builds a request to wherever files are kept, without the key.
func (c *call) keyless(ctx context.Context, method, to string, body io.Reader) (*http.Request, error) {
	c.open()
	if !guarded(to) {
		return nil, c.refuse(api.CauseOther, "bad_request", errPlace)
	}
	if c.holdsKey(to) {
		return nil, c.refuse(api.CauseOther, "bad_request", errSpills)
	}
	req, err := http.NewRequestWithContext(ctx, method, to, body)
	if err != nil {
		return nil, c.refuse(api.CauseOther, "bad_request", errPlace) // and not the URL
	}
	req.Header.Set("User-Agent", cmp.Or(c.Agent, "captionmill"))
	return req, nil
}

// hostOf is the host of a URL, for a person to read: the rest may be a secret.
func hostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return "an unusable URL"
	}
	return clean(u.Host, maxSubject)
}

// expired are the words by which places for files say that a ticket's time is
// over, and by which kept says it.
var expired = regexp.MustCompile(`(?i)expired`)

// keptCode is where places for files that follow S3 name an error. Only the
// word is ever repeated: around it they tell what was signed, and the signature.
var keptCode = regexp.MustCompile(`<Code>([A-Za-z]{1,64})</Code>`)

// kept puts what a place for files answered into the API's form.
func kept(r reply, expires, now time.Time) envelope {
	var said []string
	if m := keptCode.FindSubmatch(r.body); m != nil {
		said = append(said, string(m[1]))
	}
	if over := !expires.IsZero() && !now.Before(expires); over || expired.Match(r.body) {
		said = append(said, "the ticket has expired")
	}
	if r.ok() {
		said = []string{"it came before the whole file was sent"}
	}
	return envelope{Message: text(cmp.Or(strings.Join(said, ", "), "no reason is given"))}
}
