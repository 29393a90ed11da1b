package emulator

import (
	"cmp"
	"fmt"
	"net/http"
)

// A quirkyWriter carries the quirks to where answers are written.
type quirkyWriter struct {
	http.ResponseWriter
	quirks Quirks
}

func (w quirkyWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// WriteHeader tells those that come too often when to come back, if that is
// wanted.
func (w quirkyWriter) WriteHeader(status int) {
	if status == http.StatusTooManyRequests && w.quirks.RetryAfter != "" {
		w.Header().Set("Retry-After", w.quirks.RetryAfter)
	}
	w.ResponseWriter.WriteHeader(status)
}

// quirksOf are the quirks of the server that an answer comes from.
func quirksOf(w http.ResponseWriter) Quirks {
	for {
		switch outer := w.(type) {
		case quirkyWriter:
			return outer.quirks
		case interface{ Unwrap() http.ResponseWriter }:
			w = outer.Unwrap()
		default:
			return Quirks{}
		}
	}
}

// dressed is an answer in its envelope, as the quirks have it.
func (q Quirks) dressed(status int, e envelope) (int, any) {
	switch {
	case status == http.StatusBadRequest && q.BareError:
		return status, bareError{e.Message}
	case status == http.StatusBadRequest && q.Envelope400:
		return http.StatusOK, e
	case e.Code == http.StatusOK && q.MessageOK:
		e.Message = "ok"
	}
	return status, e
}

// dress shows a prediction as the quirks have it.
func (q Quirks) dress(v view, ended bool) view {
	v.Status = q.status(v.Status)
	if q.NullNSFW {
		v.NSFW = []byte("null")
	}
	if q.NoURLs {
		v.URLs = urls{}
	}
	if q.OmitEmpty && !ended {
		v.Outputs, v.NSFW, v.Error, v.Execution, v.Timings = nil, nil, nil, nil, nil
	}
	if q.SnakeExecutionTime {
		v.Execution, v.SnakeExecution = nil, v.Execution
	}
	return v
}

// status is the word for where a prediction stands.
func (q Quirks) status(usual string) string {
	switch {
	case usual != "created":
		return usual
	case q.PendingStatus:
		return "pending"
	case q.ProcessingStatus:
		return "processing"
	}
	return usual
}

// readQuery finds out what is asked of the list, as the quirks have it.
func (s *Server) readQuery(body []byte) (query, error) {
	q, err := parseQuery(body)
	if err != nil {
		return query{}, err
	}
	if s.Quirks.CappedPage {
		q.PageSize = min(q.PageSize, shortPage)
	}
	err = cmp.Or(s.Quirks.admit("created_after", q.CreatedAfter), s.Quirks.admit("created_before", q.CreatedBefore))
	return q, err
}

// admit tells what is wrong with the form of a time.
func (q Quirks) admit(name string, t when) error {
	switch {
	case t.IsZero():
		return nil
	case q.ListISOOnly && t.number:
		return fmt.Errorf("%s must be a time in RFC 3339", name)
	case q.ListMSOnly && !t.number:
		return fmt.Errorf("%s must be a number of milliseconds", name)
	}
	return nil
}

// inputs adds the parameters of a prediction to an item of the list.
func (s *Server) inputs(item view, p *prediction) view {
	switch {
	case s.Quirks.SingularInput:
		item.Input = p.input
	case s.ListInputs:
		item.Inputs = p.input
	}
	return item
}
