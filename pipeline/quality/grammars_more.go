package quality

// moreGrammars are those of languages in which models answer more seldom, and
// what many languages say without a first person: that the picture cannot be
// described.
var moreGrammars = []grammar{
	{ // Croatian, Serbian, Bosnian, Slovenian, in Latin letters
		first: `žao nažalost ispričavam oprostite oprosti izvinjavam izvinite izvini ne nisam nemam kao ovu ovo te ta žal žalim se opravičujem oprosti oprostite na molim prosim sliku slike slika to tu ti kot toda ali vendar ampak vam`,
		polite: `žao mi je|nažalost|na žalost|žal mi je|žal|žalim|(?:se )?opravičujem(?: se)?|ispričavam se|(?:molim )?oprosti(?:te)?|izvini(?:te)?|izvinjavam se|kao (?:ai|jezični|jezički|umjetna|veštačka)[^.,]{0,50}|` +
			`kot (?:ai|jezikovni|umetna)[^.,]{0,50}|ali|vendar|ampak|toda`,
		object: `(?:ov[uoe]|t[eou]|ovaj|tega|ta|ovu fotografiju|s ovim|s tim|s tem)(?: zahtjev\S*| zahtev\S*)?(?: (?:slik\S*|fotografij\S*))?|slik[eu]`,
		cannot: `(?:ali |vendar |ampak )?(?:(?:vam|ti) )?(?:ne (?:mogu|morem|vidim|smijem|smem|smem)|nisam u mogućnosti|nemam|nimam|nisem)`,
		act: `(?:da )?(?:opisati|opišem|opisivati|pomoći|pomognem|pomagati|identificirati|identifikujem|identifikovati|prepoznati|prepoznam|vidjeti|videti|vidim|analizirati|analiziram|obraditi|pružiti|dati opis|generirati|odgovoriti|ispuniti|` +
			`prikazati|pristupiti|mogućnost\S*|pristup\S*|sposob\S*|slik[aeuo](?:[.,!]| |$)|zmožen|zmožna)`,
	},
	{ // Serbian, in Cyrillic
		first:  `жао нажалост извините извини не нисам као ову али немам извињавам`,
		polite: `жао ми је|нажалост|извини(?:те)?|извињавам се|као (?:језички|вештачка)[^.,]{0,50}|али`,
		object: `ову (?:слику|фотографију)`,
		cannot: `(?:али )?(?:не (?:могу|видим)|нисам у могућности|немам)`,
		act:    `(?:да )?(?:опишем|описати|помогнем|помоћи|идентификујем|препознам|видим|анализирам|обрадим|пружим)|слик\S*|могућност\S*`,
	},
	{ // Bulgarian, Macedonian
		first:  `съжалявам за извинявам извинявайте извинете моля не нямам като това тази жалам жал прикачете но много`,
		polite: `(?:много )?съжалявам|за съжаление|извинявам се|извинявайте|извинете|моля за извинение|като (?:езиков|изкуствен|ai|аи)[^.,]{0,50}|жалам|за жал|но`,
		object: `(?:това|тази) (?:изображение|снимка|картина|заявка)`,
		cannot: `(?:но )?(?:аз )?не (?:мога|виждам|съм в състояние|успях|можам|бих могъл)|нямам`,
		act: `(?:да )?(?:(?:го|я|ги|ви|ти) )?(?:опиша|описвам|помогна|помогнам|разпозная|идентифицирам|видя|анализирам|предоставя|обработя|отговоря|изпълня|определя|опишам)|` +
			`(?:изображени\S*|снимк\S*)(?:[.,!]| |$)|достъп|възможност`,
		other: `(?:моля,? )?(?:качете|изпратете|прикачете) [^.]{0,20}(?:изображение|снимка)`,
	},
	{ // Catalan
		first:  `ho em malauradament dissortadament perdó perdona disculpa disculpi disculpeu lamento no com sento si però`,
		polite: `ho sento(?: molt)?|em sap (?:molt )?greu|malauradament|dissortadament|perdó|perdona|disculp(?:a|i|eu)|(?:ho )?lamento|com a (?:ia|model|assistent|intel)[^.,]{0,60}|però`,
		cannot: `(?:però )?(?:jo )?no (?:puc|podré|podria|soc|sóc|estic|veig|tinc|em|és|es)`,
		act: `(?:descriure|descriure-la|ajudar(?:-te|-vos|-lo)?|identificar|analitzar|proporcionar|processar|respondre|accedir|reconèixer|generar|interpretar|obrir|visualitzar|oferir|pot descriure|permès)` +
			`|(?:veure|mostrar|carregar) (?:\S+ )?(?:imatge|imatges|foto)\S*|(?:cap |la )?imatge(?:[.,! ]|$)|(?:la )?capacitat|accés`,
		other: `si us plau,? (?:puja|adjunta|envia|proporciona) [^.]{0,25}imatge|no (?:hi ha|s'ha) [^.]{0,20}imatge`,
	},
	{ // Galician, Basque
		first: `sentímolo pero síntoo sinto lamentablemente desafortunadamente non barkatu sentitzen ezin zoritxarrez`,
		other: `(?:síntoo|sinto(?: moito)?|sentímolo|lamentablemente|desafortunadamente)?[,.]? ?(?:pero )?non (?:podo|podemos|son capaz)[^.]{0,30}(?:descri|axudar|identific|imaxe|analiz)` +
			`|(?:barkatu|sentitzen dut|zoritxarrez)[^.]{0,60}(?:ezin|ez naiz)|ezin (?:dut|dizut)[^.]{0,40}(?:irudi|deskrib|lagun)`,
	},
	{ // Bengali
		first: `দুঃখিত আমি ক্ষমা দুর্ভাগ্যবশত এই একটি মাফ`,
		other: `(?:(?:আমি )?(?:অত্যন্ত )?দুঃখিত|ক্ষমা কর\S*|মাফ কর\S*|দুর্ভাগ্যবশত|একটি (?:এআই|ভাষা)[^,]{0,40})[^।]{0,120}(?:পার(?:ছি|ব|বো|ি) ?না|পারলাম না|অক্ষম|সক্ষম নই|সম্ভব (?:নয়|নয়|হচ্ছে না))` +
			`|(?:আমি |এই )[^।]{0,60}(?:ছবি|চিত্র|ব্যক্তি|অনুরোধ|সাহায্য)[^।]{0,60}(?:পার(?:ছি|ব|বো|ি) ?না|অক্ষম|সক্ষম নই|সম্ভব (?:নয়|নয়))`,
	},
	{ // Tagalog
		first: `paumanhin pasensya patawad ikinalulungkot hindi sa bilang pakiusap sorry walang`,
		other: `(?:paumanhin(?: po)?|pasensya(?: na| po)*|patawad|ikinalulungkot ko|sorry|sa kasamaang palad|bilang isang (?:ai|modelo)[^,]{0,40})[^.]{0,60}?hindi (?:ko|ako|kita|namin|po)[^.]{0,80}(?:larawan|tulong|kahilingan|makilala|matukoy|imahe|litrato|magawa|suriin)` +
			`|hindi ko (?:po )?(?:kayang |maaaring |magawang )?(?:ma|i)\S* [^.]{0,30}(?:larawan|imahe|litrato|tao)|hindi ako (?:makak?a?tulong|maka\S*|may kakayahang)|walang larawan`,
	},
	{ // Urdu
		first: `معذرت معاف افسوس میں مجھے بدقسمتی براہ بطور`,
		other: `(?:معذرت|معاف|افسوس|مجھے افسوس|بدقسمتی|بطور)[^۔.]{0,120}(?:نہیں (?:کر|دے|بتا|دیکھ|پہچان)|قاصر|سے معذور|ممکن نہیں)|(?:میں )[^۔.]{0,60}(?:تصویر|شخص|مدد|درخواست)[^۔.]{0,60}(?:نہیں (?:کر|دے|بتا|دیکھ|پہچان)|قاصر)`,
	},
	{ // Marathi, Nepali
		first: `क्षमस्व माफ मला मी म माफी कृपया`,
		other: `(?:क्षमस्व|माफ (?:करा|गर्नुहोस्)|मला (?:माफ|खेद)|माफी)[^।.]{0,100}(?:शकत नाही|शकणार नाही|असमर्थ|सक्दिनँ|सक्षम छैन)|(?:मी|म) [^।.]{0,60}(?:शकत नाही|सक्दिनँ)`,
	},
	{ // Gujarati, Punjabi
		first: `માફ ક્ષમા હું દિલગીર મને ਮਾਫ਼ ਮੁਆਫ਼ ਮਾਫ ਮੈਂ ਮੈਨੂੰ ਅਫ਼ਸੋਸ`,
		other: `(?:માફ|ક્ષમા|હું દિલગીર|દિલગીર|મને માફ|હું )[^.]{0,120}(?:શકતો નથી|શકતી નથી|શકું (?:નહીં|તેમ નથી)|અસમર્થ)|(?:ਮਾਫ਼|ਮੁਆਫ਼|ਮਾਫ|ਮੈਨੂੰ ਅਫ਼ਸੋਸ|ਅਫ਼ਸੋਸ|ਮੈਂ )[^।]{0,120}(?:ਨਹੀਂ (?:ਕਰ|ਦੇ|ਦੱਸ|ਦੇਖ)|ਅਸਮਰੱਥ)`,
	},
	{ // Tamil, Telugu, Kannada, Malayalam: the verb itself says that it cannot be done
		first: `மன்னிக்கவும் மன்னிக்க மன்னிச்சு வருந்துகிறேன் என்னால் இந்த இந்தப் క్షమించండి క్షమించాలి నేను నన్ను దురదృష్టవశాత్తు ಕ್ಷಮಿಸಿ ಕ್ಷಮಿಸಿರಿ ನಾನು ನನಗೆ ക്ഷമിക്കണം ക്ഷമിക്കുക എനിക്ക് ഖേദിക്കുന്നു`,
		other: `(?:மன்னிக்கவும்|மன்னிக்க|மன்னிச்சு|வருந்துகிறேன்)[^.]{0,120}(?:முடிய(?:ாது|வில்லை)|இயல(?:ாது|வில்லை))|(?:என்னால்|இந்தப்? )[^.]{0,60}(?:பட|உதவ|நப)[^.]{0,40}(?:முடிய(?:ாது|வில்லை)|இயல(?:ாது|வில்லை))` +
			`|(?:క్షమించ|నన్ను క్షమించ|దురదృష్టవశాత్తు|నేను )[^.]{0,120}(?:లేను|చేయలే|సాధ్యం కాదు|సాధ్యపడదు)|(?:ಕ್ಷಮಿಸಿ|ನಾನು |ನನಗೆ )[^.]{0,120}(?:ಸಾಧ್ಯವಿಲ್ಲ|ಆಗುವುದಿಲ್ಲ|ಸಾಧ್ಯವಾಗುವುದಿಲ್ಲ|ಸಾಧ್ಯವಾಗುತ್ತಿಲ್ಲ)` +
			`|(?:ക്ഷമിക്ക|എനിക്ക് |ഖേദിക്കുന്നു)[^.]{0,120}(?:കഴിയില്ല|സാധിക്കില്ല|കഴിയുന്നില്ല|സാധ്യമല്ല)`,
	},
	{ // Swahili
		first: `samahani pole siwezi sina kwa kama naomba nasikitika`,
		other: `(?:samahani|pole(?: sana)?|kwa bahati mbaya|naomba radhi|nasikitika|kama (?:ai|akili|modeli)[^,]{0,40})[^.]{0,60}(?:siwezi|sina uwezo|siwezi)|(?:siwezi|sina uwezo wa) (?:ku\S+ )?[^.]{0,40}(?:picha|kusaidia|kukusaidia|kuelezea|kutambua|kuona)`,
	},
	{ // Hungarian, object first and of other build
		first: `a az ezt ez elnézést sajnálom sajnos nem nincs kérlek kérem bocsánat`,
		other: `(?:(?:elnézést(?: kérek)?|sajnálom|sajnos|bocsánat),? (?:de |)?)?(?:a|az|ezt|ezen?) (?:a |az )?(?:kép\S*|fotó\S*|fényképe\S*|személy\S*|kérés\S*)[^.]{0,40}(?:nem (?:tudom|tudok|adhatok|\S+hatok|\S+hetek|áll módomban|lehet|írható)|nem leírható)` +
			`|(?:(?:elnézést(?: kérek)?|sajnálom|sajnos|bocsánat),? (?:de )?)nem (?:\S+hatom|\S+hetem|\S+hatok|\S+hetek|segíthetek)|nem (?:látok|látom|lehet)[^.]{0,20}(?:kép|leírni)|(?:kérem|kérlek),? (?:töltse|töltsd|küldje|küldd|csatolja)[^.]{0,20}kép`,
	},
	{ // Slovak, and Czech of other build
		first: `je ľutujem prepáčte prepáč bohužiaľ bohužel žiaľ nemôžem nemohu nemůžu neviem nevím tento tuto túto na obrázek obrázok nelze snímek omlouvám`,
		other: `(?:(?:je mi (?:to )?(?:veľmi )?ľúto|ľutujem|prepáčte|bohužiaľ|žiaľ|bohužel|omlouvám se),? (?:ale )?)(?:(?:s|so|vám|ti|túto?|tento) )*[^.]{0,30}(?:nemôžem|neviem|nedokážem|nie je možné|nemohu|nemůžu|nelze|není možné) (?:\S+ ){0,3}?(?:opísať|pomôcť|identifikovať|rozpoznať|spracovať|analyzovať|popsat|pomoci|identifikovat|rozpoznat)` +
			`|(?:tento |na )?(?:obrázek|obrázok|snímek)[^.]{0,15}(?:nelze|není možné|nie je možné|nemožno) (?:popsat|zpracovat|zobrazit|opísať|spracovať|zobraziť|analyz)`,
	},
	{ // Lithuanian, Latvian, Estonian
		first: `atsiprašau atsiprašome deja apgailestauju negaliu nematau kaip šio šios atvainojiet atvaino diemžēl piedodiet nevaru neredzu man kā šo vabandust vabandage kahjuks ma mul mina palun kui seda aš`,
		other: `(?:(?:atsiprašau|deja|apgailestauju|kaip (?:ai|kalbos|dirbtin)\S*[^,]{0,30})[,.]? (?:bet |tačiau )?)?(?:aš )?(?:negaliu|nematau|nesugebu|neturiu galimybės) (?:\S+ ){0,3}?(?:apibūdinti|aprašyti|padėti|identifikuoti|atpažinti|matyti|analizuoti|vaizd\S*|paveiksl\S*|nuotrauk\S*|pateikti|įvykdyti|apdoroti)` +
			`|ši(?:o|os) (?:vaizdo|paveikslėlio|nuotraukos) (?:negaliu|neįmanoma)` +
			`|(?:(?:atvainojiet|diemžēl|piedodiet|man (?:ļoti )?žēl|kā (?:ai|valodas)[^,]{0,40})[,.]? (?:bet |taču )?)?(?:es )?(?:nevaru|neredzu|nespēju) (?:\S+ ){0,3}?(?:aprakstīt|palīdzēt|identificēt|atpazīt|redzēt|analizēt|attēl\S*|sniegt|apstrādāt|izpildīt)|šo attēlu (?:nevar|nevaru)` +
			`|(?:(?:vabandust|vabandage|kahjuks|mul on kahju|kui (?:ai|tehis)[^,]{0,40})[,.]? (?:aga |kuid )?)?(?:ma |mina )?ei (?:saa|suuda|näe|oska)(?: ma)? (?:\S+ ){0,5}?(?:kirjeldada|aidata|tuvastada|näha|analüüsida|pilti|pildi\S*|pilte|vastata|töödelda)|seda pilti ei `,
	},
	{ // Finnish, of other build
		first: `en kuvaa tätä valitettavasti pahoittelut pahoittelen olen ei kuva`,
		other: `(?:(?:valitettavasti|pahoittelut|pahoittelen|olen pahoillani),? (?:mutta )?)?en (?:näe|pysty näkemään|voi nähdä) (?:\S+ )?kuva\S*|(?:tätä |)kuvaa ei (?:voi|voida|pystytä) (?:kuvailla|kuvata|näyttää|käsitellä|analysoida)|ei voida kuvailla`,
	},
	{ // Icelandic, Albanian, Afrikaans, Welsh, Irish
		first: `því fyrirgefðu afsakið ég më mjerisht fatkeqësisht nuk ndjesë ek jammer ongelukkig dit hierdie verskoon mae ni nid tá gabh brón mae'n`,
		other: `(?:því miður|fyrirgefðu|afsakið)[^.]{0,40}(?:get ég|ég get) (?:\S+ )?ekki|ég get (?:\S+ )?ekki (?:lýst|hjálpað|borið|séð)|(?:më vjen keq|mjerisht|fatkeqësisht|ndjesë)[^.]{0,30}nuk mund|nuk mund t(?:a|ë|'ju) (?:përshkruaj|ndihmoj|identifikoj|shoh)` +
			`|(?:(?:ek is )?jammer|ongelukkig|verskoon my)[^.]{0,20}ek kan[^.]{0,40}nie|ek kan (?:nie )?(?:ongelukkig )?(?:hierdie |die )?(?:prent|beeld|foto)[^.]{0,30}nie|mae'n ddrwg gen i[^.]{0,30}(?:ni|na|nad)|tá brón orm[^.]{0,30}ní féidir`,
	},
	{ // Azerbaijani, Uzbek, Kazakh
		first: `üzr təəssüf bağışlayın mən bu kechirasiz uzr afsuski men kechiring кешіріңіз өкінішке мен бұл`,
		other: `(?:üzr istəyirəm|təəssüf|bağışlayın|bu şəkl\S*|mən )[^.]{0,80}(?:bilmirəm|bilmərəm|edə bilm|mümkün deyil)|(?:kechirasiz|kechiring|uzr|afsuski|men )[^.]{0,80}(?:olmayman|qila olmayman|bera olmayman)|(?:кешіріңіз|өкінішке|мен |бұл )[^.]{0,80}(?:алмаймын|мүмкін емес)`,
	},
	{ // Georgian, Armenian, Khmer, Lao, Burmese, Sinhala, Amharic
		first: `ბოდიში სამწუხაროდ ვწუხვარ უკაცრავად არ ներեցեք ներողություն ցավում ցավոք չեմ ես សូម សូមទោស ខ្ញុំ ຂໍ ຂໍອະໄພ ຂ້ອຍ တောင်းပန်ပါတယ် ဝမ်းနည်းပါတယ် ကျွန်တော် ကျွန်ုပ် ကျွန်မ කණගාටුයි සමාවෙන්න මට ይቅርታ አዝናለሁ សូមអភ័យទោស`,
		other: `(?:ბოდიში|სამწუხაროდ|ვწუხვარ|უკაცრავად)[^.]{0,80}(?:არ შემიძლია|ვერ )|არ შემიძლია|(?:ներեց|ներողություն|ցավում|ցավոք)[^։.]{0,80}(?:չեմ կարող|չեմ կարողանում)|չեմ կարող|(?:សូមទោស|សូមអភ័យទោស|ខ្ញុំ)[^។]{0,60}មិនអាច|(?:ຂໍອະໄພ|ຂ້ອຍ)[^.]{0,60}ບໍ່ສາມາດ` +
			`|(?:တောင်းပန်|ဝမ်းနည်း|ကျွန်)[^။]{0,120}(?:မ(?:ဖော်ပြ|မြင်|ကူညီ|ခွဲခြား|ပြောပြ|လုပ်ဆောင်|ဖြေကြား|ရှင်းပြ|ဖတ်)?နိုင်|မရ)|(?:කණගාටුයි|සමාවෙන්න|මට )[^.]{0,80}(?:බැහැ|නොහැක)|(?:ይቅርታ|አዝናለሁ)[^።]{0,80}አልችልም`,
	},
	{ // Hebrew, Persian, Thai, Indonesian, Vietnamese: of the picture, without a first person
		first: `לא לצערי אי מצטער מצטערת התמונה תמונה تصویر این امکان متأسفانه متاسفانه thai gambar imej foto maaf không hình ảnh rất`,
		other: `(?:לצערי,? |מצטערת?,? )?(?:לא ניתן|אי אפשר|אין אפשרות) (?:לתאר|לזהות|לעבד|להציג|לספק)|(?:ה?תמונה|התמונה הזו|התמונה הזאת) (?:לא|אינה) (?:ניתנת|ניתן|זמינה|נטענה)` +
			`|(?:متأسفانه|متاسفانه)?،? ?(?:این )?(?:تصویر|عکس)[^.]{0,20}(?:قابل (?:توصیف|نمایش|پردازش) نیست|را نمی ?\x{200c}?توان)|امکان توصیف[^.]{0,30}(?:وجود ندارد|نیست)` +
			`|(?:ขออภัย )?(?:ไม่สามารถ)(?:อธิบาย|บรรยาย|ระบุ|แสดง|วิเคราะห์|ประมวลผล|สร้าง|ให้|ช่วย)|(?:รูป|ภาพ)[^.]{0,12}ไม่สามารถ(?:อธิบาย|บรรยาย|แสดง)` +
			`|(?:maaf,? )?(?:gambar|imej|foto) (?:ini |tersebut )?(?:tidak|tak) (?:dapat|bisa|boleh) (?:dideskripsikan|digambarkan|dijelaskan|diproses|ditampilkan|dimuat|diterangkan|dihuraikan)` +
			`|maaf,? (?:tetapi |tapi )?(?:saya )?(?:tidak|tak) (?:dapat|boleh|bisa) (?:mengenal|mengecam|menghuraikan|melayani|memproses)|(?:rất tiếc,? )?(?:không thể (?:mô tả|nhận dạng|xử lý|hiển thị|tải) (?:hình|ảnh|bức)|(?:hình ảnh|ảnh) (?:này )?không thể (?:được )?(?:mô tả|xử lý|hiển thị))`,
	},
	{ // French, Spanish, Italian, Portuguese, Romanian: of the picture
		first:  `cette ce l'image la le les ces cet impossible je esta este estas las el los no questa queste quest'immagine l'immagine la le non esta essa a as o não această aceasta acest imaginea fotografia poza nu il desculpe lo mi désolé désolée malheureusement purtroppo lamentablemente infelizmente din mas mais dar nous pero ma`,
		polite: `désolée?|malheureusement|lo siento|lamentablemente|mi dispiace|purtroppo|desculpe|infelizmente|din păcate|pero|ma|mas|mais|dar`,
		other: `(?:cette |l'|la |cet |ces |les )(?:image|photo|photographie|demande|requête|contenu)s?(?: fournie)? (?:ne |n')(?:peut|peuvent|saurait|pourra|a pas pu)(?: malheureusement)?(?: pas)? être (?:décrit|analysé|trait|identifi|affich|charg|interprét)` +
			`|(?:cette |l')image,? je ne |(?:je suis|nous sommes) dans l'(?:impossibilité|incapacité) de |il (?:m'est|est|ne m'est pas) (?:malheureusement )?(?:impossible|possible) de (?:décrire|vous aider|fournir|traiter|voir|identifier)|impossible (?:de )?(?:fournir|générer|créer) (?:une |la )?(?:description|légende)` +
			`|(?:esta|la|las|el|este|estas) (?:imagen|imágenes|foto|fotografía|contenido)(?: (?:proporcionada|adjunta))? no (?:se (?:puede|pudo|pueden|ha podido)|puede(?:n)?(?: ser)?|pudo ser|la puedo|las puedo|es posible) ?(?:ser )?(?:descri|analiz|proces|identific|mostr|cargar|interpret)` +
			`|no (?:se puede|es posible|fue posible|se pudo|se ha podido|me es posible) (?:describir|analizar|procesar|identificar|cargar|mostrar|generar|proporcionar) (?:la |el |esta |este |una |a )?(?:imagen|foto|fotografía|descripción|contenido|persona)` +
			`|(?:questa |la |l'|quest'|questa )(?:immagine|foto|fotografia|richiesta)(?: (?:fornita|allegata))? non (?:può|possono|la posso|è possibile|si può|puo)(?: essere)? ?(?:descri|analizz|elabor|identific|mostra|caricat|visualizz)` +
			`|non (?:è (?:stato )?possibile|si può) (?:descrivere|analizzare|elaborare|identificare|caricare|visualizzare|generare|fornire) (?:l'|la |questa |una |il |le )?(?:immagine|foto|fotografia|descrizione|persona|persone|contenuto)` +
			`|(?:esta|essa|a|as) (?:imagem|foto|fotografia|solicitação)(?: (?:fornecida|anexada))? não (?:pode|pôde|podem|a posso|é possível)(?: ser)? ?(?:descri|analisa|processa|identifica|exibi|carrega|mostra)` +
			`|não (?:é|foi) possível (?:descrever|analisar|processar|identificar|carregar|exibir|gerar|fornecer) (?:a |o |esta |essa |uma )?(?:imagem|foto|fotografia|descrição|pessoa|conteúdo)` +
			`|(?:această |aceasta )?(?:imagine|imaginea|fotografia|poza)(?: aceasta| furnizată)? nu (?:poate|se poate|pot) (?:fi )?(?:descri|analiz|proces|identific|încărca|afișa)|nu (?:se poate|este posibil|e posibil) (?:să )?(?:descri|analiz|proces|identific)\S*`,
	},
	{ // German, Dutch, the Nordic and the Slavic languages, Greek, Turkish: of the picture
		first: `das dieses die diese der ein leider bild de deze dit het helaas afbeelding bildet bilden billedet bilde bild dette denna den det tego tej obrazu zdjęcia niestety nie изображение это фото фотография картинку невозможно нельзя к извините зображення це неможливо tento obrázek obrázok nelze není
			това изображението η αυτή αυτό δυστυχώς δεν ova ovu sliku slika slike slike te bu görsel resim görüntü görüntüyü maalesef aquesta la malauradament ezt a kuvaa fotot grafiki desværre eine snímek fotografii fotoğraf ez bildbeschreibung detta ten картинка дане не entschuldigung przepraszam bohužel dessverre zdjęci obraz данное toto на üzgünüm tyvärr тази φωτογραφία sorry beklager эту світлину данную снимка простите`,
		polite: `leider|entschuldigung|helaas|sorry|niestety|przepraszam|извините|простите|к сожалению|на жаль|bohužel|δυστυχώς|maalesef|üzgünüm|malauradament|tyvärr|desværre|dessverre|beklager`,
		other: `(?:das|dieses|die|diese|ein) (?:bild|foto|fotografie|abbildung|grafik|bilder|anfrage)(?: hier)? (?:kann|können|konnte|lässt|darf)(?: ich)?(?: sich)?(?: leider| derzeit| momentan| aktuell)* (?:nicht|leider nicht) (?:be\pL+|analysier\pL*|verarbeite\pL*|angezeigt|anzeigen|erkannt|erkennen|identifizier\pL*|geladen|laden|geöffnet|interpretiert)` +
			`|(?:eine )?(?:beschreibung|bildbeschreibung) (?:des bildes |dieses bildes )?(?:ist|war|kann)(?: leider)? nicht (?:möglich|verfügbar|erstellt)` +
			`|(?:de|deze|dit|het) (?:afbeelding|foto|plaatje|beeld|verzoek) (?:kan|kon)(?: ik)?(?: helaas)? niet (?:worden )?(?:be|ge|ver|weer|ana|iden)\S+` +
			`|(?:den här |denna |dette |det |den |detta )?(?:bild|bilden|billede|billedet|bilde|bildet|fotot|fotoet)(?: här)? (?:kan|går|kunde|kunne)(?: tyvärr| desværre| dessverre)? (?:inte|ikke) (?:att )?(?:beskriv\S*|(?:blive |bli )?(?:beskrevet|indlæst|lastes|laddas|lastet|læses|öppnas|åpnes|åbnes)|analyser\S*|vis\S*|behandl\S*)` +
			`|(?:tego |tej |ten )?(?:obraz\S*|zdjęci\S*|fotografii|grafiki)(?: niestety)? nie (?:można|da się|może zostać|mogę|udało się) (?:opis\S*|przeanaliz\S*|przetworz\S*|wyświetl\S*|zidentyf\S*|rozpozn\S*|załadow\S*)|nie (?:można|da się|udało się) (?:opisać|przetworzyć|wyświetlić|przeanalizować|załadować|wygenerować) (?:tego |opisu )?(?:obraz\S*|zdjęci\S*|opis\S*)?` +
			`|(?:это |данное |эту |данную )?(?:изображени[ея]|картинк[ау]|фото|фотографи[яю])(?: к сожалению,?)? (?:не (?:может быть|могут быть|удалось|удаётся|поддаётся|получится)|нельзя|невозможно|я не могу) (?:описа\S*|обработа\S*|распозна\S*|проанализ\S*|загруз\S*|откры\S*)|(?:невозможно|нельзя|не удалось) (?:описать|обработать|распознать|проанализировать|загрузить|определить|создать) (?:это |данное |эту |содержимое |описание )?(?:изображени\S*|картинк\S*|фото\S*|человека|описание)?` +
			`|(?:це |дане )?(?:зображення|фото|світлину)(?: на жаль,?)? (?:не (?:може бути|вдалося|можна)|неможливо) (?:описа\S*|обробити|розпізна\S*|завантаж\S*)|(?:неможливо|не вдалося|не можна) (?:описати|обробити|розпізнати|завантажити) (?:це )?(?:зображення|фото)` +
			`|(?:tento |toto )?(?:obrázek|obrázok|snímek|fotografii)(?: bohužel)? (?:nelze|není možné|nie je možné|nemůže být|nemohl být) (?:popsa\S*|popsán\S*|opísa\S*|zpracova\S*|spracova\S*|zobraz\S*|analyz\S*)|(?:nelze|není možné|nie je možné) (?:popsat|zpracovat|zobrazit|opísať|spracovať) (?:tento |daný )?(?:obráz\S*|sním\S*)` +
			`|(?:това |тази )?(?:изображение|изображението|снимка|снимката) не може да (?:бъде|се) (?:опис\S*|опише|обработ\S*|зареден\S*)` +
			`|(?:αυτή )?(?:η )?(?:εικόνα|φωτογραφία)(?: αυτή)? δεν (?:μπορεί|μπορώ|είναι δυνατ\S*) (?:να )?(?:περιγρ\S*|αναλυθ\S*|επεξεργ\S*|φορτωθ\S*|εμφανιστ\S*|τη[ν]? περιγράψω)|δεν είναι δυνατ(?:ή|ό|όν) (?:η περιγραφή|να περιγραφεί)` +
			`|(?:ov[au] )?slik[aue](?: nažalost)? (?:se )?(?:ne može|nije moguće|ni mogoče|ne mogu)(?: biti)? opis\S*|slike ni mogoče|(?:bu |bu )?(?:görsel|resim|görüntü|fotoğraf)\S*(?: maalesef)? (?:açıklana|tanımlana|betimlene|işlene|görüntülene|yüklene)m\S+` +
			`|(?:aquesta |la )(?:imatge|foto|fotografia) no (?:es pot|pot ser|es pots?) (?:descri\S*|analitz\S*|process\S*|mostr\S*)|(?:ezt? a |a )(?:kép|képet|fotó|fotót) nem (?:írható le|lehet leírni|tudom leírni|jeleníthető)`,
	},
	{ // Short answers of many languages that refuse what was asked
		first: `das dazu dabei bei hierbei es tut leider désolé désolée navré navrée malheureusement cela je no disculpa lo non mi não desculpe dat daar het helaas sorry nie niestety przykro мне к я это извините не yardımcı üzgünüm maalesef その この ai han من نمی متأسفم به לצערי אני מצטער לא nu îmi
			s to bohužel omlouvám es nevaru neredzu det dette en siinä valitettavasti tyvärr beklager desværre dessverre jeg jag på אין ça size dies hiermit daarmee dit тільки قادر`,
		polite: `es tut mir leid|tut mir leid|leider|désolée?|navrée?|malheureusement|lo siento|disculpa|mi dispiace|desculpe|helaas|sorry|niestety|przykro mi|к сожалению|извините|üzgünüm|maalesef|îmi pare rău|bohužel|omlouvám se|valitettavasti|tyvärr|beklager|desværre|dessverre|nu|מצטער|לצערי`,
		other: `(?:das|dies|dazu|dabei|bei dieser (?:anfrage|aufgabe|bitte)|hierbei|hiermit)(?: (?:kann|darf|werde|möchte)) ich(?: ihnen| dir| leider| dazu)* (?:nicht|nichts|keine \pL+)(?: (?:tun|machen|sagen|helfen|weiterhelfen|beantworten|beschreiben|sagen|dienen))?[.!]*$` +
			`|(?:cela|ça|c') ?(?:ne )?(?:m'est|est) (?:malheureusement )?(?:impossible|pas possible)[ .!]*$|je ne peux pas (?:faire (?:cela|ça)|répondre|le faire|vous aider)[^,:"]{0,30}$` +
			`|no puedo (?:hacer (?:eso|esto)|hacerlo|responder a? ?(?:eso|esto))[.!]*$|non posso (?:farlo|fare (?:questo|ciò)|rispondere)[.!]*$|não posso (?:fazer isso|fazê-lo|responder a isso)[.!]*$` +
			`|(?:dat|daar|daarmee|dit) kan ik (?:je |u )?(?:helaas )?(?:niet|niets)[^,:"]{0,25}$|het is (?:helaas )?niet mogelijk om (?:deze|dit|de|het) (?:afbeelding|foto|beeld|verzoek)` +
			`|nie mogę tego (?:zrobić|opisać|wykonać)[.!]*$|мне не удалось (?:распознать|описать|обработать|открыть|загрузить|увидеть|определить)|(?:я )?(?:— )?(?:лише|тільки|просто) (?:мовна модель|штучний)|не могу (?:это )?(?:сделать|выполнить)[^,:"]{0,20}$|(?:не можу|не бачу) (?:\S+ )?(?:допомогти|зображення)` +
			`|(?:bu konuda |size )*yardımcı olam(?:am|ıyorum)[.!]*$` +
			`|(?:その|この)(?:要求|リクエスト|ご要望|質問|依頼)[^。「]{0,12}(?:応じ|お答え|対応|お応え)[^。]{0,8}(?:ません|かねます)|(?:お答え|お手伝い|対応)(?:することは)?(?:でき(?:ません|かねます)|いたしかねます)` +
			`|(?:من )?(?:قادر به [^.]{0,40}نیستم)|نمی ?\x{200c}?توانم [^.]{0,40}(?:شناسایی|توصیف|کمک|ببینم|پردازش|تصویر)|(?:من )?نمی ?\x{200c}?توانم[.!]*$` +
			`|(?:אני )?(?:לא אוכל|אין באפשרותי|איני יכול) (?:לתאר|לעזור|לזהות|לסייע|לראות)|nu pot (?:face (?:asta|acest lucru)|răspunde)[.!]*$` +
			`|(?:s tím|to|s tímto) (?:vám |ti )?(?:bohužel )?(?:nepomohu|nepomůžu|nemohu (?:udělat|pomoci|pomoct)|nemůžu (?:udělat|pomoct))[^,:"]{0,20}$|(?:es )?(?:nevaru|neredzu) (?:redzēt |atvērt |aprakstīt )?attēl` +
			`|(?:det|dette) (?:kan|får) (?:jeg|jag)(?: desværre| dessverre| tyvärr)? (?:ikke|inte) (?:hjælpe|hjelpe|hjälpa|gøre|gjøre|göra|svare|svara)|en (?:voi|pysty) (?:auttaa|nähdä|tunnistaa|kuvailla|tehdä|vastata)`,
	},
	{ // English, of other build
		first:  `nope respectfully looks seems we're content due sorry no the response content request image it this that to an there unable what which sure of please blocked i i'm i'd as alt caption description refused model assistant your we my our regrettably apologies certainly cannot can't could couldn't nothing not try that's input query message doing failed there's file material unfortunately output uploaded resolution such prompt insufficient absolutely can given provided`,
		polite: `sorry|nope|respectfully|due to [^.,]{1,30}|i(?:'m| am) sorry|regrettably|unfortunately|apologies|my apologies|sure|of course|certainly|i'd be (?:happy|glad) to(?: help)?|absolutely`,
		other: `(?:i |we )?(?:can't|cannot|can not|won't|couldn't|unable to|am unable to) (?:help|assist|comply|do (?:that|this|so)|continue|answer|proceed|respond)(?: (?:you|with (?:that|this|it)|here|further))*[.!]*$|no[.!]*$|i(?:'d)? (?:must|have to|need to|will have to|will)?(?: (?:respectfully|politely|regretfully))* decline\b` +
			`|no (?:(?:alt[ -]?text|caption|description|text description|answer|response|output|result|suitable [a-z]+|meaningful [a-z]+) )(?:could be|can be|was|is (?:available|possible)|has been|will be|available|found|provided|generated|produced|returned|possible)` +
			`|(?:an? |the |your |image )?(?:alt[ -]?text|caption|description|response|answer|output) (?:is |was |has been |could |can |cannot )?(?:be )?(?:not (?:available|possible|provided|be)|unavailable|blocked|filtered|withheld|redacted|removed|suppressed|generated because)` +
			`|(?:the |this |your )?(?:(?:provided|uploaded|attached|given|input|supplied) )?(?:image|picture|photo|file|input)(?: (?:provided|supplied|attached|you (?:provided|sent|uploaded|shared)))? (?:is|was|appears to be|seems to be|appears|seems) (?:completely |entirely |just |totally |all |too |very |so )*(?:blank|empty|corrupt(?:ed)?|broken|unreadable|missing|unavailable|inaccessible|invalid|too large|unclear|not (?:visible|available|clear|accessible|loading|provided|a valid))(?: (?:to me|to describe|at this time|or [a-z]+|here|image|picture))*[.!]*$` +
			`|(?:the |this |your )?(?:provided |uploaded |attached )?(?:image|picture|photo|resolution)(?: quality| provided)? (?:is|was|appears) (?:too|so) (?:blurry|blurred|dark|small|low|unclear|pixelated|grainy|distorted|bright)(?: [a-z]+)? (?:(?:for me )?to (?:describe|make out|see|identify|discern|recogni[sz]e|determine|read|tell|provide|analy[sz]e|be)|that i)` +
			`|(?:the |this |your )(?:provided |uploaded )?(?:image|picture|photo) [^.!?:"]{1,60} (?:and|so|which|that|but) (?:it )?(?:cannot|can't|could not|can not|should not) be (?:described|shown|displayed|processed|captioned|analy)` +
			`|i(?:'m| am) sorry(?: that)?,? i (?:could|can)(?:n't| not) (?:be|help|assist|do)|to (?:assist|help) you[^.]{0,40} i(?:'d| would|'ll)? need|(?:that|this)(?: request)? is something (?:that )?i(?:'m| am)? ?(?:can't|cannot|not able|unable|won't)` +
			`|(?:i )?(?:can't|cannot|won't) (?:talk about|discuss|speak about|comment on|go into) (?:that|this|it)[.!]*$|not possible[.!]*$` +
			`|i(?:'m| am) only able to (?:process|read|handle|work|see|understand)|(?:it )?(?:looks|seems)(?: like)? (?:the |your )?(?:image|picture|photo|file|attachment|there (?:is|was|are) no (?:image|picture|photo)|no (?:image|picture|photo))` +
			`|(?:the |your |this )?(?:image|picture|photo|file) (?:doesn't|does not|didn't|did not) (?:seem|appear) to (?:have|be|load)|(?:the|this|your) (?:url|link)(?: (?:you )?(?:provided|shared|sent))? (?:is|was|does|did|could|cannot|can't|seems|appears|has)[^.:,"]{0,20}(?:not|n't|broken|invalid|expired|inaccessible|work)` +
			`|we(?:'re| are| were)? (?:could not|couldn't|cannot|can't|unable to|not able to) (?:process|load|open|read|describe|identify|analy\S+|fetch|download|retrieve|access|complete|fulfil\S*|generate) |(?:this|the|such) (?:content|request|image|prompt) (?:is|was) (?:not allowed|not permitted|prohibited|disallowed|restricted)` +
			`|(?:this|the) (?:image|photo|picture) (?:may|might) contain (?:sensitive|explicit|graphic|inappropriate|harmful)|(?:(?:this|the|your) (?:image|photo|picture) contains )?(?:content|material) that (?:is not|i |violates|cannot|can't|may|might)` +
			`|there (?:is|was) no (?:image|picture|photo|photograph|attachment)s?[.!]*$|there (?:is|was) nothing (?:to describe|in (?:the|this) (?:image|picture))|nothing (?:to describe|is visible|visible)(?: in (?:the|this) image)?[.!]*$|nothing to (?:describe|caption)(?: here| in (?:the|this) (?:image|picture|photo|file))?(?:[.!]*$|[.,;:] (?:the|this|your|it) (?:file|image|picture|photo|link|url|upload|attachment|is|was|seems|looks)\b)` +
			`|(?:please )?try (?:again )?(?:with )?(?:uploading |using )?(?:an?|another|a different) (?:(?:different|other|clearer|new|valid) )?(?:image|picture|photo|file)` +
			`|(?:the |this |your )?(?:request|prompt|content|image|response|query|message)(?: has been| was| is| got)? (?:declined|refused|blocked|filtered|flagged|rejected|denied|moderated)(?: (?:due|because)[^:]{0,80}| (?:by|for|as|on) [^:]{0,40}?(?:polic|filter|safety|moderat|system|provider|server|violat|guideline|content|firewall|guard|model|\bapi\b|\bai\b|reason|review|nsfw|nudity|explicit|sensitive|inappropriate|unsafe|adult|harmful|administrator|rule|terms|ground|platform|service|upstream|hate|violence|sexual|security)[^:]{0,60})?[.!]*$` +
			`|(?:it(?:'s| is)|this is|that's|that is|this goes|it goes|doing so (?:is|would be)) (?:against|outside|beyond) (?:my|our|the|openai|google|company)[^.]{0,30}(?:guideline|polic|rule|programming|principle|terms|capabilit|abilit|scope)` +
			`|(?:what|which) (?:image|picture|photo)(?: (?:would|do|should|shall) (?:you|i) (?:like|want|need|describe)| are you)` +
			`|(?:the|this) (?:model|assistant|ai|system|chatbot|service) (?:(?:has )?(?:declined|refused)|cannot|can't|could not|couldn't|is unable|was unable|is not able|does not|doesn't|won't|will not) (?:to )?(?:answer|describe|respond|process|identify|provide|generate|help|assist|comply|see|view|support|fulfil)` +
			`|(?:unable|not able|could not|couldn't|cannot|can't|failed) (?:to )?(?:provide|generate|create|produce|write|determine|complete|give|identify|analy[sz]e|describe|see|view|access|process|fulfil\S*)[^.!?,:]{0,60} (?:alt[ -]?text|caption|description|image|picture|photo|request|response|content)s?\b[^,:]{0,60}$` +
			`|there isn't enough (?:information|context|detail)|(?:there(?:'s| is) )?not enough (?:information|context|detail)s?(?: (?:to|in|provided|available|for)\b|[.!]*$)|insufficient (?:information|context)|your (?:message|prompt|request) (?:is empty|contains no|did not include|doesn't include|does not include|does not contain)` +
			`|i(?:'m| am) (?:a|an|just|only|here)(?: (?:a|an|just|only))? (?:large |text[- ]based |multimodal |ai |virtual |helpful )*(?:assistant|language model|chatbot|model|to (?:help|assist))\b(?:$|[.,!]| (?:and|that|who|trained|created|developed|designed|made|by|with|so|but|here|i)\b)`,
	},
}
