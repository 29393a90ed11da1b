package wavespeed

import (
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// The records of the vendor's documentation, with what its tools know beside.
const (
	chargeOpen = `{"uuid":"bill1","billing_type":"deduct","price":0.005,"created_at":"2026-03-04T05:06:07.123Z","updated_at":"2026-03-04T05:06:07.123Z",
		"access_key_id":7,"access_key_name":"batch","order":{"uuid":"o1","state":"pre","price":0.005,"origin_price":0.005,"status":"","ak_id":7},
		"prediction":{"uuid":"` + testID + `","model_uuid":"` + testModel + `","status":"created"}}`
	topUp = `{"uuid":"bill0","billing_type":"recharge","price":100,"order":null,"prediction":null}`
)

// billsOf are the data of a page with one record so many times, and whatever
// else.
func billsOf(n int, record, rest string) string {
	return fmt.Sprintf(`{"items":[%s]%s}`, strings.TrimSuffix(strings.Repeat(record+",", n), ","), rest)
}

func TestBillsAsk(t *testing.T) {
	t.Parallel()
	after := time.Date(2026, 3, 4, 6, 6, 7, 8, time.FixedZone("", 3600)) // 8 ns past the second
	const first, last = "1772600767000", "1772604367001"
	tests := map[string]struct {
		query api.BillQuery
		want  string
	}{
		"everything":  {api.BillQuery{Page: 1}, `{"page":1,"page_size":100}`},
		"predictions": {api.BillQuery{Page: 2, Predictions: []string{"a", "b"}}, `{"page":2,"page_size":100,"prediction_uuids":["a","b"]}`},
		"a time":      {api.BillQuery{Page: 1, After: after}, `{"page":1,"page_size":100,"start_time":` + first + `}`},
		"two times":   {api.BillQuery{Page: 1, After: after, Before: after.Add(time.Hour)}, `{"page":1,"page_size":100,"start_time":` + first + `,"end_time":` + last + `}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if string(body) != tt.want || r.Method+r.URL.Path != "POST/api/v3/billings/search" || r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("%s %s asks %s\nwant %s", r.Method, r.URL, body, tt.want)
				}
				io.WriteString(w, success(billsOf(0, "", "")))
			})
			b, err := c.Bills(inTime(t), tt.query)
			if err != nil || b.Full || len(b.Bills) != 0 || site.asked.Load() != 1 {
				t.Errorf("got %+v, %v", b, err)
			}
		})
	}
}

// wanting is an API that takes times in one form alone, and notes what it was
// asked.
func wanting(words bool, refusal http.HandlerFunc, asked *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*asked = append(*asked, string(body))
		if strings.Contains(string(body), `"start_time":"`) == words {
			serving(200, success(billsOf(1, chargeOpen, "")))(w, r)
			return
		}
		refusal(w, r)
	}
}

func TestBillsLearnTheFormOfTimes(t *testing.T) {
	t.Parallel()
	refusals := map[string]http.HandlerFunc{
		"400":          serving(400, `{"code":400,"message":"start_time is invalid"}`),
		"422":          serving(422, `{"error":"start_time is invalid"}`),
		"400 in a 200": serving(200, `{"code":400,"message":"start_time is invalid"}`),
	}
	for name, refusal := range refusals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			_, c := serve(t, wanting(true, refusal, &asked))
			q := api.BillQuery{Page: 1, After: time.Date(2026, 3, 4, 5, 6, 7, 8e6, time.UTC)}
			for _, want := range []int{2, 3, 4} { // it asks twice once
				b, err := c.Bills(inTime(t), q)
				if err != nil || len(b.Bills) != 1 || len(asked) != want {
					t.Fatalf("got %+v, %v after %q", b, err, asked)
				}
			}
			if !strings.Contains(asked[0], `"start_time":1772600767008`) || !strings.Contains(asked[3], `"start_time":"2026-03-04T05:06:07.008Z"`) {
				t.Errorf("asked %q", asked)
			}
		})
	}
}

