// Package ledgertest is one suite of promises that every ledger passes: moves
// are conditional, caps hold however many goroutines press against them, and
// what was returned without an error is there the next time.
//
// It knows ledgers only as package pipeline does. What one kind of ledger
// promises beyond that, such as files and locks, its own tests hold.
package ledgertest

import (
	"context"
	"iter"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A Ledger is a ledger under test: what the engine asks of it, and the little
// that the suite needs to fill it, look into it and open it again. Methods
// that take a T fail the test instead of returning an error.
type Ledger interface {
	pipeline.Ledger
	// Fill makes rows the current ones of a manifest, in the place of those it
	// had, and returns their range.
	Fill(t *testing.T, manifest string, rows []pipeline.Row) pipeline.Range
	// Start begins a run that spends from a purse of its own.
	Start(t *testing.T) pipeline.RunID
	// Outcomes walks rows in order, each with its answer.
	Outcomes(ctx context.Context, rows pipeline.Range) iter.Seq2[*pipeline.Outcome, error]
	// Hold notes which texts wait for a person because of the rows of a manifest,
	// and which do not any more.
	Hold(ctx context.Context, manifest int64, holds []pipeline.Hold) error
	// Reserved is the sum that counts against the caps of the whole ledger.
	Reserved(t *testing.T) price.Micros
	// Reopen closes the ledger and opens the same one again, as the next
	// process would.
	Reopen(t *testing.T) Ledger
}

// Run holds a kind of ledger to every promise. Each opens new and empty
// ledgers of its own; they are used side by side.
func Run(t *testing.T, open func(t *testing.T) Ledger) {
	for _, p := range promises {
		t.Run(p.words, func(t *testing.T) {
			t.Parallel()
			p.hold(t, open)
		})
	}
}

// An opener opens a new and empty ledger.
type opener = func(t *testing.T) Ledger

// promises are the suite, in words that name the subtests.
var promises = []struct {
	words string
	hold  func(t *testing.T, open opener)
}{
	{"every way in the state table, and no other", waysOfTheTable},
	{"only an intent leads to submitting", onlyIntents},
	{"a move from elsewhere is stale and changes nothing", staleMoves},
	{"a late old attempt changes nothing", lateAttempt},
	{"attempts, tries and the next try are counted", counts},
	{"what hinders a question is counted until it is asked, and costs nothing", hinderedCounts},
	{"an intent needs a pending item", intentNeedsPending},
	{"an intent whose caller has gone is not written", intentCancelled},

	{"every cap holds to the last cent", capsHold},
	{"runs, months and the whole have purses apart", capsAreApart},
	{"a refused intent leaves no trace in any purse", refusedLeavesNoTrace},
	{"what was not created is given back", givenBack},
	{"what may have been created is kept", keptReserve},
	{"a month has its own purse", monthsApart},
	{"a reserve goes back into the month it came from", givenBackToItsMonth},

	{"a thousand goroutines cannot pass a cap", raceForMoney},
	{"a thousand goroutines ask a question once", raceForOneItem},
	{"a failing step does not disturb its neighbours", neighbours},

	{"pages come in order and end", pagesInOrder},
	{"only wanted rows are claimed", onlyWanted},
	{"abandoned questions are never claimed", abandoned},
	{"what was paid is claimed whoever wants it", paidIsForAll},
	{"one question of many rows is one item", sharedQuestion},
	{"an item's pictures are as fresh as its newest row", freshPictures},

	{"items, captions and purses outlive the process", outlives},
	{"a text is held until it is let go", holds},
	{"a manifest holds and lets go for itself, and a text that comes back is held by any", holdsApart},
	{"uploads are kept until they expire", uploadsKept},
	{"an upload is known by its form, and can be dropped", uploadForms},
	{"uploads of the same bytes are one, and go together", uploadsAlike},
	{"uploads and sightings outlive the process", picturesOutlive},
	{"sightings hang on names", sightings},

	{"the same about the same bytes is asked once", twinsAskOnce},
	{"a thousand goroutines ask about the same bytes once", raceForBytes},
	{"a twin without an answer stands in nobody's way who knows it", twinsThatFail},
	{"a twin whose question goes on has nothing to say", twinsThatGoOn},
	{"a twin's bad text is taken, counts once, and costs nothing", twinsBurden},
	{"the bad texts before it are taken with a twin's", twinsOfManyFaults},
	{"a twin's answer is taken, and costs nothing", twinsAnswer},
	{"only an answer to the same prompt is taken", twinsOfOthers},

	{"a repair is asked with a prompt of its own, which outlives the process", repairsAsk},
	{"bad texts are counted, and nothing else as one", badTextsAreCounted},
	{"a draft stands, whatever ends the question for a better one", draftsStand},
	{"a draft stands while nobody knows", draftsInDoubt},
	{"a draft gives way to a better answer", draftsGiveWay},
	{"only what is done is improved, within the caps", draftsHaveToBeDone},
	{"repairs about the same bytes are twins, too", repairsOfTwins},
	{"what came of neighbours in other runs is remembered", pastOfNeighbours},
	{"what is to be repaired is found by itself", repairsArePaged},
}
