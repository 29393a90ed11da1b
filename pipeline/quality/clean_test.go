package quality_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline/quality"
)

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, raw, want string }{
		{"plain", "A dog on a beach.", "A dog on a beach."},
		{"spaces", " A  dog\n\non\ta\u00a0beach.\r\n", "A dog on a beach."},
		{"control characters", "A \x1b dog\x00on a beach", "A dog on a beach"},
		{"invalid UTF-8", "A \xffdog", "A dog"},
		{"colours", "A \x1b[1;31mred\x1b[0m dog\u009b0m", "A red dog"},
		{"link", "A \x1b]8;;https://e.example/\x1b\\dog\x1b]8;;\a on a beach\x1b]0;title\u009c", "A dog on a beach"},
		{"title that does not end", "A dog\x1b]0;title", "A dog ]0;title"},
		{"bidi overrides and isolates", "A \u202edog\u202c \u2066on\u2069 a\u202a\u202b\u202d\u2067\u2068 beach", "A dog on a beach"},
		{"nothing wide", "\ufeffA d\u200bog\ufeff", "A dog"},
		{"direction marks and joiners stay", "\u200fکتاب\u200cها\u200e", "\u200fکتاب\u200cها\u200e"},
		{"direction marks without letters from the right", "\u200eA dog\u200f on\u061c a beach\u200e.", "A dog on a beach."},
		{"direction marks in Hebrew", "מקרר\u200e LG\u200e, 2 דלתות", "מקרר\u200e LG\u200e, 2 דלתות"},
		{"a hidden sentence", "A dog\U000e0001\U000e0069\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065\U000e007f on a beach", "A dog on a beach"},
		{"a hidden sentence behind a flag", "A dog 🏴\U000e0069\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065\U000e0061\U000e006c\U000e006c\U000e007f", "A dog 🏴"},
		{"a hidden sentence behind the flag of Scotland", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f\U000e0068\U000e0069 in a hand", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f in a hand"},
		{"the flag of England stays", "A fan with a 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flag", "A fan with a 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flag"},
		{"a hidden sentence in entities", "A dog &#xE0068;&#xE0069; on a beach", "A dog on a beach"},
		{"soft hyphens and joined words", "A sheep\u00addog on\u2060 a \u2064beach\u206a", "A sheepdog on a beach"},
		{"label behind what is not seen", "\ufeffAlt\u200b text: \u202aA dog", "A dog"},
		{"joined emoji stay", "A family 👩‍👩‍👧 waving", "A family 👩‍👩‍👧 waving"},
		{"straight quotes", `"A dog."`, "A dog."},
		{"curly quotes", "“A dog.”", "A dog."},
		{"German quotes", "„Ein Hund.“", "Ein Hund."},
		{"French quotes", "« Un chien. »", "Un chien."},
		{"Japanese quotes", "「犬」", "犬"},
		{"single quotes", "'A dog's bowl'", "A dog's bowl"},
		{"nested quotes", `""A dog.""`, "A dog."},
		{"quotes in quotes", `"A sign that says "Open""`, `A sign that says "Open"`},
		{"two quotations", `"Open" beside "Closed"`, `"Open" beside "Closed"`},
		{"two curly quotations", "“Open” beside “Closed”", "“Open” beside “Closed”"},
		{"quotation that does not end", `"He said "hi and left"`, `"He said "hi and left"`},
		{"quotation that does not begin", "“Open” beside a door”", "“Open” beside a door”"},
		{"curly quotation that does not end", "“A sign “in” and “out”", "“A sign “in” and “out”"},
		{"quote at the end", `Sign reading "Open"`, `Sign reading "Open"`},
		{"one quote", `"`, `"`},
		{"only quotes", `""`, ""},
		{"label", "Alt text: A dog.", "A dog."},
		{"label, bold", "**Alt Text:** A dog.", "A dog."},
		{"label and quotes", `Alt-text: "A dog."`, "A dog."},
		{"quotes and label", `"Caption: A dog."`, "A dog."},
		{"label alone", "Alt text:", ""},
		{"label inside", "A form with the field Alt text: filled in", "A form with the field Alt text: filled in"},
		{"altar is no label", "Altar: gold and marble", "Altar: gold and marble"},
		{"long text is not cut", strings.Repeat("long ", 999) + "text", strings.Repeat("long ", 999) + "text"},
		{"introduction", "Here is the alt text: a dog on a beach.", "A dog on a beach."},
		{"introduction and lines", "Sure! Here's a concise alt text for the image:\n\n\"A dog on a beach.\"", "A dog on a beach."},
		{"introduction, German", "Hier ist der Alternativtext für das Bild:\n\nEin Hund am Strand.", "Ein Hund am Strand."},
		{"introduction, French", "Bien sûr ! Voici le texte alternatif : Un chien sur la plage.", "Un chien sur la plage."},
		{"introduction, Spanish", "¡Claro! Aquí tienes el texto alternativo: Un perro en la playa.", "Un perro en la playa."},
		{"introduction, Chinese", "以下是图片的描述：一只狗在海滩上。", "一只狗在海滩上。"},
		{"introduction, Japanese", "こちらが代替テキストです：海辺の犬", "海辺の犬"},
		{"agreement", "Sure! A dog on a beach.", "A dog on a beach."},
		{"conversation", "Human: describe the image\nAssistant: A red barn in a snowy field", "A red barn in a snowy field"},
		{"conversation, bold", "**User:** What is this?\n\n**Assistant:** A red barn.", "A red barn."},
		{"conversation without an answer", "Human: describe the image\nAssistant:", "Human: describe the image Assistant:"},
		{"people in a picture", "Human: Two legs. Assistant: Four arms.", "Human: Two legs. Assistant: Four arms."},
		{"attribute", `alt="A red barn in a snowy field"`, "A red barn in a snowy field"},
		{"attribute in single quotes", "ALT = 'A farmer's barn'", "ALT = 'A farmer's barn'"},
		{"attribute in a text", `alt="" in a line of code`, `alt="" in a line of code`},
		{"ending of Office", "A screenshot of a cell phone\n\nDescription automatically generated", "A screenshot of a cell phone"},
		{"ending of Office on the line", "A screenshot of a cell phone Description automatically generated with medium confidence", "A screenshot of a cell phone"},
		{"ending of Office that warns", "A dog on a beach. AI-generated content may be incorrect.", "A dog on a beach."},
		{"ending of Office that warns, on a line", "A dog on a beach\n\nAI-generated content may be incorrect.", "A dog on a beach"},
		{"two endings", "A dog on a beach. Image description generated by AI. AI-generated content may be incorrect.", "A dog on a beach."},
		{"ending that names its author", "A dog on a beach. Image description generated by AI.", "A dog on a beach."},
		{"ending in brackets", "A dog on a beach (description generated by AI)", "A dog on a beach"},
		{"ending in German", "Ein Hund am Strand\n\nAutomatisch generierte Beschreibung mit geringer Zuverlässigkeit", "Ein Hund am Strand"},
		{"ending in French", "Un chien sur la plage Description générée automatiquement", "Un chien sur la plage"},
		{"ending in Spanish", "Un perro en la playa. Descripción generada automáticamente", "Un perro en la playa."},
		{"ending in Italian", "Un cane sulla spiaggia\nDescrizione generata automaticamente", "Un cane sulla spiaggia"},
		{"ending in Portuguese", "Um cão na praia. Descrição gerada automaticamente.", "Um cão na praia."},
		{"ending in Dutch", "Een hond op het strand. Automatisch gegenereerde beschrijving", "Een hond op het strand."},
		{"ending in a picture", "A slide that reads Description automatically generated", "A slide that reads Description automatically generated"},
		{"ending in quotes", `A window says "A dog. Description automatically generated"`, `A window says "A dog. Description automatically generated"`},
		{"ending within brackets", "A window (with a note. Description automatically generated)", "A window (with a note. Description automatically generated)"},
		{"ending of a sentence", "A page of an essay with AI-generated text", "A page of an essay with AI-generated text"},
		{"ending behind a word", "Dog. Description automatically generated", "Dog. Description automatically generated"},
		{"count asked for", "A red barn. (125 characters max)", "A red barn."},
		{"count in square brackets", "A red barn in a snowy field [27 characters]", "A red barn in a snowy field"},
		{"counter", "Tweet box with a counter (280 characters)", "Tweet box with a counter (280 characters)"},
		{"count in German", "Ein roter Hund im Schnee (24 Zeichen)", "Ein roter Hund im Schnee"},
		{"people that are counted", "A red barn (2 characters in front)", "A red barn (2 characters in front)"},
		{"what cannot be told", "While I can't identify the person, I can say that a man in a grey suit stands at a lectern.", "A man in a grey suit stands at a lectern."},
		{"what can be told is no sentence", "While I can't name him, I can say that it is a lectern.", "While I can't name him, I can say that it is a lectern."},
		{"agreement is a brand", "Sure deodorant, 50 ml", "Sure deodorant, 50 ml"},
		{"of course in a sentence", "Of course, the cat has the best chair", "Of course, the cat has the best chair"},
		{"this image shows", "This image shows a red fox in snow.", "A red fox in snow."},
		{"the photo depicts", "The photo depicts two dogs at play.", "Two dogs at play."},
		{"in this image", "In this image, there is a dog sitting on a bench.", "A dog sitting on a bench."},
		{"in the picture we see", "In the picture, we can see three boats.", "Three boats."},
		{"cette image montre", "Cette image montre un chien sur la plage.", "Un chien sur la plage."},
		{"la imagen muestra", "La imagen muestra un perro en la playa.", "Un perro en la playa."},
		{"这张图片展示了", "这张图片展示了一只狗在海滩上。", "一只狗在海滩上。"},
		{"German has cases", "Das Bild zeigt einen Hund.", "Das Bild zeigt einen Hund."},
		{"nothing good remains: how", "This photo shows how to tie a knot.", "This photo shows how to tie a knot."},
		{"nothing good remains: adverb", "The image features prominently a tower.", "The image features prominently a tower."},
		{"nothing good remains: second predicate", "The image shows a dog and is taken from above.", "The image shows a dog and is taken from above."},
		{"the medium stays", "The painting shows a ship in a storm.", "The painting shows a ship in a storm."},
		{"image of stays", "Image of the Virgin Mary carved in oak", "Image of the Virgin Mary carved in oak"},
		{"bold", "A **red** dog", "A red dog"},
		{"all bold", "**A red dog**", "A red dog"},
		{"italics and code", "A *red* dog on `sand` and __grass__", "A red dog on sand and grass"},
		{"bold that does not end", "**A red dog", "A red dog"},
		{"stars that mean something", "M*A*S*H poster in a 5* hotel and a 4* hotel", "M*A*S*H poster in a 5* hotel and a 4* hotel"},
		{"a line to sign", "Form: ________ and snake_case_name", "Form: ________ and snake_case_name"},
		{"powers", "x**(2**(n-1)) = 1 on a *wide* board", "x**(2**(n-1)) = 1 on a wide board"},
		{"heading", "# A red dog", "A red dog"},
		{"heading that is a label", "## Alt Text\n\nA red dog", "A red dog"},
		{"bold label on its line", "**Alt text:**\nA red dog", "A red dog"},
		{"bullet", "- A red dog", "A red dog"},
		{"temperature", "- 20 °C on a thermometer in the snow", "- 20 °C on a thermometer in the snow"},
		{"list", "- a red dog\n- a blue cat.\n* a green bird", "a red dog, a blue cat. a green bird"},
		{"hashtag", "#1 Dad mug", "#1 Dad mug"},
		{"number of a club", "1. FC Köln shirt", "1. FC Köln shirt"},
		{"fence", "```\nA red dog\n```", "A red dog"},
		{"fence with a language", "```json\n{\"alt_text\": \"A red dog\"}\n```", "A red dog"},
		{"fence on a line", "```A red dog```", "A red dog"},
		{"link of Markdown", "A [red](https://e.example/x) dog", "A red dog"},
		{"image of Markdown", "![A red dog](dog.png)", "A red dog"},
		{"JSON object", `{"alt_text": "A red \"dog\""}`, `A red "dog"`},
		{"JSON, another key", `{"caption":"A red dog","confidence":0.9}`, "A red dog"},
		{"JSON, nested", `{"result": {"altText": "A red dog"}}`, "A red dog"},
		{"JSON list of one", `["A red dog"]`, "A red dog"},
		{"JSON string", `"A red\ndog"`, "A red dog"},
		{"JSON of an error stays", `{"error":"no such key","message":"A red dog"}`, `{"error":"no such key","message":"A red dog"}`},
		{"JSON that does not end", `{"alt_text": "A red`, `{"alt_text": "A red`},
		{"Python dictionary", `{'alt_text': 'A dog\'s bowl'}`, `A dog\'s bowl`},
		{"paragraph", "<p>A red dog</p>", "A red dog"},
		{"img", `<img src="x.jpg" alt="A red dog" width=3>`, "A red dog"},
		{"img in a figure", `<figure><img alt='A red dog' src=x></figure>`, "A red dog"},
		{"tags of a model", "<caption>A red dog</caption>", "A red dog"},
		{"tags inside", "A <b>red</b> dog<br>on a beach", "A red dog on a beach"},
		{"a tag that is talked of", "Code on a screen with a <div> tag", "Code on a screen with a <div> tag"},
		{"thoughts without an end", "<think>The user wants a caption. A dog", ""},
		{"nothing but thoughts", "<think>A dog.</think>\n", ""},
		{"a tag that is none", "<thinker> printed on a mug", "<thinker> printed on a mug"},
		{"who speaks", "<|im_start|>assistant\nA red dog<|im_end|>", "A red dog"},
		{"turns", "<|user|> what is this? <|assistant|> A red dog", "A red dog"},
		{"turns without an answer", "<|user|> A red dog<|assistant|>", "A red dog"},
		{"turn of a model", "<start_of_turn>model A red dog<end_of_turn>", "A red dog"},
		{"nobody speaks", "<|im_start|>assistant", ""},
		{"thoughts", "<think>The user wants a caption.\nA dog.</think>\nA red dog", "A red dog"},
		{"end of a conversation", "A red dog<|im_end|>", "A red dog"},
		{"entities", "Tom &amp; Jerry &quot;live&quot;", "Tom & Jerry \"live\""},
		{"less than", "I <3 dogs & cats; A < B", "I <3 dogs & cats; A < B"},
		{"talk at the end", "A red dog.\n\nLet me know if you'd like a shorter version!", "A red dog."},
		{"count at the end", "A red dog.\n(10 characters)", "A red dog."},
		{"a page stays", "<!DOCTYPE html><html><p>x</p></html>", "<!DOCTYPE html><html><p>x</p></html>"},
		{"label, Spanish", "Texto alternativo: un perro", "Un perro"},
		{"label, Chinese", "替代文本：一只狗", "一只狗"},
		{"label with an addition", "Alt text (98 characters): A dog", "A dog"},
		{"talk at the end of the line", "A red dog. Let me know if you need anything else!", "A red dog."},
		{"count at the end of the line", "A red dog (10 characters)", "A red dog"},
		{"key and value", `"alt_text": "A red dog"`, "A red dog"},
		{"escaped quotes", `\"A red dog\"`, "A red dog"},
		{"spare comma", `{"alt_text":"A red dog",}`, "A red dog"},
		{"closed heading", "## A red dog ##", "A red dog"},
		{"a possible caption", "A possible caption: a red dog", "A red dog"},
		{"this is a photo of", "This is a photo of a red dog.", "A red dog."},
		{"letters let me know", "A note that says let me know", "A note that says let me know"},
		{"everything", "Certainly! Here is the alt text:\n\n```json\n{\"alt\": \"<p>**Alt text:** This image shows a red &amp; white dog.</p>\"}\n```", "A red & white dog."},
		{"emulated", "[emulated] A dog.", "[emulated] A dog."},
		{"emulated, label and quotes", `[emulated] Alt text: "A dog."`, "[emulated] A dog."},
		{"emulated, nothing", "[emulated] ", "[emulated]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := quality.Clean(tt.raw); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.raw, got, tt.want)
			}
		})
	}
}

