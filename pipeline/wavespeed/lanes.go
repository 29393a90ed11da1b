package wavespeed

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Lanes make exchanges over HTTP/1.1, one at a time on each connection, and keep
// connections for the next. A request is written once: no call is made again
// behind the caller's back, whatever becomes of its connection.
//
// That is why submits do not go through an [http.Transport], which has its own
// mind about it, and needs two goroutines for each connection besides. They are
// safe for use by many goroutines.
type lanes struct {
	dial func(ctx context.Context, to *url.URL) (net.Conn, error)
	// keep is the most lanes that are kept for the next call.
	keep int
	// places are as many as lanes may be open at once; nil is any number.
	places chan struct{}

	mu      sync.Mutex
	kept    []*lane // the one that was used last at the end
	watched bool    // expire will be called
}

// exchange sends a request, whose body is in memory, and gives the answer to
// take, which must read it to its end or return an error. An error of the
// request's context is its cause. The lane that carries it is left on the trail.
func (l *lanes) exchange(req *http.Request, on *trail, take func(*http.Response) error) error {
	ctx := req.Context()
	on.begin()
	lane, err := l.enter(ctx, req.URL)
	if err != nil {
		return err
	}
	on.use(lane)
	stop := context.AfterFunc(ctx, lane.interrupt)
	defer func() { l.leave(lane, stop() && lane.clear) }()
	if ctx.Err() == nil {
		err = lane.exchange(req, take)
	}
	if ctx.Err() != nil && (err != nil || !lane.touched) {
		return context.Cause(ctx)
	}
	return err
}

// enter waits for a place, and gives a lane that is open, as far as can be
// known.
func (l *lanes) enter(ctx context.Context, to *url.URL) (*lane, error) {
	if l.places != nil {
		select {
		case l.places <- struct{}{}:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	for kept := l.last(); kept != nil; kept = l.last() {
		if !kept.ended() {
			return kept, nil
		}
		kept.drop()
	}
	conn, err := l.dial(ctx, to)
	if err != nil {
		l.giveUp()
		return nil, err
	}
	return newLane(conn), nil
}

// last takes the lane that was used last, nil where none is kept.
func (l *lanes) last() *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.kept)
	if n == 0 {
		return nil
	}
	lane := l.kept[n-1]
	l.kept[n-1], l.kept = nil, l.kept[:n-1]
	return lane
}

// leave keeps a lane for the next call, if it may be used again, and gives its
// place back.
func (l *lanes) leave(lane *lane, again bool) {
	switch {
	case !again:
		lane.drop()
	case !l.hold(lane):
		lane.Close()
	}
	l.giveUp()
}

func (l *lanes) giveUp() {
	if l.places != nil {
		<-l.places
	}
}

// hold keeps a lane, but not for long.
func (l *lanes) hold(lane *lane) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) >= l.keep {
		return false
	}
	lane.since = time.Now()
	l.kept = append(l.kept, lane)
	if !l.watched {
		l.watched = true
		time.AfterFunc(paidIdle, l.expire)
	}
	return true
}

// expire closes what has been kept for long enough, and sees to it that it is
// called again for the rest. The longest idle stand first.
func (l *lanes) expire() {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for n < len(l.kept) && time.Since(l.kept[n].since) >= paidIdle {
		l.kept[n].drop()
		n++
	}
	l.kept = slices.Delete(l.kept, 0, n)
	if l.watched = len(l.kept) > 0; l.watched {
		time.AfterFunc(paidIdle-time.Since(l.kept[0].since), l.expire)
	}
}

// close closes the lanes that are kept.
func (l *lanes) close() {
	for lane := l.last(); lane != nil; lane = l.last() {
		lane.Close()
	}
}
