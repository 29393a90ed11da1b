package api_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/captionmill/captionmill/pipeline/api"
)

func TestError(t *testing.T) {
	t.Parallel()
	submit := func(e api.Error) *api.Error {
		e.Op, e.Subject = "submit", "vendor/model"
		return &e
	}
	tests := []struct {
		name string
		err  *api.Error
		want string
	}{
		{"nothing known", submit(api.Error{}), "submit vendor/model"},
		{"no answer", submit(api.Error{Err: io.ErrUnexpectedEOF}), "submit vendor/model: unexpected EOF"},
		{"status", submit(api.Error{Status: 502}), "submit vendor/model: HTTP 502"},
		{"status and message", submit(api.Error{Status: 401, Message: "invalid authentication"}), "submit vendor/model: HTTP 401: invalid authentication"},
		{"code that agrees", submit(api.Error{Status: 400, Code: 400, Message: "no"}), "submit vendor/model: HTTP 400: no"},
		{"code that differs", submit(api.Error{Status: 200, Code: 400, Message: "Insufficient credits"}), "submit vendor/model: HTTP 200, code 400: Insufficient credits"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestErrorUnwraps(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("item 7: %w", &api.Error{Verdict: api.Retry, Err: io.EOF})
	if !errors.Is(err, io.EOF) {
		t.Error("the transport's error is lost")
	}
	if e, ok := errors.AsType[*api.Error](err); !ok || e.Verdict != api.Retry {
		t.Errorf("verdict = %v, want retry", e)
	}
	if errors.Unwrap(&api.Error{Status: 500}) != nil {
		t.Error("an error without a transport's error has something to unwrap")
	}
}

// The zero values have to be the safe guesses: what is not known may have been
// paid, and has not ended.
func TestZeroValues(t *testing.T) {
	t.Parallel()
	var e api.Error
	var p api.Prediction
	if e.Verdict != api.Unsure || e.Cause != api.CauseOther || p.Phase != api.Running {
		t.Errorf("zero values are %v, %v, %v; want unsure, other, running", e.Verdict, e.Cause, p.Phase)
	}
}

func TestVerdictString(t *testing.T) {
	t.Parallel()
	want := map[api.Verdict]string{
		api.Unsure: "unsure", api.Retry: "retry", api.Reject: "reject", api.Halt: "halt",
	}
	for v, s := range want {
		if got := fmt.Sprint(v); got != s {
			t.Errorf("verdict %d is %q, want %q", int(v), got, s)
		}
	}
}
