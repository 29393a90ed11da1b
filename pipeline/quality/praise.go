package quality

import (
	"strings"
	"sync"
)

// praise is a compliment in the place of a description: what the picture is, and
// that it is a good one.
var praise = sync.OnceValue(func() *automaton {
	good := `(?:great|nice|beautiful|lovely|amazing|awesome|wonderful|stunning|cool|cute|good|fantastic|gorgeous|interesting|excellent|perfect|fabulous|incredible|superb|fun|impressive|striking|breathtaking)`
	pic := `(?:photo|picture|image|pic|shot|photograph|capture|snapshot)s?`
	return newAutomaton(`^(?:` + strings.Join([]string{
		`(?:(?:wow|oh|ooh|yes|hey|hi|hello)[,!. ]+)*(?:(?:that is|that's|this is|it's|it is|what|such|thanks for|thank you for|sharing|i (?:really |just )?(?:love|like)|you (?:took|have|shared)) )*(?:(?:an?|the|this|that|your|really|very|so|truly|absolutely|quite) )*` +
			good + `(?:,? (?:and )?` + good + `)* ` + pic + `(?: (?:here|indeed|you (?:have|took|shared)|of yours))?(?:[,.!]+ (?:thanks|thank you)(?: for sharing)?)?`,
		`i (?:really |just )?(?:love|like) (?:this|your|the) ` + pic,
		`(?:(?:was für|das ist|wow|ein|eine|sehr|wirklich),? )*(?:wunder)?(?:schön|toll|super|großartig|wunderbar|klasse|gut|hübsch)(?:es|e)? (?:bild|foto|fotografie|aufnahme)`,
		`(?:(?:une?|quelle|très|c'est|wow),? )*(?:belle|superbe|magnifique|jolie|super|bonne) (?:photo|image|photographie)`,
		`¡?(?:(?:una?|qué|muy|es|wow),? )*(?:bonita|bella|hermosa|linda|buena|gran|preciosa|increíble) (?:foto|imagen|fotografía)`,
		`(?:(?:una|che|è),? )*(?:bella|bellissima|splendida|stupenda|ottima) (?:foto|immagine)`, `(?:(?:uma|que|é),? )*(?:bela|linda|bonita|ótima|boa) (?:foto|imagem)`,
		`(?:(?:een|wat|dat is),? )*(?:mooie|prachtige|leuke|geweldige) (?:foto|afbeelding)`, `(?:(?:en|et|ett|vilken|sikke|for),? )*(?:fin|fint|vacker|snygg|flot|flott|smukt|vakkert|bra) (?:bild|foto|billede|bilde)`,
		`(?:(?:jakie|bardzo|to),? )*(?:piękne|świetne|ładne|super) (?:zdjęcie|foto)`, `(?:krásná|krásný|pěkná|pěkný|skvělá|skvělý) (?:fotka|fotografie|obrázek)`,
		`(?:(?:какое|очень|это),? )*(?:красивое|отличное|прекрасное|замечательное|классное|хорошее) (?:фото|изображение)`, `(?:(?:какая|очень),? )*(?:красивая|прекрасная|отличная|замечательная) (?:фотография|картинка)`, `(?:гарне|чудове) (?:фото|зображення)`,
		`(?:çok )?(?:güzel|harika|muhteşem) (?:bir )?(?:fotoğraf|resim|görsel)`, `(?:foto|gambar) yang (?:bagus|indah|keren|cantik)`,
		`(?:很|非常|真|好)?(?:棒|好|美|美丽|漂亮|不错|好看)的?(?:照片|图片|圖片|相片|图)`, `(?:照片|图片|圖片)(?:很|真|非常)(?:棒|好|美|漂亮|不错|好看)`,
		`(?:とても|すごく|本当に)?(?:素敵|すてき|素晴らしい|きれい|綺麗|美しい|いい|良い)な?(?:写真|画像)(?:です)?ね?`, `(?:정말 |아주 )?(?:멋진|좋은|아름다운|예쁜) (?:사진|이미지)(?:이네요|입니다|이에요|네요)?`,
	}, "|") + `)[ !.！。]*$`)
})

// praised are parts of words for pictures, of which each compliment has one.
var praised = newNeedles("photo", "pic", "image", "shot", "capture", "foto", "bild", "aufnahme", "imag", "immagin", "afbeeld", "billede", "zdję", "obráz", "фото", "зображ", "изображ", "картин", "resim", "görsel", "gambar", "照片", "图", "圖", "相片", "写真", "画像", "사진", "이미지", "snap")

// maxPraise is the longest compliment, in bytes.
const maxPraise = 60

// compliments tells whether the text does no more than praise its picture.
func compliments(low string) bool {
	return len(low) <= maxPraise && praised.in(low) && praise().match(low)
}
