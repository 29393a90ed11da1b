package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/prompt"
	"github.com/captionmill/captionmill/sink"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// reviewFlags are those of sheets for people.
func (s *settings) reviewFlags(f *pflag.FlagSet) {
	f.StringVar(&s.review, "review", "", "write a sheet for people to decide in, a CSV `FILE` or -; captionmill import takes it back")
	f.BoolVar(&s.reviewAll, "all", false, "with --review: all texts, not only those that wait for a person")
	f.BoolVar(&s.mark, "bom", false, "with --review: a byte order mark in front, by which Excel knows UTF-8")
}

// checkReview finds flags that contradict a sheet, or need one.
func (s *settings) checkReview(f *pflag.FlagSet) error {
	if s.review == "" {
		if s.reviewAll || s.mark || f.Changed("review") {
			return errors.New("--all and --bom belong to a sheet for people: name its file with --review FILE")
		}
		return nil
	}
	for _, name := range []string{"out", "format", "only", "with", "as-manifest"} {
		if f.Changed(name) {
			return fmt.Errorf("--review writes a sheet for people, and --%s is about results: leave one of them away", name)
		}
	}
	return nil
}

// waiting says what a sheet holds.
func (s *settings) waiting(o output) string {
	switch {
	case s.review == "":
		return ""
	case s.reviewAll:
		return ": " + plural(o.counts.lines, "text")
	case o.counts.lines == 0:
		return ": nothing waits for a person; --all writes every text"
	}
	return fmt.Sprintf(": %s to decide about; fill in the columns decision (approve, edit, reject, decorative) and edited_text, then captionmill import",
		plural(o.counts.lines, "text"))
}

// writeSheet writes the answers of some manifests that wait for a person, or
// all of them.
func writeSheet(ctx context.Context, l *sqlite.Ledger, s *settings, w io.Writer, out output) error {
	shape, err := s.shape(ctx, l, out.manifests)
	if err != nil {
		return err
	}
	judge, err := s.judge(ctx, l, out.manifests)
	if err != nil {
		return err
	}
	var headers [][]string
	for _, m := range out.manifests {
		headers = append(headers, m.Header)
	}
	sheet := sink.NewSheet(w, s.mark, len(shape.Long) > 0, headers...)
	for _, m := range out.manifests {
		var holds []pipeline.Hold
		judge.Facts = factsOf(m)
		for o, err := range l.Details(ctx, m.Rows) {
			if err != nil {
				return err
			}
			r, err := judge.Result(o)
			if err != nil {
				return err
			}
			holds = r.Holds(holds, o)
			answers := s.undecided(r)
			out.counts.lines += int64(len(answers))
			if err := sheet.Write(m.Name, m.Header, r, answers...); err != nil {
				return err
			}
		}
		if err := l.Hold(ctx, m.ID, holds); err != nil {
			return err
		}
	}
	return sheet.Close()
}

// undecided are the answers of a row that belong in a sheet.
func (s *settings) undecided(r *pipeline.Result) (answers []pipeline.Answer) {
	for _, a := range r.Parts() {
		if s.reviewAll || a.NeedsPerson() {
			answers = append(answers, a)
		}
	}
	return answers
}

// mostNamed bounds how many parameters have their preset remembered.
const mostNamed = 1024

// presetForms are the forms of the presets that ship.
func presetForms() ([]form, error) {
	presets, err := prompt.Load(configs.Presets())
	if err != nil {
		return nil, err
	}
	return formsOf(presets)
}

// namePresets gives what finds the presets of results: those of the forms and
// whose text was asked, in whatever language, of a row of which nothing else is
// known. What a row's own words were added to has no preset's name. It is not
// safe for concurrent use.
func namePresets(forms []form) func(*pipeline.Result) {
	known := map[string]string{}
	name := func(parameters string) string {
		found, ok := known[parameters]
		if !ok {
			if len(known) >= mostNamed {
				clear(known)
			}
			found = presetOf(forms, parameters)
			known[parameters] = found
		}
		return found
	}
	return func(r *pipeline.Result) { r.Presets(name) }
}

// A form is a text that a preset makes: before and after the language's name,
// or all of it before.
type form struct {
	preset, before, after string
	speaks                bool // there is a language's name between
}

// formsOf are the forms of presets, an older version's before a newer one's.
func formsOf(presets prompt.Presets) (forms []form, err error) {
	const someLanguage = "<language>"
	for _, p := range presets {
		t, err := prompt.Parse(p.String(), p.Text)
		if err != nil {
			return nil, err
		}
		forms = append(forms, form{preset: p.String(), before: t.Bare()})
		in, err := t.Render(&prompt.Values{Lang: someLanguage})
		if err != nil {
			return nil, err
		}
		if before, after, ok := strings.Cut(in, someLanguage); ok {
			forms = append(forms, form{p.String(), before, after, true})
		}
	}
	return forms, nil
}

// presetOf is the full name of the preset whose text is among the parameters,
// "" for none.
func presetOf(forms []form, parameters string) string {
	var values map[string]any
	if json.Unmarshal([]byte(parameters), &values) != nil {
		return ""
	}
	for _, value := range values {
		text, _ := value.(string)
		for _, f := range forms {
			if text != "" && f.made(text) {
				return f.preset
			}
		}
	}
	return ""
}

// made tells whether a text has the form.
func (f *form) made(text string) bool {
	if !f.speaks {
		return text == f.before
	}
	rest, begins := strings.CutPrefix(text, f.before)
	language, ends := strings.CutSuffix(rest, f.after)
	return begins && ends && language != "" && !strings.ContainsAny(language, ".\n")
}
