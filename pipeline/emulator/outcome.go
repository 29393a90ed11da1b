package emulator

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
)

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
	{name: "link", chance: func(f Faults) float64 { return f.Link },
		outputs: func(string) any { return []string{link} }},
	unreachable,
	{name: "internal", chance: func(f Faults) float64 { return f.Internal },
		status: "failed", code: 5000, error: "Internal error."},
	{name: "unavailable", chance: func(f Faults) float64 { return f.Unavailable },
		status: "failed", code: 5003, error: "Service unavailable."},
	{name: "retry-exhausted", chance: func(f Faults) float64 { return f.RetryExhausted },
		status: "failed", code: 1406, error: "Retries exhausted."},
	{name: "deleted", chance: func(f Faults) float64 { return f.Deleted }, status: "deleted"},
	broke, missingParam, invalidParam,
	{name: "refusal", chance: func(f Faults) float64 { return f.Refusal },
		outputs: func(string) any { return []string{mark + declined} }},
	{name: "loop", chance: func(f Faults) float64 { return f.Loop },
		outputs: func(c string) any { return []string{strings.Repeat(c+" ", 20)} }},
	{name: "verbose", chance: func(f Faults) float64 { return f.Verbose },
		outputs: func(c string) any { return []string{c + " " + digression} }},
	{name: "string", chance: func(Faults) float64 { return 1 },
		outputs: func(c string) any { return []string{c} }},
}

// declined and digression are what models write that decline, or do not come to
// an end: ours, in the manner of such models.
const (
	declined   = "I'm sorry, but I can't assist with describing this image."
	digression = "The scene is calm and balanced, with much to discover for whoever takes the time to look closely at it. " +
		"Light falls softly over everything, which gives the whole a warm and inviting air. One might wonder what lies just outside the frame, " +
		"and that is perhaps the charm of it."
)

// link is where the vendor keeps what models make; nothing is there.
const link = "https://d2p7pge43lyniu.cloudfront.net/output/caption.txt"

// unreachable is how a prediction ends whose picture cannot be fetched, or is
// none: the code and words that the vendor's page of errors gives.
var unreachable = outcome{name: "unreachable", chance: func(f Faults) float64 { return f.Unreachable },
	status: "failed", code: 1402, error: "Failed to download image from the provided URL."}

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
