package emulator

import (
	"maps"
	"net/http"
)

// Stats is what a server has counted. Accepted, Charged, Refunded,
// MaxPerImage, PaidTwice and MaxUploads include what it remembers from before
// it was started, the others do not.
type Stats struct {
	// Accepted is how many predictions were created.
	Accepted int `json:"accepted"`
	// Refused is how many submits were turned away, by the reason: model,
	// invalid, credit, rate, concurrency or fault. Under auth it is all
	// requests without the key, and fault is all that Faults refused to
	// submits, looks, lists and uploads, feigned limits included, but for
	// credit.
	Refused map[string]int `json:"refused"`
	// Charged is what all predictions cost, and Refunded what was given back of
	// it for those that failed, in millionths of a US dollar. A refund is made
	// when somebody first sees the failure, by its id, in the list, in bills or
	// in a push, or RefundAfter later.
	Charged  int64 `json:"charged_micros"`
	Refunded int64 `json:"refunded_micros"`
	// DroppedKeys is how many parameters submits had that the model does not
	// declare, and that were dropped in silence.
	DroppedKeys int `json:"dropped_keys"`
	// MaxPerImage is the most predictions created for one same input, those
	// that failed and were asked again included. Uploads of the same bytes are
	// the same picture.
	MaxPerImage int `json:"max_per_image"`
	// PaidTwice is how many inputs somebody has paid for more than once, by
	// predictions that were not refunded.
	PaidTwice int `json:"paid_twice"`
	// PeakInFlight is the most predictions that were unfinished at once, without
	// those that waited in the queue.
	PeakInFlight int `json:"peak_in_flight"`
	// Uploads is how many files landed, whichever way they came: Multipart of
	// them in forms, and Puts by tickets, of which there were Tickets.
	Uploads   int `json:"uploads"`
	Multipart int `json:"multipart_uploads"`
	Tickets   int `json:"tickets"`
	Puts      int `json:"puts"`
	// MaxUploads is the most often that the same bytes landed.
	MaxUploads int `json:"max_uploads_per_content"`
	// KeyLeaks is how many PUTs brought a key, which those who keep the files
	// must never see.
	KeyLeaks int `json:"key_leaks"`
	// Deleted is how many predictions were deleted.
	Deleted int `json:"deleted"`
	// Pushes is how many of the PushTries were taken by a webhook, and
	// PushesLost how many ends were given up after the last retry.
	Pushes     int `json:"pushes"`
	PushTries  int `json:"push_tries"`
	PushesLost int `json:"pushes_lost"`
	// Polls and Quotes count the calls that were let in.
	Polls  int `json:"polls"`
	Quotes int `json:"quotes"`
	// Torn is how many lines of the file named by Remember could not be read,
	// as happens when a writer is killed.
	Torn int `json:"torn_lines"`
}

// A refusal is why a request was turned away.
type refusal string

const (
	unauthorized    refusal = "auth"
	unknownModel    refusal = "model"
	invalid         refusal = "invalid"
	noCredit        refusal = "credit"
	overRate        refusal = "rate"
	overConcurrency refusal = "concurrency"
	faulty          refusal = "fault"
)

// Stats is the counts so far. They are zero when the server cannot be opened.
func (s *Server) Stats() Stats {
	if s.Open() != nil {
		return Stats{}
	}
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	s.room.repay(s.now())
	counts := s.room.counts
	counts.Refused = maps.Clone(counts.Refused)
	counts.PeakInFlight = s.room.limits.peak
	return counts
}

func (s *Server) stats(w http.ResponseWriter, r *http.Request) {
	reply(w, http.StatusOK, s.Stats())
}

func (r *room) refused(why refusal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts.Refused[string(why)]++
}

func (r *room) countDropped(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts.DroppedKeys += n
}

// countSubmit gives every submit its number, from 0.
func (r *room) countSubmit() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.submits++
	return r.submits - 1
}

func (r *room) countQuote() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts.Quotes++
}

// countPoll gives every look at a prediction its number, from 0.
func (r *room) countPoll() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts.Polls++
	return uint64(r.counts.Polls - 1)
}
