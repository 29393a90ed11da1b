package emulator

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// gallery serves pictures by path and counts the fetches.
func gallery(t *testing.T, pictures map[string][]byte) (root string, fetches *atomic.Int32) {
	fetches = new(atomic.Int32)
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fetches.Add(1)
		switch data, ok := pictures[r.URL.Path]; {
		case r.URL.Path == "/moved.png":
			http.Redirect(w, r, "/flag.png", http.StatusFound)
		case r.URL.Path == "/loop.png":
			http.Redirect(w, r, "/loop.png", http.StatusFound)
		case !ok:
			http.NotFound(w, r)
		default:
			w.Write(data)
		}
	}))
	t.Cleanup(ts.Close)
	return ts.URL, fetches
}

func TestFetchedPictures(t *testing.T) {
	t.Parallel()
	root, fetches := gallery(t, map[string][]byte{
		"/flag.png": pngOf(t, stripes(40, 20, blue, green)),
		"/text.png": []byte("not a picture"),
		"/huge.png": append(pngOf(t, stripes(4, 4, red, red)), make([]byte, maxPicture)...),
	})
	local := filepath.Join(t.TempDir(), "local.png")
	if err := os.WriteFile(local, pngOf(t, stripes(4, 4, red, red)), 0o600); err != nil {
		t.Fatal(err)
	}
	c := serve(t, &Server{Latency: instant})
	flag := "[emulated] Panorama picture in blue above green. It is mid-toned and flat, 40 by 20 pixels, average #2d7d8c."
	tests := []struct {
		name, image, want string // "" is code 1402
	}{
		{"found", root + "/flag.png", flag},
		{"remembered", root + "/flag.png", flag},
		{"moved", root + "/moved.png", flag},
		{"moved for ever", root + "/loop.png", ""},
		{"missing", root + "/missing.png", ""},
		{"no picture", root + "/text.png", ""},
		{"too large", root + "/huge.png", ""},
		{"nobody there", "http://127.0.0.1:1/a.png", ""},
		{"path", local, ""},
		{"file URL", "file://" + local, ""},
		{"data URI", "data:image/png;base64,AAAA", ""},
		{"no URL", "http://%zz", ""},
		{"unknown upload", c.root + uploadPath + newID() + ".png", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := c.ask(tt.image)
			if tt.want != "" && (got.text() != tt.want || got.Status != "completed") {
				t.Errorf("got  %s\nwant %s", got.text(), tt.want)
			}
			if tt.want == "" && (got.Status != "failed" || got.Code != 1402 || got.Error != "Failed to download image from the provided URL.") {
				t.Errorf("got status %s, code %d, error %q; want failed, 1402", got.Status, got.Code, got.Error)
			}
		})
	}
	// flag 1, moved 2, loop 6, missing, text and huge 1 each
	if got := fetches.Load(); got != 12 {
		t.Errorf("%d fetches, want 12", got)
	}
}

func TestPromptsAndSeveralPictures(t *testing.T) {
	t.Parallel()
	root, _ := gallery(t, map[string][]byte{
		"/a.png": pngOf(t, stripes(40, 40, blue, blue)),
		"/b.png": pngOf(t, stripes(20, 20, red, red)),
	})
	c := serve(t, &Server{Latency: instant})
	one := "Square picture in blue, mid-toned and flat, 40 by 40 pixels, average #285adc."
	two := "Square picture in blue. It is mid-toned and flat, 40 by 40 pixels, average #285adc."
	tests := []struct{ name, model, body, want string }{
		{"default", minicpm, `{"image":"%s/a.png"}`, two},
		{"describe", minicpm, `{"image":"%s/a.png","preset_prompt":"describe"}`, two},
		{"caption", minicpm, `{"image":"%s/a.png","preset_prompt":"caption"}`, one},
		{"custom", minicpm, `{"image":"%s/a.png","custom_prompt":"alt text, please"}`, one},
		{"llm", anyLLM, `{"prompt":"p","images":["%s/a.png"]}`, one},
		{"llm without pictures", anyLLM, `{"prompt":"%.0sp"}`, "There is no picture."},
		{"two", anyLLM, `{"prompt":"p","images":["%[1]s/a.png","%[1]s/b.png"]}`,
			"First: " + one + " Second: Square picture in red, mid-toned and flat, 20 by 20 pixels, average #d21e1e."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := c.submit(tt.model, fmt.Sprintf(tt.body, root)).Data.ID
			if got := c.poll(id).Data.text(); got != mark+tt.want {
				t.Errorf("got  %s\nwant %s", got, mark+tt.want)
			}
		})
	}
}

func TestFilesOfThisMachineAreNeverOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.png"), pngOf(t, stripes(4, 4, red, red)), 0o600); err != nil {
		t.Fatal(err)
	}
	careless := &http.Transport{} // a caller's, which would open them
	careless.RegisterProtocol("file", http.NewFileTransport(http.Dir(dir)))
	c := serve(t, &Server{Latency: instant, Fetch: &http.Client{Transport: careless}})
	for _, image := range []string{"file:///a.png", "file://localhost/a.png", "FILE:///a.png"} {
		if got := c.ask(image); got.Code != 1402 {
			t.Errorf("%s: %s", image, got.text())
		}
	}
}

// A client that hangs up while the picture is fetched finds the answer when it
// comes back; another one that looks meanwhile does not fetch it again.
func TestImpatientClients(t *testing.T) {
	t.Parallel()
	var fetches atomic.Int32
	begun, release := make(chan bool), make(chan bool)
	picture := pngOf(t, stripes(40, 40, red, blue))
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fetches.Add(1)
		begun <- true
		<-release
		w.Write(picture)
	}))
	defer slow.Close()
	c := serve(t, &Server{Latency: instant})
	id := c.submit(minicpm, fmt.Sprintf(`{"image":%q}`, slow.URL)).Data.ID

	ctx, hangUp := context.WithCancel(t.Context())
	req, _ := http.NewRequestWithContext(ctx, "GET", c.root+"/api/v3/predictions/"+id, nil)
	req.Header.Set("Authorization", "Bearer k")
	gone := make(chan error)
	go func() {
		_, err := http.DefaultClient.Do(req)
		gone <- err
	}()
	<-begun
	if got := c.poll(id).Data.Status; got != "processing" {
		t.Errorf("while another looks: %s", got)
	}
	hangUp()
	if err := <-gone; err == nil {
		t.Error("the first look was answered")
	}
	time.Sleep(50 * time.Millisecond) // the server learns that the client is gone
	close(release)
	for deadline := time.Now().Add(5 * time.Second); c.poll(id).Data.Status == "processing" && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	if got := c.poll(id).Data.text(); !strings.Contains(got, "red above blue") || fetches.Load() != 1 {
		t.Errorf("after %d fetches: %s", fetches.Load(), got)
	}
}
