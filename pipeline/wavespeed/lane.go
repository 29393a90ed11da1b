package wavespeed

import (
	"bufio"
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	// atOnce is how long a body may be, in bytes, for the request to be written
	// before anything of the answer is read: the system takes that much without
	// waiting for the server.
	atOnce = 8 << 10
	// lastWords is how long a server may take to say why it stopped reading.
	lastWords = time.Second
	// lastBytes is how long a server may take to read the rest of a request when
	// its answer has come, or none will.
	lastBytes = 50 * time.Millisecond
)

var errHeader = errors.New("the header of the answer is longer than it can rightly be")

// A lane is a connection that carries one exchange after another.
type lane struct {
	net.Conn
	secure  bool    // it is one of TLS
	below   *peeker // at the system's connection
	in      *bufio.Reader
	out     *bufio.Writer
	left    int       // bytes that may be read
	touched bool      // some byte of the present request may have left
	clear   bool      // nothing of the last exchange is left
	since   time.Time // when it was last used, of one that is kept
}

func newLane(conn net.Conn) *lane {
	l := &lane{Conn: conn}
	t, secure := conn.(*tls.Conn)
	if l.secure = secure; secure {
		conn = t.NetConn()
	}
	l.below = newPeeker(conn)
	l.in, l.out = bufio.NewReader(l), bufio.NewWriter(l)
	return l
}

// Write notes that it is about to write before it does. A first write that
// surely took no byte is taken back; over TLS that means no whole record, and
// the server can read nothing less.
func (l *lane) Write(p []byte) (int, error) {
	first := !l.touched
	l.touched = true
	n, err := l.Conn.Write(p)
	if first && n == 0 && err != nil {
		l.touched = false
	}
	return n, err
}

// Read reads no more than is left.
func (l *lane) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errHeader
	}
	n, err := l.Conn.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// exchange sends a request and gives its answer to take. A long one is sent
// while an answer is waited for, because a server that does not want it says so
// and reads no further.
func (l *lane) exchange(req *http.Request, take func(*http.Response) error) error {
	l.clear = false
	if req.ContentLength < 0 || req.ContentLength > atOnce {
		sent := make(chan error, 1)
		go func() { sent <- l.send(req) }()
		err := l.receive(req, take)
		return blame(l.settle(sent), err)
	}
	unsent := l.send(req)
	if unsent != nil && !l.touched {
		return unsent
	}
	err := l.receive(req, take)
	l.clear = l.clear && unsent == nil
	return blame(unsent, err)
}

// blame is the error of an exchange that failed: why the request was not sent to
// its end, if it was not. It is none when there is an answer all the same.
func blame(unsent, err error) error {
	if err == nil {
		return nil
	}
	return cmp.Or(unsent, err)
}

// send writes a request. When the server stops reading, the answer must be there
// soon, or there is none.
func (l *lane) send(req *http.Request) error {
	err := l.write(req)
	if err == nil {
		err = l.out.Flush()
	}
	if err != nil && req.Context().Err() == nil {
		l.SetReadDeadline(time.Now().Add(lastWords))
	}
	return err
}

// write puts a request into words. [http.Request.Write] does, too, but it looks
// at every header again and sorts them, which was a twentieth of a run's processor
// time; ours are made once, of what a header may hold. It is left to that where it
// knows more: of bodies without a length, and of hosts that are written otherwise
// than they are called.
func (l *lane) write(req *http.Request) error {
	if req.ContentLength < 0 || !made(req.Host, "-._:[]") {
		return req.Write(l.out)
	}
	if req.Body != nil {
		defer req.Body.Close()
	}
	if _, err := l.out.Write(appendHead(l.out.AvailableBuffer(), req)); err != nil || req.Body == nil {
		return err
	}
	n, err := io.Copy(l.out, io.LimitReader(req.Body, req.ContentLength))
	if err == nil && n != req.ContentLength {
		err = fmt.Errorf("a body of %d bytes was to have %d", n, req.ContentLength)
	}
	return err
}

// appendHead appends all of a request that stands before its body.
func appendHead(dst []byte, req *http.Request) []byte {
	dst = append(append(dst, req.Method...), ' ')
	dst = append(append(dst, req.URL.RequestURI()...), " HTTP/1.1\r\nHost: "...)
	dst = append(append(dst, req.Host...), "\r\n"...)
	for name, values := range req.Header {
		for _, v := range values {
			dst = append(append(append(append(dst, name...), ": "...), v...), "\r\n"...)
		}
	}
	if req.Body != nil || req.Method == http.MethodPost {
		dst = strconv.AppendInt(append(dst, "Content-Length: "...), req.ContentLength, 10)
		dst = append(dst, "\r\n"...)
	}
	return append(dst, "\r\n"...)
}

// settle waits for the end of sending, and brings it about.
func (l *lane) settle(sent <-chan error) error {
	select {
	case err := <-sent:
		l.clear = l.clear && err == nil
		return err
	case <-time.After(lastBytes):
	}
	l.clear = false
	l.interrupt()
	<-sent // with an error of our own making
	return nil
}

// receive waits for the answer, and gives it to take.
func (l *lane) receive(req *http.Request, take func(*http.Response) error) error {
	resp, err := l.answer(req)
	if err == nil {
		err = take(resp)
	}
	l.clear = err == nil && !resp.Close && resp.StatusCode >= http.StatusOK && l.in.Buffered() == 0
	return err
}

// answer reads the head of the answer, past those that only announce it.
func (l *lane) answer(req *http.Request) (*http.Response, error) {
	l.left = maxHeader // of all of them together
	defer func() { l.left = math.MaxInt }()
	for {
		resp, err := http.ReadResponse(l.in, req)
		if err != nil && l.left <= 0 {
			return nil, errHeader // and not what became of its last line
		}
		if err != nil || resp.StatusCode >= http.StatusOK || resp.StatusCode == http.StatusSwitchingProtocols {
			return resp, err
		}
	}
}

// interrupt ends whatever waits for the connection, for good.
func (l *lane) interrupt() { l.SetDeadline(longAgo) }

// drop closes a connection at once: a farewell, as TLS has it, might have to
// wait.
func (l *lane) drop() {
	if t, ok := l.Conn.(*tls.Conn); ok {
		t.NetConn().Close()
		return
	}
	l.Close()
}
