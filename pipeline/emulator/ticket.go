package emulator

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// A ticket is leave to put one file in one place, for a time.
type ticket struct {
	id      string // a secret: who knows it needs no key
	upload  string // id of the upload that the file becomes
	name    string
	kind    string // media type
	size    int64  // bytes
	once    bool   // a second file is refused
	expires time.Time

	landed bool // guarded by the room's lock
}

const ticketPath = "/emulator/tickets/"

// headers are those that a PUT has to bring.
func (t *ticket) headers() map[string]string {
	headers := map[string]string{"Content-Type": t.kind}
	if t.once {
		headers["If-None-Match"] = "*"
	}
	return headers
}

// issue answers with a ticket: the newer way to upload, as the vendor's clients
// use it. The address that models will see is told before there is anything.
func (s *Server) issue(w http.ResponseWriter, r *http.Request) {
	if s.NoTickets {
		notFound(w)
		return
	}
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	t, err := parseTicket(body)
	if err == nil && t.size > maxPicture {
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
	t.id, t.upload, t.once = newID(), newID(), s.OneShotTickets
	t.expires = s.now().Add(cmp.Or(s.TicketLife, 15*time.Minute)).Round(0)
	if err := s.room.addTicket(t); err != nil {
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
		return
	}
	answer(w, t.view(origin(r)))
}

// parseTicket reads what a client says of its file.
func parseTicket(body []byte) (*ticket, error) {
	var asked struct {
		Filename string `json:"filename"`
		Size     *int64 `json:"size"`
		Type     string `json:"content_type"`
	}
	if json.Unmarshal(body, &asked) != nil {
		return nil, errors.New("the request body is not a JSON object with filename, size and content_type")
	}
	switch {
	case asked.Filename == "" || len(asked.Filename) > 1024:
		return nil, errors.New("filename must have 1 to 1024 bytes")
	case asked.Size == nil || *asked.Size < 1:
		return nil, errors.New("size must be the number of bytes of the file, 1 or more")
	}
	kind := cmp.Or(asked.Type, kinds[strings.ToLower(path.Ext(asked.Filename))], "application/octet-stream")
	if _, _, err := mime.ParseMediaType(kind); err != nil || len(kind) > 255 || !strings.Contains(kind, "/") || !printable(kind) {
		return nil, errors.New("content_type is not a media type such as image/png")
	}
	return &ticket{name: asked.Filename, kind: kind, size: *asked.Size}, nil
}

// printable tells whether a text can stand in a header as it is.
func printable(s string) bool {
	return strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// kinds are the media types of the pictures that the vendor takes.
var kinds = map[string]string{
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
	".gif": "image/gif", ".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff",
}

// extension is how the address of a file of this type ends.
func extension(kind string) string {
	for _, ext := range slices.Sorted(maps.Keys(kinds)) {
		if kinds[ext] == kind {
			return ext
		}
	}
	return ".bin"
}

// A ticketView is a ticket as the API shows it.
type ticketView struct {
	Type        string  `json:"type"`
	DownloadURL string  `json:"download_url"`
	Filename    string  `json:"filename"`
	Size        int64   `json:"size"`
	Upload      putView `json:"upload"`
}

type putView struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Expires string            `json:"expires_at"`
}

func (t *ticket) view(origin string) ticketView {
	v := ticketView{Type: "file", DownloadURL: origin + uploadPath + t.upload + extension(t.kind), Filename: t.name, Size: t.size}
	if strings.HasPrefix(t.kind, "image/") {
		v.Type = "image"
	}
	v.Upload = putView{
		Method: http.MethodPut, URL: origin + ticketPath + t.id,
		Headers: t.headers(), Expires: t.expires.UTC().Format(time.RFC3339),
	}
	return v
}

func (r *room) addTicket(t *ticket) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.journal.write(record{Ticket: t.record()}); err != nil {
		return err
	}
	r.tickets[t.id] = t
	r.counts.Tickets++
	return nil
}

type ticketRecord struct {
	ID      string    `json:"id"`
	Upload  string    `json:"upload"`
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`
	Size    int64     `json:"size"`
	Once    bool      `json:"once,omitempty"`
	Expires time.Time `json:"expires"`
}

func (t *ticket) record() *ticketRecord {
	return &ticketRecord{ID: t.id, Upload: t.upload, Name: t.name, Kind: t.kind, Size: t.size, Once: t.once, Expires: t.expires}
}

func (t *ticketRecord) recall() *ticket {
	return &ticket{id: t.ID, upload: t.Upload, name: t.Name, kind: t.Kind, size: t.Size, once: t.Once, expires: t.Expires}
}
