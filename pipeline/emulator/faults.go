package emulator

import (
	"math/rand/v2"
	"time"
)

// Faults are the ways in which the API is known or feared to fail, each with
// its probability from 0 (never) to 1 (always).
type Faults struct {
	// SubmitError answers a submit with 503; nothing is created.
	SubmitError float64
	// RateLimited and Crowded answer a submit as if the account had started too
	// much in this minute, or had too much unfinished; nothing is created.
	RateLimited, Crowded float64
	// HTML429 answers a submit with a gateway's 429 in HTML; nothing is created.
	HTML429 float64
	// Unauthorized answers a submit or a look at a prediction with 401 although
	// the key is good; nothing is created.
	Unauthorized float64
	// ErrorBeforeAccept answers a submit with 500, and BadGatewayBeforeAccept
	// and GatewayTimeoutBeforeAccept with a gateway's 502 and 504 in HTML.
	// Nothing is created, which no client can know.
	ErrorBeforeAccept, BadGatewayBeforeAccept, GatewayTimeoutBeforeAccept float64
	// Forbidden answers a submit with 403 and an error_code, as if the key were
	// not allowed to do that; nothing is created.
	Forbidden float64
	// NoCredit treats a submit as if the account could not pay for it, in the
	// form that CreditForm says. Nothing is charged.
	NoCredit float64
	// CreditForm is how the API says that the account cannot pay; "" is
	// CreditEnvelope.
	CreditForm CreditForm

	// DropAfterAccept creates and charges the prediction, then cuts the
	// connection without an answer.
	DropAfterAccept float64
	// ErrorAfterAccept creates and charges the prediction, then answers with a
	// gateway's 502 in HTML.
	ErrorAfterAccept float64
	// UnreadableAfterAccept creates and charges the prediction, then answers
	// with a page in HTML and HTTP 200.
	UnreadableAfterAccept float64
	// SlowAnswer creates and charges the prediction, then keeps back every byte
	// of the answer for the time of SlowBy. A client that has gone by then has
	// paid all the same.
	SlowAnswer float64
	// SlowBy is how long SlowAnswer lasts; 0 is 3 s.
	SlowBy time.Duration
	// FinalAtSubmit finishes the prediction at once, in the submit's answer.
	FinalAtSubmit float64
	// GatewayTimeout creates and charges the prediction of a submit with
	// enable_sync_mode, and halfway to its end answers with a gateway's 504 in
	// HTML. The vendor's page on sync mode warns of it.
	GatewayTimeout float64
	// SyncTimeout answers such a submit halfway to its end as if Server.SyncWait
	// were over.
	SyncTimeout float64

	// PollError answers a look at a prediction with 500, and PollGone with 404
	// although it exists.
	PollError, PollGone float64
	// PollCut cuts the connection in the middle of the answer to a look.
	PollCut float64
	// ListError and UploadError answer a list and an upload with 500.
	ListError, UploadError float64

	// TaskFailed ends a prediction with code 1403, task execution failed.
	TaskFailed float64
	// Moderated ends a prediction with code 1200, sensitive content.
	Moderated float64
	// Unreachable ends a prediction with code 1402, as if its picture could not
	// be downloaded, although it can.
	Unreachable float64
	// Internal and Unavailable end a prediction with code 5000 and 5003, and
	// RetryExhausted with 1406.
	Internal, Unavailable, RetryExhausted float64
	// Cancelled, TimedOut and Deleted end a prediction with that status.
	Cancelled, TimedOut, Deleted float64
	// Empty, Null, Object and BareObject complete a prediction with outputs
	// that are [], null, [{"caption":"…"}] or {"caption":"…"}.
	Empty, Null, Object, BareObject float64
	// Link completes a prediction with the URL of a file for a caption.
	Link float64
	// Refusal, Loop and Verbose complete a prediction with words of a model that
	// declines, repeats itself, or does not come to an end.
	Refusal, Loop, Verbose float64
}

// A CreditForm is one of the forms in which the API has been seen to say that
// the account cannot pay.
type CreditForm string

const (
	// CreditEnvelope is HTTP 200 with code 400 and no prediction.
	CreditEnvelope CreditForm = "envelope"
	// CreditForbidden is HTTP 403 with a sentence about a top-up.
	CreditForbidden CreditForm = "forbidden"
	// CreditTask creates a prediction, which costs nothing and fails with code
	// 1407.
	CreditTask CreditForm = "task"
)

// hit says whether a fault of this probability happens.
func hit(dice *rand.Rand, probability float64) bool {
	return dice.Float64() < probability
}
