// Package api holds the words that the engine and the client of any hosted
// vision API share: what predictions are, and the files, offers and bills that
// go with them, and what a failed call means.
//
// It does not talk to anyone; clients such as package wavespeed do.
package api

import (
	"time"
)

// A Prediction is one question as the API knows it: asked once, answered once.
type Prediction struct {
	// ID is the API's own name for it. A submit without one is an error.
	ID string
	// Status is the API's word, such as "created" or "completed".
	Status string
	// Phase sorts Status into what the engine has to do about it.
	Phase Phase
	// Caption is the text of the answer as the model wrote it, "" while there
	// is none. A completed prediction may have none at all.
	Caption string
	// Failure says why a Failed prediction has no answer.
	Failure *Failure
	// Took is how long the API says the work lasted; 0 when it does not say.
	Took time.Duration
	// Created is the server's time of creation; zero when it does not say.
	Created time.Time
	// Raw is the answer's data as it came, bounded; for the ledger.
	Raw []byte
}

// Phase is where a prediction stands, whatever words the API uses for it.
type Phase int

const (
	// Running predictions have no answer yet; look again later.
	Running Phase = iota
	// Completed predictions have ended well; Caption is all there will be.
	Completed
	// Failed predictions have ended without an answer.
	Failed
)

// A Failure is a prediction that ended without a usable answer: data, not an
// error, because the call that brought it went well.
type Failure struct {
	// Reason is a stable word, such as "moderated" or "image_unreachable".
	Reason string
	// Detail is a sentence for a person, the API's own words included.
	Detail string
	// Again tells that asking the same question once more may well succeed.
	Again bool
}

// Verdict is what a failed call means for the money and for the next step.
type Verdict int

const (
	// Unsure: the call may have been accepted and charged. It is the zero
	// value because it is the only safe guess.
	Unsure Verdict = iota
	// Retry: surely nothing was created; the same call may be made again.
	Retry
	// Reject: the request itself is at fault; nothing was created.
	Reject
	// Halt: no request can succeed until a person acts (key, credit).
	Halt
)

// Cause tells apart the reasons behind a verdict that the engine acts on.
type Cause int

const (
	// CauseOther is every cause that needs no act of its own.
	CauseOther Cause = iota
	// CauseUnsent: nothing reached the wire (dial, DNS, TLS).
	CauseUnsent
	// CauseRate: too many requests a minute.
	CauseRate
	// CauseCrowded: too many predictions at once.
	CauseCrowded
	// CauseKey: the key is missing, wrong or not allowed to do this.
	CauseKey
	// CauseCredit: the account has no money for it.
	CauseCredit
	// CauseModel: the API does not know the model.
	CauseModel
	// CauseGone: the API no longer knows the prediction.
	CauseGone
	// CauseServer: the API or a gateway before it erred.
	CauseServer
	// CauseRoute: the API has no such call.
	CauseRoute
	// CauseLong: the answer is longer than is put up with.
	CauseLong
)

// An Error is a call that did not bring a prediction.
type Error struct {
	// Op and Subject name the call, such as "submit" and the model.
	Op, Subject string
	// Verdict and Cause are what the engine branches on.
	Verdict Verdict
	Cause   Cause
	// Reason is a stable word for the ledger, such as "bad_request".
	Reason string
	// Status is the HTTP status, 0 without an answer; Code the code inside the
	// body, 0 without one.
	Status, Code int
	// Message is the API's own sentence, bounded and without control characters.
	Message string
	// RetryAfter is how long the API asked to wait; 0 when it did not say.
	RetryAfter time.Duration
	// Err is the transport's error, nil when there was an answer.
	Err error
}

// Unwrap gives the transport's error.
func (e *Error) Unwrap() error { return e.Err }