// The rules say how a text begins and ends.
func TestCleanByRules(t *testing.T) {
	t.Parallel()
	add, drop := quality.Rules{Sentence: true, Period: quality.AddPeriod}, quality.Rules{Period: quality.DropPeriod}
	tests := []struct {
		rules     quality.Rules
		raw, want string
	}{
		{add, "a red dog", "A red dog."},
		{add, "a red dog!", "A red dog!"},
		{add, "ärger im Büro", "Ärger im Büro."},
		{add, "iPhone on a desk", "iPhone on a desk."},
		{add, "e.g. a dog", "e.g. a dog."},
		{add, "一只狗", "一只狗。"},
		{add, `a sign with "Open"`, `A sign with "Open".`},
		{add, "a dog…", "A dog…"},
		{add, `a sign reads "Stop."`, `A sign reads "Stop."`},
		{add, "a man (he smiles.)", "A man (he smiles.)"},
		{add, "a man says “Hi?”", "A man says “Hi?”"},
		{add, `a sign (reads "Stop!")`, `A sign (reads "Stop!")`},
		{add, "a sign says „Ja“", "A sign says „Ja“."},
		{add, "un panneau « Stop ! »", "Un panneau « Stop ! »"},
		{add, "un panneau « Bar »", "Un panneau « Bar »."},
		{add, "a sale (50%)", "A sale (50%)."},
		{add, "a sign that ends in “", "A sign that ends in “"},
		{add, `")`, `")`},
		{add, "看板には「止まれ」", "看板には「止まれ」。"},
		{add, "看板には「止まれ。」", "看板には「止まれ。」"},
		{add, "一只狗（两岁）", "一只狗（两岁）。"},
		{add, "一杯のコーヒー", "一杯のコーヒー。"},
		{add, "北京2008", "北京2008。"},
		{add, "2008", "2008."},
		{add, "แมวสีดำ", "แมวสีดำ"},
		{add, "แมว 2", "แมว 2"},
		{add, "ແມວດຳ", "ແມວດຳ"},
		{add, "ឆ្មាខ្មៅ", "ឆ្មាខ្មៅ"},
		{add, "ကြောင်", "ကြောင်"},
		{add, "একটি কালো বিড়াল", "একটি কালো বিড়াল।"},
		{add, "एक काली बिल्ली", "एक काली बिल्ली।"},
		{add, "ਇੱਕ ਕਾਲੀ ਬਿੱਲੀ", "ਇੱਕ ਕਾਲੀ ਬਿੱਲੀ।"},
		{add, "ଏକ କଳା ବିଲେଇ", "ଏକ କଳା ବିଲେଇ।"},
		{add, "ஒரு கருப்பு பூனை", "ஒரு கருப்பு பூனை."},
		{add, "검은 고양이", "검은 고양이."},
		{add, "قطة سوداء", "قطة سوداء."},
		{add, "قال “لماذا؟”", "قال “لماذا؟”"},
		{drop, "एक काली बिल्ली।", "एक काली बिल्ली"},
		{drop, "একটি বিড়াল। একটি কুকুর।", "একটি বিড়াল। একটি কুকুর।"},
		{drop, `A sign reads "Stop."`, `A sign reads "Stop."`},
		{add, "[[decorative]]", "[[decorative]]"},
		{add, "[emulated] a dog", "[emulated] A dog."},
		{add, "", ""},
		{drop, "A red dog.", "A red dog"},
		{drop, "A dog. A cat.", "A dog. A cat."},
		{drop, "Made by Fern Inc.", "Made by Fern Inc."},
		{drop, "A dog, a cat etc.", "A dog, a cat etc."},
		{drop, "A dog...", "A dog..."},
		{drop, "一只狗。", "一只狗"},
		{quality.Rules{Kind: quality.OCR}, "- Milk\n- **Eggs**", "- Milk - **Eggs**"},
	}
	for _, tt := range tests {
		got := tt.rules.Clean(tt.raw)
		if got != tt.want {
			t.Errorf("Clean(%q) by %+v = %q, want %q", tt.raw, tt.rules, got, tt.want)
		}
		if again := tt.rules.Clean(got); again != got {
			t.Errorf("Clean(%q) by %+v = %q, and cleaned again %q", tt.raw, tt.rules, got, again)
		}
	}
}

