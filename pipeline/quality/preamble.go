package quality

import (
	"strings"
	"sync"
	"unicode"
)

// picturing are the beginnings that say that a picture is one, in lower case.
// The medium itself may matter: a painting, a drawing, a screenshot is no
// fault (W3C WAI, Tips and Tricks on images).
var picturing = sync.OnceValue(func() *automaton {
	pic := `(?:image|picture|pic|photo|photograph|graphic|snapshot)s?`
	return newAutomaton(`^(?:` + strings.Join([]string{
		`(?:(?:an?|the|this|this is an?|this is the|here is an?|close-?up) )?` + pic + ` (?:of|showing|depicting|that shows|featuring|representing|which shows|containing)\b`,
		`(?:this|the|your) (?:[a-z]+ )?` + pic + `(?: [a-z]+){0,2} (?:shows|depicts|features|displays|captures|presents|portrays|showcases|illustrates|contains|appears|seems|consists|represents|is (?:of|a|an|the|taken|showing|from)|has|includes|conveys|provides)\b`,
		`(?:in|on|from) (?:this|the) (?:[a-z]+ )?` + pic + `(?:[,.]| (?:we|you|there|is|are|one|a|an|two|three|the|it|i|above|below|shown|provided)\b|$)`, `bullet\b(?: point)?[:.]?$`, `bullet [^a-z]`, `(?:here|below) (?:is|are|'s) (?:an?|the|your|my|some) (?:[a-z]+ ){0,3}(?:alt|caption|description|image|picture|text)`, `the following (?:is|are) (?:an?|the|your|my|some) (?:[a-z]+ ){0,3}(?:alt|caption|description|image|picture|text)`, `here's (?:an?|the|your|my) (?:[a-z]+ ){0,3}(?:alt|caption|description|image|picture|text)`,
		`(?:sure|certainly|of course|absolutely|okay|great question|understood)(?:[!.]+ |, (?:here|this|i))`, `(?:we|you|one) can see `, `(?:here )?we see (?:an?|the|two|three|four|five|several|some|many)\b`, `(?:the|this) scene (?:shows|depicts|features|captures|portrays|presents)\b`, `(?:shown|depicted|pictured|seen|visible|featured|displayed) in (?:this|the) ` + pic + `\b`, `(?:shown|depicted|pictured) here(?::| is | are )`, `there is an? ` + pic + ` of`, `the (?:main )?(?:subject|focus) of the ` + pic, `i can see `, `what (?:we|you) see `, `(?:happy|glad|pleased|delighted) to (?:help|assist|oblige)\b[^:"]{0,60}:`, `sure(?: thing)?(?:[,!.]| [-–—]) [^:"]{0,60}(?:alt|caption|text|description)[^:"]{0,30}:`, `here goes\b[^:"]{0,20}:`,
		`(?:may be|might be|possibly) an? ` + pic + ` of`, `image may contain`, `alt(?:ernative)?[ -]text\b *[:–—-]`, `(?:alternativtext|texte alternatif|texto alternativo|testo alternativo|alt-tekst) ?[–—-] `, `(?:(?:ai|automatically|auto|generated|suggested|proposed|recommended|revised|improved|updated|final|image|photo)[ -])+(?:caption|description|alt[ -]?text) ?[–—-] `,
		// German, French, Spanish, Italian, Portuguese
		`(?:wir sehen|man sieht|hier (?:sieht man|sehen wir)|(?:hier )?zu sehen (?:ist|sind)) (?:eine?n?|zwei|drei|vier|mehrere|einige)\b`, `(?:ici, )?on (?:peut voir|voit) (?:une?|deux|trois|plusieurs|des)\b`, `(?:se (?:puede ver|ven?)|vemos|podemos ver) (?:una?|dos|tres|varios|varias)\b`, `(?:si (?:può vedere|vede|vedono)|vediamo) (?:un|una|uno|due|tre|diversi)\b`,
		`(?:ein |das |dieses |auf dem |auf diesem |in diesem |im )?(?:bild|foto|fotografie|abbildung|grafik) (?:von|zeigt|stellt|einer|eines|mit|ist|sind|sieht|sehen|sitzt|steht)\b`, `auf d(?:em|er|iesem) (?:bild|foto|fotografie|abbildung)\b`,
		`(?:une |la |cette |l'|sur (?:cette |la |l')|dans (?:cette |la |l'))?(?:image|photo|photographie) (?:de |d'|du |des |montr|représent|présent|illustr|on |nous )`, `(?:sur|dans) (?:cette|la|l'|l’) ?(?:image|photo)`,
		`(?:una |la |esta |en (?:la|esta) )?(?:imagen|foto|fotografía) (?:de|del|muestra|que|presenta|se|representa|con)\b`, `en (?:la|esta) (?:imagen|foto)`,
		`(?:un'|una |l'|questa |nell'|nella )?(?:immagine|foto|fotografia) (?:di|del|della|dei|che|mostra|raffigura|ritrae|rappresenta|si)\b`, `(?:nell'|in questa |nella )(?:immagine|foto)`,
		`(?:uma |a |esta |na |nesta )?(?:imagem|foto|fotografia) (?:de|do|da|mostra|que|apresenta|retrata|com)\b`, `(?:na|nesta) (?:imagem|foto)`,
		// Dutch, the Nordic languages, Polish, Czech
		`(?:een |de |deze |op (?:de|deze) )?(?:afbeelding|foto|plaatje) (?:van|toont|met|laat|is|staat|zien|waarop)\b`, `op (?:de|deze) (?:afbeelding|foto)`,
		`(?:en |på )?(?:bild|bilden|fotot?|billede|billedet|bilde|bildet|et billede|et bilde) (?:av|af|på|visar|viser|föreställer)(?:$|[^\pL])`,
		`(?:na )?(?:ten |tym |to )?(?:obraz|obrazek|obrazku|zdjęcie|zdjęciu|fotografia|fotografii|grafika) (?:przedstawia|pokazuje|ukazuje|widać|znajduje|widoczn|jest)`, `(?:na )?(?:obrázek|obrázku|fotografie|fotografii) (?:zobrazuje|ukazuje|je|vidíme|znázorňuje)\b`,
		// Russian, Ukrainian, Turkish, Indonesian, Vietnamese
		`(?:на )?(?:этом |этой |данном |данной )?(?:изображени[еи]|картинк[аеи]|фото|фотографи[яи]|снимк[еа])(?: |,)(?:показ|изображ|видн|представл|запечатл|мы|можно|,|с |на )`, `на (?:этом |этой |данном |цьому |цій )?(?:изображении|картинке|фото|фотографии|снимке|зображенні|світлині)(?:$|[^\pL])`, `на (?:фото|изображении|картинке|зображенні)`,
		`bu (?:görsel|resim|fotoğraf|görüntü)`, `(?:görselde|resimde|fotoğrafta)`, `(?:gambar|foto) (?:ini|yang|dari|seorang|sebuah|menunjukkan|menampilkan)\b`, `(?:hình|bức) ảnh (?:này|cho|về|của|mô)`,
		// Chinese, Japanese, Korean, Arabic
		`(?:在)?(?:这|這|该|該|此|本)(?:是一)?(?:张|張|幅|个)?(?:图|圖|照片|影像)`, `(?:这|這)是一(?:张|張|幅)`, `(?:图|圖)(?:片|像|中)?(?:中)?(?:显示|展示|描绘|呈现|是|有|顯示|为)`, `(?:照片|画面)(?:中|显示|展示)`,
		`(?:この|こちらの)(?:画像|写真|イメージ)`, `(?:画像|写真)(?:は|には|に)`, `(?:이|해당|위) ?(?:이미지|사진)`, `(?:이미지|사진)(?:는|은|에는|에|속)`,
		`(?:هذه |في هذه |تظهر |في )?(?:ال)?صورة (?:ل|تظهر|تعرض|توضح|تُظهر|من|تحتوي)`, `(?:تُظهر|تظهر|في) (?:هذه )?الصورة`, `यह (?:चित्र|छवि|तस्वीर)`, `इस (?:चित्र|छवि|तस्वीर)`,
	}, "|") + `)`)
})

