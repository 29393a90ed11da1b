package emulator

import (
	"encoding/json"
	"net/http"
)

// quote says what a prediction would cost, for nothing: the way that the
// vendor's own command line asks. Parameters that are missing or unknown do not
// matter to it.
func (s *Server) quote(w http.ResponseWriter, r *http.Request) {
	m, dollars, ok := s.readQuote(w, r, s.NoPrice)
	if !ok {
		return
	}
	answer(w, struct {
		ModelID    string  `json:"model_id"`
		Price      float64 `json:"price"`
		Discounted float64 `json:"discounted_price"`
		Rate       float64 `json:"discount_rate"`
		Currency   string  `json:"currency"`
	}{m.id, dollars, dollars, 0, "USD"})
}

// oldQuote does the same the way that the vendor's older page describes.
func (s *Server) oldQuote(w http.ResponseWriter, r *http.Request) {
	m, dollars, ok := s.readQuote(w, r, s.NoPricing)
	if !ok {
		return
	}
	answer(w, struct {
		ModelID  string  `json:"model_id"`
		Price    float64 `json:"unit_price"`
		Currency string  `json:"currency"`
	}{m.id, dollars, "USD"})
}

// readQuote finds the price of what is asked for. If it cannot, it has
// answered.
func (s *Server) readQuote(w http.ResponseWriter, r *http.Request, missing bool) (m model, dollars float64, ok bool) {
	if missing {
		notFound(w)
		return m, 0, false
	}
	body, ok := readBody(w, r)
	if !ok {
		return m, 0, false
	}
	var asked struct {
		ModelID string `json:"model_id"`
		Inputs  input  `json:"inputs"`
	}
	if json.Unmarshal(body, &asked) != nil {
		refuse(w, http.StatusBadRequest, "the request body is not a JSON object with model_id and inputs")
		return m, 0, false
	}
	if m, ok = modelNamed(asked.ModelID); !ok {
		refuse(w, http.StatusBadRequest, "model not found: "+asked.ModelID)
		return m, 0, false
	}
	s.room.countQuote()
	return m, float64(s.price(m, asked.Inputs)) / 1e6, true
}
