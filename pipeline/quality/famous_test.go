package quality_test

import (
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// People are found whom models name by sight, whatever their letters, and no works,
// places and belongings that carry a name, nor what a sign says.
func TestFamous(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Taylor Swift": true, "Portrait of Taylor Swift": true, "Beyoncé on stage with dancers": true, "Rihanna poses on the red carpet": true,
		"Messi kicks a ball": true, "Xi Jinping waves from a balcony": true, "Mother Teresa holding a child": true, "习近平在讲台上讲话": true,
		"Владимир Путин выступает с речью": true, "A wax figure of Michael Jackson": true, "Angela Merkel's hands": true,
		"A painting by Maria Gonzalez hangs over the sofa": true,
		"Andy Warhol style grid of soup cans":              false, "Charles de Gaulle airport, terminal 2": false, "San Diego Zoo panda": false,
		"Plaque reading 'Hier wohnte Ludwig van Beethoven' on a yellow house":  false,
		"Plaque reading ‘Hier wohnte Ludwig van Beethoven’ on a yellow house":  false,
		`"Starry Night" by Vincent van Gogh, swirling blue sky over a village`: false,
		"Jane Austen's writing desk by a window":                               false, "Nelson Mandela statue": false, "Trump Tower at dusk": false,
		"A swift on a wire in Taylor County": false, "Собор Александра Невского": false, "Красная площадь в Москве": false,
		"“习近平”字样的牌子": false, "Messier 31 above a hill": false, "A boy's hat and the dog's bowl": false,
	} {
		if found := slices.Contains(codesOf(quality.Check(text, text)), quality.PersonName); found != want {
			t.Errorf("%q names a person: %t, want %t", text, found, want)
		}
	}
	ctx := &quality.Context{Title: "Rihanna in Cannes"}
	if found := new(quality.Rules).Check("Rihanna poses on the red carpet", "Rihanna poses on the red carpet", ctx); len(found) > 0 {
		t.Errorf("a name that the row mentions: %v, want nothing", found)
	}
}
