package wavespeed

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/api"
)

func TestUpload(t *testing.T) {
	t.Parallel()
	picture := bytes.Repeat([]byte("\x89PNG\r\n--"), 50_000)
	tests := map[string]struct {
		name, mediaType string
		size            int64
		sentName, kind  string
	}{
		"sized":        {"fox.png", "image/png", int64(len(picture)), "fox.png", "image/png"},
		"streamed":     {"fox.png", "image/png", -1, "fox.png", "image/png"},
		"in a folder":  {"/home/ann/private/fox.png", "image/png", -1, "fox.png", "image/png"},
		"on Windows":   {`C:\private\fox.png`, "image/png", -1, "fox.png", "image/png"},
		"awkward name": {"füchse \"rot\"\r\n.png", "image/png", -1, "f_chse__rot___.png", "image/png"},
		"no name":      {"", "image/png", -1, "file", "image/png"},
		"bad type":     {"fox.png", "image/png\r\nX: y", -1, "fox.png", "application/octet-stream"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if (r.ContentLength < 0) != (tt.size < 0) || r.Method != "POST" {
					t.Errorf("%s with Content-Length %d", r.Method, r.ContentLength)
				}
				file, header, err := r.FormFile("file")
				if err != nil {
					t.Error(err)
					return
				}
				got, _ := io.ReadAll(file)
				if !bytes.Equal(got, picture) || header.Filename != tt.sentName || header.Header.Get("Content-Type") != tt.kind {
					t.Errorf("%d bytes of %q, %v", len(got), header.Filename, header.Header)
				}
				serving(200, string(answer(t, "upload")))(w, r)
			})
			url, err := c.Upload(inTime(t), tt.name, tt.mediaType, bytes.NewReader(picture), tt.size)
			want := "https://d2p7pge43lyniu.cloudfront.net/media/images/1758791568239112031_fox.png"
			if err != nil || url != want || site.asked.Load() != 1 {
				t.Errorf("got %q, %v", url, err)
			}
		})
	}
}

func TestUploadErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status  int
		body    string
		verdict api.Verdict
		reason  string
	}{
		"too large":       {413, string(answer(t, "error-413")), api.Reject, "too_large"},
		"too large, page": {413, page, api.Reject, "too_large"},
		"type":            {415, `{"code":415,"message":"no"}`, api.Reject, "unsupported_type"},
		"bad":             {400, `{"code":400,"message":"no"}`, api.Reject, "bad_request"},
		"bad in a 200":    {200, `{"code":400,"message":"no"}`, api.Reject, "bad_request"},
		"not there":       {405, ``, api.Reject, "bad_request"},
		"key":             {401, `{"code":401,"message":"no"}`, api.Halt, "bad_key"},
		"busy":            {429, page, api.Retry, "rate_limited"},
		"down":            {503, page, api.Retry, "server_error"},
		"no URL":          {200, `{"code":200,"data":{}}`, api.Retry, "server_error"},
		"script":          {200, `{"code":200,"data":{"download_url":"javascript:x"}}`, api.Retry, "server_error"},
		"file":            {200, `{"code":200,"data":{"download_url":"file:///etc/passwd"}}`, api.Retry, "server_error"},
		"control":         {200, `{"code":200,"data":{"download_url":"https://a/\n"}}`, api.Retry, "server_error"},
		"very long":       {200, `{"code":200,"data":{"download_url":"https://a/` + strings.Repeat("x", maxURL) + `"}}`, api.Retry, "server_error"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(tt.status, tt.body))
			_, err := c.Upload(inTime(t), "fox.png", "image/png", strings.NewReader("x"), 1)
			if e := failing(t, err); e.Verdict != tt.verdict || e.Reason != tt.reason {
				t.Errorf("got %#v", e)
			}
		})
	}
}

func TestUploadOfAFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	_, c := serve(t, serving(200, string(answer(t, "upload"))))
	broken := errors.New("the disk is gone")
	bodies := map[string]io.Reader{
		"shorter than said": strings.NewReader("x"),
		"broken":            io.MultiReader(strings.NewReader("x"), failingReader{broken}),
	}
	for name, body := range bodies {
		_, err := c.Upload(inTime(t), "fox.png", "image/png", body, 1000)
		if failing(t, err); name == "broken" && !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
