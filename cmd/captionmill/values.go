package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline/price"
)

// The flags here refuse what would pass for not being given at all, wherever
// it stands: on the command line or in a configuration file.

// pairs is a flag that takes NAME=VALUE, many times.
type pairs map[string]string

func (p *pairs) String() string { return "" }
func (p *pairs) Type() string   { return "NAME=VALUE" }

func (p *pairs) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return fmt.Errorf("%q is not NAME=VALUE", s)
	}
	if *p == nil {
		*p = pairs{}
	}
	(*p)[name] = value
	return nil
}

// any is the pairs as a model takes parameters.
func (p pairs) any() map[string]any {
	m := make(map[string]any, len(p))
	for name, v := range p {
		m[name] = v
	}
	return m
}

// money is a flag that takes an amount of dollars, above nothing.
type money struct{ price.Micros }

func (m *money) String() string {
	if m.Micros == 0 {
		return ""
	}
	return m.Decimal()
}
func (m *money) Type() string { return "USD" }

func (m *money) Set(s string) (err error) {
	if m.Micros, err = price.Parse(s); err == nil && m.Micros == 0 {
		err = fmt.Errorf("%q would allow nothing at all; captionmill plan spends nothing", s)
	}
	return err
}

// perMinute is a flag that takes a rate.
type perMinute float64

func (r *perMinute) String() string {
	if *r == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(*r), 'g', -1, 64) + "/min"
}
func (r *perMinute) Type() string { return "N/min" }

func (r *perMinute) Set(s string) error {
	number, unit, per := strings.Cut(s, "/")
	if !per {
		unit = "min"
	}
	factor, ok := map[string]float64{"min": 1, "m": 1, "minute": 1, "s": 60, "sec": 60, "second": 60, "h": 1.0 / 60, "hour": 1.0 / 60}[unit]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !ok || !(n > 0) || n > 1e9 {
		return fmt.Errorf("%q is not a rate such as 500/min", s)
	}
	*r = perMinute(n * factor)
	return nil
}

// count is a flag that takes a whole number above 0.
type count int

func (n *count) String() string {
	if *n == 0 {
		return ""
	}
	return strconv.Itoa(int(*n))
}
func (n *count) Type() string { return "N" }

func (n *count) Set(s string) error {
	i, err := strconv.ParseInt(s, 0, 32)
	switch {
	case err != nil:
		return fmt.Errorf("%q is not a whole number", s)
	case i <= 0:
		return fmt.Errorf("%s is not above 0; give a whole number from 1, or leave it away", s)
	}
	*n = count(i)
	return nil
}

// span is a flag that takes a time above 0.
type span time.Duration

func (d *span) String() string {
	if *d == 0 {
		return ""
	}
	return time.Duration(*d).String()
}
func (d *span) Type() string { return "TIME" }

func (d *span) Set(s string) error {
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return fmt.Errorf("%q is not a time such as 20s or 6h", s)
	case t <= 0:
		return fmt.Errorf("%s is not above 0; give a time such as 20s or 6h, or leave it away", s)
	}
	*d = span(t)
	return nil
}

// word is a flag that takes one of a few words.
type word struct {
	value *string
	words []string
}

// oneOf is a flag that sets value to one of some words, which is the usual one,
// perhaps "", until then.
func oneOf(value *string, usual string, words ...string) *word {
	*value = usual
	return &word{value, words}
}

func (w *word) String() string { return *w.value }
func (w *word) Type() string   { return "WORD" }

func (w *word) Set(s string) error {
	if !slices.Contains(w.words, s) {
		return fmt.Errorf("%q: choose one of %s", s, strings.Join(w.words, ", "))
	}
	*w.value = s
	return nil
}

// text is a flag that takes text, and not none.
type text string

func (w *text) String() string { return string(*w) }
func (w *text) Type() string   { return "TEXT" }

func (w *text) Set(s string) error {
	if strings.TrimSpace(s) == "" {
		return fmt.Errorf("%q holds no word; give some, or leave it away", s)
	}
	*w = text(s)
	return nil
}