// An API that changes its mind is followed back.
func TestBillsForgetTheFormOfTimes(t *testing.T) {
	t.Parallel()
	var asked []string
	_, c := serve(t, wanting(false, serving(400, `{"code":400,"message":"no"}`), &asked))
	c.isoTimes.Store(true)
	for _, want := range []int{2, 3} {
		if _, err := c.Bills(inTime(t), api.BillQuery{Page: 1, After: time.Now()}); err != nil || len(asked) != want {
			t.Errorf("%v after %q", err, asked)
		}
	}
}

func TestBillsAreAskedForTwiceAtMost(t *testing.T) {
	t.Parallel()
	own := serving(400, `{"code":400,"message":"no"}`)
	timed := api.BillQuery{Page: 1, Before: time.Now()}
	tests := map[string]struct {
		query   api.BillQuery
		answer  http.HandlerFunc
		verdict api.Verdict
		asked   int32
	}{
		"refused both ways": {timed, own, api.Reject, 2},
		"no times":          {api.BillQuery{Page: 1}, own, api.Reject, 1},
		"a gateway's 400":   {timed, serving(400, page), api.Retry, 1},
		"down":              {timed, serving(503, page), api.Retry, 1},
		"key":               {timed, serving(401, `{"code":401,"message":"no"}`), api.Halt, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, tt.answer)
			_, err := c.Bills(inTime(t), tt.query)
			if e := failing(t, err); e.Verdict != tt.verdict || site.asked.Load() != tt.asked || c.isoTimes.Load() {
				t.Errorf("got %#v after %d requests, words: %t", e, site.asked.Load(), c.isoTimes.Load())
			}
		})
	}
}

func TestBillPages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		page int
		data string
		size int
		full bool
	}{
		"none":                    {1, billsOf(0, "", ""), 0, false},
		"null":                    {1, `{"items":null}`, 0, false},
		"some, and perhaps more":  {1, billsOf(20, chargeOpen, ""), 20, true},
		"a full page":             {1, billsOf(100, chargeOpen, ""), 100, true},
		"a full page of others":   {1, billsOf(100, topUp, ""), 0, true},
		"all there are":           {1, billsOf(99, chargeOpen, `,"total":99`), 99, false},
		"a small page of many":    {1, billsOf(50, chargeOpen, `,"total":"120"`), 50, true},
		"its last":                {3, billsOf(20, chargeOpen, `,"total":60`), 20, false},
		"more to come":            {1, billsOf(50, chargeOpen, `,"has_more":true`), 50, true},
		"nothing, and more of it": {1, billsOf(0, "", `,"has_more":true`), 0, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(200, success(tt.data)))
			b, err := c.Bills(inTime(t), api.BillQuery{Page: tt.page})
			if err != nil || len(b.Bills) != tt.size || b.Full != tt.full {
				t.Errorf("got %d, full %t, %v; want %d, %t", len(b.Bills), b.Full, err, tt.size, tt.full)
			}
		})
	}
}

