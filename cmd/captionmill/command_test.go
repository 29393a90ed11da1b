package main

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/captionmill/captionmill/pipeline/price"
)

// column FILE NAME VALUE… compares a column of a CSV file, from top to bottom.
func cmdColumn(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: column FILE NAME VALUE…")
	}
	if got := column(ts, args[0], args[1]); slices.Equal(got, args[2:]) == neg {
		ts.Fatalf("column %s of %s: got %q", args[1], args[0], got)
	}
}

// total FILE NAME SUM adds up a column of dollars.
func cmdTotal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: total FILE NAME SUM")
	}
	var sum price.Micros
	for _, cell := range column(ts, args[0], args[1]) {
		cost, err := price.Parse(cell)
		ts.Check(err)
		sum += cost
	}
	if sum.Decimal() != args[2] {
		ts.Fatalf("column %s of %s adds up to %s, want %s", args[1], args[0], sum.Decimal(), args[2])
	}
}

func column(ts *testscript.TestScript, file, name string) (cells []string) {
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(file))).ReadAll()
	ts.Check(err)
	if len(rows) == 0 || !slices.Contains(rows[0], name) {
		ts.Fatalf("%s has no column %s", file, name)
	}
	i := slices.Index(rows[0], name)
	for _, row := range rows[1:] {
		cells = append(cells, row[i])
	}
	return cells
}

// fill FILE ID COLUMN VALUE writes into a cell of a CSV file, as a person does:
// of the row with that id.
func cmdFill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: fill FILE ID COLUMN VALUE")
	}
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	id, to := slices.Index(rows[0], "id"), slices.Index(rows[0], args[2])
	if id < 0 || to < 0 {
		ts.Fatalf("%s has no column id or %s", args[0], args[2])
	}
	at := slices.IndexFunc(rows, func(row []string) bool { return row[id] == args[1] })
	if at < 0 {
		ts.Fatalf("%s has no row %s", args[0], args[1])
	}
	rows[at][to] = args[3]
	var out strings.Builder
	ts.Check(csv.NewWriter(&out).WriteAll(rows))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(out.String()), 0o644))
}

// sql LEDGER STATEMENT changes a ledger, as no command does.
func cmdSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql LEDGER STATEMENT")
	}
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(args[1])
	ts.Check(err)
}

// lines FILE N counts the lines of a file.
func cmdLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines FILE N")
	}
	if got := strings.Count(ts.ReadFile(args[0]), "\n"); strconv.Itoa(got) != args[1] {
		ts.Fatalf("%s has %d lines, want %s", args[0], got, args[1])
	}
}

// jsonfield FILE PATH VALUE compares a field of the JSON in a file, or in
// stdout. The path's parts are joined by dots; of a file with several values
// the first part is the number of one, from 0. A negated jsonfield without
// VALUE says that there is no such field.
func cmdJSONField(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || len(args) > 3 || neg != (len(args) == 2) {
		ts.Fatalf("usage: jsonfield FILE PATH VALUE, ! jsonfield FILE PATH")
	}
	value, found := field(values(ts, args[0]), strings.Split(args[1], "."))
	switch {
	case found && neg:
		ts.Fatalf("%s has %s", args[0], args[1])
	case !found && !neg:
		ts.Fatalf("%s has no %s", args[0], args[1])
	case !neg && fmt.Sprint(value) != args[2]:
		ts.Fatalf("%s of %s is %v, want %s", args[1], args[0], value, args[2])
	}
}

// values are the JSON values of a file: itself if it is one, else a list.
func values(ts *testscript.TestScript, file string) any {
	var all []any
	for d := json.NewDecoder(strings.NewReader(ts.ReadFile(file))); d.More(); {
		d.UseNumber()
		var v any
		ts.Check(d.Decode(&v))
		all = append(all, v)
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

func field(v any, path []string) (any, bool) {
	for _, name := range path {
		switch in := v.(type) {
		case map[string]any:
			if v = in[name]; v == nil {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(in) {
				return nil, false
			}
			v = in[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// secret TEXT FILE… says that a text stands in none of some files, which may
// be binary.
func cmdSecret(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: secret TEXT FILE…")
	}
	for _, file := range args[1:] {
		if at := strings.Index(ts.ReadFile(file), args[0]); at >= 0 {
			ts.Fatalf("%s shows %s at byte %d", file, args[0], at)
		}
	}
}

var remoteID = regexp.MustCompile(`\b[0-9a-f]{32}\b`)

// mask FILE TO writes a copy in which predictions have no ids, which differ
// from run to run.
func cmdMask(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mask FILE TO")
	}
	masked := remoteID.ReplaceAllString(ts.ReadFile(args[0]), "ID")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(masked), 0o644))
}

// kept is a file as it was.
type kept struct {
	content []byte
	changed time.Time
}

type keptKey struct{}

// keep FILE remembers a file; same FILE says that nobody has written it since.
func cmdKeep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: keep FILE")
	}
	ts.Value(keptKey{}).(map[string]kept)[args[0]] = look(ts, args[0])
}

func cmdSame(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: same FILE")
	}
	was, is := ts.Value(keptKey{}).(map[string]kept)[args[0]], look(ts, args[0])
	if same := was.changed.Equal(is.changed) && bytes.Equal(was.content, is.content); same == neg {
		ts.Fatalf("%s: last written %v, then %v", args[0], was.changed, is.changed)
	}
}

func look(ts *testscript.TestScript, name string) kept {
	info, err := os.Stat(ts.MkAbs(name))
	ts.Check(err)
	return kept{content: []byte(ts.ReadFile(name)), changed: info.ModTime()}
}

// urls FILE N writes a list of that many picture URLs.
func cmdURLs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: urls FILE N")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "https://pictures.example/%d.jpg\n", i+1)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o644))
}

// bytes FILE TEXT writes a file of any bytes; TEXT may have Go's escapes.
func cmdBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// gzip FILE writes FILE.gz.
func cmdGzip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gzip FILE")
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".gz"), b.Bytes(), 0o644))
}
