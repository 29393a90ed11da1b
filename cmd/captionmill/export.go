package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/sink/sqlite"
)

func newExport(std streams) *cobra.Command {
	var s settings
	c := &cobra.Command{
		Use:   "export [MANIFEST|IMAGE|FOLDER|PATTERN]…",
		Short: "Write the results that the ledger holds, also during a run",
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.check(); err != nil {
				return err
			}
			if s.asManifest && c.Flags().Changed("format") {
				return usage(errFamily)
			}
			if err := s.checkReview(c.Flags()); err != nil {
				return usage(err)
			}
			return export(c.Context(), &s, std, args)
		},
	}
	s.ledgerFlags(c.Flags())
	s.outFlags(c.Flags())
	c.Flags().BoolVar(&s.asManifest, "as-manifest", false, "write the rows as a new manifest, to be mended and run: no results, the manifest's own format")
	s.reviewFlags(c.Flags())
	c.Flags().BoolVar(&s.quiet, "quiet", false, "say nothing")
	return c
}

func export(ctx context.Context, s *settings, std streams, args []string) error {
	l, err := sqlite.OpenExisting(ctx, s.ledgerName())
	if err != nil {
		return noLedger(s.ledgerName(), err)
	}
	defer l.Close()
	manifests, err := named(ctx, l, args)
	if err != nil {
		return err
	}
	if len(manifests) == 0 {
		return usage(fmt.Errorf("the ledger %s has no manifest yet; captionmill run reads one", s.ledgerName()))
	}
	outputs, err := s.exports(manifests)
	if err != nil {
		return err
	}
	if err := s.placeable(ctx, l, outputs); err != nil {
		return err
	}
	var errs []error
	for _, o := range outputs {
		err := writeResults(ctx, l, s, std.out, o)
		if errs = append(errs, err); err == nil && o.name != "-" && !s.quiet {
			fmt.Fprintln(std.err, "wrote", printable(o.name)+s.waiting(o))
			s.sayFolder(std.err, o)
		}
	}
	return errors.Join(errs...)
}

// named gives the manifests of the arguments, or all of the ledger's. The
// arguments are understood as those of a run are, but what they name need not
// be there any more.
func named(ctx context.Context, l *sqlite.Ledger, args []string) ([]sqlite.Manifest, error) {
	if len(args) == 0 {
		return l.Manifests(ctx)
	}
	var all []sqlite.Manifest
	lists, singles := apart(args)
	for _, arg := range lists {
		src, err := new(settings).source(arg)
		if err != nil {
			return nil, usage(err)
		}
		m, err := find(ctx, l, arg, src.name, slashed(src.name), arg)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	if len(singles) == 0 {
		return all, nil
	}
	src, err := singleSource(singles)
	if err != nil {
		return nil, err
	}
	m, err := find(ctx, l, src.arg, src.name, src.arg)
	return append(all, m), err
}

// find looks a manifest up by the names that it may have been read under.
func find(ctx context.Context, l *sqlite.Ledger, arg string, names ...string) (sqlite.Manifest, error) {
	for _, name := range names {
		m, known, err := l.Manifest(ctx, name)
		if err != nil || known {
			return m, err
		}
	}
	return sqlite.Manifest{}, usage(fmt.Errorf("the ledger %s knows no manifest %s; captionmill run reads it", l.Name(), printable(arg)))
}
