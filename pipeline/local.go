package pipeline

import (
	"context"
	"io"
	"path/filepath"

	"github.com/captionmill/captionmill/pipeline/picture"
)

// file lends a local picture.
func (l *Lender) file(ctx context.Context, folder, path string) (Lent, error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return Lent{}, err
	}
	defer leave()
	f, info, err := l.open(folder, path)
	if err != nil {
		return Lent{}, err
	}
	defer f.Close()
	return l.upload(ctx, &original{
		name: picture.FileName(f.Path), file: filepath.Base(f.Path), info: info,
		read: func() ([]byte, error) { return io.ReadAll(io.LimitReader(f, picture.MaxBytes+1)) },
	})
}

// dropFile forgets the upload of a local picture.
func (l *Lender) dropFile(ctx context.Context, folder, path string) error {
	f, info, err := l.open(folder, path)
	if err != nil {
		return nil // which says so itself when it is to be sent again
	}
	f.Close()
	return l.drop(ctx, info.Hash)
}

// open opens a file below the manifest's folder and looks at what it holds.
func (l *Lender) open(folder, path string) (*picture.File, picture.Info, error) {
	dir, err := l.folder(folder)
	if err != nil {
		return nil, picture.Info{}, err
	}
	f, err := dir.Open(path)
	if err != nil {
		return nil, picture.Info{}, err
	}
	info, err := picture.Inspect(f, path)
	if err != nil {
		f.Close()
	}
	return f, info, err
}

// A folderError is a folder that cannot be opened: no fault of any picture.
type folderError struct{ text string }

func (e *folderError) Error() string { return e.text }

// folder opens a manifest's folder once.
func (l *Lender) folder(name string) (*picture.Folder, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f, ok := l.folders[name]; ok {
		return f, nil
	}
	f, err := picture.OpenFolder(name, l.Roots...)
	if err != nil {
		return nil, &folderError{err.Error()}
	}
	if l.folders == nil {
		l.folders = map[string]*picture.Folder{}
	}
	l.folders[name] = f
	return f, nil
}

// Close closes the folders that were opened.
func (l *Lender) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.folders {
		f.Close()
	}
	clear(l.folders)
}
