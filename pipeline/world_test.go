package pipeline_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/gate"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/pipeline/retouch"
	"github.com/captionmill/captionmill/pipeline/wavespeed"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// cent is the price of one prediction of minicpm, in micros.
const cent price.Micros = 5000

// A world is all that a run needs: the emulator behind pipes instead of a
// network, so that the clock can be a bubble's, the real client, and a ledger
// in a real file.
type world struct {
	t      testing.TB
	emu    *emulator.Server
	client *wavespeed.Client
	ledger *sqlite.Ledger
	db     *sql.DB // the ledger's file, for looking behind its back
	asker  *pipeline.Asker
	gate   *gate.Gate
	work   pipeline.Work

	fallback string // the model that repairs are asked of, "" for the item's own

	// How pictures are lent.
	check   pipeline.Check
	public  bool // pictures of this machine are taken for anybody's
	retouch retouch.Options

	mu      sync.Mutex
	submits int
	polls   int
	steps   []pipeline.Step
	halts   []error

	// What happens in the place of the emulator's answers; nil for nothing.
	// Those that return false leave the answer to the emulator.
	onSubmit, onPoll, onBalance, onUpload, onList, onBills func(n int, w http.ResponseWriter, r *http.Request) bool
	onDial                                                 func() error
}

// inBubble runs a test with a clock of its own: hours pass in no time.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

func newWorld(t testing.TB, emu *emulator.Server) *world {
	t.Helper()
	emu.Blind = true
	w := &world{t: t, emu: emu, gate: &gate.Gate{Rate: 60_000, InFlight: 64}}
	file := filepath.Join(t.TempDir(), "captions.db")
	var err error
	if w.ledger, err = sqlite.Open(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if w.db, err = sql.Open("sqlite3", "file:"+file+"?_busy_timeout=5000"); err != nil {
		t.Fatal(err)
	}
	w.db.SetMaxOpenConns(1)
	wires := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
	server := &http.Server{Handler: w, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	served := make(chan error, 1)
	go func() { served <- server.Serve(wires) }()
	w.client = &wavespeed.Client{Key: "key", BaseURL: "http://emulator.localhost", Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		if w.onDial != nil {
			if err := w.onDial(); err != nil {
				return nil, err
			}
		}
		return wires.dial(ctx)
	}}
	w.asker = newAsker(t)
	t.Cleanup(func() {
		w.client.Close()
		err := errors.Join(server.Close(), emu.Close(), w.db.Close(), w.ledger.Close())
		if <-served; err != nil {
			t.Error(err)
		}
	})
	return w
}

// readingWorld is a world in which pictures are read before they are asked about,
// also those of this machine.
func readingWorld(t testing.TB, emu *emulator.Server) *world {
	t.Helper()
	w := newWorld(t, emu)
	w.check, w.public = pipeline.CheckDownload, true
	return w
}

func newAsker(t testing.TB) *pipeline.Asker {
	t.Helper()
	m, err := table(t).Find("minicpm")
	if err != nil {
		t.Fatal(err)
	}
	a := &pipeline.Asker{Provider: "emulator", Model: m, Text: "Write alt text.", Folder: "/pictures"}
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	return a
}

func table(t testing.TB) model.Table {
	t.Helper()
	models, err := model.Load(configs.Models(), configs.ModelsName)
	if err != nil {
		t.Fatal(err)
	}
	return models
}

// ServeHTTP is the emulator, or what the test wants in its place.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var (
		odd func(int, http.ResponseWriter, *http.Request) bool
		n   int
	)
	w.mu.Lock()
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/result"):
		w.polls++
		n, odd = w.polls, w.onPoll
	case path == "/api/v3/predictions":
		odd = w.onList
	case strings.HasSuffix(path, "/billings/search"):
		odd = w.onBills
	case strings.HasSuffix(path, "/balance"):
		odd = w.onBalance
	case strings.HasPrefix(path, "/api/v3/media/") || strings.HasPrefix(path, "/emulator/uploads/"):
		odd = w.onUpload
	default:
		w.submits++
		n, odd = w.submits, w.onSubmit
	}
	w.mu.Unlock()
	if odd == nil || !odd(n, rw, r) {
		w.emu.ServeHTTP(rw, r)
	}
}

// ask makes rows that name these images the current ones of a manifest.
func (w *world) ask(manifestName string, images ...string) {
	w.t.Helper()
	rows := make([]manifest.Row, len(images))
	for i, image := range images {
		rows[i] = manifest.Row{Line: i + 2, Cells: []string{image}, Images: strings.Split(image, "|")}
	}
	w.read(manifestName, rows...)
}

