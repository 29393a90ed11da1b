package emulator

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestInputs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, model, body string
		status            int
		message           string
	}{
		{"least", minicpm, `{"image":"u"}`, 200, ""},
		{"all", minicpm, `{"image":"u","preset_prompt":"caption","custom_prompt":"c","seed":2147483647,"enable_sync_mode":false}`, 200, ""},
		{"null is absent", minicpm, `{"image":"u","seed":null}`, 200, ""},
		{"no image", minicpm, `{"custom_prompt":"c"}`, 400, `property "image" is missing`},
		{"null image", minicpm, `{"image":null}`, 400, `property "image" is missing`},
		{"blank image", minicpm, `{"image":" "}`, 400, `property "image" is empty`},
		{"image no string", minicpm, `{"image":["u"]}`, 400, `property "image" must be a string`},
		{"unknown preset", minicpm, `{"image":"u","preset_prompt":"haiku"}`, 400, `property "preset_prompt" must be one of describe, caption`},
		{"low seed", minicpm, `{"image":"u","seed":-2}`, 400, `property "seed" must be a whole number from -1 to 2147483647`},
		{"high seed", minicpm, `{"image":"u","seed":2147483648}`, 400, `property "seed" must be`},
		{"seed as text", minicpm, `{"image":"u","seed":"1"}`, 400, `property "seed" must be`},
		{"sync as text", minicpm, `{"image":"u","enable_sync_mode":"true"}`, 400, `property "enable_sync_mode" must be true or false`},
		{"no object", minicpm, `["u"]`, 400, "not a JSON object"},
		{"null", minicpm, `null`, 400, "not a JSON object"},
		{"cut", minicpm, `{"image":"u"`, 400, "not a JSON object"},
		{"two", minicpm, `{"image":"u"}{}`, 400, "not a JSON object"},
		{"too long", minicpm, `{"image":"` + strings.Repeat("u", maxInput) + `"}`, 413, "longer than 1048576 bytes"},
		{"llm", anyLLM, `{"prompt":"p","images":["u"],"temperature":0.2,"max_tokens":300,"model":"new/one","reasoning":true,"priority":"throughput","system_prompt":"s"}`, 200, ""},
		{"llm without prompt", anyLLM, `{"images":["u"]}`, 400, `property "prompt" is missing`},
		{"llm without images", anyLLM, `{"prompt":"p"}`, 200, ""},
		{"llm with no images", anyLLM, `{"prompt":"p","images":[]}`, 200, ""},
		{"llm with 17 images", anyLLM, `{"prompt":"p","images":["u"` + strings.Repeat(`,"u"`, 16) + `]}`, 400, "at most 16"},
		{"llm with odd images", anyLLM, `{"prompt":"p","images":[1]}`, 400, "a list of strings"},
		{"hot", anyLLM, `{"prompt":"p","images":["u"],"temperature":2.1}`, 400, `property "temperature" must be a number from 0 to 2`},
		{"no tokens", anyLLM, `{"prompt":"p","images":["u"],"max_tokens":0}`, 400, `property "max_tokens" must be`},
		{"unknown model", "acme/eyes", `{"image":"u"}`, 404, "model not found: acme/eyes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &Server{Blind: true, Latency: instant}
			h := serve(t, s).submit(tt.model, tt.body)
			if h.Status != tt.status || h.Code != tt.status || !strings.Contains(h.Message, tt.message) {
				t.Errorf("HTTP %d %s, want %d %q", h.Status, h.body, tt.status, tt.message)
			}
			if got := s.Stats().Accepted; (got == 1) != (tt.status == 200) {
				t.Errorf("%d accepted", got)
			}
		})
	}
}

