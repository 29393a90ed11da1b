package wavespeed

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// A row says what a failed call means. The first row that fits wins.
type row struct {
	fits    func(outcome) bool
	verdict api.Verdict
	cause   api.Cause
	reason  string
}

// submitRows are the verdicts on a submit. A 2xx with an id never gets here:
// the prediction was created. Whatever fits no row may have been created too.
var submitRows = []row{
	{nothingSent, api.Retry, api.CauseUnsent, "unsent"},
	{all(itsOwn(429), says(crowded)), api.Retry, api.CauseCrowded, "crowded"},
	{itsOwn(429), api.Retry, api.CauseRate, "rate_limited"},
	{code(402), api.Halt, api.CauseCredit, "no_credit"},
	{all(code(401, 403), says(money), not(says(rights))), api.Halt, api.CauseCredit, "no_credit"},
	{code(401, 403), api.Halt, api.CauseKey, "bad_key"},
	{all(either(code(400), notServer), says(money)), api.Halt, api.CauseCredit, "no_credit"},
	{code(413), api.Reject, api.CauseOther, "too_large"},
	{code(404), api.Reject, api.CauseModel, "unknown_model"},
	{all(code(400, 422), says(noModel)), api.Reject, api.CauseModel, "unknown_model"},
	{code(400, 422), api.Reject, api.CauseOther, "bad_request"},
	{ourEnd, api.Unsure, api.CauseOther, "unanswered"},
	{always, api.Unsure, api.CauseServer, "unanswered"},
}

// freeRows are the verdicts on a call that costs nothing: whatever fits no
// other row may be tried again.
var freeRows = []row{
	{nothingSent, api.Retry, api.CauseUnsent, "unsent"},
	{all(code(429), says(crowded)), api.Retry, api.CauseCrowded, "crowded"},
	{code(429), api.Retry, api.CauseRate, "rate_limited"},
	{code(402), api.Halt, api.CauseCredit, "no_credit"},
	{all(code(401, 403), says(money), not(says(rights))), api.Halt, api.CauseCredit, "no_credit"},
	{code(401, 403), api.Halt, api.CauseKey, "bad_key"},
	{ourEnd, api.Retry, api.CauseOther, "unanswered"},
	{always, api.Retry, api.CauseServer, "server_error"},
}

// getRows are the verdicts on a look at a prediction. A 404 that is not the
// API's own, such as a gateway's page, says nothing about the prediction.
var getRows = append([]row{
	{itsOwn(404), api.Reject, api.CauseGone, "gone"},
}, freeRows...)

// uploadRows are the verdicts on an upload.
var uploadRows = append([]row{
	{code(413), api.Reject, api.CauseOther, "too_large"},
	{code(415), api.Reject, api.CauseOther, "unsupported_type"},
	{code(400, 404, 405, 422), api.Reject, api.CauseOther, "bad_request"},
}, freeRows...)

// The words by which the API's messages are told apart. Only its own message
// is searched, never the whole body, which may repeat a prompt.
var (
	crowded = regexp.MustCompile(`(?i)concurren`)
	money   = regexp.MustCompile(`(?i)(^|[^a-z])(insufficient|credits?|balance|top[ _-]?up)($|[^a-z])`)
	rights  = regexp.MustCompile(`(?i)insufficient[ _](permission|privilege|scope|right|access)`)
	noModel = regexp.MustCompile(`(?i)(unknown|no such|invalid) model|model\b.*\b(not found|does not exist|is unknown)`)
)

// An outcome is a failed call as the rows see it.
type outcome struct {
	status int    // of HTTP, 0 without an answer
	code   int    // inside the body, 0 without one
	own    bool   // the body is the API's own JSON, not a gateway's page
	words  string // the API's message
	wrote  bool   // something may have reached the wire
	ended  bool   // our own context ended it
}

func always(outcome) bool        { return true }
func nothingSent(o outcome) bool { return !o.wrote }
func ourEnd(o outcome) bool      { return o.ended }
func status2xx(o outcome) bool   { return o.status/100 == 2 }

// notServer fits a 2xx unless the code in its body says that the API erred.
func notServer(o outcome) bool { return status2xx(o) && o.code/100 != 5 && o.code/1000 != 5 }

// code fits an HTTP status, and a 2xx whose body says the same.
func code(codes ...int) func(outcome) bool {
	return func(o outcome) bool {
		return slices.Contains(codes, o.status) || status2xx(o) && slices.Contains(codes, o.code)
	}
}

// itsOwn fits a code that the API itself gave.
func itsOwn(n int) func(outcome) bool {
	return all(code(n), func(o outcome) bool { return o.own })
}

func says(re *regexp.Regexp) func(outcome) bool {
	return func(o outcome) bool { return re.MatchString(o.words) }
}

func not(fits func(outcome) bool) func(outcome) bool {
	return func(o outcome) bool { return !fits(o) }
}

func all(fits ...func(outcome) bool) func(outcome) bool {
	return func(o outcome) bool {
		return !slices.ContainsFunc(fits, func(fit func(outcome) bool) bool { return !fit(o) })
	}
}

func either(fits ...func(outcome) bool) func(outcome) bool {
	return func(o outcome) bool {
		return slices.ContainsFunc(fits, func(fit func(outcome) bool) bool { return fit(o) })
	}
}

// judge makes the error of a call that did not bring what was wanted.
func (c *call) judge(ctx context.Context, r reply, e envelope) *api.Error {
	o := outcome{
		status: r.status, code: e.Code.int(), own: e.own(), words: e.words(),
		wrote: r.wrote, ended: r.err != nil && ctx.Err() != nil,
	}
	i := slices.IndexFunc(c.rows, func(row row) bool { return row.fits(o) })
	row := c.rows[i] // the last row fits always
	return &api.Error{
		Op: c.op, Subject: c.subject,
		Verdict: row.verdict, Cause: row.cause, Reason: row.reason,
		Status: r.status, Code: o.code,
		Message:    c.message(r, e),
		RetryAfter: retryAfter(r.header, time.Now()),
		Err:        c.quiet(r),
	}
}

// maxRetryAfter bounds how long a server can make us wait by one header.
const maxRetryAfter = time.Hour

// retryAfter reads a pause in seconds, or until a date by the server's clock
// where it tells it. No such header was ever observed from the API; gateways
// send it.
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := h.Get("Retry-After")
	if n, err := strconv.ParseUint(s, 10, 31); err == nil {
		return min(time.Duration(n)*time.Second, maxRetryAfter)
	}
	until, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(until.Sub(now), 0), maxRetryAfter)
}
