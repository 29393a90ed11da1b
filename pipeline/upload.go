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

// upload lends a picture at the place where the API keeps it, and sends it there
// unless it is there already.
func (l *Lender) upload(ctx context.Context, o *original) (Lent, error) {
	unlock, err := l.lock(ctx, o.info.Hash)
	if err != nil {
		return Lent{}, err
	}
	defer unlock()
	if lent, err := l.kept(ctx, o.info.Hash); err != nil || lent.URL != "" {
		return lent, err
	}
	data, err := l.prepare(ctx, o)
	if err != nil {
		return Lent{}, err
	}
	return l.sendOnce(ctx, o, data)
}

// prepare gives the bytes of a picture as they are to be sent.
func (l *Lender) prepare(ctx context.Context, o *original) ([]byte, error) {
	data, err := o.read()
	if err != nil {
		return nil, &picture.Problem{Reason: picture.Unreadable, Detail: "the file could not be read to its end", Err: err}
	}
	if sha256.Sum256(data) != o.info.Hash {
		return nil, &picture.Problem{Reason: picture.Unreadable, Detail: "the file was changed while it was being read; leave it alone during a run"}
	}
	if o.sent == nil {
		if o.sent, err = l.retoucher.Picture(ctx, data, o.info, l.Retouch); err != nil {
			return nil, err
		}
	}
	if o.sent.Data != nil {
		data = o.sent.Data
	}
	return data, nil
}

// sendOnce sends a picture, unless another has become the very same: copies
// that differ in what was stripped are one.
func (l *Lender) sendOnce(ctx context.Context, o *original, data []byte) (Lent, error) {
	u := Upload{
		Content: o.info.Hash, Form: l.Retouch.Form(), Provider: l.Provider, Name: o.name, Sent: sha256.Sum256(data),
		Type: o.sent.Type, Bytes: int64(len(data)), Width: o.sent.Width, Height: o.sent.Height, Expires: time.Now().Add(uploadKept),
	}
	if u.Sent != u.Content {
		unlock, err := l.lock(ctx, u.Sent)
		if err != nil {
			return Lent{}, err
		}
		defer unlock()
	}
	other, err := l.Shelf.Sent(ctx, u.Sent, l.Provider)
	if err != nil {
		return Lent{}, err
	}
	if other != nil {
		u.URL, u.Expires, u.Landed = other.URL, other.Expires, other.Landed
		lent, err := l.arrived(ctx, &u)
		if err != nil {
			return Lent{}, err
		}
		if lent.URL != "" {
			return lent, l.Shelf.Keep(ctx, u)
		}
	}
	err = l.send(ctx, &u, o.file, data)
	return Lent{u.URL, u.Sent}, err
}

// kept is a picture as the API keeps it, none when it has to be sent.
func (l *Lender) kept(ctx context.Context, content [32]byte) (Lent, error) {
	u, err := l.Shelf.Kept(ctx, content, l.Retouch.Form(), l.Provider)
	if err != nil || u == nil {
		return Lent{}, err
	}
	return l.arrived(ctx, u)
}

// arrived is a picture that was sent, none if it has to be sent once more. One
// that was promised a place, by a run that was killed perhaps, may be there or
// not: the place itself knows.
func (l *Lender) arrived(ctx context.Context, u *Upload) (Lent, error) {
	if u.Landed {
		return Lent{u.URL, u.Sent}, nil
	}
	if u.Landed, _ = l.Storage.Landed(ctx, u.URL, u.Bytes); !u.Landed {
		return Lent{}, ctx.Err() // sending it once more costs nothing but time
	}
	return Lent{u.URL, u.Sent}, l.Shelf.Keep(ctx, *u)
}

// drop forgets the upload of a picture, and of all that have become the same.
func (l *Lender) drop(ctx context.Context, content [32]byte) error {
	return l.Shelf.Drop(ctx, content, l.Retouch.Form(), l.Provider)
}

// send uploads a picture and remembers where it is. With a ticket the place is
// remembered before the bytes are sent, so that they are sent once, whatever is
// killed.
func (l *Lender) send(ctx context.Context, u *Upload, file string, data []byte) error {
	ticket, err := l.ticket(ctx, api.File{Name: file, Type: u.Type, Size: u.Bytes})
	switch {
	case err != nil:
		return err
	case ticket == nil:
		u.URL, err = l.Storage.Upload(ctx, file, u.Type, bytes.NewReader(data), u.Bytes)
	default:
		u.URL = ticket.URL
		err = errors.Join(l.Shelf.Keep(ctx, *u), l.put(ctx, *ticket, data))
	}
	if err != nil {
		return err
	}
	u.Landed = true
	return l.Shelf.Keep(ctx, *u)
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
