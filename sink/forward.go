package sink

import "os"

// A forwarder is a file whose bytes are on their way to the disk while more of
// them are made, so that little is left to wait for at the end.
type forwarder struct {
	*os.File
	written, sent int64
}

// forwardSize is how many bytes are sent to the disk at once.
const forwardSize = 8 << 20

// Write adds to the file.
func (f *forwarder) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	if f.written += int64(n); f.written-f.sent >= forwardSize {
		forward(f.File, f.sent, f.written-f.sent)
		f.sent = f.written
	}
	return n, err
}
