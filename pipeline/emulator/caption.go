package emulator

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
)

// mark begins every caption, so that none passes for a real one.
const mark = "[emulated] "

// caption answers a prediction from its pictures, or from a hash if blind.
func (s *Server) caption(ctx context.Context, p *prediction, lookAt lookFunc) (string, error) {
	if s.Blind {
		return mark + "Picture " + hex.EncodeToString(p.key[:8]) + ", not looked at.", nil
	}
	m, ok := modelNamed(p.model)
	if !ok {
		return "", fmt.Errorf("model not found: %s", p.model)
	}
	in := decodeInput(p.input)
	images := m.images(in)
	looks := make([]look, 0, len(images))
	for _, image := range images {
		l, err := lookAt(ctx, image)
		if err != nil {
			return "", err
		}
		looks = append(looks, l)
	}
	if inParts(in) {
		return mark + "Short: " + compose(looks, false) + "\nLong: " + compose(looks, true), nil
	}
	return mark + compose(looks, describes(in)), nil
}

// inParts says whether the prompt asks for a short text and a long one, each
// behind its label.
func inParts(in input) bool {
	prompt := in.text("custom_prompt") + in.text("prompt")
	return strings.Contains(prompt, `"Short:"`) && strings.Contains(prompt, `"Long:"`)
}

// describes says whether the preset for longer texts was asked for: it is the
// default where there is neither a prompt nor another preset.
func describes(in input) bool {
	preset := in.text("preset_prompt")
	return in.text("custom_prompt") == "" && in.text("prompt") == "" && (preset == "" || preset == "describe")
}

var ordinals = []string{
	"First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth",
	"Ninth", "Tenth", "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth",
}

// compose puts looks into words: one picture in one sentence, or in two at
// length; several in one each. A language model also answers without any.
func compose(looks []look, atLength bool) string {
	if len(looks) == 0 {
		return "There is no picture."
	}
	if len(looks) == 1 && atLength {
		return looks[0].description()
	}
	if len(looks) == 1 {
		return looks[0].sentence()
	}
	var b strings.Builder
	for i, l := range looks[:min(len(looks), len(ordinals))] {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(ordinals[i] + ": " + l.sentence())
	}
	return b.String()
}

func (l look) sentence() string {
	return fmt.Sprintf("%s, %s, %s.", l.subject(), l.manner(), l.size())
}

func (l look) description() string {
	return fmt.Sprintf("%s. It is %s, %s.", l.subject(), l.manner(), l.size())
}

// subject is such as "Landscape picture in blue above green".
func (l look) subject() string {
	shape := l.orientation()
	colours := l.Place
	if colours == "" {
		colours = enumerate(l.Colours)
	}
	return strings.ToUpper(shape[:1]) + shape[1:] + " picture in " + colours
}

func (l look) manner() string {
	if l.Busy {
		return l.tone() + " and busy"
	}
	return l.tone() + " and flat"
}

// size ends with the average colour: pictures that otherwise look alike are
// told apart by it.
func (l look) size() string {
	return fmt.Sprintf("%d by %d pixels, average %s", l.Width, l.Height, l.Mean)
}

func enumerate(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
