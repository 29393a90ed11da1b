package quality_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// A text is redundant that says the whole of what stands around the picture, or
// one whole sentence of it, but for what such texts have before and behind.
func TestRedundant(t *testing.T) {
	t.Parallel()
	tests := []struct {
		alt  string
		ctx  quality.Context
		want bool
	}{
		{"The old mill stands at the river", quality.Context{Nearby: "The old mill stands at the river. It was built in 1720."}, true},
		{"It was built in 1720.", quality.Context{Nearby: "The old mill stands at the river. It was built in 1720."}, true},
		{"It was built in", quality.Context{Nearby: "The old mill stands at the river. It was built in 1720."}, false},
		{"The old mill", quality.Context{Nearby: "The old mill stands at the river."}, false},
		{"The mill is 3.5 metres wide", quality.Context{Nearby: "Come and see! The mill is 3.5 metres wide. It turns."}, true},
		{"古い水車小屋", quality.Context{Nearby: "古い水車小屋。川のそばにある。"}, true},
		{"The old mill. It turns.", quality.Context{Nearby: "The old mill.\nIt turns."}, true},
		{"A red barn in a snowy field", quality.Context{Title: "A red barn in a snowy field | Farm News"}, true},
		{"A red barn in a snowy field.", quality.Context{Title: "A red barn - in a snowy field – Farm News"}, true},
		{"A red barn", quality.Context{Title: "A red barn in a snowy field | Farm News"}, false},
		{"A red barn in a snowy field", quality.Context{Caption: "Figure 3: A red barn in a snowy field"}, true},
		{"Eine rote Scheune", quality.Context{Caption: "Abb. 2.1 Eine rote Scheune."}, true},
		{"A red barn", quality.Context{Caption: "Figure skater: a red barn"}, false},
		{"A red barn", quality.Context{Caption: "Figure 3"}, false},
		{"A new bridge over the Elbe", quality.Context{Caption: "A new bridge over the Elbe. Photo: dpa"}, true},
		{"A new bridge over the Elbe", quality.Context{Caption: "Figure 2: A new bridge over the Elbe (© Jane Doe/Agency)"}, true},
		{"Eine neue Brücke", quality.Context{Caption: "Eine neue Brücke – Foto: dpa"}, true},
		{"一座新桥", quality.Context{Caption: "一座新桥。图片来源：新华社"}, true},
		{"A new bridge", quality.Context{Caption: "A new bridge over the Elbe. Photo: dpa"}, false},
		{"A new bridge over the Elbe", quality.Context{Caption: "A new bridge over the Elbe. Photographers look on."}, false},
		{"A red barn", quality.Context{}, false},
	}
	var rules quality.Rules
	for _, tt := range tests {
		found := slices.Contains(codesOf(rules.Check(tt.alt, tt.alt, &tt.ctx)), quality.Redundant)
		if found != tt.want {
			t.Errorf("%q beside %+v is redundant: %v, want %v", tt.alt, tt.ctx, found, tt.want)
		}
	}
}

