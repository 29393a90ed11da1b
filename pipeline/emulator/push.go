package emulator

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// pushRetries is how often the vendor says that it repeats a push that was not
// taken with a 2xx.
const pushRetries = 3

// pushTime is how long one push may take: a receiver's answer is expected
// within 10 s, as a user of the API reports.
const pushTime = 10 * time.Second

// A pusher sends pushes, few at a time.
type pusher struct {
	client *http.Client
	hands  chan struct{}
}

func newPusher() pusher {
	const hands = 32
	return pusher{
		client: &http.Client{
			Transport:     &http.Transport{DialContext: dialHome, MaxIdleConnsPerHost: hands, IdleConnTimeout: time.Minute},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		hands: make(chan struct{}, hands),
	}
}

// push tells the end of a prediction until it is taken, at most four times,
// and says whether it was.
func (s *Server) push(ctx context.Context, p *prediction, body []byte) bool {
	pause := cmp.Or(s.WebhookWait, time.Second)
	for try := range 1 + pushRetries {
		if try > 0 {
			if wait(ctx, pause) != nil {
				return false
			}
			pause *= 2
		}
		if err := s.pushOnce(ctx, p, body); err == nil {
			return true
		}
	}
	return false
}

func (s *Server) pushOnce(ctx context.Context, p *prediction, body []byte) error {
	secret, err := s.room.secret()
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.hook.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "captionmill-emulator")
	sign(req.Header, secret, p.id, s.now(), body)
	err = s.room.pusher.send(req)
	s.room.countPush(err == nil)
	return err
}

// sign adds the headers by which a receiver knows that a push is ours. The key
// is the secret without its prefix, as it stands, and the id that of the
// prediction, as in the vendor's example.
func sign(header http.Header, secret, id string, now time.Time, body []byte) {
	stamp := fmt.Sprint(now.Unix())
	mac := hmac.New(sha256.New, []byte(strings.TrimPrefix(secret, secretPrefix)))
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	header.Set("webhook-id", id)
	header.Set("webhook-timestamp", stamp)
	header.Set("webhook-signature", "v3,"+hex.EncodeToString(mac.Sum(nil)))
}

func (p pusher) send(req *http.Request) error {
	select {
	case p.hands <- struct{}{}:
	case <-req.Context().Done():
		return req.Context().Err()
	}
	defer func() { <-p.hands }()
	ctx, cancel := context.WithTimeout(req.Context(), pushTime)
	defer cancel()
	resp, err := p.client.Do(req.WithContext(ctx))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10) // so that the connection can be used again
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("answered HTTP %d", resp.StatusCode)
	}
	return nil
}

// countPush counts a push that was made, and whether it was taken.
func (r *room) countPush(taken bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts.PushTries++
	if taken {
		r.counts.Pushes++
	}
}

// errands are what a server does when nobody asks. They end with it.
type errands struct {
	ctx    context.Context
	cancel context.CancelFunc

	mu    sync.Mutex // guards the rest
	ended bool
	wg    sync.WaitGroup
}

func newErrands() *errands {
	ctx, cancel := context.WithCancel(context.Background())
	return &errands{ctx: ctx, cancel: cancel}
}

// run starts an errand, unless they have ended.
func (e *errands) run(errand func(context.Context)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.ended {
		e.wg.Go(func() { errand(e.ctx) })
	}
}

// end stops all errands and waits for them.
func (e *errands) end() {
	e.mu.Lock()
	e.ended = true
	e.mu.Unlock()
	e.cancel()
	e.wg.Wait()
}
