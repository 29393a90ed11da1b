package emulator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// maxPicture bounds a picture's bytes, uploaded or fetched.
const maxPicture = 20 << 20

// An upload is a file that a client left here. It exists for seven days, its
// bytes only while there is memory for them.
type upload struct {
	id      string
	kind    string // "png" and so on, "bin" for what is no picture
	hash    key
	created time.Time
	look    *look // nil when it is no picture, or nobody looked
}

const uploadPath = "/emulator/uploads/"

// upload takes a file in the form field "file" and says under which URL models
// can see it. Anything is taken; what is no picture fails when a model looks.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	if s.NoMultipart {
		notFound(w)
		return
	}
	name, data, err := readFile(w, r)
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		refuseLarge(w)
		return
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	if s.uploadMishap(w) {
		return
	}
	u := s.newUpload(r.Context(), newID(), data)
	if r.Context().Err() != nil {
		return // the client has gone, perhaps before we looked
	}
	if err := s.room.addUpload(u, data); err != nil {
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
		return
	}
	answer(w, struct {
		Type        string `json:"type"`
		DownloadURL string `json:"download_url"`
		Filename    string `json:"filename"`
		Size        int    `json:"size"`
	}{u.mediaType(), origin(r) + uploadPath + u.id + "." + u.kind, name, len(data)})
}

// newUpload is a file that has come, looked at unless the server is blind.
func (s *Server) newUpload(ctx context.Context, id string, data []byte) *upload {
	u := &upload{id: id, kind: kindOf(data), created: s.now().Round(0), hash: hashOf(data)}
	if !s.Blind {
		u.look = s.room.fetcher.glimpse(ctx, data)
	}
	return u
}

// refuseLarge answers for a file that is larger than any may be.
func refuseLarge(w http.ResponseWriter) {
	refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the file is larger than %d bytes", maxPicture))
}

// readFile reads the field "file" of a multipart form, whole but bounded.
func readFile(w http.ResponseWriter, r *http.Request) (name string, data []byte, err error) {
	const formOverhead = 64 << 10
	r.Body = http.MaxBytesReader(w, r.Body, maxPicture+formOverhead)
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, errors.New("the request is not a multipart form")
	}
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return "", nil, errors.New(`the form has no field "file"`)
		}
		if err != nil {
			return "", nil, fmt.Errorf("the form is broken: %w", err)
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(http.MaxBytesReader(nil, part, maxPicture))
		if err == nil && len(data) == 0 {
			err = errors.New("the file is empty")
		}
		return part.FileName(), data, err
	}
}

func hashOf(data []byte) key {
	sum := sha256.Sum256(data)
	return key(sum[:len(key{})])
}

// download serves an upload. What is no picture is served as mere bytes, so
// that a browser never runs a stranger's page from here.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	u, data := s.room.fileAt(r.URL.Path)
	if data == nil || s.now().Sub(u.created) >= retention {
		refuse(w, http.StatusNotFound, "upload not found")
		return
	}
	contentType := "application/octet-stream"
	if u.mediaType() == "image" {
		contentType = "image/" + u.kind
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", u.created, bytes.NewReader(data))
}

func (u *upload) mediaType() string {
	if u.kind == "bin" {
		return "file"
	}
	return "image"
}

// addUpload keeps an upload that came in a form.
func (r *room) addUpload(u *upload, data []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.store(u, data, u.record()); err != nil {
		return err
	}
	r.counts.Multipart++
	return nil
}

// store writes an upload down and keeps it, and its bytes while there is room
// for them. It must be called with the lock held.
func (r *room) store(u *upload, data []byte, rec *uploadRecord) error {
	if err := r.journal.write(record{Upload: rec}); err != nil {
		return err
	}
	r.keep(u)
	r.files.put(u.id, data, len(data))
	r.counts.Uploads++
	return nil
}

// keep makes an upload, new or remembered, one that models can see.
func (r *room) keep(u *upload) {
	r.uploads[u.id] = u
	r.landings[u.hash]++
	r.counts.MaxUploads = max(r.counts.MaxUploads, r.landings[u.hash])
}

func (r *room) fileAt(urlPath string) (*upload, []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	u := r.uploadAt(urlPath)
	if u == nil {
		return nil, nil
	}
	data, _ := r.files.get(u.id)
	return u, data
}

// uploadOf is the upload that a URL means, nil when it means none of ours. The
// host does not count: a server may be known by many names, its ids to no one
// else.
func (r *room) uploadOf(image string) *upload {
	if !strings.Contains(image, uploadPath) {
		return nil
	}
	u, err := url.Parse(image)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.uploadAt(u.Path)
}

// uploadAt must be called with the lock held.
func (r *room) uploadAt(urlPath string) *upload {
	name, ok := strings.CutPrefix(urlPath, uploadPath)
	if !ok {
		return nil
	}
	return r.uploads[strings.TrimSuffix(name, path.Ext(name))]
}
