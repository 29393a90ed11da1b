package manifest

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// windows1252 is what the bytes from 0x80 to 0x9F mean in Windows-1252; those
// that mean nothing are control characters here. The others are the characters
// of the same number, as in Latin-1.
var windows1252 = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

// fewBad is how many bytes that are not UTF-8 may be an accident.
const fewBad = 8

// refuseEncoding refuses text in which many bytes, and most of those that are
// not ASCII, are not UTF-8: then the file is in another encoding, and every such
// row would fail. A few damaged rows are problems of their own. The sample
// begins at line 1; whole says that nothing comes after it.
func refuseEncoding(sample []byte, whole bool, eol byte) error {
	if good, bad := beyondASCII(sample, whole); bad <= good || bad <= fewBad {
		return nil
	}
	return unreadable(notUTF8(sample, 1, eol))
}

// beyondASCII counts the bytes that are not ASCII: those of characters in UTF-8
// and those that are not. A character that the end of the sample cuts is left
// out unless the sample is whole.
func beyondASCII(sample []byte, whole bool) (good, bad int) {
	for len(sample) > 0 {
		r, n := utf8.DecodeRune(sample)
		switch {
		case r < utf8.RuneSelf:
		case r != utf8.RuneError || n > 1:
			good += n
		case !whole && !utf8.FullRune(sample):
			return good, bad
		default:
			bad++
		}
		sample = sample[n:]
	}
	return good, bad
}

// notUTF8 is the sentence about text that is not UTF-8. The text starts at the
// beginning of a line, whose number is given.
func notUTF8(text []byte, line int, eol byte) string {
	atLine, column, bad := invalidAt(text, line, eol)
	found := fmt.Sprintf("line %d, column %d: byte 0x%02X is not UTF-8", atLine, column, bad)
	meant := rune(bad)
	if i := int(bad) - 0x80; i < len(windows1252) {
		meant = windows1252[i]
	}
	if unicode.IsControl(meant) {
		return found + "; export the manifest as UTF-8"
	}
	return found + fmt.Sprintf(" and looks like Windows-1252, where it is %q; if the whole file is, convert it: iconv -f WINDOWS-1252 -t UTF-8", meant)
}

// invalidAt finds the first byte of text that is not UTF-8; columns count bytes
// from 1.
func invalidAt(text []byte, line int, eol byte) (atLine, column int, bad byte) {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	before := text[:at]
	return line + bytes.Count(before, []byte{eol}), at - bytes.LastIndexByte(before, eol), text[at]
}
