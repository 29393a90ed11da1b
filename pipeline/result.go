package pipeline

import (
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// A Result is one manifest row as it leaves: the caller's own columns and what
// captionmill has to say about them.
type Result struct {
	// Place is where the row stands.
	Place Place
	// ID is the caller's id of the row, "" where the manifest has none.
	ID string
	// Images are the row's images as the manifest gave them.
	Images []string
	// Cells are the row's cells in the order of the manifest's header; for
	// JSONL manifests they are nil and Object holds the row's bytes.
	Cells []string
	// Object is the JSON object of a JSONL row as it was read, or, of a line
	// that is no object, its text as a JSON string; nil otherwise.
	Object []byte

	// Answer is what became of the row's question, or what all of its Answers
	// come to.
	Answer

	// Answers are those of a row that asks several questions, by slot; nil
	// where it asks one, in the slot "". Answer then says what all of them come
	// to: the worst of Publish and Status with its Reason; flags with
	// "SLOT:" in front; the sum of the costs; and AltText, Long, the drafts,
	// Caption and Provenance are those of the slot "", if there is one.
	Answers []Answer
}

// An Answer is what became of one of a row's questions.
type Answer struct {
	// Slot is the question's place in the row, "" for the only one.
	Slot string
	// AltText is what may be published, "" unless Publish is "yes" or "review".
	AltText string
	// Long is the long description beside it, of a question that asks for both.
	Long    string
	Publish Publish
	Status  RowStatus
	// Reason is a stable word and Detail a sentence that says what to do, both
	// "" for rows that need neither.
	Reason, Detail string
	// Flags are the findings of the checks, those of the long description with
	// "long_description:" in front; "shared"; "human" for a person's text; and
	// "ours" for a text of ours that the manifest brought back. What was found in
	// a text is not among them where a person has written another one in its
	// place, or wants none.
	Flags []string
	// Caption is the model's answer as it came, and "" where the question has
	// failed: what came then is in the Provenance.
	Caption string
	// Model is what was asked, such as "minicpm" or "openai/gpt-4o".
	Model string
	// PredictionID is the API's id of the prediction that gave the caption.
	PredictionID string
	// Cost is the whole cost of the row's question on the question's first
	// row, and 0 with the flag "shared" on the others, so that the column adds
	// up to the bill.
	Cost price.Micros

	// Draft is the answer made clean, also where it may not be published. Of one
	// that came in two parts, which Parted tells, it is the short one, and
	// LongDraft the other.
	Draft, LongDraft string
	Parted           bool
	// Prediction is the ledger's own number of the prediction.
	Prediction PredictionID
	// Provenance is empty unless the outcome was read in full.
	Provenance Provenance

	ofRow string // the first code of AltText that follows from what is known of the row, and matters
	free  bool   // what AltText, which is not back from a manifest, was held for was looked for, and is not there
}

// The flags that are no findings.
const (
	flagShared = "shared"
	flagHuman  = "human"
	flagOurs   = "ours"
)

// A Place is where a row stands, and what it is called there.
type Place struct {
	// Manifest is the ledger's number of the manifest.
	Manifest int64
	// Line is as in [Row]; it and Manifest are 0 unless the outcome was read in
	// full, and Key and Pictures are zero.
	Line int
	Key  Hash
	// Pictures names what the row shows, as [Ask.Seen] does, whatever was
	// answered; zero where there is nothing, or nobody knows.
	Pictures Hash
}

// RowStatus says what became of a row.
type RowStatus string

// The statuses of a row. They are part of the command-line contract.
const (
	RowDone        RowStatus = "done"
	RowFailed      RowStatus = "failed"
	RowUnconfirmed RowStatus = "unconfirmed" // may have been paid; needs proof or a person
	RowPending     RowStatus = "pending"
	RowKept        RowStatus = "kept"    // had alt text already
	RowSkipped     RowStatus = "skipped" // has no image
)

// Publish says whether a row's alt text may go out.
type Publish string

// The answers to "may this be published?". They are part of the command-line
// contract.
const (
	PublishYes        Publish = "yes"
	PublishDecorative Publish = "decorative" // alt="" on purpose
	PublishReview     Publish = "review"     // a person should look first: a text has a warning or was there before and is blocked, or there is to be none
	PublishNo         Publish = "no"
)

// Parts are the row's answers one by one, also where there is only one.
func (r *Result) Parts() []Answer {
	if len(r.Answers) > 0 {
		return r.Answers
	}
	return []Answer{r.Answer}
}

// NeedsPerson tells whether only a person can go on from here: a text is to be
// looked at, one was held back or the question has failed, and nobody has said
// yet what should become of it.
func (a *Answer) NeedsPerson() bool {
	lacking := a.Draft != "" || a.failed()
	return a.Publish == PublishReview || a.Publish == PublishNo && lacking && a.Reason != "rejected"
}

// failed tells whether a question has failed, and not the reading of its row,
// of which there is no question.
func (a *Answer) failed() bool { return a.Status == RowFailed && a.Model != "" }

// Refused is what the model wrote where the question has failed because of that
// text, "" where it has not, and unless the outcome was read in full.
func (a *Answer) Refused() string {
	if !a.failed() || a.Reason == quality.Empty || !BadText(a.Reason) {
		return ""
	}
	return quality.Clean(a.Provenance.RawText)
}
