package wavespeed

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

const page = "<html><body><h1>Too many requests, insufficient balance</h1></body></html>"

func TestVerdictsOnASubmit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		status  int
		body    string
		verdict api.Verdict
		cause   api.Cause
		reason  string
	}{
		{"429 of its own", 429, `{"code":429,"message":"slow down"}`, api.Retry, api.CauseRate, "rate_limited"},
		{"429 without a code", 429, `{"message":"slow down"}`, api.Retry, api.CauseRate, "rate_limited"},
		{"429 inside a 200", 200, `{"code":429,"message":"slow down"}`, api.Retry, api.CauseRate, "rate_limited"},
		{"429 crowded", 429, `{"code":429,"message":"Too many CONCURRENT tasks"}`, api.Retry, api.CauseCrowded, "crowded"},
		{"429 page", 429, page, api.Unsure, api.CauseServer, "unanswered"},
		{"429 empty", 429, ``, api.Unsure, api.CauseServer, "unanswered"},
		{"429 foreign JSON", 429, `{"fault":"x"}`, api.Unsure, api.CauseServer, "unanswered"},

		{"401", 401, `{"code":401,"message":"invalid authentication"}`, api.Halt, api.CauseKey, "bad_key"},
		{"401 page", 401, page, api.Halt, api.CauseKey, "bad_key"},
		{"401 inside a 200", 200, `{"code":401,"message":"bad key"}`, api.Halt, api.CauseKey, "bad_key"},
		{"402", 402, `{}`, api.Halt, api.CauseCredit, "no_credit"},
		{"403", 403, `{"code":403,"message":"Forbidden"}`, api.Halt, api.CauseKey, "bad_key"},
		{"403 page", 403, page, api.Halt, api.CauseKey, "bad_key"},
		{"403 credit", 403, `{"code":403,"message":"add CREDITS first"}`, api.Halt, api.CauseCredit, "no_credit"},
		{"403 rights", 403, `{"code":403,"message":"insufficient permissions"}`, api.Halt, api.CauseKey, "bad_key"},
		{"400 credit", 400, `{"code":400,"message":"Insufficient funds"}`, api.Halt, api.CauseCredit, "no_credit"},
		{"400 top up", 400, `{"error":"please Top Up"}`, api.Halt, api.CauseCredit, "no_credit"},
		{"400 top-up", 400, `{"code":400,"message":"top-up required"}`, api.Halt, api.CauseCredit, "no_credit"},
		{"400 error code", 400, `{"code":400,"message":"no","error_code":"insufficient_balance"}`, api.Halt, api.CauseCredit, "no_credit"},
		{"200 balance", 200, `{"code":200,"message":"balance too low"}`, api.Halt, api.CauseCredit, "no_credit"},
		{"200 credit, other code", 200, `{"code":1407,"message":"Insufficient credits"}`, api.Halt, api.CauseCredit, "no_credit"},

		{"400", 400, `{"code":400,"message":"image is required"}`, api.Reject, api.CauseOther, "bad_request"},
		{"400 whose body speaks of credit, not its message", 400, `{"code":400,"message":"bad","prompt":"credit card"}`, api.Reject, api.CauseOther, "bad_request"},
		{"400 page", 400, page, api.Reject, api.CauseOther, "bad_request"},
		{"400 accredited", 400, `{"code":400,"message":"accredited imbalance"}`, api.Reject, api.CauseOther, "bad_request"},
		{"422", 422, `{"code":422,"message":"seed out of range"}`, api.Reject, api.CauseOther, "bad_request"},
		{"422 inside a 200", 200, `{"code":422,"message":"seed out of range"}`, api.Reject, api.CauseOther, "bad_request"},
		{"413", 413, page, api.Reject, api.CauseOther, "too_large"},
		{"404", 404, `{"code":404,"message":"not found"}`, api.Reject, api.CauseModel, "unknown_model"},
		{"404 inside a 200", 200, `{"code":404,"message":"not found"}`, api.Reject, api.CauseModel, "unknown_model"},
		{"400 unknown model", 400, `{"code":400,"message":"unknown model x/y"}`, api.Reject, api.CauseModel, "unknown_model"},
		{"400 model is not there", 400, `{"code":400,"message":"model 'x/y' does not exist"}`, api.Reject, api.CauseModel, "unknown_model"},

		{"500", 500, `{"code":500,"message":"oops"}`, api.Unsure, api.CauseServer, "unanswered"},
		{"500 with an id", 500, `{"code":500,"data":{"id":"abc"}}`, api.Unsure, api.CauseServer, "unanswered"},
		{"500 that speaks of credit", 500, `{"code":500,"message":"credit service down"}`, api.Unsure, api.CauseServer, "unanswered"},
		{"502 page", 502, page, api.Unsure, api.CauseServer, "unanswered"},
		{"504 empty", 504, ``, api.Unsure, api.CauseServer, "unanswered"},
		{"408", 408, `{"code":408,"message":"timeout"}`, api.Unsure, api.CauseServer, "unanswered"},
		{"302", 302, ``, api.Unsure, api.CauseServer, "unanswered"},
		{"307", 307, ``, api.Unsure, api.CauseServer, "unanswered"},
		{"200 page", 200, page, api.Unsure, api.CauseServer, "unanswered"},
		{"204", 204, ``, api.Unsure, api.CauseServer, "unanswered"},
		{"200 without id", 200, `{"code":200,"message":"success","data":{}}`, api.Unsure, api.CauseServer, "unanswered"},
		{"200 data null", 200, `{"code":200,"message":"success","data":null}`, api.Unsure, api.CauseServer, "unanswered"},
		{"200 code 500", 200, `{"code":500,"message":"oops","data":{"id":"abc"}}`, api.Unsure, api.CauseServer, "unanswered"},
		{"200 id with a path", 200, `{"code":200,"data":{"id":"../balance"}}`, api.Unsure, api.CauseServer, "unanswered"},
		{"200 error with an id of its own", 200, `{"code":400,"message":"bad","id":"abc"}`, api.Reject, api.CauseOther, "bad_request"},
		{"200 id empty", 200, `{"code":200,"data":{"id":""}}`, api.Unsure, api.CauseServer, "unanswered"},
		{"200 id cut", 200, `{"code":200,"data":{"id":"e6832d4`, api.Unsure, api.CauseServer, "unanswered"},
		{"200 id of something else", 200, `{"code":200,"data":{"input":{"id":"abc"},"urls":`, api.Unsure, api.CauseServer, "unanswered"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, serving(tt.status, tt.body, "Location", "/elsewhere"))
			p, err := submit(t, c)
			e := failing(t, err)
			if e.Verdict != tt.verdict || e.Cause != tt.cause || e.Reason != tt.reason || e.Status != tt.status {
				t.Errorf("got %v, cause %d, %q, HTTP %d (%v)", e.Verdict, e.Cause, e.Reason, e.Status, e)
			}
			if p.ID != "" || site.asked.Load() != 1 {
				t.Errorf("prediction %+v, asked %d times", p, site.asked.Load())
			}
		})
	}
}

