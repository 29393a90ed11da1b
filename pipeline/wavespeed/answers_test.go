package wavespeed

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

const fox = "A red fox stands in fresh snow and looks to the left."

// idIn is the id that a recorded answer is about.
func idIn(t *testing.T, body []byte) string {
	var e struct {
		ID   string
		Data struct{ ID string }
	}
	if err := json.Unmarshal(body, &e); err != nil {
		t.Fatal(err)
	}
	return e.Data.ID + e.ID
}

func TestPredictionsAsRecorded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file    string
		phase   api.Phase
		status  string
		caption string
		took    time.Duration
		reason  string
		again   bool
	}{
		{"submit-created", api.Running, "created", "", 0, "", false},
		{"submit-final", api.Completed, "completed", fox, 1840 * time.Millisecond, "", false},
		{"poll-processing", api.Running, "processing", "", 0, "", false},
		{"poll-completed-string", api.Completed, "completed", fox, 2710 * time.Millisecond, "", false},
		{"poll-completed-object", api.Completed, "completed", "Two bicycles lean against a yellow wall.", 1320 * time.Millisecond, "", false},
		{"poll-completed-bare-object", api.Completed, "completed", `{"violence":false,"weapons":true}`, 410 * time.Millisecond, "", false},
		{"poll-completed-empty", api.Completed, "completed", "", 980 * time.Millisecond, "", false},
		{"poll-completed-url", api.Completed, "completed", "", 6710 * time.Millisecond, "", false},
		{"push-completed", api.Completed, "completed", "A lighthouse on a cliff at dusk.", 6710 * time.Millisecond, "", false},
		{"poll-failed-moderated", api.Failed, "failed", "", 530 * time.Millisecond, "moderated", false},
		{"poll-failed-image-unreachable", api.Failed, "failed", "", 530 * time.Millisecond, "image_unreachable", false},
		{"poll-failed-model", api.Failed, "failed", "", 530 * time.Millisecond, "model_error", true},
		{"poll-failed-credit", api.Failed, "failed", "", 530 * time.Millisecond, "no_credit", true},
		{"poll-cancelled", api.Failed, "cancelled", "", 530 * time.Millisecond, "cancelled", true},
		{"poll-timeout", api.Failed, "timeout", "", 530 * time.Millisecond, "timeout", true},
		{"poll-deleted", api.Failed, "deleted", "", 530 * time.Millisecond, "deleted", true},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			body := answer(t, tt.file)
			id := idIn(t, body)
			_, c := serve(t, serving(200, string(body)))
			got, err := c.Get(inTime(t), id)
			if err != nil {
				t.Fatal(err)
			}
			if got.ID != id || got.Phase != tt.phase || got.Status != tt.status || got.Caption != tt.caption || got.Took != tt.took {
				t.Errorf("got %+v", got)
			}
			if got.Created.Nanosecond() == 0 || got.Created.Year() != 2025 {
				t.Errorf("created = %v", got.Created)
			}
			if !json.Valid(got.Raw) || !strings.Contains(string(got.Raw), id) {
				t.Errorf("raw = %s", got.Raw)
			}
			checkFailure(t, got.Failure, tt.reason, tt.again)
			// A submit may bring any of these at once.
			if p, err := submit(t, c); err != nil || p.ID != id || p.Phase != tt.phase {
				t.Errorf("submit: %+v, %v", p, err)
			}
		})
	}
}

func checkFailure(t *testing.T, f *api.Failure, reason string, again bool) {
	t.Helper()
	switch {
	case (f != nil) != (reason != ""):
		t.Errorf("failure = %+v, want reason %q", f, reason)
	case f != nil && (f.Reason != reason || f.Again != again || f.Detail == ""):
		t.Errorf("failure = %+v, want %q, again %t", f, reason, again)
	}
}

