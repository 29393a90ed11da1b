package main

import (
	"cmp"
	"fmt"
	"net/netip"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/fetch"
	"github.com/captionmill/captionmill/pipeline/retouch"
)

// pictureFlags are those that decide how pictures are looked at and sent.
func (s *settings) pictureFlags(f *pflag.FlagSet) {
	f.Var(oneOf(&s.checkImages, "no", "no", "quick", "download"), "check-images", "`HOW` to look at images on the web before asking: no, quick (their beginning), download (all of them, once)")
	f.Var(&s.maxPixels, "max-pixels", "scale pictures that are uploaded down to `N` pixels, width times height; without it, none")
	f.BoolVar(&s.keepMetadata, "keep-metadata", false, "do not take places, names, dates and comments out of pictures that are uploaded")
	f.StringArrayVar(&s.networks, "allow-network", nil, "a private network, `CIDR` such as 10.0.0.0/8, that images may be fetched from; may be repeated")
	f.Var(&s.uploads, "uploads", "most pictures fetched, read or uploaded at once, `N` (16)")
}

// lender makes what lends pictures to the API.
func (ss *session) lender() *pipeline.Lender {
	networks, _ := ss.allowed() // was checked with all flags
	fetcher := &fetch.Fetcher{Agent: "captionmill/" + version(), Allow: networks, AtOnce: cmp.Or(int(ss.uploads), 16)}
	lender := &pipeline.Lender{
		Provider: ss.provider(), Shelf: ss.ledger, Storage: ss.client, Fetch: fetcher, Check: pipeline.Check(ss.checkImages),
		Retouch: retouch.Options{MaxPixels: int64(ss.maxPixels), KeepMetadata: ss.keepMetadata}, Roots: ss.roots, AtOnce: int(ss.uploads),
	}
	ss.closes = append(ss.closes, func() error { lender.Close(); fetcher.Close(); return nil })
	return lender
}

// allowed are the private networks that may be fetched from.
func (s *settings) allowed() (all []netip.Prefix, err error) {
	for _, text := range s.networks {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--allow-network %s: it is not a network such as 10.0.0.0/8 or fd00::/8", printable(text))
		}
		all = append(all, network)
	}
	return all, nil
}
