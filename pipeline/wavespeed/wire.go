package wavespeed

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// A wire is a connection that knows whether any byte of the present request
// may have left through it.
type wire struct {
	net.Conn
	state atomic.Int32
}

// The states of a wire, for one request.
const (
	untouched int32 = iota // nothing was written yet
	touched                // something may have been written
	sealed                 // the request is over: nothing will be written any more
)

var errSealed = errors.New("the request is over")

// Write notes that it is about to write before it does. A first write that
// surely took no byte is taken back; over TLS that means no whole record, and
// the server can read nothing less.
func (w *wire) Write(p []byte) (int, error) {
	first := w.state.CompareAndSwap(untouched, touched)
	if !first && w.state.Load() == sealed {
		return 0, errSealed
	}
	n, err := w.Conn.Write(p)
	if first && n == 0 && err != nil {
		w.state.CompareAndSwap(touched, untouched)
	}
	return n, err
}

// A request's trail is the connection it was given.
type trail struct {
	given  bool
	wire   *wire
	served atomic.Bool // it has one now, or is over and needs none
}

type trailKey struct{}

// follow begins anew for a request with the returned context, and has the trail
// told of the connection that it gets, in the goroutine of the call.
func (t *trail) follow(ctx context.Context) context.Context {
	t.given, t.wire = false, nil
	t.served.Store(false)
	ctx = context.WithValue(ctx, trailKey{}, t)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.served.Store(false) }, // again, where the last one was dead
		GotConn: func(info httptrace.GotConnInfo) {
			t.given = true
			t.served.Store(true)
			if t.wire, _ = info.Conn.(*wire); t.wire != nil {
				t.wire.state.Store(untouched)
			}
		},
	})
}

// end sees to it that nothing more is written for a request that failed, and
// tells whether something may have been. Where there is no wire to ask, as
// behind a proxy, every connection that was given counts as written to.
func (t *trail) end() (wrote bool) {
	t.served.Store(true)
	if t.wire == nil {
		return t.given
	}
	return t.wire.state.Swap(sealed) == touched
}

// served tells that the request for which a connection is being made has got
// another meanwhile, or is over. The context is the one that net/http gives to
// whoever dials, which knows what the request's knew.
func served(ctx context.Context) bool {
	t, ok := ctx.Value(trailKey{}).(*trail)
	return ok && t.served.Load()
}
