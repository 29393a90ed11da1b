package wavespeed

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// itemsOf is an answer with so many items, and whatever else.
func itemsOf(items int, rest string) string {
	all := make([]string, items)
	for i := range all {
		all[i] = fmt.Sprintf(`{"id":"id%d","created_at":"2026-03-04T05:06:07.123456789Z"}`, i)
	}
	return fmt.Sprintf(`{"code":200,"message":"success","data":{"items":[%s]%s}}`, strings.Join(all, ","), rest)
}

func TestListAsks(t *testing.T) {
	t.Parallel()
	after := time.Date(2026, 3, 4, 6, 6, 7, 8, time.FixedZone("", 3600))
	tests := map[string]struct {
		query api.Query
		want  string
	}{
		"everything": {api.Query{Page: 1}, `{"page":1,"page_size":100}`},
		"a model":    {api.Query{Page: 7, Model: testModel}, `{"page":7,"page_size":100,"model":"` + testModel + `"}`},
		"a time":     {api.Query{Page: 1, After: after}, `{"page":1,"page_size":100,"created_after":"2026-03-04T05:06:07.000000008Z"}`},
		"two times": {api.Query{Page: 1, After: after, Before: after.Add(time.Hour)},
			`{"page":1,"page_size":100,"created_after":"2026-03-04T05:06:07.000000008Z","created_before":"2026-03-04T06:06:07.000000008Z"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if string(body) != tt.want || r.Method+r.URL.Path != "POST/api/v3/predictions" || r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("%s %s asks %s\nwant %s", r.Method, r.URL, body, tt.want)
				}
				io.WriteString(w, itemsOf(0, ""))
			})
			if l, err := c.List(inTime(t), tt.query); err != nil || l.Full || len(l.Predictions) != 0 {
				t.Errorf("got %+v, %v", l, err)
			}
		})
	}
}

func TestListPages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		page int
		body string
		size int
		full bool
	}{
		"none":                       {1, itemsOf(0, ""), 0, false},
		"null":                       {1, `{"code":200,"data":{"items":null}}`, 0, false},
		"some, and perhaps more":     {1, itemsOf(20, ""), 20, true},
		"all there are on two pages": {2, itemsOf(20, `,"total":120`), 20, true},
		"full, no more":              {1, itemsOf(100, `,"has_more":false`), 100, false},
		"a full page":                {1, itemsOf(100, ""), 100, true},
		"all there are":              {1, itemsOf(99, `,"total":99`), 99, false},
		"a small page of many":       {1, itemsOf(50, `,"total":120`), 50, true},
		"its last":                   {3, itemsOf(20, `,"total":60`), 20, false},
		"beyond the last":            {3, itemsOf(0, `,"total":120`), 0, false},
		"a small page, more to come": {1, itemsOf(50, `,"has_more":true`), 50, true},
		"a small page, no more":      {1, itemsOf(50, `,"has_more":false`), 50, false},
		"nothing, and more of it":    {1, itemsOf(0, `,"has_more":true`), 0, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(200, tt.body))
			l, err := c.List(inTime(t), api.Query{Page: tt.page})
			if err != nil || len(l.Predictions) != tt.size || l.Full != tt.full {
				t.Errorf("got %d, full %t, %v; want %d, %t", len(l.Predictions), l.Full, err, tt.size, tt.full)
			}
		})
	}
}

func TestListTellsTheTime(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for date, want := range map[string]time.Time{now.Format(http.TimeFormat): now, "noon": {}, "": {}} {
		_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Date"] = nil // or else net/http fills it in
			serving(200, itemsOf(1, ""), "Date", date)(w, r)
		})
		if l, err := c.List(inTime(t), api.Query{Page: 1}); err != nil || !l.Now.Equal(want) {
			t.Errorf("%q: now is %v, %v; want %v", date, l.Now, err, want)
		}
	}
}

func TestListed(t *testing.T) {
	t.Parallel()
	created := time.Date(2025, 5, 19, 6, 9, 15, 948268264, time.UTC)
	tests := map[string]struct {
		item string
		want api.Listed
	}{
		"as documented": {`{"id":"` + testID + `","model":"m","status":"created","created_at":"2025-05-19T06:09:15.948268264Z"}`,
			api.Listed{ID: testID, Created: created}},
		"inputs": {`{"id":"a","inputs":{"image":"u","seed":7}}`,
			api.Listed{ID: "a", Input: map[string]any{"image": "u", "seed": json.Number("7")}}},
		"input":             {`{"id":"a","input":{"image":"u"}}`, api.Listed{ID: "a", Input: map[string]any{"image": "u"}}},
		"the one that says": {`{"id":"a","inputs":{},"input":{"image":"u"}}`, api.Listed{ID: "a", Input: map[string]any{"image": "u"}}},
		"inputs of null":    {`{"id":"a","inputs":null,"input":null}`, api.Listed{ID: "a"}},
		"inputs as text":    {`{"id":"a","inputs":"{\"image\":\"u\"}"}`, api.Listed{ID: "a"}},
		"no id":             {`{"created_at":"2025-05-19T06:09:15.948268264Z"}`, api.Listed{Created: created}},
		"null":              {`null`, api.Listed{}},
		"id of null":        {`{"id":null}`, api.Listed{}},
		"a lost id":         {`{"id":"req-timeout"}`, api.Listed{}},
		"a path":            {`{"id":"../balance"}`, api.Listed{}},
		"odd time":          {`{"id":"a","created_at":"yesterday"}`, api.Listed{ID: "a"}},
		"time as a number":  {`{"id":"a","created_at":1747634955}`, api.Listed{ID: "a"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(200, `{"code":200,"data":{"items":[`+tt.item+`]}}`))
			l, err := c.List(inTime(t), api.Query{Page: 1})
			if err != nil || len(l.Predictions) != 1 || !reflect.DeepEqual(l.Predictions[0], tt.want) {
				t.Errorf("got %+v, %v; want %+v", l.Predictions, err, tt.want)
			}
		})
	}
}

// What is no list must never pass for an empty one.
func TestNoList(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status  int
		body    string
		verdict api.Verdict
		cause   api.Cause
	}{
		"no items":       {200, `{"code":200,"data":{}}`, api.Retry, api.CauseServer},
		"no data":        {200, `{"code":200,"message":"success"}`, api.Retry, api.CauseServer},
		"data of null":   {200, `{"code":200,"data":null}`, api.Retry, api.CauseServer},
		"items of text":  {200, `{"code":200,"data":{"items":"none"}}`, api.Retry, api.CauseServer},
		"item of text":   {200, `{"code":200,"data":{"items":["a"]}}`, api.Retry, api.CauseServer},
		"error in a 200": {200, `{"code":500,"data":{"items":[]}}`, api.Retry, api.CauseServer},
		"page":           {200, `<html>`, api.Retry, api.CauseServer},
		"items in a 502": {502, itemsOf(0, ""), api.Retry, api.CauseServer},
		"rate":           {429, `{"code":429,"message":"slow down"}`, api.Retry, api.CauseRate},
		"key":            {401, `{"code":401,"message":"invalid authentication"}`, api.Halt, api.CauseKey},
		"too long":       {200, itemsOf(0, `,"rest":"`+strings.Repeat("x", maxList)+`"`), api.Retry, api.CauseServer},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(tt.status, tt.body))
			l, err := c.List(inTime(t), api.Query{Page: 1})
			if e := failing(t, err); e.Verdict != tt.verdict || e.Cause != tt.cause || len(l.Predictions) != 0 {
				t.Errorf("got %+v, %#v", l, e)
			}
		})
	}
}

func TestListOfLongPrompts(t *testing.T) {
	t.Parallel()
	long := fmt.Sprintf(`{"code":200,"data":{"items":[{"id":"a","inputs":{"prompt":%q}}]}}`, strings.Repeat("x", maxBody))
	_, c := serve(t, serving(200, long))
	if l, err := c.List(inTime(t), api.Query{Page: 1}); err != nil || len(l.Predictions) != 1 {
		t.Errorf("%d predictions, %v", len(l.Predictions), err)
	}
}

// FuzzListing reads any data as a page of the list and as a quote.
func FuzzListing(f *testing.F) {
	for _, s := range []string{`{"items":[{"id":"a","inputs":{"image":"u"}}],"total":7}`, `{"items":null,"has_more":true}`, `{}`, `null`, ``,
		`{"items":[null,{"id":7,"created_at":"2026-03-04T05:06:07Z"}]}`, `{"discounted_price":0.004,"price":"0.005","currency":"USD"}`, `{"unit_price":1e309}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, ok := listing(data, 1)
		if !ok && len(l.Predictions) > 0 || l.Full && len(l.Predictions) == 0 {
			t.Errorf("%q gave %+v, %t", data, l, ok)
		}
		for _, p := range l.Predictions {
			if p.ID != "" && !validID(p.ID) {
				t.Errorf("%q gave the id %q", data, p.ID)
			}
		}
		if m, ok := readQuote(data); m < 0 || !ok && m != 0 {
			t.Errorf("%q gave the price %v, %t", data, m, ok)
		}
	})
}
