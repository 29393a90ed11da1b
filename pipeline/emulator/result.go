package emulator

import (
	"context"
	"errors"
	"net/http"
)

// result answers a look at one prediction. The first look after it is due
// fetches the pictures and may take as long as that does; others that come
// meanwhile are told that it is still processing.
func (s *Server) result(w http.ResponseWriter, r *http.Request) {
	dice := s.dice(throwPoll, s.room.countPoll())
	if mishap := s.Faults.strike(dice, atLook); mishap != nil {
		s.room.refused(faulty)
		mishap(w)
		return
	}
	if hit(dice, s.Faults.PollCut) {
		w = cutter{w}
	}
	p := s.room.find(r.PathValue("id"), s.now())
	switch {
	case p == nil:
		noPrediction(w)
	case p.deleted.Load() || s.now().Before(p.due()):
		answer(w, s.tell(p, r))
	default:
		s.answerFinal(w, r, p)
	}
}

// answerFinal brings a prediction to its end and shows it.
func (s *Server) answerFinal(w http.ResponseWriter, r *http.Request, p *prediction) {
	// A client that goes away does not make the picture unreachable.
	ctx := context.WithoutCancel(r.Context())
	if err := s.settle(ctx, p, s.fetchLook); err != nil {
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
		return
	}
	answer(w, s.tell(p, r))
}

// tell shows a prediction to somebody who asks for it alone.
func (s *Server) tell(p *prediction, r *http.Request) view {
	v := s.show(p, r)
	if s.ResultInput && v.Status != "deleted" {
		v.Input = p.input
	}
	return v
}

func (s *Server) show(p *prediction, r *http.Request) view {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	return s.Quirks.dress(p.view(s.now(), origin(r)), p.end != nil)
}

// settle gives a prediction that is due its end, unless it has one or somebody
// is at it. It fails, and changes nothing, when a picture is not at hand or
// when the end cannot be written down.
func (s *Server) settle(ctx context.Context, p *prediction, lookAt lookFunc) error {
	if !s.room.claim(p) {
		return nil
	}
	end, err := s.conclude(ctx, p, lookAt)
	if p.price > 0 && end.refunded() {
		end.RefundAt = s.refundTime(p)
	}
	return s.room.release(p, end, err)
}

func (r *room) claim(p *prediction) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p.end != nil || p.looking {
		return false
	}
	p.looking = true
	return true
}

func (r *room) release(p *prediction, end ending, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p.looking = false
	p.hook.free()
	if err != nil {
		return err
	}
	if err := r.journal.write(record{Ending: &endingRecord{ID: p.id, ending: end}}); err != nil {
		return err
	}
	r.finish(p, end)
	r.repay(r.now())
	return nil
}

// conclude finds out how a prediction ends. A picture that cannot be had is an
// end, not an error.
func (s *Server) conclude(ctx context.Context, p *prediction, lookAt lookFunc) (ending, error) {
	if p.outcome.status != "" {
		return p.outcome.ending(""), nil
	}
	caption, err := s.caption(ctx, p, lookAt)
	if errors.Is(err, errNotAtHand) {
		return ending{}, err
	}
	if err != nil {
		return unreachable.ending(""), nil
	}
	return p.outcome.ending(caption), nil
}
