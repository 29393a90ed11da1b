package wavespeed

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// maxRaw bounds what a prediction keeps of the answer as it came, in bytes.
const maxRaw = 64 << 10

// An envelope is what the API wraps its answers in.
type envelope struct {
	Code      number
	Message   text
	Error     text
	ErrorCode text `json:"error_code"`
	Data      json.RawMessage
}

// decode reads an answer. A prediction without an envelope, which is how the
// vendor's webhooks carry it, is taken as the data of one.
func decode(body []byte) (envelope, error) {
	dec := json.NewDecoder(bytes.NewReader(body)) // forgives what follows
	var e envelope
	if err := dec.Decode(&e); err != nil {
		return envelope{}, err
	}
	if len(e.Data) == 0 {
		e.unwrap(body[:dec.InputOffset()])
	}
	return e, nil
}

// unwrap takes a bare prediction for the data of an envelope.
func (e *envelope) unwrap(whole []byte) {
	var bare struct{ ID, Status text }
	if json.Unmarshal(whole, &bare) != nil || bare.ID == "" {
		return
	}
	e.Data = whole
	if bare.Status != "" {
		e.Code = 0 // the code is the task's, not an error's
	}
}

// own tells whether an answer is the API's, and not a gateway's.
func (e envelope) own() bool { return e.Code != 0 || e.Message != "" || e.Error != "" || e.Data != nil }

// fine tells whether the envelope reports success. Absent codes do: it is up
// to the caller to find what it wants in the data.
func (e envelope) fine() bool { return e.Code == 0 || e.Code.int()/100 == 2 }

// words is what the API has to say for a person, wherever it said it.
func (e envelope) words() string {
	said := []string{string(e.Message), string(e.Error)}
	if e.fine() && len(e.Data) > 0 {
		var data struct{ Error text }
		json.Unmarshal(e.Data, &data)                        // no error text is fine
		said = []string{string(e.Error), string(data.Error)} // not "success"
	}
	said = slices.DeleteFunc(slices.Compact(said), func(s string) bool { return s == "" })
	words := strings.Join(said, ": ")
	if e.ErrorCode != "" {
		words += " (" + string(e.ErrorCode) + ")"
	}
	return words
}

// maxID bounds an id. The API's are 32 hexadecimal digits; its emulators may
// be freer.
const maxID = 128

// validID tells whether a prediction can be asked for by this id. The vendor's
// clients know "req-timeout" as what stands in for an id when a synchronous
// submit took too long; the true id is lost.
func validID(id string) bool {
	return id != "" && len(id) <= maxID && id != "req-timeout" && !strings.ContainsFunc(id, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-')
	})
}

// A record is a prediction as the API writes it.
type record struct {
	ID        text
	Status    text
	Code      number
	Error     text
	Outputs   json.RawMessage
	CreatedAt text   `json:"created_at"`
	Took      number `json:"executionTime"`  // milliseconds, like all times
	TookOnce  number `json:"execution_time"` // how an older client of the vendor spells it
	Timings   struct{ Inference number }
}

// prediction reads the data of an answer; without any it is the zero
// prediction. The id is as the API wrote it, for the caller to check.
func (c *Client) prediction(data json.RawMessage) api.Prediction {
	var r record
	json.Unmarshal(data, &r) // what does not fit stays zero
	p := api.Prediction{
		ID:     string(r.ID),
		Status: clean(string(r.Status), 64),
		Phase:  phase(string(r.Status)),
		Took:   millis(r.Took, r.TookOnce, r.Timings.Inference),
		Raw:    bytes.Clone(data[:min(len(data), maxRaw)]),
	}
	p.Created, _ = time.Parse(time.RFC3339Nano, string(r.CreatedAt))
	switch p.Phase {
	case api.Completed:
		p.Caption = caption(r.Outputs)
	case api.Failed:
		p.Failure = c.failure(r)
	}
	return p
}

// phase sorts the API's statuses. The vendor's own clients list created,
// processing, completed, failed, cancelled, timeout and deleted; what is none
// of them has not ended.
func phase(status string) api.Phase {
	switch strings.ToLower(status) {
	case "completed":
		return api.Completed
	case "failed", "cancelled", "canceled", "timeout", "deleted":
		return api.Failed
	}
	return api.Running
}

// millis is the first figure that says anything, within a day.
func millis(figures ...number) time.Duration {
	for _, ms := range figures {
		if ms > 0 {
			const day = 24 * time.Hour
			return time.Duration(min(float64(ms), float64(day/time.Millisecond)) * float64(time.Millisecond))
		}
	}
	return 0
}
