package manifest

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
)

const (
	bom       = "\uFEFF"
	gzipMagic = "\x1f\x8b"
)

// gunzip returns what r holds, decompressed if it begins like gzip.
func gunzip(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(len(gzipMagic))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if string(head) != gzipMagic {
		return b, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, damaged(err)
	}
	return unzipper{z}, nil
}

// An unzipper says in words what is wrong with gzip data.
type unzipper struct{ z *gzip.Reader }

func (u unzipper) Read(p []byte) (int, error) {
	n, err := u.z.Read(p)
	return n, damaged(err)
}

// damaged tells gzip data that is broken from a read that failed.
func damaged(err error) error {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	switch {
	case corrupt, errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return unreadablef("the gzip data is damaged (%v); copy or compress it again", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return unreadable("the gzip data is cut short; copy or compress it again")
	}
	return err
}

// signatures are the first bytes of files that people take for manifests.
var signatures = []struct{ magic, found, todo string }{
	{"PK\x03\x04", "an Excel workbook or another zip archive", toCSV},
	{"PK\x05\x06", "an empty zip archive", toCSV},
	{"\xD0\xCF\x11\xE0", "an old Excel workbook", toCSV},
	{"PAR1", "a Parquet file", "convert it to CSV UTF-8 or JSONL"},
	{"ARROW1", "an Arrow file", "convert it to CSV UTF-8 or JSONL"},
	{"SQLite format 3\x00", "an SQLite database", "export the table as CSV UTF-8"},
	{gzipMagic, "gzip inside gzip", "decompress it once"},
	{"BZh", "bzip2 data", "decompress it, or compress it with gzip"},
	{"\x28\xB5\x2F\xFD", "Zstandard data", "decompress it, or compress it with gzip"},
	{"\xFD7zXZ\x00", "xz data", "decompress it, or compress it with gzip"},
	{"%PDF-", "a PDF document", toCSV},
	{"\xFF\xD8\xFF", "a JPEG picture", "give a list of pictures"},
	{"\x89PNG\r\n", "a PNG picture", "give a list of pictures"},
	{"\xFF\xFE\x00\x00", "UTF-32 text", toUTF8},
	{"\x00\x00\xFE\xFF", "UTF-32 text", toUTF8},
	{"\xFF\xFE", "UTF-16 text", toUTF8},
	{"\xFE\xFF", "UTF-16 text", toUTF8},
}

const (
	toCSV  = "export it as CSV UTF-8"
	toUTF8 = "export it as CSV UTF-8, or convert it to UTF-8"
)

// refuse recognises by its first bytes what is not a manifest.
func refuse(sample []byte) error {
	for _, s := range signatures {
		if bytes.HasPrefix(sample, []byte(s.magic)) {
			return unreadablef("found %s; %s", s.found, s.todo)
		}
	}
	if bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(sample, []byte(bom))), []byte("<")) {
		return unreadable("found HTML or XML; give a table, JSONL or a list of image URLs, and check that a download did not bring a log-in page")
	}
	if nul := bytes.IndexByte(sample, 0); nul >= 0 {
		return binary(sample, nul)
	}
	return nil
}

// binary tells UTF-16 and UTF-32 without a byte order mark, whose ASCII is
// every second or fourth byte, from other data with NUL bytes.
func binary(sample []byte, nul int) error {
	var byPlace [4]int
	for i, b := range sample {
		if b == 0 {
			byPlace[i%4]++
		}
	}
	most := max(len(sample)/8, 1)
	even, odd := byPlace[0]+byPlace[2], byPlace[1]+byPlace[3]
	switch {
	case byPlace[1] >= most && byPlace[2] >= most && (byPlace[0] == 0 || byPlace[3] == 0):
		return unreadablef("found UTF-32 text; %s", toUTF8)
	case odd >= most && even*8 < odd, even >= most && odd*8 < even:
		return unreadablef("found UTF-16 text; %s", toUTF8)
	}
	return unreadablef("found binary data (a NUL byte at offset %d); %s", nul, toCSV)
}
