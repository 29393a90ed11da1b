package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/captionmill/captionmill/pipeline/api"
)

// ErrOther reports a prediction of the API's that cannot be the one in doubt.
var ErrOther = errors.New("this cannot be the prediction in doubt")

// Getter is the part of an API that looks at one prediction.
type Getter interface {
	Get(ctx context.Context, id string) (api.Prediction, error)
}

// Vet holds a prediction that a person wants to attach to a doubt against all
// that can be known of it: the API must have it, under the same model and not
// from before the question was sent, it must not be ours already, and where
// the API's list shows what it was asked, that must not be something else. The
// error wraps [ErrOther], or says as [Unheard] does that nobody could be asked.
func (r *Reconciler) Vet(ctx context.Context, d *Doubt, g Getter, remote string) error {
	ours, err := r.Ledger.Ours(ctx, []string{remote})
	if err != nil {
		return err
	}
	if ours[remote] {
		return fmt.Errorf("%w: %s is known to this ledger already", ErrOther, remote)
	}
	p, err := g.Get(ctx, remote)
	if call, ok := errors.AsType[*api.Error](err); ok && (call.Cause == api.CauseGone || call.Verdict == api.Reject) {
		return fmt.Errorf("%w: %w", ErrOther, err)
	}
	if err != nil {
		return Unheard(err)
	}
	var said struct{ Model string }
	if err := json.Unmarshal(p.Raw, &said); err == nil && said.Model != "" && said.Model != d.Prompt.Model {
		return fmt.Errorf("%w: %s was asked of %s, and this question of %s", ErrOther, remote, said.Model, d.Prompt.Model)
	}
	return r.refute(ctx, d, p, said.Model != "")
}

// refute looks for the prediction in the API's list.
func (r *Reconciler) refute(ctx context.Context, d *Doubt, p api.Prediction, model bool) error {
	m, err := r.Models.Find(d.Prompt.Model)
	if err != nil {
		return err
	}
	seen, err := r.look(ctx, []Doubt{*d})
	switch {
	case err != nil && !model:
		return Unheard(err)
	case err != nil:
		return nil // the list may not be had; a person has decided
	case !p.Created.IsZero() && p.Created.Before(d.Sent.Add(r.ahead-early)):
		return fmt.Errorf("%w: %s was created before this question was sent", ErrOther, p.ID)
	}
	for _, shown := range seen.foreign {
		if shown.ID != p.ID {
			continue
		}
		if like, err := d.compare(m, shown); err != nil || like == unlike {
			return errors.Join(fmt.Errorf("%w: the API's list shows that %s was asked something else", ErrOther, p.ID), err)
		}
		return nil
	}
	if !model {
		return fmt.Errorf("%w: nothing shows which model %s was asked of", ErrOther, p.ID)
	}
	return nil
}

// Unheard is what a call that brought no answer ends a command with: an error
// that wraps [ErrKey], [ErrCredit] or, for all else, [ErrDown].
func Unheard(err error) error {
	call, ok := errors.AsType[*api.Error](err)
	switch {
	case !ok:
		return err
	case call.Verdict == api.Halt:
		return haltFor(call)
	}
	return fmt.Errorf("%w: %w", ErrDown, call)
}
