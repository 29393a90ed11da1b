package pipeline

import (
	"context"
	"slices"
)

// enough is how many repairs may be on their way at once while it depends on
// them whether the run has to end, the next of which is that of the picture at a
// place: so many that, by what the last have come to, as many of them fail as end
// it. Where none helps, what stands behind them in line is not paid; where they
// help, there is room for more. The caller holds the lock, as do those of all that
// follows but admit and stand.
func (b *Brake) enough(at int) int {
	short := max(junkFrom, b.Most*junkWindow/100+1) - b.row.failed(at)
	return max(freshFrom, 100*short/b.doubtful())
}

// doubtful is the share of repairs, in percent, that is taken to fail while it
// depends on them.
func (b *Brake) doubtful() int { return max(b.mended.failing(), leastFailing) }

// admit waits until the repair of an item may go on its way, or ctx ends.
func (b *Brake) admit(ctx context.Context, item ItemID) {
	if b.idle() {
		return
	}
	if turn := b.stand(item); turn != nil {
		select {
		case <-turn:
		case <-ctx.Done():
		}
	}
}

// stand puts an item in line, and gives a channel that is closed when it may go;
// nil for one that may at once: it has had its turn, its text stands, or it has no
// place, so that nothing depends on it.
func (b *Brake) stand(item ItemID) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.seats[item]
	if s == nil || !s.waits || s.sent {
		return nil
	}
	if s.turn != nil {
		return s.turn
	}
	s.turn = make(chan struct{})
	b.way.line = append(b.way.line, s)
	b.send()
	return s.turn
}

// send lets those go that stand in line, the first first, as far as they may. An
// item keeps its turn for a second repair.
func (b *Brake) send() {
	w := &b.way
	for len(w.line) > 0 && (w.blocked == nil || w.sent < b.enough(w.line[0].at)) {
		s := w.line[0]
		w.line = w.line[1:]
		s.sent = true
		w.sent++
		close(s.turn)
	}
}

// retire takes a seat's item off the way, or out of the line.
func (b *Brake) retire(s *seat) {
	w := &b.way
	if s.sent {
		s.sent = false
		w.sent--
	} else if s.turn != nil {
		w.line = slices.DeleteFunc(w.line, func(t *seat) bool { return t == s })
		close(s.turn) // nobody is left to wait for ever
	}
	s.turn = nil
}
