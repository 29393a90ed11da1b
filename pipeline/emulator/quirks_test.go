package emulator

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestSetQuirks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, value string
		want        Quirks
	}{
		{"no-urls", "", Quirks{NoURLs: true}},
		{"no_urls", "true", Quirks{NoURLs: true}},
		{"NoURLs", "false", Quirks{}},
		{"retry-after", "", Quirks{RetryAfter: "3"}},
		{"retry-after", "Wed, 21 Oct 2026 07:28:00 GMT", Quirks{RetryAfter: "Wed, 21 Oct 2026 07:28:00 GMT"}},
	} {
		var got Quirks
		if err := got.Set(tt.name, tt.value); err != nil || got != tt.want {
			t.Errorf("%s=%s gave %+v, %v", tt.name, tt.value, got, err)
		}
	}
	for name, says := range map[string]string{
		"urls=":          `there is no quirk "urls"; there are missing-as-task, none-required, sync-by-default, `,
		"no-urls=maybe":  `the quirk "no-urls" is "maybe": it must be true or false`,
		"bare-error=500": `must be true or false`,
	} {
		var got Quirks
		name, value, _ := strings.Cut(name, "=")
		if err := got.Set(name, value); err == nil || !strings.Contains(err.Error(), says) || got != (Quirks{}) {
			t.Errorf("%s gave %+v, %v; want an error with %s", name, got, err, says)
		}
	}
}

func TestQuirksThatExcludeEachOther(t *testing.T) {
	t.Parallel()
	for _, q := range []Quirks{{PendingStatus: true, ProcessingStatus: true}, {BareError: true, Envelope400: true}, {ListISOOnly: true, ListMSOnly: true}} {
		if err := (&Server{Quirks: q}).Open(); err == nil || !strings.Contains(err.Error(), "choose one quirk") {
			t.Errorf("%+v: error is %v", q, err)
		}
	}
}

// How a submit's answer, an error and a look at a result differ by each quirk.
func TestHowQuirksLook(t *testing.T) {
	t.Parallel()
	const good, bad = `{"image":"u"}`, `{"seed":1}`
	tests := []struct {
		quirks Quirks
		body   string
		status int
		has    []string
		lacks  []string
	}{
		{Quirks{}, good, 200, []string{`"message":"success"`, `"status":"created"`, `"outputs":[],"urls":{"get":"http`, `"has_nsfw_contents":[]`, `"error":"","executionTime":0,"timings":{"inference":0}`}, []string{"execution_time"}},
		{Quirks{}, bad, 400, []string{`{"code":400,"message":"property`}, nil},
		{Quirks{BareError: true}, bad, 400, []string{`{"error":"property \"image\" is missing"}`}, []string{"code"}},
		{Quirks{Envelope400: true}, bad, 200, []string{`{"code":400,"message":"property`}, nil},
		{Quirks{MessageOK: true}, good, 200, []string{`"message":"ok"`}, []string{"success"}},
		{Quirks{MessageOK: true}, bad, 400, []string{`"message":"property`}, nil},
		{Quirks{PendingStatus: true}, good, 200, []string{`"status":"pending"`}, []string{"created\""}},
		{Quirks{ProcessingStatus: true}, good, 200, []string{`"status":"processing"`}, []string{"created\""}},
		{Quirks{NullNSFW: true}, good, 200, []string{`"has_nsfw_contents":null`}, nil},
		{Quirks{NoURLs: true}, good, 200, []string{`"outputs":[]`}, []string{"urls"}},
		{Quirks{OmitEmpty: true}, good, 200, []string{`"status":"created"`, `"urls"`}, []string{"outputs", "nsfw", "error", "executionTime", "timings"}},
		{Quirks{SnakeExecutionTime: true}, good, 200, []string{`"execution_time":0`}, []string{"executionTime"}},
	}
	for _, tt := range tests {
		h := serve(t, &Server{Blind: true, Quirks: tt.quirks}).submit(minicpm, tt.body)
		if h.Status != tt.status {
			t.Errorf("%+v: HTTP %d, want %d", tt.quirks, h.Status, tt.status)
		}
		for _, want := range tt.has {
			if !strings.Contains(h.body, want) {
				t.Errorf("%+v: %s, want %s", tt.quirks, h.body, want)
			}
		}
		for _, not := range tt.lacks {
			if strings.Contains(h.body, not) {
				t.Errorf("%+v: %s, without %s", tt.quirks, h.body, not)
			}
		}
	}
}

