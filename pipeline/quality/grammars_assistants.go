package quality

// Parts of the grammars of those who decline in the third person: an assistant
// cannot, a description was refused.
const (
	// enKeeper is who was to describe the picture.
	enKeeper = `(?:the|this|our|your) (?:(?:ai|vision|language|image|captioning|virtual|digital|visual|chat|automated|underlying|multimodal) )*(?:ai|model|assistant|chatbot|bot|system|service|tool|engine|api|captioner|llm)`
	// enMade is what was asked for.
	enMade = `(?:alt(?:ernative)?[ -]?text|captions?|descriptions?|details|information|identification|answer|comment)`
	// enPrivacy is for whose sake nothing is said.
	enPrivacy = `(?:for (?:[a-z]+ (?:and )?){0,2}(?:privacy|safety|legal|ethical|security|policy) (?:and [a-z]+ )?reasons|(?:in order )?to (?:protect|respect|preserve|safeguard|maintain|ensure) [^.,!?:"]{0,40}(?:privacy|anonymity|identit[a-z]+|safety)(?: of [^.,!?:"]{1,30})?` +
		`|(?:due to|because of|out of|given|owing to) [^.,!?:"]{0,30}(?:privacy|polic(?:y|ies)|safety|consent|guidelines|ethics)[^.,!?:"]{0,20})`
)

