package emulator

import "net/http"

// balance answers with the credit that is left, in US dollars.
func (s *Server) balance(w http.ResponseWriter, r *http.Request) {
	s.room.mu.Lock()
	s.room.repay(s.now())
	left := s.room.balance
	s.room.mu.Unlock()
	answer(w, struct {
		Balance float64 `json:"balance"`
	}{float64(left) / 1e6})
}