// What has ended has all its fields.
func TestNothingIsOmittedAtTheEnd(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Blind: true, Latency: Latency{Median: time.Millisecond}, Faults: Faults{FinalAtSubmit: 1, TaskFailed: 1}, Quirks: Quirks{OmitEmpty: true}})
	if got := c.submit(minicpm, `{"image":"u"}`).body; !strings.Contains(got, `"outputs":[]`) || !strings.Contains(got, `"error":"Task`) || !strings.Contains(got, `"executionTime":0`) {
		t.Errorf("the final answer is %s", got)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]*Server{
		"feigned": {Faults: Faults{RateLimited: 1}},
		"HTML":    {Faults: Faults{HTML429: 1}},
		"real":    {Account: Account{PerMinute: 1}, Blind: true},
		"busy":    {Account: Account{Concurrent: 1}, Blind: true},
	} {
		for _, header := range []string{"", "7"} {
			s := &Server{Faults: server.Faults, Account: server.Account, Blind: true, Quirks: Quirks{RetryAfter: header}}
			inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
			w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
			if got := w.Header().Get("Retry-After"); w.Code != 429 || got != header {
				t.Errorf("%s: HTTP %d, Retry-After %q; want 429 and %q", name, w.Code, got, header)
			}
		}
	}
	if got := inProcess(&Server{Quirks: Quirks{RetryAfter: "7"}}, "GET", "/api/v3/balance", "").Header().Get("Retry-After"); got != "" {
		t.Errorf("a success says to retry after %s", got)
	}
}

func TestMissingAsTask(t *testing.T) {
	t.Parallel()
	journal := filepath.Join(t.TempDir(), "journal")
	start := func() (*Server, caller) {
		s := &Server{Remember: journal, Blind: true, Latency: instant, Quirks: Quirks{MissingAsTask: true}}
		return s, serve(t, s)
	}
	_, c := start()
	ids := map[string]int{}
	for body, code := range map[string]int{
		`{"custom_prompt":"c"}`:                     1400,
		`{"image":null}`:                            1400,
		`{"image":" "}`:                             1401,
		`{"image":7}`:                               1401,
		`{"image":"u","seed":"one","typo":1}`:       1401,
		`{"image":"u","custom_prompt":"all right"}`: 0,
	} {
		h := c.submit(minicpm, body)
		if h.Status != 200 || h.Data.Status != "created" && h.Data.Status != "processing" {
			t.Errorf("%s: HTTP %d %s, want it accepted", body, h.Status, h.body)
		}
		ids[h.Data.ID] = code
	}
	if h := c.submit(minicpm, `["no object"]`); h.Status != 400 {
		t.Errorf("no object: HTTP %d", h.Status)
	}
	again, d := start() // the reason is remembered
	for id, code := range ids {
		if got := d.poll(id).Data; got.Code != code || (got.Status == "failed") != (code > 0) {
			t.Errorf("ended %s with code %d, want %d", got.Status, got.Code, code)
		}
	}
	if got := again.Stats(); got.Charged != 30000 || got.Refunded != 0 {
		t.Errorf("charged %d and refunded %d, want 30000 and nothing", got.Charged, got.Refunded)
	}
}

func TestSyncQuirks(t *testing.T) {
	t.Parallel()
	llm := `{"prompt":"p","images":["u"]`
	tests := []struct {
		quirks      Quirks
		model, body string
		waits       bool
	}{
		{Quirks{}, minicpm, `{"image":"u"}`, false},
		{Quirks{SyncByDefault: true}, minicpm, `{"image":"u"}`, true},
		{Quirks{SyncByDefault: true}, minicpm, `{"image":"u","enable_sync_mode":false}`, false},
		{Quirks{SyncByDefault: true}, anyLLM, llm + `}`, false},
		{Quirks{NoSyncSupport: true}, minicpm, `{"image":"u","enable_sync_mode":true}`, false},
		{Quirks{NoSyncSupport: true}, anyLLM, llm + `,"enable_sync_mode":true}`, false},
		{Quirks{NoSyncSupport: true, SyncByDefault: true}, minicpm, `{"image":"u","enable_sync_mode":false}`, true},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			s := &Server{Blind: true, Quirks: tt.quirks}
			start := time.Now()
			w := inProcess(s, "POST", "/api/v3/"+tt.model, tt.body)
			if waited := time.Since(start) > 0; w.Code != 200 || waited != tt.waits || strings.Contains(w.Body.String(), "completed") != tt.waits {
				t.Errorf("%+v %s: after %v: %s; want to wait %v", tt.quirks, tt.body, time.Since(start), w.Body, tt.waits)
			}
			if got := s.Stats().DroppedKeys; (got == 1) != (tt.quirks.NoSyncSupport) {
				t.Errorf("%+v %s: %d keys dropped", tt.quirks, tt.body, got)
			}
		})
	}
}