// assistantGrammars are of English and of what other languages say alike.
var assistantGrammars = []grammar{
	{ // English
		english: true,
		first: `the this our your sorry unfortunately regrettably image images picture pictures photo photos photograph photographs file files attachment attachments screenshot screenshots content visual visuals caption captions captioning description alt text response request prompt input generation completion output blocked refused filtered rejected
			finish finish_reason block block_reason stop stop_reason it for in to due because out given owing as since`,
		polite: `sorry|unfortunately|regrettably`,
		other: enKeeper + ` (?:(?:has |have )?(?:declined|refused)|declines|refuses|cannot|can't|can not|could not|couldn't|(?:is|was) (?:unable|not able|not allowed|not permitted)|(?:is|was)n't able|did not|didn't|does not|doesn't|won't|will not|chose not|failed) (?:to )?` +
			`(?:describe|caption|identify|analy[sz]e|process|provide|generate|produce|give|write|comment on|answer|complete|create|recogni[sz]e|interpret|transcribe|fulfil)(?: [^\s.!?:"]+){0,5}? (?:` + enPicture + `|` + enMade + `|request|prompt|person|people|individuals?|content)\b` +
			`|(?:(?:the|this|your) (?:(?:provided|uploaded|attached|given) )?)?(?:` + enPicture + `|content) (?:cannot|can't|can not|could not|couldn't) be (?:described|captioned|analy[sz]ed|identified|interpreted|transcribed)(?:[.!]*$| (?:due|because|as|for|by|at)\b)` +
			`|(?:the )?(?:(?:image|photo|picture|alt|text) )?(?:caption(?:ing)?|description|alt[ -]?text|text|content|image|response) (?:(?:generation|analysis|creation|request) )?(?:was |has been )?(?:refused|declined|denied|rejected|withheld)[.!]*$` +
			`|(?:the |this |your )?(?:request|prompt|input|generation|completion|caption|response|output|image|content) (?:was |has been )?(?:refused|declined|denied|rejected|blocked|filtered|flagged)(?:[:;,.]| [–—-]) [^"]{0,80}(?:flagged|unsafe|polic|safety|filter|guideline|violat|moderat|privacy|not allowed|sensitive|inappropriate|explicit|nsfw)` +
			`|(?:blocked|refused|filtered|rejected|(?:finish|block|stop)[ _]reason)(?: reason)? ?[:=] ?"?(?:safety|content[ _-]?(?:filter|policy)|prohibited[ _]content|recitation|image[ _]safety|blocklist|spii|policy|moderation|nsfw|refusal|sensitive)"?[.!]*$` +
			`|it (?:appears|seems|looks)(?: like| that| as if| as though)? (?:the|this|your) ` + enPicture + `(?: you (?:sent|shared|provided|uploaded))? (?:is|was|has been|may be|might be) (?:corrupt(?:ed)?|damaged|broken|blank|empty|invalid|missing|unreadable|inaccessible|unavailable)(?:[.!,;]|$| (?:and|or|so|to me)\b)` +
			`|(?:the|this|your|due|because|as|since|for) [^.!?:"]{8,120}[,;] (?:so|therefore|hence|thus),? no ` + enMade + ` (?:is|was|are|were|will be|can be|could be|has been) (?:given|provided|offered|generated|written|available|possible|shared|included)` +
			`|` + enPrivacy + `,? (?:(?:the|these|this|any|all|no) )?(?:people|persons?|individuals?|subjects?|identit(?:y|ies)|names?|men|women|children|man|woman|child|details|` + enPicture + `)(?: (?:in|on|of|shown in|depicted in) [^.,"]{1,40}?)? (?:(?:is|are|was|were|has been|have been|will|can|could|may|must)(?: not|n't)|cannot|can't|won't)(?: been| be)? (?:described|identified|named|disclosed|shared|revealed|captioned|discussed)`,
	},
	{ // German, Dutch, the Nordic languages
		first:  `der die das dieser dieses wer het de deze dit assistenten modellen ai'en systemet bilden billedet bildet kuvaa leider helaas`,
		polite: `leider|helaas`,
		other: `(?:der|die|das|dieser|dieses) (?:ki-?|ai-?)?(?:assistent|modell|sprachmodell|ki|chatbot|system) (?:kann|darf|konnte|möchte|ist) (?:[^\s.!?"]+ ){0,6}?nicht (?:[^\s.!?"]+ )?(?:beschreiben|identifizieren|analysieren|verarbeiten|erkennen|bearbeiten|beantworten|beschriften|in der lage|erfüllen|erstellen)` +
			`|wer (?:er|sie|das|es|diese person|die person)(?: [^\s.!?"]+){0,3}? ist, (?:kann|darf|weiß) ich (?:[^\s.!?"]+ )?nicht` +
			`|(?:het|de|deze|dit) (?:ai-?)?(?:assistent|model|taalmodel|systeem|chatbot) (?:kan|kon|mag) (?:[^\s.!?"]+ ){0,6}?niet (?:beschrijven|identificeren|analyseren|verwerken|herkennen|genereren|voldoen)` +
			`|het is (?:voor mij|mij) (?:helaas )?onmogelijk (?:om )?(?:[^\s.!?"]+ ){0,6}?(?:te )?(?:beschrijven|identificeren|herkennen|bepalen|zeggen|zien)` +
			`|(?:assistenten|modellen|ai'en|systemet) (?:kan|kunde|kunne) (?:inte|ikke) (?:beskriva|beskrive|identifiera|identificere|identifisere|analysera|analysere|behandla|behandle|svara|svare)` +
			`|(?:bilden|billedet|bildet) (?:har|är|er|blev|ble|bifogades)(?: blitt)? ?(?:inte|ikke)(?: blivit)? ?(?:bifoga\S*|vedhæftet|vedlagt|lagt ved|uppladda\S*|uploadet|lastet opp)|kuvaa ei (?:ole )?(?:lähetetty|toimitettu)`,
	},
	{ // French, Spanish, Italian, Portuguese, Catalan, Romanian
		first:  `désolé désolée malheureusement il l'assistant l'ia le ce me el este no lo lamentablemente l'assistente mi purtroppo la é o a infelizmente imaginea`,
		polite: `désolée?|malheureusement|lo siento|lamentablemente|mi dispiace|purtroppo|infelizmente`,
		other: `il m'est (?:malheureusement )?impossible (?:de |d')(?:décrire|identifier|reconnaître|fournir|déterminer|dire|voir|analyser|traiter|générer|donner|préciser|nommer|afficher)` +
			`|(?:l'assistant|l'ia|(?:le|ce) (?:modèle|système|chatbot))(?: [a-z-]+)? (?:ne peut pas|n'a pas pu|n'est pas (?:en mesure|capable|autorisé)|refuse)(?: de| d'| à)? ?(?:décrire|identifier|reconnaître|fournir|analyser|traiter|générer|répondre)` +
			`|me (?:es|resulta) imposible (?:describir|identificar|reconocer|proporcionar|determinar|decir|ver|analizar|procesar|generar)` +
			`|(?:el|este) (?:asistente|modelo|sistema|chatbot)(?: de (?:ia|inteligencia artificial|lenguaje))? no (?:puede|pudo|es capaz de|está autorizado a) (?:describir|identificar|reconocer|proporcionar|analizar|procesar|generar|responder)|no se (?:adjuntó|ha adjuntado|proporcionó|ha proporcionado) (?:ninguna |la )?(?:imagen|foto)` +
			`|mi è impossibile (?:descrivere|identificare|riconoscere|fornire|determinare|dire|vedere|analizzare|elaborare|generare)` +
			`|(?:l'assistente|l'ia|il (?:modello|sistema|chatbot))(?: [a-z-]+)? non (?:può|ha potuto|è in grado di) (?:descrivere|identificare|riconoscere|fornire|analizzare|elaborare|generare|rispondere)` +
			`|(?:é-me|me é) impossível (?:descrever|identificar|reconhecer|fornecer|determinar|dizer|ver|analisar|processar|gerar)` +
			`|(?:o|este) (?:assistente|modelo|sistema|chatbot)(?: de (?:ia|linguagem))? não (?:pode|pôde|consegue|conseguiu|é capaz de) (?:descrever|identificar|reconhecer|fornecer|analisar|processar|gerar|responder)` +
			`|imaginea nu (?:a fost|este) (?:atașat|încărcat|furnizat)\S*`,
	},
	{ // Slavic languages, Hungarian, Greek, Turkish, Indonesian, Vietnamese
		first: `asystent model system obraz obrazek zdjęcie grafika plik ассистент модель система нейросеть ии ассистента изображение асистент зображення asistent obrázek slika снимката изображението a asszisztens az η asistan yapay gambar hình niestety bohužel к на`,
		other: `(?:niestety,? )?(?:asystent|model|system)(?: ai)? nie (?:może|mógł|jest w stanie|potrafi) (?:opisać|zidentyfikować|rozpoznać|przeanalizować|przetworzyć|wygenerować|odpowiedzieć)` +
			`|(?:niestety,? )?(?:obraz|obrazek|zdjęcie|grafika|plik) nie (?:został[ao]?|jest) (?:załącz|przesł|dołącz|dostarcz|udostępni|wczyta|wgra)\S*` +
			`|(?:к сожалению, )?(?:ассистент|модель|система|нейросеть|ии) не (?:может|смогла|смог|в состоянии|умеет) (?:описать|определить|распознать|проанализировать|обработать|ответить|идентифицировать)` +
			`|(?:на жаль, )?(?:асистент|модель|система) не (?:може|змогла|змогло) (?:описати|визначити|розпізнати|проаналізувати|обробити)|зображення не (?:додано|прикріплено|надано|завантажено)` +
			`|(?:bohužel )?(?:asistent|model|systém) (?:nemůže|nedokáže|nemohl) (?:[^\s.!?"]+ ){0,3}?(?:popsat|identifikovat|rozpoznat|analyzovat|zpracovat)|slika nije (?:prilož|posla|učita)\S*|(?:снимката|изображението) не е (?:прикач|изпрат|предостав)\S*` +
			`|az asszisztens nem (?:tudja|képes) [^.!?"]{0,40}(?:leírni|azonosítani|felismerni|elemezni|feldolgozni)|a kép (?:nincs|nem lett|nem került) (?:csatol|feltölt)\S*|η εικόνα δεν (?:επισυνάφθηκε|έχει επισυναφθεί|ανέβηκε)` +
			`|(?:asistan|yapay zeka|model) (?:[^\s.!?"]+ ){0,4}?(?:açıklayam|tanımlayam|betimleyem|analiz edem|işleyem)\S+|gambar (?:tidak|belum) (?:dilampirkan|diunggah|disertakan)|hình ảnh (?:chưa|không) được (?:đính kèm|tải lên|cung cấp)`,
	},
	{ // Japanese, Chinese, Korean
		first: `han hangul ai`,
		other: `(?:ai|大規模)?(?:の)?言語モデル(?:として|なので|であり|である|のため|です)|(?:この)?(?:aiアシスタント|アシスタント|モデル|システム)は[^。「]{0,30}(?:説明|識別|特定|処理|回答|認識|生成)[^。「]{0,6}(?:できません|できない|しません|しかねます)` +
			`|(?:该|此|本|這個|这个)?(?:ai)?(?:助手|助理|模型)(?:无法|不能|拒绝|無法|拒絕)(?:描述|识别|識別|处理|處理|提供|生成|分析|回答)|(?:ai )?(?:어시스턴트|모델|시스템|비서)(?:는|은|가|이) [^.「"]{0,30}(?:설명|식별|분석|처리|인식|제공|생성)[^."]{0,8}(?:수 없|못)`,
	},
}
