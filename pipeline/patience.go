package pipeline

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// lookTime is how long a server may say nothing. It may take a request and never
// answer it, and must not hold up the rest of a run: calls that cost nothing are
// given up then, to be made once more. That of a picture on a slow line may take as
// long as it likes, as long as something of it is taken.
const lookTime = time.Minute

// errSilent ends a call that was not answered.
var errSilent = errors.New("no answer within a minute")

// inTime is a context for a call that costs nothing.
func inTime(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, lookTime, errSilent)
}

// brisk is storage whose calls end when nothing happens any more.
type brisk struct{ Storage }

func (b brisk) Ticket(ctx context.Context, f api.File) (api.Ticket, error) {
	ctx, cancel := inTime(ctx)
	defer cancel()
	return b.Storage.Ticket(ctx, f)
}

func (b brisk) Put(ctx context.Context, t api.Ticket, body io.Reader, size int64) error {
	ctx, moving := watch(ctx, body)
	defer moving.stop()
	return b.Storage.Put(ctx, t, moving, size)
}

func (b brisk) Upload(ctx context.Context, name, mediaType string, body io.Reader, size int64) (string, error) {
	ctx, moving := watch(ctx, body)
	defer moving.stop()
	return b.Storage.Upload(ctx, name, mediaType, moving, size)
}

func (b brisk) Landed(ctx context.Context, url string, size int64) (bool, error) {
	ctx, cancel := inTime(ctx)
	defer cancel()
	return b.Storage.Landed(ctx, url, size)
}

// A moving file is on its way as long as it is read.
type moving struct {
	io.Reader
	still  *time.Timer
	cancel context.CancelCauseFunc
}

// watch gives a context that ends when nothing of a file was read for some time.
func watch(ctx context.Context, body io.Reader) (context.Context, *moving) {
	ctx, cancel := context.WithCancelCause(ctx)
	still := time.AfterFunc(lookTime, func() { cancel(errSilent) })
	return ctx, &moving{body, still, cancel}
}

func (m *moving) Read(p []byte) (int, error) {
	m.still.Reset(lookTime)
	return m.Reader.Read(p)
}

func (m *moving) stop() {
	m.still.Stop()
	m.cancel(nil)
}