// What accessibility checkers report of an alt text, by the names of their
// rules, is found under one of our codes.
func TestToolsRules(t *testing.T) {
	t.Parallel()
	page := &quality.Context{Images: []string{"https://example.org/images/fox-12.jpg"}, Title: "A fox in the snow", Caption: "Winter at the farm", Link: "Read about foxes", Nearby: "A fox came by.\nIt stayed for an hour."}
	tests := []struct{ rule, alt, code string }{
		{"axe image-alt, of spaces only", "   ", quality.Empty},
		{"axe image-redundant-alt", "read about FOXES", quality.Redundant},
		{"axe image-redundant-alt, of a paragraph", "A fox came by", quality.Redundant},
		{"HTML_CodeSniffer H2", "Read about foxes.", quality.Redundant},
		{"HTML_CodeSniffer H67, title", "A Fox in the Snow", quality.Redundant},
		{"WAVE alt_suspicious: begins with graphic of", "graphic of a fox", quality.Preamble},
		{"WAVE alt_suspicious: begins with image of", "Image of a fox", quality.Preamble},
		{"WAVE alt_suspicious: begins with bullet", "bullet", quality.Placeholder},
		{"WAVE alt_suspicious: ends in image", "fox image", quality.Preamble},
		{"WAVE alt_suspicious: ends in graphic", "Fox graphic", quality.Preamble},
		{"WAVE alt_suspicious: a file name", "fox.png", quality.Filename},
		{"WAVE alt_suspicious: *", "*", quality.Empty},
		{"WAVE alt_long", strings.Repeat("A fox stands beside the fence number 7. ", 4), quality.TooLong},
		{"WAVE alt_duplicate", "Winter at the farm", quality.Redundant},
		{"Sa11y: extension", "my fox.webp", quality.Filename},
		{"Sa11y: http", "http://example.org/fox", quality.URL},
		{"Sa11y: dimensions", "fox 1024 x 768", quality.Dimensions},
		{"Sa11y: placeholder", "placeholder image", quality.Placeholder},
		{"Sa11y: same as figcaption", "Winter at the farm!", quality.Redundant},
		{"Sa11y: many underscores", "fox_in_snow_by_fence", quality.Filename},
		{"Sa11y: only digits", "20231", quality.Filename},
		{"Editoria11y: picture of", "picture of a fox", quality.Preamble},
		{"Editoria11y: photo of", "Photo of a fox", quality.Preamble},
		{"Editoria11y: tbd", "TBD", quality.Placeholder},
		{"Editoria11y: todo", "todo", quality.Placeholder},
		{"Editoria11y: punctuation only", "—", quality.Empty},
		{"IBM img_alt_misuse: src", "https://example.org/images/fox-12.jpg", quality.Filename},
		{"IBM img_alt_misuse: part of src", "fox-12.jpg", quality.Filename},
		{"IBM img_alt_valid: blank", "\u00a0", quality.Empty},
		{"W3C F30: 0001", "0001", quality.Filename},
		{"W3C F30: Intro#1", "Intro#1", quality.Filename},
		{"W3C F30: picture 1", "picture 1", quality.Placeholder},
		{"W3C F30: Oct.jpg", "Oct.jpg", quality.Filename},
		{"W3C F38: spacer", "spacer", quality.Placeholder},
		{"markdownlint GH001", "Screen Shot 2024-06-26 at 7 41 30 PM", quality.Filename},
		{"the picture's own stem", "fox-12", quality.Filename},
	}
	for _, single := range strings.Fields("image graphic photo photograph drawing painting artwork logo bullet button arrow more spacer blank chart table diagram graph") {
		tests = append(tests, struct{ rule, alt, code string }{"WAVE alt_suspicious: " + single, single, quality.Placeholder})
	}
	var rules quality.Rules
	for _, tt := range tests {
		if found := rules.Check(tt.alt, tt.alt, page); !slices.Contains(codesOf(found), tt.code) {
			t.Errorf("%s: %q has %v, want %s", tt.rule, tt.alt, codesOf(found), tt.code)
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		lang, text string
		wrong      bool
	}{
		{"de", "A red fox stands in the snow beside a fence", true},
		{"de", "Ein roter Fuchs steht im Schnee neben dem Zaun", false},
		{"de", "[emulated] A red fox stands in the snow beside a fence", false},
		{"de-AT", "Un renard se tient dans la neige près de la clôture", true},
		{"en", "Ein roter Fuchs steht im Schnee neben dem Zaun", true},
		{"en", "Un zorro rojo en la nieve junto a una valla", true},
		{"en_GB", "A café in the Rue de la Paix with a view of the square", false},
		{"en", "Logo", false},
		{"en", "The house of the painter beside le café de la paix et du parc de la ville", false},
		{"en", "Zwei Hunde", false},
		{"en", `Sign with the words "Der Hund ist nicht an der Leine und im Park"`, false},
		{"en", "一只狗在海滩上", true},
		{"en", "Рыжая лиса", true},
		{"fr", "A dog and a cat on the beach in the evening", true},
		{"fr", "Un chien et un chat sur la plage", false},
		{"es", "Um cachorro e um gato na praia em uma tarde com sol", true},
		{"pt-BR", "Um cachorro e um gato na praia em uma tarde com sol", false},
		{"it", "Een hond en een kat op het strand in de avond", true},
		{"nb", "En hund og en katt på stranden ved siden av en båt", false},
		{"no", "En hund og en katt på stranden ved siden av en båt", false},
		{"ru", "A red fox in the snow beside a fence", true},
		{"ru", "Рыжая лиса стоит на снегу рядом с забором", false},
		{"uk", "Рыжая лиса стоит на снегу рядом с забором и не видит его, это она", true},
		{"ja", "一只红狐狸站在新雪中", true},
		{"ja", "海辺で遊ぶ犬", false},
		{"zh", "海辺で遊んでいる二匹の犬です", true},
		{"zh-CN", "一只狗在海滩上", false},
		{"zh", "Nike", false},
		{"ko", "海滩上的一只狗", true},
		{"ar", "A red fox in the snow", true},
		{"ar", "ثعلب أحمر يقف في الثلج", false},
		{"el", "Μια αλεπού στο χιόνι", false},
		{"tl", "Isang aso sa dalampasigan kasama ang isang pusa", false},
		{"sr", "Лисица у снегу поред ограде", false},
	}
	for _, tt := range tests {
		for _, c := range []struct {
			rules quality.Rules
			ctx   *quality.Context
		}{{quality.Rules{Lang: tt.lang}, nil}, {quality.Rules{Lang: "xx"}, &quality.Context{Lang: tt.lang}}} {
			i := slices.IndexFunc(c.rules.Check(tt.text, tt.text, c.ctx), func(f quality.Finding) bool { return f.Code == quality.WrongLanguage })
			if i >= 0 != tt.wrong {
				t.Errorf("%q for %s: wrong %t, want %t", tt.text, tt.lang, i >= 0, tt.wrong)
			} else if i >= 0 && c.rules.Check(tt.text, tt.text, c.ctx)[i].OfRow != (c.ctx != nil) {
				t.Errorf("%q for %s: want a finding of the row where the row names the language", tt.text, tt.lang)
			}
		}
	}
}

func TestContext(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		ctx        quality.Context
		want       []string
	}{
		{"a name that the row mentions", "Angela Merkel speaks at a lectern", quality.Context{Caption: "Chancellor Merkel in Bonn"}, nil},
		{"a name in the file's name", "Angela Merkel speaks at a lectern", quality.Context{Images: []string{"img/merkel-3.jpg"}}, nil},
		{"a name that it does not", "Angela Merkel speaks at a lectern", quality.Context{Caption: "A speech in Bonn"}, []string{"person_name"}},
		{"the words of an icon's file", "Search", quality.Context{Images: []string{"/icons/search.svg"}}, nil},
		{"the words of a photo's file", "Two dogs", quality.Context{Images: []string{"two-dogs.jpg", `C:\two dogs.jpg`}}, nil},
		{"the stem itself", "two-dogs", quality.Context{Images: []string{"https://e.example/a/two-dogs.jpg?w=3"}}, []string{"filename"}},
		{"the stem with spaces", "shoe 2034 left", quality.Context{Images: []string{"shoe_2034-left.png"}}, []string{"filename"}},
		{"another stem", "two-tone", quality.Context{Images: []string{"two-dogs.jpg"}}, nil},
		{"more than the title", "A fox in deep snow", quality.Context{Title: "A fox in snow"}, nil},
		{"the product is no text beside it", "Red shoe", quality.Context{Product: "Red shoe"}, nil},
	}
	var rules quality.Rules
	for _, tt := range tests {
		found := rules.Check(tt.text, tt.text, &tt.ctx)
		if got := codesOf(found); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q has %v, want %v", tt.name, tt.text, got, tt.want)
		}
		if _, spoilt := rules.Spoils(tt.text, tt.text); spoilt {
			t.Errorf("%s: %q spoils the answer, want it only not to be published for this row", tt.name, tt.text)
		}
	}
}

