package quality

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The regular expressions here are made when first needed: most programs that
// import this package judge nothing.

// label is what models write before the text that they were asked for.
var label = sync.OnceValue(func() *automaton {
	return newAutomaton(`(?i)^"(?:alt[ _-]?text|alt|caption|description)"\s?:\s?|^(?:\*\*|__)?(?:(?:suggested|short|concise|brief|proposed|recommended|revised|improved|final|possible|generated|image|photo|the|your|updated) )*` +
		`(?:alt(?:ernative)?[ _-]?text|alt[ -]tag|alt|caption|description|assistant|final answer|` + strings.Join([]string{
		`alternativtext|bildbeschreibung|bildunterschrift|beschreibung|alt-attribut`, // German
		`texte alternatif|texte alt|légende|description de l'image`,                  // French
		`texto alternativo|texto alt|descripción(?: de la imagen)?|leyenda`,          // Spanish
		`testo alternativo|testo alt|didascalia|descrizione(?: dell'immagine)?`,      // Italian
		`descrição(?: da imagem)?|legenda`,                                           // Portuguese
		`alternatieve tekst|alt-tekst|alttekst|beschrijving|bijschrift`,              // Dutch
		`tekst alternatywny|opis(?: obrazu| zdjęcia)?|podpis`,                        // Polish
		`альтернативный текст|описание(?: изображения)?|подпись`,                     // Russian
		`альтернативний текст|опис(?: зображення)?`,                                  // Ukrainian
		`alternativ text|beskrivning|beskrivelse|bildtext|billedtekst|bildetekst`,    // Swedish, Danish, Norwegian
		`alternatif metin|alt metin|açıklama|alternativní text|popis(?:ek)?`,         // Turkish, Czech
		`teks alternatif|deskripsi|keterangan|văn bản thay thế|mô tả|chú thích`,      // Indonesian, Vietnamese
		`代替テキスト|代替文|画像の説明文?|説明文?|キャプション|替代文本|替代文字|图片描述|图像描述|圖片描述|描述|说明|대체 텍스트|설명`,
		`النص البديل|نص بديل|الوصف|وصف الصورة|वैकल्पिक पाठ|विवरण`,
	}, "|") + `)(?: \([^():：]{1,40}\)| for (?:the |this )?[^:.!?"]{1,40}| #?\d)?(?:\*\*|__)?\s?[:：](?:\*\*|__)?`)
})

