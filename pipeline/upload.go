package pipeline

import (
	"context"
	"path/filepath"
	"time"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// upload gives the address under which the API keeps a file, and sends it
// there unless it is there already.
func (p *Preparer) upload(ctx context.Context, folder, path string) (string, error) {
	done, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	f, info, err := p.open(folder, path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	landed, err := p.alone(ctx, info.Hash)
	if err != nil {
		return "", err
	}
	defer landed()
	url, err := p.Ledger.Upload(ctx, info.Hash, p.Provider)
	if err != nil || url != "" {
		return url, err
	}
	return p.send(ctx, f, info)
}

// send uploads a file and remembers where it is.
func (p *Preparer) send(ctx context.Context, f *picture.File, info picture.Info) (string, error) {
	url, err := p.Uploader.Upload(ctx, filepath.Base(f.Path), info.Type, f, info.Bytes)
	if err != nil {
		return "", err
	}
	return url, p.Ledger.Uploaded(ctx, Upload{
		Content: info.Hash, Provider: p.Provider, Name: picture.FileName(f.Path),
		Type: info.Type, Bytes: info.Bytes, Width: info.Width, Height: info.Height,
		URL: url, Expires: time.Now().Add(uploadKept),
	})
}

// open opens a file below the manifest's folder and looks at what it holds.
func (p *Preparer) open(folder, path string) (*picture.File, picture.Info, error) {
	dir, err := p.folder(folder)
	if err != nil {
		return nil, picture.Info{}, err
	}
	f, err := dir.Open(path)
	if err != nil {
		return nil, picture.Info{}, err
	}
	info, err := picture.Inspect(f, path)
	if err == nil && !info.Sendable() {
		err = &picture.Problem{Reason: picture.UnsupportedType, Detail: "the API does not take pictures of the type " +
			info.Type + "; save it as JPEG or PNG"}
	}
	if err != nil {
		f.Close()
	}
	return f, info, err
}

// folder opens a manifest's folder once.
func (p *Preparer) folder(name string) (*picture.Folder, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f, ok := p.folders[name]; ok {
		return f, nil
	}
	f, err := picture.OpenFolder(name, p.Roots...)
	if err != nil {
		return nil, err
	}
	if p.folders == nil {
		p.folders = map[string]*picture.Folder{}
	}
	p.folders[name] = f
	return f, nil
}

// Close closes the folders that were opened.
func (p *Preparer) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.folders {
		f.Close()
	}
	clear(p.folders)
}

// turn waits for one of the uploads that may be under way at once.
func (p *Preparer) turn(ctx context.Context) (done func(), err error) {
	p.once.Do(func() { p.turns = make(chan struct{}, or(p.Uploads, 8)) })
	select {
	case p.turns <- struct{}{}:
		return func() { <-p.turns }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// alone waits while the same content is being sent, so that it goes once.
func (p *Preparer) alone(ctx context.Context, content [32]byte) (landed func(), err error) {
	for {
		p.mu.Lock()
		wait, busy := p.sending[content]
		if !busy {
			break
		}
		p.mu.Unlock()
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	defer p.mu.Unlock()
	if p.sending == nil {
		p.sending = map[[32]byte]chan struct{}{}
	}
	mine := make(chan struct{})
	p.sending[content] = mine
	return func() { p.landed(content, mine) }, nil
}

func (p *Preparer) landed(content [32]byte, mine chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.sending, content)
	close(mine)
}
