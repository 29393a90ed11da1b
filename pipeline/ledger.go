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
	// It returns ErrStale when the item is not pending any more, ErrTwin when
	// the same is asked, or was answered, about the same bytes, or has failed
	// with another twin than the intent knows, and an error wrapping ErrCap when
	// a cap would be passed; then nothing was written.
	Intend(context.Context, Intent) (PredictionID, error)
	// Record makes one move. It returns ErrStale when the item is not where
	// the step says, and ErrTaken when the remote id is another prediction's;
	// then nothing was written.
	Record(context.Context, Step) error
	// Twin gives the last prediction that was asked the same about the same
	// bytes; nil when there is none, or when that was refused.
	Twin(ctx context.Context, question Hash) (*Twin, error)
	// Past gives what the questions of a stretch have come to in other runs, in
	// the order of their items: those to which an answer came.
	Past(context.Context, Stretch) ([]Past, error)
	Shelf
}

// Shelf remembers what is known of pictures besides their names.
type Shelf interface {
	// Kept gives the upload of a picture's content in some form, nil when
	// there is none that lasts for another hour.
	Kept(ctx context.Context, content [32]byte, form, provider string) (*Upload, error)
	// Sent gives an upload of the very bytes, whatever they were made of; nil
	// when there is none that lasts for another hour.
	Sent(ctx context.Context, sent [32]byte, provider string) (*Upload, error)
	// Keep remembers an upload, in the place of an earlier one.
	Keep(context.Context, Upload) error
	// Drop forgets the upload of a picture's content in some form, and all
	// others of the same bytes sent.
	Drop(ctx context.Context, content [32]byte, form, provider string) error
	// Seen gives what was last found at the address of a picture, nil when
	// nobody has looked.
	Seen(ctx context.Context, name string) (*Sighting, error)
	// See remembers a sighting, in the place of an earlier one.
	See(context.Context, Sighting) error
}

// A Page asks for some of a run's items.
type Page struct {
	State State
	// Work is the rows whose questions are wanted.
	Work Work
	// All takes every item in the state, also those that no wanted row asks
	// for: what was paid is fetched whoever wants it.
	All bool
	// Spoilt takes only pending items whose last text was bad.
	Spoilt bool
	// After is the last item of the page before, 0 for the first page.
	After ItemID
	// Size is the most items wanted.
	Size int
}

// wants tells whether an item of the page is to be taken up with it. Those with a
// bad text have had their turn before the other pending ones.
func (p *Page) wants(it *Item) bool { return p.State != Pending || p.Spoilt == (it.Faults > 0) }

// Work is what a run is about: the current rows of its manifests. Questions
// that no such row asks are never claimed, however long they have waited.
type Work []Range

// A Range is a run of row ids, both ends included.
type Range struct{ First, Last int64 }

// A Stretch is neighbouring questions, by their items.
type Stretch struct {
	// First and Last are the ends, both included.
	First, Last ItemID
	// Work is the rows whose questions are wanted.
	Work Work
	// Run is the one whose answers are left out.
	Run RunID
}

// A Past is what one question has come to in an earlier run.
type Past struct {
	Item ItemID
	// State is Done for a question with a text, Failed for one of which every
	// text was bad, and Pending for one that still waits for a better text.
	State State
}

// An Upload is a picture that the API keeps for us, or has promised to.
type Upload struct {
	Content  [32]byte // SHA-256 of the bytes as they were found
	Form     string   // what was done to them before they were sent
	Provider string
	Sent     [32]byte // SHA-256 of what was sent
	Name     string   // what the manifest calls it
	Type     string   // media type of what was sent, by its bytes
	Bytes    int64    // of what was sent, like the next two
	Width    int      // pixels
	Height   int      // pixels
	URL      string
	Landed   bool // the bytes have surely arrived; without it they may have
	Expires  time.Time
}

// A Sighting is what was found when a picture's address was looked at.
type Sighting struct {
	Name    string   // of the picture, as it is part of a question
	Content [32]byte // SHA-256 of its bytes; zero when they were not read
	Type    string   // media type, by its bytes
	Bytes   int64
	Width   int // pixels
	Height  int // pixels
	ETag    string
	// Lend tells that the API cannot fetch it at its address, so that it has to
	// be uploaded.
	Lend bool
	At   time.Time
}

// A Twin is a prediction that was asked the same about the same bytes.
type Twin struct {
	Prediction PredictionID
	Run        RunID // that asked
	State      State // Submitting, Submitted, Unconfirmed, Done or Failed
	Sent       time.Time
	// Fault is what was wrong with its text, as a code of package quality, if it
	// has failed for that; Caption is the text. It is "" where a person has
	// wanted its own question asked again since.
	Fault, Caption string
	// Faults counts the bad texts that its own question has had, this one the
	// last of them; 0 where that has been asked more since.
	Faults int
	// Reason and Detail say why it has failed. They are "" where that was no bad
	// text, and its own question has not failed with it.
	Reason, Detail string
}

var (
	// ErrStale reports a move of an item that is no longer where the step
	// says it is.
	ErrStale = errors.New("the item has moved on")
	// ErrTaken reports a remote id that belongs to another prediction of the
	// ledger: joining it would give a picture another's text.
	ErrTaken = errors.New("another prediction has this id already")
	// ErrTwin reports a question that is being asked, or was answered, about
	// the same bytes under another name, or was so in vain since somebody looked.
	ErrTwin = errors.New("the same was asked about the same bytes")
	// ErrCap reports a submission that would have passed a cap.
	ErrCap = errors.New("a limit you set was reached")
)
