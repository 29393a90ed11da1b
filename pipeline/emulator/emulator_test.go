package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	minicpm = "wavespeed-ai/minicpm-v/image"
	anyLLM  = "wavespeed-ai/any-llm/vision"
)

// A caller talks to a served emulator as a client would.
type caller struct {
	t    testing.TB
	root string
	key  string
}

func serve(t testing.TB, s *Server) caller {
	t.Helper()
	ts := httptest.NewServer(s)
	t.Cleanup(func() { ts.Close(); s.Close() })
	return caller{t: t, root: ts.URL, key: "secret"}
}

// heard is an answer, read.
type heard struct {
	Status  int
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    shown  `json:"data"`
	body    string
}

type shown struct {
	view
	Error       string  `json:"error"`
	Balance     float64 `json:"balance"`
	DownloadURL string  `json:"download_url"`
	Items       []shown `json:"items"`
	Total       *int    `json:"total"`
}

func (d shown) text() string {
	var texts []string
	if json.Unmarshal(d.Outputs, &texts) != nil || len(texts) != 1 {
		return fmt.Sprintf("outputs %s, status %s, error %q", d.Outputs, d.Status, d.Error)
	}
	return texts[0]
}

func (c caller) try(method, path, body string) (heard, error) {
	req, err := http.NewRequest(method, c.root+path, strings.NewReader(body))
	if err != nil {
		return heard{}, err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return heard{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	h := heard{Status: resp.StatusCode, body: string(text)}
	_ = json.Unmarshal(text, &h) // some answers are meant to be HTML
	return h, err
}

func (c caller) call(method, path, body string) heard {
	c.t.Helper()
	h, err := c.try(method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return h
}

func (c caller) submit(model, body string) heard {
	c.t.Helper()
	return c.call("POST", "/api/v3/"+model, body)
}

func (c caller) poll(id string) heard {
	c.t.Helper()
	return c.call("GET", "/api/v3/predictions/"+id+"/result", "")
}

// ask submits and looks once: for servers without latency.
func (c caller) ask(image string) shown {
	c.t.Helper()
	h := c.submit(minicpm, fmt.Sprintf(`{"image":%q}`, image))
	if h.Status != 200 || h.Data.ID == "" {
		c.t.Fatalf("submit: HTTP %d: %s", h.Status, h.body)
	}
	return c.poll(h.Data.ID).Data
}

var instant = Latency{Median: -1}

func TestDocumentedShapes(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Latency: instant})
	upload := c.upload("fox.png", pngOf(t, stripes(64, 48, blue, green)))
	submit := c.submit(minicpm, fmt.Sprintf(`{"image":%q}`, upload.Data.DownloadURL))
	for file, body := range map[string]string{
		"submit-created.json":        submit.body,
		"poll-completed-string.json": c.poll(submit.Data.ID).body,
		"balance.json":               c.call("GET", "/api/v3/balance", "").body,
		"upload.json":                upload.body,
	} {
		t.Run(file, func(t *testing.T) {
			sample, err := os.ReadFile(filepath.Join("..", "..", "testdata", "api", file))
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip("no sample")
			}
			if err != nil {
				t.Fatal(err)
			}
			got, want := keysOf(t, []byte(body)), keysOf(t, sample)
			if !slices.Equal(got, want) {
				t.Errorf("keys and types are\n%q\nwant\n%q", got, want)
			}
		})
	}
}

// keysOf lists every key of a JSON text with its path and its value's type.
func keysOf(t *testing.T, text []byte) []string {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	keys := map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		keys[fmt.Sprintf("%s %T", path, v)] = true
		switch v := v.(type) {
		case map[string]any:
			for k := range v {
				walk(path+"."+k, v[k])
			}
		case []any:
			for _, e := range v {
				walk(path+"[]", e)
			}
		}
	}
	walk("", v)
	return slices.Sorted(maps.Keys(keys))
}

func TestValuesLookLikeTheVendors(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 120_000_000, time.FixedZone("", 3600))
	c := serve(t, &Server{Blind: true, Latency: instant, Now: func() time.Time { return now }})
	d := c.submit(minicpm, `{"image":"https://example.com/a.jpg"}`).Data
	if len(d.ID) != 32 || strings.Trim(d.ID, "0123456789abcdef") != "" {
		t.Errorf("id is %q, want 32 lower-case hexadecimal digits", d.ID)
	}
	if want := c.root + "/api/v3/predictions/" + d.ID + "/result"; d.URLs.Get != want {
		t.Errorf("urls.get is %q, want %q", d.URLs.Get, want)
	}
	if want := "2026-03-04T04:06:07.120000000Z"; d.CreatedAt != want {
		t.Errorf("created_at is %q, want %q", d.CreatedAt, want)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, key, header, value string
		want                     int
	}{
		{"right", "k", "Authorization", "Bearer k", 200},
		{"lower-case scheme", "k", "Authorization", "bearer k", 200},
		{"any", "", "Authorization", "Bearer whatever", 200},
		{"wrong", "k", "Authorization", "Bearer l", 401},
		{"none", "", "Accept", "*/*", 401},
		{"empty", "", "Authorization", "Bearer ", 401},
		{"basic", "k", "Authorization", "Basic k", 401},
		{"own header", "k", "X-API-Key", "k", 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &Server{Key: tt.key}
			r := httptest.NewRequest("GET", "/api/v3/balance", nil)
			r.Header.Set(tt.header, tt.value)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != tt.want || !strings.Contains(w.Body.String(), fmt.Sprintf(`{"code":%d,`, tt.want)) {
				t.Errorf("HTTP %d %s, want %d in an envelope", w.Code, w.Body, tt.want)
			}
			if refused := s.Stats().Refused["auth"]; (refused == 1) != (tt.want == 401) {
				t.Errorf("%d refused for auth", refused)
			}
		})
	}
}

func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{})
	for _, path := range []string{"/", "/api/v2/" + minicpm, "/api/v3/predictions/nope", "/api/v3/predictions/nope/result", "/emulator/uploads/nope.png"} {
		if h := c.call("GET", path, ""); h.Status != 404 || h.Code != 404 {
			t.Errorf("GET %s: HTTP %d %s, want 404 in an envelope", path, h.Status, h.body)
		}
	}
}

func TestStatsPage(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Blind: true, Latency: instant})
	c.ask("https://example.com/a.jpg")
	c.ask("https://example.com/a.jpg")
	c.ask("https://example.com/b.jpg")
	c.key = "" // none needed
	var got Stats
	if err := json.Unmarshal([]byte(c.call("GET", "/emulator/stats", "").body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Accepted != 3 || got.MaxPerImage != 2 || got.Charged != 15000 || got.Polls != 3 {
		t.Errorf("stats are %+v, want 3 accepted, 2 at most for one image, 15000 charged, 3 polls", got)
	}
}

func TestClosedBeforeUse(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	s := &Server{Remember: name}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("closing made a journal")
	}
	if err := s.Open(); err == nil {
		t.Error("a closed server opened")
	}
}
