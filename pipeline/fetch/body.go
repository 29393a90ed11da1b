package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// An answer is one that brings something.
type answer struct {
	*http.Response
	part   bool  // not all of it
	size   int64 // of the whole as it is sent, -1 when unknown
	packed bool  // by gzip
	body   io.Reader
}

// read makes a picture of an answer.
func (e *errand) read(ctx context.Context, r *http.Response) (*Found, error) {
	a := &answer{Response: r, size: r.ContentLength}
	if err := e.measure(a); err != nil {
		return nil, err
	}
	head, err := a.head()
	if err != nil {
		return nil, e.lost(ctx, err)
	}
	found, err := e.found(a, head)
	if err != nil || e.peek || found.Whole {
		return found, err
	}
	if err := found.finish(a.body); err != nil {
		return nil, e.lost(ctx, err)
	}
	return found, nil
}

// measure finds out how much an answer brings, and refuses it if that is too
// much, or not what was asked for.
func (e *errand) measure(a *answer) error {
	if a.StatusCode == http.StatusPartialContent {
		span, ok := contentRange(a.Header.Get("Content-Range"))
		a.size, a.part = span.size, !span.whole()
		switch odd := !ok || span.first > 0; {
		case odd && e.ranged:
			return e.widen()
		case odd || a.part && !e.peek:
			return e.garbled("it is another part of the file than was asked for")
		}
	}
	if a.size > picture.MaxBytes {
		return e.fail(outcome{err: &http.MaxBytesError{Limit: picture.MaxBytes}})
	}
	return nil
}

// head reads the beginning of the picture, and one byte more if there is one.
func (a *answer) head() ([]byte, error) {
	if err := a.unpack(); err != nil {
		return nil, err
	}
	head, err := io.ReadAll(io.LimitReader(a.body, peekBytes+1))
	if a.packed && a.part && errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil // a part of what was packed, which is cut anywhere
	}
	return head, err
}

// unpack undoes gzip, which some sites apply although they are asked not to.
// The bound holds for what is sent and for what it unpacks to. What only says
// that it is packed is left as it is.
func (a *answer) unpack() error {
	sent := bufio.NewReader(http.MaxBytesReader(nil, a.Body, picture.MaxBytes))
	a.body = sent
	magic, _ := sent.Peek(2) // an error comes again with the next read
	if coding := a.coding(); coding != "gzip" && coding != "x-gzip" || string(magic) != "\x1F\x8B" {
		return nil
	}
	unpacked, err := gzip.NewReader(sent)
	if err != nil {
		return err
	}
	a.packed = true
	a.body = http.MaxBytesReader(nil, unpacked, picture.MaxBytes)
	return nil
}

// coding is how the answer says that it is packed, "" if it does not.
func (a *answer) coding() string {
	coding := strings.ToLower(strings.Join(a.Header.Values("Content-Encoding"), ", "))
	if coding == "identity" {
		return ""
	}
	return coding
}

// found is what a head shows, with Data no longer than a Peek gives unless
// there is more to come.
func (e *errand) found(a *answer, head []byte) (*Found, error) {
	mediaType, err := picture.Sniff(head, "")
	if err != nil {
		return nil, e.misfit(a, err)
	}
	found := &Found{
		Data:   head,
		Type:   mediaType,
		Whole:  !a.part && len(head) <= peekBytes,
		Size:   a.size,
		ETag:   etag(a.Header),
		Closed: e.closed,
		NoAI:   noAI(a.Header, e.product()),
	}
	switch {
	case found.Whole:
		found.Size = int64(len(head))
	case a.packed:
		found.Size = -1
	}
	if e.peek {
		found.Data = head[:min(len(head), peekBytes)]
	}
	return found, nil
}

// misfit is what the head's problem is to whoever fetched it.
func (e *errand) misfit(a *answer, err error) error {
	problem, ok := errors.AsType[*picture.Problem](err)
	if !ok {
		return err
	}
	from := plain(hostOf(e.at))
	if coding := a.coding(); coding != "" && !a.packed && problem.Reason == picture.NotAnImage {
		return &picture.Problem{Reason: picture.UnsupportedType, Detail: fmt.Sprintf(
			"%s packs the picture as %s although it is asked not to; name a local file", from, plain(coding))}
	}
	return &picture.Problem{Reason: problem.Reason, Detail: problem.Detail + " (from " + from + ")"}
}

// finish reads the rest of the picture.
func (f *Found) finish(rest io.Reader) error {
	data := bytes.NewBuffer(f.Data)
	data.Grow(int(max(0, f.Size-int64(len(f.Data)))) + bytes.MinRead)
	if _, err := data.ReadFrom(rest); err != nil {
		return err
	}
	f.Data, f.Whole, f.Size = data.Bytes(), true, int64(data.Len())
	return nil
}
