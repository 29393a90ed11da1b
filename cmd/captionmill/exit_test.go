package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"syscall"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// The contract: 2, 11, 1, 12, 14, 130/143, 75, 13, 3, 0.
func TestExitCodePrecedence(t *testing.T) {
	t.Parallel()
	inOrder := []struct {
		code int
		err  error
	}{
		{exitUsage, usage(errors.New("no such flag"))},
		{exitLocked, fmt.Errorf("start: %w", sqlite.ErrLocked)},
		{exitError, fmt.Errorf("write the results: %w", io.ErrShortWrite)},
		{exitKey, fmt.Errorf("%w: 401", pipeline.ErrKey)},
		{exitCredit, fmt.Errorf("%w: 402", pipeline.ErrCredit)},
		{130, stopped{syscall.SIGINT}},
		{exitDown, fmt.Errorf("%w: 503", pipeline.ErrDown)},
		{exitLimit, fmt.Errorf("%w: $5", pipeline.ErrCap)},
		{exitFailed, errRows},
		{exitDone, nil},
	}
	for i, first := range inOrder {
		for _, second := range inOrder[i:] {
			errs := []error{first.err, second.err}
			for range 2 {
				ctx := stoppedIf(errs)
				if got := exitCode(ctx, errors.Join(errs...)); got != first.code {
					t.Errorf("%v: exit code %d, want %d", errs, got, first.code)
				}
				slices.Reverse(errs)
			}
		}
	}
}

// stoppedIf is the context of a run that ended so.
func stoppedIf(errs []error) context.Context {
	ctx := context.Background()
	for _, err := range errs {
		if isA[stopped](err) {
			var cancel context.CancelCauseFunc
			ctx, cancel = context.WithCancelCause(ctx)
			cancel(err)
		}
	}
	return ctx
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  error
		want int
	}{
		"a duration is a limit":       {pipeline.ErrDuration, exitLimit},
		"an unknown model":            {fmt.Errorf("%w: 404", pipeline.ErrModel), exitUsage},
		"not a ledger":                {fmt.Errorf("open: %w", sqlite.ErrNotLedger), exitUsage},
		"an older one, held by a run": {noLedger("captions.db", fmt.Errorf("bring it up to date: %w", sqlite.ErrLocked)), exitLocked},
		"a newer ledger":              {sqlite.ErrNewer, exitUsage},
		"too slow to wait for":        {errLeft, exitDown},
		"unexpected beside a limit":   {errors.Join(errors.Join(pipeline.ErrCap, nil), io.ErrUnexpectedEOF), exitError},
		"unexpected, wrapped twice":   {errors.Join(nil, errors.Join(errRows, fmt.Errorf("a: %w", io.EOF))), exitError},
		"usage, whatever came later":  {errors.Join(usage(io.EOF), io.ErrClosedPipe), exitUsage},
	}
	for name, tt := range tests {
		if got := exitCode(context.Background(), tt.err); got != tt.want {
			t.Errorf("%s: exit code %d, want %d", name, got, tt.want)
		}
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(stopped{syscall.SIGTERM})
	if got := exitCode(ctx, nil); got != 143 {
		t.Errorf("stopped in peace: exit code %d, want 143", got)
	}
}

// Which failed rows end a run in 3.
func TestVerdict(t *testing.T) {
	t.Parallel()
	tests := []struct {
		failOn                  string
		before, now, unresolved int64
		want                    error
	}{
		{"new", 0, 0, 0, nil},
		{"new", 5, 5, 0, nil},
		{"new", 5, 6, 0, errRows},
		{"any", 5, 5, 0, errRows},
		{"any", 0, 0, 1, errRows},
		{"any", 0, 0, 0, nil},
		{"never", 0, 5, 1, nil},
	}
	for _, tt := range tests {
		s := summary{failed: tt.now - tt.before}
		s.RowStatus = map[pipeline.RowStatus]int64{pipeline.RowFailed: tt.now, pipeline.RowUnconfirmed: tt.unresolved}
		if got := s.verdict(tt.failOn); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

func TestMessageIsOneLine(t *testing.T) {
	t.Parallel()
	err := errors.Join(errors.New("first\x1b[31m"), errors.New("second"))
	if got := message(err); got != "first [31m; second" {
		t.Errorf("%q", got)
	}
}
