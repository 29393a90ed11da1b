package quality

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// extensions are those of images, and of what people export them from.
const extensions = `(?:jpe?g|jfif|png|gif|webp|svgz?|bmp|tiff?|heic|heif|avif|ico|psd|eps|raw|cr2|nef|dng|jxl|pdf|indd)`

var (
	// named is a file name anywhere in a text.
	named = sync.OnceValue(func() *automaton {
		return newAutomaton(`(?:^|[\s(/\\"'])([^\s"'()<>]*[\pL\pN_)-]\.` + extensions + `)(?:[?#][^\s]*)?(?:$|[\s),;:.!?"'])`)
	})
	// camera is how cameras, telephones, programs and stock agencies name files.
	camera = sync.OnceValue(func() *automaton {
		return newAutomaton(`^(?:` + strings.Join([]string{
			`_?(?:img|image|mvimg|dsc[fn]?|dscn|pict|imgp|pxl|vid|gopr|gp|dji|cimg|hpim|dcp|kif|sdc|mg|dcim|p|sam|pic|photo|foto|picture|bild|scan|screenshot|capture|snap|burst|pano|fullsizerender|fb_img|signal|wp|received|snapchat)` +
				`[-_ ]{0,2}\(?\d{3,}\S*`,
			`(?:img|dsc|image|photo|pxl|vid|mvimg|scan|wa|img_e)[-_]\S*\d{2,}\S*`,
			`(?:img|dsc|pxl|vid) \d{3,}(?:[-_ ]+(?:\(?\d+\)?|copy|kopie|copie|copia|edit|edited|bearbeitet|final|small|large|web|bw|cropped|hdr|pano|print|v\d+|wa\d+|burst\S*))*`, `(?:copy of|kopie von|copie de|copia de|cópia de) .*\d{2,}.*`, `img\d+`, `img[-_ ]\S*\d+\S*`, `dsc[-_ ]?\S*\d\S*`, `\d{3}_\d{4}`, `\d{8}[-_ ]\d{6}\S*`, `\d{4}-\d{2}-\d{2}[-_t ]\d{2}[-_.:h]\d{2}\S*`,
			`whatsapp (?:image|video|bild) \d{4}.*`, `(?:signal|telegram|photo|image|video|scan|scanned)[-_ ]\d{4}[-_]\d{2}[-_]\d{2}.*`,
			`(?:screen ?shot|screenshot|bildschirmfoto|capture d'écran|captura de (?:pantalla|tela|ecrã)|schermata|schermafbeelding|zrzut ekranu|снимок экрана|skärmavbild|skjermbilde|skærmbillede|ekran görüntüsü|ekran resmi|snímek obrazovky|screen recording|screencapture|bildschirmaufnahme|cattura)[-_ ]*(?:from |vom |van |\()?\d{1,4}[-_./]?.*`,
			`(?:スクリーンショット|屏幕截图|屏幕快照|截屏|截图|螢幕截圖|螢幕快照|스크린샷) ?\d{4}.*`,
			`(?:image|download|unnamed|untitled|picture|photo|images|file|img|copy of img|index|thumb|default|slide|banner|header|logo|icon|bg|background)[-_ ]?\(\d+\)`, `(?:untitled|unnamed|unbenannt|sans[-_ ]titre|sin[-_ ]t[ií]tulo)[-_ ]\d+`,
			`(?:photo|pexels|pixabay|unsplash|shutterstock|istock|istockphoto|gettyimages|adobestock|depositphotos|dreamstime|alamy|fotolia|stock-photo|bigstock|canva|freepik|dall[-·]e|midjourney|comfyui|stable-diffusion|dreamina|gemini_generated_image|chatgpt image)[-_ ·]\S*\d{2,}.*`,
			`chatgpt image .*\d{4}.*`, `pexels-\S+`,
			`[\pL]+#\d+`, `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`, `[0-9a-f]*\d[0-9a-f]*[a-f][0-9a-f]*\d[0-9a-f]{10,}`, `[0-9a-f]{32,}`,
		}, "|") + `)$`)
	})
	number = regexp.MustCompile(`^[#no. ]{0,4}[\d][\d\s_#-]*$`)
	// size is a width and height in pixels, and nothing else.
	size = regexp.MustCompile(`^\d{2,6} ?(?:px |pixels )?(?:[x×]|by) ?\d{2,6}(?: ?(?:px|pixels?))?$`)
	// site is an address without a scheme, and nothing else: of three names or
	// more, or with a path behind it; and one of somebody's mail.
	site = regexp.MustCompile(`^(?:(?://)?(?:[a-z\d-]+\.){2,}[a-z]{2,}|(?://)?(?:[a-z\d-]+\.)+[a-z]{2,}/\S*|mailto:\S+)$`)
)