func TestSeverities(t *testing.T) {
	t.Parallel()
	rules := quality.Rules{Severities: map[string]quality.Severity{quality.TooShort: quality.Block, quality.Filename: quality.Off, quality.Empty: quality.Warn}, MinChars: 10}
	for raw, want := range map[string]string{"A dog": "too_short block", "A dog on the beach, IMG_1234.jpg, seen from above": "", "": "empty warn"} {
		var got []string
		for _, f := range rules.Check(raw, raw, nil) {
			got = append(got, f.Code+" "+string(f.Severity))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q has %v, want %q", raw, got, want)
		}
	}
	if s := (&quality.Rules{Kind: quality.Dense}).Severity(quality.Refusal); s != quality.Block {
		t.Errorf("a refusal of a dense caption: %s, want block", s)
	}
	if f, ok := rules.Spoils("x", "Page not found"); !ok || f.Code != quality.ErrorText {
		t.Errorf("Spoils = %v, %t, want an error text", f, ok)
	}
	person := quality.Rules{Severities: map[string]quality.Severity{quality.PersonName: quality.Block}}
	if f, ok := person.Spoils("Angela Merkel waves.", "Angela Merkel waves."); ok || f != (quality.Finding{}) {
		t.Errorf("Spoils = %v, %t of a name that a row may mention, want none", f, ok)
	}
	if (*quality.Rules)(nil).Clean(" a ") != "a" || (*quality.Rules)(nil).Check("", "", nil) == nil {
		t.Error("want nil rules to be those for alt text")
	}
}

