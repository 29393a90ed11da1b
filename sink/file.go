package sink

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// ErrNotRegular reports a target that cannot be replaced by a file: a folder,
// a device, a pipe.
var ErrNotRegular = errors.New("not a regular file")

// A File takes the place of its target as a whole, in [File.Commit]; until
// then, and after a failure or a crash, the target is as it was. A crash may
// leave the temporary file behind, which is called ".NAME.tmp-…" and stands
// beside the target.
type File struct {
	target string
	temp   *os.File // nil after Commit and Abort
	buf    *bufio.Writer
}

// Create opens a file that will replace the named one, or make it.
//
// Where name is a symbolic link, what it points to is replaced and the link
// stays. The permission bits of a target that exists are kept; its owner and
// its other hard links are not. Folders, devices and pipes are refused with an
// error that wraps [ErrNotRegular].
func Create(name string) (*File, error) {
	f, err := create(name)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	return f, nil
}

func create(name string) (*File, error) {
	old, err := replaceable(name)
	if err != nil {
		return nil, err
	}
	target, err := followLinks(name)
	if err != nil {
		return nil, err
	}
	temp, err := openTemp(target, old)
	if err != nil {
		return nil, err
	}
	return &File{target: target, temp: temp, buf: bufio.NewWriterSize(&forwarder{File: temp}, pieceSize)}, nil
}

// replaceable describes the file that stands under the name, nil if none does.
func replaceable(name string) (fs.FileInfo, error) {
	old, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case old.IsDir():
		return nil, fmt.Errorf("%w: it is a folder; name a file inside it", ErrNotRegular)
	case !old.Mode().IsRegular():
		return nil, fmt.Errorf("%w: for a device or a pipe, write to standard output instead", ErrNotRegular)
	}
	return old, nil
}

// openTemp opens a new file beside the target, with the permissions of the old
// one. At no time is it open to more people than that.
func openTemp(target string, old fs.FileInfo) (*os.File, error) {
	perm := fs.FileMode(0o666) // less the umask, as for any new file
	if old != nil {
		perm = old.Mode().Perm()
	}
	temp, err := os.OpenFile(tempName(target), os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil || old == nil {
		return temp, err
	}
	if err := setPerm(temp, perm); err != nil {
		return nil, errors.Join(err, discard(temp))
	}
	return temp, nil
}

// setPerm changes the permissions only where they differ: file systems without
// permissions refuse every change, and need none.
func setPerm(file *os.File, perm fs.FileMode) error {
	info, err := file.Stat()
	if err != nil || info.Mode().Perm() == perm {
		return err
	}
	return file.Chmod(perm)
}

// tempName is a hidden name beside the target that nobody else has, and no
// longer than file systems bear (255 bytes).
func tempName(target string) string {
	dir, base := filepath.Split(target)
	base = strings.ToValidUTF8(base[:min(len(base), 200)], "")
	return filepath.Join(dir, "."+base+".tmp-"+rand.Text())
}

// followLinks gives the place that name stands for, which need not exist yet.
func followLinks(name string) (string, error) {
	const maxLinks = 40 // what Linux follows
	for range maxLinks {
		// Not filepath.Dir: it would shorten "link/.." before link is followed.
		dir, base := filepath.Split(name)
		if base == "" {
			return "", errors.New("the name ends where a file's name should stand")
		}
		dir, err := filepath.EvalSymlinks(dir + ".")
		if err != nil {
			return "", err
		}
		name = filepath.Join(dir, base)
		link, err := os.Readlink(name)
		if err != nil {
			return name, nil // not a link
		}
		if !filepath.IsAbs(link) {
			link = dir + string(filepath.Separator) + link
		}
		name = link
	}
	return "", errors.New("too many symbolic links")
}

// Write adds to the file. What it returned nil for may still be on its way;
// Commit tells.
func (f *File) Write(p []byte) (int, error) {
	if f.temp == nil {
		return 0, fmt.Errorf("write %s: %w", f.target, os.ErrClosed)
	}
	return f.buf.Write(p)
}

// Commit puts the file in the target's place, on the disk and durable when it
// returns. After an error the target is as it was, except where the folder's
// entry alone could not be made durable: then the new file is there, but a
// power cut may undo it. Commit after Commit or Abort is an error that wraps
// [os.ErrClosed].
//
// Close a [Writer] to this file first; it holds the last rows.
func (f *File) Commit() error {
	if err := f.commit(); err != nil {
		return fmt.Errorf("save %s: %w", f.target, err)
	}
	return nil
}

func (f *File) commit() error {
	if f.temp == nil {
		return os.ErrClosed
	}
	temp := f.temp
	f.temp = nil
	if err := f.settle(temp); err != nil {
		return errors.Join(err, discard(temp))
	}
	return syncFolder(filepath.Dir(f.target))
}

// settle writes out, closes and renames.
func (f *File) settle(temp *os.File) error {
	if err := f.buf.Flush(); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), f.target)
}

// Abort removes what was written and leaves the target as it was. After Commit
// or Abort it does nothing, so it may be deferred.
func (f *File) Abort() error {
	if f.temp == nil {
		return nil
	}
	temp := f.temp
	f.temp = nil
	if err := discard(temp); err != nil {
		return fmt.Errorf("abort %s: %w", f.target, err)
	}
	return nil
}

// Close is Abort: a file that was not committed is not wanted.
func (f *File) Close() error { return f.Abort() }

// discard closes and removes a temporary file.
func discard(temp *os.File) error {
	temp.Close() // nothing of it is kept, and it may be closed already
	return os.Remove(temp.Name())
}

// syncFolder makes a rename durable, where the system knows how.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(name)
	if err != nil {
		return err
	}
	defer dir.Close()
	err = dir.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return nil // some network file systems
	}
	return err
}