func filename(s *subject) *fault {
	if f := s.holdsFile(); f != nil {
		return f
	}
	bare := strings.TrimRight(strings.TrimSpace(s.low), ".")
	if s.digits > 0 && s.letters == 0 && number.MatchString(bare) {
		return &fault{detail: "it is only a number"}
	}
	if s.digits > 3 && s.letters < 16 && size.MatchString(bare) {
		return &fault{detail: "it is only the size of a picture: " + bare}
	}
	if (s.digits >= 3 || s.digits > 0 && len(bare) < 30) && fileLike(bare) && camera().match(bare) || s.rules.Kind != Tags && joined(s.core) || strings.HasPrefix(bare, "pexels-") {
		return &fault{detail: "it is named like a file: " + shorten(s.core)}
	}
	if strings.Contains(s.low, "://") && link.FindString(s.low) == s.low || !s.has.has(' ') && s.has.any(".:") && site.MatchString(bare) {
		return &fault{detail: "it is only a web address"}
	}
	if s.ownStem() {
		return &fault{detail: "it is the name of the picture's own file", ofRow: true}
	}
	return nil
}

// fileLike tells whether a text may be named as cameras and programs name files:
// such names are short and have few spaces, but for some that begin with a word
// of their own.
func fileLike(low string) bool {
	return len(low) < 120 && (strings.Count(low, " ") <= 3 || spacious[firstWord(low)])
}

// spacious are the first words of names in camera that may have any number of
// spaces.
var spacious = wordSet(`img dsc pxl vid copy kopie copie copia cópia whatsapp signal telegram photo image video scan scanned screen screenshot bildschirmfoto bildschirmaufnahme
	capture captura schermata schermafbeelding zrzut снимок skärmavbild skjermbilde skærmbillede ekran snímek screencapture cattura han
	pexels pixabay unsplash shutterstock istock istockphoto gettyimages adobestock depositphotos dreamstime alamy fotolia stock bigstock canva freepik
	dall midjourney comfyui stable dreamina gemini chatgpt hangul`)

// holdsFile finds the name of an image file. In the middle of a sentence it is
// less of a fault, and in quotes it is something to read in the picture.
func (s *subject) holdsFile() *fault {
	if !s.has.has('.') || !strings.Contains(strings.TrimRight(s.low, "."), ".") {
		return nil
	}
	parts := named().parts(s.low)
	if parts == nil {
		return nil
	}
	name := s.low[parts[2]:parts[3]]
	if quoted(s.low, name) || strings.Contains(name, "://") && name != s.low {
		return nil // an address has a check of its own
	}
	if !strings.Contains(unquotedOnce(s.low), name) {
		return &fault{detail: "it has the name of a file in it: " + shorten(name), mild: true}
	}
	around := len(strings.Fields(s.low[:parts[2]])) + len(strings.Fields(s.low[parts[3]:]))
	sentence := around > 3 && len(s.low)-len(name) > 20
	if sentence && parts[3] == len(s.low) && !strings.Contains(s.low[:parts[2]], ". ") {
		before := strings.Fields(s.low[:parts[2]])
		sentence = around > 7 || lettered[before[len(before)-1]] // and not of several words, as people give them
	}
	return &fault{detail: "it has the name of a file in it: " + shorten(name), mild: sentence}
}

