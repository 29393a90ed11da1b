package emulator

import (
	"fmt"
	"net/http"
	"time"
)

const syncMode = "enable_sync_mode"

// unsync takes enable_sync_mode out of an input if no model is to have it, and
// says how many parameters that dropped.
func (s *Server) unsync(in input) int {
	if _, ok := in[syncMode]; !ok || !s.Quirks.NoSyncSupport {
		return 0
	}
	delete(in, syncMode)
	return 1
}

// syncs tells whether a submit is answered when its prediction has ended.
func (s *Server) syncs(m model, in input) bool {
	_, said := in[syncMode]
	return in.flag(syncMode) || !said && s.Quirks.SyncByDefault && m.id == "wavespeed-ai/minicpm-v/image"
}

// answerSync waits for the answer within the request. A wait that is too short
// is a success with code 5004 inside, and the task goes on.
func (s *Server) answerSync(w http.ResponseWriter, r *http.Request, p *prediction) {
	patience := s.SyncWait
	if patience == 0 {
		patience = 90 * time.Second
	}
	left := p.due().Sub(s.now())
	if err := wait(r.Context(), min(left, patience)); err != nil {
		return // the client has gone
	}
	s.date(w)
	if left <= patience {
		s.answerFinal(w, r, p)
		return
	}
	late := syncTimeout{ID: "req-timeout", Status: "processing", Code: 5004, Outputs: []string{}}
	late.Error = fmt.Sprintf("Sync mode timed out after %g seconds. The prediction is still processing asynchronously.", patience.Seconds())
	if s.SyncKeepsID {
		late.ID = p.id
	}
	answer(w, late)
}

// syncTimeout has the keys that the fixtures of the vendor's clients show.
type syncTimeout struct {
	ID      string   `json:"id"`
	Status  string   `json:"status"`
	Code    int      `json:"code"`
	Error   string   `json:"error"`
	Outputs []string `json:"outputs"`
}
