package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
)

// asksAbout tells whether a submit names something, and leaves its body whole.
func asksAbout(r *http.Request, what string) bool {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && bytes.Contains(body, []byte(what))
}

// TestUnluckyWord: a question that is always refused with words of credit, in
// an account that has money, fails alone.
func TestUnluckyWord(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool {
			return asksAbout(r, "/0.jpg") && says(rw, r, 400, noCredits)
		}
		w.ask("list", urls(20)...)
		if err := w.runner().Run(context.Background()); err != nil {
			t.Errorf("the run ended with %v", err)
		}
		if got := w.states(); got[pipeline.Done] != 19 || got[pipeline.Failed] != 1 {
			t.Errorf("the items are %v, want 19 done and 1 failed", got)
		}
	})
}

// TestNoCreditWhateverTheBalanceSays: refusals of everything are believed in
// the end, and no question fails of them.
func TestNoCreditWhateverTheBalanceSays(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, &emulator.Server{})
		w.onSubmit = func(_ int, rw http.ResponseWriter, r *http.Request) bool { return says(rw, r, 200, noCredits) }
		w.ask("list", urls(40)...)
		if err := w.runner().Run(context.Background()); !errors.Is(err, pipeline.ErrCredit) {
			t.Errorf("the run ended with %v, want %v", err, pipeline.ErrCredit)
		}
		if got := w.states(); got[pipeline.Pending] != 40 || w.reserved() != 0 {
			t.Errorf("the items are %v with %s reserved, want 40 pending and nothing", got, w.reserved())
		}
	})
}
