package pipeline

import (
	"context"
	"errors"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/quality"
)

// usable is the step for an answer that can be used: the item is done with it,
// unless its draft is better. One that is far too long is a fault that may be
// repaired, while the item is done all the same.
func (s *story) usable(p api.Prediction) Step {
	step := s.Answered(p)
	if s.Draft != 0 && !better(s.Prompt, s.rulesFor(s.Prompt), s.Standing, p.Caption, s.Repairer.limit(s.Prompt)) {
		step = s.Outdone(p)
	}
	if s.Repairer.verbose(s.Prompt, p.Caption) {
		step.Fault = quality.TooLong
	}
	return step
}

// unusable is the step for an answer that must not be published: the item is
// asked again at once if repairs are left, and fails otherwise. A bad text is no
// trouble of the API's that would pass.
func (s *story) unusable(p api.Prediction, fault *api.Failure) Step {
	var next time.Time
	if s.repairable(s.Faults + 1) {
		next = time.Now()
	}
	step := s.Spoiled(p, next, fault.Reason, fault.Detail)
	step.Fault = fault.Reason
	return step
}

// repairable tells whether the last of so many bad texts is asked about again.
func (s *story) repairable(faults int) bool {
	return faults <= s.Repairer.most() && s.paid() < s.mostPaid()
}

// mostPaid is how often a question is paid at most, for whatever reasons.
func (s *story) mostPaid() int {
	return max(or(s.MaxAttempts, 2), 1+s.Repairer.most())
}

// improve asks once more where a text can be used and is far too long. The item
// is done with that text, and stays so whatever comes in the way.
func (s *story) improve(ctx, submit context.Context) error {
	if !s.wordy() {
		return errLeft
	}
	tries, attempts := s.Tries, s.Attempts
	err := s.submit(ctx, submit)
	switch {
	case errors.Is(err, ErrCap):
		return errLeft // which leaves no question without an answer
	case err != nil || s.State != Done:
		return err
	case s.Attempts == attempts && (s.Tries == tries || s.Tries >= heard):
		return errLeft // nothing was asked, or nothing will come of it
	}
	return nil
}

// spent tells whether the item waits for a repair that this run does not make.
func (s *story) spent() bool { return s.State == Pending && s.Faults > s.Repairer.most() }

// wordy tells whether the item's own text is to be improved.
func (s *story) wordy() bool {
	return s.Standing != "" && s.Fault == quality.TooLong && s.Faults <= s.Repairer.most() &&
		s.Attempts < s.mostPaid() && s.Repairer.verbose(s.Prompt, s.Standing)
}

// repairs adds to an intent what makes a repair of it.
func (s *story) repairs(in *Intent) {
	if s.Asked != s.Prompt {
		in.Prompt = s.Asked
	}
	if s.Repairer.most() > 0 {
		in.Repairs = s.Fault
	}
	if s.State == Done {
		in.Draft = s.Prediction
	}
}

// judged takes into account what a step says of the item's text.
func (s *story) judged(step Step) {
	if step.Fault != "" {
		s.Fault, s.Faults = step.Fault, max(s.Faults+1, step.Faults)
	}
	if step.Fault != "" && !s.Brake.idle() {
		s.takePlace(step)
	}
	if step.Twin != 0 {
		s.Prediction = step.Twin
	}
	switch {
	case step.Stands != 0:
		s.Prediction, s.Draft = step.Stands, 0
	case step.To == Done && step.Twin == 0:
		s.Standing, s.Draft = step.Caption, 0
	case step.To == Failed:
		s.spoilt, s.Standing = step.Fault, step.Caption
	}
}

// takePlace gives an item its place in the row of the brake that is asked again
// because of its text.
func (s *story) takePlace(step Step) {
	switch {
	case s.carried:
	case step.To == Pending:
		s.Brake.wait(s.found(step.Fault, step.Caption))
	case step.To == Done && step.Stands == 0:
		s.Brake.wait(verdict{item: s.ID})
	}
}
