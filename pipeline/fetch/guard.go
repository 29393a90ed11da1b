package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// wireServer is where virtual machines on Azure find their keeper, which tells
// them secrets. It looks like any public address (Microsoft Learn, "What is IP
// address 168.63.129.16?"); the other clouds use link-local ones.
var wireServer = netip.MustParsePrefix("168.63.129.16/32")

// A guard decides which addresses may be connected to.
type guard struct {
	allow   []netip.Prefix
	special *ssrf.Guardian
}

func newGuard(allow []netip.Prefix) *guard {
	return &guard{allow: allow, special: ssrf.New(ssrf.WithDeniedV4Prefixes(wireServer))}
}

// control is asked by the dialer before each connection, with the address it
// is about to be made to.
func (g *guard) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("an address that cannot be judged: %w", err)
	}
	if !g.open(to.Addr()) {
		return &refusal{to.Addr()}
	}
	return nil
}

// open reports whether an address may be connected to.
func (g *guard) open(ip netip.Addr) bool { return !g.closed(ip) || g.allowed(g.inner(ip)) }

// closed reports whether an address is in a special network, which strangers
// cannot reach.
func (g *guard) closed(ip netip.Addr) bool { return g.special.SafeAddr(g.inner(ip)) != nil }

// peerClosed is closed for the far end of a connection. What cannot be read is
// taken for closed.
func (g *guard) peerClosed(conn net.Conn) bool {
	to, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	return err != nil || g.closed(to.Addr())
}

func (g *guard) allowed(ip netip.Addr) bool {
	return slices.ContainsFunc(g.allow, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// inner is the address that an address stands for: without its zone, without
// the prefix that maps IPv4 into IPv6, and without that of NAT64 where NAT64
// is allowed (RFC 6052, 2.2).
func (g *guard) inner(ip netip.Addr) netip.Addr {
	ip = ip.WithZone("").Unmap()
	if !ssrf.IPv6NAT64Prefix.Contains(ip) || !g.allowed(ip) {
		return ip
	}
	b := ip.As16()
	return netip.AddrFrom4([4]byte(b[12:]))
}

// A refusal is the guard's word that an address must not be connected to.
type refusal struct{ ip netip.Addr }

func (r *refusal) Error() string { return r.ip.String() + " is in a private or special network" }
