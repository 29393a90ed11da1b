package pipeline

import (
	"context"
	"io"
	"sync"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/fetch"
	"github.com/captionmill/captionmill/pipeline/picture"
	"github.com/captionmill/captionmill/pipeline/retouch"
)

// Check says how pictures at addresses are looked at before they are asked
// about.
type Check string

const (
	// CheckNothing passes addresses as they are; the zero value does the same.
	CheckNothing Check = "no"
	// CheckQuick looks at the first bytes, so that dead links and pages that
	// are no pictures cost nothing.
	CheckQuick Check = "quick"
	// CheckDownload reads the whole picture, once. What the API could not
	// fetch, or could not take as it is, is uploaded, and the same picture
	// under two addresses is asked about once.
	CheckDownload Check = "download"
)

// Storage is the part of a hosted API that keeps pictures for its models.
// Errors are *api.Error and carry a verdict. Nothing of it costs anything.
type Storage interface {
	// Ticket asks for a place for a file, before its bytes are sent. The error
	// has the cause [api.CauseRoute] where the API gives no tickets.
	Ticket(ctx context.Context, f api.File) (api.Ticket, error)
	// Put sends a file to its place.
	Put(ctx context.Context, t api.Ticket, body io.Reader, size int64) error
	// Upload sends a file without a ticket, and gives its URL.
	Upload(ctx context.Context, name, mediaType string, body io.Reader, size int64) (string, error)
	// Landed tells whether a file has arrived at its URL.
	Landed(ctx context.Context, url string, size int64) (bool, error)
}

// A Fetcher gets pictures from their addresses; see [fetch.Fetcher].
type Fetcher interface {
	// Download fetches a picture as a whole, Peek its beginning. Errors are
	// *picture.Problem or *fetch.Trouble.
	Download(ctx context.Context, address string) (*fetch.Found, error)
	Peek(ctx context.Context, address string) (*fetch.Found, error)
}

// A Lender sees to it that the API can see an item's pictures: it passes their
// addresses on, or uploads what has none that the API could use, once per
// content. Set its fields before use; it is safe for use by many goroutines.
type Lender struct {
	Provider string
	Shelf    Shelf
	Storage  Storage
	// Check says whether pictures at addresses are looked at.
	Check Check
	// Fetch gets pictures from their addresses; nil is one that goes to public
	// networks only.
	Fetch Fetcher
	// Retouch says what is done to pictures before they are uploaded.
	Retouch retouch.Options
	// Roots are folders outside the manifest's from which files may be sent.
	Roots []string
	// AtOnce bounds the pictures that are in hand at once, fetched, read or
	// uploaded: 16 if zero.
	AtOnce int

	once      sync.Once
	retoucher retouch.Retoucher
	places    chan struct{} // a token for each picture in hand
	mu        sync.Mutex
	folders   map[string]*picture.Folder
	sending   map[[32]byte]chan struct{}
	noTickets bool // the API has said that it gives none
	sites     sites
}

// Lent is a picture as it is sent.
type Lent struct {
	// URL is where the API can fetch it.
	URL string
	// Content is the SHA-256 of its bytes as the API sees them, zero when
	// nobody has read them.
	Content [32]byte
}

// Lend gives an item's pictures in order. A picture that cannot be asked about
// is a *[picture.Problem], a place that does not answer just now a
// *[fetch.Trouble], and a failed upload the API's error.
func (l *Lender) Lend(ctx context.Context, it *Item) ([]Lent, error) {
	l.once.Do(l.begin)
	lent := make([]Lent, len(it.Images))
	for i, image := range it.Images {
		ref, err := picture.Parse(image)
		if err != nil {
			return nil, err
		}
		if ref.Path != "" {
			lent[i], err = l.file(ctx, it.Folder, ref.Path)
		} else {
			lent[i], err = l.address(ctx, ref.URL, it.Attempts > 0)
		}
		if err != nil {
			return nil, err
		}
	}
	return lent, nil
}

// Distrust is told that the API could not fetch an item's pictures. It tells
// whether they can be lent in another way the next time: those at addresses by
// an upload, and those that were uploaded by another.
func (l *Lender) Distrust(ctx context.Context, it *Item) (otherwise bool, err error) {
	l.once.Do(l.begin)
	for _, image := range it.Images {
		ref, err := picture.Parse(image)
		if err != nil {
			return false, nil // cannot have been sent
		}
		if ref.Path != "" {
			err = l.dropFile(ctx, it.Folder, ref.Path)
		} else {
			err = l.distrust(ctx, ref.URL)
		}
		if err != nil {
			return false, err
		}
	}
	return len(it.Images) > 0, nil
}

// begin fills in what was not given.
func (l *Lender) begin() {
	l.places = make(chan struct{}, or(l.AtOnce, 16))
	l.Fetch = or[Fetcher](l.Fetch, new(fetch.Fetcher))
	l.Storage = brisk{l.Storage}
}

// enter waits until one more picture may be taken in hand.
func (l *Lender) enter(ctx context.Context) (leave func(), err error) {
	select {
	case l.places <- struct{}{}:
		return func() { <-l.places }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// lock waits while somebody sends the same content, and then lets nobody else
// send it, so that it goes once.
func (l *Lender) lock(ctx context.Context, content [32]byte) (unlock func(), err error) {
	for {
		l.mu.Lock()
		wait, busy := l.sending[content]
		if !busy {
			break
		}
		l.mu.Unlock()
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	defer l.mu.Unlock()
	if l.sending == nil {
		l.sending = map[[32]byte]chan struct{}{}
	}
	mine := make(chan struct{})
	l.sending[content] = mine
	return func() { l.unlock(content, mine) }, nil
}

func (l *Lender) unlock(content [32]byte, mine chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sending, content)
	close(mine)
}
