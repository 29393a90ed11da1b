package pipeline

import "sync"

// purse remembers that a cap was reached, so that no further submission is
// tried in vain. What is still open may be refused, and give its price back:
// only when all is settled and nothing came back the cap is final.
type purse struct {
	mu   sync.Mutex
	cap  error // the cap that was reached, nil if none was
	back bool  // something came back since
}

// hit takes down that a cap was reached.
func (p *purse) hit(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cap == nil {
		p.cap, p.back = err, false
	}
}

// room takes down that a price was given back.
func (p *purse) room() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.back = true
}

// reached tells whether to leave submissions for later.
func (p *purse) reached() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cap != nil
}

// settle says, when nothing is open any more, which cap is final; nil when
// there is room again, or was all along. Again tells the two apart.
func (p *purse) settle() (final error, again bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	hit, back := p.cap, p.back
	p.cap, p.back = nil, false
	switch {
	case hit == nil:
		return nil, false
	case back:
		return nil, true
	default:
		return hit, false
	}
}