func TestSubmitErrorsAsRecorded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file    string
		status  int
		verdict api.Verdict
		cause   api.Cause
		code    int
		message string
	}{
		{"submit-200-code-400-credit", 200, api.Halt, api.CauseCredit, 400, "Insufficient credits. Please top up your account."},
		{"sync-timeout", 200, api.Unsure, api.CauseServer, 200, "the answer lacks what was asked for: Sync mode timed out after 90 seconds. The prediction is still processing asynchronously."},
		{"error-400", 400, api.Reject, api.CauseOther, 400, "Invalid request: image is required"},
		{"error-400-bare", 400, api.Reject, api.CauseOther, 0, "webhook callback does not support base64 output, please use the normal API to use base64 output"},
		{"error-401", 401, api.Halt, api.CauseKey, 401, "invalid authentication"},
		{"error-403-role", 403, api.Halt, api.CauseKey, 403, "This API key is not allowed to run this model. (access_key_permission_denied)"},
		{"error-403-credit", 403, api.Halt, api.CauseCredit, 403, "Forbidden: your account needs a top-up before you can use this model."},
		{"error-404-model", 404, api.Reject, api.CauseModel, 404, "model not found"},
		{"error-413", 413, api.Reject, api.CauseOther, 413, "File too large"},
		{"error-concurrency", 429, api.Retry, api.CauseCrowded, 429, "You have reached your concurrency limit"},
		{"error-rate", 429, api.Retry, api.CauseRate, 429, "Rate limit exceeded, please try again later"},
		{"error-500", 500, api.Unsure, api.CauseServer, 500, "Internal server error"},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			site, c := serve(t, serving(tt.status, string(answer(t, tt.file))))
			p, err := submit(t, c)
			e := failing(t, err)
			if e.Verdict != tt.verdict || e.Cause != tt.cause || e.Status != tt.status || e.Code != tt.code || e.Message != tt.message {
				t.Errorf("got %#v", e)
			}
			if e.Reason == "" || p.ID != "" || site.asked.Load() != 1 {
				t.Errorf("reason %q, prediction %+v, asked %d times", e.Reason, p, site.asked.Load())
			}
		})
	}
}

func TestGetOfAPredictionThatIsGone(t *testing.T) {
	t.Parallel()
	_, c := serve(t, serving(404, string(answer(t, "error-404-prediction"))))
	_, err := c.Get(inTime(t), testID)
	if e := failing(t, err); e.Verdict != api.Reject || e.Cause != api.CauseGone {
		t.Errorf("got %#v", e)
	}
}

func TestBalance(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		want string // "" for an error
	}{
		"as recorded": {string(answer(t, "balance")), "$156.78"},
		"a string":    {`{"code":200,"data":{"balance":"0.07"}}`, "$0.07"},
		"nothing":     {`{"code":200,"data":{"balance":0}}`, "$0.00"},
		"a debt":      {`{"code":200,"data":{"balance":-3.5}}`, "$0.00"},
		"absent":      {`{"code":200,"data":{}}`, ""},
		"null":        {`{"code":200,"data":{"balance":null}}`, ""},
		"no number":   {`{"code":200,"data":{"balance":"much"}}`, ""},
		"an error":    {`{"code":500,"message":"x","data":{"balance":5}}`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(200, tt.body))
			got, err := c.Balance(inTime(t))
			if tt.want == "" {
				if e := failing(t, err); e.Verdict != api.Retry {
					t.Errorf("got %#v", e)
				}
			} else if err != nil || got.String() != tt.want {
				t.Errorf("got %v, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestCallsAreAuthorised(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.Method+" "+r.URL.Path)
		if r.Header.Get("Authorization") != "Bearer "+testKey || r.UserAgent() != "captionmill" || r.URL.RawQuery != "" {
			t.Errorf("request %s with %v", r.URL, r.Header)
		}
		for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
			if r.Header.Get(name) != "" {
				t.Errorf("%s is set", name)
			}
		}
	})
	ctx := inTime(t)
	c.Submit(ctx, testModel, nil)
	c.Get(ctx, testID)
	c.Balance(ctx)
	c.List(ctx, api.Query{Page: 1})
	c.Quote(ctx, testModel, nil)
	c.Upload(ctx, "fox.png", "image/png", strings.NewReader("x"), 1)
	want := "POST /api/v3/wavespeed-ai/minicpm-v/image, GET /api/v3/predictions/" + testID + "/result, GET /api/v3/balance, POST /api/v3/predictions, POST /api/v3/model/price, POST /api/v3/media/upload/binary"
	if got := strings.Join(seen, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
