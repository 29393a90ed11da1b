package emulator

import (
	"math/rand/v2"
	"net/http"
)

// A mishap is an answer that has nothing to do with what was asked.
type mishap struct {
	chance func(Faults) float64
	answer func(http.ResponseWriter)
}

// beforeAccept are the mishaps of submits that create nothing.
var beforeAccept = []mishap{
	{func(f Faults) float64 { return f.SubmitError }, unavailable},
	{func(f Faults) float64 { return f.RateLimited }, tooFast},
	{func(f Faults) float64 { return f.Crowded }, tooMany},
	{func(f Faults) float64 { return f.HTML429 }, page(http.StatusTooManyRequests)},
	{func(f Faults) float64 { return f.Unauthorized }, badKey},
	{func(f Faults) float64 { return f.ErrorBeforeAccept }, broken},
	{func(f Faults) float64 { return f.BadGatewayBeforeAccept }, page(http.StatusBadGateway)},
	{func(f Faults) float64 { return f.GatewayTimeoutBeforeAccept }, page(http.StatusGatewayTimeout)},
	{func(f Faults) float64 { return f.Forbidden }, notAllowed},
}

// afterAccept are the mishaps of submits that were accepted and charged.
var afterAccept = []mishap{
	{func(f Faults) float64 { return f.DropAfterAccept }, drop},
	{func(f Faults) float64 { return f.ErrorAfterAccept }, page(http.StatusBadGateway)},
	{func(f Faults) float64 { return f.UnreadableAfterAccept }, page(http.StatusOK)},
}

// atLook are the mishaps of looks at a prediction.
var atLook = []mishap{
	{func(f Faults) float64 { return f.PollError }, broken},
	{func(f Faults) float64 { return f.Unauthorized }, badKey},
	{func(f Faults) float64 { return f.PollGone }, noPrediction},
}

// atUpload and atList are the mishaps of uploads and of lists.
var (
	atUpload = []mishap{{func(f Faults) float64 { return f.UploadError }, broken}}
	atList   = []mishap{{func(f Faults) float64 { return f.ListError }, broken}}
)

// uploadMishap answers an upload, whichever way it comes, that goes wrong by
// chance, and tells whether it did.
func (s *Server) uploadMishap(w http.ResponseWriter) bool { return s.befalls(w, throwUpload, atUpload) }

func (s *Server) listMishap(w http.ResponseWriter) bool { return s.befalls(w, throwList, atList) }

// befalls answers what one of these mishaps hits, and tells whether one did.
func (s *Server) befalls(w http.ResponseWriter, purpose uint64, all []mishap) bool {
	strike := s.Faults.strike(s.dice(purpose, s.room.try(purpose)), all)
	if strike == nil {
		return false
	}
	s.room.refused(faulty)
	strike(w)
	return true
}

// try gives every throw for a purpose its number, from 0.
func (r *room) try(purpose uint64) uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tries[purpose]++
	return r.tries[purpose] - 1
}

// strike is the first mishap that hits, nil if none does. It throws the dice
// for each of them, so that what one hits does not depend on the others.
func (f Faults) strike(dice *rand.Rand, all []mishap) (answer func(http.ResponseWriter)) {
	for _, m := range all {
		if hit(dice, m.chance(f)) && answer == nil {
			answer = m.answer
		}
	}
	return answer
}

func unavailable(w http.ResponseWriter) {
	refuse(w, http.StatusServiceUnavailable, "service unavailable")
}

func broken(w http.ResponseWriter) {
	refuse(w, http.StatusInternalServerError, "internal server error")
}

func badKey(w http.ResponseWriter) { refuse(w, http.StatusUnauthorized, "invalid authentication") }

// notAllowed has the error_code that the vendor's clients look for; its value
// and the words are ours.
func notAllowed(w http.ResponseWriter) {
	reply(w, http.StatusForbidden, envelope{Code: http.StatusForbidden, ErrorCode: "access_key_permission_denied",
		Message: "This API key is not allowed to run this model."})
}

func noPrediction(w http.ResponseWriter) { refuse(w, http.StatusNotFound, "prediction not found") }

// tooMany speaks in the words of a log that a user of the API has published.
func tooMany(w http.ResponseWriter) {
	refuse(w, http.StatusTooManyRequests, "You have reached your concurrency limit")
}

func tooFast(w http.ResponseWriter) {
	refuse(w, http.StatusTooManyRequests, "Rate limit exceeded, please try again later")
}

// drop cuts the connection without a word.
func drop(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		conn.Close()
		return
	}
	panic(http.ErrAbortHandler) // HTTP/2: the stream is reset
}

// A cutter loses the second half of an answer, and the connection.
type cutter struct{ http.ResponseWriter }

func (c cutter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c cutter) Write(answer []byte) (int, error) {
	if _, err := c.ResponseWriter.Write(answer[:len(answer)/2]); err != nil {
		return 0, err
	}
	err := http.NewResponseController(c.ResponseWriter).Flush()
	drop(c.ResponseWriter)
	return len(answer), err
}

// page answers in HTML, as a proxy in front of the API would.
func page(status int) func(http.ResponseWriter) {
	title := http.StatusText(status)
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		w.Write([]byte("<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n"))
	}
}
