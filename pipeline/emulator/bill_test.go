package emulator

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// searched asks for a page of bills.
func searched(t *testing.T, s *Server, query string) billPage {
	t.Helper()
	w := inProcess(s, "POST", "/api/v3/billings/search", query)
	var got struct {
		Code int
		Data billPage
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Code != 200 {
		t.Fatalf("bills %s: %s (%v)", query, w.Body, err)
	}
	return got.Data
}

// outline is such as "-0 +0 -1": the charges and refunds, and of which
// prediction by its number.
func outline(s *Server, page billPage) string {
	var words []string
	for _, b := range page.Items {
		for i, p := range s.room.predictions {
			if p.id == b.Prediction.ID {
				words = append(words, fmt.Sprintf("%s%d", map[string]string{"deduct": "-", "refund": "+"}[b.Kind], i))
			}
		}
	}
	return strings.Join(words, " ")
}

const everything = `{"page":1,"page_size":100}`

func TestABillFromChargeToRefund(t *testing.T) {
	t.Parallel()
	journal := filepath.Join(t.TempDir(), "journal")
	var passed atomic.Int64
	start := time.Now()
	newServer := func() *Server {
		return &Server{
			Blind: true, Balance: 1, Latency: Latency{Median: time.Second}, Faults: Faults{TaskFailed: 1},
			RefundAfter: 3 * time.Hour, Remember: journal,
			Now: func() time.Time { return start.Add(time.Duration(passed.Load())) },
		}
	}
	s := newServer()
	c := serve(t, s)
	id := c.submit(minicpm, `{"image":"u"}`).Data.ID
	charge := searched(t, s, everything).Items[0]
	if charge.Order.State != "pre" || charge.Kind != "deduct" || charge.Price != 0.005 || charge.Prediction != (billedPredView{id, minicpm, "created"}) {
		t.Errorf("at acceptance the bill is %+v", charge)
	}
	if want := start.UTC().Format(billStamp); charge.CreatedAt != want || len(charge.ID) != 32 {
		t.Errorf("bill %s is of %s, want %s", charge.ID, charge.CreatedAt, want)
	}

	passed.Store(int64(time.Second))
	c.poll(id)
	for range 2 { // the second time after a restart
		passed.Store(int64(time.Second + 3*time.Hour - 1))
		if got := searched(t, s, everything); outline(s, got) != "-0" || got.Items[0].Order.State != "done" || got.Items[0].Prediction.Status != "failed" {
			t.Errorf("before the refund: %+v", got)
		}
		checkMoney(t, c, s, 0)
		if got := s.Stats().PaidTwice; got != 0 {
			t.Errorf("%d paid twice", got)
		}
		s = newServer()
		c = serve(t, s)
	}
	passed.Store(int64(time.Second + 3*time.Hour))
	checkMoney(t, c, s, 5000)
	refund := searched(t, s, `{"page":1,"page_size":9,"billing_type":"refund"}`).Items[0]
	for range 2 {
		got := searched(t, s, everything)
		if outline(s, got) != "+0 -0" || got.Items[0] != refund || got.Items[1].ID != charge.ID || refund.Order.ID != charge.Order.ID || refund.ID == charge.ID {
			t.Errorf("after the refund: %+v", got)
		}
		if want := start.Add(time.Second + 3*time.Hour).UTC().Format(billStamp); refund.CreatedAt != want || refund.Price != 0.005 {
			t.Errorf("the refund is %+v, want it of %s", refund, want)
		}
		s = newServer()
		checkMoney(t, serve(t, s), s, 5000)
	}
}

func TestRefundsComeInOrderOfTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: instant, Faults: Faults{TaskFailed: 1}, RefundAfter: 90 * time.Second}
		for i := range 4 {
			inProcess(s, "POST", "/api/v3/"+minicpm, fmt.Sprintf(`{"image":"%d"}`, i))
			inProcess(s, "GET", "/api/v3/predictions/"+s.room.predictions[i].id, "")
			time.Sleep(time.Minute)
		}
		if got := outline(s, searched(t, s, everything)); got != "+2 -3 +1 -2 +0 -1 -0" {
			t.Errorf("bills are %s", got)
		}
		// One that nobody looked at is refunded when it first is.
		inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"4"}`)
		time.Sleep(time.Hour)
		inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"5"}`)
		if got := outline(s, searched(t, s, everything)); !strings.HasPrefix(got, "+4 -5 +3 -4 +2") {
			t.Errorf("bills are %s", got)
		}
	})
}