func (w *world) read(name string, rows ...manifest.Row) {
	w.t.Helper()
	ctx := context.Background()
	r, err := w.ledger.Read(ctx, sqlite.Manifest{Name: name, Folder: w.asker.Folder})
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range rows {
		row := w.asker.Row(&rows[i])
		if err := r.Add(ctx, &row); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := errors.Join(r.Link(ctx, "csv", []string{"image"}), w.ledger.Adopt(ctx, r)); err != nil {
		w.t.Fatal(err)
	}
	w.work = pipeline.Work{r.Rows}
}

// urls names so many pictures.
func urls(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("https://example.com/%d.jpg", i)
	}
	return all
}

// captioner is a process that has just started: the run before it, if any, is
// dead.
func (w *world) captioner() *pipeline.Captioner {
	w.t.Helper()
	ctx := context.Background()
	if _, err := w.ledger.Recover(ctx); err != nil {
		w.t.Fatal(err)
	}
	run, err := w.ledger.Begin(ctx, "test", "test", "emulator")
	if err != nil {
		w.t.Fatal(err)
	}
	prep := &pipeline.Preparer{Models: table(w.t), Lender: w.lender()}
	return &pipeline.Captioner{
		API: w.client, Ledger: w.ledger, Gate: w.gate, Tell: w.gate.Tell, Clock: new(gate.Clock), Preparer: prep,
		Run: run.ID, Purse: run.Purse, Owner: "test", BaseURL: w.client.BaseURL, Halt: w.halt, OnStep: w.step,
		Repairer: &pipeline.Repairer{Models: table(w.t), Most: 1, Fallback: w.fallback, Text: "Write alt text.", Tasks: map[string]string{"describe": "Describe at length."}},
	}
}

func (w *world) runner() *pipeline.Runner {
	w.t.Helper()
	return &pipeline.Runner{Captioner: w.captioner(), Work: w.work, Adopt: w.gate.Adopt}
}

func (w *world) halt(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.halts = append(w.halts, err)
}

func (w *world) step(s pipeline.Step) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.steps = append(w.steps, s)
}

// claim is the items of the current rows in some state.
func (w *world) claim(state pipeline.State) []pipeline.Item {
	w.t.Helper()
	items, err := w.ledger.Claim(context.Background(), pipeline.Page{State: state, Work: w.work, Size: 10_000})
	if err != nil {
		w.t.Fatal(err)
	}
	return items
}

// caption tells the story of the only pending item as far as it goes.
func (w *world) caption(c *pipeline.Captioner) pipeline.Item {
	w.t.Helper()
	items := w.claim(pipeline.Pending)
	if len(items) != 1 {
		w.t.Fatalf("%d items are pending, want 1", len(items))
	}
	it, err := c.Caption(context.Background(), context.Background(), items[0])
	if err != nil {
		w.t.Fatal(err)
	}
	return it
}

func (w *world) outcomes() []pipeline.Outcome {
	w.t.Helper()
	var all []pipeline.Outcome
	for o, err := range w.ledger.Outcomes(context.Background(), w.work[0]) {
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, *o)
	}
	return all
}

// states counts the current items by state, without those at zero.
func (w *world) states() map[pipeline.State]int64 {
	w.t.Helper()
	s, err := w.ledger.Status(context.Background(), w.work)
	if err != nil {
		w.t.Fatal(err)
	}
	maps.DeleteFunc(s.Items, func(_ pipeline.State, n int64) bool { return n == 0 })
	return s.Items
}

// reserved is what counts against the caps.
func (w *world) reserved() price.Micros {
	w.t.Helper()
	s, err := w.ledger.Status(context.Background(), w.work)
	if err != nil {
		w.t.Fatal(err)
	}
	return s.Reserved
}

// count asks the ledger's file.
func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.db.QueryRow(query, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// accept lets the emulator accept a submit, and keeps its answer.
func (w *world) accept(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.emu.ServeHTTP(rec, r)
	return rec
}

// says answers with a status and a body.
func says(rw http.ResponseWriter, r *http.Request, status int, body string, header ...string) bool {
	io.Copy(io.Discard, r.Body)
	rw.Header().Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		rw.Header().Set(header[i], header[i+1])
	}
	rw.WriteHeader(status)
	io.WriteString(rw, body)
	return true
}

// outputs answers a look as the emulator does, but for the outputs.
func (w *world) outputs(rw http.ResponseWriter, r *http.Request, outputs ...string) bool {
	rec := w.accept(r)
	var whole map[string]any
	if err := json.Unmarshal(rec.Body.Bytes(), &whole); err != nil {
		w.t.Error(err)
	}
	if data, ok := whole["data"].(map[string]any); ok && data["status"] == "completed" {
		data["outputs"] = outputs
	}
	var b bytes.Buffer
	json.NewEncoder(&b).Encode(whole)
	return says(rw, r, rec.Code, b.String())
}

// cut ends the connection without a word.
func cut(rw http.ResponseWriter) bool {
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err == nil {
		conn.Close()
	}
	return true
}

// pipes is a network of two.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-p.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// sleep waits by the clock of the test.
func sleep(d time.Duration) { time.Sleep(d) }
