package picture

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"path/filepath"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// What a picture may be. Larger ones are refused before anything is sent.
const (
	MaxBytes  = 20 << 20   // the vendor's size for uploaded pictures, 20 MB
	MaxPixels = 64_000_000 // width times height; a guard against files that unpack to gigabytes
	MinSide   = 2          // pixels; nothing shorter shows anything
)

// Info is what a picture's bytes say.
type Info struct {
	Type   string            // the media type, such as "image/jpeg": by content, never by name
	Width  int               // in pixels, as stored: a camera's rotation mark is not applied
	Height int               // in pixels, as stored
	Bytes  int64             // the size of the file
	Hash   [sha256.Size]byte // SHA-256 of the whole content
}

const typeAVIF = "image/avif"

// Sendable reports whether the API takes pictures of the type. It does not take
// AVIF, which passes because it can be made into another.
func (info Info) Sendable() bool { return info.Type != typeAVIF }

// Inspect reads a picture from its first byte to its last, in little memory,
// and leaves r at the start again for the next reader. JPEG, PNG, WebP, GIF, BMP
// and TIFF pass: the types that the vendor's upload page lists. So does AVIF,
// which is on no such list: see [Info.Sendable]. Nothing is decoded but the
// header: a damaged picture can pass, one that was cut off does not (except a
// TIFF with its directory in front, whose end nothing marks). The extension of
// name, which may be "", is only used in sentences.
//
// The error is a *[Problem]: [NotAnImage], [UnsupportedType], [TooLarge],
// [TooSmall], or [Unreadable] when r fails or ends before the picture does.
func Inspect(r io.ReadSeeker, name string) (Info, error) {
	k, err := sniff(r, name)
	if err != nil {
		return Info{}, err
	}
	info := Info{Type: k.mime}
	if err := info.weigh(r); err != nil {
		return Info{}, err
	}
	if err := info.measure(r, k); err != nil {
		return Info{}, err
	}
	if err := reachEnd(r, k); err != nil {
		return Info{}, err
	}
	return info, rewind(r)
}

// sniff reads the first bytes and finds the kind they belong to.
func sniff(r io.ReadSeeker, name string) (kind, error) {
	if err := rewind(r); err != nil {
		return kind{}, err
	}
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(r, head)
	if err != nil && !endOfFile(err) {
		return kind{}, broken(err)
	}
	k := kindOf(head[:n])
	switch {
	case k.config != nil:
		return k, nil
	case k.advice != "":
		return kind{}, &Problem{Reason: UnsupportedType, Detail: fmt.Sprintf(
			"found %s%s, which the API does not take; %s", k.called, named(name), k.advice)}
	}
	return kind{}, &Problem{Reason: NotAnImage, Detail: fmt.Sprintf(
		"found %s%s where a picture should be; fetch or export the picture again", k.called, named(name))}
}

// named tells an extension that may have raised other hopes.
func named(name string) string {
	if ext := filepath.Ext(name); ext != "" && len(ext) < 12 {
		return " named " + escaped(ext)
	}
	return ""
}

// escaped is quoted without the quotes.
func escaped(s string) string {
	q := quoted(s)
	return q[1 : len(q)-1]
}

// weigh counts and hashes the content.
func (info *Info) weigh(r io.ReadSeeker) (err error) {
	if err := rewind(r); err != nil {
		return err
	}
	hash := sha256.New()
	info.Bytes, err = io.Copy(hash, io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return broken(err)
	case info.Bytes > MaxBytes:
		return &Problem{Reason: TooLarge, Detail: fmt.Sprintf(
			"the file is larger than %d MB; save it smaller or more compressed", MaxBytes>>20)}
	}
	hash.Sum(info.Hash[:0])
	return nil
}

// measure reads width and height from the header.
func (info *Info) measure(r io.ReadSeeker, k kind) error {
	if err := rewind(r); err != nil {
		return err
	}
	watched := &watchedReader{from: r}
	config, err := k.config(watched)
	switch {
	case watched.fault != nil:
		return broken(watched.fault)
	case err != nil:
		return headerProblem(k, err)
	}
	info.Width, info.Height = config.Width, config.Height
	return sizeProblem(k, config)
}

// watchedReader remembers how reading failed: some decoders tell it as a fault
// of the picture.
type watchedReader struct {
	from  io.ReadSeeker
	fault error
}

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	return n, w.watch(err)
}

// ReadAt spares the TIFF decoder from keeping the whole file. It moves the
// position, as nobody reads both ways.
func (w *watchedReader) ReadAt(p []byte, offset int64) (int, error) {
	if _, err := w.from.Seek(offset, io.SeekStart); err != nil {
		return 0, w.watch(err)
	}
	n, err := io.ReadFull(w.from, p)
	return n, w.watch(err)
}

func (w *watchedReader) watch(err error) error {
	if err != nil && !endOfFile(err) {
		w.fault = err
	}
	return err
}

func sizeProblem(k kind, c image.Config) error {
	switch {
	case c.Width <= 0 || c.Height <= 0:
		return headerProblem(k, errors.New("a side of no pixels"))
	case int64(c.Width)*int64(c.Height) > MaxPixels:
		return &Problem{Reason: TooLarge, Detail: fmt.Sprintf(
			"the picture has %d by %d pixels, more than %d million; save it smaller", c.Width, c.Height, MaxPixels/1_000_000)}
	case c.Width < MinSide || c.Height < MinSide:
		return &Problem{Reason: TooSmall, Detail: fmt.Sprintf(
			"the picture has only %d by %d pixels, as tracking pixels and spacers have; leave it out", c.Width, c.Height)}
	}
	return nil
}

// headerProblem tells a header that is cut, unusual or broken.
func headerProblem(k kind, err error) error {
	_, odd := errors.AsType[jpeg.UnsupportedError](err)
	_, rare := errors.AsType[tiff.UnsupportedError](err)
	switch {
	case endOfFile(err):
		return endsEarly(err)
	case odd || rare || errors.Is(err, bmp.ErrUnsupported) || errors.Is(err, errRareAVIF):
		return &Problem{Reason: UnsupportedType, Err: err, Detail: fmt.Sprintf(
			"found %s of a rare variety; save it again as an ordinary JPEG or PNG", k.called)}
	}
	return &Problem{Reason: NotAnImage, Err: err, Detail: fmt.Sprintf(
		"the file begins like %s but its header is broken; fetch or export it again", k.called)}
}

// reachEnd follows the picture's own structure to its last part.
func reachEnd(r io.ReadSeeker, k kind) error {
	if err := rewind(r); err != nil || k.toEnd == nil {
		return err
	}
	err := k.toEnd(bufio.NewReader(r))
	switch {
	case err == nil:
		return nil
	case endOfFile(err):
		return endsEarly(err)
	}
	return broken(err)
}

func rewind(r io.Seeker) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return broken(err)
	}
	return nil
}

func endOfFile(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

func endsEarly(err error) error {
	return &Problem{Reason: Unreadable, Err: err,
		Detail: "the file ends before the picture does; fetch or copy it again"}
}

func broken(err error) error {
	return &Problem{Reason: Unreadable, Err: err, Detail: fmt.Sprintf("cannot read the file: %v", bare(err))}
}
