package wavespeed

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strings"
)

// maxURL bounds the URL of an upload, in bytes.
const maxURL = 4 << 10

// Upload lends a file to the API and gives the URL by which models can fetch
// it; the vendor keeps it for 7 days. It is free and creates no prediction.
//
// Body is streamed. Size is its length in bytes, -1 when unknown; a body of
// another length is an error. Of name only the last element is sent, in plain
// letters.
func (c *Client) Upload(ctx context.Context, name, mediaType string, body io.Reader, size int64) (string, error) {
	call := &call{Client: c, op: "upload", subject: fileName(name), rows: uploadRows}
	head, tail, kind := formAround(call.subject, mediaType)
	form := io.MultiReader(bytes.NewReader(head), body, bytes.NewReader(tail))
	req, err := call.request(ctx, "POST", "media/upload/binary", form)
	if err != nil {
		return "", err
	}
	if size >= 0 {
		req.ContentLength = int64(len(head)) + size + int64(len(tail))
	}
	req.Header = c.headerOf(kind)
	var data struct {
		URL text `json:"download_url"`
	}
	err = call.tell(req, func(e envelope) bool {
		return e.fine() && json.Unmarshal(e.Data, &data) == nil && fetchable(string(data.URL))
	})
	if err != nil {
		return "", err
	}
	return string(data.URL), nil
}

// formAround is what stands before and after a file in a multipart form, and
// the form's own media type.
func formAround(name, mediaType string) (head, tail []byte, kind string) {
	if _, _, err := mime.ParseMediaType(mediaType); err != nil {
		mediaType = "application/octet-stream"
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	// Writes to a buffer cannot fail.
	w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", name)},
		"Content-Type":        {mediaType},
	})
	n := form.Len()
	w.Close()
	return form.Bytes()[:n], form.Bytes()[n:], w.FormDataContentType()
}

// fileName is the last element of a path, in characters that no server takes
// amiss. What folders a picture lies in is nobody's business.
func fileName(path string) string {
	path = path[strings.LastIndexAny(path, `/\`)+1:]
	name := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, path)
	if name == "" {
		return "file"
	}
	return name[max(0, len(name)-maxSubject):] // the extension stays
}

// fetchable tells whether a URL is one that a model can fetch.
func fetchable(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= maxURL && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}
