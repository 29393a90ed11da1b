package quality

// Parts of the grammar of what platforms and models say of a picture or a file
// that did not reach them.
const (
	// enSent is what was to be looked at, as those call it who did not get it.
	enSent = `(?:the|this|your|that) (?:(?:provided|attached|given|supplied|uploaded|shared|linked|requested|specified|submitted|image|input|source|remote) )*(?:url|link|file|attachment|image|picture|photo|photograph|resource)s?(?: (?:url|link|file|data))?` +
		`(?: (?:that )?you(?:'ve| have)? (?:provided|shared|sent|gave|attached|uploaded|supplied|posted)(?: me)?| provided| attached)?`
	// enStop is where a sentence ends, or goes on to what the reader should do.
	enStop = `(?: (?:on my (?:end|side)|for me|here|properly|correctly|at all|to me|yet|right now|at the moment))*(?:[.!;]|$|,? (?:so|please|could you|can you|and i|but i|or)\b)`
	// enShown is what a picture shows, where a sentence says that nobody knows.
	enShown = `(?:without (?:more|further|any|additional|some|seeing)\b|(?:this|the|your) ` + enPicture + `(?: (?:is|shows|depicts|represents|contains)(?: of| about)?)?(?:[.,!?]|$| without| due | because | as )|what (?:this|it) (?:shows|is|depicts)(?:[.,!?]|$))`
	// enUnsafe is for what a filter takes a picture.
	enUnsafe = `(?:nsfw|inappropriate|unsafe|explicit|sensitive|adult|harmful|sexual|nudity|moderation|moderators?|safety|content|filter|policy|policies|guidelines|violating|violation)\b`
)

