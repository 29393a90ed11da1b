package wavespeed

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/pipeline/api"
)

// routeRows tell that the API has no such call. It then answers as to any path
// that it does not know, or as to a model: those stand below the same root. A
// gateway's page may be all that there is to say so.
var routeRows = []row{
	{code(404, 405, 501), api.Reject, api.CauseRoute, "no_route"},
	{all(code(400, 422), says(noModel)), api.Reject, api.CauseRoute, "no_route"},
}

// ticketRows are the verdicts on asking for a ticket.
var ticketRows = slices.Concat(routeRows, uploadRows)

var (
	errEmpty  = errors.New("the file is empty or its length is not known")
	errTicket = errors.New("the ticket cannot be read")
	errMethod = errors.New("the ticket asks for the file in another way than PUT")
	errPlace  = errors.New("the URL is neither https nor http on this machine")
	errField  = errors.New("the ticket asks for a header field that cannot be sent")
	errSpills = errors.New("the API key stands where others would see it")
)

// Ticket asks for a place for one file: where to send it, and the URL by which
// models will find it afterwards. It is free, keeps nothing by itself, and may
// be made again after any error whose verdict is Retry; every ticket is for a
// place of its own. See [Client.Put] for the next step.
//
// This is the newer way to upload, used by the vendor's clients since August
// 2026 and not in its documentation. Where the API does not have it, the error
// has the cause CauseRoute, and [Client.Upload] is the older way.
func (c *Client) Ticket(ctx context.Context, f api.File) (api.Ticket, error) {
	call := &call{Client: c, op: "ask for a place for", subject: fileName(f.Name), rows: ticketRows}
	if f.Size < 1 {
		return api.Ticket{}, call.refuse(api.CauseOther, "bad_request", errEmpty)
	}
	req, err := call.ask(ctx, "media/uploads", lending(f))
	if err != nil {
		return api.Ticket{}, err
	}
	var t api.Ticket
	var wrong error
	err = call.read(req, func(data json.RawMessage) error {
		t, wrong = c.readTicket(data)
		return wrong
	})
	switch {
	case wrong == errMethod: // another ticket would ask the same
		return api.Ticket{}, call.refuse(api.CauseRoute, "no_route", errMethod)
	case err != nil:
		return api.Ticket{}, err
	default:
		return t, nil
	}
}

// A toLend is a file as the API is told of it.
type toLend struct {
	Name string `json:"filename"`
	Size int64  `json:"size"`
	Type string `json:"content_type,omitempty"`
}

func lending(f api.File) toLend {
	if _, _, err := mime.ParseMediaType(f.Type); err != nil {
		f.Type = "" // the API goes by the name then
	}
	return toLend{Name: fileName(f.Name), Size: f.Size, Type: f.Type}
}

// readTicket reads a ticket, and says what is wrong with it without repeating
// any of it: it is a secret.
func (c *Client) readTicket(data json.RawMessage) (api.Ticket, error) {
	var d struct {
		URL    text `json:"download_url"`
		Upload struct {
			Method, URL text
			Headers     map[string]values
			ExpiresAt   text `json:"expires_at"`
		}
	}
	if json.Unmarshal(data, &d) != nil {
		return api.Ticket{}, errTicket
	}
	t := api.Ticket{URL: string(d.URL), Put: string(d.Upload.URL), Expires: moment(d.Upload.ExpiresAt)}
	t.Header = headerOf(d.Upload.Headers)
	method := string(d.Upload.Method)
	switch {
	case method != "" && !strings.EqualFold(method, "PUT"):
		return api.Ticket{}, errMethod
	case !guarded(t.URL) || !guarded(t.Put):
		return api.Ticket{}, errPlace
	case !writable(t.Header):
		return api.Ticket{}, errField
	case c.spills(t):
		return api.Ticket{}, errSpills
	}
	return t, nil
}

// Values are those of one header field: a string, or a list of strings.
type values []string

func (v *values) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, (*[]string)(v)) == nil {
		return nil
	}
	*v = []string{""}
	return json.Unmarshal(raw, &(*v)[0])
}

func headerOf(fields map[string]values) http.Header {
	h := make(http.Header)
	for name, all := range fields {
		for _, value := range all {
			h.Add(name, value)
		}
	}
	return h
}

// fieldName is the form of a header field's name, as RFC 9110 has it.
var fieldName = regexp.MustCompile("^[0-9A-Za-z!#$%&'*+.^_`|~-]+$")

// writable tells whether header fields can be sent as they are.
func writable(h http.Header) bool {
	control := func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
	for name, all := range h {
		if !fieldName.MatchString(name) || strings.ContainsFunc(strings.Join(all, ""), control) {
			return false
		}
	}
	return true
}

// spills tells whether a ticket holds the key, which would then be shown to
// whoever keeps the file, or to everyone who fetches it.
func (c *Client) spills(t api.Ticket) bool {
	if c.holdsKey(t.URL) || c.holdsKey(t.Put) {
		return true
	}
	for _, all := range t.Header {
		if slices.ContainsFunc(all, c.holdsKey) {
			return true
		}
	}
	return false
}

func (c *Client) holdsKey(s string) bool { return c.Key != "" && strings.Contains(s, c.Key) }

// guarded tells whether what is sent to a URL stays between the two: by https,
// or by http that does not leave this machine.
func guarded(s string) bool {
	u, err := url.Parse(s)
	return err == nil && fetchable(s) && (u.Scheme == "https" || loopback(u.Hostname()))
}
