package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// An errand is one fetch on its way from an address to a picture: one request,
// and further ones after redirects and after answers that another request may
// better. Requests go over the bare transport, so there are no cookies, no
// credentials, and no Referer but the one below.
type errand struct {
	*Fetcher
	at      *url.URL      // where to ask next
	peek    bool          // only the beginning is wanted
	ranged  bool          // and asked for as such
	referer string        // that the next request names
	pleaded bool          // a Referer was tried
	hops    int           // redirects so far
	left    time.Duration // of the time for the fetch

	connected bool // the last request had a connection
	closed    bool // as in Found
}

var (
	// errAgain says that the errand has been changed and is to ask again.
	errAgain = errors.New("ask again")
	errLate  = errors.New("the time for one fetch is over")
)

// run asks until there is a picture or an error. It comes to an end because
// each reason to ask again is good once, and redirects are counted.
func (e *errand) run(ctx context.Context) (*Found, error) {
	for {
		if found, err := e.ask(ctx); err != errAgain {
			return found, err
		}
	}
}

// ask makes one request when it is its turn. Only the time after that counts.
func (e *errand) ask(ctx context.Context) (*Found, error) {
	leave, err := e.turns.enter(ctx, hostOf(e.at))
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, stop := context.WithTimeoutCause(ctx, e.left, errLate)
	defer stop()
	defer e.spend(time.Now())
	e.connected = false
	r, err := e.wires.RoundTrip(e.request(ctx))
	if err != nil {
		return nil, e.lost(ctx, err)
	}
	defer r.Body.Close()
	return e.take(ctx, r)
}

func (e *errand) spend(began time.Time) { e.left -= time.Since(began) }

// take does what an answer's status asks for.
func (e *errand) take(ctx context.Context, r *http.Response) (*Found, error) {
	o := outcome{status: r.StatusCode, header: r.Header}
	switch next := judge(o).next; {
	case next == read:
		return e.read(ctx, r)
	case next == follow:
		return nil, e.follow(r.Header.Get("Location"))
	case next == plead && !e.pleaded:
		return nil, e.plead()
	case next == widen && e.ranged:
		return nil, e.widen()
	}
	return nil, e.fail(o)
}

// request is the next one to send.
func (e *errand) request(ctx context.Context) *http.Request {
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		e.connected = true
		e.closed = e.closed || e.guard.peerClosed(info.Conn)
	}})
	h := http.Header{
		"User-Agent":      {e.agent()},
		"Accept":          {"image/jpeg, image/png, image/webp, image/gif, image/*;q=0.5, */*;q=0.1"},
		"Accept-Encoding": {"identity"},
	}
	if e.referer != "" {
		h.Set("Referer", e.referer)
	}
	if e.ranged {
		h.Set("Range", "bytes=0-65535") // peekBytes of them
	}
	return (&http.Request{Method: http.MethodGet, URL: e.at, Host: e.at.Host, Header: h}).WithContext(ctx)
}

// follow turns to where a redirect leads.
func (e *errand) follow(location string) error {
	if e.hops++; e.hops > maxRedirects {
		return e.astray("more than 5 times")
	}
	next, err := e.at.Parse(location)
	if err != nil || location == "" {
		return e.astray("to nowhere")
	}
	at, err := parse(next.String())
	if problem, bad := errors.AsType[*picture.Problem](err); bad {
		return e.astray("to where nothing can be fetched: " + problem.Detail)
	}
	e.at, e.referer = at, ""
	return errAgain
}

// plead asks once more as the site's own pages would: many sites give their
// pictures to no others. Nobody else can fetch such a picture.
func (e *errand) plead() error {
	root := url.URL{Scheme: e.at.Scheme, Host: e.at.Host, Path: "/"}
	e.referer, e.pleaded, e.closed = root.String(), true, true
	return errAgain
}

// widen asks for the whole picture, of a site that is confused by a part.
func (e *errand) widen() error {
	e.ranged = false
	return errAgain
}
