package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// parse reads an address that may be fetched. The error is a *picture.Problem
// that does not repeat the address.
func parse(address string) (*url.URL, error) {
	ref, err := picture.Parse(address)
	if err != nil {
		return nil, err
	}
	if ref.URL == "" {
		return nil, badAddress("the name is a file's, not an http(s) address")
	}
	u, err := url.Parse(picture.Escape(ref.URL))
	if err != nil {
		return nil, badAddress("the address is malformed; write it as a browser shows it")
	}
	if oddNumber(u.Hostname()) {
		return nil, badAddress(fmt.Sprintf("the host %s is a number that programs read in different ways; "+
			"write its name, or its address as in 192.0.2.1", plain(u.Hostname())))
	}
	return u, nil
}

// oddNumber reports whether a host would be taken for an IPv4 address by some,
// though it is not written as one: 2130706433, 0x7f.1, 0177.0.0.1, 127.1. That
// is so when its last label is a number (URL Standard, "ends in a number").
func oddNumber(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, found := strings.CutPrefix(last, "0x"); found {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// hostOf is the name under which a host is known to the limits, whatever the
// port.
func hostOf(u *url.URL) string {
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}

func badAddress(detail string) error {
	return &picture.Problem{Reason: picture.BadReference, Detail: detail}
}
