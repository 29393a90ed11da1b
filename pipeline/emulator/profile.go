package emulator

import (
	"fmt"
	"reflect"
	"strings"
)

// Profile is a day of the API by its name: calm, when nothing goes wrong; busy,
// when much is refused; flaky, when networks and gateways fail; hostile, when
// everything goes wrong that can. It leaves out what no client can mend, such
// as a model that moderates.
func Profile(name string) (Faults, error) {
	switch name {
	case "calm":
		return Faults{}, nil
	case "busy":
		return Faults{RateLimited: 0.05, Crowded: 0.1, HTML429: 0.01, SlowAnswer: 0.05}, nil
	case "flaky":
		return Faults{
			SubmitError: 0.03, BadGatewayBeforeAccept: 0.01, GatewayTimeoutBeforeAccept: 0.01,
			DropAfterAccept: 0.02, ErrorAfterAccept: 0.02, UnreadableAfterAccept: 0.01,
			SlowAnswer: 0.02, FinalAtSubmit: 0.02, GatewayTimeout: 0.02, SyncTimeout: 0.02,
			PollError: 0.05, PollGone: 0.01, PollCut: 0.02, ListError: 0.02, UploadError: 0.02,
			TaskFailed: 0.02, Unavailable: 0.01, TimedOut: 0.01, Object: 0.05,
		}, nil
	case "hostile":
		return Faults{
			SubmitError: 0.05, RateLimited: 0.05, Crowded: 0.05, HTML429: 0.05, Unauthorized: 0.02, NoCredit: 0.02,
			ErrorBeforeAccept: 0.02, BadGatewayBeforeAccept: 0.02, GatewayTimeoutBeforeAccept: 0.02,
			DropAfterAccept: 0.1, ErrorAfterAccept: 0.1, UnreadableAfterAccept: 0.05,
			SlowAnswer: 0.1, FinalAtSubmit: 0.05, GatewayTimeout: 0.1, SyncTimeout: 0.05,
			PollError: 0.1, PollGone: 0.03, PollCut: 0.05, ListError: 0.1, UploadError: 0.1,
			TaskFailed: 0.05, Internal: 0.01, Unavailable: 0.02, RetryExhausted: 0.01, Cancelled: 0.02, TimedOut: 0.02,
			Empty: 0.02, Null: 0.02, Object: 0.1, BareObject: 0.05, Link: 0.01,
		}, nil
	}
	return Faults{}, fmt.Errorf("unknown profile %q: use calm, busy, flaky or hostile", name)
}

// Set gives the fault of this name a probability from 0 to 1. The name is that
// of a field, in any of the forms DropAfterAccept, drop-after-accept and
// drop_after_accept.
func (f *Faults) Set(name string, probability float64) error {
	if !(probability >= 0 && probability <= 1) {
		return fmt.Errorf("the probability of %q is %v: it must be from 0 to 1", name, probability)
	}
	field, known := fieldNamed(f, name, reflect.Float64)
	if !field.IsValid() {
		return fmt.Errorf("there is no fault %q; there are %s", name, strings.Join(known, ", "))
	}
	field.SetFloat(probability)
	return nil
}
