package quality

import "slices"

// Parts of the English grammar.
const (
	enPicture = `(?:images?|pictures?|photos?|photographs?|files?|attachments?|screenshots?|visuals?)`
	enThing   = `(?:(?:the|an?|any|this|that|your|these|those|such) )?(?:(?:actual|specific|visual|attached|provided|uploaded|real) )*` + enPicture
	enGiven   = `(?:provided|attached|uploaded|shared|included|received|supplied|detected|found|given|sent|submitted|loaded)`
	enAI      = `(?:an? )?(?:(?:responsible|helpful|harmless|safe|advanced|digital) )*(?:ai|a\.i|artificial intelligence|(?:large |multimodal |visual |vision )*language model|(?:text|vision|image|multimodal|multi-modal|vision-language) model|llm|text[- ](?:based|only)|chatbot|virtual assistant|automated|machine|computer program)`
	enUnable  = `(?:can't|cannot|can not|cant|couldn't|could not|shouldn't|should not|must not|may not|won't|will not|wouldn't|must decline|have to decline|need to decline|decline|refuse|` +
		`(?:wasn't|weren't|isn't|aren't) (?:able|allowed|permitted|authori[sz]ed|going|equipped|designed|capable)(?: to| of)?|(?:was |is |are |being )?(?:unable|not able|not allowed|not permitted|not authori[sz]ed|not comfortable|not going|not willing|not in a position|not equipped|not designed|not programmed|not capable|prohibited|forbidden|restricted)(?: to| of| with| from)?|` +
		`(?:'d|would) (?:prefer not|rather not)(?: to)?|prefer not to|choose not to)`
	enAct = `(?:describ(?:e|ing)(?: (?:th|an|image|picture|photo|people|real|individual|who|what|it\b|him|her|their|her|your|such|certain|specific|content|or\b|explicit|graphic|sensitive)|[.,]|$)|` +
		`assist|identify|identifying|recogni[sz](?:e|ing)|analy[sz](?:e|ing)|interpret|process|compl(?:y|ying) |comply\b|fulfil|engage (?:in|with)|comment on|` +
		`provid(?:e|ing) (?:you )?(?:with )?(?:an?|any|more|further|additional|alt|the|that|this|details|information|descriptions?|captions?|assistance|visual|identif|personal|medical|help)|` +
		`generat(?:e|ing) (?:an?|any|alt|the|that|this|captions?|descriptions?|content)|creat(?:e|ing) (?:an?|any|alt|the|captions?|descriptions?|content) |` +
		`(?:offer|give)(?: you)? (?:an?|any|the|details|information|alt)|(?:write|produce) (?:(?:an?|any|the|this|that) )?(?:[a-z]+ )?(?:alt|captions?|descriptions?)|discuss (?:the|this|that)|` +
		`determine (?:the|what|who|if)|speculate|make (?:assumptions|guesses|judg|inferences|out (?:the|any|what))|infer|guess|confirm (?:the|who)|verify|evaluate (?:the|this)|` +
		`(?:say|tell(?: you)?|name|know|reveal|disclose) (?:who|the (?:person|people|individual|name|identity))|help (?:you )?(?:with|in|identify|describe|to)|` +
		`complete (?:this|that|your|the)|answer (?:this|that|your)|do (?:this|that)[.,]|do so|caption (?:this|that|the|your)|respond to|proceed with|transcribe|` +
		`(?:see|view|open|access|display|look at|read|load|download|retrieve|examine|inspect|perceive|detect|find|handle|label|show|support|share) ` + enThing + `|` +
		`access (?:external |the |any |this |or )*(?:urls?|links?|websites?|internet)|(?:open|visit|follow) (?:external |the |any |this )?(?:urls?|links?)|browse the (?:internet|web)|view (?:or|and)|see (?:or|and) (?:view|describe|analy)|see (?:what|who)|see any)`
)

// grammars are written for this program, from the ways in which models
// decline in English and their counterparts in other languages.
var grammars = slices.Concat(mainGrammars, moreGrammars, platformGrammars, impersonalGrammars, assistantGrammars)

