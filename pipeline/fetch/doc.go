// Package fetch fetches pictures from strangers' addresses, safely.
//
// An address in a list from elsewhere may name anything: a server of the own
// network, a page, a file without end, a picture that went away years ago. A
// [Fetcher] connects to public addresses of the internet only, reads no more
// than a picture may have, waits no longer than it was told, and sorts what can
// go wrong into two kinds: a [*picture.Problem] is that picture's lasting fault,
// a [*Trouble] may be over when it is tried again.
//
// It does not try again by itself, keep anything, look at robots.txt, or decode
// pixels. The whole file is for [picture.Inspect] to judge.
//
// # Where it connects to
//
// Every address is judged at the moment it is dialled, after the name servers
// have spoken: at each redirect, and for each address of a host. So a name that
// leads to the own network is refused however it got there. Refused are the
// special-purpose registries of IANA for IPv4 and IPv6 (private, shared,
// loopback, link-local, documentation, multicast, 6to4, NAT64 and so on), all
// of IPv6 that is not global unicast, and the address at which Azure's machines
// find their keeper. Any port will do, for many picture servers have odd ones.
// A proxy is never asked, whatever the environment says: it would dial for us,
// and nobody would look at the address.
package fetch
