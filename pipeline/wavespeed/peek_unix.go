//go:build unix

package wavespeed

import (
	"net"
	"syscall"
)

// peek tells whether something has come over a connection, its end included,
// and leaves it there. It is not known of a connection that is none of the
// system's.
func peek(conn net.Conn) (something, known bool) {
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return false, false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return true, true
	}
	var seen error
	err = raw.Read(func(fd uintptr) bool {
		_, _, seen = syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK)
		return true
	})
	return err != nil || seen != syscall.EAGAIN, true
}
