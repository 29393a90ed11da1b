package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"syscall"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// The exit codes are part of the command line's contract.
const (
	exitDone    = 0
	exitError   = 1  // unexpected; running again goes on where it stopped
	exitUsage   = 2  // usage, or refused before anything was spent
	exitFailed  = 3  // rows failed or unconfirmed, or texts with faults
	exitLocked  = 11 // another run has the ledger
	exitKey     = 12
	exitLimit   = 13 // a limit you set was reached
	exitCredit  = 14
	exitDown    = 75 // the API is down or only refuses; try later
	exitSignals = 128
)

// usageError is a mistake of the person at the command line, or something that
// was refused before anything was spent.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// usage marks an error as one; nil stays nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// errRows says that rows failed, or may have, or wait for something.
var errRows = errors.New("some rows have no answer; the columns reason and detail of the results say why")

// errLeft says that predictions were left to the next run.
var errLeft = errors.New("some predictions took too long to wait for; run again to fetch them")

// errNoTime says that a signal left too little time for something that can be had later.
var errNoTime = errors.New("takes longer than the " + quick.String() + " that are left after a signal")

// inTime is the error of something at the end of a run, in words when there was no time.
func inTime(ctx context.Context, err error, what, instead string) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		return fmt.Errorf("%s %w: %s", what, errNoTime, instead)
	}
	return err
}

// codes are the exit codes by what ends a run, in order of precedence.
var codes = []struct {
	is   func(error) bool
	code int
}{
	{isA[usageError], exitUsage},
	{is(sqlite.ErrNotLedger), exitUsage},
	{is(sqlite.ErrNewer), exitUsage},
	{is(sqlite.ErrUnwritable), exitUsage},
	{is(sqlite.ErrNetwork), exitUsage},
	{is(pipeline.ErrOther), exitUsage},
	{is(pipeline.ErrModel), exitUsage},
	{is(sqlite.ErrLocked), exitLocked},
	{unexpected, exitError},
	{is(pipeline.ErrKey), exitKey},
	{is(pipeline.ErrCredit), exitCredit},
	{isA[stopped], exitSignals},
	{is(pipeline.ErrDown), exitDown},
	{is(errLeft), exitDown},
	{is(pipeline.ErrCap), exitLimit},
	{is(errRows), exitFailed},
	{is(errFindings), exitFailed},
}

// exitCode is what the program ends with.
func exitCode(ctx context.Context, err error) int {
	if cause, ok := context.Cause(ctx).(stopped); ok && (err == nil || !precedesSignals(err)) {
		return exitSignals + int(cause.signal.(syscall.Signal))
	}
	if err == nil {
		return exitDone
	}
	for _, c := range codes {
		if c.is(err) {
			return c.code
		}
	}
	return exitError
}

// precedesSignals tells whether an error matters more than that a signal came.
func precedesSignals(err error) bool {
	for _, c := range codes {
		if c.code == exitSignals {
			return false
		}
		if c.is(err) {
			return true
		}
	}
	return false
}

// joined is the type of errors that stand beside one another.
var joined = reflect.TypeOf(errors.Join(errRows))

// unexpected errors are those that no row of the table knows. Of errors that
// stand beside one another, one is enough.
func unexpected(err error) bool {
	if reflect.TypeOf(err) == joined {
		return slices.ContainsFunc(err.(interface{ Unwrap() []error }).Unwrap(), unexpected)
	}
	for _, known := range []error{pipeline.ErrKey, pipeline.ErrCredit, pipeline.ErrDown, pipeline.ErrCap,
		errLeft, errRows, errFindings, errNoTime, context.Canceled} {
		if errors.Is(err, known) {
			return false
		}
	}
	return !isA[stopped](err)
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// message is an error for the terminal: one line, without control characters.
func message(err error) string { return printable(strings.ReplaceAll(err.Error(), "\n", "; ")) }
