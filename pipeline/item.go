package pipeline

import (
	"time"

	"github.com/captionmill/captionmill/pipeline/price"
)

// ItemID names an item within one ledger.
type ItemID int64

// PredictionID names an intent to ask within one ledger. It is ours; the API's
// own id of the prediction is called its remote id.
type PredictionID int64

// RunID names one start of a run within one ledger.
type RunID int64

// An Item is a question on its way: what is paid for once, however many rows
// ask it.
type Item struct {
	ID    ItemID
	State State
	// Prompt is what is asked, apart from the pictures.
	Prompt *Prompt
	// Images are the pictures as the newest row that asks gives them, so that
	// a signed URL is as fresh as it can be. None says that no wanted row asks.
	Images []string
	// Folder is where relative file names among Images begin.
	Folder string
	// Attempts counts the predictions that were accepted, and so paid.
	Attempts int
	// Tries counts the submissions that created nothing, since the last that
	// did; it sets the pause before the next one.
	Tries int
	// HeldUp counts how often in a row a place did not give one of its pictures.
	HeldUp int
	// NextTry is when a pending item may be asked; zero means now.
	NextTry time.Time
	// Fault is what was wrong with the text of the last answer that had one, as
	// a code of package quality, and Faults counts the answers with such texts.
	// What is asked next repairs that.
	Fault  string
	Faults int
	// PutBack is the last prediction of all when a person wanted the item to be
	// asked again, 0 for never. Bad texts up to that one, of whatever item, do not
	// count for it any more.
	PutBack PredictionID

	// Prediction is the current one, 0 before the first intent.
	Prediction PredictionID
	// Remote is the API's id of the current prediction, "" before it is known.
	Remote string
	// Sent is when the current prediction's intent was written.
	Sent time.Time
	// Asked is what the current prediction was asked: Prompt, or a repair of it.
	// It is nil before the first intent.
	Asked *Prompt
	// Draft is the prediction whose text is good enough to stand while the
	// current one may bring a better text, 0 for none; Standing is that text.
	// An item with a draft never fails.
	Draft    PredictionID
	Standing string
}

// An Intent is the decision to ask, as the ledger needs it before the POST.
type Intent struct {
	Item ItemID
	// Prompt is what is asked if it is not the item's own question.
	Prompt *Prompt
	// Repairs is the fault of the answer that this is to take the place of, ""
	// for none.
	Repairs string
	// Draft is the prediction with which the item has to be done, and which
	// stands until there is a better one; 0 for an item that has to be pending.
	Draft PredictionID
	Run   RunID
	// Purse is the run whose purse it spends from: Run itself, or the one that
	// Run goes on with.
	Purse RunID
	// Owner names the process that asks.
	Owner   string
	BaseURL string
	// Images and Extras are what is sent besides the prompt: the pictures'
	// URLs and the parameters that do not change the question, as JSON.
	Images, Extras []byte
	// Question names what is asked by the pictures' very bytes; zero when
	// nobody has read them.
	Question Hash
	// Twin is the last prediction of that question if it has failed, which the
	// caller has found to stand in nobody's way; 0 for none.
	Twin PredictionID
	// Price is reserved in the same transaction.
	Price price.Micros
	Caps  Caps
	At    time.Time
}

// Caps are the limits of a purse. Zero means no limit.
type Caps struct {
	Run, Month, Total price.Micros
	// Submissions is the most submissions a run may make.
	Submissions int
}
