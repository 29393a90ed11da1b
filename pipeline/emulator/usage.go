package emulator

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"
)

// maxUsage is the longest window of usage.
const maxUsage = 31 * 24 * time.Hour

// A usageView is what was charged in a window, in US dollars. Refunds are not
// taken off: bills have them.
type usageView struct {
	Models  []modelUsage `json:"per_model_usage"`
	Days    []dayUsage   `json:"daily_usage"`
	Summary usageSummary `json:"summary"`
}

type modelUsage struct {
	Model     string  `json:"model_uuid"`
	Type      string  `json:"model_type"`
	UnitPrice float64 `json:"unit_price"`
	Cost      float64 `json:"total_cost"`
	Count     int     `json:"total_count"`
	LastUsed  string  `json:"last_used_date"`
}

type dayUsage struct {
	Date   string  `json:"date"` // in UTC
	Amount float64 `json:"amount"`
	Count  int     `json:"count"`
}

type usageSummary struct {
	Cost      float64 `json:"total_cost"`
	Requests  int     `json:"total_requests"`
	Successes int     `json:"success_requests"`
}

// usage answers with what was charged in a window of at most 31 days.
func (s *Server) usage(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	q, err := parseUsage(body)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	s.settleDue(r.Context())
	charges, _ := s.room.billed(q, false)
	answer(w, s.sumUp(charges))
}

// parseUsage reads a window as a search for all charges in it, oldest first.
func parseUsage(body []byte) (billQuery, error) {
	var asked struct {
		Start when   `json:"start_time"`
		End   when   `json:"end_time"`
		Model string `json:"model_uuid"`
	}
	if err := json.Unmarshal(body, &asked); err != nil {
		return billQuery{}, notAn("start_time and end_time", err)
	}
	switch window := asked.End.Sub(asked.Start.Time); {
	case asked.Start.IsZero() || asked.End.IsZero():
		return billQuery{}, errors.New("start_time and end_time must be given, such as 2026-01-02T15:04:05Z")
	case window < 0:
		return billQuery{}, errors.New("end_time is before start_time")
	case window > maxUsage:
		return billQuery{}, errors.New("the time from start_time to end_time is longer than 31 days")
	}
	return billQuery{
		Page: 1, PageSize: maxPage, Kind: "deduct", Oldest: true,
		Model: asked.Model, After: asked.Start.Time, Til: asked.End.Time,
	}, nil
}

// A tally is a sum of charges.
type tally struct {
	micros int64
	count  int
	last   time.Time
}

func (t *tally) add(b bill) {
	t.micros += b.p.price
	t.count++
	t.last = b.at
}

func (t *tally) dollars() float64 { return float64(t.micros) / 1e6 }

func (t *tally) day() string { return t.last.UTC().Format(time.DateOnly) }

// sumUp adds up charges, which are in order of time.
func (s *Server) sumUp(charges []bill) usageView {
	var all tally
	models, days := map[string]*tally{}, map[string]*tally{}
	for _, b := range charges {
		all.add(b)
		under(models, b.p.model).add(b)
		under(days, b.at.UTC().Format(time.DateOnly)).add(b)
	}
	v := usageView{Models: []modelUsage{}, Days: []dayUsage{}}
	v.Summary = usageSummary{Cost: all.dollars(), Requests: all.count, Successes: s.room.completed(charges)}
	for _, id := range slices.Sorted(maps.Keys(models)) {
		t := models[id]
		v.Models = append(v.Models, modelUsage{id, modelType, s.basePrice(id), t.dollars(), t.count, t.day()})
	}
	for _, date := range slices.Sorted(maps.Keys(days)) {
		v.Days = append(v.Days, dayUsage{date, days[date].dollars(), days[date].count})
	}
	return v
}

// under is the tally of a name, a new one if there is none.
func under(tallies map[string]*tally, name string) *tally {
	if tallies[name] == nil {
		tallies[name] = &tally{}
	}
	return tallies[name]
}

// completed counts the charges whose predictions have an answer.
func (r *room) completed(charges []bill) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, b := range charges {
		if b.p.end != nil && b.p.end.Status == "completed" {
			n++
		}
	}
	return n
}
