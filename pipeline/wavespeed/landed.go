package wavespeed

import (
	"context"
	"net/http"
	"strconv"
	"strings"
)

// Landed tells whether a file is there for models to fetch: one of this size,
// in bytes, where its server tells a length; below zero stands for any. URL is
// that of a ticket. It is free, and sends no key.
//
// It asks for the head of the file, and where that is refused, as by URLs that
// were signed for reading alone, for its first byte: at most two requests, and
// the redirects between places of the same scheme. False means that the server
// says that there is no such file, or shows it to nobody. Everything else,
// a file of another length included, is an error whose verdict is Retry.
func (c *Client) Landed(ctx context.Context, url string, size int64) (bool, error) {
	call := &call{Client: c, op: "look for the file at", subject: hostOf(url), rows: storeRows, most: 1}
	r, err := call.peek(ctx, "HEAD", url)
	if err == nil && (r.status == 403 || r.status == 405 || r.status == 501) {
		r, err = call.peek(ctx, "GET", url)
	}
	if err != nil {
		return false, err
	}
	said := "no reason is given"
	switch length := lengthOf(r); r.status {
	case 403, 404, 410:
		return false, nil
	case 200, 206:
		if size < 0 || length < 0 || length == size {
			return true, nil
		}
		said = "a file of " + strconv.FormatInt(length, 10) + " bytes, not " + strconv.FormatInt(size, 10)
	}
	return false, call.judge(ctx, r, envelope{Message: text(said)})
}

// peek asks for a file, of which one byte is enough.
func (c *call) peek(ctx context.Context, method, url string) (reply, error) {
	req, err := c.keyless(ctx, method, url, nil)
	if err != nil {
		return reply{}, err
	}
	if method == "GET" {
		req.Header.Set("Range", "bytes=0-0")
	}
	r := c.send(c.through(c.seek.Do), req)
	if r.status != 0 {
		r.err = nil // the rest of the file, which was not wanted
	}
	return r, nil
}

// lengthOf is the length of the file that an answer is about, in bytes, -1 where
// it does not say.
func lengthOf(r reply) int64 {
	told := r.header.Get("Content-Length")
	if r.status == http.StatusPartialContent {
		_, told, _ = strings.Cut(r.header.Get("Content-Range"), "/")
	}
	n, err := strconv.ParseUint(told, 10, 63)
	if err != nil {
		return -1
	}
	return int64(n)
}

// sameScheme follows redirects from one place to another as safe as it, and
// does not tell the one of the other.
func sameScheme(req *http.Request, via []*http.Request) error {
	const most = 5
	if len(via) > most || req.URL.Scheme != via[0].URL.Scheme || !guarded(req.URL.String()) {
		return http.ErrUseLastResponse
	}
	req.Header.Del("Referer")
	return nil
}