func TestDecorative(t *testing.T) {
	t.Parallel()
	for _, yes := range []string{
		"[[decorative]]", "[[Decorative]].", " [decorative]\n", "[[ DECORATIVE ]]", "[[[decorative]]", `"[[decorative]]"`,
		"Alt text: [[decorative]]", "[emulated] [[decorative]]", "decorative", "Decorative.",
	} {
		if !quality.Decorative(yes) {
			t.Errorf("Decorative(%q) = false, want true", yes)
		}
	}
	for _, no := range []string{
		"", "[[]]", "A decorative line", "Decorative border of leaves", "[[decorative]] A line", "[emulated]", "undecorative",
	} {
		if quality.Decorative(no) {
			t.Errorf("Decorative(%q) = true, want false", no)
		}
	}
}

func TestNoText(t *testing.T) {
	t.Parallel()
	for _, yes := range []string{
		"[[no text]]", "[[No Text]].", " [no text]\n", "[[ NO TEXT ]]", "[[[no text]]", `"[[no text]]"`, "“[[no text]]”", "[[no_text]]", "[[no-text]]", "**[[no text]]**",
		"`[[no text]]`", `{"text": "[[no text]]"}`, "Alt text: [[no text]]", "[emulated] [[no text]]", "no text", "No text.", "There is no text in this image.", "The image does not contain any visible text.",
		"No readable text found in the picture.", "I see no text.", "<think>None.</think>\n[[no text]]",
	} {
		if !quality.NoText(yes) || quality.Proposal(yes) != quality.ProposeNoText {
			t.Errorf("NoText(%q) = false, want true", yes)
		}
	}
	for _, no := range []string{
		"", "[[]]", "text", "No text can be read on the sign", "No texting while driving", "[[no text]] A sign", "A sign that says no text", "[emulated]", "[[no words]]", "no context", "There is no text like an old text", "any text", "No words can say it", "The picture has no text but a logo",
	} {
		if quality.NoText(no) || quality.Proposal(no) != "" {
			t.Errorf("NoText(%q) = true, want false", no)
		}
	}
	if got := quality.Proposal("[[Decorative]]"); got != quality.ProposeDecorative {
		t.Errorf("Proposal([[Decorative]]) = %q", got)
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"A dog.", `"A "dog""`, "Alt text: [emulated] \"x\"", "[emulated] [emulated] x", "„a“ b”", "\xff\"\xfe\"", "''''", "Alt: Alt: 'x'",
		"**caption:** «»", "\x1b\x1b[[mx\x1b[31m[0m", "\x1b]8;;x\ay\x1b\\", "\u200b\"\ufeff\u202ex\u2069\"", "[emu\u200blated] x", "\"[emulated]\"", "[emulated]\u0085", "🏴\u200b\U000e0067\U000e0062\u2060\U000e0065\U000e007f", "Alt: \u200fא\u200e", strings.Repeat("“", 50) + strings.Repeat("”", 50),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		clean := quality.Clean(raw)
		switch {
		case !utf8.ValidString(clean):
			t.Errorf("Clean(%q) = %q is not valid UTF-8", raw, clean)
		case len(clean) > len(raw):
			t.Errorf("Clean(%q) = %q is longer", raw, clean)
		case strings.ContainsAny(clean, "\r\n\t") || strings.Contains(clean, "  ") || strings.TrimSpace(clean) != clean:
			t.Errorf("Clean(%q) = %q is not one line of words", raw, clean)
		case strings.ContainsAny(clean, "\x1b\u009b\u00ad\u200b\u2060\ufeff\u202e\u2066\U000e0041"):
			t.Errorf("Clean(%q) = %q holds what nobody sees", raw, clean)
		case quality.Clean(clean) != clean:
			t.Errorf("Clean(%q) = %q, and cleaned again %q", raw, clean, quality.Clean(clean))
		}
		if quality.Decorative(raw) && quality.NoText(raw) {
			t.Errorf("%q proposes two things", raw)
		}
	})
}

