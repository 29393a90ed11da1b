package api

import (
	"fmt"
	"strings"
)

// Error says what was tried, on what, and what came back.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Op, e.Subject)
	switch {
	case e.Code != 0 && e.Code != e.Status:
		fmt.Fprintf(&b, ": HTTP %d, code %d", e.Status, e.Code)
	case e.Status != 0:
		fmt.Fprintf(&b, ": HTTP %d", e.Status)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

var verdicts = [...]string{Unsure: "unsure", Retry: "retry", Reject: "reject", Halt: "halt"}

// String is the verdict's name in lower case.
func (v Verdict) String() string {
	if v < 0 || int(v) >= len(verdicts) {
		return "unknown"
	}
	return verdicts[v]
}