func TestACreditThatComesBackCanBeSpent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Balance: 0.005, Latency: instant, Faults: Faults{TaskFailed: 1}, RefundAfter: time.Minute}
		submit := func() bool {
			return strings.Contains(inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`).Body.String(), `"id":`)
		}
		if !submit() {
			t.Fatal("the first submit was refused")
		}
		inProcess(s, "GET", "/api/v3/predictions/"+s.room.predictions[0].id, "")
		if submit() {
			t.Error("a second was accepted before the refund")
		}
		time.Sleep(time.Minute)
		if got := inProcess(s, "GET", "/api/v3/balance", "").Body.String(); !strings.Contains(got, `{"balance":0.005}`) {
			t.Errorf("after the refund: %s", got)
		}
		if !submit() {
			t.Error("a second was refused after the refund")
		}
	})
}

func TestBillQueries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		s := &Server{Blind: true, Latency: instant, Faults: Faults{Cancelled: 1}}
		brief := &Server{Blind: true, Latency: instant, Faults: Faults{Cancelled: 1}, BillingHasMore: true}
		for i := range 3 { // one a second, charged and refunded at once
			for _, s := range []*Server{s, brief} {
				model, body := minicpm, `{"image":"u"}`
				if i == 1 {
					model, body = anyLLM, `{"prompt":"p","images":["u"]}`
				}
				inProcess(s, "POST", "/api/v3/"+model, body)
				inProcess(s, "GET", "/api/v3/predictions/"+s.room.predictions[i].id, "")
			}
			time.Sleep(time.Second)
		}
		iso, ms := start.Add(time.Second).UTC().Format(time.RFC3339), start.Add(2*time.Second).UnixMilli()
		tests := []struct {
			name, rest, want string
			total            int
			more             bool
		}{
			{"all", `"page":1,"page_size":100`, "+2 -2 +1 -1 +0 -0", 6, false},
			{"oldest first", `"page":1,"page_size":2,"sort":"created_at ASC"`, "-0 +0", 6, true},
			{"first page", `"page":1,"page_size":4,"sort":"created_at DESC"`, "+2 -2 +1 -1", 6, true},
			{"last page", `"page":2,"page_size":4`, "+0 -0", 6, false},
			{"full last page", `"page":2,"page_size":3`, "-1 +0 -0", 6, false},
			{"beyond", `"page":9,"page_size":4`, "", 6, false},
			{"charges", `"page":1,"page_size":9,"billing_type":"deduct"`, "-2 -1 -0", 3, false},
			{"refunds", `"page":1,"page_size":2,"billing_type":"refund"`, "+2 +1", 3, true},
			{"model", `"page":1,"page_size":9,"model_uuid":"` + anyLLM + `"`, "+1 -1", 2, false},
			{"predictions", `"page":1,"page_size":9,"prediction_uuids":["ID2","ID0","nobody"]`, "+2 -2 +0 -0", 4, false},
			{"nobody's", `"page":1,"page_size":9,"prediction_uuids":["nobody"]`, "", 0, false},
			{"no ids", `"page":1,"page_size":1,"prediction_uuids":[]`, "+2", 6, true},
			{"other key", `"page":1,"page_size":9,"access_key_uuid":"other"`, "", 0, false},
			{"from", `"page":1,"page_size":9,"start_time":"` + iso + `"`, "+2 -2 +1 -1", 4, false},
			{"to", fmt.Sprintf(`"page":1,"page_size":9,"end_time":%d`, ms), "+1 -1 +0 -0", 4, false},
			{"to, as text", fmt.Sprintf(`"page":1,"page_size":9,"end_time":"%d"`, ms), "+1 -1 +0 -0", 4, false},
			{"together", fmt.Sprintf(`"page":1,"page_size":9,"start_time":%q,"end_time":"%d","billing_type":"deduct"`, iso, ms), "-1", 1, false},
		}
		for _, tt := range tests {
			for _, s := range []*Server{s, brief} {
				query := "{" + tt.rest + "}"
				for i, p := range s.room.predictions {
					query = strings.ReplaceAll(query, fmt.Sprintf("ID%d", i), p.id)
				}
				got := searched(t, s, query)
				if outline(s, got) != tt.want {
					t.Errorf("%s: %s, want %s", tt.name, outline(s, got), tt.want)
				}
				if s == brief && (got.Total != nil || got.HasMore == nil || *got.HasMore != tt.more) {
					t.Errorf("%s: has_more of %+v, want %v alone", tt.name, got, tt.more)
				}
				if s != brief && (got.HasMore != nil || got.Total == nil || *got.Total != tt.total) {
					t.Errorf("%s: total of %+v, want %d alone", tt.name, got, tt.total)
				}
			}
		}
	})
}

func TestBillQueriesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := &Server{}
	for _, query := range []string{
		``, `[]`, `{}`, `{"page":1}`, `{"page":0,"page_size":1}`, `{"page":1,"page_size":101}`, `{"page":1073741825,"page_size":1}`,
		`{"page":1,"page_size":1,"sort":"price"}`, `{"page":1,"page_size":1,"start_time":"yesterday"}`, `{"page":1,"page_size":1,"end_time":{}}`,
		`{"page":1,"page_size":1,"prediction_uuids":["a"` + strings.Repeat(`,"a"`, 100) + `]}`,
	} {
		if w := inProcess(s, "POST", "/api/v3/billings/search", query); w.Code != 400 || !strings.Contains(w.Body.String(), `{"code":400,`) {
			t.Errorf("%s: HTTP %d %s, want 400", query, w.Code, w.Body)
		}
	}
}

func TestBillingTime(t *testing.T) {
	t.Parallel()
	const ms, text, iso = `1767323045000`, `"1767323045000"`, `"2026-01-02T03:04:05Z"`
	tests := []struct {
		form     BillingTime
		accepted []string
		refused  []string
	}{
		{"", []string{ms, text, iso, `null`, `""`}, nil},
		{"ms", []string{ms, text}, []string{iso}},
		{"iso", []string{iso, `"2026-01-02T04:04:05.123+01:00"`}, []string{ms, text}},
	}
	for _, tt := range tests {
		s := &Server{BillingTime: tt.form}
		for want, times := range map[int][]string{200: tt.accepted, 400: tt.refused} {
			for _, moment := range times {
				for _, name := range []string{"start_time", "end_time"} {
					w := inProcess(s, "POST", "/api/v3/billings/search", `{"page":1,"page_size":9,"`+name+`":`+moment+`}`)
					if w.Code != want || !strings.Contains(w.Body.String(), fmt.Sprintf(`{"code":%d,`, want)) {
						t.Errorf("%q: %s %s: HTTP %d %s, want %d", tt.form, name, moment, w.Code, w.Body, want)
					}
				}
			}
		}
	}
	if err := (&Server{BillingTime: "sundial"}).Open(); err == nil || !strings.Contains(err.Error(), "sundial") {
		t.Errorf("an unknown form: %v", err)
	}
}

func TestWhatIsNotRefunded(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*Server{
		"completed": {Blind: true, Latency: instant},
		"moderated": {Blind: true, Latency: instant, Faults: Faults{Moderated: 1}},
	} {
		inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
		if got := searched(t, s, everything); outline(s, got) != "-0" || got.Items[0].Order.State != "done" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	free := &Server{Blind: true, Latency: instant, Balance: -1, Faults: Faults{CreditForm: CreditTask}}
	inProcess(free, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
	if got := searched(t, free, everything); len(got.Items) != 0 {
		t.Errorf("one that cost nothing has bills: %+v", got)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Blind: true, Latency: instant}
		start := time.Now().UTC()
		for range 3 {
			inProcess(s, "POST", "/api/v3/"+minicpm, `{"image":"u"}`)
			time.Sleep(24 * time.Hour)
		}
		inProcess(s, "POST", "/api/v3/"+anyLLM, `{"prompt":"p","images":["u"],"model":"openai/gpt-4o"}`)
		ask := func(from, to time.Duration, rest string) (got usageView, status int) {
			w := inProcess(s, "POST", "/api/v3/user/usage_stats", fmt.Sprintf(`{"start_time":%q,"end_time":%q%s}`,
				start.Add(from).Format(time.RFC3339), start.Add(to).Format(time.RFC3339), rest))
			_ = json.Unmarshal(w.Body.Bytes(), &struct{ Data *usageView }{&got})
			return got, w.Code
		}
		got, _ := ask(24*time.Hour, 30*24*time.Hour, "")
		date := func(day int) string { return start.AddDate(0, 0, day).Format(time.DateOnly) }
		want := usageView{
			Models: []modelUsage{
				{anyLLM, modelType, 0.05, 0.15, 1, date(3)},
				{minicpm, modelType, 0.005, 0.01, 2, date(2)},
			},
			Days:    []dayUsage{{date(1), 0.005, 1}, {date(2), 0.005, 1}, {date(3), 0.15, 1}},
			Summary: usageSummary{0.16, 3, 3},
		}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("usage is %+v, want %+v", got, want)
		}
		if got, _ := ask(0, 24*time.Hour, `,"model_uuid":"`+minicpm+`"`); got.Summary != (usageSummary{0.005, 1, 1}) || len(got.Models) != 1 {
			t.Errorf("of one model and day: %+v", got)
		}
		for to, want := range map[time.Duration]int{31 * 24 * time.Hour: 200, 31*24*time.Hour + time.Second: 400, -time.Second: 400} {
			if _, status := ask(0, to, ""); status != want {
				t.Errorf("a window of %v: HTTP %d, want %d", to, status, want)
			}
		}
		if w := inProcess(s, "POST", "/api/v3/user/usage_stats", `{}`); w.Code != 400 {
			t.Errorf("no window: HTTP %d", w.Code)
		}
		w := inProcess(s, "POST", "/api/v3/user/usage_stats", `{"start_time":"2026-01-02","end_time":1}`)
		if w.Code != 400 || !strings.Contains(w.Body.String(), "times must be such as") {
			t.Errorf("a day for a time: HTTP %d %s", w.Code, w.Body)
		}
	})
}

// oldJournal was written before there were bills and tickets.
const oldJournal = heading +
	`{"upload":{"id":"0a","kind":"png","hash":"AAAAAAAAAAAAAAAAAAAAAA==","created":"2026-01-02T03:04:05Z"}}` + "\n" +
	`{"prediction":{"id":"0b","model":"` + minicpm + `","input":{"image":"u"},"key":"AQAAAAAAAAAAAAAAAAAAAA==","created":"2026-01-02T03:04:06Z","latency_ns":1000000000,"outcome":"task-failed","price_micros":5000}}` + "\n" +
	`{"ending":{"id":"0b","status":"failed","code":1403,"error":"Task execution failed.","outputs":[]}}` + "\n" +
	`{"prediction":{"id":"0c","model":"` + minicpm + `","input":{"image":"u"},"key":"AQAAAAAAAAAAAAAAAAAAAA==","created":"2026-01-02T03:04:08Z","latency_ns":1000000000,"outcome":"string","price_micros":5000}}` + "\n"

func TestOldJournalsHaveBills(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(name, []byte(oldJournal), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s := &Server{Remember: name, Blind: true, RefundAfter: time.Hour, Balance: 1}
		c := serve(t, s)
		got := searched(t, s, everything)
		if outline(s, got) != "-1 +0 -0" || got.Items[1].CreatedAt != "2026-01-02T03:04:07.000Z" {
			t.Errorf("bills are %+v", got)
		}
		if left := c.call("GET", "/api/v3/balance", "").Data.Balance; left != 0.995 {
			t.Errorf("balance is %v, want 0.995", left)
		}
		if got := s.Stats(); got.Torn != 0 || got.MaxUploads != 1 || got.PaidTwice != 0 {
			t.Errorf("stats are %+v", got)
		}
		s.Close()
	}
}
