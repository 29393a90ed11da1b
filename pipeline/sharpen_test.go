package pipeline

import (
	"strings"
	"testing"
)

// What is asked again goes into the ledger as a question of its own: these
// sentences change only together with what was paid for.
func TestSharper(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]string{
		"refusal":  "Write alt text.\n\nDescribe only what can be seen; nobody in the picture needs to be identified.",
		"loop":     "Write alt text.\n\nAnswer with one short, plain sentence.",
		"empty":    "Write alt text.\n\nAnswer with one short, plain sentence.",
		"too_long": "Write alt text.\n\nYour answer must not have more than 125 characters in all: leave details out.",
	} {
		if got := sharper("Write alt text.", fault, 125); got != want {
			t.Errorf("after %s: %q, want %q", fault, got, want)
		}
	}
}

// An answer in parts stays one.
func TestSharperParts(t *testing.T) {
	t.Parallel()
	const text = `Begin the first line with "Short:" and the second with "Long:".`
	for fault, want := range map[string]string{
		"refusal": "\n\nDescribe only what can be seen; nobody in the picture needs to be identified.",
		"loop":    "\n\nWrite both parts in short, plain sentences.",
	} {
		if got := sharper(text, fault, 0); got != text+want {
			t.Errorf("after %s: %q, want %q", fault, got, text+want)
		}
	}
}

// No text can have no characters.
func TestSharperWithoutLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		most     int
		sentence string
	}{
		{"Write alt text.", 0, "Answer with one short, plain sentence."},
		{"Write alt text.", 80, "Your answer must not have more than 80 characters in all: leave details out."},
		{"At most 125 characters.", 80, "Your answer must not have more than 80 characters in all: leave details out."},
		{"At most 125 characters.", 200, "Your answer must not have more than 125 characters in all: leave details out."},
		{`"Short:" at most 125 characters, "Long:" at most 1,500 characters`, 80, "Your answer must not have more than 1500 characters in all: leave details out."},
	} {
		if got := (&Repairer{MaxChars: c.most}).sharper(c.text, "too_long"); got != c.text+"\n\n"+c.sentence {
			t.Errorf("%d: %q", c.most, got)
		}
	}
}

func TestAsksFor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"":                0,
		"Write alt text.": 0,
		"in 125 words":    0,
		"125 characters":  0, // of what?
		"one or two short sentences, at most 125 characters in all":                          125,
		"No more than 80 characters.":                                                        80,
		"short: at most 125 characters; long: at most 1,500 characters, without line breaks": 1500,
		"at most 99999999999 characters":                                                     0,
	} {
		if got := asksFor(text); got != want {
			t.Errorf("%q asks for %d, want %d", text, got, want)
		}
	}
}

func TestBetter(t *testing.T) {
	t.Parallel()
	const (
		fox     = "A red fox in fresh snow."
		dog     = "A brown dog on a lawn."
		refusal = "I'm sorry, I can't assist with that."
		token   = "[[decorative]]"
	)
	const long = "A red fox stands in fresh snow beside a low fence, looking back over its shoulder at whoever took the picture, its breath white."
	const longer = long + " Behind it a farmhouse with two lit windows leans into the wind, and tracks lead off towards a wood that fades into grey. " +
		"Somebody has left a sledge out; its rope hangs from a post, stiff with frost."
	plain := &Prompt{Params: `{"custom_prompt":"Write alt text."}`}
	two := &Prompt{Params: `{"custom_prompt":"Write \"Short:\" and \"Long:\"."}`}
	for _, c := range []struct {
		name, standing, fresh string
		limit                 int
		want                  bool
	}{
		{"a text for a refusal", refusal, fox, 125, true},
		{"a refusal for a text", fox, refusal, 125, false},
		{"a refusal for a text that is too long", longer, refusal, 125, false},
		{"nothing for a text", longer, "", 125, false},
		{"a short one for a long one", longer, fox, 125, true},
		{"a long one for a short one", fox, longer, 125, false},
		{"one within the limit for another", fox, dog, 125, false},
		{"a shorter one where there is no limit", longer, fox, 0, false},
		{"a proposal for a text", longer, token, 125, false},
		{"a text for a proposal", token, fox, 125, true},
		{"a short part for a refusal", "Short: " + refusal + "\nLong: " + long, "Short: " + fox + "\nLong: " + long, 1500, true},
		{"no words for a text", longer, "[[no text]]", 125, false},
		{"itself", long, long, 125, false},
	} {
		plain := plain
		if strings.HasPrefix(c.standing, "Short:") {
			plain = two
		}
		if got := better(plain, nil, c.standing, c.fresh, c.limit); got != c.want {
			t.Errorf("%s: better is %v, want %v", c.name, got, c.want)
		}
		if better(plain, nil, c.standing, c.fresh, c.limit) && better(plain, nil, c.fresh, c.standing, c.limit) {
			t.Errorf("%s: each is better than the other", c.name)
		}
	}
}