func TestUnknownKeysAreDroppedInSilence(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, ListInputs: true}
	c := serve(t, s)
	h := c.submit(minicpm, `{"image":"u","custom_promt":"typo","tag":1,"seed":7}`)
	if h.Status != 200 || s.Stats().DroppedKeys != 2 {
		t.Errorf("HTTP %d, %d keys dropped; want 200 and 2", h.Status, s.Stats().DroppedKeys)
	}
	list := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":10}`)
	if got := string(list.Data.Items[0].Inputs); got != `{"image":"u","seed":7}` {
		t.Errorf("kept input is %s", got)
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, Balance: 0.21}
	c := serve(t, s)
	c.submit(minicpm, `{"image":"u"}`)
	c.submit(anyLLM, `{"prompt":"p","images":["u"]}`)
	if h := c.submit(anyLLM, `{"prompt":"p","images":["u"],"model":"openai/gpt-4o"}`); h.Data.ID == "" {
		t.Fatalf("premium call refused: %s", h.body)
	}
	if got := c.call("GET", "/api/v3/balance", "").Data.Balance; got != 0.005 {
		t.Errorf("balance is %v, want 0.005", got)
	}
	h := c.submit(anyLLM, `{"prompt":"p","images":["u"]}`)
	if h.Status != 200 || h.Code != 400 || !strings.Contains(h.Message, "Insufficient credits") || h.Data.ID != "" {
		t.Errorf("beyond the balance: HTTP %d %s", h.Status, h.body)
	}
	if got := s.Stats(); got.Charged != 205000 || got.Accepted != 3 || got.Refused["credit"] != 1 {
		t.Errorf("stats are %+v", got)
	}
}

func TestOwnPrices(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant, Prices: map[string]float64{anyLLM: 0.01}}
	c := serve(t, s)
	c.submit(minicpm, `{"image":"u"}`)
	c.submit(anyLLM, `{"prompt":"p","images":["u"],"model":"openai/gpt-4o"}`)
	if got := s.Stats().Charged; got != 35000 {
		t.Errorf("charged %d, want 5000 and three times 10000", got)
	}
	broke := &Server{Balance: -1}
	if h := serve(t, broke).submit(minicpm, `{"image":"u"}`); h.Code != 400 {
		t.Errorf("without any credit: %s", h.body)
	}
}

func TestSubmitFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		faults   Faults
		status   int // 0: no answer
		says     string
		html     bool
		accepted int
	}{
		{"error before", Faults{SubmitError: 1}, 503, `{"code":503,`, false, 0},
		{"too fast", Faults{RateLimited: 1}, 429, `{"code":429,"message":"Rate limit exceeded`, false, 0},
		{"too many", Faults{Crowded: 1}, 429, `{"code":429,"message":"You have reached your concurrency limit`, false, 0},
		{"gateway's 429", Faults{HTML429: 1}, 429, "Too Many Requests", true, 0},
		{"bad key", Faults{Unauthorized: 1}, 401, `{"code":401,`, false, 0},
		{"500 before", Faults{ErrorBeforeAccept: 1}, 500, `{"code":500,`, false, 0},
		{"502 before", Faults{BadGatewayBeforeAccept: 1}, 502, "Bad Gateway", true, 0},
		{"504 before", Faults{GatewayTimeoutBeforeAccept: 1}, 504, "Gateway Timeout", true, 0},
		{"forbidden", Faults{Forbidden: 1}, 403, `"error_code":"access_key_permission_denied"`, false, 0},
		{"504 only in sync mode", Faults{GatewayTimeout: 1, SyncTimeout: 1}, 200, `"status":"created"`, false, 1},
		{"drop after", Faults{DropAfterAccept: 1}, 0, "", false, 1},
		{"error after", Faults{ErrorAfterAccept: 1}, 502, "Bad Gateway", true, 1},
		{"unreadable after", Faults{UnreadableAfterAccept: 1}, 200, "<html>", true, 1},
		{"final", Faults{FinalAtSubmit: 1}, 200, `"status":"completed"`, false, 1},
		{"refused first", Faults{SubmitError: 1, DropAfterAccept: 1}, 503, `{"code":503,`, false, 0},
	}
	for _, tt := range tests {
		for _, http2 := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, HTTP/2 %v", tt.name, http2), func(t *testing.T) {
				t.Parallel()
				s := &Server{Blind: true, Faults: tt.faults}
				ts := httptest.NewUnstartedServer(s)
				ts.EnableHTTP2 = http2
				ts.StartTLS()
				defer ts.Close()
				req, _ := http.NewRequest("POST", ts.URL+"/api/v3/"+minicpm, strings.NewReader(`{"image":"u"}`))
				req.GetBody = nil // never sent twice
				req.Header.Set("Authorization", "Bearer k")
				resp, err := ts.Client().Do(req)
				if got := s.Stats().Accepted; got != tt.accepted {
					t.Errorf("%d accepted, want %d", got, tt.accepted)
				}
				if tt.status == 0 {
					if err == nil {
						t.Errorf("answered %s, want none", resp.Status)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				defer resp.Body.Close()
				body, _ := io.ReadAll(resp.Body)
				html := strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
				if resp.StatusCode != tt.status || html != tt.html || !strings.Contains(string(body), tt.says) {
					t.Errorf("HTTP %d, HTML %v, %s; want %d, %v, %s", resp.StatusCode, html, body, tt.status, tt.html, tt.says)
				}
				if got := s.Stats(); got.Refused["fault"] != 1-tt.accepted || got.Charged != int64(5000*tt.accepted) {
					t.Errorf("stats are %+v", got)
				}
			})
		}
	}
}