// pictureLabel is the kind of the picture in the place of a label. A name that
// follows it is whose picture it is: what is described comes with an article or
// a number, which no name has.
var pictureLabel = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:\*\*|__)?((?i:(?:(?:featured|cover|header|hero|main|product|stock) )?(?:image|photo|photograph|picture|bild|foto|imagen|immagine|imagem|afbeelding)(?:\*\*|__)? ?[:：](?:\*\*|__)? ))` +
		`(?:[Aa]n?|[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Ss]ome|[Ee]ine?|[Zz]wei|[Dd]rei|[Uu]n[eao]?|[Dd]eux|[Dd]os|[Dd]ue|[Uu]ma?|[Dd]ois|[Dd]uas|[Ee]en|[Tt]wee|[Ee]tt?|[Ee]n|[Tt]vå) \pL`)
})

// unpictured takes off such a label, and gives what is left a capital. The text in
// a picture may well have one.
func (r *Rules) unpictured(text string) string {
	if at := pictureLabelAt(text); at > 0 && r.Kind != OCR {
		return capital(text[at:])
	}
	return text
}

// pictureLabelAt is where a text begins behind such a label, or 0.
func pictureLabelAt(text string) int {
	if !strings.ContainsAny(text[:min(len(text), maxLabel)], ":：") {
		return 0
	}
	if at := pictureLabel().parts(text); at != nil {
		return at[3]
	}
	return 0
}

// unlabel takes off a label, and gives what is left a capital.
func unlabel(text string) string {
	if !hasLabel(text) {
		return text
	}
	return capital(strings.TrimSpace(text[len(label().find(text)):]))
}

// hasLabel tells whether a text begins with a label.
func hasLabel(text string) bool {
	return (strings.Contains(head(text), ":") || strings.Contains(head(text), "：")) && label().match(text)
}

// head is the part of a text in which a label has to be.
func head(text string) string { return text[:min(len(text), 120)] }

var (
	// sure are the words with which models agree before they begin.
	sure = `(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|great|yes|understood|got it|no problem|gerne?|natürlich|klar|selbstverständlich|bien sûr|d'accord|` +
		`volontiers|claro|por supuesto|desde luego|certo|certamente|natuurlijk|zeker|oczywiście|jasne|конечно|разумеется|självklart|selvfølgelig|tabii|elbette|` +
		`もちろんです?|はい|承知しました|当然|好的|当然可以|물론입니다|네|بالتأكيد|بالطبع|بكل سرور)`
	// here are the words with which they point to what follows.
	here = `(?:(?:a|one|my)(?: (?:possible|suitable|good|concise|short|brief|appropriate|fitting|suggested|simple))+|here(?:'s|’s|s| is| are| you go| it is)|below (?:is|are)|this is|these are|the following (?:is|are)|hier (?:ist|sind|is)|nachfolgend|voici|voilà|ci-dessous|` +
		`aquí (?:está|tienes?|van?|hay)|a continuación|ecco|di seguito|qui c'è|aqui está|segue|oto|poniżej|вот|ниже|ось|här (?:är|kommer)|her er|zde je|tu je|iată|işte|` +
		`tässä|itt|berikut|đây là|dưới đây|以下是|这是|這是|下面是|以下は|こちら[はが]|다음은|여기|إليك|هذا هو|فيما يلي|यह रहा|यहाँ)`
	// given are the words with which they say that they looked at the picture.
	given = `(?:(?:(?:based on|looking at|judging (?:by|from)|according to) (?:the|this|your) (?:[a-z]+ )?(?:image|picture|photo|photograph|screenshot)s?[^:.!?,]{0,40}|(?:basierend auf|anhand|ausgehend von) (?:dem|des|diesem|dieses) (?:bild|foto)e?s?|(?:d'après|selon) (?:l'|la |cette )(?:image|photo)|(?:basándome en|basado en|según) la (?:imagen|foto)|basandomi sull'immagine),? )?`
	// gift is what they say it is.
	gift = `(?:alt|caption|description|text|option|version|suggestion|summary|tags|keywords|descri|beschr|legende|légende|titre|vorschlag|tekst|testo|didascalia|popis|opis|` +
		`текст|описан|опис|metin|açıklama|beskriv|leírás|kuvaus|deskripsi|mô tả|文本|描述|说明|説明|テキスト|キャプション|텍스트|설명|النص|وصف)`
)

