package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// BillingTime is which forms of a time searches of bills understand.
type BillingTime string

const (
	// BillingTimeMS is milliseconds since 1970, as a number or in a string: the
	// form on the vendor's pages.
	BillingTimeMS BillingTime = "ms"
	// BillingTimeISO is RFC 3339, which the vendor's command line sends.
	BillingTimeISO BillingTime = "iso"
)

// A billQuery is what bills are searched by.
type billQuery struct {
	Page     int             `json:"page"`             // from 1
	PageSize int             `json:"page_size"`        // 1 to 100
	Kind     string          `json:"billing_type"`     // "deduct" or "refund"
	IDs      []string        `json:"prediction_uuids"` // at most 100
	Model    string          `json:"model_uuid"`
	Key      string          `json:"access_key_uuid"`
	Sort     string          `json:"sort"`
	Start    json.RawMessage `json:"start_time"`
	End      json.RawMessage `json:"end_time"`

	Oldest     bool      `json:"-"` // first
	After, Til time.Time `json:"-"` // from After on, and before Til
}

func (s *Server) parseBillQuery(body []byte) (q billQuery, err error) {
	if json.Unmarshal(body, &q) != nil {
		return q, errors.New("the request body is not a JSON object with page, page_size and filters")
	}
	if err := checkPage(q.Page, q.PageSize); err != nil {
		return q, err
	}
	switch {
	case len(q.IDs) > 100:
		return q, fmt.Errorf("prediction_uuids has %d ids: at most 100 are allowed", len(q.IDs))
	case q.Sort != "" && q.Sort != "created_at ASC" && q.Sort != "created_at DESC":
		return q, errors.New("sort must be created_at ASC or created_at DESC")
	}
	q.Oldest = q.Sort == "created_at ASC"
	if q.After, err = s.moment("start_time", q.Start); err != nil {
		return q, err
	}
	q.Til, err = s.moment("end_time", q.End)
	return q, err
}

// moment reads a time in a form that the server is told to understand. Zero is
// none.
func (s *Server) moment(name string, raw json.RawMessage) (time.Time, error) {
	text := string(raw)
	_ = json.Unmarshal(raw, &text) // what is no string stays as it is
	if text == "" || isNull(raw) {
		return time.Time{}, nil
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err == nil && s.BillingTime != BillingTimeISO {
		return time.UnixMilli(ms), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err == nil && s.BillingTime != BillingTimeMS {
		return t, nil
	}
	return time.Time{}, fmt.Errorf("%s must be %s", name, s.BillingTime.words())
}

func (f BillingTime) words() string {
	switch f {
	case BillingTimeMS:
		return "milliseconds since 1970"
	case BillingTimeISO:
		return "a time such as 2026-01-02T15:04:05Z"
	}
	return "milliseconds since 1970, or a time such as 2026-01-02T15:04:05Z"
}

// matches applies all filters; wanted is nil or the predictions asked for.
func (q billQuery) matches(b bill, wanted map[*prediction]bool) bool {
	return (wanted == nil || wanted[b.p]) &&
		(q.Kind == "" || q.Kind == b.kind()) &&
		(q.Model == "" || q.Model == b.p.model) &&
		(q.Key == "" || q.Key == keyID) &&
		(q.After.IsZero() || !b.at.Before(q.After)) &&
		(q.Til.IsZero() || b.at.Before(q.Til))
}