func TestListQuirks(t *testing.T) {
	t.Parallel()
	const iso, ms = `"2026-01-02T03:04:05Z"`, `1767323045000`
	for _, tt := range []struct {
		quirks   Quirks
		iso, ms  int
		inputs   string
		pageSize int
	}{
		{Quirks{}, 200, 200, "", 25},
		{Quirks{ListISOOnly: true}, 200, 400, "", 25},
		{Quirks{ListMSOnly: true}, 400, 200, "", 25},
		{Quirks{SingularInput: true}, 200, 200, `"input":{"image":"u"}`, 25},
		{Quirks{CappedPage: true}, 200, 200, "", 20},
	} {
		c := serve(t, &Server{Blind: true, Latency: instant, Quirks: tt.quirks})
		for range 25 {
			c.submit(minicpm, `{"image":"u"}`)
		}
		for form, want := range map[string]int{iso: tt.iso, ms: tt.ms, "null": 200} {
			for _, name := range []string{"created_after", "created_before"} {
				if h := c.call("POST", "/api/v3/predictions", fmt.Sprintf(`{"page":1,"page_size":9,%q:%s}`, name, form)); h.Status != want {
					t.Errorf("%+v, %s %s: HTTP %d %s, want %d", tt.quirks, name, form, h.Status, h.body, want)
				}
			}
		}
		h := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":100}`)
		if got := len(h.Data.Items); got != tt.pageSize || !strings.Contains(h.body, tt.inputs) || strings.Contains(h.body, `"inputs"`) {
			t.Errorf("%+v: %d items of %s", tt.quirks, got, h.body)
		}
		rest := c.call("POST", "/api/v3/predictions", `{"page":2,"page_size":100}`)
		if got := len(rest.Data.Items); got != 25-tt.pageSize {
			t.Errorf("%+v: %d items on the second page", tt.quirks, got)
		}
	}
}

func TestTheListFiltersByTheQuirkysStatus(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: Latency{Median: time.Hour}, Quirks: Quirks{PendingStatus: true}}
	inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
	for status, want := range map[string]string{"pending": "0", "created": ""} {
		if got, _ := listed(t, s, fmt.Sprintf(`{"page":1,"page_size":9,"status":%q}`, status)); got != want {
			t.Errorf("%s lists %q, want %q", status, got, want)
		}
	}
}

// A push has no envelope, but the prediction in it is dressed like any other.
func TestHowQuirksLookInPushes(t *testing.T) {
	t.Parallel()
	box := newInbox()
	c := serve(t, &Server{Blind: true, Latency: instant, Quirks: Quirks{NoURLs: true, NullNSFW: true, SnakeExecutionTime: true, OmitEmpty: true}})
	c.submitHooked(`{"image":"u"}`, box.serve(t))
	body := box.next(t).body
	for _, has := range []string{`"status":"completed"`, `"outputs":["[emulated]`, `"has_nsfw_contents":null`, `"execution_time":0`} {
		if !strings.Contains(body, has) {
			t.Errorf("pushed %s, without %s", body, has)
		}
	}
	if strings.Contains(body, `"urls"`) || strings.Contains(body, "executionTime") {
		t.Errorf("pushed %s", body)
	}
}

// A push can lack what was asked, and the secret its envelope.
func TestBareWebhooks(t *testing.T) {
	t.Parallel()
	box := newInbox()
	c := serve(t, &Server{Blind: true, Latency: instant, Quirks: Quirks{PushNoInput: true, BareSecret: true}})
	c.submitHooked(`{"image":"u"}`, box.serve(t))
	if body := box.next(t).body; strings.Contains(body, `"input"`) || !strings.Contains(body, `"status":"completed"`) {
		t.Errorf("pushed %s", body)
	}
	if h := c.call("GET", "/api/v3/webhook/secret", ""); !strings.HasPrefix(h.body, `{"secret":"whsec_`) {
		t.Errorf("the secret is %s", h.body)
	}
}

// A bill has the same word for where its prediction stands.
func TestHowQuirksLookInBills(t *testing.T) {
	t.Parallel()
	s := &Server{Blind: true, Latency: Latency{Median: time.Hour}, Quirks: Quirks{PendingStatus: true}}
	inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
	if got := searched(t, s, everything).Items[0].Prediction.Status; got != "pending" {
		t.Errorf("the bill says %s, want pending", got)
	}
}

// The examples on the vendor's model pages, which name no picture, are answered
// where that is wanted; what is wrong in another way still is.
func TestNoneRequired(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Latency: instant, Quirks: Quirks{NoneRequired: true}})
	for model, body := range map[string]string{
		minicpm:                       `{"preset_prompt":"describe","seed":-1,"enable_sync_mode":false}`,
		"wavespeed-ai/any-llm/vision": `{"reasoning":false,"priority":"latency","model":"google/gemini-flash-1.5","enable_sync_mode":false}`,
	} {
		h := c.submit(model, body)
		if got := c.poll(h.Data.ID); h.Status != 200 || got.Data.Status != "completed" {
			t.Errorf("%s: HTTP %d, then %s", model, h.Status, got.body)
		}
	}
	if h := c.submit(minicpm, `{"seed":"one"}`); h.Status != 400 {
		t.Errorf("a seed that is none: HTTP %d", h.Status)
	}
}