func TestAnIDIsProof(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"no code":             `{"data":{"id":"abc","status":"created"}}`,
		"bare":                `{"id":"abc","status":"created"}`,
		"bare, no status":     `{"id":"abc"}`,
		"bare, task's code":   `{"id":"abc","status":"processing","code":5004}`,
		"cut":                 `{"code":200,"message":"success","data":{"id":"abc","model":"x","outp`,
		"cut after final":     `{"code":200,"data":{"id":"abc","status":"completed","outputs":["A fo`,
		"bare, cut":           `{"id":"abc","status":"crea`,
		"broken":              `{"code":200,"data":{"id":"abc","status":created}}`,
		"followed by noise":   `{"code":200,"data":{"id":"abc","status":"created"}}<!-- proxy -->`,
		"after nested fields": `{"code":200,"data":{"input":{"id":"no"},"urls":{"get":"x"},"id":"abc","timings":[}}`,
		"odd types":           `{"code":"200","message":null,"data":{"id":"abc","status":7,"error":{"message":"x"},"timings":3,"created_at":false}}`,
		"too long":            `{"code":200,"data":{"id":"abc","outputs":["` + strings.Repeat("x", maxBody) + `"]}}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(201, body))
			p, err := submit(t, c)
			if err != nil || p.ID != "abc" || p.Phase != api.Running {
				t.Errorf("got %+v, %v", p, err)
			}
		})
	}
}

func TestVerdictsOnFreeCalls(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		status  int
		body    string
		verdict api.Verdict
		cause   api.Cause
	}{
		{"429", 429, `{"code":429,"message":"slow down"}`, api.Retry, api.CauseRate},
		{"429 page", 429, page, api.Retry, api.CauseRate},
		{"429 crowded", 429, `{"code":429,"message":"concurrency"}`, api.Retry, api.CauseCrowded},
		{"500", 500, page, api.Retry, api.CauseServer},
		{"408", 408, ``, api.Retry, api.CauseServer},
		{"301", 301, ``, api.Retry, api.CauseServer},
		{"401", 401, ``, api.Halt, api.CauseKey},
		{"402", 402, ``, api.Halt, api.CauseCredit},
		{"403", 403, `{"code":403,"message":"no credit"}`, api.Halt, api.CauseCredit},
		{"404", 404, `{"code":404,"message":"not found"}`, api.Reject, api.CauseGone},
		{"404 inside a 200", 200, `{"code":404,"message":"not found"}`, api.Reject, api.CauseGone},
		{"404 page", 404, page, api.Retry, api.CauseServer},
		{"400", 400, `{"code":400,"message":"bad"}`, api.Retry, api.CauseServer},
		{"code 500 while running", 200, `{"code":500,"data":{"id":"` + testID + `","status":"processing"}}`, api.Retry, api.CauseServer},
		{"of another prediction", 200, `{"code":200,"data":{"id":"other","status":"completed","outputs":["A dog"]}}`, api.Retry, api.CauseServer},
		{"no status", 200, `{"code":200,"data":{}}`, api.Retry, api.CauseServer},
		{"cut", 200, `{"code":200,"data":{"id":"` + testID + `","status":"comp`, api.Retry, api.CauseServer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, serving(tt.status, tt.body, "Location", "/elsewhere"))
			p, err := c.Get(inTime(t), testID)
			e := failing(t, err)
			if e.Verdict != tt.verdict || e.Cause != tt.cause || e.Reason == "" {
				t.Errorf("got %#v", e)
			}
			if p.ID != "" || p.Caption != "" || site.asked.Load() != 1 {
				t.Errorf("prediction %+v, asked %d times", p, site.asked.Load())
			}
		})
	}
}

