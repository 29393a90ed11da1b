package emulator

import (
	"encoding/json"
	"net/http"
)

// remove deletes predictions for good. Ids that are unknown, too old or deleted
// already are ignored. It is free and gives no money back: one that still runs
// goes on, unseen, to its end.
func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	var asked struct {
		IDs []string `json:"ids"`
	}
	if json.Unmarshal(body, &asked) != nil || asked.IDs == nil {
		refuse(w, http.StatusBadRequest, "the request body is not a JSON object with a list of ids")
		return
	}
	n, err := s.room.remove(asked.IDs)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
		return
	}
	answer(w, struct {
		Deleted int `json:"deleted_count"`
	}{n})
}

// remove marks predictions as deleted and says how many it was.
func (r *room) remove(ids []string) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[*prediction]bool{}
	var found []string
	for _, id := range ids {
		if p := r.byID[id]; p != nil && !seen[p] && !p.deleted.Load() && !p.gone(r.now()) {
			seen[p] = true
			found = append(found, id)
		}
	}
	if len(found) == 0 {
		return 0, nil
	}
	if err := r.journal.write(record{Deleted: found}); err != nil {
		return 0, err
	}
	r.forget(found)
	r.counts.Deleted += len(found)
	return len(found), nil
}

// forget hides predictions whose deletion is on record.
func (r *room) forget(ids []string) {
	for _, id := range ids {
		if p := r.byID[id]; p != nil {
			p.deleted.Store(true)
		}
	}
}
