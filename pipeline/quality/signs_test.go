package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// People who write of their own pictures say I and you, and are not blocked for
// it.
func TestOwnPictures(t *testing.T) {
	t.Parallel()
	for _, kind := range []quality.Kind{quality.Prose, quality.Dense} {
		rules := &quality.Rules{Kind: kind}
		for _, text := range lines(t, "own.txt") {
			if found := rules.Check(text, rules.Clean(text), nil); quality.Blocks(found) {
				t.Errorf("%q (%s) has %v", text, kind, found)
			}
		}
	}
}

// The same beginning is speech for a person to judge, or an answer that
// describes nothing, by what goes on.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]quality.Severity{
		"I took this in 2012":                             "",
		"I took a look, and there is nothing to describe": quality.Block,
		"I can see the pier from here":                    "",
		"I can only read text files":                      quality.Block,
		"I can't believe I caught this":                   "",
		"I can't believe you sent a broken file":          quality.Block,
		"You are looking down a hallway":                  "",
		"You are looking at the wrong file":               quality.Block,
		"Ich stehe am Fenster mit meiner Katze":           "",
		"Ich stehe vor einem Fehler":                      quality.Block,
		"Я стою на мосту":                                 "",
		"Я стою на том, что фото не описываю":             quality.Block,
		"我站在桥上":                                           "",
	} {
		if got := severityOf(new(quality.Rules), text, quality.Refusal); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
