package fetch

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"testing"

	"github.com/captionmill/captionmill/pipeline/picture"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	g := newGuard([]netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")})
	for address, want := range map[string]struct{ open, closed bool }{
		"8.8.8.8:80":              {open: true},
		"[2606:4700::1]:443":      {open: true},
		"[::ffff:8.8.8.8]:80":     {open: true},
		"10.1.2.3:8080":           {open: true, closed: true},
		"[::ffff:10.1.2.3]:80":    {open: true, closed: true},
		"[fd00::1]:80":            {open: true, closed: true},
		"[fd00::1%eth0]:80":       {open: true, closed: true},
		"0.0.0.0:80":              {closed: true},
		"10.2.0.1:80":             {closed: true},
		"100.64.0.1:80":           {closed: true},
		"127.0.0.1:80":            {closed: true},
		"127.255.255.254:80":      {closed: true},
		"168.63.129.16:80":        {closed: true},
		"169.254.169.254:80":      {closed: true},
		"172.16.0.1:80":           {closed: true},
		"192.0.0.192:80":          {closed: true},
		"192.0.2.1:80":            {closed: true},
		"192.168.1.1:80":          {closed: true},
		"198.18.0.1:80":           {closed: true},
		"203.0.113.1:80":          {closed: true},
		"224.0.0.1:80":            {closed: true},
		"255.255.255.255:80":      {closed: true},
		"[::]:80":                 {closed: true},
		"[::1]:80":                {closed: true},
		"[::127.0.0.1]:80":        {closed: true},
		"[::ffff:127.0.0.1]:80":   {closed: true},
		"[::ffff:0:127.0.0.1]:80": {closed: true},
		"[64:ff9b::8.8.8.8]:80":   {closed: true},
		"[64:ff9b:1::1]:80":       {closed: true},
		"[100::1]:80":             {closed: true},
		"[2001::1]:80":            {closed: true},
		"[2001:db8::1]:80":        {closed: true},
		"[2002:7f00:1::]:80":      {closed: true},
		"[3fff::1]:80":            {closed: true},
		"[fc00::1]:80":            {closed: true},
		"[fe80::1%eth0]:80":       {closed: true},
		"[fec0::1]:80":            {closed: true},
		"[ff02::1]:80":            {closed: true},
	} {
		to := netip.MustParseAddrPort(address).Addr()
		if open := g.control("tcp", address, nil) == nil; open != want.open || g.closed(to) != want.closed {
			t.Errorf("%s is open: %v, closed: %v", address, open, g.closed(to))
		}
	}
	if g.control("tcp", "no address", nil) == nil {
		t.Error("an address that cannot be read is open")
	}
}

// Where IPv4 is reached through NAT64, an address is what it embeds.
func TestGuardNAT64(t *testing.T) {
	t.Parallel()
	g := newGuard([]netip.Prefix{netip.MustParsePrefix("64:ff9b::/96")})
	public, own := netip.MustParseAddr("64:ff9b::8.8.8.8"), netip.MustParseAddr("64:ff9b::127.0.0.1")
	if !g.open(public) || g.closed(public) {
		t.Error("a public address behind NAT64 is not taken for one")
	}
	if g.open(own) || !g.closed(own) {
		t.Error("a loopback address behind NAT64 is not taken for one")
	}
}

// ownPlaces are hosts in private and special networks, in many spellings.
var ownPlaces = []string{"10.1.2.3", "169.254.169.254", "0.0.0.0", "127.8.9.1",
	"::1", "::", "::ffff:10.1.2.3", "::ffff:7f08:901", "64:ff9b::7f00:1", "2002:7f00:1::1", "fe80::1%25lo", "a.private.test"}

// However an address leads to the own network, it is refused before a
// connection is made.
func TestPrivateAddress(t *testing.T) {
	t.Parallel()
	s := serve(t, sending(small))
	f := local(t)
	f.Allow = nil
	for _, host := range append(ownPlaces, "127.0.0.1", "::ffff:127.0.0.1", "a.loopback.test", "localhost", "LOCALHOST") {
		_, err := f.Download(t.Context(), s.under(host))
		wantProblem(t, err, picture.PrivateAddress, "is in a private or special network; allow")
	}
	if len(s.requests()) > 0 {
		t.Error("the server was asked")
	}
}

// A public site cannot send us to the own network.
func TestPrivateRedirect(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.URL.Query().Get("to")+"/a.png", http.StatusFound)
	})
	f := local(t)
	f.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")} // where the site is
	for _, host := range ownPlaces {
		to := net.JoinHostPort(host, "80")
		_, err := f.Peek(t.Context(), s.URL+"/?to="+url.QueryEscape(to))
		wantProblem(t, err, picture.PrivateAddress, "is in a private or special network; allow")
	}
}

// Numbers that some programs take for an address are none, whatever the
// system's resolver thinks of them.
func TestOddNumber(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"2130706433": true, "0x7f000001": true, "0x7f.1": true, "127.1": true, "0177.0.0.1": true,
		"127.0.0.1.": true, "1.2.3.4.5": true, "a.0X": true, "127.0.0.256": true, "0": true,
		"127.0.0.1": false, "::1": false, "fe80::1%lo": false, "0x7f.example": false,
		"1.example.": false, "example.0xyz": false, "a.1b": false, ".": false,
	} {
		if oddNumber(host) != want {
			t.Errorf("oddNumber(%q) is %v", host, !want)
		}
	}
	_, err := local(t).Download(t.Context(), "http://2130706433/a.png")
	wantProblem(t, err, picture.BadReference, "the host 2130706433 is a number")
}
