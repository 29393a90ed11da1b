package emulator

import (
	"crypto/sha256"
	"sync"
	"time"
)

// A room is what a server knows: everything that changes while it serves.
type room struct {
	fetcher fetcher
	pusher  pusher
	errands *errands
	now     func() time.Time

	mu          sync.Mutex // guards the rest
	journal     *journal
	limits      limits
	onCredit    bool  // what the account cannot pay is accepted, and fails
	balance     int64 // millionths of a dollar
	predictions []*prediction
	byID        map[string]*prediction
	uploads     map[string]*upload
	files       *lru[string, []byte] // uploads' bytes by id, as far as they fit
	looks       *lru[string, look]   // by URL
	asked       map[key]int          // acceptances by input
	paid        map[key]int          // those that were charged and not refunded
	submits     uint64
	tries       [throws]uint64 // by purpose
	counts      Stats
	tickets     map[string]*ticket // by the id in their address
	landings    map[key]int        // uploads by content
	bills       []bill             // in order of time
	owed        debts              // refunds that are still to be made
	settled     int                // predictions before this one all have an end
	signing     string             // the secret of webhooks, "" until it is needed
}

// What is kept in memory beyond predictions: bytes of uploads, and looks.
const (
	fileMemory = 64 << 20
	lookMemory = 4096
)

func (s *Server) openRoom() (*room, error) {
	account := s.Account
	if account.unlimited() {
		account.PerMinute, account.Concurrent = ultra.PerMinute, ultra.Concurrent
	}
	r := &room{
		fetcher:  newFetcher(s.Fetch),
		pusher:   newPusher(),
		errands:  newErrands(),
		now:      s.now,
		limits:   limits{account: account},
		onCredit: s.Faults.CreditForm == CreditTask,
		balance:  s.credit(),
		byID:     map[string]*prediction{},
		uploads:  map[string]*upload{},
		files:    newLRU[string, []byte](fileMemory),
		looks:    newLRU[string, look](lookMemory),
		asked:    map[key]int{},
		paid:     map[key]int{},
		tickets:  map[string]*ticket{},
		landings: map[key]int{},
	}
	r.counts.Refused = map[string]int{}
	var err error
	r.journal, err = openJournal(s.Remember, r)
	r.limits.peak = 0
	return r, err
}

func (s *Server) credit() int64 {
	switch {
	case s.Balance < 0:
		return 0
	case s.Balance == 0:
		return micros(1000)
	}
	return micros(s.Balance)
}

// accept makes p a prediction, with the number that fate is told, or says why
// not. When it returns, p is in the journal.
func (r *room) accept(p *prediction, clock func() time.Time, fate func(n uint64)) (refusal, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := clock().Round(0)
	r.repay(now)
	poor := p.price > r.balance
	if poor && !r.onCredit {
		return noCredit, nil
	}
	if why := r.limits.full(now); why != "" {
		return why, nil
	}
	p.created = now
	fate(uint64(len(r.predictions)))
	if p.latency > 0 {
		p.waited = r.limits.wait(now)
	}
	if poor {
		p.price, p.outcome = 0, broke
	}
	if err := r.journal.write(record{Prediction: p.record()}); err != nil {
		return "", err
	}
	r.add(p)
	return "", nil
}

// add counts and charges an accepted prediction, new or remembered.
func (r *room) add(p *prediction) {
	r.predictions = append(r.predictions, p)
	r.byID[p.id] = p
	r.limits.start(p.created, p.due())
	r.asked[p.key]++
	r.counts.Accepted++
	r.counts.MaxPerImage = max(r.counts.MaxPerImage, r.asked[p.key])
	r.charge(p)
}

// find is a prediction by its id, nil when there is none or it is too old.
func (r *room) find(id string, now time.Time) *prediction {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.byID[id]
	if p == nil || p.gone(now) {
		return nil
	}
	return p
}

// A key is what makes two inputs the same question.
type key [16]byte

// keyOf hashes the model, the parameters and the pictures. An upload counts by
// its content: the same picture uploaded twice is the same question.
func (r *room) keyOf(m model, in input) key {
	hash := sha256.New()
	hash.Write([]byte(m.id + "\n"))
	hash.Write(in.encode("image", "images", syncMode))
	for _, image := range m.images(in) {
		if u := r.uploadOf(image); u != nil {
			hash.Write([]byte("\nupload "))
			hash.Write(u.hash[:])
			continue
		}
		hash.Write([]byte("\nnamed " + image))
	}
	return key(hash.Sum(nil)[:len(key{})])
}
