package emulator

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"
)

// An envelope is what every answer of the API is wrapped in, errors included.
type envelope struct {
	Code      int    `json:"code"`
	Message   string `json:"message"`
	ErrorCode string `json:"error_code,omitempty"`
	Data      any    `json:"data,omitempty"`
}

// A bareError is the one other shape of an error that the vendor shows.
type bareError struct {
	Error string `json:"error"`
}

// answer writes data as a success.
func answer(w http.ResponseWriter, data any) {
	reply(w, http.StatusOK, envelope{Code: http.StatusOK, Message: "success", Data: data})
}

// refuse writes an error whose envelope repeats the HTTP status.
func refuse(w http.ResponseWriter, status int, message string) {
	reply(w, status, envelope{Code: status, Message: message})
}

// notFound answers for a path at which nothing is.
func notFound(w http.ResponseWriter) { refuse(w, http.StatusNotFound, "page not found") }

func reply(w http.ResponseWriter, status int, body any) {
	if e, ok := body.(envelope); ok {
		status, body = quirksOf(w).dressed(status, e)
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // unreachable: our own types, and JSON that was valid when it came
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(text)
}

// keyed lets a request in only if it brings the key as a bearer token, the one
// way the vendor accepts.
func (s *Server) keyed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") || !s.fits(strings.TrimSpace(key)) {
			s.room.refused(unauthorized)
			badKey(w)
			return
		}
		next(w, r)
	}
}

func (s *Server) fits(key string) bool {
	if s.Key == "" {
		return key != ""
	}
	return subtle.ConstantTimeCompare([]byte(key), []byte(s.Key)) == 1
}

// origin is the scheme and host under which the client reached this server.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
