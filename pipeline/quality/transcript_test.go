package quality_test

import (
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// What a model says before the words that it copied goes, and what may stand
// in the picture stays.
func TestCleanTranscripts(t *testing.T) {
	t.Parallel()
	rules := &quality.Rules{Kind: quality.OCR}
	for raw, want := range map[string]string{
		`The text in the image reads: "EXIT"`:                  "EXIT",
		`The text in the image reads "EXIT".`:                  "EXIT",
		"The text reads: “Ladies and gentlemen”":               "Ladies and gentlemen",
		`The visible text is: "Open daily 9-5".`:               "Open daily 9-5",
		`The sign reads: "EXIT"`:                               "EXIT",
		`The image contains the text "Sale 50% off".`:          "Sale 50% off",
		"Text in image: EXIT":                                  "EXIT",
		"**Text in the image:** EXIT":                          "EXIT",
		"Sure! Here is the text from the image:\n\nEXIT":       "EXIT",
		"Here's the transcribed text:\n```\nEXIT\n```":         "EXIT",
		"Transcription: EXIT":                                  "EXIT",
		"Der Text auf dem Bild lautet: „Ausgang“":              "Ausgang",
		"Texte de l'image : « SORTIE »":                        "SORTIE",
		`El texto de la imagen dice: "SALIDA"`:                 "SALIDA",
		`图片中的文字是："出口"`:                                         "出口",
		"The picture contains: EXIT":                           "EXIT",
		"Text in the photo: EXIT":                              "EXIT",
		"The sign reads:\nEXIT":                                "EXIT",
		"Text: \n\nEXIT":                                       "EXIT",
		"OCR result: EXIT":                                     "EXIT",
		"Extracted text: EXIT":                                 "EXIT",
		"Here is the transcribed text: EXIT":                   "EXIT",
		"Transkription: Ausgang":                               "Ausgang",
		"Text im Bild: Ausgang":                                "Ausgang",
		"Auf dem Bild steht: Ausgang":                          "Ausgang",
		"Der Text auf dem Foto ist: Ausgang":                   "Ausgang",
		"Texte de l'image : SORTIE":                            "SORTIE",
		"El texto de la imagen dice: SALIDA":                   "SALIDA",
		"Il testo nell'immagine recita: USCITA":                "USCITA",
		"O texto na imagem diz: SAÍDA":                         "SAÍDA",
		"De tekst in de afbeelding luidt: UITGANG":             "UITGANG",
		"Текст на изображении: ВЫХОД":                          "ВЫХОД",
		"Текст на картинке гласит: ВЫХОД":                      "ВЫХОД",
		"Текст на фото: ВЫХОД":                                 "ВЫХОД",
		"图片中的文字是：出口":                                           "出口",
		"圖片中的文字：出口":                                            "出口",
		"画像内のテキスト：出口":                                          "出口",
		"Text: 555-1234 to win":                                "Text: 555-1234 to win",
		"This page contains: 4 exercises":                      "This page contains: 4 exercises",
		"Content on this page: 4 exercises":                    "Content on this page: 4 exercises",
		"The document states: no smoking":                      "The document states: no smoking",
		"Auf dem Schild steht: Ausgang":                        "Auf dem Schild steht: Ausgang",
		`Text: "EXIT"`:                                         "EXIT",
		"Text me when you get home":                            "Text me when you get home",
		"Menu: Soup, Bread, Wine":                              "Menu: Soup, Bread, Wine",
		"Warning: high voltage":                                "Warning: high voltage",
		`This page contains "adult" content`:                   `This page contains "adult" content`,
		`The sign reads "Stop" and the one below it says "Go"`: `The sign reads "Stop" and the one below it says "Go"`,
	} {
		if got := rules.Clean(raw); got != want {
			t.Errorf("%q is cleaned to %q, want %q", raw, got, want)
		}
	}
	if got, raw := quality.Clean(`The sign reads: "EXIT"`), `The sign reads: "EXIT"`; got != raw {
		t.Errorf("alt text %q is cleaned to %q: only words copied from a picture may lose what stands before them", raw, got)
	}
}

// A message or refusal that may be read in the picture does not block the text
// in it, and one that the model or a server surely sent does.
func TestFaultsOfTranscripts(t *testing.T) {
	t.Parallel()
	rules := &quality.Rules{Kind: quality.OCR}
	for text, blocked := range map[string]bool{
		"Error 404":                                    false,
		"404 Not Found":                                false,
		"Access denied":                                false,
		"Internal Server Error":                        false,
		"Error: paper jam. Open tray 2.":               false,
		"Something went wrong. Try again.":             false,
		"Sorry, we're closed":                          false,
		"Please upload a photo":                        false,
		"How can I help you today?":                    false,
		"Unable to process the image":                  false,
		"Bitte laden Sie ein Foto hoch":                false,
		"Describe the image in detail.":                false,
		"Yes":                                          false,
		"KEEP OUT KEEP OUT KEEP OUT KEEP OUT KEEP OUT": false,
		"I'm sorry, I can't assist with that image.":   true,
		"I'm sorry, I can't help with identifying people in images.":       true,
		"I am unable to read the text in the image.":                       true,
		"Es tut mir leid, ich kann den Text auf dem Bild nicht lesen.":     true,
		"Lo siento, no puedo leer el texto de la imagen.":                  true,
		"抱歉，我无法识别图片中的文字。":                                                  true,
		`{"error": {"message": "Rate limit exceeded", "code": 429}}`:       true,
		"<!DOCTYPE html><html><head><title>502</title></head></html>":      true,
		"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhf": true,
	} {
		if got := quality.Blocks(rules.Check(text, rules.Clean(text), nil)); got != blocked {
			t.Errorf("%q in a picture is blocked: %t, want %t", text, got, blocked)
		}
	}
}