// depicted are the beginnings that speak of a picture which is a thing in the
// picture: an image of a saint that people carry, a painting on a cave's wall, a
// photograph of a photograph.
var depicted = sync.OnceValue(func() *automaton {
	pic := `(?:image|picture|photo|photograph)`
	return newAutomaton(`^(?:` + strings.Join([]string{
		`(?:(?:an?|the|la|il|el|un'|una|l'|uma|a|ein|das|het|een) ?)?(?:image|imagen|immagine|imagem|bild|afbeelding) (?:(?:of|de|di|del|della|do|da|eines|einer|des|der|von|van) |d')?(?:(?:an?|the|our|la|le|un|una|um|uma|il|el|o|een) )?` +
			`(?:saint|st\.|virgin|virgen|vierge|vergine|virgem|madonna|madone|lady|santa|santo|christ|cristo|jesus|jesús|gesù|buddha|heiligen?|hl\.|jungfrau|gottesmutter|muttergottes|christus)(?:[^\pL.][^.]*)?` +
			`(?:[ '](?:carried|procession|in a niche|chapel|church|nicchia|altar|shrine|sale|portée|porté|portata|llevada|andor|kapelle|kirche|altars?|nische|prozession|schrein|chapelle|église|autel|capilla|iglesia|hornacina|procesión|cappella|chiesa|altare|processione|capela|igreja|procissão|kapel|kerk|nis)(?:$|[^\pL]))`,
		`(?:(?:une|l'|les|des) ?)?images? d'épinal(?:$|[^\pL])`,
		`(?:this|the|an?) ` + pic + ` of [^.,]{1,60} (?:was|were) (?:painted|drawn|carved|printed|woven|etched|engraved|embroidered)\b`,
		`an? ` + pic + ` of an? (?:[a-z]+ )?` + pic + `\b`, `i can see my `,
	}, "|") + `)`)
})