func TestBill(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 4, 5, 6, 7, 123e6, time.UTC)
	charge := api.Bill{ID: "b", Amount: 5000}
	refund := api.Bill{ID: "b", Amount: 5000, Refund: true}
	with := func(b api.Bill, change func(*api.Bill)) api.Bill {
		change(&b)
		return b
	}
	tests := map[string]struct {
		record string
		want   api.Bill
	}{
		"as documented":       {chargeOpen, api.Bill{ID: "bill1", Prediction: testID, Model: testModel, Amount: 5000, Open: true, At: at}},
		"bare":                {`{"uuid":"b","billing_type":"deduct","price":0.005}`, charge},
		"price as text":       {`{"uuid":"b","billing_type":"deduct","price":"0.005"}`, charge},
		"price below zero":    {`{"uuid":"b","billing_type":"deduct","price":-0.005}`, charge},
		"of nothing":          {`{"uuid":"b","billing_type":"deduct","price":0}`, with(charge, func(b *api.Bill) { b.Amount = 0 })},
		"a refund":            {`{"uuid":"b","billing_type":"refund","price":0.005}`, refund},
		"a refund below zero": {`{"uuid":"b","billing_type":"Refund","price":"-0.005"}`, refund},
		"settled":             {`{"uuid":"b","billing_type":"deduct","price":0.005,"order":{"state":"done"}}`, charge},
		"not settled":         {`{"uuid":"b","billing_type":"deduct","price":0.005,"order":{"state":"pre"}}`, with(charge, func(b *api.Bill) { b.Open = true })},
		"nulls":               {`{"uuid":"b","billing_type":"deduct","price":0.005,"order":null,"prediction":null,"created_at":null}`, charge},
		"a number for a name": {`{"uuid":77,"billing_type":"deduct","price":0.005}`, with(charge, func(b *api.Bill) { b.ID = "77" })},
		"prediction_uuid":     {`{"uuid":"b","billing_type":"deduct","price":0.005,"prediction_uuid":"p"}`, with(charge, func(b *api.Bill) { b.Prediction = "p" })},
		"a path":              {`{"uuid":"b","billing_type":"deduct","price":0.005,"prediction_uuid":"../p"}`, charge},
		"milliseconds":        {`{"uuid":"b","billing_type":"deduct","price":0.005,"created_at":1772600767123}`, with(charge, func(b *api.Bill) { b.At = at })},
		"as text":             {`{"uuid":"b","billing_type":"deduct","price":0.005,"created_at":"1772600767123"}`, with(charge, func(b *api.Bill) { b.At = at })},
		"more":                {`{"uuid":"b","billing_type":"deduct","price":0.005,"tax":{"a":[1]}}`, charge},
		"beside a top-up":     {topUp + `,{"uuid":"b","billing_type":"deduct","price":0.005}`, charge},
		"beside new words":    {`{"uuid":"x","billing_type":"gift","order":7},{"uuid":"b","billing_type":"deduct","price":0.005}`, charge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(200, success(billsOf(1, tt.record, ""))))
			b, err := c.Bills(inTime(t), api.BillQuery{Page: 1})
			if err != nil || !reflect.DeepEqual(b.Bills, []api.Bill{tt.want}) {
				t.Errorf("got %+v, %v\nwant %+v", b.Bills, err, tt.want)
			}
		})
	}
}

