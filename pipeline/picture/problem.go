package picture

import "strconv"

// The reasons a [Problem] can have. They are part of the output format: new
// ones may be added, none is ever renamed.
const (
	BadReference    = "bad_reference"    // the row names no picture that could be opened: no name, another scheme, a broken address
	OutsideRoot     = "outside_root"     // the file lies outside the folders that may be read
	Unreadable      = "unreadable"       // the file is missing, forbidden, not a file, or ends too early
	TooLarge        = "too_large"        // more than MaxBytes or MaxPixels
	TooSmall        = "too_small"        // a side is shorter than MinSide: a tracking pixel or a spacer
	NotAnImage      = "not_an_image"     // the content is no picture, whatever it is called
	UnsupportedType = "unsupported_type" // the content is a picture, document or film of a type the API does not take

	// Of pictures that are fetched from their address:
	DeadLink       = "dead_link"       // nothing is there: no such host or page, or redirects that lead nowhere
	AccessDenied   = "access_denied"   // the site does not give the picture to strangers
	PrivateAddress = "private_address" // the host is in a private or special network, where strangers' addresses must not lead
)

// Problem says why one picture cannot be captioned. It is a fault of that
// picture alone: the next one may be fine.
type Problem struct {
	Reason string // one of the reasons above, for programs
	Detail string // what was found and what to do, for people; holds no secrets and no unescaped outside text
	Err    error  // the cause, nil if there is none; for errors.Is
}

// Error is the reason and the detail.
func (p *Problem) Error() string { return p.Reason + ": " + p.Detail }

// Unwrap is the cause.
func (p *Problem) Unwrap() error { return p.Err }

// quoted is outside text made fit for a sentence: escaped, and cut when long.
func quoted(s string) string {
	const most = 200
	if len(s) > most {
		return strconv.Quote(s[:most]) + "…"
	}
	return strconv.Quote(s)
}