func TestADroppedSubmitIsInTheList(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Blind: true, Latency: instant, Faults: Faults{DropAfterAccept: 1}})
	if _, err := c.try("POST", "/api/v3/"+minicpm, `{"image":"u"}`); err == nil {
		t.Fatal("answered")
	}
	list := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":10}`)
	if len(list.Data.Items) != 1 || c.poll(list.Data.Items[0].ID).Data.Status != "completed" {
		t.Errorf("list is %s", list.body)
	}
}

func TestEndings(t *testing.T) {
	t.Parallel()
	const said = `"[emulated] Picture `
	tests := []struct {
		name    string
		faults  Faults
		status  string
		code    int
		outputs string // how they begin
	}{
		{"calm", Faults{}, "completed", 0, `[` + said},
		{"failed", Faults{TaskFailed: 1}, "failed", 1403, `[]`},
		{"moderated", Faults{Moderated: 1}, "failed", 1200, `[]`},
		{"cancelled", Faults{Cancelled: 1}, "cancelled", 0, `[]`},
		{"timed out", Faults{TimedOut: 1}, "timeout", 5004, `[]`},
		{"empty", Faults{Empty: 1}, "completed", 0, `[]`},
		{"null", Faults{Null: 1}, "completed", 0, `null`},
		{"object", Faults{Object: 1}, "completed", 0, `[{"caption":` + said},
		{"bare object", Faults{BareObject: 1}, "completed", 0, `{"caption":` + said},
		{"link", Faults{Link: 1}, "completed", 0, `["https://d2p7pge43lyniu.cloudfront.net/output/`},
		{"refusal", Faults{Refusal: 1}, "completed", 0, `["[emulated] I'm sorry, `},
		{"loop", Faults{Loop: 1}, "completed", 0, `[` + said},
		{"verbose", Faults{Verbose: 1}, "completed", 0, `[` + said},
		{"unreachable", Faults{Unreachable: 1}, "failed", 1402, `[]`},
		{"internal", Faults{Internal: 1}, "failed", 5000, `[]`},
		{"unavailable", Faults{Unavailable: 1}, "failed", 5003, `[]`},
		{"retries exhausted", Faults{RetryExhausted: 1}, "failed", 1406, `[]`},
		{"deleted", Faults{Deleted: 1}, "deleted", 0, `[]`},
		{"first wins", Faults{TaskFailed: 1, Object: 1}, "failed", 1403, `[]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := func() heard {
				c := serve(t, &Server{Blind: true, Latency: instant, Faults: tt.faults})
				return c.poll(c.submit(minicpm, `{"image":"u"}`).Data.ID)
			}()
			d := h.Data
			if h.Status != 200 || h.Code != 200 || d.Status != tt.status || d.Code != tt.code {
				t.Errorf("%s, want status %s and code %d", h.body, tt.status, tt.code)
			}
			if got := string(d.Outputs); !strings.HasPrefix(got, tt.outputs) {
				t.Errorf("outputs are %s, want %s…", got, tt.outputs)
			}
		})
	}
}

func TestPollError(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Blind: true, Latency: instant, Faults: Faults{PollError: 1}})
	if h := c.poll(c.submit(minicpm, `{"image":"u"}`).Data.ID); h.Status != 500 || h.Code != 500 {
		t.Errorf("HTTP %d %s, want 500", h.Status, h.body)
	}
}

func TestUnauthorizedIsABlip(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: instant}
	c := serve(t, s)
	id := c.submit(minicpm, `{"image":"u"}`).Data.ID
	s.Faults.Unauthorized = 1 // nobody else is asking
	if h := c.poll(id); h.Status != 401 || h.Code != 401 {
		t.Errorf("HTTP %d %s, want 401", h.Status, h.body)
	}
	if h := c.call("GET", "/api/v3/balance", ""); h.Status != 200 || h.Data.Balance == 0 {
		t.Errorf("balance: HTTP %d %s", h.Status, h.body)
	}
}

// inProcess calls a server without a network, for tests in a bubble of time.
func inProcess(s *Server, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer k")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestLifeOfAPrediction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true}
		w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
		id := s.room.predictions[0].id
		if !strings.Contains(w.Body.String(), `"status":"created"`) {
			t.Errorf("submit: %s", w.Body)
		}
		for _, step := range []struct {
			wait time.Duration
			want string
		}{
			{100 * time.Millisecond, `"status":"created"`},
			{300 * time.Millisecond, `"status":"processing"`},
			{499 * time.Millisecond, `"status":"processing"`},
			{time.Millisecond, `"status":"completed"`},
			{retention - 900*time.Millisecond - 1, `"executionTime":900,"timings":{"inference":900}`},
			{1, `{"code":404,`},
		} {
			time.Sleep(step.wait)
			for _, path := range []string{"/api/v3/predictions/" + id + "/result", "/api/v3/predictions/" + id} {
				if got := inProcess(s, "GET", path, "").Body.String(); !strings.Contains(got, step.want) {
					t.Errorf("after %v more: %s, want %s", step.wait, got, step.want)
				}
			}
		}
	})
}

func TestSyncMode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		server *Server
		took   time.Duration
		want   string
	}{
		{"in time", &Server{Latency: Latency{Median: 80 * time.Second}}, 80 * time.Second, `"status":"completed"`},
		{"too late", &Server{Latency: Latency{Median: 91 * time.Second}}, 90 * time.Second,
			`{"code":200,"message":"success","data":{"id":"req-timeout","status":"processing","code":5004,"error":"Sync mode timed out after 90 seconds. The prediction is still processing asynchronously.","outputs":[]}}`},
		{"own patience", &Server{SyncWait: 100 * time.Millisecond, SyncKeepsID: true}, 100 * time.Millisecond,
			`","status":"processing","code":5004,"error":"Sync mode timed out after 0.1 seconds`},
		{"final anyway", &Server{Faults: Faults{FinalAtSubmit: 1}}, 0, `"status":"completed"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tt.server.Blind = true
				start := time.Now()
				got := inProcess(tt.server, "POST", "/api/v3/"+minicpm, `{"image":"u","enable_sync_mode":true}`).Body.String()
				if took := time.Since(start); took != tt.took || !strings.Contains(got, tt.want) {
					t.Errorf("after %v: %s\nwant after %v: %s", took, got, tt.took, tt.want)
				}
				if p := tt.server.room.predictions[0]; tt.server.SyncKeepsID && !strings.Contains(got, p.id) {
					t.Errorf("%s lacks the id %s", got, p.id)
				}
			})
		})
	}
}