// picturers are the first words of those beginnings.
var picturers = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields(`shown depicted pictured seen visible featured displayed wir man hier zu ici se si vemos podemos vediamo alternativtext texte texto testo image images picture pictures pic pics photo photos photograph photographs graphic graphics snapshot snapshots close closeup this the your in on from bullet here here's below sure certainly
		generated suggested proposed recommended revised improved updated final ai automatically auto
		of absolutely happy glad pleased delighted okay great understood we you one there i what may might possibly alt alternative ein das dieses auf im bild foto fotografie abbildung grafik une la cette l'image l'immagine l'photo un'immagine
		sur dans una esta en imagen fotografía questa nell'immagine nella uma na nesta imagem immagine fotografia een de deze op afbeelding plaatje på bilden fotot billede billedet bilde bildet et
		ten tym to na obraz obrazek zdjęcie grafika obrázek obrázku на этом этой данном данной снимка изображение картинка фотография фото снимок bu görselde resimde fotoğrafta gambar hình bức
		هذه في تظهر صورة الصورة تُظهر यह इस han hangul photographie`) {
		all[w] = true
	}
	return all
})

// preamble finds talk that is left before the description, and the word image
// at its end.
func preamble(s *subject) *fault {
	low := strings.TrimLeft(s.low, " *_\"'“")
	if s.text != s.core && s.labelled() {
		return &fault{detail: "it begins with a label"}
	}
	if s.echo() == begun || s.echo() == entire && s.rules.Kind == OCR {
		return &fault{detail: "it begins with a line of the question"}
	}
	if s.rules.Kind == OCR && s.token() != "" {
		return &fault{detail: "it has a token beside it that stands for a whole answer"}
	}
	if s.produced() || s.rules.Kind != OCR && len(s.text) > 1 && s.text[1] <= 'Z' && s.text[1] >= 'A' && spokenBy().match(s.text) {
		return &fault{detail: "it begins with the name of an output"}
	}
	if s.has.any(":)") && several(low) || s.offers() {
		return &fault{detail: "it is several texts, of which one was asked for"}
	}
	if s.remarks() || s.text != s.core && s.has.has('\n') && unchat(s.text) != s.text {
		return &fault{detail: "it has a remark on itself behind it"}
	}
	if pictured(low) || s.rules.Kind != OCR && muses(low) {
		return &fault{detail: "it says that it is a picture, or talks before it describes"}
	}
	if end := strings.TrimRight(low, " .!"); (strings.HasSuffix(end, " image") || strings.HasSuffix(end, " graphic")) && s.rules.Kind != OCR && !strings.HasSuffix(end, "mirror image") {
		return &fault{detail: "it ends by saying that it is an image"}
	}
	return nil
}

// labelled tells whether the text that was not cleaned has a label.
func (s *subject) labelled() bool {
	bare := strings.TrimLeft(s.text, " *_#\"'“`\n")
	return hasLabel(bare) || s.rules.Kind != OCR && (pictureLabelAt(bare) > 0 || nameLabelAt(bare) > 0) || introducible(bare) && introduction().match(bare) || unintroduce(bare) != bare
}

// spokenBy is the name of who speaks without a colon behind it.
var spokenBy = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:ASSISTANT|RESPONSE|OUTPUT|CAPTION|DESCRIPTION) (?:An?|The|Two|Three) [a-z]`)
})

// musing is what models think aloud before they say what they take a picture for.
var musing = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:h+m+|let me see|let's see)[,.…! ]+ ?(?:(?:i (?:think|believe|guess|suppose|would say)|i'd say)(?: that)? )?(?:this|it|that)(?: (?:is|must be|might be|could be|may be|looks like|shows|seems to be)|'s) (?:an?|the|two|three|some|several) [^.!?…]+[.!]?$`)
})

// muses tells whether the text is a single sentence that begins so: one that goes
// on thinking in a second one describes nothing.
func muses(low string) bool {
	return low != "" && (low[0] == 'h' || low[0] == 'l') && (strings.HasPrefix(low, "hm") || strings.HasPrefix(low, "hhm") || strings.HasPrefix(low, "let")) && !has(low, " i see", " no ", " not ", "n't", "broken", "blank", "empty", " file", " link", " url", " error") && musing().match(low)
}

// shows tells whether an English text may speak of a picture or of who sees it.
func shows(low string) bool { return showHints.in(low) }

// showHints are words with which it does.
var showHints = newNeedles("image", "picture", "photo", "graphic", "snapshot", "bild", "foto", " see ", "voit", " voir", " scene ", " pic ", "alt", "caption", "descri", "text")

// pictured tells whether the text begins by saying that it is a picture.
func pictured(low string) bool {
	first := firstWord(low)
	if first == "a" || first == "an" {
		_, rest := word(low)
		if first = firstWord(rest); !picturers()[first] || first == "the" || strings.ContainsFunc(first[:1], unicode.IsSpace) {
			return false
		}
	} else if !picturers()[first] || english[first] && !shows(low) {
		return false
	}
	return picturing().match(low) && !depicted().match(low)
}
