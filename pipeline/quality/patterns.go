package quality

import (
	"regexp"
	"strings"
)

var (
	link   = regexp.MustCompile(`(?:https?://|ftp://|www\.|data:image/|file://|blob:http)[^\s"'“”<>]{2,}`)
	pixels = regexp.MustCompile(`(?:^|[^\d.,\pL])\d{2,6} ?[x×] ?\d{2,6}(?:\s*(?:px|pixels?))?(?:$|[^\d\pL])`)
	// length follows dimensions that are not in pixels.
	length = regexp.MustCompile(`\d ?[x×] ?\d+(?:[.,]\d+)?\s*(?:cm|mm|m|in|inch|inches|ft|feet|"|″|'|km|yd|zoll)\b|\d ?[x×] ?\d+ ?(?:px |pixels? )?(?:monitor|display|screen|resolution|tv|television|panel|grid|bildschirm|auflösung|écran|pantalla|schermo)\b`)
	// exposure is a setting of a camera, as EXIF and photographers write it.
	exposure = regexp.MustCompile(`(?:^|[ (,;|])(?:f/\d(?:\d|\.\d)?|ƒ/?\d(?:\.\d)?|1/\d{1,5} ?s(?:ec|ek)?\.?|iso[ -]?\d{2,6}|\d{1,4} ?mm)(?:$|[ ,;|)])`)
	// member is a name of metadata with a date behind it, or the size of a picture.
	member = regexp.MustCompile(`^w(?:idth)? ?[=: ] ?\d{2,}[ ,;x&]+h(?:eight)? ?[=: ] ?\d{2,}|^[a-z]+:?[a-z]+ ?[=:] ?\d{4}[:-]\d\d[:-]\d\d`)
	// lettered are the words after which an address or a file's name is one that can
	// be read in the picture.
	lettered = wordSet("address website site reads reading says saying shows showing words text url lettering letters print printed painted written at named called label labelled labeled titled marked adresse webadresse dirección indirizzo endereço")
)

// address finds a web address that nobody quotes from the picture.
func address(s *subject) *fault {
	colon := strings.IndexByte(s.low, ':') >= 0
	if !s.has.has('.') && !s.has.has(':') || !(colon && strings.Contains(s.low, "://")) && !strings.Contains(s.low, "www.") && !(colon && strings.Contains(s.low, "data:")) {
		return nil
	}
	at := link.FindString(s.low)
	if at == "" || quoted(s.low, at) || legible(s.low, at) {
		return nil
	}
	return &fault{detail: "it has a web address in it: " + shorten(at)}
}

// legible tells whether the text says that an address stands in the picture: it
// comes after a word for lettering, and more of a description comes after it.
func legible(low, at string) bool {
	before, after, _ := strings.Cut(low, at)
	words := strings.Fields(before)
	return len(words) > 2 && lettered[words[len(words)-1]] && strings.Count(after, " ") > 1
}

// sized tells whether an x or a multiplication sign stands between two digits.
func (s *subject) sized() bool {
	for _, sign := range [...]string{"x", "×"} {
		for before, after, found := strings.Cut(s.low, sign); found; before, after, found = strings.Cut(after, sign) {
			before, after := strings.TrimSuffix(before, " "), strings.TrimPrefix(after, " ")
			if before != "" && isDigit(before[len(before)-1]) && after != "" && isDigit(after[0]) {
				return true
			}
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// metadata tells whether the text has two settings of a camera or more, which
// stand in no display, or is a member of its metadata.
func (s *subject) metadata() bool {
	switch {
	case (s.has.any(":=") || strings.HasPrefix(s.low, "w")) && member.MatchString(s.low):
		return true
	case !has(s.low, "f/", "ƒ", "1/", "iso"):
		return false
	default:
		return len(exposure.FindAllStringIndex(s.low, 3)) > 1 && !hasLettering(s.low) && !has(s.low, " lens", "objektiv", "objectif")
	}
}

// dimensions finds a width and height in pixels, and what cameras note beside
// them.
func dimensions(s *subject) *fault {
	if s.digits > 3 && s.metadata() {
		return &fault{detail: "it has the data of a camera in it: " + shorten(s.core)}
	}
	if s.digits < 4 || !s.sized() || !pixels.MatchString(s.low) || length.MatchString(s.low) {
		return nil
	}
	return &fault{detail: "it has the dimensions of a picture in it: " + shorten(strings.Trim(pixels.FindString(s.low), " ,;:()"))}
}
