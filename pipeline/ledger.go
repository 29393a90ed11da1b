package pipeline

import (
	"context"
	"errors"
	"time"
)

// Ledger remembers what was asked, paid and answered. Whatever a method has
// returned without an error is durable. Implementations are safe for use by
// thousands of goroutines at once; package ledgertest holds the promises.
type Ledger interface {
	// Claim gives the next page of a run's items in one state, in the order of
	// their manifests.
	Claim(context.Context, Page) ([]Item, error)
	// Intend writes an intent and reserves its price, before the POST.
	// It returns ErrStale when the item is not pending any more, and an error
	// wrapping ErrCap when a cap would be passed; then nothing was written.
	Intend(context.Context, Intent) (PredictionID, error)
	// Record makes one move. It returns ErrStale when the item is not where
	// the step says, and ErrTaken when the remote id is another prediction's;
	// then nothing was written.
	Record(context.Context, Step) error
	// Upload gives the URL under which a picture's content was uploaded and
	// is still kept, "" when there is none.
	Upload(ctx context.Context, content [32]byte, provider string) (string, error)
	// Uploaded remembers such a URL until it expires.
	Uploaded(context.Context, Upload) error
}

// A Page asks for some of a run's items.
type Page struct {
	State State
	// Work is the rows whose questions are wanted.
	Work Work
	// All takes every item in the state, also those that no wanted row asks
	// for: what was paid is fetched whoever wants it.
	All bool
	// After is the last item of the page before, 0 for the first page.
	After ItemID
	// Size is the most items wanted.
	Size int
}

// Work is what a run is about: the current rows of its manifests. Questions
// that no such row asks are never claimed, however long they have waited.
type Work []Range

// A Range is a run of row ids, both ends included.
type Range struct{ First, Last int64 }

// An Upload is a picture that the API keeps for us.
type Upload struct {
	Content  [32]byte // SHA-256 of the bytes
	Provider string
	Name     string // what the manifest calls it
	Type     string // media type, by its bytes
	Bytes    int64
	Width    int // pixels
	Height   int // pixels
	URL      string
	Expires  time.Time
}

var (
	// ErrStale reports a move of an item that is no longer where the step
	// says it is.
	ErrStale = errors.New("the item has moved on")
	// ErrTaken reports a remote id that belongs to another prediction of the
	// ledger: joining it would give a picture another's text.
	ErrTaken = errors.New("another prediction has this id already")
	// ErrCap reports a submission that would have passed a cap.
	ErrCap = errors.New("a limit you set was reached")
)
