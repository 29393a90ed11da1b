package pipeline

import (
	"context"
	"io"
	"time"

	"github.com/captionmill/captionmill/pipeline/api"
)

// A server may take a request and never answer it, and must not hold up the rest
// of a run. Calls that cost nothing are given up after some time, to be made once
// more.
const (
	// lookTime is for answers of a few kilobytes, as are nearly all.
	lookTime = time.Minute
	// sendTime is for a file, however large, on however slow a line.
	sendTime = 10 * time.Minute
)

// brisk is storage whose calls end in time.
type brisk struct{ Storage }

func (b brisk) Ticket(ctx context.Context, f api.File) (api.Ticket, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	return b.Storage.Ticket(ctx, f)
}

func (b brisk) Put(ctx context.Context, t api.Ticket, body io.Reader, size int64) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	return b.Storage.Put(ctx, t, body, size)
}

func (b brisk) Upload(ctx context.Context, name, mediaType string, body io.Reader, size int64) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	return b.Storage.Upload(ctx, name, mediaType, body, size)
}

func (b brisk) Landed(ctx context.Context, url string, size int64) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	return b.Storage.Landed(ctx, url, size)
}
