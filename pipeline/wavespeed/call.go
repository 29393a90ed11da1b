package wavespeed

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/captionmill/captionmill/pipeline/api"
)

// maxBody bounds an answer, in bytes, unless a call says otherwise. Answers for
// text models are a few kilobytes.
const maxBody = 1 << 20

// errLong reports an answer that is longer than it may be.
var errLong = errors.New("the answer is longer than it can rightly be")

// A call is one request on its way, and who asked for it.
type call struct {
	*Client
	op, subject string
	rows        []row // the verdicts that this kind of call knows
	most        int   // bounds the answer, in bytes; 0 is maxBody
	trail             // of the last request
}

// request builds a request to a path below the API's root, which has nothing
// in it that would have to be escaped. The length of a body is for the caller
// to set where it is known, and the header is that of all requests, which may be
// replaced, but not changed. An error means that the client itself is not fit to
// call.
func (c *call) request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	c.open()
	if c.wrong != nil {
		return nil, c.unfit(api.CauseOther, "bad_base_url", c.wrong)
	}
	if !sendable(c.Key) {
		return nil, c.unfit(api.CauseKey, "bad_key", errKey)
	}
	to := *c.base
	to.Path += apiPath + "/" + path
	req := c.blank.WithContext(ctx)
	req.Method, req.URL, req.Header = method, &to, c.header
	if body != nil { // GetBody stays nil: net/http must not know how to send a body again
		req.Body, req.ContentLength = io.NopCloser(body), -1
	}
	return req, nil
}

// ask is a request with a question in JSON.
func (c *call) ask(ctx context.Context, path string, question any) (*http.Request, error) {
	body, err := json.Marshal(question)
	if err != nil {
		return nil, c.refuse(api.CauseOther, "bad_request", fmt.Errorf("encode input: %w", err))
	}
	return c.post(ctx, path, body)
}

// post is a request with a body in JSON.
func (c *call) post(ctx context.Context, path string, body []byte) (*http.Request, error) {
	req, err := c.request(ctx, "POST", path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.ContentLength, req.Header = int64(len(body)), c.headerJSON
	return req, nil
}

var errKey = errors.New("the API key is empty or holds a space, a line break or another character that no key has")

// sendable tells whether a key can stand in a header as it is.
func sendable(key string) bool {
	return key != "" && strings.IndexFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// unfit is a call that cannot be made until a person has mended something.
func (c *call) unfit(why api.Cause, reason string, err error) *api.Error {
	return &api.Error{Op: c.op, Subject: c.subject, Verdict: api.Halt, Cause: why, Reason: reason, Err: err}
}

// refuse is a call that is wrong in itself, so that nothing was sent.
func (c *call) refuse(why api.Cause, reason string, err error) *api.Error {
	return &api.Error{Op: c.op, Subject: c.subject, Verdict: api.Reject, Cause: why, Reason: reason, Err: err}
}

// A reply is whatever came back for a request: an answer, as much of one as
// arrived before err, or only err.
type reply struct {
	status int // 0 without an answer
	header http.Header
	body   []byte
	err    error
	wrote  bool // something may have reached the wire
}

// An exchange sends a request once, and gives its answer to take, which reads it
// to its end or returns an error.
type exchange func(req *http.Request, take func(*http.Response) error) error

// through is the exchange of one of net/http's own.
func (c *call) through(send func(*http.Request) (*http.Response, error)) exchange {
	return func(req *http.Request, take func(*http.Response) error) error {
		resp, err := send(req.WithContext(c.follow(req.Context())))
		if err != nil {
			return cause(err)
		}
		defer resp.Body.Close()
		return take(resp)
	}
}

// send makes one exchange. The body is read to its end, so that the
// connection can be used again, unless it is longer than it may be.
func (c *call) send(by exchange, req *http.Request) (r reply) {
	r.err = by(req, func(resp *http.Response) (err error) {
		r.status, r.header = resp.StatusCode, resp.Header
		r.body, err = c.drain(resp)
		return err
	})
	r.wrote = r.status != 0 || c.end()
	return r
}

// drain reads a body. Memory is set aside by the length that it is said to
// have, but not for more than answers are known to have. Behind the last byte
// HTTP/2 has the end of the stream, which is read, too: else it is reset.
func (c *call) drain(resp *http.Response) ([]byte, error) {
	const usual = 16 << 10
	most := cmp.Or(c.most, maxBody)
	if 0 < resp.ContentLength && resp.ContentLength <= min(usual, int64(most)) {
		body := make([]byte, resp.ContentLength)
		n, err := io.ReadFull(resp.Body, body)
		if err == nil {
			_, err = io.Copy(io.Discard, resp.Body)
		}
		return body[:n], err
	}
	body := bytes.NewBuffer(make([]byte, 0, bytes.MinRead))
	_, err := body.ReadFrom(io.LimitReader(resp.Body, int64(most)+1))
	if body.Len() > most {
		return body.Bytes()[:most], errLong
	}
	return body.Bytes(), err
}

func (r reply) ok() bool { return r.status/100 == 2 }

// tell sends a request that costs nothing and reads the envelope of its
// answer, in which accept must find what it wants.
func (c *call) tell(req *http.Request, accept func(envelope) bool) error {
	r := c.send(c.look, req)
	e, err := decode(r.body)
	if r.ok() && r.err == nil && err == nil && accept(e) {
		return nil
	}
	return c.judge(req.Context(), r, e)
}

// read is tell for data of many parts, where accept says in a sentence what is
// wrong with it.
func (c *call) read(req *http.Request, accept func(json.RawMessage) error) error {
	r := c.send(c.look, req)
	e, err := decode(r.body)
	if !r.ok() || r.err != nil || err != nil || !e.fine() {
		return c.judge(req.Context(), r, e)
	}
	if err := accept(e.Data); err != nil {
		wrong := c.judge(req.Context(), r, e)
		wrong.Message = c.secretless(wrong.Message + ": " + err.Error())
		return wrong
	}
	return nil
}
