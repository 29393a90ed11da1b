package prompt

import (
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// A Language is one to write in. The zero value is none.
type Language struct {
	// Code is its BCP 47 tag in its usual form: "de-AT".
	Code string
	// Name is what English calls it: "Austrian German". It is a part of what is
	// asked, so it never changes.
	Name string
}

// ParseLanguage knows a language by its tag (de, de-AT, pt_BR, deu) or by its
// name in English or in itself (German, Deutsch), whatever the case.
func ParseLanguage(text string) (Language, error) {
	text = strings.TrimSpace(text)
	if len(text) > 64 {
		return Language{}, fmt.Errorf("%.64q… is longer than any language's name", text)
	}
	tag, ok := languages()[strings.ToLower(text)]
	if !ok {
		var err error
		if tag, err = language.Parse(text); err != nil {
			return Language{}, unknownLanguage(text)
		}
	}
	return newLanguage(text, tag)
}

// newLanguage drops what does not change how people write, such as calendars.
func newLanguage(text string, tag language.Tag) (Language, error) {
	base, script, region := tag.Raw()
	tag, err := language.Compose(base, script, region)
	if err != nil || region.String() != "ZZ" && display.English.Regions().Name(region) == "" {
		return Language{}, unknownLanguage(text)
	}
	switch base.String() {
	case "und", "mul", "mis", "zxx":
		return Language{}, unknownLanguage(text)
	}
	l := Language{Code: tag.String(), Name: display.English.Tags().Name(tag)}
	switch {
	case l.Code == "sr-Latn": // which the tables call Serbo-Croatian
		l.Name = "Serbian (Latin script)"
	case l.Name == "" || strings.HasPrefix(l.Name, "Unknown"):
		return Language{}, unknownLanguage(text)
	}
	return l, nil
}

func unknownLanguage(text string) error {
	return fmt.Errorf("%q is not a language that is known; write one such as de, de-AT or German", text)
}

// languages are languages by their names in lower case. A name that two
// languages have is the first one's.
var languages = sync.OnceValue(func() map[string]language.Tag {
	byName := map[string]language.Tag{}
	tags := display.Supported.Tags()
	for _, regional := range []string{"de-CH", "en-AU", "en-CA", "en-US", "es-ES", "es-MX", "fr-CA", "fr-CH", "nl-BE", "pt-BR", "pt-PT"} {
		tags = append(tags, language.Make(regional))
	}
	for _, tag := range tags {
		for _, name := range []string{display.English.Tags().Name(tag), display.Self.Name(tag)} {
			if name = strings.ToLower(name); name != "" && byName[name] == (language.Tag{}) {
				byName[name] = tag
			}
		}
	}
	return byName
})
