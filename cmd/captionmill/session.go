package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/prompt"
	"github.com/captionmill/captionmill/pipeline/wavespeed"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A session is everything that run and plan work with, made of the settings.
type session struct {
	*settings
	std    streams
	log    *slog.Logger
	models model.Table
	prices *pipeline.Prices
	asker  *pipeline.Asker
	client *wavespeed.Client
	vendor bool // the real API is asked
	ledger *sqlite.Ledger
	closes []func() error
}

// newSession checks the settings and opens what they name. Nothing is spent,
// and nothing but the ledger is written.
func newSession(ctx context.Context, s *settings, std streams) (_ *session, err error) {
	ss, err := plainSession(s, std)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ss.close())
		}
	}()
	if err = ss.connect(); err != nil {
		return nil, err
	}
	if err = ss.ask(); err != nil {
		return nil, usage(err)
	}
	return ss, nil
}

// plainSession is one that asks nobody anything. It refuses a place where no
// ledger can be kept.
func plainSession(s *settings, std streams) (*session, error) {
	if err := sqlite.Check(s.ledgerName()); err != nil {
		return nil, err
	}
	models, err := loadModels(s.models)
	if err != nil {
		return nil, err
	}
	return &session{settings: s, std: std, log: newLog(std.err, s.logFormat), models: models, prices: &pipeline.Prices{Models: models}}, nil
}

// loadModels is the table that ships, with what the user's configuration adds.
func loadModels(user model.Table) (model.Table, error) {
	table, err := model.Load(configs.Models(), configs.ModelsName)
	if err != nil {
		return nil, err
	}
	return table.Merge(user), nil
}

// ask makes the asker: what every row is asked.
func (ss *session) ask() error {
	m, err := ss.models.Find(ss.model)
	if err != nil {
		return err
	}
	text, err := ss.text()
	if err != nil {
		return err
	}
	params, extras := ss.split(m)
	ss.asker = &pipeline.Asker{
		Provider: ss.provider(), Model: m, Params: params, Text: text,
		Existing: pipeline.Existing(ss.existing), ImageKey: pipeline.ImageKey(ss.imageKey),
	}
	if _, err := m.Resolve(extras); err != nil {
		return err
	}
	return ss.asker.Check()
}

// split takes the parameters apart that do not change the question.
func (ss *session) split(m model.Model) (params, extras map[string]any) {
	params, extras = map[string]any{}, map[string]any{}
	for name, v := range ss.params.any() {
		if p, ok := m.Parameter(name); ok && p.NoIdentity {
			extras[name] = v
			continue
		}
		params[name] = v
	}
	return params, extras
}

// mostPrompt bounds the size of a prompt, in bytes.
const mostPrompt = 64 << 10

// text is the prompt for rows without their own: the person's, or a preset.
func (ss *session) text() (string, error) {
	name, fromFile := strings.CutPrefix(ss.prompt, "@")
	switch {
	case ss.prompt == "":
		presets, err := prompt.Load(configs.Presets())
		if err != nil {
			return "", err
		}
		p, err := presets.Find(ss.preset)
		return p.Text, err
	case !fromFile:
		return promptOf("--prompt", ss.prompt)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", unopened("--prompt @"+name, err)
	}
	return promptOf("--prompt @"+name, string(text))
}

// promptOf is a person's prompt without the space around it, which files and
// YAML add and which would make another question of it.
func promptOf(where, text string) (string, error) {
	prompt := strings.TrimSpace(text)
	if prompt == "" || len(prompt) > mostPrompt {
		return "", fmt.Errorf("%s: a prompt of %d bytes; it has to have 1 to %d", printable(where), len(prompt), mostPrompt)
	}
	return prompt, nil
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
