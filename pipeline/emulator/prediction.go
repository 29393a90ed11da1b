package emulator

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"sync/atomic"
	"time"
)

// retention is how long predictions and uploads exist, as the vendor says.
const retention = 7 * 24 * time.Hour

// A prediction is a task that was accepted, and charged.
type prediction struct {
	id      string
	model   string
	input   []byte // compact JSON
	key     key
	created time.Time
	waited  time.Duration // in the queue; 0 where there was a place
	latency time.Duration // from then to the answer
	outcome outcome
	price   int64
	hook    *hook // nil without a webhook
	deleted atomic.Bool

	// The rest is guarded by the room's lock.

	// looking is set while somebody fetches the pictures.
	looking bool
	// end is how it ended; nil until it was due and somebody looked.
	end *ending
}

// An ending is the final state of a prediction.
type ending struct {
	Status  string          `json:"status"`
	Code    int             `json:"code,omitempty"`
	Error   string          `json:"error,omitempty"`
	Outputs json.RawMessage `json:"outputs"`
	// RefundAt is when the price is given back, zero if it is not.
	RefundAt time.Time `json:"refund_at,omitzero"`
}

func (p *prediction) due() time.Time { return p.created.Add(p.waited + p.latency) }

func (p *prediction) gone(now time.Time) bool { return now.Sub(p.created) >= retention }

// status is the vendor's word for where the prediction stands.
func (p *prediction) status(now time.Time) string {
	switch {
	case p.deleted.Load():
		return "deleted"
	case p.end != nil:
		return p.end.Status
	case now.Sub(p.created) < p.waited+p.latency/4:
		return "created"
	}
	return "processing"
}

// A view is a prediction as the API shows it: the documented keys. Those that
// are nil or empty are left out.
type view struct {
	ID             string          `json:"id"`
	Model          string          `json:"model"`
	Outputs        json.RawMessage `json:"outputs,omitempty"`
	URLs           urls            `json:"urls,omitzero"`
	NSFW           json.RawMessage `json:"has_nsfw_contents,omitempty"`
	Status         string          `json:"status"`
	CreatedAt      string          `json:"created_at"`
	Code           int             `json:"code,omitempty"`
	Error          *string         `json:"error,omitempty"`
	Execution      *int64          `json:"executionTime,omitempty"`  // milliseconds
	SnakeExecution *int64          `json:"execution_time,omitempty"` // the same, by a quirk
	Timings        *timings        `json:"timings,omitempty"`
	Inputs         json.RawMessage `json:"inputs,omitempty"` // in the list
	Input          json.RawMessage `json:"input,omitempty"`  // by id
}

type urls struct {
	Get string `json:"get"`
}

type timings struct {
	Inference int64 `json:"inference"` // milliseconds
}

// stamp is how the vendor writes times: always nine digits of a second.
const stamp = "2006-01-02T15:04:05.000000000Z"

// view shows the prediction as it stands; origin is where the client found us.
func (p *prediction) view(now time.Time, origin string) view {
	v := view{
		ID:        p.id,
		Model:     p.model,
		Outputs:   json.RawMessage("[]"),
		URLs:      urls{Get: origin + "/api/v3/predictions/" + p.id + "/result"},
		NSFW:      json.RawMessage("[]"),
		Status:    p.status(now),
		CreatedAt: p.created.UTC().Format(stamp),
		Error:     new(""),
		Execution: new(int64(0)),
		Timings:   &timings{},
	}
	if p.end == nil || v.Status == "deleted" {
		return v
	}
	v.Outputs, v.Code, v.Error = p.end.Outputs, p.end.Code, &p.end.Error
	v.Execution = new(p.latency.Milliseconds())
	v.Timings.Inference = *v.Execution
	if p.end.Status == "completed" {
		v.NSFW = json.RawMessage("[false]")
	}
	return v
}

// newID is 32 lower-case hexadecimal digits that no other run will draw.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
