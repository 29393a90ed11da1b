package wavespeed

import (
	"bufio"
	"cmp"
	"errors"
	"math"
	"net"
	"net/http"
	"time"
)

const (
	// atOnce is how long a body may be, in bytes, for the request to be written
	// before anything of the answer is read: the system takes that much without
	// waiting for the server.
	atOnce = 8 << 10
	// lastWords is how long a server may take to say why it stopped reading.
	lastWords = time.Second
	// lastBytes is how long a server may take to read the rest of a request that
	// it has answered already.
	lastBytes = 50 * time.Millisecond
	// interims is how many interim answers (1xx) are put up with.
	interims = 5
)

var (
	errHeader  = errors.New("the header of the answer is longer than it can rightly be")
	errInterim = errors.New("the server answers without end that an answer is to come")
)

// A lane is a connection that carries one exchange after another.
type lane struct {
	net.Conn
	in      *bufio.Reader
	out     *bufio.Writer
	left    int  // bytes that may be read
	touched bool // some byte of the present request may have left
	clear   bool // nothing of the last exchange is left
	expiry  *time.Timer
}

func newLane(conn net.Conn) *lane {
	l := &lane{Conn: conn}
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
	if 0 <= req.ContentLength && req.ContentLength <= atOnce {
		if err := l.send(req); err != nil {
			return err
		}
		return l.receive(req, take)
	}
	sent := make(chan error, 1)
	go func() { sent <- l.sendLong(req) }()
	err := l.receive(req, take)
	unsent := l.settle(sent)
	if err != nil {
		return cmp.Or(unsent, err) // what came first
	}
	return nil
}

func (l *lane) send(req *http.Request) error {
	if err := req.Write(l.out); err != nil {
		return err
	}
	return l.out.Flush()
}

// sendLong is send. When the server stops reading, the answer must be there, or
// there is none.
func (l *lane) sendLong(req *http.Request) error {
	err := l.send(req)
	if err != nil && req.Context().Err() == nil {
		l.SetReadDeadline(time.Now().Add(lastWords))
	}
	return err
}

// settle waits for the end of sending, and brings it about.
func (l *lane) settle(sent <-chan error) error {
	if l.clear {
		select {
		case err := <-sent:
			l.clear = err == nil
			return err
		case <-time.After(lastBytes):
		}
	}
	l.clear = false
	l.interrupt()
	return <-sent
}

// receive waits for the answer, and gives it to take.
func (l *lane) receive(req *http.Request, take func(*http.Response) error) error {
	resp, err := l.answer(req)
	if err == nil {
		err = take(resp)
	}
	l.clear = err == nil && !resp.Close && l.in.Buffered() == 0
	return err
}

// answer reads the head of the answer, past those that only announce it.
func (l *lane) answer(req *http.Request) (*http.Response, error) {
	l.left = maxHeader
	defer func() { l.left = math.MaxInt }()
	for range interims {
		resp, err := http.ReadResponse(l.in, req)
		if err != nil || resp.StatusCode >= http.StatusOK {
			return resp, err
		}
	}
	return nil, errInterim
}

// interrupt ends whatever waits for the connection, for good.
func (l *lane) interrupt() { l.SetDeadline(time.Unix(1, 0)) }
