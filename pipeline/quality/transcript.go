package quality

import (
	"strings"
	"sync"
)

// reading is what models write before the words that they copied out of a
// picture: the whole sentence up to a colon, or up to a quote.
var reading = sync.OnceValue(func() *automaton {
	in := `(?:in|on|of|from|within|inside|shown in|visible in|found in|present in)`
	pic := `(?:image|picture|photo|photograph|sign|screenshot|document|label|poster|graphic|scan|page)`
	which := `(?:all )?(?:the |any )?(?:(?:visible|written|readable|legible|full|main|only|extracted|transcribed|printed|ocr) )*`
	found := `(?: (?:that )?(?:is|are|appears?|visible|shown|written|found|present|extracted|transcribed))*`
	says := `(?: (?:reads?|says?|states?|is|are)(?: as follows)?)`
	return newAutomaton(`(?i)^(?:\*\*|__)?(?:` + strings.Join([]string{
		`(?:(?:sure|certainly|okay|ok|of course)[,!.]* )?(?:here (?:is|are)|here's|below (?:is|are)|this is) (?:all )?(?:the )?(?:[a-z]+ ){0,2}(?:text|words|transcription|transcript|content|contents)(?: [a-z]+){0,6}`,
		which + `(?:text|words?|lettering|writing|inscription|content)` + found + ` ` + in + ` (?:(?:the|this|your) )?(?:[a-z]+ )?` + pic + says + `?`,
		which + `text` + found + says + `?`, which + `(?:words?|lettering|inscription)` + found + says,
		`(?:the|this) (?:[a-z]+ )?` + pic + ` (?:reads|says|states|contains the (?:following )?(?:text|words?)|shows the (?:text|words?)|has the (?:text|words?)|displays the (?:text|words?)|contains|includes the (?:text|words?))`,
		`(?:it|the text) (?:reads|says|states)`, `(?:ocr(?: (?:text|result|output))?|transcription|transcript|transcribed text|extracted text|text content|text)`,
		`(?:der )?(?:sichtbare )?text (?:im|auf dem|in dem|des) (?:bild|bildes|foto|schild)(?: (?:lautet|ist|besagt))?`, `(?:auf dem (?:schild|bild) steht|transkription)`,
		`(?:le )?texte (?:de|dans|sur|visible dans|figurant sur) (?:l'|l’|cette )image(?: (?:est|indique|dit|se lit))?`, `(?:el )?texto (?:de|en|que aparece en) (?:la|esta) imagen(?: (?:dice|es|reza))?`,
		`(?:il )?testo (?:nell'|nell’|dell'|dell’|dell |nell )immagine(?: (?:dice|è|recita))?`, `(?:o )?texto (?:na|da|contido na) imagem(?: (?:diz|é))?`, `(?:de )?tekst (?:in|op|van) (?:de|deze) afbeelding(?: (?:luidt|is|zegt))?`,
		`текст на (?:изображении|картинке|фото)(?: гласит)?`, `(?:图片|图像|圖片|图)(?:中|上|里)?的?(?:文字|文本)(?:内容)?(?:是|为|如下)?`, `画像(?:内|中)?の(?:テキスト|文字)は?`,
	}, "|") + `)(?:\*\*|__)? ?([:：](?:\*\*|__)?|,? ?["“„«「])`)
})

// untold takes the sentence off with which a model says that it copied words
// from a picture, and the quotes around these. Where words stand behind the
// last quote, they belong to the picture or describe it, and nothing goes; nor
// does it where the picture may say it: "Text: 555-1234 to win".
func untold(text string) string {
	at := reading().parts(text[:min(len(text), maxWrapped)])
	if at == nil {
		return text
	}
	rest, told := strings.TrimSpace(text[at[3]:]), strings.ContainsAny(text[at[2]:at[3]], ":：")
	if !told {
		rest = strings.TrimLeft(text[at[2]:], ", ")
	}
	quote := strings.TrimRight(rest, ".")
	switch bare := unwrap(quote); {
	case bare != quote && quote[0] != '`':
		return strings.TrimSpace(bare)
	case told && (speaksOfPicture(text[:at[3]]) || broken(text[at[3]:])):
		return rest
	default:
		return text
	}
}

// tellings are words of which one is in what a model says of a picture, or of
// its work, and hardly in what the picture says of itself.
var tellings = [...]string{"image", "picture", "photo", "bild", "foto", "immagine", "afbeelding", "изображен", "картинк", "фото", "图", "圖", "画像",
	"ocr", "transcri", "transkri", "extracted"}

// speaksOfPicture tells whether what stands before the words has such a word.
func speaksOfPicture(said string) bool { return has(lower(said), tellings[:]...) }

// broken tells whether a text begins with the end of a line.
func broken(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " "), "\n") }
