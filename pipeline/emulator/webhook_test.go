package emulator

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A pushed is a push as it arrived.
type pushed struct {
	header http.Header
	body   string
	at     time.Time
}

// An inbox receives pushes and answers each with the next of its statuses, 200
// when they are used up.
type inbox struct {
	mu       sync.Mutex
	statuses []int
	arrived  chan pushed
}

func newInbox(statuses ...int) *inbox {
	return &inbox{statuses: statuses, arrived: make(chan pushed, 100)}
}

func (b *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	status := 200
	if len(b.statuses) > 0 {
		status, b.statuses = b.statuses[0], b.statuses[1:]
	}
	b.mu.Unlock()
	b.arrived <- pushed{r.Header, string(body), time.Now()}
	if status/100 == 3 {
		w.Header().Set("Location", "/elsewhere")
	}
	w.WriteHeader(status)
}

// next waits for a push.
func (b *inbox) next(t *testing.T) pushed {
	t.Helper()
	select {
	case p := <-b.arrived:
		return p
	case <-time.After(10 * time.Second):
		t.Fatal("no push came")
	}
	return pushed{}
}

func (b *inbox) serve(t *testing.T) (address string) {
	ts := httptest.NewServer(b)
	t.Cleanup(ts.Close)
	return ts.URL + "/hook?row=7&token=a%20b"
}

// submitHooked submits a prediction that pushes to the address.
func (c caller) submitHooked(body, address string) heard {
	c.t.Helper()
	return c.submit(minicpm+"?webhook="+url.QueryEscape(address), body)
}

func TestPushes(t *testing.T) {
	t.Parallel()
	root, fetches := gallery(t, map[string][]byte{"/a.png": pngOf(t, stripes(40, 40, red, blue))})
	box := newInbox()
	address := box.serve(t)
	s := &Server{Latency: instant, Remember: filepath.Join(t.TempDir(), "journal")}
	c := serve(t, s)
	secret := secretOf(t, c)
	h := c.submitHooked(fmt.Sprintf(`{"image":%q,"seed":7}`, root+"/a.png"), address)
	got := box.next(t)
	checkPush(t, got, secret, h.Data.ID)
	var v view
	if err := json.Unmarshal([]byte(got.body), &v); err != nil {
		t.Fatal(err)
	}
	if v.ID != h.Data.ID || v.Status != "completed" || string(v.Input) != fmt.Sprintf(`{"image":%q,"seed":7}`, root+"/a.png") || v.URLs.Get != h.Data.URLs.Get {
		t.Errorf("pushed %s", got.body)
	}
	if poll := c.poll(h.Data.ID); !strings.Contains(string(v.Outputs), "red") || string(poll.Data.Outputs) != string(v.Outputs) || fetches.Load() != 1 {
		t.Errorf("pushed %s, polled %s, after %d fetches", v.Outputs, poll.body, fetches.Load())
	}
	awaitJournal(t, s, `{"told":"`+h.Data.ID+`"}`)
	if got := s.Stats(); got.Pushes != 1 || got.PushTries != 1 || got.PushesLost != 0 || len(box.arrived) != 0 {
		t.Errorf("stats are %+v, %d more came", got, len(box.arrived))
	}
}

// The push that the vendor's page shows has all keys but input, of which
// another of its pages tells.
func TestPushesHaveTheDocumentedShape(t *testing.T) {
	t.Parallel()
	box := newInbox()
	c := serve(t, &Server{Blind: true, Latency: instant})
	c.submitHooked(`{"image":"u"}`, box.serve(t))
	body := box.next(t).body
	if !strings.HasSuffix(body, `,"input":{"image":"u"}}`) {
		t.Errorf("pushed %s", body)
	}
	checkShape(t, "push-completed.json", strings.TrimSuffix(body, `,"input":{"image":"u"}}`)+"}")
}

