// Package pipeline takes items, questions about pictures, from a manifest's row
// to an answer that is paid for once.
//
// # One item's story
//
// Every item goes the same way, one goroutine each. What is in [Ledger] at any
// instant is enough to go on after a crash:
//
//	pending ── turn at the gate ── intent and price on disk ──► submitting ── id on disk ──► submitted ──► done
//	   ▲ ▲                                                        │  │  │                       │  │
//	   │ └─ surely nothing was created ───────────────────────────┘  │  └─ refused for good ──► failed
//	   │                                                             │                          │
//	   │                                                             └─ no answer, or a crash ─► unconfirmed
//	   └─ a paid attempt brought nothing of use, and another is allowed ────────────────────────┘
//
// An intent is made durable before its one POST, and whatever may have been
// paid is recorded in spite of the run's end. An item in doubt, unconfirmed, is
// never asked again without proof or a person's word. One about bytes that the
// same was asked about already is done with that answer, and is not asked.
//
// # What stands where
//
// An [Asker] makes questions of manifest rows; [Prompt.Hash] with [Ask.Seen] names them,
// so that the same question is recognized whatever its picture's URL is signed
// with. A [Captioner] tells one item's story, with a [Preparer] to put requests
// together and a [Lender] to have their pictures where the API sees them; a
// [Runner] feeds it all items of a run. A [Reconciler] settles doubts from the
// API's own list, and a [Bookkeeper] the money from its bills. An [Outcome]
// becomes a [Result] when it is judged whether its text may be published.
//
// The package does not talk to any API and keeps nothing on disk: package
// wavespeed and package sqlite do. It does not hold rates, which package gate
// does, reads no manifests and writes no results.
package pipeline
