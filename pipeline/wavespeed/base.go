package wavespeed

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// apiPath is where version 3 of the API lives below the root.
const apiPath = "/api/v3"

// ValidateBaseURL reads the root of an API: https anywhere, http only on this
// machine (localhost, names under it, 127.0.0.0/8 and ::1), without user,
// query or fragment. The result has no slash at its end. Errors are sentences
// for the person who gave the URL and repeat nothing that may be secret.
func ValidateBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", cause(err))
	}
	if wrong := faultOf(u); wrong != "" {
		return nil, errors.New("base URL " + wrong)
	}
	if u.ForceQuery || strings.Contains(s, "#") {
		return nil, errors.New("base URL has a query or fragment; leave it away")
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	return u, nil
}

// faultOf says what is wrong with a root, "" when nothing is.
func faultOf(u *url.URL) string {
	host := u.Hostname()
	switch {
	case u.User != nil:
		return "has a user name or password; leave it away"
	case u.Opaque != "" || host == "":
		return "names no host; write it like https://api.wavespeed.ai"
	case strings.IndexFunc(host, func(r rune) bool { return r > '~' }) >= 0:
		return fmt.Sprintf("names the host %q; write it in ASCII (xn--…)", host)
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Sprintf("begins with %q; use https", u.Scheme)
	case u.Scheme == "http" && !loopback(host):
		return fmt.Sprintf("uses http for %q, which would show the API key to others; use https", host)
	case u.RawQuery != "" || u.Fragment != "":
		return "has a query or fragment; leave it away"
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), apiPath):
		return "ends in " + apiPath + "; leave that away, it is added by itself"
	}
	return ""
}

// Vendor tells whether a URL leads to WaveSpeedAI itself.
func Vendor(u *url.URL) bool { return under(u.Hostname(), "wavespeed.ai") }

// under tells whether a host is the domain or has a name under it.
func under(host, domain string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == domain || strings.HasSuffix(host, "."+domain)
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return under(host, "localhost")
	}
	return ip.Unmap().IsLoopback()
}

// cause takes the URL off an error that net/url or net/http wrapped in one.
func cause(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
