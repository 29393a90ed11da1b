package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// A query is what a list of predictions is asked for.
type query struct {
	Page          int    `json:"page"`      // from 1
	PageSize      int    `json:"page_size"` // 1 to 100
	Model         string `json:"model"`
	Status        string `json:"status"`
	CreatedAfter  when   `json:"created_after"`  // that moment or later
	CreatedBefore when   `json:"created_before"` // earlier than that moment
}

// maxPage is more pages than memory holds predictions for.
const maxPage = 1 << 30

// when is a moment in RFC 3339 or, as a number, in milliseconds since 1970.
type when struct {
	time.Time
	number bool
}

func (t *when) UnmarshalJSON(raw []byte) error {
	var ms int64
	if json.Unmarshal(raw, &ms) != nil {
		if json.Unmarshal(raw, &t.Time) != nil {
			return errTime
		}
		return nil
	}
	if string(raw) != "null" {
		t.Time, t.number = time.UnixMilli(ms), true
	}
	return nil
}

// errTime reports JSON in the place of a time that is none.
var errTime = errors.New("times must be such as 2026-01-02T15:04:05Z, or numbers of milliseconds since 1970")

// notAn is what is wrong with a request's JSON that cannot be read.
func notAn(object string, err error) error {
	if errors.Is(err, errTime) {
		return errTime
	}
	return errors.New("the request body is not a JSON object with " + object)
}

// list answers with a page of the account's predictions of the last seven
// days, the newest first. One whose picture has to be fetched is shown as
// processing until somebody looks at it by its id.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	if s.listMishap(w) {
		return
	}
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	q, err := s.readQuery(body)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	found, total := s.search(r, q)
	page := struct {
		Page  int    `json:"page"`
		Total *int   `json:"total,omitempty"`
		Items []view `json:"items"`
	}{Page: q.Page, Items: s.shelf(r, found)}
	if s.ListTotal {
		page.Total = &total
	}
	answer(w, page)
}

func parseQuery(body []byte) (query, error) {
	var q query
	if err := json.Unmarshal(body, &q); err != nil {
		return query{}, notAn("page, page_size and filters", err)
	}
	return q, checkPage(q.Page, q.PageSize)
}

// checkPage refuses pages that do not exist; 0 is one that was not given, too.
func checkPage(page, size int) error {
	if page < 1 || page > maxPage {
		return fmt.Errorf("page must be given, from 1 to %d, and is %d", maxPage, page)
	}
	if size < 1 || size > 100 {
		return fmt.Errorf("page_size must be given, from 1 to 100, and is %d", size)
	}
	return nil
}

// search finds the predictions of the page, and counts all that match if the
// total is wanted.
func (s *Server) search(r *http.Request, q query) (found []*prediction, total int) {
	now := s.now()
	all := s.room.all()
	first := (q.Page - 1) * q.PageSize
	for i := len(all) - 1; i >= 0 && r.Context().Err() == nil; i-- {
		if !s.listed(all[i], now) || !q.matches(all[i]) || q.Status != "" && s.standing(r, all[i], now) != q.Status {
			continue
		}
		if total++; total > first && len(found) < q.PageSize {
			found = append(found, all[i])
		} else if len(found) == q.PageSize && !s.ListTotal {
			break
		}
	}
	return found, total
}

// listed tells whether the list shows a prediction by now, and still.
func (s *Server) listed(p *prediction, now time.Time) bool {
	return !p.gone(now) && !p.deleted.Load() && now.Sub(p.created) >= s.ListDelay
}

// matches applies all filters but the status.
func (q query) matches(p *prediction) bool {
	return (q.Model == "" || p.model == q.Model) &&
		(q.CreatedAfter.IsZero() || !p.created.Before(q.CreatedAfter.Time)) &&
		(q.CreatedBefore.IsZero() || p.created.Before(q.CreatedBefore.Time))
}

// standing is a prediction's status after what can be settled at once is.
func (s *Server) standing(r *http.Request, p *prediction, now time.Time) string {
	if !now.Before(p.due()) {
		// What cannot be settled without the network stays as it is.
		_ = s.settle(r.Context(), p, s.glance)
	}
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	return s.Quirks.status(p.status(now))
}

// shelf shows predictions as the items of a list.
func (s *Server) shelf(r *http.Request, found []*prediction) []view {
	items := make([]view, 0, len(found))
	for _, p := range found {
		s.standing(r, p, s.now())
		items = append(items, s.inputs(s.show(p, r), p))
	}
	return items
}

// all is every prediction so far, in order of acceptance.
func (r *room) all() []*prediction {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.predictions[:len(r.predictions):len(r.predictions)]
}
