package quality

import (
	"strings"
	"sync"
)

var (
	// broke is what programs say of their own work, where their words are of a build
	// and no list has them all: what could not be done, what happened, what is still
	// under way.
	broke = sync.OnceValue(func() *automaton {
		part := `(?:connections?|servers?|databases?|files?|images?|pictures?|photos?|responses?|requests?|data|resources?|urls?|pages?|websites?|sites?|content|modules?|models?|sockets?|sessions?|tokens?|json|inputs?|outputs?|streams?|keys?|hosts?|certificates?|services?|apis?|captions?|descriptions?|text|documents?|plugins?|upload|download)`
		made := `(?:alt(?:ernative)?[ -]?text|captions?|descriptions?|images?|pictures?|photos?|response|answer|results?|request|files?|content|preview|page|data|model)`
		mishap := `(?:exception|error|failure|fault|timeout|panic)s?`
		who := `(?:api|server|model|service|upstream|provider|backend|endpoint|gateway|worker|host|client|llm|openai|anthropic|gemini|remote end)s?`
		dots := ` ?(?:…|\.\.\.+)`
		return newAutomaton(`^(?:(?:` + strings.Join([]string{
			`error [a-z]+ing (?:(?:to|from|with|an?|the|your|this) )*(?:[a-z-]+ ){0,2}?` + part,
			`there (?:has been|was|is|were) (?:an? )?(?:[a-z]+ )?(?:` + mishap + `|problems?|issues?) (?:on|with|in|at|while|when|during|[a-z]+ing)(?: [a-z]+ing)? (?:(?:the|this|your|our) )?(?:[a-z-]+ ){0,2}?` + part,
			`(?:an )?(?:(?:unhandled|uncaught|unexpected|unknown|internal|critical|fatal|application|runtime|server|system|network) )*` + mishap + ` (?:has |have |was |were )?(?:been )?(?:occurr?ed|raised|thrown|caught|encountered|happened)`,
			`(?:integer )?(?:division|divide|modulo) by zero(?: error)?`, `(?:invalid memory address or )?(?:nil|null) (?:pointer|reference) (?:dereference|exception|error|access)`, `(?:list |array |string |slice |tuple )?index out of (?:range|bounds)`, `maximum recursion depth exceeded`,
			`(?:empty|no|null|malformed|incomplete|missing|unexpected|bad|invalid) (?:[a-z]+ )?(?:response|output|result|reply|answer|body|payload|data)s?(?: body)?(?: (?:was|were|is|has been))?(?: (?:received|returned|got|coming|came))? (?:from|by) (?:(?:the|our|an?|your) )?(?:[a-z0-9.-]+ ){0,2}?` + who,
			`(?:max(?:imum)?(?: number of)?|all) (?:retry attempts|retries|attempts|redirects|tries) (?:was |were |have been |has been )?(?:exceeded|reached|exhausted|failed)`, `(?:retry|retries|redirect)(?: limit| count| budget)? (?:exceeded|exhausted|reached)`,
			`throttl(?:ed|ing)(?: exception| error)?`, `(?:read|write|handshake|connect|socket|ssl|send|receive|recv|poll|accept|i/o) operation (?:has )?timed out`,
			`zeitüberschreitung(?: (?:der|bei der|beim|bei|des) \pL+)?`, `(?:le )?délai d'attente (?:de [^.,"]{1,30} )?(?:a été )?(?:dépassé|expiré)`, `se (?:ha agotado|agotó) el tiempo de espera`, `time-?out (?:bij|van|tijdens) (?:de )?\pL+`, `tidsgränsen (?:har )?överskrid\pL+`,
		}, "|") + `)(?:$|[.!;:(]| (?:while|when|for|with|after|due|because|in|at|on|during) (?:the|this|your|url|https?:|request|processing|loading|line|server|module|function|[a-z_]+\())|` +
			strings.Join([]string{
				`(?:generating|creating|writing|analy[sz]ing|processing|loading|fetching|describing|captioning|uploading|preparing|downloading|rendering|retrieving) (?:(?:the|an?|your|this) )?(?:new )?` + made + `(?: (?:for|of|from) [^.…:"]{1,40})?(?:` + dots + `|[,.] please wait)[.!]*$`,
				`(?:alternativtext|alt-text|(?:bild)?beschreibung|bild|foto|datei|anfrage|antwort|inhalt|seite|alt-tekst|afbeelding|beschrijving) (?:wird|werden|wordt) (?:gerade )?(?:generiert|erstellt|geladen|verarbeitet|analysiert|hochgeladen|erzeugt|gegenereerd|verwerkt|geüpload)` + dots + `$`,
				`(?:génération|création|chargement|analyse|traitement) (?:du |de la |de l'|de votre |des |d'une? )(?:texte(?: alternatif)?|légende|description|image|photo|fichier|demande|requête|page|contenu)` + dots + `$`,
				`(?:generando|creando|cargando|analizando|procesando|subiendo|gerando|criando|carregando|analisando|processando) (?:(?:el|la|una|su|tu|o|a|uma) )?(?:texto(?: alternativo)?|descripción|descrição|imagen|imagem|foto|archivo|arquivo|solicitud|página|contenido|conteúdo)` + dots + `$`,
				`(?:generazione|creazione|caricamento|analisi|elaborazione) (?:del |della |dell'|di )(?:testo(?: alternativo)?|descrizione|didascalia|immagine|foto|file|richiesta|pagina)` + dots + `$`,
				`(?:generowanie|ładowanie|przetwarzanie|analizowanie|tworzenie) (?:tekstu(?: alternatywnego)?|opisu|obrazu|zdjęcia|pliku|żądania|strony)` + dots + `$`,
				`(?:генерация|загрузка|обработка|анализ|создание) (?:альтернативного текста|текста|описания|изображения|фото|файла|запроса|ответа|страницы)` + dots + `$`,
				`正在(?:生成|加载|处理|分析|上传|載入|處理|上傳)(?:替代文本|替代文字|描述|图片|图像|照片|圖片|回答|内容|请求|文件)?[…. 。，]*(?:请稍候|請稍候)?$`,
				`(?:代替テキスト|説明文?|画像|写真|キャプション|回答)を?(?:生成|作成|読み込み|処理|分析|解析|アップロード)(?:中です|中|しています)[…. 。・]*$`, `(?:リクエスト|接続|通信|処理|サーバー)(?:が|は)タイムアウト(?:しました|です)?[。.]?$`,
				`(?:대체 텍스트|설명|이미지|사진|캡션|답변)(?:를|을)? ?(?:생성|로드|처리|분석|업로드)(?: ?중|하는 중|하고 있습니다)[…. ]*(?:입니다)?[. ]*$`,
			}, "|") + `)`)
	})
	// brokeFirst are the first words of that, or their scripts.
	brokeFirst = wordSet(`error there an exception exceptions errors failure failures fault timeout panic unhandled uncaught unexpected unknown internal critical fatal application runtime server system network integer division divide modulo nil null list array string slice tuple index invalid maximum max all retry retries redirect
		empty no malformed incomplete missing bad throttled throttling read write handshake connect socket ssl send receive recv poll accept i/o zeitüberschreitung le délai se time-out tidsgränsen
		generating creating writing analyzing analysing processing loading fetching describing captioning uploading preparing downloading rendering retrieving alternativtext alt-text beschreibung bildbeschreibung bild foto datei anfrage antwort inhalt seite alt-tekst afbeelding beschrijving
		génération création chargement analyse traitement generando creando cargando analizando procesando subiendo gerando criando carregando analisando processando generazione creazione caricamento analisi elaborazione generowanie ładowanie przetwarzanie analizowanie tworzenie
		генерация загрузка обработка анализ создание han hangul`)
	// cells are what spreadsheets show in the place of a value.
	cells = wordSet("#ref! #value! #div/0! #name? #num! #null! #n/a #spill! #calc! #wert! #bezug! #zahl! #nv #valeur! #nom? #nombre! #¡valor! #¡ref! #¿nombre? #valor! #valore! #rif! #nome?")
)

// breakdown tells whether a short text is what a program says of its own work.
func breakdown(low string) bool {
	if len(low) > maxNotice {
		return false
	}
	low = strings.TrimPrefix(uncried(low), "the ")
	if !brokeFirst[startOf(low)] {
		return false
	}
	at := broke().index(low)
	return at != nil && !described(low) && !likened(":"+low[at[1]:]) && !hasLettering(low)
}