// joined tells whether the text is words joined by underscores, hyphens or
// plus signs, as only files and addresses have them. Compounds such as
// jack-in-the-box join at most two words that mean something.
func joined(text string) bool {
	text = strings.TrimRight(text, ".")
	if strings.ContainsAny(text, " @#/:,&'’\"") {
		return false
	}
	if strings.Contains(text, "_") && strings.ContainsFunc(text, unicode.IsLetter) {
		return true
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '+' })
	if len(parts) < 3 {
		return len(parts) == 2 && versioned(parts[1]) && text == strings.ToLower(text) && len(parts[0]) > 3
	}
	if text != strings.ToLower(text) {
		return len(parts) >= 4 && strings.ContainsFunc(text, unicode.IsDigit)
	}
	return heavy(parts) >= 3 && !compounds[text] || versioned(parts[len(parts)-1])
}

// versioned tells whether a part is what people put after a file's name.
func versioned(part string) bool {
	switch part {
	case "final", "copy", "scaled", "min", "thumb", "edited", "resized", "small", "large", "web", "hires", "lowres", "cropped", "v1", "v2", "v3", "2x":
		return true
	}
	return len(part) >= 2 && strings.Trim(part, "0123456789x") == "" && strings.ContainsAny(part, "0123456789")
}

// heavy counts the parts that are no small words.
func heavy(parts []string) (n int) {
	for _, part := range parts {
		switch part {
		case "a", "an", "the", "of", "in", "on", "at", "to", "and", "up", "me", "not", "by", "for", "go", "or", "it", "as", "off", "out", "de", "la", "le", "les", "du", "en", "et", "à", "el", "al", "il", "der", "und", "saint", "sainte", "san", "sur", "sous":
		default:
			n++
		}
	}
	return n
}

// compounds are words of three that mean something.
var compounds = map[string]bool{"tic-tac-toe": true, "cha-cha-cha": true, "rock-paper-scissors": true, "tick-tack-toe": true, "father-son-holy": true,
	"make-up-artist": true, "two-year-old": true, "knick-knack-shelf": true, "roly-poly-toy": true, "tuk-tuk-tuk": true, "ex-vice-president": true}

// ownStem tells whether the text is the name of one of the row's own files
// without its extension: as it is written there, and not as words that happen
// to be what the picture shows.
func (s *subject) ownStem() bool {
	text := strings.TrimRight(s.core, ".")
	if len(text) > 200 || text == "" {
		return false
	}
	for _, image := range s.ctx.Images {
		if s.letters+s.digits > len(image) {
			continue // its words are not all in the address
		}
		stem := stemOf(image)
		if stem == "" {
			continue
		}
		if strings.EqualFold(text, stem) && (text == stem && !strings.Contains(text, " ") && text == strings.ToLower(text) || strings.ContainsAny(stem, "-_+0123456789") && !natural(text)) {
			return true
		}
		if strings.EqualFold(text, image) || coded(stem) && sameWords(text, stem) {
			return true
		}
	}
	return false
}

// natural tells whether a text is words with spaces and without underscores.
func natural(text string) bool {
	return strings.Contains(text, " ") && !strings.ContainsAny(text, "_+") && !coded(text)
}

// coded tells whether a name has a number in it that counts or dates files.
func coded(stem string) bool {
	run := 0
	for _, r := range stem {
		if run++; !unicode.IsDigit(r) {
			run = 0
		}
		if run >= 3 {
			return true
		}
	}
	return false
}

// stemOf is the name of a picture's file without folders and extension.
func stemOf(image string) string {
	if u, err := url.Parse(image); err == nil && u.Path != "" {
		image = u.Path
	}
	base := path.Base(strings.ReplaceAll(image, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
