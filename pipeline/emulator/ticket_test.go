package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// ticket asks for a place for a file of so many bytes.
func (c caller) ticket(name string, size int) ticketView {
	c.t.Helper()
	h := c.call("POST", "/api/v3/media/uploads", fmt.Sprintf(`{"filename":%q,"size":%d}`, name, size))
	var got struct{ Data ticketView }
	if err := json.Unmarshal([]byte(h.body), &got); err != nil || h.Status != 200 {
		c.t.Fatalf("ticket: HTTP %d %s", h.Status, h.body)
	}
	return got.Data
}

// put sends a file to the place of a ticket; change may alter the request.
func (c caller) put(t ticketView, data []byte, change func(*http.Request)) int {
	c.t.Helper()
	req, err := http.NewRequest(t.Upload.Method, t.Upload.URL, bytes.NewReader(data))
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range t.Upload.Headers {
		req.Header.Set(name, value)
	}
	if change != nil {
		change(req)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// fetched asks for a file as a model would, and says what came.
func fetched(t *testing.T, method, link string) (status int, body []byte) {
	t.Helper()
	req, err := http.NewRequest(method, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ = io.ReadAll(resp.Body)
	return resp.StatusCode, body
}

func TestAFileIsThereOnceItWasPut(t *testing.T) {
	t.Parallel()
	s := &Server{Latency: instant}
	c := serve(t, s)
	picture := pngOf(t, stripes(30, 30, blue, green))
	ticket := c.ticket("fox.png", len(picture))
	if ticket.Type != "image" || ticket.Filename != "fox.png" || ticket.Size != int64(len(picture)) || ticket.Upload.Headers["Content-Type"] != "image/png" {
		t.Errorf("ticket is %+v", ticket)
	}
	for _, method := range []string{"GET", "HEAD"} {
		if status, _ := fetched(t, method, ticket.DownloadURL); status != 404 {
			t.Errorf("%s before the PUT: HTTP %d, want 404", method, status)
		}
	}
	if got := c.ask(ticket.DownloadURL); got.Code != 1402 {
		t.Errorf("a prediction before the PUT got code %d, want 1402", got.Code)
	}
	if status := c.put(ticket, picture, nil); status != 200 {
		t.Fatalf("PUT: HTTP %d", status)
	}
	if status, body := fetched(t, "GET", ticket.DownloadURL); status != 200 || !bytes.Equal(body, picture) {
		t.Errorf("GET: HTTP %d, %d bytes", status, len(body))
	}
	if status, body := fetched(t, "HEAD", ticket.DownloadURL); status != 200 || len(body) != 0 {
		t.Errorf("HEAD: HTTP %d, %d bytes", status, len(body))
	}
	if got := c.ask(ticket.DownloadURL).text(); !strings.Contains(got, "blue above green") {
		t.Errorf("caption is %q", got)
	}
	c.upload("fox.png", picture)
	if got := s.Stats(); got.Tickets != 1 || got.Puts != 1 || got.Multipart != 1 || got.Uploads != 2 || got.MaxUploads != 2 || got.KeyLeaks != 0 {
		t.Errorf("stats are %+v", got)
	}
}

func TestPutsThatDoNotFitTheirTicket(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true}
	c := serve(t, s)
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	tests := []struct {
		name   string
		data   string
		change func(*http.Request)
		want   int
	}{
		{"fits", "12345", nil, 200},
		{"through a proxy", "12345", header("X-Forwarded-For", "127.0.0.1"), 200},
		{"with the key", "12345", header("Authorization", "Bearer secret"), 400},
		{"with any key", "12345", header("Authorization", "x"), 400},
		{"other type", "12345", header("Content-Type", "image/jpeg"), 403},
		{"no type", "12345", func(r *http.Request) { r.Header.Del("Content-Type") }, 403},
		{"two types", "12345", func(r *http.Request) { r.Header.Add("Content-Type", "image/png") }, 403},
		{"one header more", "12345", header("If-None-Match", "*"), 403},
		{"the key in another header", "12345", header("X-Api-Key", "secret"), 403},
		{"too short", "1234", nil, 400},
		{"too long", "123456", nil, 400},
		{"no length", "12345", func(r *http.Request) { r.ContentLength = -1 }, 411},
		{"other ticket", "12345", func(r *http.Request) { r.URL.Path += "0" }, 403},
	}
	for _, tt := range tests {
		ticket := c.ticket("a.png", 5)
		if got := c.put(ticket, []byte(tt.data), tt.change); got != tt.want {
			t.Errorf("%s: HTTP %d, want %d", tt.name, got, tt.want)
		}
		if status, _ := fetched(t, "GET", ticket.DownloadURL); (status == 200) != (tt.want == 200) {
			t.Errorf("%s: the file is then served with HTTP %d", tt.name, status)
		}
	}
	if got := s.Stats(); got.KeyLeaks != 2 || got.Puts != 2 || got.Tickets != len(tests) {
		t.Errorf("stats are %+v", got)
	}
}

func TestOneShotTickets(t *testing.T) {
	t.Parallel()
	for _, once := range []bool{false, true} {
		c := serve(t, &Server{Blind: true, OneShotTickets: once})
		ticket := c.ticket("a.png", 5)
		if got := ticket.Upload.Headers["If-None-Match"]; (got == "*") != once {
			t.Errorf("once %v: If-None-Match is %q", once, got)
		}
		first, again := c.put(ticket, []byte("12345"), nil), c.put(ticket, []byte("54321"), nil)
		want := map[bool]int{false: 200, true: 412}[once]
		if first != 200 || again != want {
			t.Errorf("once %v: HTTP %d and %d, want 200 and %d", once, first, again, want)
		}
		if _, body := fetched(t, "GET", ticket.DownloadURL); (string(body) == "12345") != once {
			t.Errorf("once %v: the file is %q", once, body)
		}
	}
}

func TestTicketsAndTheirFilesExpire(t *testing.T) {
	t.Parallel()
	for life, kept := range map[time.Duration]time.Duration{0: 15 * time.Minute, time.Hour: time.Hour} {
		var passed atomic.Int64
		start := time.Now()
		c := serve(t, &Server{Latency: instant, TicketLife: life, Now: func() time.Time { return start.Add(time.Duration(passed.Load())) }})
		picture := pngOf(t, stripes(30, 30, blue, green))
		early, late := c.ticket("a.png", len(picture)), c.ticket("b.png", len(picture))
		if got, want := early.Upload.Expires, start.Add(kept).UTC().Format(time.RFC3339); got != want {
			t.Errorf("expires_at is %s, want %s", got, want)
		}
		passed.Store(int64(kept - 1))
		if got := c.put(early, picture, nil); got != 200 {
			t.Errorf("in time: HTTP %d", got)
		}
		passed.Store(int64(kept))
		if got := c.put(late, picture, nil); got != 403 {
			t.Errorf("too late: HTTP %d, want 403", got)
		}
		passed.Store(int64(kept - 1 + retention))
		if got := c.ask(early.DownloadURL); got.Code != 1402 {
			t.Errorf("after seven days: code %d, want 1402", got.Code)
		}
	}
}

func TestTicketRequests(t *testing.T) {
	t.Parallel()
	const path = "/api/v3/media/uploads"
	tests := []struct {
		name, body string
		status     int
		says       string
	}{
		{"jpeg", `{"filename":"A.JPEG","size":1}`, 200, `"Content-Type":"image/jpeg"`},
		{"type given", `{"filename":"a","size":1,"content_type":"image/webp"}`, 200, `.webp","filename":"a"`},
		{"no picture", `{"filename":"a.txt","size":1}`, 200, `{"type":"file",`},
		{"largest", `{"filename":"a.png","size":20971520}`, 200, ""},
		{"too large", `{"filename":"a.png","size":20971521}`, 413, "larger than 20971520 bytes"},
		{"no size", `{"filename":"a.png"}`, 400, "size must be"},
		{"empty", `{"filename":"a.png","size":0}`, 400, "size must be"},
		{"no name", `{"size":1}`, 400, "filename must"},
		{"broken type", `{"filename":"a","size":1,"content_type":"image"}`, 400, "content_type"},
		{"split header", `{"filename":"a","size":1,"content_type":"image/png;a=\"\r\n\""}`, 400, "content_type"},
		{"no object", `[]`, 400, "not a JSON object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := serve(t, &Server{}).call("POST", path, tt.body)
			if h.Status != tt.status || h.Code != tt.status || !strings.Contains(h.body, tt.says) {
				t.Errorf("HTTP %d %s, want %d %s", h.Status, h.body, tt.status, tt.says)
			}
		})
	}
}

func TestOneWayToUploadCanBeMissing(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{NoTickets: true, NoMultipart: true})
	if h := c.call("POST", "/api/v3/media/uploads", `{"filename":"a.png","size":1}`); h.Status != 404 || h.Code != 404 {
		t.Errorf("ticket: HTTP %d %s", h.Status, h.body)
	}
	if h := c.upload("a.png", []byte("x")); h.Status != 404 || h.Code != 404 {
		t.Errorf("form: HTTP %d %s", h.Status, h.body)
	}
	if h := serve(t, &Server{}).withKey("").call("POST", "/api/v3/media/uploads", `{}`); h.Status != 401 {
		t.Errorf("without a key: HTTP %d", h.Status)
	}
}

