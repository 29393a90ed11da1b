package emulator

import (
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
)

// put takes the bytes of a file to the place that its ticket names. It is the
// storage behind the API: it asks for no key, and its refusals are XML, as
// those of the common storage services are.
func (s *Server) put(w http.ResponseWriter, r *http.Request) {
	t, no := s.admit(r)
	if no != nil {
		no.write(w)
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, t.size))
	if err != nil || int64(len(data)) != t.size {
		incomplete.write(w)
		return
	}
	u := s.newUpload(r.Context(), t.upload, data)
	if r.Context().Err() != nil {
		return // the client has gone, perhaps before we looked
	}
	if no := s.room.land(t, u, data); no != nil {
		no.write(w)
	}
}

// admit finds the ticket of a PUT and holds the request against it.
func (s *Server) admit(r *http.Request) (*ticket, *storageError) {
	if len(r.Header.Values("Authorization")) > 0 {
		s.room.countLeak()
		return nil, &storageError{Status: http.StatusBadRequest, Code: "InvalidArgument",
			Message: "Only one way to authenticate is allowed: this address needs no key, and must not be sent one."}
	}
	t := s.room.ticket(r.PathValue("id"))
	switch {
	case t == nil:
		return nil, &storageError{http.StatusForbidden, "AccessDenied", "There is no such ticket."}
	case !s.now().Before(t.expires):
		return nil, &storageError{http.StatusForbidden, "AccessDenied", "Request has expired."}
	case !t.fits(r.Header):
		return nil, &storageError{http.StatusForbidden, "SignatureDoesNotMatch", "The request's headers are not those of the ticket."}
	case r.ContentLength < 0:
		return nil, &storageError{http.StatusLengthRequired, "MissingContentLength", "The length of the file must be given."}
	}
	return t, nil
}

// fits tells whether a request has exactly the ticket's headers, apart from
// those that clients and proxies add by themselves.
func (t *ticket) fits(header http.Header) bool {
	wanted := t.headers()
	for name, value := range wanted {
		if got := header.Values(name); len(got) != 1 || got[0] != value {
			return false
		}
	}
	for name := range header {
		if _, ok := wanted[name]; !ok && !slices.Contains(customary, name) && !strings.HasPrefix(name, "X-Forwarded-") {
			return false
		}
	}
	return true
}

// customary are the headers that say nothing about the file.
var customary = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length",
	"Expect", "Forwarded", "Sec-Fetch-Mode", "User-Agent", "Via",
}

// A storageError is a refusal of a PUT.
type storageError struct {
	Status  int `xml:"-"`
	Code    string
	Message string
}

var (
	incomplete = &storageError{http.StatusBadRequest, "IncompleteBody", "The file is not as long as the ticket says."}
	repeated   = &storageError{http.StatusPreconditionFailed, "PreconditionFailed", "There is a file already, and the ticket is good for one."}
)

func (e *storageError) write(w http.ResponseWriter) {
	text, err := xml.Marshal(struct {
		XMLName xml.Name `xml:"Error"`
		*storageError
	}{storageError: e})
	if err != nil {
		panic(err) // unreachable: strings
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(e.Status)
	w.Write(append([]byte(xml.Header), text...))
}

func (r *room) ticket(id string) *ticket {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tickets[id]
}

// land keeps the file of a ticket. A ticket that is good for more than one file
// keeps the last.
func (r *room) land(t *ticket, u *upload, data []byte) *storageError {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.once && t.landed {
		return repeated
	}
	rec := u.record()
	rec.Ticket = t.id
	if err := r.store(u, data, rec); err != nil {
		return &storageError{http.StatusInternalServerError, "InternalError", "emulator: " + err.Error()}
	}
	t.landed = true
	r.counts.Puts++
	return nil
}

func (r *room) countLeak() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts.KeyLeaks++
}
