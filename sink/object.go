package sink

import (
	"bytes"
	"encoding/json"
	"iter"
)

// isObject tells that text is one JSON object and nothing else but space.
func isObject(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && text[0] == '{' && json.Valid(text)
}

// lineText is the text of a JSONL row: of a line that could not be read, what
// it said; of any other, what there is.
func lineText(object []byte) []byte {
	var text string
	if len(object) > 0 && object[0] == '"' && json.Unmarshal(object, &text) == nil {
		return []byte(text)
	}
	return object
}

// objectCells turns a JSON object into the cells of a table, in the order of
// its header.
type objectCells struct {
	columns map[string]int // by name
	values  [][]byte       // of the row at hand, raw, by column
	text    []byte         // a key or string without its escapes
	compact bytes.Buffer   // an array or object without its spaces
}

func newObjectCells(header []string) objectCells {
	o := objectCells{columns: make(map[string]int, len(header)), values: make([][]byte, len(header))}
	for i, name := range header {
		if _, again := o.columns[name]; !again {
			o.columns[name] = i
		}
	}
	return o
}

// append appends a cell for each column: strings as they are, null as an empty
// cell, anything else as compact JSON. A key that stands twice counts the
// second time; one that the header does not name is left out.
//
// What is not an object is not lost: the text of a line that could not be read
// becomes the first cell.
func (o *objectCells) append(dst, object []byte) []byte {
	clear(o.values)
	if isObject(object) {
		o.spread(object)
		for _, value := range o.values {
			dst = o.appendValue(dst, value)
		}
		return dst
	}
	for i := range o.values {
		if i == 0 {
			dst = appendCell(dst, lineText(object))
			continue
		}
		dst = append(dst, ',')
	}
	return dst
}

// spread puts the object's values where their columns are.
func (o *objectCells) spread(object []byte) {
	for key, value := range members(object) {
		o.text = appendUnquoted(o.text[:0], key)
		if i, ok := o.columns[string(o.text)]; ok {
			o.values[i] = value
		}
	}
}

func (o *objectCells) appendValue(dst, value []byte) []byte {
	return appendCell(dst, o.textOf(value))
}

// textOf is the text of a value. It is overwritten by the next one's.
func (o *objectCells) textOf(value []byte) []byte {
	if len(value) == 0 {
		return nil
	}
	switch value[0] {
	case 'n': // null
		return nil
	case '"':
		o.text = appendUnquoted(o.text[:0], value)
		return o.text
	case '{', '[':
		o.compact.Reset()
		json.Compact(&o.compact, value) // cannot fail: isObject saw it
		return o.compact.Bytes()
	}
	return value
}

// cells gives the object's values as texts, by column.
func (o *objectCells) cells(object []byte) []string {
	cells := make([]string, len(o.values))
	clear(o.values)
	if !isObject(object) {
		if len(cells) > 0 {
			cells[0] = string(lineText(object))
		}
		return cells
	}
	o.spread(object)
	for i, value := range o.values {
		cells[i] = string(o.textOf(value))
	}
	return cells
}

// members yields the keys and values of a valid JSON object, both raw: a key
// with its quotes and escapes, a value without the space around it.
func members(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		rest := skipTo(object, "{")[1:]
		for {
			rest = skipTo(rest, "\"}")
			if rest[0] == '}' {
				return
			}
			n := valueLen(rest)
			key := rest[:n]
			rest = bytes.TrimLeft(skipTo(rest[n:], ":")[1:], " \t\r\n")
			n = valueLen(rest)
			if !yield(key, rest[:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// skipTo drops what stands before the first of the characters.
func skipTo(b []byte, chars string) []byte {
	return b[bytes.IndexAny(b, chars):]
}

// valueLen is the length of the valid JSON value that b begins with.
func valueLen(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i += stringLen(b[i:]) - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth == 0 {
				return i + scalarLen(b[i:])
			}
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(b)
}

// scalarLen is the length of a number, true, false or null.
func scalarLen(b []byte) int {
	if n := bytes.IndexAny(b, ",}] \t\r\n"); n >= 0 {
		return n
	}
	return len(b)
}

// stringLen is the length of a JSON string, both quotes included.
func stringLen(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}
