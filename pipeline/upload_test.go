package pipeline_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// draw makes the file of a small picture; other numbers are other pictures.
func draw(t testing.TB, n uint8) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	img.Set(1, 1, color.Gray{n})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pictures is a folder with files.
func pictures(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The same bytes under many names are uploaded once, though all are wanted at
// the same moment, and not again by later runs while the API keeps them.
func TestUploadedOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		files, names := map[string][]byte{"other.png": draw(t, 2)}, []string{"other.png"}
		for i := range 30 {
			names = append(names, strconv.Itoa(i)+".png")
			files[names[i+1]] = draw(t, 1)
		}
		w.asker.Folder = pictures(t, files)
		w.onUpload = func(int, http.ResponseWriter, *http.Request) bool { sleep(time.Second); return false }
		w.ask("list", names...)
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if stats := w.emu.Stats(); stats.Uploads != 2 || stats.Accepted != 2 || w.states()[pipeline.Done] != 31 {
			t.Errorf("%d uploads for %d predictions, states %v; want 2 for 2, and 31 done", stats.Uploads, stats.Accepted, w.states())
		}
		w.asker.Text = "Another question."
		if err := w.asker.Check(); err != nil {
			t.Fatal(err)
		}
		for _, later := range []struct {
			after   time.Duration
			uploads int
		}{{time.Hour, 2}, {7 * 24 * time.Hour, 3}} {
			sleep(later.after)
			w.asker.Text += "!"
			if err := w.asker.Check(); err != nil {
				t.Fatal(err)
			}
			w.ask("list", "0.png")
			if err := w.runner().Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := w.emu.Stats().Uploads; got != later.uploads {
				t.Errorf("%d uploads %v later, want %d", got, later.after, later.uploads)
			}
		}
	})
}

// A file that cannot be sent fails its own item, before anything is spent.
func TestUnaskableFiles(t *testing.T) {
	t.Parallel()
	demo, err := filepath.Abs("../testdata/demo")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ file, reason string }{
		{"broken/page.jpg", "not_an_image"},
		{"broken/photo.heic", "unsupported_type"},
		{"broken/pixel.gif", "too_small"},
		{"broken/truncated.jpg", "unreadable"},
		{"broken/empty.png", "not_an_image"},
		{"missing.jpg", "unreadable"},
		{"../../go.mod", "outside_root"},
		{"/etc/passwd", "outside_root"},
	}
	for _, c := range tests {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.asker.Folder = demo
				w.ask("list", c.file)
				it := w.caption(w.captioner())
				o := w.outcomes()[0]
				if it.State != pipeline.Failed || o.Reason != c.reason || o.Detail == "" {
					t.Errorf("the item is %s for %q (%s), want failed for %q", it.State, o.Reason, o.Detail, c.reason)
				}
				if stats := w.emu.Stats(); stats.Uploads+w.submits != 0 || w.reserved() != 0 || w.count(`SELECT count(*) FROM predictions`) != 0 {
					t.Errorf("%d uploads, %d submits, %s reserved; want nothing sent or spent", stats.Uploads, w.submits, w.reserved())
				}
			})
		})
	}
}

// Trouble with an upload is worth other tries, and costs nothing.
func TestUploadTrouble(t *testing.T) {
	t.Parallel()
	broken := func(rw http.ResponseWriter, r *http.Request) bool {
		return says(rw, r, 500, `{"code":500,"message":"no"}`)
	}
	tests := []struct {
		name   string
		upload func(n int, rw http.ResponseWriter, r *http.Request) bool
		state  pipeline.State
		reason string
	}{
		{"errs twice", func(n int, rw http.ResponseWriter, r *http.Request) bool { return n <= 2 && broken(rw, r) }, pipeline.Done, ""},
		{"forbidden once", func(n int, rw http.ResponseWriter, r *http.Request) bool {
			return n == 1 && says(rw, r, 403, forbidden)
		}, pipeline.Done, ""},
		{"errs for ever", func(_ int, rw http.ResponseWriter, r *http.Request) bool { return broken(rw, r) }, pipeline.Failed, "upload_failed"},
		{"too large", func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return says(rw, r, 413, `{"code":413,"message":"too large"}`)
		}, pipeline.Failed, "too_large"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, &emulator.Server{})
				w.asker.Folder = pictures(t, map[string][]byte{"a.png": draw(t, 1)})
				n := 0
				w.onUpload = func(_ int, rw http.ResponseWriter, r *http.Request) bool { n++; return c.upload(n, rw, r) }
				w.ask("list", "a.png")
				if err := w.runner().Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				if o := w.outcomes()[0]; o.State != c.state || o.Reason != c.reason {
					t.Errorf("%s for %q, want %s for %q", o.State, o.Reason, c.state, c.reason)
				}
				if c.state == pipeline.Failed && w.submits > 0 {
					t.Error("a question was asked without its picture")
				}
			})
		})
	}
}

