//go:build unix

package wavespeed

import (
	"crypto/tls"
	"net"
	"syscall"
)

// ended tells whether the other end has closed a connection, or said something
// that nobody asked for. Between two exchanges nothing can rightly arrive. Where
// there is no way to see it the connection counts as good.
func ended(conn net.Conn) bool {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return true
	}
	var seen error
	err = raw.Read(func(fd uintptr) bool {
		_, _, seen = syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK)
		return true
	})
	return err != nil || seen != syscall.EAGAIN
}
