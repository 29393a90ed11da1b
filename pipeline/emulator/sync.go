package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"time"
)

// syncMode is the parameter that asks for the answer within the request.
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
// is a success with code 5004 inside, or a gateway's error, and the task goes
// on.
func (s *Server) answerSync(w http.ResponseWriter, r *http.Request, p *prediction, luck luck) {
	left, patience := p.due().Sub(s.now()), cmp.Or(s.SyncWait, 90*time.Second)
	pause := min(left, patience)
	if luck.timeout || luck.hurried {
		pause /= 2
	}
	if wait(r.Context(), pause) != nil {
		return // the client has gone
	}
	s.date(w)
	switch {
	case luck.timeout:
		page(http.StatusGatewayTimeout)(w)
	case luck.hurried || left > patience:
		answer(w, s.tooLate(p, patience))
	default:
		s.answerFinal(w, r, p)
	}
}

// tooLate is what is said when the wait was too short.
func (s *Server) tooLate(p *prediction, patience time.Duration) syncTimeout {
	late := syncTimeout{ID: "req-timeout", Status: "processing", Code: 5004, Outputs: []string{}}
	late.Error = fmt.Sprintf("Sync mode timed out after %g seconds. The prediction is still processing asynchronously.", patience.Seconds())
	if s.SyncKeepsID {
		late.ID = p.id
	}
	return late
}

// syncTimeout has the keys that the fixtures of the vendor's clients show.
type syncTimeout struct {
	ID      string   `json:"id"`
	Status  string   `json:"status"`
	Code    int      `json:"code"`
	Error   string   `json:"error"`
	Outputs []string `json:"outputs"`
}
