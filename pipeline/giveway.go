package pipeline

import (
	"context"
	"math/bits"
)

// A seat is the place of an item that is asked again because of its text.
type seat struct {
	at    int
	waits bool          // the text is bad; else it is to be improved, and stands
	told  bool          // that text came in this run
	open  bool          // the item is on its way to its end
	sent  bool          // it has had its turn: its repair is on its way
	turn  chan struct{} // closed when it has; nil when it never stood in line
}

// seat keeps the next place for an item. The caller holds the lock.
func (b *Brake) seat(item ItemID, p place) *seat {
	if b.seats == nil {
		b.seats = map[ItemID]*seat{}
	}
	s := &seat{at: b.row.add(p), waits: p.waits}
	b.seats[item] = s
	return s
}

// open says that a seat's item is on its way. The caller holds the lock, as do
// those of the next two.
func (b *Brake) open(s *seat) {
	if !s.open {
		s.open = true
		b.way.repairs++
	}
}

func (b *Brake) shut(s *seat) {
	b.retire(s)
	if s.open {
		s.open = false
		b.way.repairs--
	}
}

// rise gives a seat back.
func (b *Brake) rise(item ItemID) {
	b.shut(b.seats[item])
	delete(b.seats, item)
}

// wait gives an item its place that is asked again, because of a fault of its
// first text, or, where the verdict names none, to improve it.
func (b *Brake) wait(v verdict) {
	if b.idle() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.seats[v.item]
	switch {
	case s == nil:
		b.note(v)
		s = b.seat(v.item, place{waits: v.fault != ""})
		s.told = s.waits
	case s.waits && v.fault == "":
		b.settle(s, place{fresh: true})
	}
	b.open(s)
	b.reckon()
}

// resume says that an item which was to be asked again is on its way, and tells
// whether it has a place.
func (b *Brake) resume(item ItemID) bool {
	if b.idle() {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.seats[item]
	if s != nil {
		b.open(s)
		b.reckon()
	}
	return s != nil
}

// settle writes down what a seat's text has come to. The caller holds the lock.
func (b *Brake) settle(s *seat, p place) {
	if b.row.set(s.at, p); s.waits {
		b.mended.add(p.spoilt)
		s.waits = false
		b.retire(s)
	}
}

// leave says that an item has come no further in this run.
func (b *Brake) leave(item ItemID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := b.seats[item]; s != nil {
		b.shut(s)
		b.reckon()
	}
}

// lapse says that an item has come to an end that was no text of this run: as
// one without a text, or one of which nothing is known.
func (b *Brake) lapse(item ItemID, spoilt bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := b.seats[item]; s != nil {
		b.row.set(s.at, place{spoilt: spoilt})
		b.rise(item)
		b.reckon()
	}
}

// A record remembers how the last repairs of a run have ended.
type record struct {
	ended int
	bad   uint32 // a bit for each of the last, the latest lowest
}

// remembered is how many repairs a record remembers, at most 32.
const remembered = 20

func (r *record) add(failed bool) {
	r.ended++
	if r.bad <<= 1; failed {
		r.bad |= 1
	}
	r.bad &= 1<<remembered - 1
}

// failing is how many repairs fail, in percent. Before some have ended, those
// that have not are taken for failures.
func (r *record) failing() int {
	n, failed := min(r.ended, remembered), bits.OnesCount32(r.bad)
	return 100 * (failed + max(0, freshFrom-n)) / max(n, freshFrom)
}

// A way is where first questions and repairs meet. While too many pictures may
// turn out to have no text, and repairs are on their way that will tell, first
// questions stand back: they would only cost more of the same. For the same reason
// repairs stand in line then.
type way struct {
	repairs int           // whose items are on their way
	sent    int           // of those, the repairs that have had their turn
	line    []*seat       // of those that have not, in the order in which they came
	blocked chan struct{} // closed when first questions may go on; nil when they may
	calm    context.Context
	upset   context.CancelFunc // ends calm
}

// leastFailing is the least share of repairs that is taken to fail where first
// questions may have to stand back, in percent, whatever the last repairs have
// come to: by itself a model that has stopped working is only known by them.
const leastFailing = 25

// reckon lets first questions go on, or not, and repairs that stand in line. The
// caller holds the lock.
func (b *Brake) reckon() {
	w := &b.way
	doubt := false
	if w.repairs > 0 {
		found := b.row.outlook(b.doubtful())
		doubt = found.tooMany(b.Most)
	}
	switch {
	case doubt && w.blocked == nil:
		if w.blocked = make(chan struct{}); w.upset != nil {
			w.upset()
		}
	case !doubt && w.blocked != nil:
		close(w.blocked)
		w.blocked = nil
	}
	b.send()
}

// calm waits until first questions may go on, or ctx ends. It gives a context
// that ends when they have to stand back once more, or with ctx.
func (b *Brake) calm(ctx context.Context) context.Context {
	for !b.idle() {
		calm, blocked := b.passage(ctx)
		if blocked == nil {
			return calm
		}
		select {
		case <-blocked:
		case <-ctx.Done():
			return ctx
		}
	}
	return ctx
}

// passage is what first questions go on with, or wait for.
func (b *Brake) passage(ctx context.Context) (context.Context, chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := &b.way
	if w.calm == nil || w.calm.Err() != nil {
		w.calm, w.upset = context.WithCancel(ctx)
	}
	return w.calm, w.blocked
}

// giveWay waits until nothing speaks against what the item is to be asked, and
// gives a context that ends when something does again. A probe waits for nobody:
// others wait for what it finds out.
func (s *story) giveWay(ctx context.Context) context.Context {
	switch {
	case s.probing:
	case s.Faults == 0:
		return s.Brake.calm(ctx)
	default:
		s.Brake.admit(ctx, s.ID)
	}
	return ctx
}

// approach takes a turn at the gate, for a repair or for a first question.
func (s *story) approach(ctx context.Context) error {
	for {
		calm := s.giveWay(ctx)
		if s.full.reached() || s.goAhead(ctx) != nil {
			return errLeft
		}
		err := s.Gate.Approach(calm)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || calm.Err() == nil {
			return errLeft
		}
		s.passOn()
	}
}
