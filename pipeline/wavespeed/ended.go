package wavespeed

import (
	"errors"
	"net"
	"os"
	"time"
)

// listening is how long a connection is listened to where the system cannot be
// asked whether something has come.
const listening = time.Millisecond

// ended tells whether the other end has closed the connection, or has said
// something since the last answer. Nobody has asked it anything, and its words
// would be taken for the answer to the next question. Over TLS a server may
// rightly tell of keys; a connection is given up for that, too.
func (l *lane) ended() bool {
	something, known := l.below.peek()
	switch {
	case !known:
		return speaks(l.Conn, time.Now().Add(listening))
	case l.secure && !something:
		return speaks(l.Conn, longAgo) // what TLS has read with the last answer
	default:
		return something
	}
}

// longAgo is a deadline that has passed: what waits for it ends.
var longAgo = time.Unix(1, 0)

// speaks tells whether there is anything but silence on a connection until then.
func speaks(conn net.Conn, until time.Time) bool {
	conn.SetReadDeadline(until)
	defer conn.SetReadDeadline(time.Time{})
	n, err := conn.Read(make([]byte, 1))
	return n > 0 || !errors.Is(err, os.ErrDeadlineExceeded)
}