func TestGetAcceptsWhatIsDecided(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body  string
		phase api.Phase
	}{
		"late synchronous answer": {`{"code":200,"data":{"id":"` + testID + `","status":"processing","code":5004}}`, api.Running},
		"names no id":             {`{"code":200,"data":{"status":"completed","outputs":["x"]}}`, api.Completed},
		"failed under a code":     {`{"code":500,"data":{"id":"` + testID + `","status":"failed"}}`, api.Failed},
		"status never heard of":   {`{"code":200,"data":{"id":"` + testID + `","status":"paused"}}`, api.Running},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(200, tt.body))
			p, err := c.Get(inTime(t), testID)
			if err != nil || p.Phase != tt.phase || p.ID != testID {
				t.Errorf("got %+v, %v", p, err)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := map[string]struct {
		after, date string
		want        time.Duration
	}{
		"absent":          {"", "", 0},
		"seconds":         {"7", "", 7 * time.Second},
		"none":            {"0", "", 0},
		"negative":        {"-7", "", 0},
		"words":           {"soon", "", 0},
		"too many":        {"2147483647", "", time.Hour},
		"far too many":    {"99999999999999999999", "", 0},
		"date":            {"Fri, 02 Jan 2026 03:04:15 GMT", "", 10 * time.Second},
		"past":            {"Fri, 02 Jan 2026 03:04:00 GMT", "", 0},
		"server's clock":  {"Fri, 02 Jan 2026 09:00:20 GMT", "Fri, 02 Jan 2026 09:00:00 GMT", 20 * time.Second},
		"date, far ahead": {"Fri, 02 Jan 2099 03:04:15 GMT", "", time.Hour},
	}
	for name, tt := range tests {
		h := http.Header{"Retry-After": {tt.after}, "Date": {tt.date}}
		if got := retryAfter(h, now); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
	_, c := serve(t, serving(429, `{"code":429,"message":"slow down"}`, "Retry-After", "3"))
	_, err := submit(t, c)
	if e := failing(t, err); e.RetryAfter != 3*time.Second {
		t.Errorf("got %#v", e)
	}
}