func TestSeedsRepeat(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) (trace string) {
		s := &Server{Blind: true, Seed: seed, Latency: Latency{Median: time.Second, Sigma: 0.5}, Faults: Faults{TaskFailed: 0.3, SubmitError: 0.2}}
		for range 50 {
			inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
		}
		for _, p := range s.room.predictions {
			trace += fmt.Sprintln(p.latency, p.outcome.name)
		}
		return trace
	}
	if a, b := run(1), run(1); a != b {
		t.Error("the same seed gave different runs")
	}
	if run(1) == run(2) {
		t.Error("different seeds gave the same run")
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const clients, each = 16, 40
	s := &Server{Blind: true, Latency: instant}
	c := serve(t, s)
	var ids sync.Map
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			for j := range each {
				h, err := c.try("POST", "/api/v3/"+minicpm, fmt.Sprintf(`{"image":"u%d-%d"}`, i, j))
				if err != nil {
					t.Error(err)
					return
				}
				if _, twice := ids.LoadOrStore(h.Data.ID, true); twice {
					t.Errorf("id %s given twice", h.Data.ID)
				}
				c.try("GET", "/api/v3/predictions/"+h.Data.ID, "")
				c.try("POST", "/api/v3/predictions", `{"page":1,"page_size":5,"status":"completed"}`)
			}
		})
	}
	all.Wait()
	if got := s.Stats(); got.Accepted != clients*each || got.Charged != clients*each*5000 || got.MaxPerImage != 1 {
		t.Errorf("stats are %+v", got)
	}
}

func BenchmarkSubmit(b *testing.B) {
	s := &Server{Blind: true, Latency: instant, Account: Account{Concurrent: 1 << 30}, Balance: 1e9}
	for b.Loop() {
		inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"https://example.com/a.jpg"}`)
	}
}
