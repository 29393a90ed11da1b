//go:build unix

package wavespeed

import (
	"net"
	"syscall"
)

// A peeker tells whether something has come over a connection. It belongs to one
// that is used by one call at a time.
type peeker struct {
	raw   syscall.RawConn // nil of a connection that is none of the system's
	fault error           // why there is none though there should be
	one   [1]byte
	seen  error                 // what the system said of the last look
	look  func(fd uintptr) bool // made once, since it is needed at every call
}

func newPeeker(conn net.Conn) *peeker {
	p := new(peeker)
	if socket, ok := conn.(syscall.Conn); ok {
		p.raw, p.fault = socket.SyscallConn()
	}
	p.look = func(fd uintptr) bool {
		_, _, p.seen = syscall.Recvfrom(int(fd), p.one[:], syscall.MSG_PEEK)
		return true
	}
	return p
}

// peek tells whether something has come, the end included, and leaves it there.
func (p *peeker) peek() (something, known bool) {
	if p.fault != nil {
		return true, true
	}
	if p.raw == nil {
		return false, false
	}
	err := p.raw.Read(p.look)
	return err != nil || p.seen != syscall.EAGAIN, true
}
