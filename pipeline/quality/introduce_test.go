package quality_test

import (
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// What stands before a description goes and leaves a good text, and is found where
// nobody cleaned it.
func TestBeginnings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ raw, want string }{
		{"Based on the image, here's an appropriate alt text: Empty lecture hall with wooden seats", "Empty lecture hall with wooden seats"},
		{"Looking at the picture you provided, here is a caption: Empty hall", "Empty hall"},
		{"Basierend auf dem Bild, hier ist ein Alternativtext: Leerer Hörsaal", "Leerer Hörsaal"},
		{"D'après l'image, voici un texte alternatif : Salle vide", "Salle vide"},
		{"Según la imagen, aquí está la descripción: sala vacía", "Sala vacía"},
		{"Basandomi sull'immagine, ecco una descrizione: sala vuota", "Sala vuota"},
		{"Here you go: Two dogs playing on a lawn", "Two dogs playing on a lawn"},
		{"Here you go: Golden retriever", "Golden retriever"},
		{"Sure, here it is: a golden retriever", "A golden retriever"},
		{"Hier bitte: zwei Hunde auf einer Wiese", "Zwei Hunde auf einer Wiese"},
		{"Voici : deux chiens sur une pelouse", "Deux chiens sur une pelouse"},
		{"Aquí tienes: dos perros en un prado", "Dos perros en un prado"},
		{"Ecco: due cani su un prato", "Due cani su un prato"},
		{"Aqui está: dois cães num relvado", "Dois cães num relvado"},
		{"Вот: две собаки на лужайке", "Две собаки на лужайке"},
		{"We see two dogs playing on a lawn.", "Two dogs playing on a lawn."},
		{"Here we see a dog on a lawn.", "A dog on a lawn."},
		{"This scene features two dogs on a lawn.", "Two dogs on a lawn."},
		{"Shown in the image is a shield with a lion.", "A shield with a lion."},
		{"Visible in the photo are two dogs.", "Two dogs."},
		{"Depicted here: two dogs on a lawn", "Two dogs on a lawn"},
		{"Pictured here are two dogs on a lawn.", "Two dogs on a lawn."},
		{"Image: a dog on a lawn", "A dog on a lawn"},
		{"**Photo:** a dog on a lawn", "A dog on a lawn"},
		{"Featured image: Two dogs on a lawn", "Two dogs on a lawn"},
		{"Bild: ein Hund auf einer Wiese", "Ein Hund auf einer Wiese"},
		{"Image : un chien sur une pelouse", "Un chien sur une pelouse"},
		{"Foto: un perro en un prado", "Un perro en un prado"},
		{"Immagine: un cane su un prato", "Un cane su un prato"},
		{"Imagem: uma gata no muro", "Uma gata no muro"},
		{"Afbeelding: een hond op het gras", "Een hond op het gras"},
	} {
		if got := quality.Clean(test.raw); got != test.want {
			t.Errorf("%q was cleaned to %q, want %q", test.raw, got, test.want)
		}
		if found := quality.Check(test.raw, test.raw); !slices.Contains(codesOf(found), quality.Preamble) || slices.Contains(codesOf(found), quality.Refusal) {
			t.Errorf("%q has %v", test.raw, codesOf(found))
		}
	}
}

// Whose picture it is stays, and so do titles, slogans and what the picture says.
func TestBeginningsThatStay(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"Photo: Jane Doe / Reuters", "Photo: The Guardian", "Foto: UN Women", "Foto: El País", "Image: NASA/JPL",
		"We see you, a mural of eyes on a wall", `"Here you go" says a waiter with a tray`, "Title: A Tale of Two Cities", "Short: The Lost Thing",
		"Depicted saints on a gilded altar", "Shown to the public for the first time, a fossil lies in a case", "Looking at the photo, an old woman cries",
	} {
		if got := quality.Clean(raw); got != raw {
			t.Errorf("%q was cleaned to %q", raw, got)
		}
		if found := quality.Check(raw, raw); slices.Contains(codesOf(found), quality.Preamble) {
			t.Errorf("%q has %v", raw, codesOf(found))
		}
	}
	ocr := quality.Rules{Kind: quality.OCR}
	if raw := "Photo: a dog"; ocr.Clean(raw) != raw {
		t.Errorf("the words in a picture were cleaned to %q", ocr.Clean(raw))
	}
}