func TestErr(t *testing.T) {
	t.Parallel()
	for want, rules := range map[string]quality.Rules{
		"":                                 {Kind: quality.OCR, Period: quality.AddPeriod, Severities: map[string]quality.Severity{quality.Loop: quality.Off}},
		`a kind of text "x"`:               {Kind: "x"},
		`a check "typo" does not exist`:    {Severities: map[string]quality.Severity{"typo": quality.Warn}},
		`loop can be block, warn, info or`: {Severities: map[string]quality.Severity{quality.Loop: "fatal"}},
		`"add" or "drop", not "no"`:        {Period: "no"},
	} {
		err := rules.Err()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("Err of %+v = %v, want %q", rules, err, want)
		}
	}
}

func TestCensus(t *testing.T) {
	t.Parallel()
	census := quality.NewCensus()
	row := func(picture string) *quality.Context { return &quality.Context{Picture: picture, Census: census} }
	for _, picture := range []string{"a", "a", "b", "c"} {
		census.Count("A red fox in snow.", row(picture))
	}
	census.Count("A red fox, twice the same picture", row("a"))
	census.Count("A red fox, twice the same picture", row("a"))
	census.Count("...", row("a"))
	census.Count("!!!", row("b"))
	var rules quality.Rules
	for _, tt := range []struct{ text, picture, want string }{
		{"A red fox in snow.", "a", "2 other rows have the same text for other pictures"},
		{"[emulated] a Red Fox in snow", "b", "2 other rows have the same text for other pictures"},
		{"A red fox, twice the same picture", "a", ""},
		{"A red fox, twice the same picture", "z", "another picture has the same text"},
		{"A grey fox in snow", "a", ""},
	} {
		found := rules.Check(tt.text, tt.text, row(tt.picture))
		switch {
		case tt.want == "" && found != nil, tt.want != "" && (len(found) != 1 || found[0].Code != quality.Duplicate || found[0].Detail != tt.want || !found[0].OfRow):
			t.Errorf("%q of picture %s has %v, want %q", tt.text, tt.picture, found, tt.want)
		}
	}
	census.Count("One picture by name", &quality.Context{Images: []string{"x.jpg"}})
	if found := rules.Check("One picture by name", "One picture by name", &quality.Context{Images: []string{"y.jpg"}, Census: census}); len(found) != 1 {
		t.Errorf("pictures with other names: %v, want a duplicate", found)
	}
	for _, sign := range []string{"A+", "A", "€5", "5", "C++", "C", "C#", "C+", "5%", "$5", "#1", "1"} {
		census.Count(sign, row("sign "+sign))
		if found := rules.Check(sign, sign, row("sign "+sign)); slices.Contains(codesOf(found), quality.Duplicate) {
			t.Errorf("%q is another text than those before it: %v, want no duplicate", sign, found)
		}
	}
	census.Count("# a Fox + two dogs, +", row("a"))
	if found := rules.Check("A fox, two dogs", "A fox, two dogs", row("b")); !slices.Contains(codesOf(found), quality.Duplicate) {
		t.Errorf("the same text without signs that stand alone: %v, want a duplicate", found)
	}
	census.Count("Alt text: Straße, ΟΔΟΣ 7", row("a"))
	if found := rules.Check("alt text – STRASSE, straße, Οδοσ 7", "x", row("b")); len(found) != 0 && found[0].Code == quality.Duplicate {
		t.Errorf("another text: %v, want no duplicate", found)
	}
	if found := rules.Check("ALT TEXT: “straße”: οδοσ (7)!", "Straße: οδοσ (7)!", row("b")); len(found) != 1 || found[0].Code != quality.Duplicate {
		t.Errorf("the same answer, made clean: %v, want a duplicate", found)
	}
}

// The time that a text takes grows with its length, and no faster.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"a", "\"", "**", "<b>", "{", "# ", "Alt: ", "I can't ", "- ", "aab", "word ", "_", "“", "[x](", "&amp;", "A dog. ", "1. A red dog. ", "- A red dog\n", "(note: ", "\"A red dog\" or ", "<|assistant|> a", "f/2.8 1/30 s ", "or\n", "A dog (16 characters) ", "while the dog ", "+", "A+", "a hat and ", "1. A ", "the first "} {
		text := strings.Repeat(part, 1<<18/len(part))
		clean := quality.Clean(text)
		quality.Check(text, clean)
		quality.Check(text, text)
	}
}

// A text may be a single letter, of a script whose words are looked up by the
// script's name.
func TestOneLetter(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"설", "ไ", "漢", "ب", "क", "a", `"`, ":"} {
		for _, kind := range []quality.Kind{quality.Prose, quality.Dense, quality.Tags, quality.OCR} {
			rules := &quality.Rules{Kind: kind}
			rules.Check(text, rules.Clean(text), nil)
		}
	}
}
