package emulator

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPollGoneIsABlip(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, Faults: Faults{PollGone: 0.5}, Seed: 1}
	c := serve(t, s)
	id := c.submit(minicpm, `{"image":"u"}`).Data.ID
	seen := map[int]int{}
	for range 40 {
		h := c.poll(id)
		if seen[h.Status]++; h.Code != h.Status || h.Status == 404 && h.Message != "prediction not found" {
			t.Errorf("HTTP %d %s", h.Status, h.body)
		}
	}
	if seen[200] < 10 || seen[404] < 10 || s.Stats().Refused["fault"] != seen[404] {
		t.Errorf("answers by status: %v; stats %+v", seen, s.Stats())
	}
}

func TestPollCut(t *testing.T) {
	t.Parallel()
	for _, http2 := range []bool{false, true} {
		s := &Server{Blind: true, Latency: instant, Faults: Faults{PollCut: 1}, Quirks: Quirks{MessageOK: true}}
		ts := httptest.NewUnstartedServer(s)
		ts.EnableHTTP2 = http2
		ts.StartTLS()
		defer ts.Close()
		get := func(method, path, body string) ([]byte, error) {
			req, _ := http.NewRequest(method, ts.URL+path, strings.NewReader(body))
			req.Header.Set("Authorization", "Bearer k")
			resp, err := ts.Client().Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			return io.ReadAll(resp.Body)
		}
		if _, err := get("POST", "/api/v3/"+minicpm, `{"image":"u"}`); err != nil {
			t.Fatal(err)
		}
		got, err := get("GET", "/api/v3/predictions/"+s.room.predictions[0].id, "")
		if err == nil || !strings.HasPrefix(string(got), `{"code":200,"message":"ok"`) || strings.Contains(string(got), `"timings"`) {
			t.Errorf("HTTP/2 %v: %s, %v; want half an answer and an error", http2, got, err)
		}
	}
}

func TestListAndUploadErrors(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, Faults: Faults{ListError: 1, UploadError: 1}}
	c := serve(t, s)
	if h := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":9}`); h.Status != 500 || h.Code != 500 {
		t.Errorf("list: HTTP %d %s", h.Status, h.body)
	}
	if h := c.upload("a.png", pngOf(t, stripes(4, 4, red, blue))); h.Status != 500 || h.Code != 500 {
		t.Errorf("upload: HTTP %d %s", h.Status, h.body)
	}
	if h := c.call("POST", "/api/v3/media/uploads", `{"filename":"a.png","size":1}`); h.Status != 500 || h.Code != 500 {
		t.Errorf("ticket: HTTP %d %s", h.Status, h.body)
	}
	if got := s.Stats(); got.Uploads != 0 || got.Tickets != 0 || got.Refused["fault"] != 3 {
		t.Errorf("stats are %+v, want no upload, no ticket and 3 faults", got)
	}
	s.Faults = Faults{}
	if h := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":9}`); h.Status != 200 {
		t.Errorf("list without a fault: HTTP %d", h.Status)
	}
}

// A picture that can be had is said to be out of reach.
func TestUnreachableAlthoughItIsThere(t *testing.T) {
	t.Parallel()
	root, _ := gallery(t, map[string][]byte{"/a.png": pngOf(t, stripes(4, 4, red, blue))})
	c := serve(t, &Server{Latency: instant, Faults: Faults{Unreachable: 1}})
	if got := c.ask(root + "/a.png"); got.Status != "failed" || got.Code != 1402 || got.Error != unreachable.error {
		t.Errorf("%s with code %d, %s", got.Status, got.Code, got.Error)
	}
}

func TestSyncModeCutShort(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		faults  Faults
		latency time.Duration
		status  int
		took    time.Duration
		says    string
	}{
		{"gateway", Faults{GatewayTimeout: 1}, 8 * time.Second, 504, 4 * time.Second, "<title>Gateway Timeout</title>"},
		{"gateway, long", Faults{GatewayTimeout: 1}, time.Hour, 504, 45 * time.Second, "<title>Gateway Timeout</title>"},
		{"hurried", Faults{SyncTimeout: 1}, 8 * time.Second, 200, 4 * time.Second, `"status":"processing","code":5004,"error":"Sync mode timed out after 90 seconds.`},
		{"both", Faults{GatewayTimeout: 1, SyncTimeout: 1}, 8 * time.Second, 504, 4 * time.Second, "<html>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &Server{Blind: true, Latency: Latency{Median: tt.latency}, Faults: tt.faults}
				start := time.Now()
				w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u","enable_sync_mode":true}`)
				if took := time.Since(start); took != tt.took || w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
					t.Errorf("after %v: HTTP %d %s", took, w.Code, w.Body)
				}
				if got := s.Stats(); got.Accepted != 1 || got.Charged != 5000 {
					t.Errorf("stats are %+v, want it accepted and charged", got)
				}
				time.Sleep(time.Hour)
				if got := standings(s); got != "c" {
					t.Errorf("an hour later it is %s, want completed", got)
				}
			})
		})
	}
}

// A gateway's page is what a client of sync mode sees over a real connection.
func TestGatewayTimeoutOverHTTP(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Blind: true, Latency: Latency{Median: 20 * time.Millisecond}, Faults: Faults{GatewayTimeout: 1}})
	h := c.submit(minicpm, `{"image":"u","enable_sync_mode":true}`)
	if h.Status != 504 || h.Code != 0 || !strings.HasPrefix(h.body, "<html>") {
		t.Errorf("HTTP %d %s, want a page of 504", h.Status, h.body)
	}
	if list := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":9}`); len(list.Data.Items) != 1 {
		t.Errorf("the list has %s", list.body)
	}
}