// By other rules, too, cleaning twice is cleaning once, and adds no more than
// a period. No text makes the checks stumble.
func FuzzRules(f *testing.F) {
	for i, line := range lines(f, "bad.txt") {
		_, text, _ := strings.Cut(line, "  ")
		f.Add(text, uint8(i))
	}
	f.Add("{\"alt\":\"```**x** <b>y</b>. \"}", uint8(5))
	f.Fuzz(func(t *testing.T, raw string, choice uint8) {
		rules := quality.Rules{
			Kind:     []quality.Kind{quality.Prose, quality.Dense, quality.Tags, quality.OCR}[choice%4],
			Period:   []quality.Period{quality.KeepPeriod, quality.AddPeriod, quality.DropPeriod}[choice/4%3],
			Sentence: choice&64 != 0, Lang: []string{"", "en", "de", "zh"}[choice>>6],
		}
		clean := rules.Clean(raw)
		if again := rules.Clean(clean); again != clean {
			t.Errorf("Clean(%q) by %+v = %q, and cleaned again %q", raw, rules, clean, again)
		}
		if len(clean) > len(raw)+3 || !utf8.ValidString(clean) {
			t.Errorf("Clean(%q) by %+v = %q is longer, or no UTF-8", raw, rules, clean)
		}
		for _, f := range append(rules.Check(raw, clean, nil), rules.Check(raw, raw, &quality.Context{Images: []string{raw}, Title: clean})...) {
			if f.Detail == "" || !utf8.ValidString(f.Detail) || len(f.Detail) > 300 || strings.ContainsAny(f.Detail, "\n\x1b") {
				t.Errorf("%q has %q, which is no sentence", raw, f.Detail)
			}
		}
	})
}

func ExampleClean() {
	fmt.Println(quality.Clean("Alt text:\n\"A red fox  stands in snow.\""))
	// Output: A red fox stands in snow.
}
