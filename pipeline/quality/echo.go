package quality

import (
	"strings"
	"sync"
)

// maxEcho is the longest repetition of a question, in bytes. The questions of
// presets are a few sentences.
const maxEcho = 2 << 10

// A model that gives back its question writes an instruction: a verb in the
// imperative at the very beginning, and after it what it was to write, or the
// picture that it was to look at. What stands behind these goes on only as
// instructions do, so that "Describe the picture, a worksheet with six animals"
// is none.
var (
	// asker is who a transcript says is speaking, and how people ask nicely.
	asker = `(?:(?:\[?/?inst\]|[a-z|_]*>) ?)?(?:(?:user|human|system|prompt|instructions?|question|task|input|query|assistant|step \d|task \d) ?: ?)?(?:(?:please|kindly|now|(?:can|could|would|will) you(?: please)?|your task is to|you (?:have|need|are asked) to|i (?:want|need|would like) you to|let's|bitte|por favor|per favore|s'il (?:vous|te) plaît|merci de|请|請)[, ]*)*`
	// wanted is what was to be written, and sight what was to be looked at.
	wanted = `(?:alt(?:ernat(?:ive|e))?[ -]?(?:text|tag|attribute)s?|captions?|descriptions?|image description|summary|title|tags|keywords|labels)`
	sight  = `(?:image|picture|photo|photograph|screenshot|pic|scene|artwork|illustration)s?`

	instruction = sync.OnceValue(func() *automaton {
		some := `(?:[a-z0-9-]+,? ){0,8}?`
		tail := `(?:$|[.:]$|[.] |[!?]$| [(\[]|,? (?:in|for|of|at most|at|with|using|as|so|that|which|to|and|based|below|above|provided|attached|describing|focus|focusing|including|include|suitable|no|within|without|not|under|do not|don't|concisely|briefly|` +
			`accurately|objectively|separated|be|keep|keeping|max|maximum|less|fewer|only|please|you|here|i)\b)`
		return newAutomaton(`^` + asker + `(?:` + strings.Join([]string{
			`(?:write|generate|create|provide|give(?: me)?|produce|compose|suggest|draft|make|return|output|supply|craft|add) ` + some + wanted + tail,
			`(?:(?:describe|transcribe|summari[sz]e|explain|analy[sz]e|tell me about|tell me)|(?:caption|tag|label|identify|extract|list|copy|ocr) (?:all|the|this|any|every|each|up to|\d+)) ` + some + `(?:` + wanted + `|` + sight + `)` + tail,
			`caption this ` + sight + tail, wanted + ` for (?:the|this) ` + sight + `(?:$|[.:,]| in )`,
			`(?:return|output|(?:respond|reply|answer) (?:with|in|as)|use) (?:only |valid |a |the )*json\b`, `keep (?:it|the [a-z -]+) (?:under|below|within|to|at) [^.,:"]{1,20}(?:characters|words|sentences?)`,
			`(?:if|where) (?:(?:the|this) ` + sight + ` (?:is|has|contains|shows|includes)|there (?:is|are)(?: any| no)?|(?:some|any)(?:body|one) (?:wears|uses|is))[^.:"]{0,60}, (?:answer|reply|return|respond|write|output|say|quote|copy|transcribe|include|mention|name)\b`,
			`(?:look at|examine|study|view|consider|given) ` + some + sight + `,? (?:and|then)? ?(?:write|describe|give|generate|create|provide|produce|tell|list|caption|answer)\b`,
			`(?:describe|tell me|explain|list|say|write(?: down)?) (?:what|everything|all that|who)(?: (?:you|we|that|can|is|are|see|visible|shown|happening|going|on|depicted|appears?|there))*(?: (?:in|on) (?:the|this) ` + sight + `)?` + `(?:$|[.!?](?:$| )| in (?:one|a|two|detail|as|\d))`,
			`(?:respond|answer|reply|return|output|write|use|give)(?: (?:only|just|with|in|at|most|no|more|than|up|to|a|an|one|two|single|short|complete|plain|valid|the|your|answer|under|about|\d+))+ (?:` + wanted + `|sentences?|english|language|json|words|characters|text|format|quotes)` + tail,
			`(?:do not|don't|never|avoid) (?:start|begin|starting|beginning|mention|mentioning|include|including|use|using|say|add|write|describe)(?: [^.!?,:]{1,40})? (?:` + sight + `|` + wanted + `|with "?(?:image|picture|photo) of)`,
			`you are (?:an?|the) (?:[a-z-]+ ){0,4}(?:assistant|expert|model|ai|captioner|writer of alt|specialist|chatbot|bot)\b(?:$|[.,!:]|(?: (?:in|at|on|of|for))? (?:[a-z-]+ )?(?:accessib|alt|writ|describ|caption|image|web|generat|that|who|which|whose|trained|tasked|creat))`,
			`(?:what(?:'s| is| are| do| does| can| text| objects?)|who(?: is|'s| are)|which|where(?: is|'s)|how many|how would you|is there|are there|does|do you see|can you see)(?: [^\s.!?:,]+){0,6} ` + sight + `(?: (?:shows?|depicts?|about|of|contains?))?\?(?: (?:answer|assistant) ?:?)?$`,
			`(?:(?:okay|ok|so|alright|hmm|well|first|now),? )*(?:(?:the )?user (?:wants|asks|is asking|asked|needs|provided|requests|requested|uploaded|gave|has)|(?:(?:we|i)(?:'ll|'d)? ?(?:(?:need|have|want|was asked|am asked|are asked) to|should|must|will|can|am going to|would be happy to|be happy to|be glad to|am happy to|)|let's|let me|let us)` +
				` ?(?:now )?(?:write|produce|describe|generate|create|provide|output|craft|help you|analy[sz]e|examine))\b[^.!?:",]{0,60}?\b(?:` + wanted + `|` + sight + `)\b`,
			`(?:(?:okay|ok|so|alright|hmm|well|first|now),? )*(?:let me|(?:i|we)(?:'ll| will| need to| have to|'m going to| am going to)) (?:now |first |just )?(?:take a (?:closer )?look|look) at (?:the|this|your) ` + sight + `\b`,
			`(?:i(?:'d| would) be (?:happy|glad) to help|i(?:'m| am) happy to help|i can help(?: you)?|let me (?:help|take a (?:closer )?look|see|think))(?: you)?(?: with (?:that|this))?(?:[.!]+$|$)`,
			`(?:identify|describe|consider) (?:the )?(?:main |primary |central )?(?:subjects?|setting|scene|background|foreground|mood|composition|context)(?:$|[.:!]$|[.] )`,
			`describe (?:this|it|them|in (?:detail|one sentence))[.!]?$`,
			`be (?:as )?(?:concise|brief|short|factual|specific|objective|precise|descriptive|succinct|accurate|neutral|clear|detailed)(?:(?: and|,|,? but)? (?:as )?(?:concise|brief|short|factual|specific|objective|precise|descriptive|succinct|accurate|neutral|clear|detailed))*(?:$|[.!;]|,? (?:and|but|avoid|do not|don't|use|no|in|within|when|about|as possible|with)\b)`,
			`(?:write|answer|respond|reply)(?: it| both| them)? in (?:(?:plain|simple|clear|british|american) )*(?:english|german|french|spanish|italian|portuguese|dutch|polish|russian|chinese|japanese|korean|turkish|arabic|the same language)(?:$|[.;]|,? (?:and|only|using|with|in|as|at)\b)`,
		}, "|") + `)`)
	})

	// instructions are those of other languages. Nothing but the rest of the
	// sentence may follow.
	instructions = sync.OnceValue(func() *automaton {
		rest := `[^.,:;!?"„“«]{0,90}(?:$|[.!?]|, (?:maximal|höchstens|ohne|en |sans|sin|con |senza|in |máx|com |de ))`
		return newAutomaton(`^` + asker + `(?:` + strings.Join([]string{
			`(?:beschreib(?:e|en sie)?|schreib(?:e|en sie)?|erstellen? ?(?:sie)?|verfassen? ?(?:sie)?|generieren? ?(?:sie)?|formulieren? ?(?:sie)?|geben sie|gib) [^.,:;!?"„“«]{0,50}?(?:bild|foto|fotografie|abbildung|grafik|alternativtext|alt-text|bildbeschreibung|bildunterschrift|beschreibung)\b` + rest,
			`was (?:ist|sieht man|siehst du|sehen sie|zeigt)[^.,:;!?"]{0,30}(?:bild|foto)[^.,:;!?"]{0,20}\?$`,
			`(?:décri(?:s|vez|re)|rédige[rz]?|écri(?:s|vez|re)|génère|générez|générer|fourni(?:s|ssez|r)|donne[rz]?|crée[rz]?|propose[rz]?) [^.,:;!?"«]{0,50}?(?:image|photo|photographie|texte alternatif|texte alt|légende|description)\b` + rest,
			`que (?:voit-on|vois-tu|voyez-vous|montre|représente)[^.,:;!?"]{0,30}(?:image|photo) ?\?$`,
			`(?:describ[ae]n?|escrib[ae]|gener[ae]|proporcion[ae]|redact[ae]|cre[ae]|haz|dame|da) [^.,:;!?"«]{0,40}?(?:imagen|foto|fotografía|texto alternativo|texto alt|descripción|leyenda)\b` + rest,
			`¿?qué (?:se ve|ves|hay|aparece|muestra)[^.,:;!?"]{0,30}(?:imagen|foto)\?$`,
			`(?:descriv[ia]|descrivere|scriv[ia]|scrivere|genera|generare|fornisci|crea|creare|redigi) [^.,:;!?"«]{0,40}?(?:immagine|foto|fotografia|testo alternativo|testo alt|didascalia|descrizione)\b` + rest,
			`(?:cosa|che cosa) (?:si vede|vedi|mostra|c'è)[^.,:;!?"]{0,30}(?:immagine|foto)\?$`,
			`(?:descrev[ae]|escrev[ae]|ger[ea]|forneça|crie|redija) [^.,:;!?"«]{0,40}?(?:imagem|foto|fotografia|texto alternativo|texto alt|legenda|descrição)\b` + rest,
			`(?:o que) (?:se vê|você vê|mostra|aparece|há)[^.,:;!?"]{0,30}(?:imagem|foto)\?$`,
			`(?:beschrijf|schrijf|genereer|geef|maak) [^.,:;!?"„“]{0,40}?(?:afbeelding|foto|plaatje|alt-tekst|alttekst|alternatieve tekst|beschrijving|bijschrift)\b` + rest,
			`(?:beskriv|skriv|generera|generer|lag|skapa) [^.,:;!?"]{0,40}?(?:bilden|bild|billedet|billede|bildet|bilde|fotot|alt-text|alt-tekst|alternativtekst|alternativtext|bildtext|billedtekst|bildetekst)\b` + rest,
			`(?:kuvaile|kirjoita|luo) [^.,:;!?"]{0,40}?(?:kuva|kuvaa|kuvan|kuvalle|kuvateksti|vaihtoehtoinen teksti)\b` + rest,
			`(?:opisz|napisz|wygeneruj|stwórz|podaj) [^.,:;!?"„]{0,40}?(?:obraz|obrazek|obrazu|obrazka|zdjęcie|zdjęcia|tekst alternatywny)(?:$|[.! ])`,
			`(?:popiš(?:te)?|napiš(?:te)?|vytvoř(?:te)?|opíš(?:te)?) [^.,:;!?"„]{0,40}?(?:obrázek|obrázku|obrázok|fotografii|fotku|alternativní text|alternatívny text)(?:$|[.! ])`,
			`(?:опиши(?:те)?|напиши(?:те)?|создай(?:те)?|сгенерируй(?:те)?|составь(?:те)?|створи|опишіть) [^.,:;!?"«]{0,40}?(?:изображени[ея]|картинк[уи]|фото|фотографи[юи]|альтернативный текст|подпись|описание|зображення|світлину)(?:$|[.! ])`,
			`что (?:изображено|видно|ты видишь|вы видите)[^.,:;!?"]{0,30}(?:изображении|картинке|фото|фотографии)\?$`,
			`(?:bu |bir )?(?:görsel|resm|resim|fotoğraf|görüntü)\S* (?:için [^.,:;!?"]{0,30} (?:yaz|oluştur)|(?:ayrıntılı olarak |kısaca |tek cümleyle )?(?:açıkla|tanımla|betimle|anlat))(?:yın|yin|ın|in)?[.!]?$`,
			`(?:deskripsikan|jelaskan|gambarkan|tulis|tuliskan|buat|buatlah|terangkan|huraikan) [^.,:;!?"]{0,40}?(?:gambar|foto|imej|teks alternatif|keterangan)\b` + rest,
			`(?:hãy )?(?:mô tả|viết|tạo) [^.,:;!?"]{0,40}?(?:hình ảnh|bức ảnh|ảnh) này(?:$|[.! ])`,
			`περι(?:γράψ(?:τε|ε)|έγραψε) [^.,:;!?"]{0,20}εικόνα(?:$|[.! ])`, `(?:descrie|scrie|generează|descrieți) [^.,:;!?"]{0,40}?(?:imagine|imaginea|fotografia|text alternativ)(?:$|[.! ])`,
			`(?:írd le|írja le|írj|készíts) [^.,:;!?"]{0,30}(?:kép|képet|fotót|alternatív szöveget)(?:$|[.! ])`, `(?:opiši|opišite|napiši|napišite) [^.,:;!?"]{0,30}(?:sliku|sliko|fotografiju|fotografijo)(?:$|[.! ])`,
			`(?:一?下?)?(?:详细|簡潔|简洁|简要|用一句话|用中文|尽可能详细地?)?地?(?:请|請)?(?:你)?(?:描述|说明|为|為|给|生成|写|寫|解释|用一句话描述|用中文描述|详细描述|简要描述|简洁描述)(?:一下|出)?(?:这|這|该|此|以下|图|圖|一)[^。，：「“]{0,24}(?:，(?:不超过|不要|字数|控制|请|用)[^。：]*)?[。！？]?$`,
			`(?:这|這)(?:张|張|幅)?(?:图|圖|照片)[^。，：]{0,10}(?:什么|什麼)[^。，：]{0,6}[？?]?$`,
			`(?:この|次の|以下の)?(?:画像|写真)(?:を|の|に)[^。、：「]{0,30}(?:してください|て下さい|せよ|しなさい|書いてください|ください)[。！]?$`,
			`(?:이|다음|해당)? ?(?:이미지|사진|그림)(?:를|을|의|에)[^.,:"]{0,30}(?:주세요|하세요|하시오|해줘|해라|써줘|십시오)[.!]?$`,
			`(?:صف|اكتب|أنشئ|وصف) [^.،:"]{0,30}(?:الصورة|صورة)[^.،:"]{0,30}\.?$`,
			`(?:इस|कृपया)[^।:"]{0,30}(?:छवि|चित्र|तस्वीर)[^।:"]{0,20}(?:वर्णन|विवरण)[^।:"]{0,12}(?:करें|करो|कीजिए|दें|लिखें)।?$`,
			`(?:این )?(?:تصویر|عکس) [^.،:"]{0,20}(?:توصیف|شرح)[^.،:"]{0,12}(?:کنید|کن|دهید)\.?$`, `(?:תאר|תארי|תארו|כתוב|כתבי) [^.,:"]{0,20}(?:תמונה|התמונה)[^.,:"]{0,20}\.?$`, `(?:อธิบาย|บรรยาย|เขียน)(?:รูป|ภาพ)[^.:"]{0,20}$`,
		}, "|") + `)`)
	})
)