// When uploads do not work at all the run ends as one whose API is down; the
// items wait for the next one.
func TestUploadOutage(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		files, names := map[string][]byte{}, []string(nil)
		for i := range uint8(100) {
			names = append(names, strconv.Itoa(int(i))+".png")
			files[names[i]] = draw(t, i+1)
		}
		w.asker.Folder = pictures(t, files)
		w.onUpload = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return says(rw, r, 500, `{"code":500,"message":"no"}`)
		}
		w.onBalance = w.onUpload
		w.ask("list", names...)
		if err := w.runner().Run(t.Context()); !errors.Is(err, pipeline.ErrDown) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrDown)
		}
		if got := w.states(); got[pipeline.Pending] != 100 || w.submits != 0 {
			t.Errorf("states %v after %d submits, want 100 pending after none", got, w.submits)
		}
	})
}

// Several pictures of one question are sent in their order.
func TestSeveralPictures(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		var err error
		if w.asker.Model, err = table(t).Find("any-llm"); err != nil {
			t.Fatal(err)
		}
		if err := w.asker.Check(); err != nil {
			t.Fatal(err)
		}
		w.asker.Folder = pictures(t, map[string][]byte{"a.png": draw(t, 1), "sub/b.png": draw(t, 2)})
		w.ask("list", "a.png|https://example.com/c.jpg|sub/b.png", "sub/b.png|https://example.com/c.jpg|a.png")
		if err := w.runner().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		stats := w.emu.Stats()
		if stats.Uploads != 2 || stats.Accepted != 2 || stats.MaxPerImage != 1 || stats.DroppedKeys != 0 {
			t.Errorf("%+v, want 2 uploads for 2 different questions", stats)
		}
		first := w.count(`SELECT count(*) FROM predictions p JOIN pictures c ON c.url = p.images ->> 0 AND c.name LIKE 'file:%/a.png' WHERE p.images ->> 1 = 'https://example.com/c.jpg'`)
		if first != 1 {
			t.Error("the pictures were not sent in the order of the row")
		}
		if w.reserved() != 2*50_000 {
			t.Errorf("%s reserved, want $0.10", w.reserved())
		}
	})
}

// What is sent is what the model takes: the prompt, every default, and the
// parameters of the run that do not change the question.
func TestRequest(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.ask("list", urls(1)...)
		prep := &pipeline.Preparer{Models: table(t), Lender: w.lender(),
			Extras: map[string]any{"enable_sync_mode": "true", "priority": "latency", "seed": "7"}}
		it := &w.claim(pipeline.Pending)[0]
		req, err := prep.Prepare(t.Context(), it, it.Prompt)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{string(req.Images), string(req.Extras), req.Price.String()}
		want := []string{`["https://example.com/0.jpg"]`, `{"enable_sync_mode":true}`, cent.String()}
		const input = `{"custom_prompt":"Write alt text.","enable_sync_mode":true,"preset_prompt":"describe","seed":-1,"image":"https://example.com/0.jpg"}`
		if !slices.Equal(got, want) || string(req.Input) != input {
			t.Errorf("%q, input %s; want %q, %s", got, req.Input, want, input)
		}
	})
}

// An address is escaped where it is sent; the picture keeps the name that the
// manifest gives it.
func TestSentEscaped(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		const written, sent = "https://example.com/my café%20.jpg?q=ü", "https://example.com/my%20caf%C3%A9%20.jpg?q=%C3%BC"
		w.ask("list", written)
		prep := &pipeline.Preparer{Models: table(t), Lender: w.lender()}
		it := &w.claim(pipeline.Pending)[0]
		req, err := prep.Prepare(t.Context(), it, it.Prompt)
		if err != nil {
			t.Fatal(err)
		}
		if string(req.Images) != `["`+sent+`"]` || !strings.Contains(string(req.Input), `"image":"`+sent+`"`) {
			t.Errorf("sent %s and %s, want %s", req.Images, req.Input, sent)
		}
		row := w.asker.Row(&manifest.Row{Images: []string{written}})
		if row.Asks[0].Pictures[0] != written || w.outcomes()[0].Images[0] != written {
			t.Errorf("the picture is %q, named %q; want both as written", w.outcomes()[0].Images, row.Asks[0].Pictures)
		}
	})
}

// Copies of a picture that differ in what is not sent are one: they are
// uploaded, and asked about, once.
func TestCopiesThatDifferInMetadata(t *testing.T) {
	t.Parallel()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	noted := func(note string) []byte {
		comment := append([]byte{0xFF, 0xFE, 0, byte(2 + len(note))}, note...)
		return slices.Concat(plain.Bytes()[:2], comment, plain.Bytes()[2:])
	}
	files := map[string][]byte{"a.jpg": noted("by me"), "b.jpg": noted("by you"), "c.jpg": plain.Bytes()}
	for _, c := range []struct {
		keep    bool
		uploads int
	}{{false, 1}, {true, 3}} {
		inBubble(t, func(t *testing.T) {
			w := newWorld(t, &emulator.Server{})
			w.retouch.KeepMetadata = c.keep
			w.asker.Folder = pictures(t, files)
			w.ask("list", "a.jpg", "b.jpg", "c.jpg")
			if err := w.runner().Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if stats := w.emu.Stats(); stats.Uploads != c.uploads || stats.Accepted != c.uploads || w.states()[pipeline.Done] != 3 {
				t.Errorf("keep %v: %d uploads, %d asked, states %v; want %d of each", c.keep, stats.Uploads, stats.Accepted, w.states(), c.uploads)
			}
		})
	}
}
