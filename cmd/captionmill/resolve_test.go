package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/captionmill/captionmill/pipeline/emulator"
)

// A provider loses the answers to submits, and hides its list at first.
type provider struct {
	*httptest.Server
	open atomic.Bool // the list may be seen
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	account, err := emulator.Tier("ultra")
	if err != nil {
		t.Fatal(err)
	}
	api := &emulator.Server{Account: account, Latency: emulator.Latency{Median: -1}, Blind: true, ListInputs: true,
		Faults: emulator.Faults{DropAfterAccept: 1}}
	if err := api.Open(); err != nil {
		t.Fatal(err)
	}
	p := new(provider)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "POST" && strings.HasSuffix(r.URL.Path, "/predictions") && !p.open.Load() {
			http.NotFound(w, r)
			return
		}
		api.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { p.Close(); api.Close() })
	return p
}

// submit asks on one's own account, past the ledger.
func (p *provider) submit(t *testing.T, model, picture string) {
	t.Helper()
	body := fmt.Sprintf(`{"image":%q,"images":[%q],"prompt":"?"}`, picture, picture)
	req, err := http.NewRequestWithContext(t.Context(), "POST", p.URL+"/api/v3/"+model, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer any-key")
	req.Header.Set("Content-Type", "application/json")
	if resp, err := http.DefaultClient.Do(req); err == nil { // the answer is lost, as all are
		resp.Body.Close()
	}
}

// ids are all predictions of the provider, by model and picture.
func (p *provider) ids(t *testing.T) map[string]string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", p.URL+"/api/v3/predictions", strings.NewReader(`{"page":1,"page_size":100}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer any-key")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var list struct {
		Data struct {
			Items []struct {
				ID, Model string
				Inputs    struct {
					Image  string
					Images []string
				}
			}
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, it := range list.Data.Items {
		found[it.Model+" "+strings.Join(append(it.Inputs.Images, it.Inputs.Image), "")] = it.ID
	}
	return found
}

// A shell runs the program in this process.
type shell struct {
	t        *testing.T
	out, err bytes.Buffer
}

func (s *shell) run(code int, args ...string) {
	s.t.Helper()
	s.out.Reset()
	s.err.Reset()
	if got := run(s.t.Context(), args, streams{strings.NewReader(""), &s.out, &s.err}); got != code {
		s.t.Fatalf("captionmill %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, s.out.String(), s.err.String())
	}
}

// holds compares a field of the JSON on standard output.
func (s *shell) holds(path, want string) {
	s.t.Helper()
	if got := s.field(path); got != want {
		s.t.Errorf("%s is %q, want %q\n%s", path, got, want, s.out.String())
	}
}

// field is one of that JSON, "" if there is none.
func (s *shell) field(path string) string {
	s.t.Helper()
	var v any
	d := json.NewDecoder(bytes.NewReader(s.out.Bytes()))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		s.t.Fatalf("%v: %s", err, s.out.String())
	}
	if v, found := field(v, strings.Split(path, ".")); found {
		return fmt.Sprint(v)
	}
	return ""
}

func (s *shell) says(want string) {
	s.t.Helper()
	if !strings.Contains(s.err.String(), want) {
		s.t.Errorf("got %q, want %q", s.err.String(), want)
	}
}

// TestAttach joins questions with predictions on a person's word, and only
// where that can be.
func TestAttach(t *testing.T) {
	t.Setenv(keyVar, "any-key")
	p := newProvider(t)
	t.Setenv(baseURLVar, p.URL)
	t.Chdir(t.TempDir())
	const a, b = "https://pictures.example/a.jpg", "https://pictures.example/b.jpg"
	if err := os.WriteFile("two.txt", []byte(a+"\n"+b+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	p.submit(t, "wavespeed-ai/any-llm/vision", a)
	sh := &shell{t: t}
	sh.run(exitFailed, "run", "--quiet", "--account", "ultra", "two.txt")

	// Without the list, nobody knows which is which, and a person can err in
	// everything but what the prediction itself shows.
	sh.run(exitDone, "resolve", "--json")
	id := map[string]string{} // ours, by picture
	for _, n := range []string{"0", "1"} {
		id[sh.field("unconfirmed."+n+".images.0")] = sh.field("unconfirmed." + n + ".id")
	}
	if sh.field("unasked") == "" || id[a] == "" || id[b] == "" {
		t.Fatalf("got %s", sh.out.String())
	}
	p.open.Store(true)
	remote := p.ids(t)
	rightA, rightB := remote["wavespeed-ai/minicpm-v/image "+a], remote["wavespeed-ai/minicpm-v/image "+b]
	other := remote["wavespeed-ai/any-llm/vision "+a]
	if rightA == "" || rightB == "" || other == "" {
		t.Fatalf("got %v", remote)
	}
	sh.run(exitUsage, "resolve", id[a], "--attach", other)
	sh.says("was asked of wavespeed-ai/any-llm/vision")
	sh.run(exitUsage, "resolve", id[a], "--attach", rightB)
	sh.says("was asked something else")
	sh.run(exitUsage, "resolve", id[a], "--attach", "no id at all")
	sh.run(exitDone, "resolve", id[a], "--attach", rightA)
	sh.run(exitUsage, "resolve", id[b], "--attach", rightA)
	sh.says("is known to this ledger already")
	sh.run(exitDone, "resolve", id[b], "--attach", rightB)

	sh.run(exitDone, "run", "--quiet", "--account", "ultra", "--json", "two.txt")
	sh.holds("items.done", "2")
	sh.holds("cost_usd.reserved", "0.01")
	if n := len(p.ids(t)); n != 3 {
		t.Errorf("%d predictions in all, want 3", n)
	}
}

// TestReconcileChosen settles what was chosen, and leaves the others.
func TestReconcileChosen(t *testing.T) {
	t.Setenv(keyVar, "any-key")
	p := newProvider(t)
	t.Setenv(baseURLVar, p.URL)
	t.Chdir(t.TempDir())
	if err := os.WriteFile("two.txt", []byte("https://pictures.example/a.jpg\nhttps://pictures.example/b.jpg\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	sh := &shell{t: t}
	sh.run(exitFailed, "run", "--quiet", "--account", "ultra", "two.txt")
	sh.run(exitDown, "resolve", "--reconcile") // no list
	p.open.Store(true)
	sh.run(exitDone, "resolve", "2", "--reconcile", "--json")
	sh.holds("attached", "1")
	sh.holds("left", "0")
	sh.run(exitDone, "status", "--json")
	sh.holds("items.submitted", "1")
	sh.holds("items.unconfirmed", "1")
}

// TestDamaged meets a ledger that is damaged before anything is spent.
func TestDamaged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ledger, list := filepath.Join(dir, "emulated.db"), filepath.Join(dir, "none.txt")
	if err := os.WriteFile(list, []byte("missing.jpg\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	sh := &shell{t: t}
	sh.run(exitFailed, "run", "--emulate", "--quiet", "--out", "none", "--db", ledger, list)
	whole, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ledger, whole[:len(whole)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"run", list}, {"plan", list}, {"status"}, {"export"}, {"retry"}, {"resolve"}, {"backup", filepath.Join(dir, "copy.db")}} {
		sh.run(exitUsage, append(args, "--emulate", "--db", ledger)...)
		sh.says("the ledger's file is damaged; put a backup in its place")
	}
}
