package wavespeed

import (
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

var testFile = api.File{Name: "/home/ann/private/fox.png", Type: "image/png", Size: 1234}

// ticketData is the data of an answer with a ticket: as the vendor's clients
// know it, with what is given in place of its method and header fields.
func ticketData(method, headers string) string {
	return `{"type":"image","download_url":"https://cdn.example/fox.png","filename":"fox.png","size":1234,` +
		`"upload":{` + method + `"url":"https://storage.example/b/fox.png?X-Signature=5ec7e7"` + headers + `}}`
}

func success(data string) string { return `{"code":200,"message":"success","data":` + data + `}` }

func TestTicketAsks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file api.File
		want string
	}{
		"a file":     {testFile, `{"filename":"fox.png","size":1234,"content_type":"image/png"}`},
		"no type":    {api.File{Name: "fox.png", Size: 1}, `{"filename":"fox.png","size":1}`},
		"a bad type": {api.File{Name: "fox.png", Size: 1, Type: "a\r\nb"}, `{"filename":"fox.png","size":1}`},
		"no name":    {api.File{Size: 1}, `{"filename":"file","size":1}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if string(body) != tt.want || r.Method+r.URL.Path != "POST/api/v3/media/uploads" || r.Header.Get("Authorization") != "Bearer "+testKey {
					t.Errorf("%s %s asks %s\nwant %s", r.Method, r.URL, body, tt.want)
				}
				io.WriteString(w, success(ticketData(`"method":"PUT",`, "")))
			})
			if _, err := c.Ticket(inTime(t), tt.file); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTicketShapes(t *testing.T) {
	t.Parallel()
	ends := time.Date(2026, 8, 21, 10, 0, 0, 0, time.UTC)
	none := http.Header{}
	tests := map[string]struct {
		method, headers string
		header          http.Header
		expires         time.Time
	}{
		"as known": {`"method":"PUT",`, `,"headers":{"Content-Type":"image/png","if-none-match":"*"},"expires_at":"2026-08-21T10:00:00Z"`,
			http.Header{"Content-Type": {"image/png"}, "If-None-Match": {"*"}}, ends},
		"lists":           {`"method":"put",`, `,"headers":{"X-A":["1","2"],"X-B":[]}`, http.Header{"X-A": {"1", "2"}}, time.Time{}},
		"bare":            {``, ``, none, time.Time{}},
		"nulls":           {`"method":null,`, `,"headers":null,"expires_at":null`, none, time.Time{}},
		"a field of null": {`"method":"PUT",`, `,"headers":{"X-A":null}`, none, time.Time{}},
		"milliseconds":    {`"method":"PUT",`, `,"expires_at":1787306400000`, none, ends},
		"seconds":         {`"method":"PUT",`, `,"expires_at":1787306400`, none, ends},
		"odd end":         {`"method":"PUT",`, `,"expires_at":"soon"`, none, time.Time{}},
		"more":            {`"method":"PUT",`, `,"part_size":7,"fields":{"a":[1]}`, none, time.Time{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, serving(200, success(ticketData(tt.method, tt.headers))))
			got, err := c.Ticket(inTime(t), testFile)
			want := api.Ticket{URL: "https://cdn.example/fox.png", Put: "https://storage.example/b/fox.png?X-Signature=5ec7e7", Header: tt.header, Expires: tt.expires}
			if err != nil || !reflect.DeepEqual(got, want) || site.asked.Load() != 1 {
				t.Errorf("got %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func TestNoTicket(t *testing.T) {
	t.Parallel()
	urls := func(get, put string) string {
		return success(fmt.Sprintf(`{"download_url":%q,"upload":{"method":"PUT","url":%q}}`, get, put))
	}
	const good = "https://storage.example/"
	tests := map[string]struct {
		status  int
		body    string
		verdict api.Verdict
		cause   api.Cause
		reason  string
	}{
		"no such path":        {404, `{"code":404,"message":"page not found"}`, api.Reject, api.CauseRoute, "no_route"},
		"no such path, page":  {404, page, api.Reject, api.CauseRoute, "no_route"},
		"no such method":      {405, ``, api.Reject, api.CauseRoute, "no_route"},
		"not built":           {501, ``, api.Reject, api.CauseRoute, "no_route"},
		"404 in a 200":        {200, `{"code":404,"message":"page not found"}`, api.Reject, api.CauseRoute, "no_route"},
		"501 in a 200":        {200, `{"code":501,"message":"no"}`, api.Reject, api.CauseRoute, "no_route"},
		"taken for a model":   {400, `{"code":400,"message":"model not found: media/uploads"}`, api.Reject, api.CauseRoute, "no_route"},
		"another way":         {200, success(ticketData(`"method":"POST",`, "")), api.Reject, api.CauseRoute, "no_route"},
		"too large":           {413, page, api.Reject, api.CauseOther, "too_large"},
		"type":                {415, ``, api.Reject, api.CauseOther, "unsupported_type"},
		"bad":                 {400, `{"code":400,"message":"size is required"}`, api.Reject, api.CauseOther, "bad_request"},
		"key":                 {401, `{"code":401,"message":"no"}`, api.Halt, api.CauseKey, "bad_key"},
		"busy":                {429, page, api.Retry, api.CauseRate, "rate_limited"},
		"down":                {503, page, api.Retry, api.CauseServer, "server_error"},
		"page":                {200, page, api.Retry, api.CauseServer, "server_error"},
		"no data":             {200, `{"code":200}`, api.Retry, api.CauseServer, "server_error"},
		"data of null":        {200, success(`null`), api.Retry, api.CauseServer, "server_error"},
		"no place":            {200, success(`{"download_url":"https://cdn.example/fox.png"}`), api.Retry, api.CauseServer, "server_error"},
		"place of text":       {200, success(`{"download_url":"https://cdn.example/fox.png","upload":"https://a/"}`), api.Retry, api.CauseServer, "server_error"},
		"http":                {200, urls(good, "http://storage.example/"), api.Retry, api.CauseServer, "server_error"},
		"http to fetch":       {200, urls("http://cdn.example/", good), api.Retry, api.CauseServer, "server_error"},
		"nothing to fetch":    {200, urls("", good), api.Retry, api.CauseServer, "server_error"},
		"script":              {200, urls("javascript:x", good), api.Retry, api.CauseServer, "server_error"},
		"user":                {200, urls(good, "https://a:b@storage.example/"), api.Retry, api.CauseServer, "server_error"},
		"the key in a URL":    {200, urls(good, good+testKey), api.Retry, api.CauseServer, "server_error"},
		"the key in a field":  {200, success(ticketData(``, `,"headers":{"Authorization":"Bearer `+testKey+`"}`)), api.Retry, api.CauseServer, "server_error"},
		"a field of numbers":  {200, success(ticketData(``, `,"headers":{"X-A":{"b":1}}`)), api.Retry, api.CauseServer, "server_error"},
		"a field with a line": {200, success(ticketData(``, `,"headers":{"X-A":"b\r\nX-C: d"}`)), api.Retry, api.CauseServer, "server_error"},
		"no name of a field":  {200, success(ticketData(``, `,"headers":{"X A:":"b"}`)), api.Retry, api.CauseServer, "server_error"},
		"not a success":       {200, `{"code":500,"data":` + ticketData(``, ``) + `}`, api.Retry, api.CauseServer, "server_error"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, serving(tt.status, tt.body))
			got, err := c.Ticket(inTime(t), testFile)
			e := failing(t, err)
			if e.Verdict != tt.verdict || e.Cause != tt.cause || e.Reason != tt.reason || site.asked.Load() != 1 {
				t.Errorf("got %#v", e)
			}
			if checkError(t, err); !reflect.DeepEqual(got, api.Ticket{}) || strings.Contains(e.Error(), "5ec7e7") {
				t.Errorf("got %+v, %v", got, e)
			}
		})
	}
}

func TestTicketOnThisMachine(t *testing.T) {
	t.Parallel()
	_, c := serve(t, serving(200, success(`{"download_url":"http://127.0.0.1:9/a","upload":{"url":"http://localhost:9/b"}}`)))
	if got, err := c.Ticket(inTime(t), testFile); err != nil || got.Put != "http://localhost:9/b" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestTicketForNothingIsNotAsked(t *testing.T) {
	t.Parallel()
	site, c := serve(t, serving(200, success(ticketData("", ""))))
	for _, size := range []int64{0, -1} {
		_, err := c.Ticket(inTime(t), api.File{Name: "fox.png", Size: size})
		if e := failing(t, err); e.Verdict != api.Reject || e.Cause == api.CauseRoute || site.asked.Load() != 0 {
			t.Errorf("size %d: %#v", size, e)
		}
	}
}

// FuzzTicket reads any data as a ticket: whatever it is, what comes of it can be
// used safely, or there is an error that does not repeat it.
func FuzzTicket(f *testing.F) {
	for _, s := range []string{ticketData(`"method":"PUT",`, `,"headers":{"Content-Type":"image/png","A":["1","2"]},"expires_at":"2026-08-21T10:00:00Z"`),
		ticketData(`"method":"POST",`, `,"expires_at":1e13`), `{"upload":{"headers":{"a\n":null}}}`, `null`, ``} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &Client{Key: testKey}
		ticket, err := c.readTicket(data)
		if err != nil {
			if !reflect.DeepEqual(ticket, api.Ticket{}) {
				t.Errorf("%+v with %v", ticket, err)
			}
			return
		}
		if !guarded(ticket.URL) || !guarded(ticket.Put) || !writable(ticket.Header) || c.spills(ticket) {
			t.Errorf("got %+v", ticket)
		}
		if _, err := http.NewRequest("PUT", ticket.Put, nil); err != nil {
			t.Error(err)
		}
	})
}