// platformGrammars are what platforms say in the place of a model, and what models
// say who ask back, or who decline with few words.
var platformGrammars = []grammar{
	{ // English
		english: true,
		first: `if to once when after hi hello ready all which our no go feel waiting could couldn't cannot can't unable failed potentially possibly unsafe explicit sensitive inappropriate adult removed deleted oops sorry my apologies unfortunately regrettably hmm the this that that's your you you'd you'll it it's without i i'm i'd i'll is are do can could would please let's let image picture photo visual vision
			generated content output response request caption generation prompt input flagged blocked rejected filtered refused withheld nsfw nothing there there's upload resend re-upload as what resulting such requested re model share send reshare in shall`,
		polite: `oops|sorry|(?:in order )?to (?:help|assist|describe|write|create|generate)[^.,!?"]{0,50}|hi(?: there)?|hello(?: there)?|ready when you are|blocked|i think(?: that)?|(?:my |please accept my )?apologies|unfortunately|regrettably|hmm|i(?:'m| am) (?:really |so )?sorry|i(?:'m| am) afraid(?: that)?|i apologi[sz]e(?: for [^.!?,]{1,40})?|it (?:seems|appears|looks)(?: like| that| as if| as though)?`,
		other: `i(?:'m| am) [a-z0-9.-]+(?: [a-z0-9.-]+)?, an? (?:(?:large|multimodal|multi-modal|language|vision|visual|ai|virtual|helpful|open-source|text-based|vision-language) )+(?:model|assistant|llm|chatbot)\b` +
			`|i (?:seem to have |may have |must have |have )?(?:made an? (?:mistake|error)|misunderstood)[^.!?:"]{0,40}[.!] +(?:could|can|would|please|let|i)\b` +
			`|` + enSent + ` (?:(?:did|does|do|is|was|has)(?:n't| not)|won't|wouldn't|never|failed to|fails to) (?:load(?:ing|ed)?|upload(?:ed)?|open(?:ing)?|come through|came through|arrived?|display(?:ing)?|render(?:ing)?|show(?:ing)? up|work(?:ing)?|accessible|reachable|valid)` + enStop +
			`|` + enSent + ` (?:could ?n[o']t|can(?:not|'t| not)) be (?:accessed|read|opened|loaded|fetched|downloaded|retrieved|reached|resolved|parsed|decoded|processed|viewed|displayed)\b` +
			`|` + enSent + ` (?:is|was|seems|appears|looks)(?: to be)? (?:broken|invalid|expired|dead|corrupt(?:ed)?|inaccessible|unreachable|private|unreadable)` + enStop +
			`|(?:(?:can|could|would) you(?: please)? (?:clarify|rephrase|specify|elaborate)(?: (?:what|which|who|your|the|that|whether|how|this|if|on)\b|\?)|please (?:clarify|specify|rephrase) (?:what|which|your|the|whether|how)\b)[^.!"]{0,100}(?:[?.!]|$)` +
			`|(?:is|are) there (?:something|anything|any|a)(?: (?:specific|particular|else|certain|other|aspects?|details?|questions?|parts?|thing))* (?:that )?(?:you(?:'d| would) (?:like|want)\b|you (?:want|need|have) (?:me|help|to know|in mind)\b|i can (?:help|assist|do)\b)|do you have (?:any |a )?(?:specific |other |more |further )*questions? (?:about|regarding|on) ` + enThing + `[?.!]*$` +
			`|what (?:specifically |exactly )?(?:would|do) you (?:like|want|need|wish)(?: me)? to (?:know|do|describe|focus on|see|say)\b[^.!"]{0,60}\?` +
			`|it(?:'s| is| would be) (?:very |quite |rather |nearly |almost )?(?:difficult|hard|impossible|not possible|challenging|tricky)(?: for me)? to (?:(?:say|know|determine|identify|describe|provide|give|make out)\b|tell (?:who|what|which|where|when|whether|why|how|if|you|from|without|anything|much|more|for)\b)[^.!?"]{0,60}? ` + enShown +
			`|it(?:'s| is)(?:n't| not|) (?:entirely |really |quite |immediately )?(?:clear|unclear|obvious|apparent)(?: to me)? (?:what|who|from) [^.!?"]{0,40}?` + enShown +
			`|without (?:(?:more|further|any|additional) (?:context|information|details?|data)|seeing|being able|access|the actual|an actual|a clearer)\b[^.!?,"]{0,60},? (?:it(?:'s| is| would be) (?:difficult|hard|impossible|not possible)|i(?:'m| am)? (?:can't|cannot|can only|unable|not able|don't|won't))` +
			`|(?:the|this|your) ` + enPicture + ` [^.!?"]{1,60}(?:so|and|therefore|which means|that),? (?:that )?i(?:'m| am)? (?:can't|cannot|can not|couldn't|could not|unable to|not able to) (?:tell|see|describe|make|identify|determine|say|read|provide|give|caption)\b` +
			`|i (?:(?:don't|do not) (?:currently )?have (?:enough|sufficient|the necessary)|lack (?:the|enough|sufficient)) (?:context|information|details?|visual)\b` +
			`|(?:that|this|it|(?:that|this|your|the) (?:request|question|task|image|picture|photo|topic))(?:'s| is| falls| goes| lies| would be| would fall| would go) (?:outside|beyond|against|not within) (?:of )?(?:what i(?:'m| am| can)|(?:my|our|the) (?:[a-z]+ )?(?:scope|capabilit|abilit|guideline|polic|programming|limit|rules|remit|terms))` +
			`|(?:(?:the|this|your|model|all|generated|resulting) )*(?:output|response|content|image|caption|generation|request|prompt|input|answer|text)s? (?:(?:was|were|has been|is|got) )?(?:blocked|filtered|removed|withheld|suppressed|stopped|flagged|moderated|redacted|rejected|refused) (?:by|due to|because of|for|as|under|after) (?:(?:the|our|an?|its|possible|potentially|being) )*(?:[a-z]+ )?` + enUnsafe +
			`|(?:removed|deleted) by (?:an? |the |our )?(?:moderators?|moderation|content filter|safety filter)\b|(?:potentially |possibly )?(?:nsfw|unsafe|explicit|sensitive|inappropriate|adult) (?:content|image|material)(?: was| has been)? (?:detected|found|blocked|filtered|removed)[.!]*$|(?:flagged|blocked|rejected|filtered|refused|withheld) (?:as|for|by|due to|because of) (?:(?:an?|the|our|being|potentially|possible|containing) )*` + enUnsafe + `|nsfw(?: (?:content|image|detected|found|flagged|blocked|filter|warning))*[.!]*$` +
			`|(?:this |the |your |such |requested |(?:this|that) (?:type|kind|sort) of )?(?:content|request|image|prompt|input|topic)(?: type)? (?:is |was )?(?:not|isn't) (?:permitted|allowed|acceptable|authori[sz]ed|appropriate)[.!]*$` +
			`|(?:image|picture|photo|visual|vision) (?:analysis|description|captioning|recognition|processing|understanding|input|upload|support|capability|capabilities|content|features?|descriptions|inputs|uploads) (?:is|are|was|were)(?: currently| temporarily)? ?(?:not (?:available|supported|enabled|possible|allowed|permitted)|n't (?:available|supported)|unavailable|unsupported|disabled)\b` +
			`|(?:could ?n[o']t|cannot|can't|unable to|failed to) (?:access|open|reach|fetch|load|read|retrieve|download) ` + enSent + `(?:[.!;,(]|$| from | because | due )` +
			`|(?:the|this|our) (?:model|assistant|ai|system|service|server|api|tool|backend|generator|provider) (?:(?:was|is) (?:unable|not able) to|(?:wasn't|isn't) able to|could not|couldn't|cannot|can't|failed to|did not|didn't) (?:produce|create|generate|return|write|provide|give|deliver|describe|caption|process|analy[sz]e|fetch|download|retrieve|load)(?: (?:an?|any|the|this|that|your|valid|suitable|useful|usable|provided|requested|alt|image|text))* (?:caption|description|alt[ -]?text|image|picture|photo|response|answer|output|result|request|url|link)s?(?:[.!:;(]|$| (?:for|because|due|from|at|in time|of (?:the|this|your)|to (?:this|your))\b)` +
			`|(?:i (?:can )?(?:only|just) (?:see|get|have|received?)|i (?:can )?see only|all (?:that )?i (?:can )?see is) (?:an? |the |your )?(?:(?:broken|blank|empty|missing|placeholder|corrupt|solid|black|white|error) (?:[a-z]+ )?(?:image|picture|icon|file|placeholder|square|rectangle|screen|link|message|page)|(?:text|link|url|file ?name)(?:[.!]|$| (?:and no|but|in your)\b))` +
			`|(?:let(?:'s| us)|(?:can|could|shall) we|i(?:'d| would) (?:rather|prefer to)) (?:talk about|discuss|move on to|switch to|try|change|focus on) (?:something else|another (?:topic|image|picture|subject|question)|a different (?:topic|image|picture|subject|question)|the (?:topic|subject))[.!?]*$` +
			`|i(?:'ll| will|'d rather| would rather| have to| must| need to|'m going to| am going to)(?: have to)? (?:pass on|skip|sit out) (?:this|that|it)(?: one| request| image| picture| time)?[.!]*$` +
			`|(?:that|this|it)(?:'s| is) (?:an? |one |not an? )?(?:` + enPicture + `|request|question|one|something|topic) (?:that |which )?i(?:'d| would|'m| am)? ?(?:rather not|prefer not to|can't|cannot|won't|will not|not able to|unable to|not allowed to|not going to) (?:describ|discuss|answer|comment|caption|fulfil|(?:help with|do|talk about)[.!]*$)` +
			`|i(?:'m| am)(?: respectfully| politely)? (?:declining|refusing) (?:to (?:answer|describe|respond|comment|help|identify|caption|process)|(?:this|that|your) (?:request|question|prompt|task))\b|i (?:decline|refuse) to (?:answer|respond|comment|describe|comply|continue)(?:[.!]*$| (?:this|that|your|the image)\b)` +
			`|as ` + enAI + `\b[^.!?]{0,60} (?:beyond (?:me|my)|outside (?:of )?my|not (?:possible|available|accessible))\b` +
			`|i see no (?:attached |uploaded )?` + enPicture + `(?:[.!]|$| (?:attached|uploaded|provided)\b| here[.!]*$)|no (?:(?:input|valid|usable) ` + enPicture + `(?: (?:found|detected|provided|received|available))?|` + enPicture + ` (?:input|data|received|supplied))[.!]*$` +
			`|there (?:might|may|seems to|appears to) be an? (?:problem|issue|error) with ` + enThing + `|(?:which|what) (?:part|aspect|element|area|person|detail)s?(?: of (?:the|this|your) ` + enPicture + `)? (?:(?:should|shall) i|(?:would|do) you (?:want|like|need) (?:me|to|described))\b` +
			`|(?:i(?:'m| am) (?:still )?)?waiting for (?:(?:the|your|an) )?` + enPicture + `[.!…]*$|(?:please (?:go ahead and |feel free to |simply |just )?|go ahead and |feel free to )(?:upload|send|attach|share|provide)(?: me)? (?:the|your|an?|another) (?:[a-z]+ )?` + enPicture + `[.!]*$` +
			`|(?:(?:(?:can|could|would) you|please)(?: please)? (?:try (?:to )?|re-?)(?:upload|send|shar|attach|load)(?:ing|e)?|upload|send)\b[^.!?"]{0,30} (?:again|once more)[.!?]*$|what can i (?:do for|help) you(?: with)?(?: today)?[?!.]*$` +
			`|(?:if|once|when|after) you(?: can| could| would|'ll|'ve)? (?:provided?|shared?|upload(?:ed)?|send|sent|attach(?:ed)?|give|re-?upload|resend)(?: me)?(?: with)?(?: (?:an?|the|your|more|another|some|additional|further|clearer|actual|different))* (?:` + enPicture + `|context|details?|information|it)\b[^.!?"]{0,40}, (?:i|we)(?:'ll|'d| can| could| will| would)|i (?:can|will|could) (?:describe|caption|help)[^.!?"]{0,30} if you (?:upload|share|send|attach|provide|resend)\b` +
			`|(?:the|this) (?:person|people|individuals?|identity|content|subject)(?: (?:in|of|shown)[^.!?"]{0,40})? (?:cannot|can't|could not|couldn't) be (?:identified|described|determined|disclosed|revealed|recogni[sz]ed|confirmed)(?:[.!]*$| (?:from|based|by me|due|because)\b)|(?:this|the|such) (?:content|image|request) has been (?:restricted|moderated)[.!]*$` +
			`|i(?:'d| would)? (?:prefer not to|rather not) (?:answer|say|comment)[.!]*$|i (?:never|have yet to) (?:received?|get|got) ` + enThing + `|i (?:don't|do not|can't|cannot) see anything(?: here| in (?:the|this|your) ` + enPicture + `| attached)?[.!]*$|i see nothing(?: here| in (?:the|this|your) ` + enPicture + `| attached)?[.!]*$` +
			`|(?:there(?:'s| is) )?no (?:visible|discernible|recogni[sz]able|identifiable) (?:content|image|objects?|details?|elements?|subject)(?: (?:in|to) (?:the|this) ` + enPicture + `| to describe)?[.!]*$|(?:it(?:'s| is)|this is) (?:just |only |simply )?an? (?:completely |entirely )?(?:blank|empty|black|white|broken|corrupt(?:ed)?) ` + enPicture + `[.!]*$` +
			`|nothing (?:was|is|has been)(?: actually)? (?:attached|uploaded|provided|shared|received|included|submitted)(?:[.!,;]|$| (?:yet|so|to me|with|here|in your)\b)|there(?:'s| is| was) nothing (?:here )?(?:for me to\b|to (?:describe|caption|analy[sz]e|process)(?:[.!,]|$| here| in ))` +
			`|you(?:'d|'ll| would| will)? (?:need|have) to (?:first )?(?:provide|give|send|share|upload|attach|show|supply)(?: me)?(?: with)? (?:an? |the |your )?(?:[a-z]+ )?` + enPicture + `(?:[.!,]|$| (?:first|so|before|for me|to)\b)` +
			`|(?:please )?(?:re-?)?(?:upload|send|attach|share)(?: me)? (?:the|your|an?|another) (?:[a-z]+ )?` + enPicture + ` (?:again|once more|so (?:that )?i|and i)\b|(?:please )?(?:resend|re-?upload) (?:it|the|your)\b`,
	},
	{ // German
		first:  `der diese dieser können könnten leider sorry entschuldigung für zu ich die eine das dieses ihr ihre dein dem bei es tut kann konnten deine konnte`,
		polite: `leider|sorry|entschuldigung|(?:es )?tut mir leid`,
		other: `(?:konnte|kann|konnten|können) (?:ich )?(?:das|dieses|die|diese|ihr|ihre|dein|deine) (?:[^\s.!?"]+ )?(?:bild|foto|datei|bilddatei|grafik|abbildung|link|url|anhang|beschreibung|anfrage)(?: [^\s.!?"]+){0,3}? nicht (?:[^\s.!?"]+ )?(?:ge\pL+|ver\pL+|be\pL+|er\pL+|ab\pL+|angezeigt|laden|öffnen|lesen|anzeigen)\b` +
			`|(?:für|zu) (?:dieses|das|diesem|dem|ihr|ihrem) (?:[^\s.!?"]+ )?(?:bild|foto)(?: [^\s.!?"]+){0,2}? (?:kann|konnte|ist|liegt|wurde|darf|möchte|gibt es)(?: [^\s.!?"]+){0,3}? (?:kein\pL* (?:alternativtext|bild\pL*|beschreibung\pL*|text|aussage\pL*|angaben?|auskunft)|nichts? (?:sagen|beschreiben|erstellen))` +
			`|ich (?:kann|darf|möchte|werde) (?:leider )?(?:dazu|hierzu|darüber|zu (?:diesem|dem|ihrem) \pL+|über (?:dieses|das) \pL+)(?: [^\s.!?"]+){0,3}? (?:nichts?|kein\pL*) (?:\pL+ )?(?:sagen|mitteilen|beitragen|machen|geben|äußern)` +
			`|(?:die|eine) (?:[^\s.!?"]*beschreibung|identifizierung|identifikation|analyse|auswertung|bearbeitung)(?: [^\s.!?"]+){0,4}? (?:ist|war)(?: mir| leider| hier| derzeit)* nicht (?:möglich|erlaubt|gestattet|verfügbar)` +
			`|(?:das|die|dieses|diese|ihr|ihre|dein|deine) (?:(?:angehängte|hochgeladene|übermittelte|bereitgestellte|gesendete|angegebene|verlinkte)[ns]? )?(?:bild|foto|datei|bilddatei|grafik|link|url|anhang) (?:lässt sich|kann|konnte|ließ sich|wurde)(?: [^\s.!?"]+){0,3}? nicht (?:öffnen|laden|lesen|anzeigen|abrufen|verarbeiten|beschreiben|geöffnet|geladen|gelesen|angezeigt|abgerufen|verarbeitet|übermittelt)\b` +
			`|(?:der|die|das|dieser|diese|ihre) (?:inhalt|ausgabe|antwort|anfrage) (?:wurde|ist)(?: [^\s.!?"]+){0,5}? (?:blockiert|gefiltert|abgelehnt|zurückgewiesen)\b|(?:können|könnten) sie (?:mir )?(?:bitte )?(?:das|ein|ihr) (?:bild|foto)(?: [^\s.!?"]+){0,2}? (?:hochladen|senden|schicken|teilen|anhängen|bereitstellen)\b` +
			`|ich (?:kann|sehe|erkenne)(?: leider| hier| auf (?:dem|diesem) bild)* nichts(?: erkennen| sehen)?[.!]*$|ich (?:muss|möchte|werde) (?:leider )?(?:(?:diese|ihre|deine|die) (?:anfrage|bitte|aufgabe|frage)|das|dies)(?: leider| hier)* (?:ablehnen|zurückweisen)|ich lehne (?:diese|ihre|deine|die) (?:anfrage|bitte)`,
	},
	{ // French, Spanish, Italian, Portuguese
		first:  `ninguna nessuna nenhuma pouvez-vous pouvez pourriez-vous pourriez peux-tu peux podrías podría puedes puede potresti puoi potrebbe você poderia pode non não aucune aucun désolé désolée malheureusement je l'image la le votre veuillez téléchargez renvoyez lo lamentablemente el su tu por no sube suba envíe vuelve vuelva mi purtroppo l'immagine per carica ricarica ricaricare allega desculpe infelizmente a o sua carregue reenvie envie anexe invia s'il cette renvoyer télécharger esta`,
		polite: `désolée?|malheureusement|lo siento|lamentablemente|mi dispiace|purtroppo|desculpe|infelizmente|por favor|per favore|s'il vous plaît`,
		other: `(?:pouvez-vous|pourriez-vous|peux-tu|podrías|podría|puedes|puede|potresti|puoi|potrebbe|(?:você )?(?:poderia|pode)) (?:(?:me|mi|s'il vous plaît|por favor|per favore|volver a) )*(?:renvoyer|télécharger|envoyer|joindre|partager|recharger|fournir|subir|enviar|cargar|adjuntar|compartir|proporcionar|caricare|inviare|allegare|fornire|condividere|ricaricare|carregar|anexar|fornecer|reenviar|compartilhar) (?:(?:à nouveau|de nouveau|de nuevo|di nuovo|novamente) )?(?:l'|la |une |una |un'|a |uma )(?:image|photo|imagen|foto|immagine|imagem)\b` +
			`|(?:ninguna|nessuna|nenhuma) (?:imagen|immagine|imagem|foto) (?:(?:fue|foi|è stata|ha sido|se ha) )?(?:adjunt|allegat|anexad|proporcionad|fornit|fornecid|enviad|recibid|ricevut|recebid|caricat|cargad|carregad)` +
			`|(?:no (?:he recibido|recibí|veo)|non (?:ho ricevuto|vedo)|não (?:recebi|vejo)) (?:ninguna |nessuna |alcuna |nenhuma |la |l'|a )?(?:imagen|immagine|imagem|foto)(?:[.,!]|$| (?:adjunta|allegata|anexada))` +
			`|aucune? (?:image|photo|photographie|pièce jointe|fichier) (?:n'|ne )(?:m'|nous )?(?:a|est|semble)\b(?: pas)?(?: avoir| être)?(?: été)? (?:transmis|fourni|joint|envoy|télécharg|partag|reçu|détect|charg|parvenu)|je n'ai (?:pas )?reçu (?:d'|aucune |votre |l'|la )(?:image|photo)` +
			`|(?:l'|la |votre |cette )(?:image|photo) (?:n'a|ne s'est|n'est) pas (?:pu être |été |)(?:charg|télécharg|affich|ouvert|transmis|joint|accessib)|(?:veuillez )?(?:télécharge[rz]|renvoye[rz]|recharge[rz]) (?:à nouveau |de nouveau )?(?:l'|la |une |votre )(?:image|photo)\b[^.:"]{0,20}[.!]?$` +
			`|(?:la|el|su|tu|esta) (?:imagen|foto|fotografía|archivo|enlace)(?: (?:adjunt[ao]|proporcionad[ao]))? no (?:se )?(?:cargó|ha cargado|ha llegado|llegó|subió|adjuntó|abrió|está (?:disponible|adjunt[ao])|es accesible)(?:[.,! ]|$)|(?:vuelv[ea] a (?:subir|enviar|cargar)|sub[ea]|envíe) (?:de nuevo |otra vez )?(?:la|una) (?:imagen|foto)\b[^.:"]{0,20}[.!]?$` +
			`|(?:carica|ricarica|ricaricare|allega|invia) (?:di nuovo |nuovamente )?(?:l'|un'|la |una )(?:immagine|foto)\b(?: di nuovo| nuovamente|, per favore)*[.!]?$|(?:l'|la )(?:immagine|foto) non (?:si è caricata|è stata (?:caricata|allegata|ricevuta|fornita)|è (?:disponibile|accessibile))\b` +
			`|(?:carregue|reenvie|envie|anexe) (?:novamente |de novo )?(?:a|uma) (?:imagem|foto)\b(?: novamente| de novo|, por favor)*[.!]?$|(?:a|sua) (?:imagem|foto) não (?:carregou|foi (?:carregada|enviada|anexada|recebida)|está (?:disponível|acessível))\b`,
	},
	{ // Polish, Czech, Finnish
		first:  `niestety nie bohužel obrázek kuvaa valitettavasti`,
		polite: `niestety|bohužel|valitettavasti`,
		other:  `nie (?:otrzymał[ae]m|dostał[ae]m) (?:żadnego |tego )?(?:obraz|zdjęci)\S*|obrázek (?:nebyl|není) (?:přiložen|nahrán|připojen|nalezen)|kuvaa ei (?:ole )?(?:liitetty|ladattu|löytynyt|löydy)`,
	},
	{ // Dutch
		first:  `ik helaas sorry upload stuur verstuur er de`,
		polite: `helaas|sorry|het spijt me`,
		other: `ik zie (?:hier |helaas )?geen (?:bijgevoegde )?(?:afbeelding|foto|plaatje|bijlage)\b|(?:upload|stuur|verstuur) (?:de|een|uw|je) (?:afbeelding|foto)(?: (?:opnieuw|nogmaals|alstublieft|alsjeblieft|nog een keer|a\.u\.b\.))+[.!]?$` +
			`|de (?:afbeelding|foto) (?:is|werd|kon) (?:helaas )?niet (?:geladen|ontvangen|bijgevoegd|meegestuurd|worden)\b`,
	},
	{ // Japanese, Korean, Thai, Chinese, Hebrew, Russian, Arabic, Turkish
		first: `изображение фото файл يرجى görsel resim fotoğraf han hangul thai אנא בבקשה נא`,
		other: `(?:申し訳[^。]{0,12}[、。])?(?:画像|写真|ファイル)(?:が|は|を)[^。「]{0,10}(?:添付|アップロード|送信|提供|共有|読み込|表示)(?:さ|ま|め)?(?:れて|れ|て)?(?:い)?(?:ない(?:よう|みたい|ため|ので|の)|なかった)` +
			`|(?:저는|제가|나는) [^.]{0,30}(?:식별|설명|인식|분석|묘사|확인|알아|볼|도와|답변|제공|생성)[^.]{0,8}(?:수 없|수가 없|못합|어렵)` +
			`|(?:กรุณา|โปรด)(?:ลอง)?(?:อัปโหลด|อัพโหลด|ส่ง|แนบ)(?:รูป|ภาพ|ไฟล์)|(?:ขออภัย|ขอโทษ)[^.]{0,20}(?:ฉัน|ผม|ดิฉัน|เรา)[^.]{0,40}ไม่(?:ได้|สามารถ)` +
			`|(?:没有|沒有|未)(?:检测到|檢測到|找到|收到|发现)[^。]{0,6}(?:图|圖|照片)|ไม่พบ(?:รูป|ภาพ|ไฟล์)|(?:изображение|фото|файл) не (?:загрузил|открыл|отображ|прикрепл|получен)|يرجى (?:إعادة )?(?:تحميل|رفع|إرسال|إرفاق)[^.]{0,10}صورة|(?:görsel|resim|fotoğraf) (?:yüklenmedi|yüklenemedi|bulunamadı|eklenmemiş|eklenmedi)` +
			`|(?:אנא|בבקשה|נא) (?:העלה|העלי|העלו|להעלות|שלח|שלחי|שלחו|צרף|צרפי|צרפו)[^.]{0,15}תמונה`,
	},
}
