package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/captionmill/captionmill/pipeline/prompt"
)

// slotForm is how columns of answers can be called: alt_text_SLOT.
var slotForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// asks is a flag that takes the questions of every row, many times.
type asks []ask

// An ask is one question by the name of its column: a preset, or @ and a file.
type ask struct{ name, what string }

func (a *asks) String() string {
	var all []string
	for _, one := range *a {
		all = append(all, one.name+"="+one.what)
	}
	return strings.Join(all, " ")
}
func (a *asks) Type() string { return "NAME=VALUE" }

func (a *asks) Set(s string) error {
	name, what, ok := strings.Cut(s, "=")
	switch {
	case !ok || what == "":
		return fmt.Errorf("%q is not NAME=PRESET or NAME=@FILE", s)
	case !slotForm.MatchString(name):
		return fmt.Errorf("%q cannot be the end of a column's name; write small letters, digits and _, a letter first, at most 32", name)
	case slices.ContainsFunc(*a, func(other ask) bool { return other.name == name }):
		return fmt.Errorf("%s is there twice; give the second another name", name)
	}
	*a = append(*a, ask{name, what})
	return nil
}

// langs is a flag that takes languages, one or more, many times.
type langs []prompt.Language

func (l *langs) String() string {
	var all []string
	for _, one := range *l {
		all = append(all, one.Code)
	}
	return strings.Join(all, ",")
}
func (l *langs) Type() string { return "LANGUAGES" }

func (l *langs) Set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		lang, err := prompt.ParseLanguage(name)
		if err != nil {
			return err
		}
		if slices.Contains(*l, lang) {
			return fmt.Errorf("%s is there twice", lang.Name)
		}
		*l = append(*l, lang)
	}
	return nil
}

// slotOf is the end of the name of a column that holds a question's answers in
// a language; either part may be "".
func slotOf(name, lang string) string {
	lang = strings.ReplaceAll(strings.ToLower(lang), "-", "_")
	return strings.Trim(name+"_"+lang, "_")
}
