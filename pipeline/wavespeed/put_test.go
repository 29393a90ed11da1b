package wavespeed

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

const signature = "5ec7e75ec7e7"

// ticketTo is a ticket for a place on a server.
func ticketTo(s *site, fields ...string) api.Ticket {
	t := api.Ticket{URL: "https://cdn.example/fox.png", Put: s.URL + "/bucket/fox.png?X-Signature=" + signature, Header: http.Header{}}
	for i := 0; i+1 < len(fields); i += 2 {
		t.Header.Set(fields[i], fields[i+1])
	}
	return t
}

// put sends a small file.
func put(t testing.TB, c *Client, ticket api.Ticket) error {
	return c.Put(inTime(t), ticket, strings.NewReader("fox"), 3)
}

// The server reads the request as it is on the wire, since net/http would
// add fields in silence.
func TestPutSendsExactlyTheTicket(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fields []string
		want   []string
	}{
		"no fields":  {nil, []string{"Content-Length: 3"}},
		"fields":     {[]string{"Content-Type", "image/png", "If-None-Match", "*"}, []string{"Content-Length: 3", "Content-Type: image/png", "If-None-Match: *"}},
		"an agent":   {[]string{"User-Agent", "signed/1"}, []string{"Content-Length: 3", "User-Agent: signed/1"}},
		"a length":   {[]string{"Content-Length", "77", "Host", "elsewhere"}, []string{"Content-Length: 3"}},
		"a password": {[]string{"Authorization", "Storage x"}, []string{"Authorization: Storage x", "Content-Length: 3"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines := make(chan []string, 1)
			c := &Client{Key: testKey, Dial: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				go func() { lines <- headOf(far) }()
				return near, nil
			}}
			defer c.Close()
			storage := &site{Server: &httptest.Server{URL: "http://storage.localhost:9000"}}
			if err := put(t, c, ticketTo(storage, tt.fields...)); err != nil {
				t.Fatal(err)
			}
			got := <-lines
			want := append([]string{"Host: storage.localhost:9000", "PUT /bucket/fox.png?X-Signature=" + signature + " HTTP/1.1"}, tt.want...)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("sent %q\nwant %q", got, want)
			}
		})
	}
}

// headOf is what stands before the body of a request, sorted. It reads the body
// and answers.
func headOf(conn net.Conn) []string {
	defer conn.Close()
	in := bufio.NewReader(conn)
	var lines []string
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimSpace(line); line == "" || err != nil {
			break
		}
		lines = append(lines, line)
	}
	io.CopyN(io.Discard, in, 3)
	io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	slices.Sort(lines)
	return lines
}

func TestPut(t *testing.T) {
	t.Parallel()
	picture := bytes.Repeat([]byte("\x89PNG\r\n--"), 50_000)
	servers := map[string]func(testing.TB, http.HandlerFunc) (*site, *Client){"HTTP/1.1": serve, "HTTP/2.0": serveTLS}
	bodies := map[string]func(io.Reader) io.Reader{
		"at once":      func(r io.Reader) io.Reader { return r },
		"in halves":    iotest.HalfReader,
		"with the end": iotest.DataErrReader,
	}
	for proto, start := range servers {
		for name, body := range bodies {
			t.Run(proto+", "+name, func(t *testing.T) {
				site, c := start(t, func(w http.ResponseWriter, r *http.Request) {
					got, err := io.ReadAll(r.Body)
					if !bytes.Equal(got, picture) || err != nil || r.ContentLength != int64(len(picture)) || r.Proto != proto || r.Method != "PUT" {
						t.Errorf("%s %s, %d bytes of %d, %v", r.Proto, r.Method, len(got), r.ContentLength, err)
					}
					if fields := fmt.Sprint(r.Header); strings.Contains(fields, testKey) || r.Header.Get("User-Agent")+r.Header.Get("Accept")+r.Header.Get("Accept-Encoding") != "" {
						t.Errorf("fields %s", fields)
					}
				})
				err := c.Put(inTime(t), ticketTo(site, "Content-Type", "image/png"), body(bytes.NewReader(picture)), int64(len(picture)))
				if err != nil || site.asked.Load() != 1 {
					t.Errorf("%v after %d requests", err, site.asked.Load())
				}
			})
		}
	}
}

