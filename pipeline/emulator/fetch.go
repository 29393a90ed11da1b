package emulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// A lookFunc looks at the picture that an input names.
type lookFunc func(ctx context.Context, image string) (look, error)

// errNotAtHand reports a picture that only the network can bring.
var errNotAtHand = errors.New("picture not at hand")

var errGone = errors.New("upload expired, or no picture")

// glance looks at a picture without the network: an upload, or one that was
// fetched before.
func (s *Server) glance(_ context.Context, image string) (look, error) {
	if u := s.room.uploadOf(image); u != nil {
		if u.look == nil || s.now().Sub(u.created) >= retention {
			return look{}, errGone
		}
		return *u.look, nil
	}
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	if l, ok := s.room.looks.get(image); ok {
		return l, nil
	}
	return look{}, errNotAtHand
}

// fetchLook looks at a picture, over the network if it must.
func (s *Server) fetchLook(ctx context.Context, image string) (look, error) {
	l, err := s.glance(ctx, image)
	if !errors.Is(err, errNotAtHand) {
		return l, err
	}
	l, err = s.room.fetcher.look(ctx, image)
	if err != nil {
		return look{}, err
	}
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	s.room.looks.put(image, l, 1)
	return l, nil
}

// fetchTime is how long fetching one picture may take.
const fetchTime = 10 * time.Second

// A fetcher gets pictures by URL and looks at them, few at a time: a decoded
// picture can take half a gigabyte.
type fetcher struct {
	client *http.Client
	eyes   chan struct{}
}

func newFetcher(client *http.Client) fetcher {
	if client == nil {
		client = &http.Client{
			Transport:     http.DefaultTransport.(*http.Transport).Clone(),
			CheckRedirect: fiveRedirects,
		}
	}
	return fetcher{client: client, eyes: make(chan struct{}, 2)}
}

func fiveRedirects(_ *http.Request, via []*http.Request) error {
	if len(via) > 5 {
		return errors.New("more than 5 redirects")
	}
	return nil
}

func (f fetcher) look(ctx context.Context, image string) (look, error) {
	data, err := f.get(ctx, image)
	if err != nil {
		return look{}, err
	}
	return f.see(ctx, data)
}

// glimpse is the look of a file, nil if it is no picture.
func (f fetcher) glimpse(ctx context.Context, data []byte) *look {
	l, err := f.see(ctx, data)
	if err != nil {
		return nil
	}
	return &l
}

func (f fetcher) see(ctx context.Context, data []byte) (look, error) {
	select {
	case f.eyes <- struct{}{}:
	case <-ctx.Done():
		return look{}, ctx.Err()
	}
	defer func() { <-f.eyes }()
	return lookAt(data)
}

// get fetches a picture's bytes. Only http and https will do: a path or a
// file: URL in a request never opens a file of this machine.
func (f fetcher) get(ctx context.Context, image string) ([]byte, error) {
	u, err := url.Parse(image)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("not an http or https URL")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, image, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "captionmill-emulator")
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered HTTP %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxPicture+1))
	if err == nil && len(data) > maxPicture {
		err = fmt.Errorf("larger than %d bytes", maxPicture)
	}
	return data, err
}
