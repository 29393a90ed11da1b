package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// listed asks for a list and tells which predictions came, by their number.
func listed(t *testing.T, s *Server, query string) (numbers string, total int) {
	t.Helper()
	w := inProcess(s, "POST", "/api/v3/predictions", query)
	var h heard
	if err := json.Unmarshal(w.Body.Bytes(), &h); err != nil || h.Code != 200 {
		t.Fatalf("list %s: %s (%v)", query, w.Body, err)
	}
	for _, item := range h.Data.Items {
		for i, p := range s.room.predictions {
			if p.id == item.ID {
				numbers += fmt.Sprint(i)
			}
		}
	}
	if h.Data.Total != nil {
		total = *h.Data.Total
	}
	return numbers, total
}

func TestList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, ListTotal: true, Latency: Latency{Median: 4 * time.Second}}
		start := time.Now()
		for i := range 6 { // one a second: at the end 0, 1 and 2 are done, 5 is created
			model, body := minicpm, `{"image":"u"}`
			if i%2 == 1 {
				model, body = anyLLM, `{"prompt":"p","images":["u"]}`
			}
			inProcess(s, "POST", "/api/v3/"+model, body)
			time.Sleep(time.Second)
		}
		inProcess(s, "GET", "/api/v3/predictions/"+s.room.predictions[0].id, "")
		iso := start.Add(2 * time.Second).UTC().Format(time.RFC3339Nano)
		millis := start.Add(4 * time.Second).UnixMilli()
		tests := []struct {
			name, query, want string
			total             int
		}{
			{"all", `{"page":1,"page_size":100}`, "543210", 6},
			{"first page", `{"page":1,"page_size":4}`, "5432", 6},
			{"second page", `{"page":2,"page_size":4}`, "10", 6},
			{"beyond", `{"page":3,"page_size":4}`, "", 6},
			{"far beyond", `{"page":1073741824,"page_size":100}`, "", 6},
			{"model", `{"page":1,"page_size":9,"model":"` + anyLLM + `"}`, "531", 3},
			{"completed", `{"page":1,"page_size":9,"status":"completed"}`, "210", 3},
			{"processing", `{"page":1,"page_size":9,"status":"processing"}`, "543", 3},
			{"failed", `{"page":1,"page_size":9,"status":"failed"}`, "", 0},
			{"after", `{"page":1,"page_size":9,"created_after":"` + iso + `"}`, "5432", 4},
			{"before", fmt.Sprintf(`{"page":1,"page_size":9,"created_before":%d}`, millis), "3210", 4},
			{"together", fmt.Sprintf(`{"page":1,"page_size":1,"model":%q,"created_after":%q,"created_before":%d,"status":"completed"}`, minicpm, iso, millis), "2", 1},
		}
		for _, tt := range tests {
			if got, total := listed(t, s, tt.query); got != tt.want || total != tt.total {
				t.Errorf("%s: got %q of %d, want %q of %d", tt.name, got, total, tt.want, tt.total)
			}
		}
		time.Sleep(retention - 4*time.Second)
		if got, _ := listed(t, s, `{"page":1,"page_size":9}`); got != "543" {
			t.Errorf("seven days after the third: %q, want 543", got)
		}
	})
}

func TestListShowsNoInputsAndNoTotalUnlessTold(t *testing.T) {
	t.Parallel()
	for _, told := range []bool{false, true} {
		s := &Server{Blind: true, Latency: instant, ListInputs: told, ListTotal: told}
		inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
		got := inProcess(s, "POST", "/api/v3/predictions", `{"page":1,"page_size":9}`).Body.String()
		if strings.Contains(got, `"inputs":{"image":"u"}`) != told || strings.Contains(got, `"total":1`) != told {
			t.Errorf("told %v: %s", told, got)
		}
	}
}

func TestResultShowsTheInputOnlyWhenTold(t *testing.T) {
	t.Parallel()
	for _, told := range []bool{false, true} {
		for _, latency := range []time.Duration{-1, time.Hour} { // final, and not yet
			s := &Server{Blind: true, Latency: Latency{Median: latency}, ResultInput: told}
			c := serve(t, s)
			id := c.submit(minicpm, `{"image":"u","typo":1}`).Data.ID
			if got := c.poll(id).body; strings.Contains(got, `"input":{"image":"u"}`) != told {
				t.Errorf("told %v: %s", told, got)
			}
			if got := c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":9}`).body; strings.Contains(got, `"input`) {
				t.Errorf("told %v, the list shows %s", told, got)
			}
		}
	}
}

func TestListRefuses(t *testing.T) {
	t.Parallel()
	s := &Server{}
	const noObject, page, size = "the request body is not a JSON object with page", "page must be given, from 1 to", "page_size must be given, from 1 to 100, and is"
	const noTime = "times must be such as "
	for query, want := range map[string]string{
		``: noObject, `[]`: noObject, `{}`: page, `{"page":1}`: size, `{"page_size":1}`: page, `{"page":0,"page_size":1}`: page,
		`{"page":1,"page_size":101}`: size, `{"page":1073741825,"page_size":1}`: page, `{"page":1,"page_size":1,"model":7}`: noObject,
		`{"page":1,"page_size":1,"created_after":"yesterday"}`: noTime, `{"page":1,"page_size":1,"created_before":[]}`: noTime,
	} {
		var got envelope
		w := inProcess(s, "POST", "/api/v3/predictions", query)
		err := json.Unmarshal(w.Body.Bytes(), &got)
		if w.Code != 400 || got.Code != 400 || err != nil || !strings.HasPrefix(got.Message, want) {
			t.Errorf("%s: HTTP %d %s, want 400 and %s", query, w.Code, w.Body, want)
		}
	}
}

func TestListNeverFetches(t *testing.T) {
	t.Parallel()
	root, fetches := gallery(t, map[string][]byte{"/a.png": pngOf(t, stripes(4, 4, red, blue))})
	c := serve(t, &Server{Latency: instant})
	id := c.submit(minicpm, fmt.Sprintf(`{"image":%q}`, root+"/a.png")).Data.ID
	status := func() string {
		return c.call("POST", "/api/v3/predictions", `{"page":1,"page_size":9}`).Data.Items[0].Status
	}
	if got := status(); got != "processing" || fetches.Load() != 0 {
		t.Errorf("before a look: %s after %d fetches, want processing and none", got, fetches.Load())
	}
	c.poll(id)
	if got := status(); got != "completed" {
		t.Errorf("after a look: %s", got)
	}
}
