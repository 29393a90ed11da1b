//go:build !unix

package wavespeed

import "net"

// peek knows nothing of any connection.
func peek(net.Conn) (something, known bool) { return false, false }
