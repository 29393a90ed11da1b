package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// A hook is the address that wants to hear of a prediction's end.
type hook struct {
	url    string
	origin string // under which the client that submitted found us
	// freed has a token after somebody who looked at the pictures has stopped.
	freed chan struct{}

	told bool // or given up; guarded by the room's lock
}

func newHook(url, origin string) *hook {
	return &hook{url: url, origin: origin, freed: make(chan struct{}, 1)}
}

// free tells who follows the prediction that it may look itself.
func (h *hook) free() {
	if h == nil {
		return
	}
	select {
	case h.freed <- struct{}{}:
	default: // it has been told, and not looked since
	}
}

// readHook finds the webhook of a submit, nil if there is none.
func readHook(r *http.Request) (*hook, error) {
	address := r.URL.Query().Get("webhook")
	if address == "" {
		return nil, nil
	}
	if err := checkHook(address); err != nil {
		return nil, err
	}
	return newHook(address, origin(r)), nil
}

// noBase64 is the vendor's sentence, from its page on base64 output.
const noBase64 = "webhook callback does not support base64 output, please use the normal API to use base64 output"

// pushesBase64 tells whether a submit with a webhook asks for pictures in
// base64. Models that make none do not declare that, but the vendor's pages
// have it refused whatever the model.
func pushesBase64(r *http.Request, body []byte) bool {
	var asked struct {
		Base64 bool `json:"enable_base64_output"`
	}
	return r.URL.Query().Get("webhook") != "" && json.Unmarshal(body, &asked) == nil && asked.Base64
}

// checkHook refuses addresses that are not on this machine.
func checkHook(address string) error {
	u, err := url.Parse(address)
	switch {
	case len(address) > 4096:
		return errors.New("the webhook URL is longer than 4096 bytes")
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return errors.New("the webhook is not an http or https URL")
	case !loopback(u.Hostname()):
		return errors.New("the webhook is not on this machine: the emulator only calls loopback addresses, such as http://127.0.0.1:8080/")
	}
	return nil
}

// loopback tells whether a host is this machine, by its name alone.
func loopback(host string) bool {
	if isLocalhost(host) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// isLocalhost knows the names that RFC 6761 reserves for this machine.
func isLocalhost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// webhookSecret answers with the key that pushes are signed with.
func (s *Server) webhookSecret(w http.ResponseWriter, r *http.Request) {
	secret, err := s.room.secret()
	if err != nil {
		refuse(w, http.StatusInternalServerError, "emulator: "+err.Error())
		return
	}
	data := struct {
		Secret string `json:"secret"`
	}{secret}
	if s.Quirks.BareSecret {
		reply(w, http.StatusOK, data)
		return
	}
	answer(w, data)
}

const secretPrefix = "whsec_"

// secret is drawn when it is first needed, and kept. The vendor is said to have
// one a key; this account has one key.
func (r *room) secret() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.signing != "" {
		return r.signing, nil
	}
	secret := secretPrefix + newID()
	if err := r.journal.write(record{Secret: secret}); err != nil {
		return "", err
	}
	r.signing = secret
	return secret, nil
}

// follow sees to it that a prediction with a webhook ends when it is due, and
// that its end is told.
func (s *Server) follow(p *prediction) {
	if p.hook != nil {
		s.room.errands.run(func(ctx context.Context) { s.report(ctx, p) })
	}
}

// resume follows the predictions whose ends were not told before a restart.
func (s *Server) resume() {
	now := s.now()
	for _, p := range s.room.all() {
		if p.hook != nil && !p.hook.told && !p.gone(now) {
			s.follow(p)
		}
	}
}

// report waits for a prediction's end and tells it. What it could not finish
// before ctx ended is begun again after a restart.
func (s *Server) report(ctx context.Context, p *prediction) {
	if s.awaitEnd(ctx, p) != nil {
		return
	}
	heard := true
	if body := s.news(p); body != nil {
		heard = s.push(ctx, p, body)
		if heard && s.WebhookTwice {
			s.push(ctx, p, body)
		}
	}
	if ctx.Err() == nil {
		s.room.told(p, heard)
	}
}

// awaitEnd brings a prediction to its end when it is due.
func (s *Server) awaitEnd(ctx context.Context, p *prediction) error {
	look := func(ctx context.Context, image string) (look, error) {
		l, err := s.fetchLook(ctx, image)
		if ctx.Err() != nil {
			err = errNotAtHand // that we stop does not make the picture unreachable
		}
		return l, err
	}
	for {
		if err := s.awaitDue(ctx, p); err != nil {
			return err
		}
		if err := s.settle(ctx, p, look); err != nil {
			return err
		}
		if s.room.ended(p) {
			return nil
		}
		select { // somebody else is looking
		case <-p.hook.freed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// awaitDue waits by the clock on the wall, until it is time by the server's.
func (s *Server) awaitDue(ctx context.Context, p *prediction) error {
	for {
		left := p.due().Sub(s.now())
		if left <= 0 {
			return ctx.Err()
		}
		if err := wait(ctx, left); err != nil {
			return err
		}
	}
}

func (r *room) ended(p *prediction) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return p.end != nil
}

// news is the body of a push: the prediction without an envelope, and with its
// input unless that is left out. It is nil when there is nothing to tell: the
// vendor speaks of pushes for what completed or failed, not for what was
// cancelled or took too long.
func (s *Server) news(p *prediction) []byte {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	v := s.Quirks.dress(p.view(s.now(), p.hook.origin), p.end != nil)
	if v.Status != "completed" && v.Status != "failed" {
		return nil
	}
	if !s.Quirks.PushNoInput {
		v.Input = p.input
	}
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: our own types, and JSON that was valid when it came
	}
	return body
}

// told notes that a push need not be made again. A note that cannot be written
// means that it will be: receivers have to bear that.
func (r *room) told(p *prediction, heard bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p.hook.told = true
	if !heard {
		r.counts.PushesLost++
	}
	_ = r.journal.write(record{Told: p.id})
}

// dialHome connects to this machine only, and asks nobody where it is.
func dialHome(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil || !loopback(host) {
		return nil, errors.New("the webhook is not on this machine")
	}
	dialer := net.Dialer{Timeout: 5 * time.Second}
	if !isLocalhost(host) {
		return dialer.DialContext(ctx, network, address)
	}
	conn, err := dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return dialer.DialContext(ctx, network, net.JoinHostPort("::1", port))
	}
	return conn, nil
}
