package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/wavespeed"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A session is everything that run and plan work with, made of the settings.
type session struct {
	*settings
	std      streams
	log      *slog.Logger
	models   model.Table
	prices   *pipeline.Prices
	asker    *pipeline.Asker
	repairer *pipeline.Repairer
	client   *wavespeed.Client
	vendor   bool // the real API is asked
	inputs   []source
	// tableOnly is set where nobody can be asked for a quote.
	tableOnly bool

	ledger *sqlite.Ledger
	closes []func() error
}

// newSession checks the settings and the manifests' names, and makes ready what
// is to be asked. Nothing is spent, and nothing is written; the key is not
// needed yet, so that no other mistake hides behind one that is missing.
func newSession(s *settings, std streams, args []string) (*session, error) {
	ss, err := plainSession(s, std)
	if err != nil {
		return nil, err
	}
	if err := ss.prepareTo(args); err != nil {
		return nil, errors.Join(err, ss.close())
	}
	return ss, nil
}

func (ss *session) prepareTo(args []string) (err error) {
	if ss.inputs, err = ss.sources(args); err != nil {
		return err
	}
	if err := ss.checkRoots(); err != nil {
		return usage(err)
	}
	if err := ss.connect(); err != nil {
		return err
	}
	if err := ss.ask(); err != nil {
		return usage(err)
	}
	ss.client.MaxConns = ss.mostConns()
	ss.repairer, err = ss.newRepairer()
	return err
}

// checkRoots makes sure that every --root is a folder.
func (ss *session) checkRoots() error {
	for _, root := range ss.roots {
		info, err := os.Stat(root)
		if err != nil {
			return unopened("--root "+printable(root), err)
		}
		if !info.IsDir() {
			return fmt.Errorf("--root %s: it is a file; name the folder that it stands in", printable(root))
		}
	}
	return nil
}

// plainSession is one that asks nobody anything. It refuses a place where no
// ledger can be kept.
func plainSession(s *settings, std streams) (*session, error) {
	if err := sqlite.Check(s.ledgerName()); err != nil {
		return nil, err
	}
	models, err := loadModels(s)
	if err != nil {
		return nil, err
	}
	return &session{settings: s, std: std, log: newLog(std.err, s.logFormat), models: models, prices: &pipeline.Prices{Models: models}}, nil
}

// loadModels is the table that ships, with the models and the prices of the
// user's configuration.
func loadModels(s *settings) (model.Table, error) {
	table, err := model.Load(configs.Models(), configs.ModelsName)
	if err != nil {
		return nil, err
	}
	if table, err = table.Merge(s.ownModels).Reprice(s.ownPrices); err != nil {
		return nil, usage(wrongYAML(s.config, err))
	}
	return table, nil
}

// openLedger opens the ledger, and holds it for this process alone. An
// existing one must hold answers of the same provider only.
func (ss *session) openLedger(ctx context.Context, name string) error {
	if err := ss.hold(ctx, name); err != nil {
		return err
	}
	if err := ss.ledger.Tidy(ctx); err != nil {
		return err
	}
	return ss.sameProvider(ctx)
}

// hold takes the ledger's lock and opens it.
func (ss *session) hold(ctx context.Context, name string) error {
	lock, err := sqlite.LockFile(name, fmt.Sprintf("process %d (captionmill %s)", os.Getpid(), version()))
	if err != nil {
		return err
	}
	ss.closes = append(ss.closes, lock.Unlock)
	if ss.ledger, err = sqlite.Open(ctx, name); err != nil {
		return damaged(err)
	}
	ss.closes = append(ss.closes, ss.ledger.Close)
	return nil
}

// sameProvider refuses to ask another provider about a ledger's questions than
// the one that answered them so far.
func (ss *session) sameProvider(ctx context.Context) error {
	had, err := ss.ledger.Provider(ctx)
	if err == nil && had != "" && had != ss.provider() {
		err = usage(fmt.Errorf("%s holds answers of %s, and this run would ask %s: name another ledger with --db", ss.ledger.Name(), had, ss.provider()))
	}
	return err
}

// close closes everything in the opposite order.
func (ss *session) close() error {
	var errs []error
	for i := len(ss.closes) - 1; i >= 0; i-- {
		errs = append(errs, ss.closes[i]())
	}
	ss.closes = nil
	return errors.Join(errs...)
}

// sayf tells a person something on standard error, unless quiet is wanted.
func (ss *session) sayf(format string, args ...any) {
	if !ss.quiet {
		fmt.Fprintf(ss.std.err, format+"\n", args...)
	}
}

// absolute is a path as it is known wherever the program is started.
func absolute(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.Clean(abs), nil
}
