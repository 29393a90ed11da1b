package emulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// A journal is the memory of a server in a file: a heading, then one JSON
// object a line, only ever added to. The nil journal forgets everything.
type journal struct {
	file *os.File
	torn bool // the last line has no end
}

// heading is the first line, so that no other file is taken for a journal.
const heading = `{"journal":"wavespeed-emulator","version":1}` + "\n"

// maxLine bounds one line: a prediction's input escaped at its worst.
const maxLine = 8 << 20

// A record is one line after the heading: one of its fields is set.
type record struct {
	Upload     *uploadRecord     `json:"upload,omitempty"`
	Prediction *predictionRecord `json:"prediction,omitempty"`
	Ending     *endingRecord     `json:"ending,omitempty"`
	Ticket     *ticketRecord     `json:"ticket,omitempty"`
	Deleted    []string          `json:"deleted,omitempty"`        // ids of predictions
	Told       string            `json:"told,omitempty"`           // id of one whose webhook is done with
	Secret     string            `json:"webhook_secret,omitempty"` // that pushes are signed with
}

type predictionRecord struct {
	ID      string          `json:"id"`
	Model   string          `json:"model"`
	Input   json.RawMessage `json:"input"`
	Key     []byte          `json:"key"`
	Created time.Time       `json:"created"`
	Waited  time.Duration   `json:"waited_ns,omitempty"`
	Latency time.Duration   `json:"latency_ns"`
	Outcome string          `json:"outcome"`
	Price   int64           `json:"price_micros"`
	Webhook string          `json:"webhook,omitempty"`
	Origin  string          `json:"origin,omitempty"` // of the webhook's submit
}

type uploadRecord struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Hash    []byte    `json:"hash"`
	Created time.Time `json:"created"`
	Look    *look     `json:"look,omitempty"`
	Ticket  string    `json:"ticket,omitempty"` // that it came by
}

type endingRecord struct {
	ID string `json:"id"`
	ending
}

func (p *prediction) record() *predictionRecord {
	rec := &predictionRecord{
		ID: p.id, Model: p.model, Input: p.input, Key: p.key[:], Created: p.created,
		Waited: p.waited, Latency: p.latency, Outcome: p.outcome.name, Price: p.price,
	}
	if p.hook != nil {
		rec.Webhook, rec.Origin = p.hook.url, p.hook.origin
	}
	return rec
}

func (u *upload) record() *uploadRecord {
	return &uploadRecord{ID: u.id, Kind: u.kind, Hash: u.hash[:], Created: u.created, Look: u.look}
}

// openJournal replays the file into the room and stands ready to add to it.
func openJournal(name string, r *room) (*journal, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the emulator's journal: %w", err)
	}
	j := &journal{file: file}
	if err := j.start(r); err != nil {
		file.Close()
		return nil, fmt.Errorf("read the emulator's journal %s: %w", name, err)
	}
	return j, nil
}

// start reads what is there; an empty file, or one whose very heading was cut
// short, becomes a new journal.
func (j *journal) start(r *room) error {
	in := bufio.NewReader(j.file)
	first, err := in.Peek(len(heading))
	switch {
	case string(first) == heading:
		in.Discard(len(heading))
		j.torn, err = replay(in, r)
		return err
	case err == io.EOF && bytes.HasPrefix([]byte(heading), first):
		if err := j.file.Truncate(0); err != nil {
			return err
		}
		_, err = j.file.WriteString(heading)
		return err
	case err != nil && err != io.EOF:
		return err
	}
	return fmt.Errorf("line 1 is not the heading of a journal; name a file that does not exist yet")
}

// replay reads records until the end, and says whether the last line lacks
// one. Lines that are no records are counted and left out: they were being
// written when a server was killed, so nobody was told.
func replay(in io.Reader, r *room) (torn bool, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	ended := true
	lines.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		advance, line, err := bufio.ScanLines(data, atEOF)
		if advance > 0 {
			ended = data[advance-1] == '\n'
		}
		return advance, line, err
	})
	n := 1
	for lines.Scan() {
		n++
		var rec record
		if json.Unmarshal(lines.Bytes(), &rec) != nil {
			r.counts.Torn++
			continue
		}
		r.recall(rec)
	}
	if err := lines.Err(); err != nil {
		return false, fmt.Errorf("line %d: %w", n+1, err)
	}
	return !ended, nil
}

// recall takes one record back into the room.
func (r *room) recall(rec record) {
	switch {
	case rec.Upload != nil:
		u := rec.Upload
		r.keep(&upload{id: u.ID, kind: u.Kind, hash: keyFrom(u.Hash), created: u.Created, look: u.Look})
		if t := r.tickets[u.Ticket]; t != nil {
			t.landed = true
		}
	case rec.Prediction != nil:
		p := rec.Prediction
		r.repay(p.Created)
		r.add(&prediction{
			id: p.ID, model: p.Model, input: p.Input, key: keyFrom(p.Key), created: p.Created,
			waited: p.Waited, latency: p.Latency, outcome: outcomeNamed(p.Outcome), price: p.Price,
			hook: p.hook(),
		})
	case rec.Ending != nil:
		if p := r.byID[rec.Ending.ID]; p != nil && p.end == nil {
			r.finish(p, rec.Ending.ending)
		}
	case rec.Ticket != nil:
		r.tickets[rec.Ticket.ID] = rec.Ticket.recall()
	case rec.Deleted != nil:
		r.forget(rec.Deleted)
	case rec.Told != "":
		if p := r.byID[rec.Told]; p != nil && p.hook != nil {
			p.hook.told = true
		}
	case rec.Secret != "":
		r.signing = rec.Secret
	}
}

// hook is what the record says of a webhook, nil if it has none.
func (p *predictionRecord) hook() *hook {
	if p.Webhook == "" {
		return nil
	}
	return newHook(p.Webhook, p.Origin)
}

func keyFrom(b []byte) (k key) {
	copy(k[:], b)
	return k
}

// write adds a record; it is with the operating system when write returns. A
// line that could not be written whole is ended before the next.
func (j *journal) write(rec record) error {
	if j == nil {
		return nil
	}
	line, err := json.Marshal(rec)
	if err != nil {
		panic(err) // unreachable: our own types, and JSON that was valid when it came
	}
	line = append(line, '\n')
	if j.torn {
		line = append([]byte{'\n'}, line...)
	}
	n, err := j.file.Write(line)
	j.torn = n < len(line) && (n > 0 || j.torn)
	if err != nil {
		return fmt.Errorf("write the emulator's journal: %w", err)
	}
	return nil
}

func (j *journal) close() error {
	if j == nil {
		return nil
	}
	if err := j.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("close the emulator's journal: %w", err)
	}
	return nil
}
