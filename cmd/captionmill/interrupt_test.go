package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
)

// Whoever stops a verb that waits for the API is not told that the API is down.
func TestInterruptedVerbs(t *testing.T) {
	for _, verb := range []string{"balance", "models"} {
		t.Run(verb, func(t *testing.T) {
			ctx, interrupt := context.WithCancelCause(t.Context())
			silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				interrupt(stopped{syscall.SIGINT})
				<-r.Context().Done()
			}))
			defer silent.Close()
			t.Setenv(keyVar, "any-key")
			var out, err bytes.Buffer
			code := run(ctx, []string{verb, "--base-url", silent.URL}, streams{new(bytes.Buffer), &out, &err})
			const want = "asking 127.0.0.1\ncaptionmill: stopped by interrupt; run again to go on\n"
			if code != exitSignals+2 || err.String() != want || out.Len() > 0 {
				t.Errorf("%d, %q and %q; want %q", code, err.String(), out.String(), want)
			}
		})
	}
}
