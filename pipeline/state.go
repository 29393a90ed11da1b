package pipeline

import "slices"

// A State is where an item stands in its story.
type State string

const (
	// Pending items wait to be asked, for the first time or again.
	Pending State = "pending"
	// Submitting items have an intent on disk and its price reserved; the POST
	// may be on its way. After a crash nobody knows whether it arrived, so
	// recovery makes them Unconfirmed.
	Submitting State = "submitting"
	// Submitted items were accepted by the API; their prediction's id is on
	// disk and is polled, in this run or a later one.
	Submitted State = "submitted"
	// Done items have a caption.
	Done State = "done"
	// Failed items will not be asked again unless a person says so.
	Failed State = "failed"
	// Unconfirmed items may have been accepted, and paid, but the answer to the
	// POST is unknown. Only proof or a person moves them on.
	Unconfirmed State = "unconfirmed"
)

// States lists every state an item can be in.
var States = []State{Pending, Submitting, Submitted, Done, Failed, Unconfirmed}

// leads is the item's story as a table: which state may follow which. The
// ledger's schema knows the same states, and a test compares the two.
var leads = map[State][]State{
	Pending:     {Submitting, Done, Failed, Pending},
	Submitting:  {Submitted, Done, Pending, Failed, Unconfirmed},
	Submitted:   {Done, Pending, Failed},
	Unconfirmed: {Submitted, Done, Pending, Failed},
	Failed:      {Pending},
	Done:        {Submitting}, // to improve a text, which stands meanwhile
}

// Leads tells whether an item may move from s to t.
func (s State) Leads(t State) bool { return slices.Contains(leads[s], t) }
