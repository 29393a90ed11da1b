package wavespeed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// listSize is the largest page that the vendor's documentation allows.
const listSize = 100

// maxList bounds a page of the list, in bytes: where inputs are shown it holds
// a prompt for each prediction.
const maxList = 16 << 20

// listQuery is how the API is asked for its list. Both page fields are
// required, by the vendor's documentation.
type listQuery struct {
	Page          int    `json:"page"`
	PageSize      int    `json:"page_size"`
	Model         string `json:"model,omitempty"`
	CreatedAfter  any    `json:"created_after,omitempty"`
	CreatedBefore any    `json:"created_before,omitempty"`
}

// listed is an item of the list. Whether inputs are shown is not documented;
// the vendor's own command line knows both names.
type listed struct {
	ID        text
	CreatedAt text            `json:"created_at"`
	Inputs    json.RawMessage `json:"inputs"`
	Input     json.RawMessage `json:"input"`
}

// List gives a page of the account's predictions of the last seven days, the
// newest first. It is free, and may be made again after any error whose
// verdict is Retry.
//
// Where a time is asked for it may be two requests, as with [Client.Bills]: the
// documentation of the list does not say how it is written. Words are tried
// first here.
func (c *Client) List(ctx context.Context, q api.Query) (api.Listing, error) {
	call := &call{Client: c, op: "list predictions of", subject: clean(q.Model, maxSubject), rows: freeRows, most: maxList}
	ms := c.msTimes.Load()
	l, err := call.list(ctx, q, ms)
	if !misread(q, err) {
		return l, err
	}
	other, err2 := call.list(ctx, q, !ms)
	if err2 != nil {
		return l, err
	}
	c.msTimes.Store(!ms)
	return other, nil
}

// misread tells that the API may have refused a query for how its times are
// written.
func misread(q api.Query, err error) bool {
	e, ok := errors.AsType[*api.Error](err)
	wrong := ok && (e.Status == 400 || e.Status == 422 || e.Code == 400 || e.Code == 422)
	return wrong && !(q.After.IsZero() && q.Before.IsZero())
}

// list asks once, with times in one of the two forms.
func (c *call) list(ctx context.Context, q api.Query, ms bool) (api.Listing, error) {
	req, err := c.ask(ctx, "predictions", listQuery{Page: q.Page, PageSize: listSize, Model: q.Model,
		CreatedAfter: stamp(q.After, ms), CreatedBefore: stamp(q.Before, ms)})
	if err != nil {
		return api.Listing{}, err
	}
	r := c.send(c.look, req)
	e, err := decode(r.body)
	l, ok := listing(e.Data, q.Page)
	if !r.ok() || r.err != nil || err != nil || !e.fine() || !ok {
		return api.Listing{}, c.judge(ctx, r, e)
	}
	l.Now, _ = http.ParseTime(r.header.Get("Date")) // zero when it does not say
	return l, nil
}

// listing reads a page. Data without items is none: an empty list is proof of
// something, and must be said.
func listing(data json.RawMessage, page int) (l api.Listing, ok bool) {
	var d struct {
		Items   json.RawMessage
		Total   number
		HasMore text `json:"has_more"`
	}
	var items []listed
	if json.Unmarshal(data, &d) != nil || json.Unmarshal(d.Items, &items) != nil {
		return api.Listing{}, false
	}
	l.Full = full(len(items), page, d.Total, d.HasMore)
	for _, it := range items {
		p := api.Listed{Input: shown(it.Inputs, it.Input)}
		if validID(string(it.ID)) {
			p.ID = string(it.ID)
		}
		p.Created, _ = time.Parse(time.RFC3339Nano, string(it.CreatedAt))
		l.Predictions = append(l.Predictions, p)
	}
	return l, true
}

// full tells that there may be a page after one with so many items. A server
// may give less on a page than it was asked for, so that where it says nothing
// else only a page without any is the end: what a list lacks is proof of
// something.
func full(items, page int, total number, hasMore text) bool {
	switch {
	case items == 0:
		return false
	case hasMore != "":
		return hasMore == "true"
	case total > 0:
		return float64(total) > float64(page)*float64(items)
	default:
		return true
	}
}

// shown is the first of several fields that holds parameters.
func shown(fields ...json.RawMessage) map[string]any {
	for _, f := range fields {
		dec := json.NewDecoder(bytes.NewReader(f))
		dec.UseNumber()
		var input map[string]any
		if dec.Decode(&input) == nil && len(input) > 0 {
			return input
		}
	}
	return nil
}

// stamp is a moment as the API may take it, nil for the zero time.
func stamp(t time.Time, ms bool) any {
	switch {
	case t.IsZero():
		return nil
	case ms:
		return t.UnixMilli()
	default:
		return t.UTC().Format(time.RFC3339Nano)
	}
}