func TestPutAnswers(t *testing.T) {
	t.Parallel()
	const s3 = `<?xml version="1.0"?><Error><Code>%s</Code><Message>%s</Message><SignatureProvided>` + signature + `</SignatureProvided></Error>`
	past, future := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	tests := map[string]struct {
		status  int
		body    string
		expires time.Time
		fields  []string
		verdict api.Verdict
		reason  string // "" when the file is there
		says    string
	}{
		"created":              {201, "", future, nil, 0, "", ""},
		"no content":           {204, "", future, nil, 0, "", ""},
		"there already":        {412, "", future, []string{"If-None-Match", "*"}, 0, "", ""},
		"another precondition": {412, "", future, nil, api.Retry, "refused", "no reason is given"},
		"another file":         {412, "", future, []string{"If-None-Match", `"a"`}, api.Retry, "refused", ""},
		"expired":              {403, "", past, nil, api.Retry, "ticket_expired", "the ticket has expired"},
		"expired, 400":         {400, "", past, nil, api.Retry, "ticket_expired", ""},
		"says expired":         {403, fmt.Sprintf(s3, "AccessDenied", "Request has expired"), time.Time{}, nil, api.Retry, "ticket_expired", "AccessDenied, the ticket has expired"},
		"expired by its code":  {400, fmt.Sprintf(s3, "ExpiredToken", "no"), future, nil, api.Retry, "ticket_expired", ""},
		"bad signature":        {403, fmt.Sprintf(s3, "SignatureDoesNotMatch", "no"), future, nil, api.Retry, "refused", "HTTP 403: SignatureDoesNotMatch"},
		"unauthorized":         {401, "", future, nil, api.Retry, "refused", ""},
		"no credit":            {402, `{"code":402,"message":"Insufficient credits"}`, future, nil, api.Retry, "refused", ""},
		"gone":                 {404, page, future, nil, api.Retry, "refused", ""},
		"too large":            {413, "", future, nil, api.Reject, "too_large", ""},
		"type":                 {415, "", past, nil, api.Reject, "unsupported_type", ""},
		"busy":                 {429, "", future, nil, api.Retry, "rate_limited", ""},
		"down":                 {503, fmt.Sprintf(s3, "SlowDown", "no"), future, nil, api.Retry, "server_error", "SlowDown"},
		"elsewhere":            {307, "", future, nil, api.Retry, "server_error", ""},
		"elsewhere, by GET":    {302, "", future, nil, api.Retry, "server_error", ""},
		"not changed":          {304, "", future, nil, api.Retry, "server_error", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, serving(tt.status, tt.body, "Location", "/elsewhere?X-Signature="+signature))
			ticket := ticketTo(site, tt.fields...)
			ticket.Expires = tt.expires
			err := put(t, c, ticket)
			if tt.reason == "" && err == nil && site.asked.Load() == 1 {
				return
			}
			e := failing(t, err)
			if e.Verdict != tt.verdict || e.Reason != tt.reason || site.asked.Load() != 1 || !strings.Contains(e.Error(), tt.says) {
				t.Errorf("got %#v: %v", e, e)
			}
			checkHidden(t, err)
		})
	}
}

// checkHidden tells whether an error keeps the key and the signed URL to itself.
func checkHidden(t *testing.T, err error) {
	t.Helper()
	checkError(t, err)
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, verb := range verbs {
			if s := fmt.Sprintf(verb, e); strings.Contains(s, signature) || strings.Contains(s, testKey) || strings.Contains(s, "/bucket/") {
				t.Errorf("%s of %T: %s", verb, e, s)
			}
		}
	}
}

