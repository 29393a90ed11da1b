package emulator

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// fieldNamed finds the field of a struct that a command line or a file names,
// in any of the forms DropAfterAccept, drop-after-accept and drop_after_accept.
// It only looks at fields of these kinds; if it finds none, it says which there
// are.
func fieldNamed(pointer any, name string, kinds ...reflect.Kind) (found reflect.Value, known []string) {
	for field, value := range reflect.ValueOf(pointer).Elem().Fields() {
		if !slices.Contains(kinds, field.Type.Kind()) {
			continue
		}
		if bare(field.Name) == bare(name) {
			return value, nil
		}
		known = append(known, kebab(field.Name))
	}
	return reflect.Value{}, known
}

// bare is a name without what sets its words apart.
func bare(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
}

// kebab is the name of a field as a command line spells it.
func kebab(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		if i > 0 && wordBegins(letters[i-1], r, letters[i+1:]) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// wordBegins tells whether a word begins at a letter of a field's name. After
// an initialism one begins with the second O of ISOOnly, but not with the L of
// URLs.
func wordBegins(last, this rune, rest []rune) bool {
	switch {
	case unicode.IsDigit(this):
		return unicode.IsLetter(last)
	case !unicode.IsUpper(this):
		return false
	case unicode.IsUpper(last):
		return len(rest) > 1 && unicode.IsLower(rest[0]) && unicode.IsLower(rest[1])
	}
	return unicode.IsLower(last)
}
