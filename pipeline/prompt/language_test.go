package prompt_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/prompt"
)

func TestParseLanguage(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"de": "de German", "DE": "de German", " de ": "de German", "deu": "de German", "ger": "de German",
		"German": "de German", "german": "de German", "Deutsch": "de German",
		"de-AT": "de-AT Austrian German", "de_at": "de-AT Austrian German", "Austrian German": "de-AT Austrian German",
		"pt_BR": "pt-BR Brazilian Portuguese", "Brazilian Portuguese": "pt-BR Brazilian Portuguese",
		"en-GB": "en-GB British English", "français": "fr French", "日本語": "ja Japanese", "Русский": "ru Russian",
		"zh-Hans": "zh-Hans Simplified Chinese", "zh_TW": "zh-TW Chinese (Taiwan)", "zh-Hant": "zh-Hant Traditional Chinese",
		"sr": "sr Serbian", "sr-Latn": "sr-Latn Serbian (Latin script)", "iw": "he Hebrew",
		"en-US-u-ca-buddhist": "en-US American English", "de-1996": "de German",
	}
	for in, want := range tests {
		lang, err := prompt.ParseLanguage(in)
		if got := lang.Code + " " + lang.Name; err != nil || got != want {
			t.Errorf("%q is %s, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", " ", "xx", "Klingonish", "Python", "und", "mul", "zxx", "x-klingon", "aaa", "a", "de,en", "de-XX", "\xff", strings.Repeat("de-", 40), "en; drop it"} {
		if lang, err := prompt.ParseLanguage(in); err == nil || lang != (prompt.Language{}) {
			t.Errorf("%q is taken for %v", in, lang)
		}
	}
}

// The names of languages are a part of what was asked and paid. If a new
// version of the tables calls one otherwise, newLanguage has to keep the old
// name.
func TestLanguageNamesNeverChange(t *testing.T) {
	t.Parallel()
	const codes = `af am ar ar-EG az be bg bn bs ca cs cy da de de-AT de-CH el en en-AU en-CA en-GB en-US es es-419 es-ES es-MX et eu fa fi
		fil fr fr-BE fr-CA fr-CH ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nl-BE nn no pa pl pt pt-BR
		pt-PT ro ru si sk sl sq sr sr-Latn sv sw ta te th tr uk ur uz vi zh zh-CN zh-HK zh-Hans zh-Hant zh-TW zu`
	var all strings.Builder
	for code := range strings.FieldsSeq(codes) {
		lang, err := prompt.ParseLanguage(code)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&all, code, lang.Code, lang.Name)
	}
	sum := sha256.Sum256([]byte(all.String()))
	if got, want := hex.EncodeToString(sum[:8]), "9e89438528db7fc6"; got != want {
		t.Errorf("%s, want %s:\n%s", got, want, all.String())
	}
}

func FuzzParseLanguage(f *testing.F) {
	for _, seed := range []string{"de", "de-AT", "German", "zh-Hans-TW", "i-klingon", "x-a", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lang, err := prompt.ParseLanguage(text)
		if err != nil {
			return
		}
		again, err := prompt.ParseLanguage(lang.Code)
		if err != nil || again != lang || lang.Name == "" || prompt.Clean(lang.Name) != lang.Name {
			t.Errorf("%q is %v, whose code is %v, %v", text, lang, again, err)
		}
	})
}
