package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/model"
)

// A Reconciler settles unconfirmed predictions from the API's own list, as far
// as the list proves anything:
//
//   - A prediction is attached only when the list shows, or the prediction
//     itself does, that it was asked the very same question. Never by count or
//     by time: a wrong text is worse than a cent paid twice.
//   - It never came to be only when a complete list, taken long enough after
//     the API can last have read the submission, shows no prediction that
//     could be it (one that was shown to be about something else cannot, if the
//     list shows our own as they were sent), and the list is known to be up to date: it shows one of
//     ours that is younger, or a second list half as long after agrees. A list
//     that lacks one of ours is not complete and proves nothing, and neither
//     does any list about what the API has said that it accepted.
//   - After the seven days for which the API keeps predictions it is lost.
//
// Everything else stays unconfirmed, for a person to decide.
type Reconciler struct {
	API    Lister
	Ledger Doubts
	Models model.Table
	// After is how long after the API can last have read a submission its list
	// is trusted to show it, a minute if zero.
	After time.Duration
	// OnStep, when set, is called after every durable step.
	OnStep func(Step)
	Log    *slog.Logger // nil is silent

	ahead time.Duration // the server's clock is ahead of ours by so much
}

// Lister is the part of an API that reconciling needs.
type Lister interface {
	List(ctx context.Context, q api.Query) (api.Listing, error)
}

// Doubts is the part of a ledger that reconciling needs.
type Doubts interface {
	// Doubtful gives the next unconfirmed predictions after one, oldest first.
	Doubtful(ctx context.Context, after PredictionID, size int) ([]Doubt, error)
	// Ours tells which remote ids belong to predictions of this ledger.
	Ours(ctx context.Context, remotes []string) (map[string]bool, error)
	// Known gives a prediction of ours by its remote id, as it was sent.
	Known(ctx context.Context, remote string) (Doubt, error)
	// Missing gives a remote id that is not among the known ones, of a model's
	// predictions around one that were submitted between two moments; "" for
	// none.
	Missing(ctx context.Context, model string, around PredictionID, after, before time.Time, known map[string]bool) (string, error)
	// Record makes a move.
	Record(ctx context.Context, s Step) error
}

// Settled says what a reconciliation has come to.
type Settled struct {
	Attached, Released, Lost, Left int
	// Next is when another try may prove more; zero when waiting is of no use.
	Next time.Time
}

// Any tells whether anything was settled.
func (s Settled) Any() bool { return s.Attached+s.Released+s.Lost > 0 }

// Reconcile settles what can be settled now. When patient it waits, half of
// After, for a second list where one is not proof enough. A list that cannot
// be had is no error: nothing is proved, and all is left as it is.
func (r *Reconciler) Reconcile(ctx context.Context, patient bool) (Settled, error) {
	var sum Settled
	doubts, err := r.doubts(ctx)
	if err != nil {
		return sum, err
	}
	for _, name := range slices.Sorted(maps.Keys(doubts)) {
		if err := r.settle(ctx, doubts[name], patient, &sum); err != nil {
			return sum, fmt.Errorf("reconcile %s: %w", name, err)
		}
	}
	return sum, nil
}

// doubts are all unconfirmed predictions, by model.
func (r *Reconciler) doubts(ctx context.Context) (map[string][]Doubt, error) {
	byModel := map[string][]Doubt{}
	var after PredictionID
	for {
		page, err := r.Ledger.Doubtful(ctx, after, pageSize)
		if err != nil {
			return nil, err
		}
		for _, d := range page {
			byModel[d.Prompt.Model] = append(byModel[d.Prompt.Model], d)
			after = d.Prediction
		}
		if len(page) < pageSize {
			return byModel, nil
		}
	}
}

// settle settles the doubts of one model, oldest first.
func (r *Reconciler) settle(ctx context.Context, doubts []Doubt, patient bool, sum *Settled) error {
	m, err := r.Models.Find(doubts[0].Prompt.Model)
	if err != nil {
		return err
	}
	if doubts, err = r.lose(ctx, doubts, sum); err != nil || len(doubts) == 0 {
		return err
	}
	seen, err := r.look(ctx, doubts)
	if err != nil {
		return r.leave(ctx, len(doubts), sum, err)
	}
	left, err := r.attach(ctx, m, doubts, seen, sum)
	if err != nil {
		return err
	}
	unsure, err := r.release(ctx, m, left, seen, sum)
	if err != nil || len(unsure) == 0 {
		return err
	}
	if !patient {
		sum.Left += len(unsure)
		sum.Next = earliest(sum.Next, time.Now())
		return nil
	}
	return r.lookTwice(ctx, m, unsure, sum)
}

