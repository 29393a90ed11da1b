package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// ruleFlags are those of verbs that judge texts.
func (s *settings) ruleFlags(f *pflag.FlagSet) {
	f.Var(&s.severities, "severity", "how much a check matters, as `CODE=LEVEL`: block, warn, info or off; may be repeated")
	f.Var(&s.maxChars, "max-chars", "most characters of a text before it is too_long, `N` (125 for alt text)")
	f.Var(oneOf(&s.letters, "keep", "keep", "sentence"), "case", "`HOW` texts begin: keep (as the model wrote it), sentence (with a capital)")
	f.Var(oneOf(&s.period, "keep", "keep", "add", "drop"), "period", "`WHAT` becomes of the period at the end: keep, add, drop (from a single sentence)")
}

// rules are those of the settings, for texts of a kind.
func (s *settings) rules(kind quality.Kind) (*quality.Rules, error) {
	r := &quality.Rules{Kind: kind, MaxChars: int(s.maxChars), Severities: map[string]quality.Severity{}, Sentence: s.letters == "sentence"}
	if s.period != "keep" {
		r.Period = quality.Period(s.period)
	}
	for code, level := range s.severities {
		r.Severities[code] = quality.Severity(level)
	}
	if err := r.Err(); err != nil {
		return nil, usage(fmt.Errorf("--severity: %w", err))
	}
	return r, nil
}

// altRules are the rules for alt text, which settings that were checked have.
func (s *settings) altRules() *quality.Rules {
	r, err := s.rules(quality.Prose)
	if err != nil {
		return nil
	}
	return r
}

// ruleWords name the rules that a person has set, "" for none.
func (s *settings) ruleWords() string {
	words := ""
	if len(s.severities) > 0 || s.maxChars != 0 {
		words = fmt.Sprint(map[string]string(s.severities), int(s.maxChars))
	}
	if r := s.altRules(); r != nil && (r.Sentence || r.Period != quality.KeepPeriod) {
		words += fmt.Sprint(" case ", s.letters, " period ", s.period)
	}
	return words
}
