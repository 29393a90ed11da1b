package wavespeed

import (
	"regexp"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/pipeline/api"
)

// A fault is one way for a prediction to end without an answer.
type fault struct {
	codes    []int          // of the task
	statuses []string       // of the prediction
	words    *regexp.Regexp // in the API's message
	reason   string
	again    bool
	detail   string
}

// faults are looked through for the code, then for the status, then for the
// words. The vendor's page of error codes lists 1200 to 1405, 5000, 5003 and
// 5004; the others are reported by users.
var faults = []fault{
	{[]int{1200}, nil, regexp.MustCompile(`(?i)sensitive|moderat|nsfw|safety`), "moderated", false,
		"the API's moderation refused the image or the prompt"},
	{[]int{1400, 1401}, nil, nil, "bad_request", false,
		"the API found a parameter missing or invalid"},
	{[]int{1402}, nil, regexp.MustCompile(`(?i)(download|fetch|access|load)\w*\b.{0,40}\b(image|media|file|url)`), "image_unreachable", false,
		"the API could not fetch the image; it must be reachable from the internet without a login"},
	{[]int{1407}, nil, regexp.MustCompile(`(?i)insufficient|credits?\b`), "no_credit", true,
		"the account has no credit left; top it up and run again"},
	{[]int{5004}, []string{"timeout"}, regexp.MustCompile(`(?i)timed?[ -]?out`), "timeout", true,
		"the API gave up waiting for the model"},
	{nil, []string{"cancelled", "canceled"}, nil, "cancelled", true,
		"the prediction was cancelled"},
	{nil, []string{"deleted"}, nil, "deleted", true,
		"the prediction was deleted before its answer was read"},
	{[]int{1403, 1405, 1406, 5000, 5003}, nil, nil, "model_error", true,
		"the model failed"},
}

// failure says why a prediction has no answer.
func (c *Client) failure(r record) *api.Failure {
	f := faultIn(r)
	detail := f.detail
	if words := c.secretless(string(r.Error)); words != "" {
		detail += ": " + words
	}
	return &api.Failure{Reason: f.reason, Detail: detail, Again: f.again}
}

// faultIn finds the fault of a prediction; one that is not known is the
// model's, the last in the table.
func faultIn(r record) fault {
	status := strings.ToLower(string(r.Status))
	for _, fits := range []func(fault) bool{
		func(f fault) bool { return slices.Contains(f.codes, r.Code.int()) },
		func(f fault) bool { return slices.Contains(f.statuses, status) },
		func(f fault) bool { return f.words != nil && f.words.MatchString(string(r.Error)) },
	} {
		if i := slices.IndexFunc(faults, fits); i >= 0 {
			return faults[i]
		}
	}
	return faults[len(faults)-1]
}