func TestPutThatBreaks(t *testing.T) {
	t.Parallel()
	site, c := serve(t, hangUp)
	ended, cancel := context.WithCancel(inTime(t))
	cancel()
	away := ticketTo(site)
	away.Put = "http://" + closed + "/bucket/fox.png?X-Signature=" + signature
	tests := map[string]struct {
		ctx    context.Context
		to     api.Ticket
		reason string
	}{
		"cut":       {inTime(t), ticketTo(site), "server_error"},
		"not there": {inTime(t), away, "unsent"},
		"cancelled": {ended, ticketTo(site), "unsent"},
	}
	for name, tt := range tests {
		err := c.Put(tt.ctx, tt.to, strings.NewReader("fox"), 3)
		if e := failing(t, err); e.Verdict != api.Retry || e.Reason != tt.reason || e.Err == nil {
			t.Errorf("%s: %#v", name, e)
		}
		checkHidden(t, err)
	}
	if n := site.asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

// A file that changed since its size was taken must not pass for the one that
// it was, nor be repeated in part.
func TestPutOfAnotherLength(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	tests := map[string]struct {
		body io.Reader
		size int64
		want error
	}{
		"shorter":          {strings.NewReader("fox"), 4, errLength},
		"empty":            {strings.NewReader(""), 4, errLength},
		"longer":           {strings.NewReader("foxes"), 3, errLength},
		"longer by one":    {iotest.OneByteReader(strings.NewReader("foxe")), 3, errLength},
		"broken":           {io.MultiReader(strings.NewReader("fo"), failingReader{broken}), 3, broken},
		"broken at an end": {io.MultiReader(strings.NewReader("fox"), failingReader{broken}), 3, broken},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if got, err := io.ReadAll(r.Body); err == nil {
					t.Errorf("all %d bytes were sent", len(got))
				}
			})
			err := c.Put(inTime(t), ticketTo(site), tt.body, tt.size)
			if e := failing(t, err); e.Verdict != api.Retry || !errors.Is(err, tt.want) {
				t.Errorf("got %#v", e)
			}
		})
	}
}

// A server that answers before it has read the file has not kept it; and the
// file is the caller's again when the call returns.
func TestPutAnsweredTooEarly(t *testing.T) {
	t.Parallel()
	site, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		w.WriteHeader(200)
		http.NewResponseController(w).Flush()
	})
	endless := &counting{}
	err := c.Put(inTime(t), ticketTo(site), endless, 1<<40)
	if e := failing(t, err); e.Verdict != api.Retry {
		t.Errorf("got %#v", e)
	}
	before := endless.n
	if c.Close(); endless.n != before { // and -race looks for a reader left behind
		t.Errorf("%d bytes were read afterwards", endless.n-before)
	}
}

// Counting is a body without an end. It is not safe for two readers.
type counting struct{ n int }

func (c *counting) Read(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

func TestPutsThatAreWrongAreNotSent(t *testing.T) {
	t.Parallel()
	site, c := serve(t, serving(200, ""))
	good := ticketTo(site)
	tests := map[string]struct {
		ticket api.Ticket
		size   int64
	}{
		"no size":         {good, 0},
		"unknown size":    {good, -1},
		"no ticket":       {api.Ticket{}, 3},
		"http":            {api.Ticket{Put: "http://storage.example/bucket/" + signature}, 3},
		"broken":          {api.Ticket{Put: "https://storage.example:x/bucket/" + signature}, 3},
		"another scheme":  {api.Ticket{Put: "ftp://127.0.0.1/bucket/" + signature}, 3},
		"key in the URL":  {api.Ticket{Put: site.URL + "/bucket/?k=" + testKey}, 3},
		"key in a field":  {ticketTo(site, "Authorization", "Bearer "+testKey), 3},
		"line in a field": {ticketTo(site, "X-A", "b\r\nX-C: d"), 3},
	}
	for name, tt := range tests {
		err := c.Put(inTime(t), tt.ticket, strings.NewReader("fox"), tt.size)
		if e := failing(t, err); e.Verdict != api.Reject || e.Status != 0 {
			t.Errorf("%s: %#v", name, e)
		}
		checkHidden(t, err)
	}
	if n := site.asked.Load(); n != 0 {
		t.Errorf("the server saw %d requests", n)
	}
}
