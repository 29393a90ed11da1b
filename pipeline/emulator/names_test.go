package emulator

import (
	"reflect"
	"testing"
)

func TestKebab(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Null": "null", "DropAfterAccept": "drop-after-accept", "HTML429": "html-429", "Envelope400": "envelope-400",
		"NoURLs": "no-urls", "NullNSFW": "null-nsfw", "MessageOK": "message-ok", "ListISOOnly": "list-iso-only", "ListMSOnly": "list-ms-only",
	} {
		if got := kebab(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// Every fault and every quirk can be set by the name that errors list.
func TestEveryFaultAndQuirkHasAName(t *testing.T) {
	t.Parallel()
	var faults Faults
	for field, value := range reflect.ValueOf(&faults).Elem().Fields() {
		if field.Type.Kind() != reflect.Float64 {
			continue
		}
		if err := faults.Set(kebab(field.Name), 1); err != nil || value.Float() != 1 {
			t.Errorf("%s as %s: %v", field.Name, kebab(field.Name), err)
		}
	}
	var quirks Quirks
	for field, value := range reflect.ValueOf(&quirks).Elem().Fields() {
		if err := quirks.Set(kebab(field.Name), ""); err != nil || value.IsZero() {
			t.Errorf("%s as %s: %v", field.Name, kebab(field.Name), err)
		}
	}
}
