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
		Use:   "export [MANIFEST]…",
		Short: "Write the results that the ledger holds, also during a run",
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.check(c.Flags()); err != nil {
				return err
			}
			if s.asManifest && c.Flags().Changed("format") {
				return usage(errFamily)
			}
			return export(c.Context(), &s, std, args)
		},
	}
	s.ledgerFlags(c.Flags())
	s.outFlags(c.Flags())
	c.Flags().BoolVar(&s.asManifest, "as-manifest", false, "write the rows as a new manifest, to be mended and run: no results, the manifest's own format")
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
			fmt.Fprintln(std.err, "wrote", printable(o.name))
			s.sayFolder(std.err, o)
		}
	}
	return errors.Join(errs...)
}

// named gives the manifests of the arguments, or all of the ledger's.
func named(ctx context.Context, l *sqlite.Ledger, args []string) ([]sqlite.Manifest, error) {
	if len(args) == 0 {
		return l.Manifests(ctx)
	}
	var all []sqlite.Manifest
	for _, arg := range args {
		m, err := find(ctx, l, arg)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// find looks a manifest up by the path or the name that it was read under.
func find(ctx context.Context, l *sqlite.Ledger, arg string) (sqlite.Manifest, error) {
	abs, err := absolute(arg)
	if err != nil {
		return sqlite.Manifest{}, err
	}
	for _, name := range []string{abs, arg} {
		m, known, err := l.Manifest(ctx, name)
		if err != nil || known {
			return m, err
		}
	}
	return sqlite.Manifest{}, usage(fmt.Errorf("the ledger %s knows no manifest %s; captionmill run reads it", l.Name(), printable(arg)))
}