func secretOf(t *testing.T, c caller) string {
	t.Helper()
	var got struct{ Data struct{ Secret string } }
	if h := c.call("GET", "/api/v3/webhook/secret", ""); json.Unmarshal([]byte(h.body), &got) != nil || !strings.HasPrefix(got.Data.Secret, "whsec_") {
		t.Fatalf("secret is %s", h.body)
	}
	return got.Data.Secret
}

// checkPush does what the vendor tells receivers to do.
func checkPush(t *testing.T, got pushed, secret, id string) {
	t.Helper()
	stamp := got.header.Get("webhook-timestamp")
	mac := hmac.New(sha256.New, []byte(strings.TrimPrefix(secret, "whsec_")))
	io.WriteString(mac, id+"."+stamp+"."+got.body)
	if want := "v3," + hex.EncodeToString(mac.Sum(nil)); got.header.Get("webhook-signature") != want || got.header.Get("webhook-id") != id {
		t.Errorf("signed %s for %s, want %s for %s", got.header.Get("webhook-signature"), got.header.Get("webhook-id"), want, id)
	}
	if got.header.Get("Content-Type") != "application/json" || got.header.Get("Authorization") != "" {
		t.Errorf("headers are %v", got.header)
	}
}

func TestOnlyAnswersAndFailuresArePushed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		faults Faults
		want   string
	}{
		{Faults{}, "completed"},
		{Faults{TaskFailed: 1}, "failed"},
		{Faults{Moderated: 1}, "failed"},
		{Faults{Cancelled: 1}, ""},
		{Faults{TimedOut: 1}, ""},
		{Faults{FinalAtSubmit: 1}, "completed"},
		{Faults{DropAfterAccept: 1}, "completed"}, // the answer is lost, the push comes
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%+v", tt.faults), func(t *testing.T) {
			t.Parallel()
			box := newInbox()
			s := &Server{Blind: true, Latency: instant, Faults: tt.faults, Remember: filepath.Join(t.TempDir(), "journal")}
			c := serve(t, s)
			_, _ = c.try("POST", "/api/v3/"+minicpm+"?webhook="+url.QueryEscape(box.serve(t)), `{"image":"u"}`)
			if tt.want != "" {
				if got := box.next(t); !strings.Contains(got.body, `"status":"`+tt.want+`"`) {
					t.Errorf("pushed %s, want it %s", got.body, tt.want)
				}
				return
			}
			awaitJournal(t, s, `{"told":"`+s.room.all()[0].id+`"}`)
			if len(box.arrived) != 0 {
				t.Errorf("pushed %s", (<-box.arrived).body)
			}
		})
	}
}

// In sync mode, whoever switched it on, the answer comes first, whole.
func TestASyncAnswerGoesBeforeItsPush(t *testing.T) {
	t.Parallel()
	picture := pngOf(t, stripes(4, 4, red, blue))
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(5 * time.Millisecond) // time for a push to get in between
		w.Write(picture)
	}))
	t.Cleanup(slow.Close)
	box := newInbox()
	address := box.serve(t)
	c := serve(t, &Server{Latency: Latency{Median: time.Millisecond}, Quirks: Quirks{SyncByDefault: true}})
	for i := range 20 {
		mode := []string{`,"enable_sync_mode":true`, ``}[i%2]
		h := c.submitHooked(fmt.Sprintf(`{"image":"%s/%d"%s}`, slow.URL, i, mode), address)
		if h.Data.Status != "completed" {
			t.Fatalf("answered %s", h.body)
		}
		if got := box.next(t); !strings.Contains(got.body, h.Data.ID) {
			t.Errorf("pushed %s", got.body)
		}
	}
}

func TestWebhooksElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		address string
		fine    bool
	}{
		{"http://127.0.0.1:1/a", true},
		{"https://127.9.9.9/", true},
		{"http://[::1]:80/", true},
		{"http://[::ffff:127.0.0.1]/", true},
		{"http://localhost:9000", true},
		{"http://hooks.LOCALHOST./x", true},
		{"https://example.com/hook", false},
		{"http://localhost.example.com/", false},
		{"http://127.0.0.1.example.com/", false},
		{"http://127.0.0.1@example.com/", false},
		{"http://10.0.0.1/", false},
		{"http://0.0.0.0/", false},
		{"http://[::]/", false},
		{"http://2130706433/", false},
		{"ftp://127.0.0.1/", false},
		{"/hook", false},
		{"http:///hook", false},
		{"http://127.0.0.1/" + strings.Repeat("a", 4096), false},
	}
	for _, tt := range tests {
		s := &Server{Blind: true, Latency: Latency{Median: time.Hour}}
		w := inProcess(s, "POST", "/api/v3/"+minicpm+"?webhook="+url.QueryEscape(tt.address), `{"image":"u"}`)
		if (w.Code == 200) != tt.fine || !tt.fine && !strings.Contains(w.Body.String(), `{"code":400,"message":"the webhook `) {
			t.Errorf("%.60s: HTTP %d %s", tt.address, w.Code, w.Body)
		}
		if got := s.Stats(); (got.Accepted == 1) != tt.fine || (got.Refused["invalid"] == 1) == tt.fine {
			t.Errorf("%.60s: stats are %+v", tt.address, got)
		}
		s.Close()
	}
}

func TestWebhooksTakeNoBase64(t *testing.T) {
	t.Parallel()
	const hook = "?webhook=http://127.0.0.1:1/"
	tests := []struct {
		name, query, body string
		status            int
	}{
		{"both", hook, `{"image":"u","enable_base64_output":true}`, 400},
		{"switched off", hook, `{"image":"u","enable_base64_output":false}`, 200},
		{"no webhook", "", `{"image":"u","enable_base64_output":true}`, 200},
	}
	for _, tt := range tests {
		s := &Server{Blind: true, Latency: Latency{Median: time.Hour}, Quirks: Quirks{Envelope400: true}}
		w := inProcess(s, "POST", "/api/v3/"+minicpm+tt.query, tt.body)
		if w.Code != tt.status || strings.HasPrefix(w.Body.String(), `{"error":"webhook callback does not support base64 output, `) != (tt.status == 400) {
			t.Errorf("%s: HTTP %d %s, want %d", tt.name, w.Code, w.Body, tt.status)
		}
		if got := s.Stats(); got.Accepted+got.Refused["invalid"] != 1 {
			t.Errorf("%s: stats are %+v", tt.name, got)
		}
		s.Close()
	}
}

func TestOnlyThisMachineIsCalled(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"192.0.2.1:80", "example.com:443", "localhost.example.com:80", "nonsense"} {
		if conn, err := dialHome(t.Context(), "tcp", address); err == nil || !strings.Contains(err.Error(), "not on this machine") {
			t.Errorf("%s: %v, %v", address, conn, err)
		}
	}
	ts := httptest.NewServer(newInbox())
	t.Cleanup(ts.Close)
	port := ts.URL[strings.LastIndex(ts.URL, ":"):]
	for _, host := range []string{"127.0.0.1", "localhost", "no.such.name.localhost"} {
		conn, err := dialHome(context.Background(), "tcp", host+port)
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		conn.Close()
	}
}

func TestTheSecretSurvivesARestart(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first := secretOf(t, serve(t, &Server{Remember: name}))
	if again := secretOf(t, serve(t, &Server{Remember: name})); again != first {
		t.Errorf("the secret was %s and is %s", first, again)
	}
	if other := secretOf(t, serve(t, &Server{})); other == first {
		t.Errorf("two accounts have the secret %s", other)
	}
}

func TestWhatIsDeletedIsNotPushed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: Latency{Median: time.Minute}}
		inProcess(s, "POST", "/api/v3/"+minicpm+"?webhook=http://localhost/", `{"image":"u"}`)
		inProcess(s, "POST", "/api/v3/predictions/delete", `{"ids":["`+s.room.predictions[0].id+`"]}`)
		time.Sleep(time.Hour)
		if got := s.Stats(); got.PushTries != 0 {
			t.Errorf("stats are %+v", got)
		}
		s.Close()
	})
}