// leave leaves all as it is because the list could not be had.
func (r *Reconciler) leave(ctx context.Context, n int, sum *Settled, why error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if r.Log != nil {
		r.Log.Warn("unconfirmed predictions cannot be reconciled: the API's list is not to be had", "predictions", n, "error", why)
	}
	sum.Left += n
	return nil
}

// lose gives up what is older than the API's memory.
func (r *Reconciler) lose(ctx context.Context, doubts []Doubt, sum *Settled) ([]Doubt, error) {
	var young []Doubt
	for _, d := range doubts {
		if time.Since(d.Sent) < keptFor {
			young = append(young, d)
			continue
		}
		if err := r.record(ctx, d.step(Failed), func(s *Step) {
			s.Lost, s.Reason = true, "lost"
			s.Detail = "nobody knows whether this was ever asked, and the API has forgotten by now; captionmill retry asks again"
		}); err != nil {
			return nil, err
		}
		sum.Lost++
	}
	return young, nil
}

// attach joins doubts with predictions that were asked the very same.
func (r *Reconciler) attach(ctx context.Context, m model.Model, doubts []Doubt, s *sight, sum *Settled) ([]Doubt, error) {
	slices.SortStableFunc(s.foreign, func(a, b api.Listed) int { return a.Created.Compare(b.Created) })
	var left []Doubt
	for _, d := range doubts {
		i, err := d.find(m, s.foreign)
		if err != nil {
			return nil, err
		}
		if i < 0 {
			left = append(left, d)
			continue
		}
		if err := r.record(ctx, d.step(Submitted), func(step *Step) { step.Remote, step.Paid = s.foreign[i].ID, true }); err != nil {
			return nil, err
		}
		s.foreign = slices.Delete(s.foreign, i, i+1)
		sum.Attached++
	}
	return left, nil
}

// find gives the first prediction that was asked the very same, -1 for none.
func (d *Doubt) find(m model.Model, foreign []api.Listed) (int, error) {
	for i, p := range foreign {
		like, err := d.compare(m, p)
		if err != nil {
			return -1, err
		}
		if like == alike && p.ID != "" {
			return i, nil
		}
	}
	return -1, nil
}

// release lets go of what surely never came to be, and gives back the doubts
// for which one list is not proof enough.
func (r *Reconciler) release(ctx context.Context, m model.Model, doubts []Doubt, s *sight, sum *Settled) (unsure []Doubt, _ error) {
	for _, d := range doubts {
		ripe := d.Last().Add(r.after())
		switch absent, err := d.absent(m, s, r.ahead); {
		case err != nil:
			return nil, err
		case !absent:
			sum.Left++
		case s.taken.Before(ripe):
			sum.Left++
			sum.Next = earliest(sum.Next, ripe)
		case s.newest.After(d.Last().Add(early)):
			if err := r.never(ctx, d, sum); err != nil {
				return nil, err
			}
		default:
			unsure = append(unsure, d)
		}
	}
	return unsure, nil
}

// lookTwice releases what a second list, half of After later, does not show
// either.
func (r *Reconciler) lookTwice(ctx context.Context, m model.Model, doubts []Doubt, sum *Settled) error {
	if err := sleep(ctx, r.after()/2); err != nil {
		return err
	}
	s, err := r.look(ctx, doubts)
	if err != nil {
		return r.leave(ctx, len(doubts), sum, err)
	}
	if doubts, err = r.attach(ctx, m, doubts, s, sum); err != nil {
		return err
	}
	for _, d := range doubts {
		absent, err := d.absent(m, s, r.ahead)
		if err != nil {
			return err
		}
		if !absent {
			sum.Left++
		} else if err := r.never(ctx, d, sum); err != nil {
			return err
		}
	}
	return nil
}

// never records that a prediction never came to be: its reserve goes back, and
// its item may be asked.
func (r *Reconciler) never(ctx context.Context, d Doubt, sum *Settled) error {
	sum.Released++
	return r.record(ctx, d.step(Pending), func(s *Step) {
		s.Refused, s.Reason, s.Detail = true, "never_created", "the API's list shows that the submission never arrived"
	})
}

func (r *Reconciler) record(ctx context.Context, s Step, set func(*Step)) error {
	set(&s)
	if err := r.Ledger.Record(ctx, s); err != nil {
		return err
	}
	if r.OnStep != nil {
		r.OnStep(s)
	}
	return nil
}

func (r *Reconciler) after() time.Duration { return cmp.Or(r.After, time.Minute) }

// earliest is the earlier of two moments; zero is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// mostReleases is how often a machine may think that a question never arrived.
// An API whose list is wrong about it twice is wrong about it for good.
const mostReleases = 2

// provable tells whether a list can prove that the doubt never came to be.
func (d *Doubt) provable(s *sight) bool {
	return s.clock && s.lacking == "" && d.Reason != idLost && d.Releases < mostReleases
}
