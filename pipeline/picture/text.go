package picture

import (
	"bytes"
	"slices"
	"strings"
)

// describe says what a file is that is no picture of any kind, for the
// sentence "found … where a picture should be".
func describe(head []byte) string {
	text := trimText(head)
	switch {
	case len(head) == 0:
		return "an empty file"
	case len(bytes.Trim(head, "\x00")) == 0:
		return "nothing but zero bytes"
	case magic("PK\x03\x04")(head):
		return "a ZIP archive or an office document"
	case magic("\x1F\x8B")(head):
		return "gzip-compressed data"
	case !printable(head):
		return "data of an unknown kind"
	case magic("version https://git-lfs")(head):
		return "a Git LFS pointer (git lfs pull gets the picture)"
	case len(text) == 0:
		return "blank text"
	case text[0] == '{' || text[0] == '[':
		return "JSON data"
	}
	return describeMarkup(text)
}

// printable reports whether the head has no control characters but white space.
func printable(head []byte) bool {
	return !bytes.ContainsFunc(head, func(r rune) bool {
		return r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1b", r)
	})
}

func describeMarkup(text []byte) string {
	switch element := rootElement(text); {
	case element == "":
		return "plain text"
	case slices.Contains(htmlElements, element):
		return "an HTML page"
	}
	return "an XML document"
}

// htmlElements are what careless pages begin with.
var htmlElements = []string{"html", "head", "body", "title", "meta", "link", "script", "style", "noscript",
	"div", "span", "p", "a", "b", "br", "hr", "h1", "h2", "h3", "center", "font", "form", "iframe", "img",
	"pre", "section", "table", "main", "header"}

// isSVG reports whether the document's first element is svg, with a prefix or without.
func isSVG(head []byte) bool {
	text := trimText(head)
	element := rootElement(text)
	return element == "svg" || strings.HasSuffix(element, ":svg")
}

// rootElement is the name of the first element of an XML or HTML text, in lower
// case, after declarations and comments; "" if the text is no markup.
func rootElement(text []byte) string {
	for {
		text = bytes.TrimSpace(text)
		end := ""
		switch {
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<?")), bytes.HasPrefix(text, []byte("<!")):
			if root := doctype(text); root != "" {
				return root
			}
			end = ">"
		default:
			return elementName(text)
		}
		_, rest, found := bytes.Cut(text, []byte(end))
		if !found {
			return ""
		}
		text = rest
	}
}

// doctype is the element that a <!DOCTYPE …> at the start of text announces.
func doctype(text []byte) string {
	fields := strings.FieldsFunc(strings.ToLower(string(text[:min(len(text), 64)])), func(r rune) bool {
		return strings.ContainsRune(" \t\r\n<>[", r)
	})
	if len(fields) < 2 || fields[0] != "!doctype" {
		return ""
	}
	return fields[1]
}

// elementName is the name in a start tag at the start of text.
func elementName(text []byte) string {
	if len(text) < 2 || text[0] != '<' || !letter(text[1]) {
		return ""
	}
	name := text[1:]
	if end := bytes.IndexAny(name, " \t\r\n/>"); end >= 0 {
		name = name[:end]
	}
	return strings.ToLower(string(name[:min(len(name), 64)]))
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// trimText drops a byte order mark and white space from the front.
func trimText(head []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
}
