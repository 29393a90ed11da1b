package wavespeed

import (
	"bytes"
	"encoding/json"
	"errors"
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
	ErrorCode text
	Data      json.RawMessage // shares memory with the answer
}

var errNoObject = errors.New("no JSON object")

// decode reads an answer. A prediction without an envelope, which is how the
// vendor's webhooks carry it, is taken as the data of one.
func decode(body []byte) (envelope, error) {
	var e envelope
	whole, err := first(body)
	switch {
	case err != nil:
		return e, err
	case whole[0] != '{' && string(whole) != "null":
		return e, errNoObject
	}
	for name, value := range fieldsOf(whole) {
		e.set(name, value)
	}
	if len(e.Data) == 0 {
		e.unwrap(whole)
	}
	return e, nil
}

// set takes a field of the answer, if it is one of the envelope's.
func (e *envelope) set(name string, value json.RawMessage) {
	switch name {
	case "code":
		e.Code.UnmarshalJSON(value)
	case "message":
		e.Message.UnmarshalJSON(value)
	case "error":
		e.Error.UnmarshalJSON(value)
	case "error_code":
		e.ErrorCode.UnmarshalJSON(value)
	case "data":
		e.Data = value
	}
}

// unwrap takes a bare prediction for the data of an envelope.
func (e *envelope) unwrap(whole json.RawMessage) {
	bare := recordIn(whole)
	if bare.ID == "" {
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
	return id != "" && len(id) <= maxID && id != "req-timeout" && made(id, "_-")
}

// A record is a prediction as the API writes it.
type record struct {
	ID        text
	Status    text
	Code      number
	Error     text
	Outputs   json.RawMessage
	CreatedAt text
	Took      number // milliseconds, like all times
	TookOnce  number // how an older client of the vendor spells it
	Inference number
}

// recordIn reads the data of an answer. What does not fit stays zero.
func recordIn(data json.RawMessage) (r record) {
	for name, value := range fieldsOf(data) {
		r.set(name, value)
	}
	return r
}

// set takes a field of the data, if it is one of the record's.
func (r *record) set(name string, value json.RawMessage) {
	switch name {
	case "id":
		r.ID.UnmarshalJSON(value)
	case "status":
		r.Status.UnmarshalJSON(value)
	case "code":
		r.Code.UnmarshalJSON(value)
	case "error":
		r.Error.UnmarshalJSON(value)
	case "outputs":
		r.Outputs = value
	case "created_at":
		r.CreatedAt.UnmarshalJSON(value)
	case "executionTime":
		r.Took.UnmarshalJSON(value)
	case "execution_time":
		r.TookOnce.UnmarshalJSON(value)
	case "timings":
		r.time(value)
	}
}

// time takes the field with the times of the model's parts.
func (r *record) time(timings json.RawMessage) {
	for name, value := range fieldsOf(timings) {
		if name == "inference" {
			r.Inference.UnmarshalJSON(value)
		}
	}
}

// prediction reads the data of an answer; without any it is the zero
// prediction. The id is as the API wrote it, for the caller to check.
func (c *Client) prediction(data json.RawMessage) api.Prediction {
	r := recordIn(data)
	p := api.Prediction{
		ID:     string(r.ID),
		Status: clean(string(r.Status), 64),
		Phase:  phase(string(r.Status)),
		Took:   millis(r.Took, r.TookOnce, r.Inference),
		Raw:    data,
	}
	if len(p.Raw) > maxRaw {
		p.Raw = bytes.Clone(p.Raw[:maxRaw])
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
