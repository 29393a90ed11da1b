package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// A step is what to do after a request.
type step int

const (
	settle step = iota // the fault lasts: a *picture.Problem
	later              // it may pass: a *Trouble
	read               // something came
	follow             // it is elsewhere
	plead              // ask once with a Referer, then settle
	widen              // ask once for the whole, then settle
)

// A row says what a request came to. The first row that fits wins.
type row struct {
	fits   func(outcome) bool
	next   step
	reason string // of the problem, for settle
	says   string // about the host, before the particulars
	advice string // after them
}

// rows sort the lasting from the passing. Certificates that do not hold are
// passing: their owners renew them, and then the same address is fine.
var rows = []row{
	{refused, settle, picture.PrivateAddress, "%s may not be fetched from", "allow that network with --allow-network, or name a local file"},
	{unknown, settle, picture.DeadLink, "%s cannot be found", "correct the address, or leave the row out"},
	{tooMuch, settle, picture.TooLarge, "%s sends a file that is too large", "name a smaller picture"},
	{late, later, "", "%s is too slow", ""},
	{unconnected, later, "", "cannot connect to %s", ""},
	{broken, later, "", "the answer of %s is no use", ""},

	{code(202), later, "", "%s has no picture yet", ""},
	{between(200, 299), read, "", "", ""},
	{code(301, 302, 303, 307, 308), follow, "", "", ""},
	{code(401, 403), plead, picture.AccessDenied, "%s does not give the picture to strangers", "open it to all, or name a local file"},
	{code(402, 407, 451), settle, picture.AccessDenied, "%s does not give the picture to strangers", "open it to all, or name a local file"},
	{code(408, 421, 425, 429), later, "", "%s has no picture now", ""},
	{code(416), widen, picture.DeadLink, "%s has no such picture", "correct the address, or leave the row out"},
	{between(300, 499), settle, picture.DeadLink, "%s has no such picture", "correct the address, or leave the row out"},
	{always, later, "", "%s has no picture now", ""},
}

// An outcome is a request as the rows see it: an error, or an answer.
type outcome struct {
	err       error
	connected bool // before the error
	late      bool // the error is that the fetch's time was over

	status int
	header http.Header
}

func judge(o outcome) row {
	return rows[slices.IndexFunc(rows, func(r row) bool { return r.fits(o) })] // the last row fits always
}

func always(outcome) bool        { return true }
func late(o outcome) bool        { return o.late }
func broken(o outcome) bool      { return o.err != nil }
func unconnected(o outcome) bool { return o.err != nil && !o.connected }
func refused(o outcome) bool     { return is[*refusal](o.err) }
func tooMuch(o outcome) bool     { return is[*http.MaxBytesError](o.err) }

// unknown fits when the name servers say that there is no such host, and not
// when they fail to say anything.
func unknown(o outcome) bool {
	err, ok := errors.AsType[*net.DNSError](o.err)
	return ok && err.IsNotFound
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func code(codes ...int) func(outcome) bool {
	return func(o outcome) bool { return slices.Contains(codes, o.status) }
}

func between(first, last int) func(outcome) bool {
	return func(o outcome) bool { return first <= o.status && o.status <= last }
}

// lost is the error of a request whose answer did not come whole.
func (e *errand) lost(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	if cause != nil && cause != errLate {
		return cause
	}
	return e.fail(outcome{err: err, connected: e.connected, late: cause != nil})
}

// fail is the error that ends a fetch. A host that is too busy is left alone
// for as long as it says.
func (e *errand) fail(o outcome) error {
	row, host := judge(o), hostOf(e.at)
	detail := fmt.Sprintf(row.says, plain(host)) + ": " + o.particulars(e.timeout())
	if row.next != later {
		return &picture.Problem{Reason: row.reason, Detail: detail + "; " + row.advice, Err: o.err}
	}
	pause := retryAfter(o.header, time.Now())
	if code(429, 503)(o) {
		e.turns.hold(host, pause)
	}
	return &Trouble{Host: plain(host), Detail: detail, RetryAfter: pause, Err: o.err}
}

// particulars tell what happened, in our own words where a stranger chose the
// error's: those may repeat the address.
func (o outcome) particulars(timeout time.Duration) string {
	refusal, _ := errors.AsType[*refusal](o.err)
	switch {
	case refusal != nil:
		return refusal.Error()
	case unknown(o):
		return "there is no such host"
	case tooMuch(o):
		return fmt.Sprintf("more than %d MB", picture.MaxBytes>>20)
	case o.late:
		return fmt.Sprintf("it was given %v", timeout)
	case unconnected(o):
		return plain(bare(o.err).Error())
	case cutOff(o.err):
		return "the connection broke off"
	case o.err != nil:
		return "it is garbled"
	}
	return fmt.Sprintf("%d %s", o.status, http.StatusText(o.status))
}

func cutOff(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// bare is an error of connecting without the address, which the sentence
// around it tells by name.
func bare(err error) error {
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return errors.New("no word from the name servers: " + e.Err)
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e.Err
	}
	return err
}
