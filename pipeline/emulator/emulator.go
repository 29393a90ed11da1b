// Package emulator is the WaveSpeedAI API v3, as far as captioning needs it,
// for tests, demos and rehearsals: an [http.Handler] that takes submissions,
// counts them, queues or refuses what is too much, charges them, looks at the
// pictures and answers with captions that begin with "[emulated]". It shows its
// models and quotes their prices, takes files in forms and by tickets, books
// every charge and refund, pushes ends to webhooks on this machine, and forgets
// what it is told to delete.
//
// Where public sources contradict one another it has the reading of the newer
// ones; [Quirks], and some fields of [Server], switch to the others. [Faults]
// make it fail in the ways in which the API is known or feared to.
//
// It does not understand pictures, it only measures them; and it does not know
// the client, which it meets on the wire alone.
package emulator

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// A Server is one account of the API and everything it remembers. The zero
// value is a calm account of the highest level that lets any key in. Fields
// are read while serving and must not change after the first request.
//
// It keeps every prediction in memory for as long as it lives.
type Server struct {
	// Key is the only API key that is let in; "" lets in any but the empty one.
	Key string
	// Account is the limits of the account; with neither number, they are those
	// of "ultra".
	Account Account
	// Latency is how long predictions take; zero is 900 ms each.
	Latency Latency
	// Seed makes latencies and faults repeat from run to run. IDs never repeat.
	Seed uint64
	// Faults is what goes wrong, and how often; zero is nothing.
	Faults Faults
	// Quirks are other readings of the API than the usual; zero is none.
	Quirks Quirks
	// Now is the clock; nil is [time.Now]. Waits of sync mode and of slow
	// answers always last as long as the clock on the wall says.
	Now func() time.Time
	// Skew is how far the server's clock is ahead of Now, in everything that a
	// client gets to see of it; negative is behind.
	Skew time.Duration

	// Balance is the credit at the start in US dollars; 0 is 1000 dollars and
	// a negative number is none.
	Balance float64
	// Prices maps model ids to US dollars a call; models it does not name cost
	// what the vendor publishes. Premium language models cost three times that.
	Prices map[string]float64
	// QuoteFactor multiplies what is quoted, and charged, as if the vendor had
	// changed its prices since it published them; 0 is 1.
	QuoteFactor float64
	// NoPrice and NoPricing leave out the newer and the older way to ask for a
	// price: they answer with 404.
	NoPrice, NoPricing bool

	// Fetch gets the pictures that are named by http(s) URLs, loopback ones
	// included; nil is a client that follows 5 redirects. Pictures that take
	// more than 10 s or 20 MB are given up whoever fetches them.
	Fetch *http.Client
	// Blind makes captions from a hash of the input without looking at any
	// picture: for load tests.
	Blind bool

	// Remember names a file in which uploads, accepted predictions and their
	// answers are kept, so that a server that was killed answers for them when
	// it is started again. It is written before a submit is answered but not
	// synced to disk. "" keeps everything in memory only. One server at a time.
	Remember string

	// ListInputs adds the parameters of each prediction to the list as
	// "inputs". The vendor's page shows none.
	ListInputs bool
	// ListTotal adds the number of matches to the list as "total". The
	// vendor's older page shows it, the newer does not.
	ListTotal bool
	// ListDelay is how long after its creation a prediction shows in the list.
	// Its result can be had by its id at once.
	ListDelay time.Duration
	// ResultInput adds the parameters of a prediction to its result as "input",
	// which the vendor's page on webhooks shows, and that on results does not.
	ResultInput bool

	// NoTickets and NoMultipart leave out the newer and the older way to upload:
	// they answer with 404.
	NoTickets, NoMultipart bool
	// TicketLife is how long a file can be sent after its ticket was given out;
	// 0 is 15 minutes.
	TicketLife time.Duration
	// OneShotTickets makes tickets good for one file only: their PUT has to
	// bring If-None-Match: *, and its repetition is answered with 412.
	OneShotTickets bool

	// RefundAfter is how long after its end a prediction that failed gives its
	// price back. 0 is when somebody first sees the failure; the vendor says
	// "within 3 hours".
	RefundAfter time.Duration
	// BillingHasMore tells on a page of bills whether there are more, as the
	// vendor's command line reads it, instead of the number of all.
	BillingHasMore bool
	// BillingTime is the one form of times that searches of bills understand;
	// "" is both.
	BillingTime BillingTime

	// WebhookWait is how long after a push that was not taken it is repeated; it
	// doubles each time. 0 is 1 s.
	WebhookWait time.Duration
	// WebhookTwice repeats every push that was taken.
	WebhookTwice bool

	// SyncWait is how long a submit with enable_sync_mode waits for its
	// answer; 0 is the 90 s that the vendor's own test fixtures show.
	SyncWait time.Duration
	// SyncKeepsID gives the prediction's own id when that wait was too short.
	// The vendor's fixtures show the id "req-timeout" instead.
	SyncKeepsID bool

	once   sync.Once
	room   *room
	routes http.Handler
	err    error // of opening, for good
}