var (
	introduction = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?i)^(?:¡?` + sure + ` ?[!,.:。、，！]{0,2} ?(?:i can help(?: you)?(?: with that)?[.!] ?|i'd be happy to(?: help)?[.!] ?)?)?` + given + here + `[^:：.!?。]{0,120}?` + gift + `[^:：.!?。]{0,80}[:：]`)
	})
	// pointing is no more than that what follows is the answer.
	pointing = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?i)^(?:¡?` + sure + ` ?[!,.:。、，！]{0,2} ?)?(?:here (?:you go|you are|it is)|hier,? bitte|voici|voilà|aquí (?:tienes?|está)|ecco(?: qui| a te)?|aqui (?:está|tem|vai)|вот|こちらです|여기 있습니다) ?[:：] ?`)
	})
	agreement = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?i)^¡?` + sure + `(?: (?:question|choice))?(?: ?[!.！。](?: |$)?|[,，、] ?` + here + `[:,]? )`)
	})
	// showing is a sentence's beginning that says only that this is a picture.
	showing = sync.OnceValue(func() *automaton {
		pic := `(?:image|picture|photo|photograph|pic)`
		shows := `(?:shows|depicts|features|displays|captures|presents|portrays|showcases|illustrates|is showing|is depicting|contains|is of|is an? ` + pic + ` of)`
		return newAutomaton(`(?i)^(?:` + strings.Join([]string{
			`(?:this|the|your)(?: (?:provided|given|attached|uploaded))? ` + pic + `(?: (?:you (?:provided|shared|uploaded|sent)|provided|above|here))? ` + shows,
			`(?:the|this) scene (?:shows|depicts|features)`, `(?:we|you|one) can see`, `(?:here )?we see`,
			`(?:shown|depicted|pictured|seen|visible|featured|displayed) in (?:this|the) ` + pic + ` (?:is|are)`, `(?:shown|depicted|pictured) here(?::| is| are)`,
			`this is (?:an? |the )?` + pic + ` (?:of|showing|that shows|depicting)`,
			`in (?:this|the) ` + pic + `,? (?:we (?:can )?see|you (?:can )?see|one can see|there (?:is|are)|we have)`,
			`in (?:this|the) ` + pic + `,`,
			`(?:cette|l['’]|la |cette )?\s?(?:image|photo|photographie) (?:montre|représente|présente)`,
			`(?:la|esta) (?:imagen|foto|fotografía) (?:muestra|presenta|representa)`,
			`(?:l['’]|quest['’]|la |questa )(?:immagine|foto|fotografia) (?:mostra|raffigura|rappresenta|ritrae)`,
			`(?:a|esta|essa) (?:imagem|foto|fotografia) (?:mostra|apresenta|retrata)`,
			`(?:de|deze) (?:afbeelding|foto) toont`,
			`(?:bilden|fotot) (?:visar|föreställer)`, `(?:billedet|bildet|fotoet) viser`,
			`gambar (?:ini )?(?:menunjukkan|menampilkan)`, `(?:hình|bức) ảnh (?:này )?cho thấy`,
		}, "|") + `) `)
	})
	showingHan = sync.OnceValue(func() *automaton {
		return newAutomaton(`^(?:在)?(?:这|這|该|該|此)(?:张|張|幅|个)?(?:图片|图像|照片|圖片|圖像|图|影像)(?:中)?(?:主要)?(?:显示|展示|描绘|呈现|顯示|描繪|呈現)(?:了|的是|出)?`)
	})
)

// unintroduce takes off talk before the description, where what is left is a
// good sentence, and gives that a capital.
func unintroduce(text string) string {
	if !introducible(text) {
		return text
	}
	if found := introduction().find(text); found != "" {
		return capital(strings.TrimSpace(text[len(found):]))
	}
	if found := pointing().find(text); found != "" && found != text {
		return capital(text[len(found):])
	}
	if found := agreement().find(text); found != "" {
		if rest := strings.TrimSpace(text[len(found):]); rest != "" && (starting(rest) || introducible(rest) || strings.Contains(found, ",")) {
			return capital(rest)
		}
	}
	if rest := unreserved(text); rest != text {
		return rest
	}
	if found := showing().find(text); found != "" && sentence(text[len(found):]) && (!brings(found) || articled(text[len(found):])) {
		return capital(text[len(found):])
	}
	if found := showingHan().find(text); found != "" && utf8.RuneCountInString(text[len(found):]) >= 4 {
		return text[len(found):]
	}
	return text
}

// brings tells whether a beginning is one that has to bring something in: what it
// is that somebody sees, and not whom, as in "We see you".
func brings(found string) bool {
	w, _ := word(lower(found))
	return seeings[w] && !strings.Contains(lower(found), " can ")
}

// seeings are the first words of those beginnings.
var seeings = wordSet("we here shown depicted pictured seen visible featured displayed")

// articled tells whether a text begins with an article or a number.
func articled(text string) bool {
	w, _ := word(lower(text))
	return articles[w]
}

// openers are the first words, in lower case, of all that introduces a text.
var openers = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields(`sure certainly of absolutely okay ok great yes understood got no based looking judging according basierend anhand ausgehend d'après selon basándome basado según basandomi shown depicted pictured seen visible featured displayed gern gerne natürlich klar selbstverständlich bien d'accord volontiers
		claro por desde certo certamente natuurlijk zeker oczywiście jasne конечно разумеется självklart selvfølgelig tabii elbette
		while although though here here's heres below this these the your we you one my in hier nachfolgend voici voilà ci-dessous aquí a ecco di qui aqui segue oto poniżej вот ниже ось här her zde tu iată işte
		tässä itt berikut đây dưới cette l'image l'immagine la esta quest'immagine questa essa de deze bilden fotot billedet bildet fotoet gambar hình bức`) {
		all[w] = true
	}
	return all
})

