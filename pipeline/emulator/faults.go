package emulator

import (
	"encoding/json"
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
	// PollError answers a look at a prediction with 500.
	PollError float64

	// TaskFailed ends a prediction with code 1403, task execution failed.
	TaskFailed float64
	// Moderated ends a prediction with code 1200, sensitive content.
	Moderated float64
	// Cancelled and TimedOut end a prediction with that status.
	Cancelled, TimedOut float64
	// Empty, Null, Object and BareObject complete a prediction with outputs
	// that are [], null, [{"caption":"…"}] or {"caption":"…"}.
	Empty, Null, Object, BareObject float64
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

// An outcome is how a prediction ends. Its name is kept in the journal.
type outcome struct {
	name   string
	chance func(Faults) float64
	// A failed one has a status, and perhaps a code and an error.
	status string
	code   int
	error  string
	// Another completes with what outputs makes of the caption.
	outputs func(caption string) any
}

// moderated is the code of a task whose content was found sensitive.
const moderated = 1200

// outcomes are tried in this order; the last is what happens if none hits.
var outcomes = []outcome{
	{name: "task-failed", chance: func(f Faults) float64 { return f.TaskFailed },
		status: "failed", code: 1403, error: "Task execution failed."},
	{name: "moderated", chance: func(f Faults) float64 { return f.Moderated },
		status: "failed", code: moderated, error: "The content contains sensitive information."},
	{name: "cancelled", chance: func(f Faults) float64 { return f.Cancelled }, status: "cancelled"},
	{name: "timed-out", chance: func(f Faults) float64 { return f.TimedOut },
		status: "timeout", code: 5004, error: "The task timed out."},
	{name: "empty", chance: func(f Faults) float64 { return f.Empty },
		outputs: func(string) any { return []string{} }},
	{name: "null", chance: func(f Faults) float64 { return f.Null },
		outputs: func(string) any { return nil }},
	{name: "object", chance: func(f Faults) float64 { return f.Object },
		outputs: func(c string) any { return []any{map[string]string{"caption": c}} }},
	{name: "bare-object", chance: func(f Faults) float64 { return f.BareObject },
		outputs: func(c string) any { return map[string]string{"caption": c} }},
	broke, missingParam, invalidParam,
	{name: "string", chance: func(Faults) float64 { return 1 },
		outputs: func(c string) any { return []string{c} }},
}

// broke is how a prediction ends that the account could not pay for. It is the
// account's doing, not chance.
var broke = outcome{name: "no-credit", chance: never, status: "failed", code: 1407, error: "Insufficient credits."}

// missingParam and invalidParam are how a prediction ends that should not have
// been accepted: the codes that the vendor's page of errors gives. The words
// are ours.
var (
	missingParam = outcome{name: "missing-parameter", chance: never, status: "failed", code: 1400, error: "A required parameter is missing."}
	invalidParam = outcome{name: "invalid-parameter", chance: never, status: "failed", code: 1401, error: "A parameter is invalid."}
)

func never(Faults) float64 { return 0 }

func (f Faults) outcome(dice *rand.Rand) outcome {
	for _, o := range outcomes {
		if hit(dice, o.chance(f)) {
			return o
		}
	}
	return outcomes[len(outcomes)-1]
}

// outcomeNamed finds an outcome that a journal names; names it does not know
// are ordinary answers.
func outcomeNamed(name string) outcome {
	for _, o := range outcomes {
		if o.name == name {
			return o
		}
	}
	return outcomes[len(outcomes)-1]
}

// ending is the final state of a prediction that ends so.
func (o outcome) ending(caption string) ending {
	if o.status != "" {
		return ending{Status: o.status, Code: o.code, Error: o.error, Outputs: json.RawMessage("[]")}
	}
	outputs, err := json.Marshal(o.outputs(caption))
	if err != nil {
		panic(err) // unreachable: strings
	}
	return ending{Status: "completed", Outputs: outputs}
}