func (c caller) withKey(key string) caller {
	c.key = key
	return c
}

func TestTicketsSurviveARestart(t *testing.T) {
	t.Parallel()
	start := func(name string) *Server {
		return &Server{Remember: name, Latency: instant, OneShotTickets: true}
	}
	name := filepath.Join(t.TempDir(), "journal")
	c := serve(t, start(name))
	picture := pngOf(t, stripes(30, 30, blue, green))
	open, used := c.ticket("a.png", len(picture)), c.ticket("b.png", len(picture))
	c.put(used, picture, nil)

	s := start(name)
	d := serve(t, s)
	open.Upload.URL = strings.Replace(open.Upload.URL, c.root, d.root, 1)
	used.Upload.URL = strings.Replace(used.Upload.URL, c.root, d.root, 1)
	if got := d.put(open, picture, nil); got != 200 {
		t.Errorf("a ticket from before: HTTP %d", got)
	}
	if got := d.put(used, picture, nil); got != 412 {
		t.Errorf("a ticket used before: HTTP %d, want 412", got)
	}
	for _, link := range []string{open.DownloadURL, used.DownloadURL} {
		if got := d.ask(link).text(); !strings.Contains(got, "blue above green") {
			t.Errorf("caption is %q", got)
		}
	}
	if got := s.Stats().MaxUploads; got != 2 {
		t.Errorf("the same bytes landed %d times, want 2", got)
	}
}
