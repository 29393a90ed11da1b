package emulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxInput bounds the JSON body of a request in bytes.
const maxInput = 1 << 20

// submit takes one prediction: refused with a reason, or created and charged.
func (s *Server) submit(w http.ResponseWriter, r *http.Request) {
	dice := s.dice(throwSubmit, s.room.countSubmit())
	if hit(dice, s.Faults.SubmitError) {
		s.room.refused(faulty)
		refuse(w, http.StatusServiceUnavailable, "service unavailable")
		return
	}
	m, in, why := s.readSubmit(w, r)
	if why != "" {
		s.room.refused(why)
		return
	}
	final := hit(dice, s.Faults.FinalAtSubmit)
	p, why, err := s.accept(m, in, final)
	switch {
	case err != nil:
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
	case why != "":
		s.room.refused(why)
		turnAway(w, why)
	case hit(dice, s.Faults.DropAfterAccept):
		drop(w)
	case hit(dice, s.Faults.ErrorAfterAccept):
		badGateway(w)
	case in.flag("enable_sync_mode"):
		s.answerSync(w, r, p)
	case final:
		s.answerFinal(w, r, p)
	default:
		answer(w, s.show(p, r))
	}
}

// readSubmit finds out what is asked of which model. If it cannot, it has
// answered, and says why.
func (s *Server) readSubmit(w http.ResponseWriter, r *http.Request) (model, input, refusal) {
	m, ok := modelNamed(r.PathValue("model"))
	if !ok {
		refuse(w, http.StatusNotFound, "model not found: "+r.PathValue("model"))
		return m, nil, unknownModel
	}
	body, ok := readBody(w, r)
	if !ok {
		return m, nil, invalid
	}
	in, dropped, err := m.readInput(body)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return m, nil, invalid
	}
	s.room.countDropped(dropped)
	return m, in, ""
}

// readBody reads a request's JSON, bounded, or says what is wrong with it.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxInput))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the request body is longer than %d bytes", maxInput))
		return nil, false
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "the request body ended early")
		return nil, false
	}
	return body, true
}

// turnAway answers a submit that the account cannot have. Its credit running
// out has been seen as HTTP 200 with code 400; the words of a full account
// have been seen in a log.
func turnAway(w http.ResponseWriter, why refusal) {
	switch why {
	case noCredit:
		reply(w, http.StatusOK, envelope{Code: 400, Message: "Insufficient credits. Please top up your account."})
	case overConcurrency:
		refuse(w, http.StatusTooManyRequests, "You have reached your concurrency limit")
	default:
		refuse(w, http.StatusTooManyRequests, "Rate limit exceeded, please try again later")
	}
}

// accept creates and charges a prediction, unless the account is at a limit.
func (s *Server) accept(m model, in input, final bool) (*prediction, refusal, error) {
	p := &prediction{
		id:    newID(),
		model: m.id,
		input: in.encode(),
		key:   s.room.keyOf(m, in),
		price: s.price(m, in),
	}
	why, err := s.room.accept(p, s.now, func(n uint64) {
		dice := s.dice(throwPrediction, n)
		p.latency = s.Latency.draw(dice)
		p.outcome = s.Faults.outcome(dice)
		if final {
			p.latency = 0
		}
	})
	return p, why, err
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

// wait lasts for d or as long as ctx.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
