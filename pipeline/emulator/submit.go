package emulator

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"
)

// maxInput bounds the JSON body of a request in bytes.
const maxInput = 1 << 20

// A luck is what chance has in store for a submit.
type luck struct {
	early, late        func(http.ResponseWriter) // mishaps before and after it is accepted
	final, broke, slow bool
	timeout, hurried   bool    // a gateway's 504, and too short a wait, in sync mode
	doom               outcome // how it must end; only for what is wrong in itself
}

func (s *Server) luck() luck {
	dice := s.dice(throwSubmit, s.room.countSubmit())
	return luck{
		early: s.Faults.strike(dice, beforeAccept),
		late:  s.Faults.strike(dice, afterAccept),
		final: hit(dice, s.Faults.FinalAtSubmit),
		broke: hit(dice, s.Faults.NoCredit),
		slow:  hit(dice, s.Faults.SlowAnswer),

		timeout: hit(dice, s.Faults.GatewayTimeout),
		hurried: hit(dice, s.Faults.SyncTimeout),
	}
}

// submit takes one prediction: refused with a reason, or created and charged.
func (s *Server) submit(w http.ResponseWriter, r *http.Request) {
	luck := s.luck()
	if luck.early != nil {
		s.room.refused(faulty)
		luck.early(w)
		return
	}
	m, in, why := s.readSubmit(w, r, &luck)
	if why != "" {
		s.room.refused(why)
		return
	}
	hook, err := readHook(r)
	if err != nil {
		s.room.refused(invalid)
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	p, why, err := s.accept(m, in, luck, hook)
	switch accepted := err == nil && why == ""; {
	case accepted && (luck.final || s.syncs(m, in)):
		defer s.follow(p) // the answer may bring the end along, and goes first
	case accepted:
		s.follow(p)
	}
	switch {
	case err != nil:
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
	case why != "":
		s.room.refused(why)
		s.turnAway(w, why)
	case luck.slow && s.dawdle(w, r) != nil:
		// the client has gone, and has paid
	case luck.late != nil:
		luck.late(w)
	case s.syncs(m, in):
		s.answerSync(w, r, p, luck)
	case luck.final:
		s.answerFinal(w, r, p)
	default:
		answer(w, s.show(p, r))
	}
}

// dawdle keeps an answer back, unless the client goes first.
func (s *Server) dawdle(w http.ResponseWriter, r *http.Request) error {
	err := wait(r.Context(), cmp.Or(s.Faults.SlowBy, 3*time.Second))
	s.date(w)
	return err
}

// readSubmit finds out what is asked of which model. If it cannot, it has
// answered, and says why.
func (s *Server) readSubmit(w http.ResponseWriter, r *http.Request, luck *luck) (model, input, refusal) {
	m, ok := modelNamed(r.PathValue("model"))
	if !ok {
		refuse(w, http.StatusNotFound, "model not found: "+r.PathValue("model"))
		return m, nil, unknownModel
	}
	body, ok := readBody(w, r)
	if !ok {
		return m, nil, invalid
	}
	if pushesBase64(r, body) {
		reply(w, http.StatusBadRequest, bareError{noBase64})
		return m, nil, invalid
	}
	in, dropped, err := m.readInput(body, s.Quirks.NoneRequired)
	if wrong, ok := errors.AsType[*wrongParam](err); ok && s.Quirks.MissingAsTask {
		luck.doom, err = wrong.end, nil
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return m, nil, invalid
	}
	s.room.countDropped(dropped + s.unsync(in))
	return m, in, ""
}

// readBody reads a request's JSON, bounded, or says what is wrong with it.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	text := bytes.NewBuffer(make([]byte, 0, bytes.MinRead+min(max(r.ContentLength, 0), 16<<10)))
	_, err := text.ReadFrom(http.MaxBytesReader(w, r.Body, maxInput))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the request body is longer than %d bytes", maxInput))
		return nil, false
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "the request body ended early")
		return nil, false
	}
	return text.Bytes(), true
}

// turnAway answers a submit that the account cannot have.
func (s *Server) turnAway(w http.ResponseWriter, why refusal) {
	switch {
	case why == overConcurrency:
		tooMany(w)
	case why == overRate:
		tooFast(w)
	case s.Faults.CreditForm == CreditForbidden:
		refuse(w, http.StatusForbidden, "Forbidden: your account needs a top-up before you can use this model.")
	default:
		reply(w, http.StatusOK, envelope{Code: 400, Message: "Insufficient credits. Please top up your account."})
	}
}

// accept creates and charges a prediction, unless the account is at a limit.
func (s *Server) accept(m model, in input, luck luck, hook *hook) (*prediction, refusal, error) {
	p := &prediction{
		id:    newID(),
		model: m.id,
		input: in.encode(),
		key:   s.room.keyOf(m, in),
		price: s.price(m, in),
		hook:  hook,
	}
	if luck.broke {
		p.price = math.MaxInt64 // more than any account has
	}
	why, err := s.room.accept(p, s.now, func(n uint64) {
		dice := s.dice(throwPrediction, n)
		p.latency = s.Latency.draw(dice)
		p.outcome = s.Faults.outcome(dice)
		if luck.doom.name != "" {
			p.outcome = luck.doom
		}
		if luck.final {
			p.latency = 0
		}
	})
	return p, why, err
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
