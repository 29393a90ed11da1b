package emulator

import (
	"cmp"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Quirks are other readings of the API, where public sources contradict one
// another or are silent. The zero value is the reading of the vendor's newer
// pages and clients.
type Quirks struct {
	// MissingAsTask accepts and charges a submit whose parameters are missing
	// or wrong, as a prediction that fails with code 1400 or 1401. The vendor's
	// page of error codes has these among the codes of tasks; its page on REST
	// says HTTP 400. Such predictions are not refunded: the page on refunds
	// promises nothing for wrong parameters.
	MissingAsTask bool
	// NoneRequired lets a submit in that lacks required parameters, and answers
	// it, as the examples on the vendor's own model pages expect: they name no
	// picture, which the tables below them require.
	NoneRequired bool
	// SyncByDefault answers a submit to minicpm-v that does not say otherwise as
	// if it had enable_sync_mode, the default on an older copy of its page.
	SyncByDefault bool
	// NoSyncSupport drops enable_sync_mode as a parameter that no model
	// declares. The vendor's clients say that not all models support it.
	NoSyncSupport bool

	// BareError writes every HTTP 400 as {"error":"…"}, as the vendor's page on
	// base64 output shows one, instead of the envelope.
	BareError bool
	// Envelope400 writes every HTTP 400 as HTTP 200 with code 400, as a user has
	// recorded one for a lack of credit.
	Envelope400 bool
	// RetryAfter is a header of that name with every HTTP 429: seconds or a
	// date, "" for none. No public source shows one; proxies add it.
	RetryAfter string
	// MessageOK has "ok" for "success" in the envelope, as in the tests of the
	// vendor's clients.
	MessageOK bool

	// PendingStatus and ProcessingStatus are the first status of a prediction in
	// the place of "created": one in an integrator's notes, the other on an
	// older page of the vendor.
	PendingStatus, ProcessingStatus bool
	// NullNSFW has null for has_nsfw_contents, as an integrator has noted.
	NullNSFW bool
	// NoURLs leaves out urls.get, which the vendor's newer clients have stopped
	// to rely on.
	NoURLs bool
	// OmitEmpty leaves out of an unfinished prediction what it has nothing to
	// say in: outputs, has_nsfw_contents, error and the times. No public source
	// tells which fields are there so early.
	OmitEmpty bool
	// SnakeExecutionTime has execution_time for executionTime, as the types of
	// the vendor's desktop program once had it.
	SnakeExecutionTime bool

	// SingularInput shows the parameters in the list, as Server.ListInputs
	// does, but as "input". The vendor's command line knows both names.
	SingularInput bool
	// ListISOOnly and ListMSOnly refuse the other form of created_after and
	// created_before: RFC 3339 or milliseconds since 1970. Of the vendor's own
	// sources on bills some write the one, some the other.
	ListISOOnly, ListMSOnly bool
	// CappedPage lists at most 20 predictions a page, however many were asked
	// for, where the vendor's page promises up to 100. No public source shows
	// it; a client that takes a short page for the last one would miss some.
	CappedPage bool

	// PushNoInput leaves the parameters out of what is pushed to webhooks: the
	// vendor's page on how to use them shows them, its example of a real push
	// does not.
	PushNoInput bool
	// BareSecret answers for the webhooks' secret without an envelope, as one of
	// two integrators has noted.
	BareSecret bool
}

// shortPage is the size of a page that is capped.
const shortPage = 20

// Set switches the quirk of this name on, or off with the value "false". The
// name is that of a field, in any of the forms NoURLs, no-urls and no_urls.
// RetryAfter takes its value as it is; without one it is 3 seconds.
func (q *Quirks) Set(name, value string) error {
	field, known := fieldNamed(q, name, reflect.Bool, reflect.String)
	switch field.Kind() {
	case reflect.Invalid:
		return fmt.Errorf("there is no quirk %q; there are %s", name, strings.Join(known, ", "))
	case reflect.String:
		field.SetString(cmp.Or(value, "3"))
		return nil
	}
	on, err := strconv.ParseBool(cmp.Or(value, "true"))
	if err != nil {
		return fmt.Errorf("the quirk %q is %q: it must be true or false", name, value)
	}
	field.SetBool(on)
	return nil
}

// check refuses quirks that exclude each other.
func (q Quirks) check() error {
	switch {
	case q.MissingAsTask && q.NoneRequired:
		return fmt.Errorf("a missing parameter cannot both fail a task and be no fault: choose one quirk")
	case q.PendingStatus && q.ProcessingStatus:
		return fmt.Errorf("a prediction cannot begin both as pending and as processing: choose one quirk")
	case q.BareError && q.Envelope400:
		return fmt.Errorf("an error cannot be both bare and in an envelope: choose one quirk")
	case q.ListISOOnly && q.ListMSOnly:
		return fmt.Errorf("the list cannot refuse both forms of a time: choose one quirk")
	}
	return nil
}
