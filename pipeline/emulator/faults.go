package emulator

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
)

// Faults are the ways in which the API is known or feared to fail, each with
// its probability from 0 (never) to 1 (always).
type Faults struct {
	// SubmitError answers a submit with 503; nothing is created.
	SubmitError float64
	// DropAfterAccept creates and charges the prediction, then cuts the
	// connection without an answer.
	DropAfterAccept float64
	// ErrorAfterAccept creates and charges the prediction, then answers with a
	// gateway's 502 in HTML.
	ErrorAfterAccept float64
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

// outcomes are tried in this order; the last is what happens if none hits.
var outcomes = []outcome{
	{name: "task-failed", chance: func(f Faults) float64 { return f.TaskFailed },
		status: "failed", code: 1403, error: "Task execution failed."},
	{name: "moderated", chance: func(f Faults) float64 { return f.Moderated },
		status: "failed", code: 1200, error: "The content contains sensitive information."},
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
	{name: "string", chance: func(Faults) float64 { return 1 },
		outputs: func(c string) any { return []string{c} }},
}

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

// drop cuts the connection without a word.
func drop(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		conn.Close()
		return
	}
	panic(http.ErrAbortHandler) // HTTP/2: the stream is reset
}

// badGateway answers as a proxy in front of the API would.
func badGateway(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	w.Write([]byte("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"))
}