var mainGrammars = []grammar{
	{ // English
		english: true,
		first: `oops whoops wasn't i i'm i'd i'll i've im sorry unfortunately regrettably however my apologies as thank thanks hi hello hey oh it there there's you your please could can can't cannot would no
			the this that that's identifying describing recognizing recognising unable not content due for while we it's apologies note based after to in but sadly naming image picture photo request given since we're hmm how what sure certainly of absolutely okay ok at currently pictures photograph file screenshots kindly couldn't apologize images photos photographs files attachments attachment screenshot visuals visual safety`,
		polite: `oops|whoops|(?:i(?:'m| am)|we(?:'re| are)) (?:really |very |so |truly |terribly )?(?:sorry|afraid)(?: (?:for|about) (?:the|any) (?:confusion|inconvenience))?(?:,? (?:but|that))?|sorry(?: about that| for the (?:confusion|inconvenience))?|` +
			`unfortunately|regrettably|sadly|however|oh|hmm|sure(?: thing)?|certainly|of course|absolutely|okay|ok|i can (?:certainly |definitely )?(?:help|assist)(?: you)? with that|hi(?: there)?|hello(?: there)?|hey(?: there)?|(?:my |i |we )?(?:sincere )?apolog(?:ize|ise|ies)(?: for (?:the|any) (?:confusion|inconvenience|misunderstanding))?|` +
			`i regret(?: to (?:say|inform you))?(?: that)?|as ` + enAI + `[^.,]{0,60}|thank(?:s| you) (?:so much )?for [^.!?]{1,80}|i appreciate [^.!?,]{1,60}|` +
			`i(?:'d| would) (?:be (?:happy|glad|delighted) to|like to|love to) [^.!?,]{1,60}|i(?:'m| am) (?:happy|here|glad) to [^.!?,]{1,60}|i understand [^.!?,]{1,80}|please note that|note:? ?(?:that)?|` +
			`(?:due to|for|to (?:protect|respect)|based on|given|in (?:line|accordance) with|after|since) [^.,]{1,80}|while i [^.,]{1,100}|at this time|currently|but|i(?:'m| am) afraid that|image:|request:`,
		cannot: `i(?:'m| am| was|'ve been| have been)? ?(?:(?:really|directly|currently|actually|also|simply|just|personally|respectfully|still|therefore|unfortunately|however) )*` + enUnable +
			`|(?:we|this (?:model|assistant|system)) (?:cannot|can't|are unable to|is unable to)`,
		act: enAct,
		other: `i (?:can't|cannot|don't|do not|didn't|did not|haven't|have not) (?:(?:actually|currently|directly) )*(?:see|find|have access to|have|receive|received|detect|get|got|been given) (?:(?:any|an?|the|your|that|access to) )*(?:(?:actual|attached|visible|clear|specific|visual) )*` + enPicture + `\b` +
			`|i (?:(?:actually|currently) )*(?:don't|do not|lack) (?:(?:actually|currently) )*(?:have )?(?:the |any )?(?:ability|capability|capacity|capabilities|access|means|permission|vision)\b` +
			`|i(?:'m| am) (?:just |only |merely )?` + enAI + `\b|as ` + enAI + `\b[^.!?]{0,80}[, ]i(?:'m| )` +
			`|i (?:can )?only (?:process|handle|read|work with|see|accept|understand) text|i (?:need|require) (?:you to (?:provide|upload|share)|to see|an?|the) (?:(?:actual|clear|clearer) )*` + enPicture +
			`|i (?:do not|don't) (?:(?:actually|currently|personally|typically) )*(?:feel comfortable|engage in|identify (?:\S+ )?(?:people|individual|person|anyone|faces|who)|describe (?:\S+ )?(?:people|individual|person|images|content)|recogni[sz]e (?:people|faces|individuals)|provide (?:\S+ )?(?:descri|information|identif|assist)|comment on|discuss (?:people|the)|create (?:content|descriptions)|generate (?:content|descriptions|captions))` +
			`|i(?:'m| am) (?:really |so )?sorry[.!]*$|i (?:don't|do not) know[.!]*$|i(?:'d| would)? need (?:more|additional|some more|further) (?:context|information|details)` +
			`|(?:the|this|your) (?:image|picture|photo) (?:link|url|file)\b[^.]{0,40}(?:broken|invalid|not|cannot|can't|expired|missing|inaccessible)` +
			`|i(?:'m| am) not sure (?:who|what) (?:this|the|is|you)|i (?:don't|do not) know (?:who|what) (?:this|the|is)` +
			`|(?:there is|there's|there was|there isn't|there doesn't (?:appear|seem) to be|there (?:appears|seems) to be|there are) (?:no|not|an?|any|not an?) ?` + enPicture + ` (?:` + enGiven + `|visible here|for me|to (?:describe|analy|caption|view|process|see|identify)|in (?:your|this|the) (?:message|request|prompt|conversation|chat))` +
			`|(?:it (?:looks|seems|appears) (?:like|that|as if|as though) )?(?:there is |there's |there was )?no ` + enPicture + ` (?:(?:was|has been|were|is|have been) )?(?:actually )?` + enGiven + `\b(?:[.,!:]| to | for | in | with | by | yet| so |$)` +
			`|(?:it (?:looks|seems|appears) (?:like|that|as if|as though) )?you (?:haven't|have not|didn't|did not|forgot to|may have forgotten to|have yet to) (?:actually |yet )?(?:` + enGiven + `|provide|attach|upload|share|include|send|submit) ` +
			`|(?:it (?:looks|seems|appears)(?: like| that)? |there (?:seems|appears|was|is|may|might)[^.]{0,20} )(?:to be |was |is )?(?:an?|some) (?:issue|problem|error) [^.]{0,30}` + enPicture + `|(?:the|this|your) ` + enPicture + ` (?:appears|seems) (?:to )?(?:be |have )?(?:blank|empty|corrupt|failed|not)` +
			`|(?:there is )?no ` + enPicture + ` to (?:describe|analy|caption|process)|` + enPicture + ` (?:was |is )?not (?:provided|attached|uploaded|received|supplied|included)` +
			`|it (?:looks|seems|appears)(?: like| that| as if| as though)? (?:the|your|this) ` + enPicture + ` (?:(?:was|is|has|did|could|can)(?:n't| not)|cannot|failed|is missing|is not)` +
			`|(?:please|(?:could|can|would) you(?: please| kindly)?|kindly) (?:try )?(?:to )?(?:provide|provid|upload|uploading|attach|share|resend|re-?upload|send|submit|re-?submit|supply|include)(?: me)?(?: with)?(?: the| an?| your| it| this| that)?(?: (?:actual|clear|clearer|different|valid|relevant|original|missing|correct))* (?:images?|pictures?|photos?|photographs?|attachments?)\b(?: (?:you|that|so|for|again|directly|and i)\b|[.!?]|$)` +
			`|(?:this|your|the|that) (?:request|prompt|query|question|(?:provided |uploaded |attached )?` + enPicture + `|content)(?: (?:you|that) (?:[^\s.]+ ){1,4})?(?: (?:appears to|seems to|may|might|could))? ?(?:(?:was|has been|is|were) (?:rejected|blocked|refused|denied|filtered|not (?:visible|available|attached|accessible|provided|loaded|loading|supported|appropriate|displaying)|unavailable\b|inaccessible|flagged|against (?:our|my|the))|(?:cannot|can't|can not|could not|couldn't) be (?:described|processed|displayed|loaded|analy|viewed|accessed|identified|rendered|opened|found|retrieved|completed|fulfilled|answered|shown)|violate|goes against|go against|conflicts with|(?:did not|didn't) (?:load|upload|come through|attach|arrive)|(?:failed|fails) to (?:load|upload|process))` +
			`|(?:identifying|describing|recogni[sz]ing|naming) (?:[^\s.]+ ){1,10}(?:(?:is|are)(?:n't| not) something|(?:is|are) something i|(?:goes|would go) against|is against|(?:would|might|may|could) violate|violates|(?:is|are) not (?:allowed|permitted|possible|something))` +
			`|(?:it(?:'s| is| would be| wouldn't be| isn't)|it would) (?:not )?(?:be )?(?:possible|appropriate|inappropriate|ethical|unethical|impossible|against my [^\s]+)(?: for me)? (?:for me )?to (?:` + enAct + `)` +
			`|it(?:'s| is) difficult (?:for me )?to (?:describe|identify|determine|provide)\b` +
			`|my (?:(?:safety|content|usage|ethical|current) )*(?:guidelines|policies|policy|programming|instructions|training|capabilities|design|rules) (?:do not|don't|does not|doesn't|prevent|prohibit|forbid|restrict|are limited)` +
			`|(?:that|this|it) (?:would|may|might|could) (?:violate|breach|go against|conflict with|infringe) (?:the|my|our|your) (?:[a-z]+ ){0,2}(?:polic(?:y|ies)|guidelines|rules|terms)\b` +
			`|(?:that|this|it|(?:that|this|your|the) (?:request|question|task|prompt|picture|photo|image))(?: is|'s) ?(?:n't |not )something (?:that )?i(?:'m| am)? (?:can't|can|cannot|not able|unable|able|am not)` +
			`|(?:can't|cannot|can not|unable to|not able to|couldn't|could not) (?:directly |currently )?(?:open|load|access) (?:(?:this|that|the|your|an?) )?(?:image|picture|photo)s?(?:[^a-z ]|$| [^o]| o[^f])|(?:can't|cannot|can not|unable to|not able to|couldn't|could not) (?:directly |currently )?(?:describe|assist|identify|analy[sz]e|process|view|see|generate|comply|interpret|provide|caption|recogni[sz]e|determine)(?: (?:with|an?|the|this|that|your|any|alt|who|what))? ?(?:this |that |alt |image |the |of )?(?:image|picture|photo|request|caption|description|text|person|people|individual|content|that\b|who\b)` +
			`|(?:content|safety) (?:policy|filter|guideline)s? (?:violation|violated|triggered)|(?:image|content|request) (?:was )?(?:blocked|refused|rejected|flagged) (?:due|because|(?:by|for) (?:(?:an?|the|our|its|your) )?(?:[a-z]+ ){0,2}(?:polic|filter|safety|moderat|system|provider|server|violat|guideline|content|firewall|guard|model|api\b|reason|review|nsfw|nudity|explicit|sensitive|inappropriate|unsafe|adult|harmful))` +
			`|(?:(?:in order )?to (?:write|describe|provide|create|generate|give) [^.!?]{1,60}?,? )?i(?:'d| would|'ll| will)? need (?:to (?:see|view)|(?:you to )?(?:upload|share|provide|attach)|the (?:actual )?` + enPicture + `)` +
			`|(?:please|(?:could|can|would) you(?: please)?) (?:share|provide|give)(?: me)?(?: with)? (?:more|additional|further) (?:details|information|context)` +
			`|how (?:can|may) i (?:help|assist)(?: you)?(?: (?:today|with [^.!?]{1,40}|in [^.!?]{1,30}))?[?.!]*(?:$| (?:i|please|feel|just|what)\b)|what would you like (?:me )?to (?:know|do|ask)\b` +
			`|that(?:'s| is) (?:beyond|outside|against) (?:my|what i)|(?:i(?:'m| am) )?not able to (?:help|assist)`,
	},
	{ // German
		first: `es tut entschuldigung entschuldigen leider sorry bedaure bedauerlicherweise ich als dabei dazu bitte diese dieses das die ihre deine kein keine danke vielen hallo kann konnte aus dieser wurde aber dies hier dank ist ihrer deiner`,
		polite: `(?:es )?tut mir (?:sehr |wirklich )?leid(?:,? dass)?|(?:ich bitte um )?entschuldigung|entschuldigen sie(?: bitte)?|leider|sorry|(?:ich )?bedaure|bedauerlicherweise|hallo|` +
			`(?:vielen )?dank[e]?(?: für [^.!]{1,60})?|als (?:eine? )?(?:ki|ai|künstliche intelligenz|sprachmodell|textbasiert)[^.,]{0,50}(?:,|\b)|aus [^.,]{1,40}gründen`,
		cannot: `(?:(?:ich|aber ich|dabei|dazu|das|dies|dieses bild|hier|leider) )?(?:kann|konnte|könnte|darf|werde|möchte|bin|sehe|habe)(?: ich)?(?:\s+[^\s.!?"„]+){0,7}?\s(?:nicht|kein[a-z]*)`,
		act: `(?:zu )?(?:be\pL*schreiben|helfen|weiterhelfen|identifizieren|erkennen|sehen|ansehen|anzeigen|betrachten|analysieren|verarbeiten|beantworten|bereitstellen|unterstützen|öffnen|laden|` +
			`erstellen|erfüllen|transkribieren|bearbeiten|nachkommen|benennen|interpretieren|zugreifen|(?:auskunft|information\pL*|beschreibung|hilfe|details) geben|sagen, wer)|in der lage|zugriff|möglich|fähigkeit|berechtigt|befugt|zugang|bild(?:er)?(?: (?:sehen|in|von|erhalten|an)|[.,!]|$)`,
		other: `ich kann (?:leider )?(?:den|keinen|diesen) text[^.,"]{0,40} lesen|ich weiß (?:leider )?nicht,? (?:was|wer) [^.,]{0,40}(?:bild|foto|person|zu sehen)|(?:ist )?es (?:ist )?mir (?:leider )?nicht (?:möglich|erlaubt|gestattet)|ich bin (?:leider |nur |lediglich |bloß )*(?:eine? )(?:ki|ai|sprachmodell|textbasiert|künstliche)\S*|(?:es |ihrer nachricht |deiner nachricht )?(?:wurde|ist|liegt) (?:mir |uns )?(?:leider )?kein (?:bild|foto)|kein (?:bild|foto) (?:vorhanden|hochgeladen|angehängt|übermittelt|bereitgestellt|gefunden|erhalten)` +
			`|es (?:scheint|sieht so aus),? (?:als |dass |so )?[^.]{0,60}(?:kein bild|nicht (?:hochgeladen|angehängt|geladen))|bitte (?:laden sie|lade|stellen sie|stelle|senden sie|sende|schicken sie|schick|fügen sie|teilen sie|teile)\s[^.]{0,40}(?:bild|foto)` +
			`|(?:diese|die|ihre|deine) anfrage (?:wurde (?:abgelehnt|blockiert)|verstößt|kann nicht)|das bild (?:kann|konnte) (?:leider )?nicht (?:geladen|verarbeitet|angezeigt|beschrieben|analysiert)|als (?:ki|ai|sprachmodell|künstliche)\S*[^.]{0,60} ich\b`,
	},
	{ // French
		first: `je désolé désolée malheureusement pardon navré navrée toutes en impossible veuillez aucune il cette mes merci bonjour merci, votre excusez l'image nous j'ai j'en terriblement excuses`,
		polite: `(?:je suis |j'en suis )?(?:vraiment |sincèrement |terriblement )?(?:désolée?|navrée?)|(?:toutes )?(?:mes )?(?:sincères )?excuses|malheureusement|pardon|je (?:regrette|m'excuse|vous prie de m'excuser)|excusez-moi|bonjour|merci (?:pour|de|d')[^.!]{1,60}|` +
			`en tant qu(?:e |')(?:ia|assistant|intelligence artificielle|modèle)[^.,]{0,60}`,
		cannot: `(?:je|nous) (?:ne |n')(?:peux|puis|pourrai|pourrais|suis|parviens|arrive|vois|reçois|dispose|ai|pouvons|souhaite|sais|suis)(?: malheureusement)?(?: pas)?`,
		act: `(?:\S+ et |vous |l'|les |d'|à |t')?(?:décrire|aider|identifier|analyser|fournir|traiter|répondre|visualiser|afficher|accéder|ouvrir|reconnaître|lire (?:le |ce |l[ea]s? )?(?:texte|contenu|image)|transcrire|générer|interpréter|consulter|charger|assister|commenter|satisfaire)` +
			`|voir (?:l'|cette |les |d'|des |votre )?(?:image|photo)\S*|(?:d'|l'|aucune |cette |votre )?(?:image|photo)s?\b|(?:pas )?(?:capable|autorisée?|en mesure|habilitée?)|(?:pas |d')?(?:accès|capacité)|qui (?:est|sont) (?:cette|ces|la)`,
		other: `je n'ai (?:pas|aucun)(?: la| l'| d'| de)? ?(?:accès|capacité|possibilité|image)|je (?:ne )?suis (?:qu')?une? (?:simple )?(?:ia|intelligence|modèle|assistant)|en tant qu(?:e |')(?:ia|modèle|intelligence)[^.]{0,80}\bje\b|impossible de (?:décrire|voir|traiter|analyser|charger|identifier|afficher) (?:l'|cette |la |d')?(?:image|photo|personne)` +
			`|veuillez (?:fournir|télécharger|joindre|partager|envoyer|téléverser|ajouter) [^.]{0,25}(?:image|photo)|aucune image (?:n'a été|n'est|fournie|jointe|détectée|reçue)|il (?:semble|semblerait) (?:que |qu')[^.]{0,50}(?:image|pièce)[^.]{0,30}|il n'y a (?:pas d'|aucune )image` +
			`|cette (?:demande|requête|image) (?:enfreint|ne peut|viole|a été (?:refusée|bloquée))|l'image (?:n'a pas (?:été|pu)|ne (?:peut|s'affiche))`,
	},
	{ // Spanish
		first: `lo lamentablemente desafortunadamente por disculpa disculpe disculpas perdón perdona mis como no yo parece esta la lamento siento gracias hola soy me su al tu`,
		polite: `lo (?:siento|lamento)(?: mucho)?|(?:siento|lamento)(?: mucho)?(?: (?:decirle|informarle)(?: que)?)?|lamentablemente|desafortunadamente|por desgracia|disculpa|disculpe|(?:mis )?disculpas|perdón|perdona|hola|gracias por [^.!]{1,60}|` +
			`como (?:una )?(?:ia|inteligencia artificial|modelo|asistente)[^.,]{0,60}|por (?:motivos|razones) [^.,]{1,40}`,
		cannot: `(?:yo )?no (?:puedo|poder|podré|podría|soy|estoy|veo|tengo|logro|dispongo|pude|he podido|me es|es|me está|se)`,
		act: `(?:describir|leer (?:el |ningún )?texto|transcribir|describirl[ao]|ayudar(?:te|le|lo|la|los)?|identificar|analizar|proporcionar|procesar|responder|acceder|reconocer|generar|cumplir|asistir|interpretar|abrir|visualizar|comentar|facilitar|ofrecer|atender|completar)\b` +
			`|(?:ver|mostrar|cargar|leer) (?:\S+ )?(?:imagen|imágenes|fotos?|fotografía)|(?:ninguna |la |una )?(?:imagen|imágenes|foto)\b(?: (?:adjunt|en |que|proporcion)|[.,!]|$)|acceso a|(?:la )?capacidad|capaz|autorizad[oa]|(?:permitido|posible) (?:describir|identificar)|decir(?:te|le)? quién`,
		other: `soy (?:solo |sólo )?(?:una? )(?:ia|modelo|inteligencia|asistente)|como (?:una )?(?:ia|modelo|inteligencia)[^.]{0,60},? (?:no|yo)\b|por favor,? (?:proporcion|sub|adjunt|compart|enví|carg|facilit)\S* [^.]{0,25}(?:imagen|foto)|parece que (?:no|la imagen no) [^.]{0,60}|no (?:se (?:ha|adjunt|proporcion|detect|pudo|puede)|has|ha) [^.]{0,30}(?:imagen|foto)` +
			`|no hay (?:ninguna )?imagen (?:adjunta|para|que|en (?:su|tu|el) mensaje)|(?:esta|su|tu|la) (?:solicitud|petición|imagen) (?:infringe|viola|no (?:se )?(?:puede|pudo|está)|ha sido (?:rechazada|bloqueada))`,
	},
	{ // Italian
		first:  `mi scusa scusami scusate spiacente purtroppo sono in come non per sembra nessuna questa la le dispiace ciao grazie l'immagine essendo io spiace scusi`,
		polite: `(?:mi )?(?:dispiace|spiace)(?: molto)?|scus(?:a|ami|ate|ate|i|i)|(?:sono )?spiacente|purtroppo|ciao|grazie per [^.!]{1,60}|le mie scuse|(?:in quanto|come|essendo)(?: un'?)? ?(?:ia|intelligenza|modello|assistente)[^.,]{0,60}|per motivi [^.,]{1,40}`,
		cannot: `(?:io )?non (?:posso|potrò|potrei|sono|riesco|vedo|ho|è|mi è|sono in)`,
		act: `(?:a |di |possibile )?(?:descrivere|leggere (?:il |alcun )?testo|trascrivere|descriverl\S+|aiutar\S*|identificare|analizzare|fornire|fornirti|elaborare|rispondere|accedere|visualizzare|riconoscere|generare|assister\S*|interpretare|aprire|commentare|soddisfare|completare)` +
			`|(?:vedere|mostrare|caricare) (?:\S+ )?(?:immagin\S+|l'immagine|foto)|(?:alcuna |nessuna |l'|un')?(?:immagine|foto)\b(?: (?:alleg|nel|in)|[.,!]|$)|accesso|(?:la )?capacità|autorizzat[oa]|in grado`,
		other: `sono (?:solo |soltanto )?(?:un'?\s?)(?:ia|modello|intelligenza|assistente)\b|(?:in quanto|come) (?:ia|modello|intelligenza)[^.]{0,60},? non\b|per favore,? (?:fornisc|caric|alleg|invi|condivid)\S* [^.]{0,25}(?:immagine|foto)|sembra che (?:non|l'immagine non|tu non) |nessuna immagine (?:è stata|fornita|allegata)|non (?:è stata|c'è|hai) [^.]{0,30}(?:immagine|foto)` +
			`|(?:questa|la tua) (?:richiesta|immagine) (?:viola|non può|è stata (?:rifiutata|bloccata))|l'immagine non (?:è (?:stata|disponibile|visibile)|può)`,
	},
	{ // Portuguese
		first:  `desculpe desculpa desculpas lamento sinto infelizmente peço me perdão como lamentavelmente eu não por parece nenhuma esta a sua olá obrigado obrigada sou essa desculpem`,
		polite: `(?:me )?desculp(?:e|a|em|as)|(?:eu )?(?:sinto|lamento)(?: muito)?|infelizmente|lamentavelmente|peço (?:sinceras )?desculpas?|perdão|olá|obrigad[oa] por [^.!]{1,60}|como (?:uma? )?(?:ia|inteligência|modelo|assistente)[^.,]{0,60}|por (?:motivos|razões|questões) [^.,]{1,40}`,
		cannot: `(?:eu )?não (?:posso|poder|consigo|poderei|poderia|sou|estou|vejo|tenho|é|me é|consegui|foi)`,
		act: `(?:descrever|ler (?:o |nenhum )?texto|transcrever|descrevê-l\S+|ajudar|ajudá-l\S+|identificar|analisar|fornecer|processar|responder|acessar|aceder|reconhecer|gerar|atender|cumprir|interpretar|auxiliar|visualizar|abrir|comentar|oferecer|completar)` +
			`|(?:ver|mostrar|carregar) (?:\S+ )?(?:imagem|imagens|fotos?)|(?:nenhuma |a |uma )?(?:imagem|imagens|foto)\b(?: (?:anex|em|na|no|que)|[.,!]|$)|acesso|(?:a )?capacidade|capaz|autorizad[oa]|dizer quem`,
		other: `sou (?:apenas |só )?(?:uma? )(?:ia|modelo|inteligência|assistente)|como (?:uma )?(?:ia|modelo|inteligência)[^.]{0,60},? (?:não|eu)\b|por favor,? (?:forneç|envi|anex|compartilh|carreg|faça)\S* [^.]{0,25}(?:imagem|foto)|parece que (?:não|nenhuma|a imagem não|você não) |nenhuma imagem (?:foi|fornecida|anexada|enviada)|não (?:há|foi) (?:nenhuma )?(?:imagem|possível (?:processar|analisar|carregar))` +
			`|(?:esta|sua|essa) (?:solicitação|imagem|pedido) (?:viola|não (?:pode|pôde)|foi (?:recusad|bloquead|rejeitad))`,
	},
	{ // Dutch
		first:  `het sorry helaas excuses mijn als ik er kan deze dit bedankt hallo upload geen om ik, jammer stuur deel zie ben kon verontschuldigingen mag heb`,
		polite: `het spijt me(?: zeer)?(?:,? dat)?|sorry|helaas|jammer genoeg|(?:mijn )?(?:oprechte )?(?:excuses|verontschuldigingen)|hallo|bedankt voor [^.!]{1,60}|als (?:een )?(?:ai|taalmodel|kunstmatige|tekst)[^.,]{0,50}|om [^.,]{1,30}redenen`,
		object: `(?:deze|dit|die) (?:afbeelding|foto|plaatje|beeld|verzoek)`,
		cannot: `(?:ik (?:kan|mag|zie|heb|ben|kon|zal|wil)|(?:kan|mag|zie|heb|ben|kon) ik)(?:\s+[^\s.!?"]+){0,6}?\s(?:niet|geen)`,
		act: `(?:te |mee |over )*(?:beschrijven|omschrijven|bespreken|helpen|identificeren|bekijken|analyseren|verwerken|beantwoorden|openen|herkennen|genereren|voldoen|verstrekken|bieden|weergeven|laden|interpreteren|uitvoeren)|` +
			`(?:afbeelding\S*|foto'?s?|beeld\S*)(?: (?:zien|in|bekijken|ontvangen)|[.,!]|$)|toegang|in staat|bevoegd|(?:de )?mogelijkheid`,
		other: `ik ben (?:slechts |maar )?een (?:ai|taalmodel)|als (?:ai|taalmodel)\S*[^.]{0,60} ik\b|er (?:is|werd|lijkt) (?:geen|niet)[^.]{0,15}(?:afbeelding|foto)[^.]{0,30}(?:bijgevoegd|geüpload|meegestuurd|verstrekt|ontvangen|zijn)|het lijkt erop dat (?:je|u|de|er) [^.]{0,60}(?:geen|niet)|(?:upload|stuur|deel) (?:alstublieft|alsjeblieft|a\.u\.b\.) |deze (?:aanvraag|afbeelding) (?:is (?:geweigerd|geblokkeerd)|schendt|kan niet)`,
	},
	{ // Polish
		first:  `przykro przepraszam niestety wybacz wybaczcie jako nie ja proszę wygląda brak ten to dziękuję cześć jestem z tego tej bardzo ta jest`,
		polite: `(?:jest mi )?przykro(?: mi)?|(?:bardzo )?przepraszam|niestety|wybacz(?:cie)?|cześć|dziękuję za [^.!]{1,60}|jako (?:model|sztuczna|ai|asystent)[^.,]{0,60}|z (?:powodu|powodów|uwagi na) [^.,]{1,40}`,
		object: `(?:tego|tej) (?:obraz\S*|zdjęci\S*|fotografii|grafiki|prośby)`,
		cannot: `(?:ja )?nie (?:mogę|jestem|potrafię|widzę|mam|będę|udało|jest|mogłem|mogłam|wolno)`,
		act: `(?:opisać|odczytać (?:tego )?tekst|opisywać|pomóc|pomagać|zidentyfikować|identyfikować|zobaczyć|przeanalizować|analizować|udzielić|przetworzyć|odpowiedzieć|wyświetlić|rozpoznać|rozpoznawać|wygenerować|spełnić|otworzyć|zrealizować|określić|interpretować|dostarczyć|podać)` +
			`|(?:obraz\S*|zdję\S+|grafik\S*)(?:[.,!]| w | do |$)|dostępu|możliwości|w stanie|widzieć (?:\S+ )?(?:obraz|zdję)\S*`,
		other: `jestem (?:tylko |jedynie )?(?:modelem|sztuczną|asystentem ai|ai\b)|jako (?:model|sztuczna|ai)[^.]{0,60},? nie\b|proszę (?:o )?(?:przesłać|przesłanie|załączyć|załączenie|udostępnić|dołączyć|wgrać) [^.]{0,25}(?:obraz|zdję)|wygląda na to,? że (?:nie|obraz|zdjęcie) |nie (?:przesłano|załączono|dostarczono|dołączono|podano|przesłałeś|przesłałaś|załączyłeś) [^.]{0,15}(?:obraz|zdję)|(?:to żądanie|ta prośba) narusza`,
	},
	{ // Russian
		first:  `извините простите к мне прошу приношу как сожалею я не пожалуйста похоже изображение у это этот ваш ваше спасибо здравствуйте увы на данное эту данную просто пока лично`,
		polite: `извините(?: за [^.,]{1,30})?|простите|к (?:большому )?сожалению|мне (?:очень )?жаль|прошу прощения|приношу (?:свои )?извинения|сожалею|увы|здравствуйте|спасибо за [^.!]{1,60}|как (?:языковая|ии|искусственн|ai|текстов|модель)[^.,]{0,60}`,
		object: `(?:это|данное|эту|данную) (?:изображение|картинку|фото|фотографию)`,
		cannot: `(?:я )?(?:(?:к сожалению|пока|сейчас|лично|,) )*не (?:могу|смогу|способен|способна|в состоянии|вижу|имею|умею|удалось|удаётся|получилось|вправе|должен|буду)`,
		act: `(?:описать|(?:прочитать|прочесть) (?:этот )?текст|описывать|помочь|помогать|идентифицировать|увидеть|просматривать|просмотреть|анализировать|проанализировать|предоставить|предоставлять|обработать|обрабатывать|ответить|определить|определять|распознать|распознавать|создать|выполнить|открыть|опознавать|опознать|комментировать|назвать|загрузить|интерпретировать|видеть (?:\S+ )?(?:изображени|картин|фото)\S*)` +
			`|(?:изображени\S*|картин\S*|фотографи\S*|фото)(?:[.,!]| в |$)|доступа|возможности`,
		other: `(?:я )?(?:[—-] )?(?:всего лишь |просто )?(?:языковая модель|искусственный интеллект|текстовая модель)|как (?:языковая|ии|искусственный)[^.]{0,60} я(?:$|[^\pL])|у меня нет (?:доступа|возможности|изображени)|пожалуйста,? (?:загрузите|отправьте|прикрепите|предоставьте|пришлите|приложите) [^.]{0,25}(?:изображени|картин|фото)|изображение (?:не (?:было|прикреплен|загружен|предоставлен|удалось)|отсутствует)|похоже,? (?:что )?(?:вы не|изображение не|к вашему)|(?:этот|ваш) запрос (?:нарушает|не может|отклон)`,
	},
	{ // Ukrainian
		first:  `вибачте пробачте на перепрошую мені як я не схоже будь зображення у прошу це цю дане`,
		polite: `вибачте|пробачте|на жаль|перепрошую|мені (?:дуже )?шкода|прошу вибачення|як (?:мовна|штучн|ші|модель)[^.,]{0,60}`,
		object: `(?:це|цю|дане) (?:зображення|картинку|фото|світлину)`,
		cannot: `(?:я )?не (?:можу|зможу|здатний|здатна|в змозі|бачу|маю|вмію|вдалося)`,
		act:    `(?:описати|описувати|допомогти|ідентифікувати|побачити|переглянути|проаналізувати|аналізувати|надати|обробити|відповісти|визначити|розпізнати|створити|виконати|відкрити)|(?:зображенн\S*|фото\S*)(?:[.,!]| в |$)|доступу|можливості`,
		other:  `будь ласка,? (?:завантажте|надішліть|додайте|прикріпіть) [^.]{0,25}(?:зображенн|фото)|схоже,? (?:що )?(?:ви не|зображення не)|зображення не (?:було|завантажен|надано)`,
	},
	{ // Swedish, Danish, Norwegian
		first:  `tyvärr förlåt jag ledsen ursäkta beklager desværre undskyld jeg det dessverre som mine ingen der vänligen venligst vennligst den denna denne dette ser beklagar kan har`,
		polite: `tyvärr|förlåt|ursäkta(?: mig)?|(?:jag|jeg) (?:är|er|beklagar|beklager)(?: (?:ledsen|lei meg|ked af det|meget|det))*|(?:jag )?beklagar|beklager|desværre|dessverre|undskyld|det (?:er|gör mig|gør mig) (?:mig |meg )?(?:ked af|lei for|ont)(?: det)?|som (?:en )?(?:ai|språkmodell|sprogmodel)\S*[^.,]{0,50}`,
		object: `(?:den|det|dette|denna|denne)(?: här| her)? (?:bild\S*|billed\S*|foto\S*)`,
		cannot: `(?:(?:jag|jeg) (?:kan|får|ser|har|är|er|kunde|må)|(?:kan|har|ser) (?:jag|jeg))(?:\s+[^\s.!?"]+){0,3}?\s(?:inte|ikke|ingen|inget|ikkje)`,
		act:    `(?:at |att |å |med )*(?:beskriva|beskrive|hjälpa|hjælpe|hjelpe|identifiera|identificere|identifisere|analysera|analysere|tillhandahålla|behandla|behandle|svara|svare|känna igen|genkende|gjenkjenne|besvara|besvare|se (?:\S+ )?(?:bild|billed|bilde)\S*)|(?:bild|bilden|billede|billedet|bilde|bildet)(?:[.,!]|$)|tillgång|adgang|tilgang|möjlighet|mulighed|mulighet|i stand`,
		other:  `(?:jag|jeg) (?:är|er) (?:bara|bare|kun) en (?:ai|språkmodell|sprogmodel)|ingen (?:bild|billede|bilde) (?:har|er|blev|ble|bifogades|vedhæftet|vedlagt)|(?:der|det) er ikke (?:vedhæftet|vedlagt|lagt ved) (?:noget |noe |et )?(?:billede|bilde)|som (?:en )?(?:ai|språkmodell|sprogmodel)\S*[^.]{0,40} (?:jag|jeg)\b`,
	},
	{ // Finnish, Hungarian
		first:  `valitettavasti anteeksi pahoittelen pahoitteluni olen en sajnálom sajnos elnézést sajnálattal nem bocsánat kérem tätä ezt ebben ezzel ehhez erre erről tekoälynä`,
		polite: `valitettavasti|anteeksi|pahoittelen|pahoitteluni|olen pahoillani|tekoälynä|sajnálom|sajnos|elnézést(?: kérek)?|bocsánat|sajnálattal[^.,]{0,20}`,
		object: `tätä (?:kuvaa|valokuvaa|pyyntöä)|ezt (?:a|az) (?:kép\S*|fotó\S*|kérés\S*)|ebben|ezzel|ehhez|erre|erről`,
		cannot: `en (?:valitettavasti )?(?:voi|pysty|osaa|näe|kykene|saa)|nem (?:tudok|tudom|áll|látok|látom|vagyok|áll módomban)`,
		act:    `(?:kuvailla|kuvailemaan|auttaa|auttamaan|tunnistaa|tunnistamaan|nähdä|näkemään|analysoida|analysoimaan|käsitellä|tarjota|kuvaa|vastata)|(?:leírni|segíteni|azonosítani|elemezni|megjeleníteni|megtekinteni|feldolgozni|válaszolni|felismerni|képet|módomban|képes)`,
	},
	{ // Czech, Slovak
		first:  `omlouvám bohužel je promiňte lituji tento tuto túto s nemohu nemůžu nejsem nevidím ako jako ospravedlňujem prepáčte žiaľ nemôžem ľutujem nedokážu žádný prosím nie jest ale nemám`,
		polite: `omlouvám se|bohužel|(?:je|jest) mi (?:to )?(?:velmi )?líto|promiňte|lituji|ospravedlňujem sa|prepáčte|žiaľ|ľutujem|(?:jako|ako) (?:jazykový|umelá|umělá|ai)[^.,]{0,50}`,
		object: `(?:s )?(?:tento|tuto|túto|tímto|touto|týmto) (?:obráz\S*|sním\S*|fotk\S*|fotografi\S*|požadav\S*|požiadavk\S*|žádost\S*)`,
		cannot: `(?:ale )?(?:nemohu|nemůžu|nejsem|nevidím|nedokážu|nemám|nemôžem|nie som|nedokážem)`,
		act:    `(?:popsat|popisovat|pomoci|pomoct|identifikovat|analyzovat|zobrazit|poskytnout|zpracovat|odpovědět|rozpoznat|určit|opísať|pomôcť|identifikovať|analyzovať|poskytnúť|spracovať|rozpoznať)|(?:obrázek|obrázky|obrázok|fotografii)(?:[.,!]|$)|schopen|schopna|schopný|přístup|prístup|možnost`,
		other:  `žádný obrázek (?:nebyl|není)|prosím,? (?:nahrajte|pošlete|přiložte) [^.]{0,20}(?:obráz|fotografi)`,
	},
	{ // Romanian
		first:  `îmi imi ne din scuze regret nu ca mă vă`,
		polite: `(?:îmi|imi) pare (?:foarte )?rău|din păcate|din pacate|(?:îmi cer )?scuze|regret|ne pare rău|ca (?:model|inteligență|asistent)[^.,]{0,60}`,
		cannot: `nu (?:pot|sunt|văd|am|reușesc)`,
		act:    `(?:să )?(?:descri[eu]\S*|ajut\S*|identific\S*|analiz\S*|furniz\S*|proces\S*|răspun\S*|acces\S*|recuno\S*|gener\S*|ofer\S*|vedea|văd) ?|(?:imagin\S+)(?:[.,!]|$)|capabil\S*|autorizat\S*|capacitatea`,
	},
	{ // Turkish, Azerbaijani: the verb itself says that it cannot be done
		first: `üzgünüm maalesef özür ne bir yapay bu görüntüyü resmi görseli kusura afedersiniz lütfen çok`,
		other: `(?:(?:çok )?üzgünüm|maalesef|özür dilerim|ne yazık ki|kusura bakmayın|afedersiniz|bir (?:yapay zeka|dil modeli)\S*|yapay zeka\S*|bu (?:görsel|resm|görüntü|isteğ|konuda)\S*|görüntüyü|resmi|görseli)[^.]{0,100}(?:açıklayamam|açıklayamıyorum|tanımlayamam|tanımlayamıyorum|yardımcı olamam|yardımcı olamıyorum|göremiyorum|göremem|betimleyemem|betimleyemiyorum|analiz edemem|analiz edemiyorum|işleyemiyorum|sağlayamam|sağlayamıyorum|veremem|tanıyamam|belirleyemem|yapamam|yerine getiremem|erişemiyorum|mümkün değil)` +
			`|lütfen (?:\S+ ){0,2}?(?:görsel|resim|resm|görüntü|fotoğraf)\S* (?:\S+ ){0,2}?(?:yükle|paylaş|gönder|ekle)`,
	},
	{ // Indonesian, Malay
		first:  `maaf mohon saya sayangnya sebagai tidak minta silakan tetapi tak belum`,
		polite: `maaf|mohon maaf|minta maaf|saya (?:mohon |minta )?maaf|sayangnya|sebagai (?:ai|model|asisten)[^.,]{0,50}`,
		cannot: `(?:tetapi )?(?:saya )?(?:tidak|tak|belum) (?:dapat|bisa|boleh|mampu|melihat|memiliki|ada|dibenarkan)`,
		act:    `(?:membantu|mendeskripsikan|menggambarkan|menjelaskan|mengidentifikasi|mengenali|memberikan|memproses|menganalisis|menjawab|mengakses|memenuhi|menerangkan|melihat (?:\S+ )?gambar|gambar(?: yang|[.,]|$)|akses|kemampuan)`,
		other:  `silakan (?:unggah|kirim|lampirkan) [^.]{0,15}gambar|tidak ada gambar yang (?:di|ter)`,
	},
	{ // Vietnamese
		first:  `xin rất tôi là với tiếc không vui chưa nhưng`,
		polite: `(?:tôi )?(?:rất )?(?:xin lỗi|tiếc|lấy làm tiếc)|là (?:một )?(?:mô hình|ai|trí tuệ)[^.,]{0,60}|với tư cách là [^.,]{0,60}`,
		cannot: `(?:nhưng )?(?:tôi )?(?:không|chưa) (?:thể|có|được|nhìn|thấy|phép)`,
		act:    `(?:mô tả|giúp|hỗ trợ|nhận dạng|nhận diện|xác định|cung cấp|xem|phân tích|xử lý|trả lời|thấy|truy cập|hình ảnh|khả năng|đáp ứng)`,
		other:  `vui lòng (?:tải|cung cấp|gửi)[^.]{0,20}(?:hình|ảnh)`,
	},
	{ // Greek
		first:  `λυπάμαι δυστυχώς συγγνώμη ως δεν ζητώ αλλά`,
		polite: `λυπάμαι|δυστυχώς|συγγνώμη|ζητώ συγγνώμη|ως (?:γλωσσικό|τεχνητή|μοντέλο|ai)[^.,]{0,60}`,
		cannot: `(?:αλλά )?δεν (?:μπορώ|είμαι|βλέπω|έχω|δύναμαι)`,
		act:    `(?:να )?(?:περιγράψω|βοηθήσω|αναγνωρίσω|ταυτοποιήσω|δω|αναλύσω|παρέχω|επεξεργαστώ|απαντήσω|προσδιορίσω)|σε θέση|πρόσβαση|τη δυνατότητα|(?:την |καμία )?εικόνα`,
	},
	{ // Hebrew
		first:  `אני מצטער מצטערת סליחה לצערי כמודל איני לא אבל אינני מתנצל כבינה`,
		polite: `(?:אני )?מצטער(?:ת)?|סליחה|לצערי|(?:אני )?מתנצל(?:ת)?|כמודל[^.,]{0,40}|כבינה[^.,]{0,40}`,
		cannot: `(?:אבל )?(?:אני )?(?:לא|איני|אינני) (?:יכול|יכולה|מסוגל|מסוגלת|רואה|מורשה)`,
		act:    `(?:לתאר|לעזור|לסייע|לזהות|לראות|לנתח|לספק|לעבד|לענות|תמונה|את התמונה)`,
	},
	{ // Arabic
		first: `عذرا عذرًا عذراً آسف آسفة أنا أعتذر اعتذر معذرة للأسف يؤسفني لا لن لست ليس بصفتي يرجى لم كنموذج المعذرة مع عذر`,
		other: `(?:(?:عذر[اًا]*|(?:أنا )?آسفة?|[أا]عتذر|(?:ال)?معذرة|للأسف|مع الأسف|يؤسفني|بصفتي|كنموذج)[^.]{0,60}?)?(?:لا (?:أستطيع|استطيع|يمكنني|يمكن|أرى|أملك)|لن (?:أتمكن|أستطيع)|لست قادر|(?:أنا )?غير قادر|ليس (?:لدي|بإمكاني)|تعذر|لم أتمكن)[^.]{0,40}(?:وصف|مساعد|رؤية|تحليل|تحديد|التعرف|تقديم|معالجة|صور|الصور|عرض|الوصول|قدرة|القدرة|الإجابة|إنشاء|تلبية)` +
			`|(?:بصفتي|كنموذج|أنا) (?:مجرد )?(?:نموذج|ذكاء)|يرجى (?:تحميل|تقديم|إرفاق|رفع|إرسال)[^.]{0,15}صورة|لم (?:يتم|تقم|ترفق)[^.]{0,25}صورة`,
	},
	{ // Persian
		first: `متأسفم متاسفم متأسفانه متاسفانه ببخشید عذر پوزش من به معذرت`,
		other: `(?:(?:من )?(?:متأسفم|متاسفم|متأسفانه|متاسفانه|ببخشید|عذر(?: می\x{200c}?خواهم)?|پوزش|معذرت)[^.]{0,60}|من |به عنوان [^.]{0,50})(?:نمی ?\x{200c}?توانم|قادر نیستم|نمی ?\x{200c}?بینم|امکان[^.]{0,10}ندارم)[^.]{0,60}`,
	},
	{ // Hindi
		first: `क्षमा माफ़ माफ मुझे मैं खेद एक कृपया`,
		other: `(?:क्षमा|माफ़|माफ|मुझे खेद|खेद|एक (?:एआई|भाषा|ai))[^।]{0,100}(?:नहीं (?:कर|दे|बता|देख|पहचान)|असमर्थ|सक्षम नहीं)|मैं [^।]{0,60}(?:छवि|चित्र|तस्वीर|फोटो|व्यक्ति|सहायता|मदद|वर्णन)[^।]{0,40}(?:नहीं (?:कर|दे|देख|पहचान)|असमर्थ)|कृपया [^।]{0,20}(?:छवि|चित्र|तस्वीर)[^।]{0,20}(?:अपलोड|भेजें)`,
	},
	{ // Japanese and Chinese
		first: `han ai`,
		other: `(?:大変)?(?:申し訳(?:ありません|ございません|ない)|すみません|すいません|ごめんなさい|恐れ入ります|残念ながら|恐縮です)[^。]{0,80}(?:。[^。]{0,40})?(?:画像|写真|説明|手伝|答え|支援|識別|特定|認識|提供|対応|ご要望|描写|応じ|リクエスト|表示|コンテンツ)[^。]{0,40}(?:できま?せん|でき(?:ない|かね)|かねます|られません|えません|ありません|いません)` +
			`|(?:私は|私には|この|その|ご提供|提供され|添付|お送り)?[^。「]{0,30}(?:画像|写真|人物|リクエスト|ご質問)[^。「]{0,30}(?:(?:説明|識別|特定|表示|認識|確認|分析|処理|描写|お答え|閲覧|生成|提供|お手伝い|対応|解析|見る|見ること|読み込|応じる)(?:する)?(?:こと)?(?:が|は|も)?(?:でき(?:ま?せん|ない|かね)|いたしかね|しかね)|見え(?:ません|ない)|見られません|(?:添付|提供|アップロード|送信|表示)されていません|見当たりません)` +
			`|(?:私は)?(?:ai|人工知能|言語モデル)(?:アシスタント|モデル)?(?:として|であり|なので|のため|です)|画像を(?:アップロード|添付|提供|送信)して|` +
			// Chinese
			`(?:(?:非常|很|真的|十分|实在)?(?:抱歉|遗憾|遺憾)|对不起|對不起|不好意思|作为(?:一个|一名|一种)?(?:ai|人工智能|语言模型|大型语言)|作為(?:一個|一名)?(?:ai|人工智慧|語言模型))[^。！]{0,40}(?:无法|不能|不可以|没有|没办法|無法|沒有|未能|看不到|不便|无权|不会|暂不)[^。！]{0,30}(?:图|圖|照片|帮|幫|协助|協助|提供|描述|识别|識別|辨认|辨識|查看|处理|處理|回答|满足|滿足|分析|看到|访问|生成|讨论|请求|請求|确定|确认|内容)` +
			`|(?:(?:这|這|该|該|此)[^。，]{0,5}(?:图|圖|照片)[^。，]{0,2})?我(?:们)?(?:目前|暂时|现在|很|也|并|並|是)?(?:抱歉)?(?:无法|不能|不可以|没办法|没有(?:办法|能力|收到|看到|权限)|沒有|無法|看不到|未能|不便|不会)[^。！]{0,20}(?:图|圖|照片|帮|幫|协助|協助|提供|描述|识别|識別|辨认|查看|处理|回答|满足|分析|看到|访问|生成|讨论|身份)` +
			`|(?:看起来|似乎|好像|看起來)?(?:您|你)(?:似乎|好像)?(?:没有|还没有|沒有|還沒有|尚未|未)(?:上传|提供|附上|发送|上傳|發送|附加)|请(?:您)?(?:重新)?(?:上传|提供|发送)[^。]{0,8}(?:图|照片)|請(?:您)?(?:重新)?(?:上傳|提供)[^。]{0,8}(?:圖|照片)` +
			`|(?:无法|不能|無法)(?:识别|描述|处理|显示|加载|查看|分析|提供|識別|處理|顯示|載入)(?:该|此|这|您|這|該|图|圖|内容|照片|请求)|(?:该|此|这张|您的|這張)?(?:图片|图像|照片|圖片|请求|请求内容)(?:无法|未能|不能|没有|沒有|無法)(?:加载|显示|被|处理|识别|上传|載入|顯示|描述|分析|说明|辨认|查看|访问)|我(?:只)?是(?:一个|一名)?(?:ai|人工智能|语言模型|文本)`,
	},
	{ // Korean
		first: `hangul ai`,
		other: `(?:(?:정말 |대단히 )?(?:죄송합니다|죄송하지만|죄송해요|미안합니다|미안하지만)|유감스럽게도|안타깝게도|아쉽게도)[^.]{0,20}[.,]?[^.]{0,80}(?:이미지|사진|설명|도와|도움|식별|제공|분석|처리|요청|답변|확인|묘사|그림|인물)[^.]{0,40}(?:수 없|못|어렵|불가|없습니다|않습니다|않았)` +
			`|(?:저는|제가|이|해당|첨부된|제공된)?\s?[^.]{0,20}(?:이미지|사진)[^.]{0,20}(?:설명|식별|제공|분석|처리|확인|묘사|볼|표시|인식|불러올|생성)[^.]{0,12}(?:수 없|수가 없|못합니다|없습니다)|(?:이미지|사진)(?:가|이|를|을)? (?:제공|첨부|업로드)[^.]{0,8}(?:않았|없)|(?:저는 )?(?:ai|인공지능|언어 모델)[^.]{0,20}(?:로서|이기 때문|이므로|입니다)|(?:이미지|사진)를 (?:업로드|첨부|제공)해`,
	},
	{ // Thai
		first: `thai`,
		other: `(?:ขออภัย|ขอโทษ|เสียใจ|น่าเสียดาย)[^.]{0,60}(?:ไม่สามารถ|ไม่อาจ|ไม่ได้รับ)|(?:ฉัน|ผม|ดิฉัน)[^.]{0,10}(?:ไม่สามารถ)(?:อธิบาย|ช่วย|ระบุ|ดู|วิเคราะห์|ให้)`,
	},
}
