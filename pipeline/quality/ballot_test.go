package quality_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// An ordinary English caption is found wherever another language of its letters is
// asked for, whatever small words both of them have.
func TestEnglishInTheWrongPlace(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"A woman in a red coat crosses a busy street in the rain.", "A dog runs along the beach with a green ball", "A cat sleeps on a sofa",
		"Two women sit on a bench in the park and talk", "A man repairs a bicycle in a small workshop", "Crowded market street with fruit stalls",
	} {
		for _, lang := range []string{"de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "no", "fi", "cs", "hu", "ro", "tr", "id", "ca", "hr"} {
			if !foreign(text, lang) {
				t.Errorf("%q for %s is not found", text, lang)
			}
		}
		if foreign(text, "en") {
			t.Errorf("%q is found to be no English", text)
		}
	}
}

// Every language of the list is told from the others by sentences as captions have
// them, and its own are not found.
func TestTongues(t *testing.T) {
	t.Parallel()
	for lang, text := range map[string]string{
		"de": "Zwei Stühle stehen am Fenster eines leeren Zimmers", "fr": "Une femme avec un parapluie traverse la rue sous la pluie", "es": "Una mujer con paraguas cruza la calle bajo la lluvia",
		"it": "Una donna con un ombrello attraversa la strada", "pt": "Um homem conserta uma bicicleta na rua", "nl": "Een man repareert een fiets in een kleine werkplaats.",
		"pl": "Kobieta w czerwonym płaszczu przechodzi przez ulicę", "sv": "En kvinna med paraply går över gatan på vintern", "da": "En hund løber langs stranden med en bold i munden",
		"fi": "Nainen punaisessa takissa ylittää vilkkaan kadun sateessa", "cs": "Muž čte noviny na lavičce v parku", "hu": "Egy nő piros kabátban átmegy az utcán az esőben",
		"ro": "O femeie cu umbrelă traversează strada", "tr": "Kırmızı paltolu bir kadın yağmurda caddeyi geçiyor", "id": "Seorang wanita dengan payung menyeberang jalan", "ca": "Una dona amb paraigua creua el carrer",
		"hr": "Djevojčica drži kišobran i stoji pored kuće koja je stara", "vi": "Một người phụ nữ cầm ô băng qua đường", "sr": "Старац седи на клупи у парку", "ru": "Старик сидит на скамейке в парке",
	} {
		for _, other := range []string{"en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi", "cs", "hu", "ro", "tr", "id", "ca", "hr", "vi"} {
			if want := lang != other; foreign(text, other) != want && lang != "sr" {
				t.Errorf("%q for %s: found %t, want %t", text, other, !want, want)
			}
		}
		if foreign(text, lang) {
			t.Errorf("%q is found not to be %s", text, lang)
		}
	}
}

// Names are of no language, words that two languages share tell neither, and few
// words tell nothing unless captions are made of them.
func TestLanguageTraps(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang, text string
		wrong      bool
	}{
		{"en", "L'Occitane en Provence hand cream", false},
		{"en", "Museu d'Art Contemporani de Barcelona", false},
		{"en", "Café Procope, rue de l'Ancienne Comédie", false},
		{"en", "Museum für Kunst und Gewerbe Hamburg", false},
		{"en", "Fjällräven Kånken, röd", false},
		{"en", "Crème de la crème", false},
		{"en", "Canard à l'orange", false},
		{"en", "for (i = 0; i < 10; i++) in a code editor", false},
		{"en", "Old MacDonald had a farm, E-I-E-I-O, painted on a nursery wall", false},
		{"de", "Plakat von The Lord of the Rings", false},
		{"de", "Screenshot der App Slack im Dark Mode", false},
		{"de", "Street Food Market im Hafen", false},
		{"fr", "Zwei Stühle am Fenster", true},
		{"en", "Schild mit der Aufschrift „Kein Zutritt“ an einem Zaun", true},
		{"de", "Sunset over the lake", true},
		{"fr", "Woman with umbrella", true},
		{"de", "WOMAN READING A BOOK IN A PARK", true},
		{"de", "Woman Walking on the Beach in the Morning", true},
		{"es", "A chef plating dessert in a restaurant kitchen", true},
		{"sv", "En hund løber langs stranden med en bold i munden", true},
		{"sv", "En mann går tur med hunden sin i skogen", true},
		{"da", "En hund springer längs stranden med en boll i munnen", true},
		{"sv", "En man går med sin hund i parken", false},
		{"da", "En hund hopper over en bænk i parken", false},
		{"no", "En hund hopper over en benk i parken", false},
		{"sr", "Старац седи на клупи у парку", false},
		{"en", "海辺で砂の城を作る二人の子ども", true},
		{"ko", "犬が走る", true},
		{"zh", "海辺で砂の城を作る二人の子ども", true},
		{"zh", "优衣の家的店门口", false},
		{"ja", "公园里有一个孩子在踢足球", true},
		{"ja", "公園的長椅在樹下", true},
		{"ja", "受付終了", false},
		{"ja", "個人的見解", false},
		{"ja", "現在工事中", false},
		{"ja", "満開桜並木", false},
	} {
		if foreign(tt.text, tt.lang) != tt.wrong {
			t.Errorf("%q for %s: wrong %t, want %t", tt.text, tt.lang, !tt.wrong, tt.wrong)
		}
	}
}

// A text of any length has a language.
func TestLanguageOfLongTexts(t *testing.T) {
	t.Parallel()
	if text := strings.Repeat("der hund und die katze sitzen auf dem sofa ", 9000); !foreign(text, "en") {
		t.Errorf("German of %d bytes is not told from English", len(text))
	}
}

// foreign tells whether a text is found to be in another language.
func foreign(text, lang string) bool {
	rules := quality.Rules{Lang: lang}
	return slices.Contains(codesOf(rules.Check(text, text, nil)), quality.WrongLanguage)
}