// instructors are the first words of instructions, true for those in English.
var instructors = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields(`bitte merci por per s'il beschreib beschreibe beschreiben schreib schreibe schreiben erstelle erstellen verfasse verfassen generiere generieren formuliere formulieren geben gib was décris décrivez décrire
		rédige rédigez rédiger écris écrivez écrire génère générez générer fournis fournissez fournir donne donnez donner crée créez créer propose proposez proposer que describa describe describan escriba escribe genera genere proporciona proporcione redacta redacte
		crea cree haz dame da qué descrivi descriva descrivere scrivi scriva scrivere generare fornisci creare redigi cosa che descreva descreve escreva escreve gera gere forneça crie redija o beschrijf schrijf genereer geef maak beskriv skriv
		generera generer lag skapa kuvaile kirjoita luo opisz napisz wygeneruj stwórz podaj popiš popište napiš napište vytvoř vytvořte opíš opíšte опиши опишите напиши напишите создай создайте сгенерируй сгенерируйте составь составьте
		створи опишіть что bu bir görsel resim fotoğraf görüntü görseli resmi fotoğrafı görüntüyü deskripsikan jelaskan gambarkan tulis tuliskan buat buatlah terangkan huraikan hãy mô viết tạo περιγράψτε περιγράψε περιέγραψε descrie scrie generează descrieți írd írja írj készíts opiši
		opišite napiši napišite han hangul thai صف اكتب أنشئ وصف इस कृपया این تصویر عکس תאר תארי תארו כתוב כתבי`) {
		all[w] = false
	}
	for _, w := range strings.Fields(`step user human system prompt instruction instructions question task input query assistant please kindly now can could would will your you i let's write generate create provide give produce compose
		suggest draft make return output supply craft add describe caption transcribe summarise summarize explain analyse analyze tag label look examine study view consider given identify extract list read copy ocr tell say respond answer reply use do don't never let
		avoid where what what's who who's which where where's how okay ok so alright hmm well first the we i'll we'll i'd i'm i inst image s keep if is are does alt alternative alternate caption captions description descriptions summary title tags keywords labels be`) {
		all[w] = true
	}
	return all
})

// instructs tells whether a text in lower case is an instruction to describe a
// picture: the question itself, in the place of an answer. Of those that begin
// with the article, it knows "the user wants".
func instructs(low string) bool {
	low = unmarkedStart(low, " *#-¿¡<[")
	first := firstWord(low)
	english, known := instructors()[first]
	if !known || strings.HasPrefix(low, first+" of ") || len(low) > maxEcho || first == "the" && !strings.HasPrefix(low, "the user ") {
		return false
	}
	return (english && instruction().match(low) || instructions().match(low)) && !lesson(low)
}

// lesson tells whether an instruction stands in a picture: on a page to learn
// from, in a program, on a thing that people print words on.
func lesson(low string) bool {
	return has(low, " sign ", " sign,", " the parts of ", " poster", " placard", " printed ", " painted ", " reads", "t-shirt", "chalk", " sticker", " board", "worksheet", "workbook", "textbook", "exercise", "flashcard", "classroom", "blackboard", "whiteboard", "chalkboard", " slide", " button", " page ", " page,", " quiz", " game", " mug", " cover", "speech bubble", "notebook,", " app ", "handwritten", "billboard")
}
