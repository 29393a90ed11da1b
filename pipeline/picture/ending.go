package picture

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// The functions below walk a picture's parts without unpacking them. They
// return nil once the part that ends the picture was met, whatever follows it
// (cameras append films and previews), and io.EOF or io.ErrUnexpectedEOF when
// the file ends first.

// Markers of JPEG (ITU T.81, table B.1).
const (
	jpegEnd  = 0xD9
	jpegScan = 0xDA
)

func jpegToEnd(r *bufio.Reader) error {
	for scanned := false; ; {
		marker, err := jpegMarker(r)
		if err != nil {
			return err
		}
		switch {
		case marker == jpegEnd && scanned:
			return nil
		case marker <= 0x01 || 0xD0 <= marker && marker <= jpegEnd:
			continue // no content: stuffing, restarts, the start
		}
		scanned = scanned || marker == jpegScan
		if err := skipCounted(r); err != nil {
			return err
		}
	}
}

// jpegMarker passes over everything up to the next marker: filling, and the
// compressed data after a scan's header.
func jpegMarker(r *bufio.Reader) (byte, error) {
	for {
		_, err := r.ReadSlice(0xFF)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return 0, err
		}
	}
	for {
		if c, err := r.ReadByte(); err != nil || c != 0xFF {
			return c, err
		}
	}
}

// skipCounted skips a segment that begins with its own length of two bytes.
func skipCounted(r *bufio.Reader) error {
	var size [2]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return err
	}
	_, err := r.Discard(max(0, int(binary.BigEndian.Uint16(size[:]))-2))
	return err
}

// pngToEnd walks the chunks to IEND.
func pngToEnd(r *bufio.Reader) error {
	if _, err := r.Discard(8); err != nil {
		return err
	}
	for {
		var chunk [8]byte // length and type
		if _, err := io.ReadFull(r, chunk[:]); err != nil {
			return err
		}
		if string(chunk[4:]) == "IEND" {
			return nil
		}
		if err := skip(r, int64(binary.BigEndian.Uint32(chunk[:]))+4); err != nil {
			return err
		}
	}
}

// Blocks of GIF (GIF89a, appendix B).
const (
	gifExtension = 0x21
	gifImage     = 0x2C
	gifTrailer   = 0x3B
)

func gifToEnd(r *bufio.Reader) error {
	if err := skipGIFHead(r, 6+7); err != nil {
		return err
	}
	for {
		block, err := r.ReadByte()
		if err != nil {
			return err
		}
		switch block {
		case gifTrailer:
			return nil
		case gifExtension:
			_, err = r.Discard(1)
		case gifImage:
			if err = skipGIFHead(r, 9); err == nil {
				_, err = r.Discard(1)
			}
		default:
			continue // filling that some programs leave between blocks
		}
		if err == nil {
			err = skipSubBlocks(r)
		}
		if err != nil {
			return err
		}
	}
}

// skipGIFHead skips a descriptor of size bytes and the colour table it
// announces: in the screen's three bytes before its end, in an image's in its
// last byte.
func skipGIFHead(r *bufio.Reader, size int) error {
	head := make([]byte, size)
	if _, err := io.ReadFull(r, head); err != nil {
		return err
	}
	flags := head[8]
	if size == 6+7 {
		flags = head[10]
	}
	if flags&0x80 == 0 {
		return nil
	}
	_, err := r.Discard(3 << (flags&7 + 1))
	return err
}

// skipSubBlocks skips counted blocks up to the empty one.
func skipSubBlocks(r *bufio.Reader) error {
	for {
		n, err := r.ReadByte()
		if err != nil || n == 0 {
			return err
		}
		if _, err := r.Discard(int(n)); err != nil {
			return err
		}
	}
}

// webpToEnd skips what the RIFF header counts.
func webpToEnd(r *bufio.Reader) error {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	return skip(r, int64(binary.LittleEndian.Uint32(head[4:])))
}

// bmpToEnd skips the rows that the header announces. Only uncompressed
// pictures come here: the header's reader refuses others.
func bmpToEnd(r *bufio.Reader) error {
	head, err := r.Peek(30)
	if err != nil {
		return err
	}
	offset := int64(binary.LittleEndian.Uint32(head[10:]))
	width := int64(int32(binary.LittleEndian.Uint32(head[18:])))
	height := int64(int32(binary.LittleEndian.Uint32(head[22:])))
	depth := int64(binary.LittleEndian.Uint16(head[28:]))
	stride := (width*depth + 31) / 32 * 4
	return skip(r, offset+stride*max(height, -height))
}

// skip discards n bytes. No file is longer than MaxBytes here, so more than
// that is as good as any such number, and fits an int everywhere.
func skip(r *bufio.Reader, n int64) error {
	_, err := r.Discard(int(min(n, MaxBytes+1)))
	return err
}
