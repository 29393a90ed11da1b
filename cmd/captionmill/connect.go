package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/wavespeed"
)

// emulatorURL is the root of the built-in emulator: always the same, so that a
// later run finds what an earlier one has submitted.
const emulatorURL = "http://emulator.localhost"

// connect makes the client for whoever is asked, as yet without a key.
func (ss *session) connect() error {
	if ss.emulate {
		return ss.playAPI()
	}
	root := ss.baseURL
	if root == "" {
		root = os.Getenv(baseURLVar)
	}
	if root == "" {
		root = "https://api.wavespeed.ai"
	}
	base, err := wavespeed.ValidateBaseURL(root)
	if err != nil {
		return usage(err)
	}
	ss.vendor = wavespeed.Vendor(base)
	ss.newClient(base.String(), nil)
	return nil
}

// unlock gives the client the key, before its first call.
func (ss *session) unlock() (err error) {
	if ss.emulate {
		ss.client.Key = "emulated"
		return nil
	}
	ss.client.Key, err = readKey()
	return usage(err)
}

func (ss *session) newClient(base string, dial func(context.Context, string, string) (net.Conn, error)) {
	ss.client = &wavespeed.Client{BaseURL: base, Dial: dial, Agent: "captionmill/" + version()}
	ss.closes = append(ss.closes, func() error { ss.client.Close(); return nil })
}

// mostConns is how many connections are open at once for submits, and for
// looks: enough for any account, while thousands more would only wait for a
// processor and take memory. A submit in sync mode keeps its connection for as
// long as the prediction takes, so that there is no bound.
func (ss *session) mostConns() int {
	const most = 1024
	if ss.syncMode() {
		return 0
	}
	return most
}

// playAPI starts the emulator on a port of this machine, and a client that
// finds it there under its fixed name.
func (ss *session) playAPI() error {
	account, err := emulator.Tier(ss.emulatedAccount())
	if err != nil {
		return usage(err)
	}
	server := &emulator.Server{Account: account, Latency: emulator.Latency{Sigma: 0.3}, Seed: 1, Remember: ss.ledgerName() + ".api"}
	if err := server.Open(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(err, server.Close())
	}
	stop := serve(listener, server)
	ss.closes = append(ss.closes, func() error { return errors.Join(stop(), server.Close()) })
	ss.newClient(emulatorURL, func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, listener.Addr().String())
	})
	return nil
}

// serve answers requests until the returned function is called, which waits
// for the server to end.
func serve(l net.Listener, h http.Handler) (stop func() error) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	return func() error {
		err := server.Close()
		if serveErr := <-done; !errors.Is(serveErr, http.ErrServerClosed) {
			err = errors.Join(err, serveErr)
		}
		return err
	}
}

// emulatedAccount is the account that the emulator plays.
func (ss *session) emulatedAccount() string {
	if ss.account == "auto" {
		return "ultra"
	}
	return ss.account
}

// provider is whose answers these are. Emulated ones never count as real.
func (ss *session) provider() string {
	switch base, _ := url.Parse(ss.client.BaseURL); {
	case ss.emulate:
		return "emulator"
	case ss.vendor:
		return "wavespeed"
	default:
		return base.Hostname()
	}
}

// newLog writes what is worth a line to standard error.
func newLog(w io.Writer, format string) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// publishedLimits is a level's submissions a minute and predictions in flight. The
// vendor has published two tables; where they differ the lower figure stands.
func publishedLimits(account string) (rate float64, inFlight int, err error) {
	switch account {
	case "bronze":
		return 2, 2, nil
	case "silver":
		return 500, 100, nil
	case "gold":
		return 3000, 2000, nil
	case "ultra":
		return 5000, 5000, nil
	default:
		return 0, 0, fmt.Errorf("account %s: no published limits", account)
	}
}
