package emulator

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func (c caller) upload(name string, data []byte) heard {
	c.t.Helper()
	return c.uploadField("file", name, data)
}

func (c caller) uploadField(field, name string, data []byte) heard {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("note", "comes first")
	part, _ := form.CreateFormFile(field, name)
	part.Write(data)
	form.Close()
	req, err := http.NewRequest("POST", c.root+"/api/v3/media/upload/binary", &body)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Content-Type", form.FormDataContentType())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	h := heard{Status: resp.StatusCode, body: string(text)}
	_ = json.Unmarshal(text, &h)
	return h
}

func TestUploads(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Latency: instant})
	picture := pngOf(t, stripes(30, 30, blue, green))
	tests := []struct {
		name, field, file string
		data              []byte
		status            int
		ends, contentType string
	}{
		{"picture", "file", "a.png", picture, 200, ".png", "image/png"},
		{"wrong name", "file", "a.jpg", picture, 200, ".png", "image/png"},
		{"page", "file", "a.html", []byte("<script>alert(1)</script>"), 200, ".bin", "application/octet-stream"},
		{"other field", "image", "a.png", picture, 400, "", ""},
		{"empty", "file", "a.png", nil, 400, "", ""},
		{"too large", "file", "a.png", make([]byte, maxPicture+1), 413, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := c.uploadField(tt.field, tt.file, tt.data)
			if h.Status != tt.status {
				t.Fatalf("HTTP %d %s, want %d", h.Status, h.body, tt.status)
			}
			if tt.status != 200 {
				return
			}
			link := h.Data.DownloadURL
			if !strings.HasPrefix(link, c.root+uploadPath) || !strings.HasSuffix(link, tt.ends) {
				t.Errorf("download_url is %q, want one below %s that ends in %s", link, c.root+uploadPath, tt.ends)
			}
			resp, err := http.Get(link)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			data, _ := io.ReadAll(resp.Body)
			if got := resp.Header.Get("Content-Type"); !bytes.Equal(data, tt.data) || got != tt.contentType {
				t.Errorf("got %d bytes of %s, want the %d uploaded of %s", len(data), got, len(tt.data), tt.contentType)
			}
		})
	}
	if got := c.ask(c.upload("a.png", picture).Data.DownloadURL).text(); !strings.Contains(got, "blue above green") {
		t.Errorf("caption of an upload is %q", got)
	}
	if got := c.ask(c.upload("a.html", []byte("<p>")).Data.DownloadURL); got.Code != 1402 {
		t.Errorf("a page got code %d, want 1402", got.Code)
	}
}

func TestUploadsAreKnownByAnyHost(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Latency: instant})
	link := c.upload("a.png", pngOf(t, stripes(30, 30, blue, green))).Data.DownloadURL
	elsewhere := strings.Replace(link, c.root, "https://emulator.invalid", 1)
	if got := c.ask(elsewhere).text(); !strings.Contains(got, "blue above green") {
		t.Errorf("caption is %q", got)
	}
}

func TestSamePictureUploadedTwiceIsTheSameImage(t *testing.T) {
	t.Parallel()
	s := &Server{Latency: instant}
	c := serve(t, s)
	for range 2 {
		c.ask(c.upload("a.png", pngOf(t, stripes(30, 30, blue, green))).Data.DownloadURL)
	}
	c.ask(c.upload("a.png", pngOf(t, stripes(30, 30, green, blue))).Data.DownloadURL)
	if got := s.Stats(); got.MaxPerImage != 2 || got.Uploads != 3 {
		t.Errorf("stats are %+v, want 2 per image, 3 uploads", got)
	}
}

func TestUploadsExpire(t *testing.T) {
	t.Parallel()
	var days atomic.Int64
	start := time.Now()
	c := serve(t, &Server{Latency: instant, Now: func() time.Time {
		return start.Add(time.Duration(days.Load()) * 24 * time.Hour)
	}})
	link := c.upload("a.png", pngOf(t, stripes(30, 30, blue, green))).Data.DownloadURL
	days.Store(7)
	if got := c.ask(link); got.Code != 1402 {
		t.Errorf("an upload of seven days got code %d, want 1402", got.Code)
	}
	if h := c.call("GET", strings.TrimPrefix(link, c.root), ""); h.Status != 404 {
		t.Errorf("an upload of seven days was served with HTTP %d", h.Status)
	}
}

func TestOldBytesMakeRoomForNew(t *testing.T) {
	t.Parallel()
	l := newLRU[string, int](10)
	l.put("a", 1, 4)
	l.put("b", 2, 4)
	l.get("a")
	l.put("c", 3, 4)
	if _, ok := l.get("b"); ok {
		t.Error("b, used longest ago, is still there")
	}
	if v, ok := l.get("a"); !ok || v != 1 {
		t.Error("a, used since, is gone")
	}
	l.put("d", 4, 11)
	if len(l.byKey) != 0 || l.used != 0 {
		t.Errorf("%d values of cost %d left by one that is too large", len(l.byKey), l.used)
	}
}
