package picture

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxURL is the longest address that is taken, in bytes. It is what common
// web servers accept as a request line.
const MaxURL = 8 << 10

// Ref is one picture as a manifest names it. Exactly one field is set.
type Ref struct {
	URL  string // an http or https address, as written
	Path string // the name of a local file, as written
}

// IsURL reports whether ref begins like an http or https address, in upper or
// lower case. Whether the address is any good is for [Parse] to say.
func IsURL(ref string) bool {
	scheme, rest, found := strings.Cut(ref, ":")
	return found && web(scheme) && strings.HasPrefix(rest, "//")
}

// Parse tells addresses from file names. Space around ref is dropped. The
// error is a *[Problem] with the reason [BadReference] for an empty name,
// another scheme (ftp:, data:, file:, s3://, …), control characters, text that
// is not UTF-8, and addresses that are longer than [MaxURL], malformed, without
// a host or with a user name. It never repeats the address, which may hold
// secrets.
func Parse(ref string) (Ref, error) {
	ref = strings.TrimSpace(ref)
	if fault := textFault(ref); fault != "" {
		return Ref{}, badReference(fault)
	}
	scheme, foreign := schemeOf(ref)
	switch {
	case web(scheme):
		if _, err := parseURL(ref); err != nil {
			return Ref{}, err
		}
		return Ref{URL: ref}, nil
	case foreign:
		return Ref{}, badReference(fmt.Sprintf("unsupported reference: %s is neither http, https nor a file name; "+
			"download the picture and name the file", quoted(scheme+":")))
	case strings.HasPrefix(ref, "//"):
		return Ref{}, badReference("the address begins with // and so has no scheme; write https: before it")
	}
	return Ref{Path: ref}, nil
}

// textFault says what makes a reference unfit to be any name at all.
func textFault(ref string) string {
	switch {
	case ref == "":
		return "the name of the picture is empty; give a file name or an http(s) address"
	case !utf8.ValidString(ref):
		return "the name is not valid UTF-8; rename the file or write the address with %XX escapes"
	case strings.ContainsFunc(ref, unicode.IsControl):
		return "the name holds a control character such as a tab or a line end; remove it"
	}
	return ""
}

// schemeOf is ref's scheme in lower case, and whether that makes it neither an
// http(s) address nor a file name. A colon alone does not: "IMG:1.jpg" is a file.
func schemeOf(ref string) (scheme string, foreign bool) {
	scheme, rest, found := strings.Cut(ref, ":")
	if !found || !schemeText(scheme) {
		return "", false
	}
	scheme = strings.ToLower(scheme)
	switch scheme {
	case "http", "https":
		return scheme, false
	case "about", "blob", "cid", "data", "file", "ftp", "javascript", "mailto":
		return scheme, true
	}
	return scheme, strings.HasPrefix(rest, "//")
}

// schemeText reports whether s has the form of a scheme (RFC 3986, 3.1).
func schemeText(s string) bool {
	for i, c := range []byte(s) {
		if !letter(c) && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(c))) {
			return false
		}
	}
	return s != ""
}

func web(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// parseURL reads an http(s) address, or says what is wrong with it.
func parseURL(address string) (*url.URL, error) {
	if len(address) > MaxURL {
		return nil, badReference(fmt.Sprintf("the address is %d bytes long, more than %d; use a shorter one", len(address), MaxURL))
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, badReference(syntaxFault(err))
	}
	switch {
	case u.User != nil:
		return nil, badReference("the address holds a user name or password, which would be shown to others; " +
			"use an address that needs none, or a local file")
	case u.Hostname() == "":
		return nil, badReference("the address names no host; write it whole, as in https://example.com/photo.jpg")
	case !portInRange(u.Port()):
		return nil, badReference("the address has a port above 65535; correct it")
	}
	return u, nil
}

// syntaxFault tells a parse error in our words: the parser's own repeat parts
// of the address.
func syntaxFault(err error) string {
	if escape, ok := errors.AsType[url.EscapeError](err); ok {
		return fmt.Sprintf("the address has %s, which is no %%XX escape; write %%25 for a percent sign", quoted(string(escape)))
	}
	return "the address is malformed; write it as a browser shows it, as in https://example.com/photo.jpg"
}

func portInRange(port string) bool {
	if port == "" {
		return true
	}
	_, err := strconv.ParseUint(port, 10, 16)
	return err == nil
}

func badReference(detail string) error { return &Problem{Reason: BadReference, Detail: detail} }
