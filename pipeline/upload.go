package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/picture"
	"github.com/captionmill/captionmill/pipeline/retouch"
)

// uploadKept is how long an upload is relied on. The API keeps it for 7 days,
// by its documentation; a day is left for the question to be answered.
const uploadKept = 6 * 24 * time.Hour

// An original is a picture as it was found, whose bytes can be had.
type original struct {
	name string // as it is part of a question
	file string // what to call the file
	info picture.Info
	read func() ([]byte, error)
	sent *retouch.Result // what it has become, nil if nobody has begun
}

// upload gives the URL at which the API keeps a picture, and sends it there
// unless it is there already.
func (l *Lender) upload(ctx context.Context, o *original) (string, error) {
	unlock, err := l.lock(ctx, o.info.Hash)
	if err != nil {
		return "", err
	}
	defer unlock()
	if url, err := l.kept(ctx, o.info.Hash); err != nil || url != "" {
		return url, err
	}
	data, err := o.read()
	if err != nil {
		return "", &picture.Problem{Reason: picture.Unreadable, Detail: "the file could not be read to its end", Err: err}
	}
	if sha256.Sum256(data) != o.info.Hash {
		return "", &picture.Problem{Reason: picture.Unreadable, Detail: "the file was changed while it was being read; leave it alone during a run"}
	}
	if o.sent == nil {
		if o.sent, err = l.retoucher.Picture(ctx, data, o.info, l.Retouch); err != nil {
			return "", err
		}
	}
	if o.sent.Data != nil {
		data = o.sent.Data
	}
	return l.send(ctx, o, data)
}

// kept is where the API keeps a picture, "" when it has to be sent. One that
// was promised a place, by a run that was killed perhaps, may be there or not:
// the place itself knows.
func (l *Lender) kept(ctx context.Context, content [32]byte) (string, error) {
	u, err := l.Shelf.Kept(ctx, content, l.Retouch.Form(), l.Provider)
	if err != nil || u == nil {
		return "", err
	}
	if !u.Landed {
		if u.Landed, _ = l.Storage.Landed(ctx, u.URL, u.Bytes); !u.Landed {
			return "", ctx.Err() // sending it once more costs nothing but time
		}
		err = l.Shelf.Keep(ctx, *u)
	}
	return u.URL, err
}

// drop forgets the upload of a picture.
func (l *Lender) drop(ctx context.Context, content [32]byte) error {
	return l.Shelf.Drop(ctx, content, l.Retouch.Form(), l.Provider)
}

// send uploads a picture and remembers where it is. With a ticket the place is
// remembered before the bytes are sent, so that they are sent once, whatever is
// killed.
func (l *Lender) send(ctx context.Context, o *original, data []byte) (string, error) {
	u := Upload{
		Content: o.info.Hash, Form: l.Retouch.Form(), Provider: l.Provider, Name: o.name,
		Type: o.sent.Type, Bytes: int64(len(data)), Width: o.sent.Width, Height: o.sent.Height, Expires: time.Now().Add(uploadKept),
	}
	ticket, err := l.ticket(ctx, api.File{Name: o.file, Type: u.Type, Size: u.Bytes})
	switch {
	case err != nil:
		return "", err
	case ticket == nil:
		u.URL, err = l.Storage.Upload(ctx, o.file, u.Type, bytes.NewReader(data), u.Bytes)
	default:
		u.URL = ticket.URL
		err = errors.Join(l.Shelf.Keep(ctx, u), l.put(ctx, *ticket, data))
	}
	if err != nil {
		return "", err
	}
	u.Landed = true
	return u.URL, l.Shelf.Keep(ctx, u)
}

// ticket asks for a place for a file, nil where the API gives none.
func (l *Lender) ticket(ctx context.Context, f api.File) (*api.Ticket, error) {
	l.mu.Lock()
	none := l.noTickets
	l.mu.Unlock()
	if none {
		return nil, nil
	}
	t, err := l.Storage.Ticket(ctx, f)
	if call, ok := errors.AsType[*api.Error](err); ok && call.Cause == api.CauseRoute {
		l.mu.Lock()
		l.noTickets = true
		l.mu.Unlock()
		return nil, nil
	}
	return &t, err
}

// put sends a file to its place. When the answer was lost, the place itself
// knows whether the file has arrived.
func (l *Lender) put(ctx context.Context, t api.Ticket, data []byte) error {
	err := l.Storage.Put(ctx, t, bytes.NewReader(data), int64(len(data)))
	call, ok := errors.AsType[*api.Error](err)
	if !ok || call.Verdict != api.Retry || call.Status/100 == 4 {
		return err
	}
	if landed, _ := l.Storage.Landed(ctx, t.URL, int64(len(data))); landed {
		return nil
	}
	return err
}