// introducible tells whether the text begins as an introduction may. "A" alone
// is the first word of most captions, of "A possible caption:", and of "A
// imagem" in Portuguese.
func introducible(text string) bool {
	if text == "" || strings.HasPrefix(text, "A ") && strings.IndexByte(head(text), ':') < 0 && !strings.HasPrefix(text, "A ima") && !strings.HasPrefix(text, "A fot") {
		return false
	}
	first := firstRune(text)
	if spaceless(first) || unicode.Is(unicode.Arabic, first) || unicode.Is(unicode.Devanagari, first) {
		return true
	}
	w, _ := word(text)
	return openers()[lower(strings.TrimPrefix(w, "¡"))]
}

// starting tells whether the text begins as a sentence does.
func starting(text string) bool {
	first := firstRune(strings.TrimLeft(text, "\"“'*"))
	return unicode.IsUpper(first) || unicode.IsDigit(first) || spaceless(first)
}

// dangling are words that do not begin a good sentence when what stood before
// them is gone, as in "This photo shows how …", "The image features prominently".
var dangling = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields(`that how what why where who whom when which whether if it its him her them us you me my only off up no nothing not prominently here and or as
		by in on at to for from with of is are was were signs evidence below above both either less more most because than i que qui como cómo come quanto dat hoe att at`) {
		all[w] = true
	}
	return all
})

// carried is a second predicate of the words that are to go.
var carried = sync.OnceValue(func() *automaton {
	return newAutomaton(`^[^.!?]*[, ](?:and|but|while|which|et|y|e|en) (?:is|was|has|cannot|can't|could|also|appears|seems|conveys|evokes|captures|gives|creates|includes|suggests|highlights|` +
		`depicts|shows|features|displays|contains|est|es|crée|muestra|mostra|donne)\b`)
})

// sentence tells whether the text is good without what stood before it.
func sentence(rest string) bool {
	w, more := word(rest)
	w = lower(w)
	return more != "" && len(rest) >= 5 && !dangling()[w] && !(strings.HasSuffix(w, "ly") && len(w) > 4 && w != "family") && !carried().match(rest)
}

// chat is a last line that speaks to the one who asked.
var chat = sync.OnceValue(func() *automaton {
	return newAutomaton(`(?i)^\W*(?:let me know|i hope|hope (?:this|that)|feel free|would you like|do you want|if you(?:'d|’d| would)? (?:like|need|want|have)|` +
		`is there anything|this (?:alt text|caption|description) |(?:character|word)s? ?count|\d+ (?:characters|chars|words)|note:|length:)`)
})

// politeEnd is a last sentence on the same line that speaks to the one who
// asked.
var politeEnd = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`([.!?"”。]) +(?:Let me know|I hope this|Hope this helps|Feel free to|Would you like me|If you(?:'d|’d| would) like (?:me|a|any)|Is there anything else)[^.!?]*[.!?]?$`)
})

// unended drops such an end, and the count of characters that was asked for.
func unended(text string) string {
	text = politeEnd().ReplaceAllString(text, "$1")
	if at := limit().index(text); at != nil {
		return text[:at[0]]
	}
	if measured(text, bracketed(), 2) {
		return strings.TrimSpace(text[:strings.LastIndexAny(text, "([")])
	}
	return text
}

// talks tells whether the text may have such an end.
func talks(text string) bool {
	end := strings.TrimRight(text, ".")
	return strings.HasSuffix(end, ")") || strings.HasSuffix(end, "]") ||
		has(text, "Let me know", "I hope this", "Hope this", "Feel free", "Would you like", "If you'd", "If you’d", "If you would", "Is there anything")
}

// unchat drops last lines that speak to the one who asked, never the first.
func unchat(text string) string {
	for {
		i := strings.LastIndexByte(text, '\n')
		if i < 0 || strings.TrimSpace(text[:i]) == "" || !chat().match(text[i+1:]) {
			return text
		}
		text = strings.TrimSpace(text[:i])
	}
}
