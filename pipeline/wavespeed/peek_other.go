//go:build !unix

package wavespeed

import "net"

// A peeker knows nothing of any connection.
type peeker struct{}

func newPeeker(net.Conn) *peeker { return new(peeker) }

func (*peeker) peek() (something, known bool) { return false, false }