// Open checks the fields, reads what the file named by Remember holds, and goes
// on with the pushes that were left to make. Calling it is optional, the first
// request does the same, but a program that wants to know early that the file is
// of no use should.
func (s *Server) Open() error {
	s.once.Do(func() {
		s.routes = s.mux()
		if s.err = s.check(); s.err == nil {
			s.room, s.err = s.openRoom()
		}
		if s.err == nil {
			s.resume()
		}
	})
	return s.err
}

// check refuses fields that mean nothing.
func (s *Server) check() error {
	switch s.Faults.CreditForm {
	case "", CreditEnvelope, CreditForbidden, CreditTask:
	default:
		return fmt.Errorf("unknown credit form %q: use envelope, forbidden or task", s.Faults.CreditForm)
	}
	switch s.BillingTime {
	case "", BillingTimeMS, BillingTimeISO:
	default:
		return fmt.Errorf("unknown form of times in bills %q: use ms or iso", s.BillingTime)
	}
	if !(s.QuoteFactor >= 0) {
		return fmt.Errorf("the quote factor is %v: it must not be negative", s.QuoteFactor)
	}
	if !(s.Latency.Sigma >= 0) {
		return fmt.Errorf("the spread of the latency is %v: it must not be negative", s.Latency.Sigma)
	}
	return cmp.Or(s.Account.check(), s.Quirks.check())
}

// Close stops pushes, waits for them to end, and lets go of the file and of idle
// connections. Requests that would have to write to the file fail from then on
// with HTTP 500, and so do all requests to a server that was closed before its
// first. Closing twice does nothing.
func (s *Server) Close() error {
	s.once.Do(func() { s.err = errors.New("the server was closed") })
	if s.err != nil {
		return nil // nothing was opened
	}
	s.room.errands.end()
	s.room.pusher.client.CloseIdleConnections()
	if s.Fetch == nil {
		s.room.fetcher.client.CloseIdleConnections()
	}
	return s.room.journal.close()
}

// ServeHTTP answers one request. It should be registered at the site root.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := s.Open(); err != nil {
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
		return
	}
	s.date(w)
	if s.Quirks != (Quirks{}) {
		w = quirkyWriter{w, s.Quirks}
	}
	s.routes.ServeHTTP(w, r)
}

// date tells the client the time, by the server's clock. An answer that was
// waited for is dated when it leaves.
func (s *Server) date(w http.ResponseWriter) {
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
}

// mux is the table of what is served. Paths below /emulator/ are ours and need
// no key; the others are the vendor's.
func (s *Server) mux() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v3/{model...}", s.keyed(s.submit))
	mux.HandleFunc("GET /api/v3/predictions/{id}", s.keyed(s.result))
	mux.HandleFunc("GET /api/v3/predictions/{id}/result", s.keyed(s.result))
	mux.HandleFunc("POST /api/v3/predictions", s.keyed(s.list))
	mux.HandleFunc("POST /api/v3/predictions/delete", s.keyed(s.remove))
	mux.HandleFunc("GET /api/v3/webhook/secret", s.keyed(s.webhookSecret))

	mux.HandleFunc("POST /api/v3/media/uploads", s.keyed(s.issue))
	mux.HandleFunc("POST /api/v3/media/upload/binary", s.keyed(s.upload))
	mux.HandleFunc("PUT /emulator/tickets/{id}", s.put)
	mux.HandleFunc("GET /emulator/uploads/{name}", s.download)

	mux.HandleFunc("GET /api/v3/models", s.keyed(s.catalogue))
	mux.HandleFunc("POST /api/v3/model/price", s.keyed(s.quote))
	mux.HandleFunc("POST /api/v3/model/pricing", s.keyed(s.oldQuote))
	mux.HandleFunc("GET /api/v3/balance", s.keyed(s.balance))
	mux.HandleFunc("POST /api/v3/billings/search", s.keyed(s.bills))
	mux.HandleFunc("POST /api/v3/user/usage_stats", s.keyed(s.usage))

	mux.HandleFunc("GET /emulator/stats", s.stats)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		notFound(w)
	})
	return mux
}

func (s *Server) now() time.Time {
	if s.Now == nil {
		return time.Now().Add(s.Skew)
	}
	return s.Now().Add(s.Skew)
}
