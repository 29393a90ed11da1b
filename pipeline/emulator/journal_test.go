package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAKilledServerRemembers(t *testing.T) {
	t.Parallel()
	journal := filepath.Join(t.TempDir(), "journal")
	root, fetches := gallery(t, map[string][]byte{"/a.png": pngOf(t, stripes(40, 40, red, blue))})
	first := &Server{Remember: journal, Latency: instant, Seed: 1, Faults: Faults{Object: 0.5}}
	c := serve(t, first) // never closed before the second starts
	link := c.upload("a.png", pngOf(t, stripes(30, 30, blue, green))).Data.DownloadURL
	waiting := c.submit(minicpm, fmt.Sprintf(`{"image":%q}`, link)).Data.ID
	told := c.ask(root + "/a.png")
	if _, err := c.try("POST", "/api/v3/"+minicpm, `{"image":"cut`); err != nil {
		t.Fatal(err)
	}

	second := &Server{Remember: journal, Latency: instant, Seed: 1, Faults: Faults{Object: 0.5}}
	d := serve(t, second)
	if got := d.poll(told.ID); string(got.Data.Outputs) != string(told.Outputs) || got.Data.CreatedAt != told.CreatedAt {
		t.Errorf("an answer that was given became %s", got.body)
	}
	if got := string(d.poll(waiting).Data.Outputs); !strings.Contains(got, "blue above green") {
		t.Errorf("outputs of the upload are %s", got)
	}
	if got := fetches.Load(); got != 1 {
		t.Errorf("%d fetches, want 1", got)
	}
	if fresh := d.ask(link); fresh.ID == told.ID || fresh.ID == waiting {
		t.Errorf("id %s came twice", fresh.ID)
	}
	if got := second.Stats(); got.Accepted != 3 || got.Charged != 15000 || got.MaxPerImage != 2 || got.Torn != 0 {
		t.Errorf("stats are %+v, want 3 accepted, 15000 charged, 2 per image", got)
	}
	if got := d.call("GET", "/api/v3/balance", "").Data.Balance; got != 999.985 {
		t.Errorf("balance is %v, want 999.985", got)
	}
}

func TestLimitsSurviveARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		journal := filepath.Join(t.TempDir(), "journal")
		start := func() *Server {
			return &Server{Remember: journal, Blind: true, Account: Account{PerMinute: 3, Concurrent: 1}}
		}
		submit := func(s *Server) int { return inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`).Code }
		s := start()
		submit(s)
		s.Close()
		s = start()
		if got := submit(s); got != 429 {
			t.Errorf("while one runs: HTTP %d, want 429", got)
		}
		for range 2 {
			time.Sleep(time.Second)
			submit(s)
		}
		s.Close()
		time.Sleep(time.Second)
		s = start()
		defer s.Close()
		if got := submit(s); got != 429 || s.Stats().Refused["rate"] != 1 {
			t.Errorf("the fourth in a minute: HTTP %d, want 429 for the rate", got)
		}
	})
}

func TestTornJournals(t *testing.T) {
	t.Parallel()
	whole := func() []byte {
		name := filepath.Join(t.TempDir(), "journal")
		s := &Server{Remember: name, Blind: true, Latency: instant}
		for i := range 3 {
			inProcess(s, "POST", "/api/v3/"+minicpm, fmt.Sprintf(`{"image":"%d"}`, i))
		}
		s.Close()
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}()
	lines := strings.SplitAfter(string(whole), "\n")
	tests := []struct {
		name, content  string
		accepted, torn int
	}{
		{"new", "", 0, 0},
		{"torn heading", heading[:20], 0, 0},
		{"heading only", heading, 0, 0},
		{"whole", string(whole), 3, 0},
		{"torn end", string(whole[:len(whole)-30]), 2, 1},
		{"no newline", string(whole[:len(whole)-1]), 3, 0},
		{"torn middle", heading + lines[1] + lines[2][:40] + "\n" + lines[3], 2, 1},
		{"unknown record", string(whole) + `{"webhook":{}}` + "\n", 3, 0},
		{"ending of nobody", string(whole) + `{"ending":{"id":"x","status":"failed","outputs":[]}}` + "\n", 3, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "journal")
			if err := os.WriteFile(name, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			for run := range 2 { // what is added after a tear is read again
				s := &Server{Remember: name, Blind: true, Latency: instant}
				if err := s.Open(); err != nil {
					t.Fatal(err)
				}
				if got := s.Stats(); got.Accepted != tt.accepted+run || got.Torn != tt.torn {
					t.Errorf("run %d: %d accepted, %d torn; want %d, %d", run, got.Accepted, got.Torn, tt.accepted+run, tt.torn)
				}
				inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"more"}`)
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestForeignFilesAreLeftAlone(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"id,image\n1,a.jpg\n", strings.Repeat("x", 200), "{}"} {
		name := filepath.Join(t.TempDir(), "manifest.csv")
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		s := &Server{Remember: name}
		if err := s.Open(); err == nil || !strings.Contains(err.Error(), "line 1 is not the heading of a journal") {
			t.Errorf("error is %v", err)
		}
		if w := inProcess(s, "GET", "/api/v3/balance", ""); w.Code != 500 {
			t.Errorf("HTTP %d, want 500", w.Code)
		}
		if got, _ := os.ReadFile(name); string(got) != content {
			t.Errorf("the file became %q", got)
		}
	}
}

func TestWhatCannotBeWrittenDownIsNotAccepted(t *testing.T) {
	t.Parallel()
	s := &Server{Remember: filepath.Join(t.TempDir(), "journal"), Blind: true}
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	w := inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
	if got := s.Stats(); w.Code != 500 || got.Accepted != 0 || got.Charged != 0 {
		t.Errorf("HTTP %d %s, stats %+v; want 500 and nothing accepted", w.Code, w.Body, got)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

// A record is on file before its submit is answered.
func TestTheJournalIsWrittenFirst(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	s := &Server{Remember: name, Blind: true}
	defer s.Close()
	checked := false
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(watched{w, func(answer []byte) {
			var h heard
			if err := json.Unmarshal(answer, &h); err != nil {
				t.Error(err)
			}
			data, _ := os.ReadFile(name)
			if checked = true; !strings.Contains(string(data), h.Data.ID) {
				t.Errorf("%s is answered but not in the journal", h.Data.ID)
			}
		}}, r)
	})
	r := httptest.NewRequest("POST", "/api/v3/"+minicpm, strings.NewReader(`{"image":"u"}`))
	r.Header.Set("Authorization", "Bearer k")
	if h.ServeHTTP(httptest.NewRecorder(), r); !checked {
		t.Error("nothing was answered")
	}
}

// watched calls a function before an answer leaves.
type watched struct {
	http.ResponseWriter
	before func([]byte)
}

func (w watched) Write(b []byte) (int, error) {
	w.before(b)
	return w.ResponseWriter.Write(b)
}
