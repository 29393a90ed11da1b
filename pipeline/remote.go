package pipeline

import (
	"bytes"
	"context"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline/fetch"
	"github.com/captionmill/captionmill/pipeline/picture"
	"github.com/captionmill/captionmill/pipeline/retouch"
)

// freshFor is how long what was found at an address is relied on: an answer
// about it is lent to other addresses of the same bytes, and must not be about
// the picture that took its place.
const freshFor = 10 * time.Minute

// address lends a picture at an address: the address itself, escaped, or the
// picture's upload where the API cannot use that, as an earlier attempt may have
// shown.
func (l *Lender) address(ctx context.Context, address string, tried bool) (Lent, error) {
	if l.Check != CheckQuick && l.Check != CheckDownload && !tried {
		return Lent{URL: picture.Escape(address)}, nil
	}
	name, err := picture.Name(address, picture.NameOptions{})
	if err != nil {
		return Lent{}, err
	}
	seen, err := l.Shelf.Seen(ctx, name)
	if err != nil {
		return Lent{}, err
	}
	if seen == nil {
		seen = &Sighting{Name: name}
	}
	switch {
	case seen.Lend || l.Check == CheckDownload:
		return l.download(ctx, address, seen)
	case l.Check == CheckQuick:
		return l.peek(ctx, address, seen)
	}
	return Lent{URL: picture.Escape(address)}, nil
}

// peek looks at the beginning of a picture, and passes its address on.
func (l *Lender) peek(ctx context.Context, address string, seen *Sighting) (Lent, error) {
	there, err := l.fetch(ctx, address, l.Fetch.Peek)
	if err != nil {
		return Lent{}, err
	}
	if there.Closed { // to the API, which is a stranger there
		return l.download(ctx, address, seen)
	}
	return Lent{URL: picture.Escape(address)}, nil
}

// download reads a picture, unless that was done a short while ago.
func (l *Lender) download(ctx context.Context, address string, seen *Sighting) (Lent, error) {
	if seen.Content != ([32]byte{}) && time.Since(seen.At) < freshFor {
		if lent, err := l.again(ctx, address, seen); err != nil || lent.URL != "" {
			return lent, err
		}
	}
	if err := sleep(ctx, l.sites.pause(hostOf(address))); err != nil {
		return Lent{}, err
	}
	leave, err := l.enter(ctx)
	if err != nil {
		return Lent{}, err
	}
	defer leave()
	there, err := l.fetch(ctx, address, l.Fetch.Download)
	if err != nil {
		return Lent{}, err
	}
	o := &original{name: seen.Name, file: fileOf(address), read: func() ([]byte, error) { return there.Data, nil }}
	if err := l.see(ctx, there, o, seen); err != nil {
		return Lent{}, err
	}
	if !l.mustLend(address, seen) {
		return Lent{picture.Escape(address), o.info.Hash}, nil
	}
	return l.upload(ctx, o)
}

// fetch gets a picture in one of the Fetcher's ways. A site that was down for
// many of its pictures is taken for down by the next ones.
func (l *Lender) fetch(ctx context.Context, address string, get func(context.Context, string) (*fetch.Found, error)) (*fetch.Found, error) {
	host := hostOf(address)
	if out := l.sites.down(host); out != nil {
		return nil, out
	}
	there, err := get(ctx, picture.Escape(address))
	if out := l.sites.learn(host, err); out != nil {
		return nil, out // which is held against none of its pictures
	}
	return there, err
}

// see looks at a picture that was fetched, and remembers what it has seen.
func (l *Lender) see(ctx context.Context, there *fetch.Found, o *original, seen *Sighting) (err error) {
	if o.info, err = picture.Inspect(bytes.NewReader(there.Data), ""); err != nil {
		return err
	}
	if o.sent, err = l.retoucher.Picture(ctx, there.Data, o.info, l.Retouch); err != nil {
		return err
	}
	*seen = Sighting{
		Name: seen.Name, Content: o.info.Hash, Type: o.info.Type, Bytes: o.info.Bytes, Width: o.info.Width, Height: o.info.Height,
		ETag: there.ETag, Lend: seen.Lend || there.Closed || changed(o.sent), At: time.Now(),
	}
	return l.Shelf.See(ctx, *seen)
}

// again lends a picture that was read a short while ago, if its bytes are not
// needed for it.
func (l *Lender) again(ctx context.Context, address string, seen *Sighting) (Lent, error) {
	if !l.mustLend(address, seen) {
		return Lent{picture.Escape(address), seen.Content}, nil
	}
	return l.kept(ctx, seen.Content)
}

// mustLend tells whether a picture has to be uploaded.
func (l *Lender) mustLend(address string, seen *Sighting) bool {
	return seen.Lend || l.sites.refuses(hostOf(address))
}

// changed tells whether a picture became another than the one at its address:
// turned, smaller, or of a type that the API takes. What was only stripped is
// there for everyone to see.
func changed(sent *retouch.Result) bool {
	return slices.ContainsFunc(sent.Did, func(did string) bool { return did != retouch.Stripped })
}

// distrust remembers that the API could not fetch a picture at its address. An
// upload of it that could not be fetched either is forgotten. Where pictures
// are downloaded first, the site is one that does not let the API in.
func (l *Lender) distrust(ctx context.Context, address string) error {
	name, err := picture.Name(address, picture.NameOptions{})
	if err != nil {
		return nil // cannot have been sent
	}
	seen, err := l.Shelf.Seen(ctx, name)
	if err != nil {
		return err
	}
	if seen == nil {
		seen = &Sighting{Name: name}
	}
	if seen.Lend {
		return l.drop(ctx, seen.Content)
	}
	if l.Check == CheckDownload {
		l.sites.refused(hostOf(address))
	}
	seen.Lend = true
	return l.Shelf.See(ctx, *seen)
}

// hostOf is the site of an address, in lower case.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// fileOf is what the file at an address is called.
func fileOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return path.Base(u.Path)
}
