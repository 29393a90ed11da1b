package wavespeed

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
)

// A request's trail is the connection it was given.
type trail struct {
	given  bool
	lane   *lane       // nil where net/http made the connection
	served atomic.Bool // it has one now, or is over and needs none
}

type trailKey struct{}

// begin forgets the last request.
func (t *trail) begin() {
	t.given, t.lane = false, nil
	t.served.Store(false)
}

// use notes the lane that the request is given.
func (t *trail) use(l *lane) {
	l.touched = false
	t.given, t.lane = true, l
}

// follow begins anew for a request through net/http with the returned context,
// and has the trail told of the connection that it gets, in the goroutine of the
// call.
func (t *trail) follow(ctx context.Context) context.Context {
	t.begin()
	ctx = context.WithValue(ctx, trailKey{}, t)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.served.Store(false) }, // again, where the last one was dead
		GotConn: func(httptrace.GotConnInfo) { t.given = true; t.served.Store(true) },
	})
}

// end tells of a request that failed whether any byte of it may have left. Of a
// connection that net/http made we cannot know, so that every one that was given
// counts as written to.
func (t *trail) end() (wrote bool) {
	t.served.Store(true)
	if t.lane == nil {
		return t.given
	}
	return t.lane.touched
}

// served tells that the request for which a connection is being made has got
// another meanwhile, or is over. The context is the one that net/http gives to
// whoever dials, which knows what the request's knew.
func served(ctx context.Context) bool {
	t, ok := ctx.Value(trailKey{}).(*trail)
	return ok && t.served.Load()
}
