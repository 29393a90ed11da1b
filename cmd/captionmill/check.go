package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// errFindings says that texts were checked and are not as they should be.
var errFindings = errors.New("the checks found faults")

// A checking is one call of captionmill check.
type checking struct {
	*settings
	std    streams
	kind   string
	failOn string
	all    bool
	rules  *quality.Rules
	facts  facts
}

func newCheck(std streams) *cobra.Command {
	var s settings
	k := checking{settings: &s, std: std}
	c := &cobra.Command{
		Use:   "check [FILE]…",
		Short: "Find faults in alt text, whoever wrote it",
		Long: `check reads lists with alt text (CSV, TSV or JSONL, also gzipped; - for standard
input), whoever wrote it, and finds what readers and accessibility scanners
would complain about. Nothing is asked and nothing is spent. A column with
images is not needed. The texts are in the first column of a usual name (alt,
alt_text, Image Alt Text, …), or in --column alt=NAME; they are compared with
what columns beside it say (page_title, figcaption, link_text, …, or --column
title=NAME). A stream is kept in a file in TMPDIR while it is checked.

A ledger is checked where one is named, and without FILE the one of --db: then
the texts are those that are published, or would be if nothing blocked them, in
every slot, and each is held to what was asked: its kind, its length and its
language. A --kind or --max-chars that is given holds for all of them.`,
	}
	flags := s.borrow(c.Flags(), "db", "emulate", "config", "column", "manifest-format", "severity", "max-chars", "json")
	c.Flags().Var(oneOf(&k.kind, "prose", "prose", "dense", "tags", "ocr"), "kind", "`WHAT` the texts are: prose (alt text), dense (descriptions of any length), tags, ocr (words in pictures)")
	c.Flags().Var(oneOf(&k.failOn, "block", "block", "warn", "never"), "fail-on", "`LEVEL` of findings that end in exit 3: block, warn, never")
	c.Flags().BoolVar(&k.all, "all", false, "show every row with findings, also those that are for statistics only")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := k.prepare(flags, c.Flags(), args); err != nil {
			return err
		}
		return k.run(c.Context(), args)
	}
	return c
}

// prepare checks everything that can be known before a text is read.
func (k *checking) prepare(all, own *pflag.FlagSet, args []string) (err error) {
	if len(args) > 0 && own.Changed("db") {
		return usage(errors.New("--db names a ledger to be checked, and files are named beside it: check one after the other"))
	}
	if err := k.settings.prepare(all); err != nil {
		return err
	}
	kind := quality.Kind(k.kind)
	if k.kind == "prose" {
		kind = quality.Prose
	}
	k.rules, err = k.settings.rules(kind)
	return err
}

func (k *checking) run(ctx context.Context, args []string) error {
	// What is kept of texts to compare them is in use all the time, and four
	// times as much would lie about.
	defer collectAt(100)()
	if len(args) == 0 {
		args = []string{k.ledgerName()}
	}
	r := newReport(k, len(args) > 1)
	for _, arg := range args {
		if err := k.source(ctx, arg, r.of(arg)); err != nil {
			return firstOf(err, r.out.Flush())
		}
	}
	if err := r.finish(); err != nil {
		return err
	}
	return r.verdict()
}

// source checks the texts of one list or ledger.
func (k *checking) source(ctx context.Context, name string, report func(*checked) error) error {
	texts, done, err := k.texts(name)
	if err != nil {
		return err
	}
	return firstOf(k.check(ctx, texts, report), done())
}

// verdict is an error where findings are to end in one.
func (r *report) verdict() error {
	bad := r.worst[quality.Block]
	if r.failOn == string(quality.Warn) {
		bad += r.worst[quality.Warn]
	}
	if bad == 0 || r.failOn == "never" {
		return nil
	}
	return fmt.Errorf("%w in %s", errFindings, r.sum(bad))
}
