package picture

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Folder opens local pictures, and only those below the folders it was given:
// a manifest from elsewhere cannot make the program read, and send away, any
// other file. It is safe for many goroutines.
type Folder struct {
	roots []root // the manifest's folder first
}

// root is one folder that may be read.
type root struct {
	*os.Root
	dir  string // absolute, as it was named
	real string // absolute, symbolic links followed
}

// File is an open local picture. Path is absolute and cleaned; its identity is
// FileName(Path).
type File struct {
	*os.File
	Path string
}

// OpenFolder opens the folder that relative names start from, usually the
// manifest's, and extra ones below which files may be read too.
func OpenFolder(dir string, extra ...string) (*Folder, error) {
	f := new(Folder)
	for _, name := range append([]string{dir}, extra...) {
		r, err := openRoot(name)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open folder of pictures %q: %w", name, err), f.Close())
		}
		f.roots = append(f.roots, r)
	}
	return f, nil
}

func openRoot(name string) (root, error) {
	dir, err := filepath.Abs(name)
	if err != nil {
		return root{}, err
	}
	resolved, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return root{}, err
	}
	opened, err := os.OpenRoot(dir)
	return root{Root: opened, dir: dir, real: resolved}, err
}

// Close closes the folders. Files that were opened stay open.
func (f *Folder) Close() error {
	var errs []error
	for _, r := range f.roots {
		errs = append(errs, r.Close())
	}
	return errors.Join(errs...)
}

// Locate is the absolute, cleaned path of a file, found by its name alone: the
// file need not exist. The error is a *[Problem] with the reason [OutsideRoot]
// when the name, ".." and all, leads out of every folder.
func (f *Folder) Locate(path string) (string, error) {
	abs := filepath.FromSlash(path)
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(f.roots[0].dir, abs)
	}
	abs = filepath.Clean(abs)
	if _, _, ok := f.holding(abs); !ok {
		return "", outside(path)
	}
	return abs, nil
}

// Open opens a file for reading; the caller closes it. The error is a
// *[Problem]: [OutsideRoot] when the name or a symbolic link leads out of every
// folder, [Unreadable] when there is no such file, it may not be read, or is
// not a regular file.
func (f *Folder) Open(path string) (*File, error) {
	abs, err := f.Locate(path)
	if err != nil {
		return nil, err
	}
	r, rel, _ := f.holding(abs)
	file, err := r.openRegular(rel)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		file, err = f.openLinked(abs, err)
	}
	if err != nil {
		return nil, fileProblem(path, err)
	}
	return &File{File: file, Path: abs}, nil
}

// openLinked tries once more what a root refused, perhaps for a symbolic link
// that leaves it: the place the link leads to may lie below another root. If
// not, the error is errOutside; if it was no link, why stands.
func (f *Folder) openLinked(abs string, why error) (*os.File, error) {
	resolved, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return nil, err
	}
	if resolved == abs {
		return nil, why
	}
	r, rel, ok := f.holding(resolved)
	if !ok {
		return nil, errOutside
	}
	return r.openRegular(rel)
}

// holding finds the first root that a path lies below.
func (f *Folder) holding(abs string) (r root, rel string, ok bool) {
	for _, r := range f.roots {
		for _, dir := range []string{r.dir, r.real} {
			if rel, err := filepath.Rel(dir, abs); err == nil && filepath.IsLocal(rel) {
				return r, rel, true
			}
		}
	}
	return root{}, "", false
}

var (
	errOutside    = errors.New("the file lies outside the folders that may be read")
	errNotRegular = errors.New("not a regular file")
)

// openRegular looks before it opens: opening a pipe would wait for its writer.
func (r root) openRegular(rel string) (*os.File, error) {
	info, err := r.Stat(rel)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: %v", errNotRegular, info.Mode().Type())
	}
	return r.Root.Open(rel)
}

// fileProblem tells an error of the operating system in a sentence.
func fileProblem(path string, err error) error {
	p := &Problem{Reason: Unreadable, Err: err}
	switch {
	case errors.Is(err, errOutside):
		return outside(path)
	case errors.Is(err, fs.ErrNotExist) && strings.Contains(path, `\`):
		p.Detail = fmt.Sprintf(`there is no file %s; write / instead of \ between folders`, quoted(path))
	case errors.Is(err, fs.ErrNotExist):
		p.Detail = fmt.Sprintf("there is no file %s; check the spelling, upper and lower case, and the manifest's folder", quoted(path))
	case errors.Is(err, fs.ErrPermission):
		p.Detail = fmt.Sprintf("no permission to read %s; change its mode or owner", quoted(path))
	case errors.Is(err, errNotRegular):
		p.Detail = fmt.Sprintf("%s is a folder or a device, not a file; name a picture", quoted(path))
	default:
		p.Detail = fmt.Sprintf("cannot open %s: %v", quoted(path), bare(err))
	}
	return p
}

// bare is an error without the operation and the path, which the sentence
// around it has said.
func bare(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

func outside(path string) error {
	return &Problem{Reason: OutsideRoot, Detail: fmt.Sprintf(
		"%s lies outside the manifest's folder; move it there, or allow its folder with --root", quoted(path))}
}
