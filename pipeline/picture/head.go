package picture

import "bytes"

// Sniff says what a file is by its beginning: the media type, such as
// "image/jpeg". The first 4 KB tell the type; width and height are judged too
// when the head holds them. A header that is cut off, or cannot be read, is
// passed over in silence: [Inspect] judges it when the whole file is there. The
// extension of name, which may be "", is only used in sentences.
//
// The error is a *[Problem]: [NotAnImage], [UnsupportedType], [TooLarge] or
// [TooSmall].
func Sniff(head []byte, name string) (mediaType string, err error) {
	k, err := sniff(bytes.NewReader(head), name)
	if err != nil {
		return "", err
	}
	config, err := k.config(bytes.NewReader(head))
	if err != nil {
		return k.mime, nil
	}
	if err := sizeProblem(k, config); err != nil {
		return "", err
	}
	return k.mime, nil
}
