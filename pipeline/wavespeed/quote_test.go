package wavespeed

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/api"
)

// quoting answers the newer and the older way to ask for a price.
func quoting(newer, older http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch strings.TrimPrefix(r.URL.Path, "/api/v3/") {
		case "model/price":
			newer(w, r)
		case "model/pricing":
			older(w, r)
		default:
			http.NotFound(w, r)
		}
	}
}

func data(fields string) http.HandlerFunc {
	return serving(200, `{"code":200,"message":"success","data":{"model_id":"m",`+fields+`}}`)
}

var (
	missing = serving(404, `{"code":404,"message":"page not found"}`)
	unasked = serving(500, `{"code":500,"message":"nobody should have asked here"}`)
)

func TestQuote(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		newer, older http.HandlerFunc
		want         string
		asked        int32
	}{
		"as documented": {data(`"price":0.005,"discounted_price":0.005,"discount_rate":0,"currency":"USD"`), unasked, "$0.005", 1},
		"discounted":    {data(`"price":0.005,"discounted_price":0.004,"currency":"USD"`), unasked, "$0.004", 1},
		"dearer":        {data(`"price":0.005,"discounted_price":0.006`), unasked, "$0.006", 1},
		"no discount":   {data(`"price":0.005,"discounted_price":null`), unasked, "$0.005", 1},
		"price alone":   {data(`"price":0.005`), unasked, "$0.005", 1},
		"as text":       {data(`"price":"0.005"`), unasked, "$0.005", 1},
		"not believed":  {data(`"price":0.005,"discounted_price":0`), unasked, "$0.005", 1},
		"free":          {data(`"price":0,"discounted_price":0`), unasked, "$0.00", 1},
		"rounded up":    {data(`"price":0.0000001`), unasked, "$0.000001", 1},
		"older":         {missing, data(`"unit_price":0.05,"currency":"USD"`), "$0.05", 2},
		"older, 405":    {serving(405, ``), data(`"unit_price":0.05`), "$0.05", 2},
		"older, page":   {serving(404, `<html>`), data(`"unit_price":0.05`), "$0.05", 2},
		"404 in a 200":  {serving(200, `{"code":404,"message":"page not found"}`), data(`"unit_price":0.05`), "$0.05", 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, quoting(tt.newer, tt.older))
			got, err := c.Quote(inTime(t), testModel, nil)
			if err != nil || got.String() != tt.want || site.asked.Load() != tt.asked {
				t.Errorf("got %v, %v after %d calls; want %s after %d", got, err, site.asked.Load(), tt.want, tt.asked)
			}
		})
	}
}

func TestNoQuote(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		newer, older http.HandlerFunc
		verdict      api.Verdict
		reason       string
		none         bool
	}{
		"neither":        {missing, missing, api.Reject, "no_quote", true},
		"neither, pages": {serving(405, ``), serving(404, `<html>`), api.Reject, "no_quote", true},
		"older errs":     {missing, serving(500, ``), api.Retry, "server_error", false},
		"newer errs":     {serving(503, ``), data(`"unit_price":0.05`), api.Retry, "server_error", false},
		"unknown model":  {serving(400, `{"code":400,"message":"model not found: m"}`), unasked, api.Reject, "unknown_model", false},
		"bad inputs":     {serving(400, `{"code":400,"message":"image is required"}`), unasked, api.Reject, "bad_request", false},
		"key":            {serving(401, `{"code":401,"message":"invalid authentication"}`), unasked, api.Halt, "bad_key", false},
		"no figure":      {data(`"currency":"USD"`), unasked, api.Retry, "server_error", false},
		"no number":      {data(`"price":"much"`), unasked, api.Retry, "server_error", false},
		"negative":       {data(`"price":-1`), unasked, api.Retry, "server_error", false},
		"enormous":       {data(`"price":1e300`), unasked, api.Retry, "server_error", false},
		"other money":    {data(`"price":0.005,"currency":"CNY"`), unasked, api.Retry, "server_error", false},
		"not a success":  {serving(200, `{"code":500,"data":{"price":1}}`), unasked, api.Retry, "server_error", false},
		"endless":        {data(`"price":1,"rest":"` + strings.Repeat("x", maxBody) + `"`), unasked, api.Retry, "server_error", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, quoting(tt.newer, tt.older))
			got, err := c.Quote(inTime(t), testModel, nil)
			e := failing(t, err)
			if got != 0 || e.Verdict != tt.verdict || e.Reason != tt.reason || errors.Is(err, ErrNoQuote) != tt.none {
				t.Errorf("got %v, %#v", got, e)
			}
		})
	}
}

func TestQuoteAsks(t *testing.T) {
	t.Parallel()
	check := func(answer http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if want := `{"inputs":{"seed":7},"model_id":"` + testModel + `"}`; string(body) != want || r.Method != "POST" {
				t.Errorf("%s asks %s, want %s", r.Method, body, want)
			}
			answer(w, r)
		}
	}
	_, c := serve(t, quoting(check(missing), check(data(`"unit_price":1`))))
	if _, err := c.Quote(inTime(t), testModel, map[string]any{"seed": 7}); err != nil {
		t.Error(err)
	}
	_, err := c.Quote(inTime(t), testModel, map[string]any{"seed": func() {}})
	if e := failing(t, err); e.Verdict != api.Reject || e.Reason != "bad_request" {
		t.Errorf("got %#v", e)
	}
}
