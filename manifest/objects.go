package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

const (
	maxKeys = 1_000 // names of keys that are remembered
	maxKey  = 1_024 // bytes of one such name
)

// objects reads JSONL.
type objects struct {
	src    *source
	names  naming
	pages  pages
	images []string

	keys   map[string]*key // by name, at most maxKeys
	head   []string        // the same names in order of first appearance
	played [roles]string   // the first name seen that plays each role
	seen   [roles]bool
	record int // how many objects were read
}

// A key is what is known of a key at the top level of a record.
type key struct {
	rank   [roles]int
	params bool
	record int // the last record that had it
}

func newObjects(src *source, names naming) *objects {
	return &objects{src: src, names: names, keys: map[string]*key{}}
}

func (o *objects) header() []string { return o.head }

func (o *objects) column(as role) string { return o.played[as] }

func (o *objects) next(row *Row) error {
	for {
		line, err := o.src.at(0)
		switch {
		case err == errTooLong:
			return o.tooLong(row)
		case err == io.EOF:
			return o.end()
		case err != nil:
			return err
		}
		number := o.src.line
		o.src.take(len(line), 1)
		if text := bytes.TrimSpace(line); len(text) > 0 {
			*row = Row{Line: number, Object: text}
			o.read(row, line)
			return nil
		}
	}
}

// end is io.EOF, unless no record had what every record was to have.
func (o *objects) end() error {
	if o.record == 0 {
		return io.EOF
	}
	if err := o.names.missing(o.seen, o.head); err != nil {
		return err
	}
	return io.EOF
}

func (o *objects) tooLong(row *Row) error {
	long, err := skipLong(o.src)
	*row = Row{Line: long.Line, Object: inString([]byte(long.Cells[0])), Problem: long.Problem}
	return err
}

// read reads row.Object, the text of a line.
func (o *objects) read(row *Row, line []byte) {
	if !utf8.Valid(line) {
		row.fault("%s", notUTF8(line, row.Line, o.src.eol))
		row.Object = bytes.ToValidUTF8(row.Object, []byte("\uFFFD"))
	}
	switch {
	case !json.Valid(row.Object):
		row.fault("%s; write one JSON object per line", notJSON(body(line, o.src.eol), row.Line))
		row.Object = inString(row.Object)
	case row.Object[0] != '{':
		row.fault("line %d: found JSON that is no object; write one object per line, such as {\"image\":\"URL\"}", row.Line)
		row.Object = inString(row.Object)
	default:
		o.record++
		o.fill(row)
	}
}

// notJSON is the beginning of a sentence about a line that is no JSON.
func notJSON(line []byte, number int) string {
	var value json.RawMessage
	err := json.Unmarshal(line, &value)
	column := int64(1)
	if bad, ok := errors.AsType[*json.SyntaxError](err); ok {
		column = max(bad.Offset, 1)
	}
	return fmt.Sprintf("line %d, column %d: not JSON (%v)", number, column, err)
}

// inString returns a text as a JSON string.
func inString(text []byte) []byte {
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return []byte(`""`) // cannot be: every string can be written
	}
	return quoted
}

// fill finds the members that play a role and reads them.
func (o *objects) fill(row *Row) {
	var values [roles][]byte
	var best [roles]int
	var params []byte
	for name, value := range members(row.Object) {
		key := o.key(name)
		if key.record == o.record {
			row.fault("line %d: the key %s stands twice in one object; keep one", row.Line, clip(string(name), maxQuote))
			continue
		}
		key.record = o.record
		if key.params {
			params = value
		}
		for as, rank := range key.rank {
			if rank >= 0 && (values[as] == nil || rank < best[as]) {
				values[as], best[as] = value, rank
			}
		}
	}
	o.assign(row, values, params)
}

// key returns what is known of a key, given as a JSON string.
func (o *objects) key(quoted []byte) *key {
	name := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		name = []byte(unquote(quoted))
	}
	if k := o.keys[string(name)]; k != nil {
		return k
	}
	k := &key{rank: o.names.ranks(string(name)), params: squeeze(string(name)) == "params"}
	for as, rank := range k.rank {
		if rank >= 0 && !o.seen[as] {
			o.seen[as], o.played[as] = true, string(name)
		}
	}
	if len(o.head) < maxKeys && len(name) <= maxKey {
		o.keys[string(name)] = k
		o.head = append(o.head, string(name))
	}
	return k
}