// Money must not be guessed: one record that cannot be understood makes the
// page an error that says which.
func TestNoBills(t *testing.T) {
	t.Parallel()
	bad := func(fields string) string { return success(billsOf(1, chargeOpen+`,{`+fields+`}`, "")) }
	tests := map[string]struct {
		status  int
		body    string
		verdict api.Verdict
		says    string
	}{
		"no price":        {200, bad(`"uuid":"b","billing_type":"deduct","order":{"price":1}`), api.Retry, "record 2 of the page has no price"},
		"price of null":   {200, bad(`"uuid":"b","billing_type":"refund","price":null`), api.Retry, "record 2 of the page has no price"},
		"price of words":  {200, bad(`"uuid":"b","billing_type":"deduct","price":"much"`), api.Retry, "has no price"},
		"price of none":   {200, bad(`"uuid":"b","billing_type":"deduct","price":""`), api.Retry, "has no price"},
		"price of parts":  {200, bad(`"uuid":"b","billing_type":"deduct","price":{"message":"1"}`), api.Retry, "has no price"},
		"enormous":        {200, bad(`"uuid":"b","billing_type":"deduct","price":1e300`), api.Retry, "has no price"},
		"no type":         {200, bad(`"uuid":"b","price":1`), api.Retry, "record 2 of the page has no type"},
		"no name":         {200, bad(`"billing_type":"deduct","price":1`), api.Retry, "has no name"},
		"no clear name":   {200, bad(`"uuid":"a\u001b[31m","billing_type":"deduct","price":1`), api.Retry, "has no name"},
		"an endless name": {200, bad(`"uuid":"` + strings.Repeat("x", maxID+1) + `","billing_type":"deduct","price":1`), api.Retry, "has no name"},
		"odd order":       {200, bad(`"uuid":"b","billing_type":"deduct","price":1,"order":"pre"`), api.Retry, "another form"},
		"record of text":  {200, success(`{"items":["a"]}`), api.Retry, "record 1 of the page"},
		"record of null":  {200, success(`{"items":[null]}`), api.Retry, "record 1 of the page"},
		"no items":        {200, success(`{}`), api.Retry, "no list of records"},
		"data of null":    {200, success(`null`), api.Retry, "no list of records"},
		"a bare list":     {200, success(`[]`), api.Retry, "no list of records"},
		"items of text":   {200, success(`{"items":"none"}`), api.Retry, "no list of records"},
		"error in a 200":  {200, `{"code":500,"data":{"items":[]}}`, api.Retry, "code 500"},
		"items in a 502":  {502, success(`{"items":[]}`), api.Retry, "HTTP 502"},
		"page":            {200, page, api.Retry, "not the API's JSON"},
		"no such path":    {404, page, api.Reject, "HTTP 404"},
		"taken for model": {400, `{"code":400,"message":"unknown model billings/search"}`, api.Reject, "unknown model"},
		"no right to it":  {403, `{"code":403,"message":"no","error_code":"ROLE"}`, api.Halt, "ROLE"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(tt.status, tt.body))
			b, err := c.Bills(inTime(t), api.BillQuery{Page: 1})
			e := failing(t, err)
			if e.Verdict != tt.verdict || !strings.Contains(e.Error(), tt.says) || !reflect.DeepEqual(b, api.Bills{}) {
				t.Errorf("got %+v, %#v: %v", b, e, e)
			}
			if route := e.Cause == api.CauseRoute; route != (e.Verdict == api.Reject) {
				t.Errorf("cause %v", e.Cause)
			}
			checkError(t, err)
		})
	}
}

func TestBillsThatAreNotAsked(t *testing.T) {
	t.Parallel()
	site, c := serve(t, serving(200, success(billsOf(0, "", ""))))
	many := make([]string, api.MaxBillIDs+1)
	for i := range many {
		many[i] = fmt.Sprint("id", i)
	}
	for _, ids := range [][]string{many, {"a", ""}, {"a/b"}} {
		_, err := c.Bills(inTime(t), api.BillQuery{Page: 1, Predictions: ids})
		if e := failing(t, err); e.Verdict != api.Reject || e.Cause != api.CauseOther || site.asked.Load() != 0 {
			t.Errorf("%d ids: %#v", len(ids), e)
		}
	}
	if _, err := c.Bills(inTime(t), api.BillQuery{Page: 1, Predictions: many[1:]}); err != nil {
		t.Errorf("as many as may be asked for: %v", err)
	}
}

// FuzzBills reads any data as a page of bills.
func FuzzBills(f *testing.F) {
	for _, s := range []string{billsOf(2, chargeOpen, `,"total":7`), billsOf(1, topUp, `,"has_more":true`), `{"items":null}`, `null`, ``,
		`{"items":[{"uuid":"b","billing_type":"refund","price":"-1e5","created_at":1772600767123}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := readBills(data, 1)
		if err != nil && (b.Full || b.Bills != nil || strings.ContainsAny(err.Error(), "\n\x1b")) {
			t.Errorf("%+v with %v", b, err)
		}
		for _, bill := range b.Bills {
			if bill.Amount < 0 || bill.ID == "" || bill.Prediction != "" && !validID(bill.Prediction) || strings.ContainsAny(bill.ID+bill.Model, "\n\x1b") {
				t.Errorf("got %+v", bill)
			}
		}
	})
}
