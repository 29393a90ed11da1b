package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"

	"github.com/captionmill/captionmill/pipeline"
)

// A text of ours may come back in a manifest of another name, or under another
// id. It is known by its pictures and its words: any question about the pictures
// of the row may have given it, whoever asked. Of several with the same text that
// of the newest prompt counts, since texts are judged by what is wanted of them now.
//
// What a person approved or wrote about the pictures, anywhere, is a person's
// text and stays the row's own: the decision hangs on another row, and the
// question alone would hold the text back again.
//
// Nearly every picture was asked about once, and a look at its newest answer, that of
// the newest prompt, is all. One that stands in every row, as the one that says that
// there is none yet does, may have been asked about for each. So that no row is held
// against each answer, the others meet in tables of their own.
const (
	broughtTablesSQL = `
CREATE TEMP TABLE found (row INTEGER PRIMARY KEY, item INTEGER) STRICT;
CREATE TEMP TABLE brought (row INTEGER PRIMARY KEY, pictures BLOB, text BLOB, wording BLOB) STRICT;
CREATE TEMP TABLE pictured (pictures BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE given (pictures BLOB, text BLOB, item INTEGER, PRIMARY KEY (pictures, text)) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE said (pictures BLOB, text BLOB, wording BLOB, PRIMARY KEY (pictures, text, wording)) STRICT, WITHOUT ROWID`
	anyAnswerSQL = `
SELECT EXISTS (SELECT 1 FROM predictions)`
	broughtSQL = `
SELECT n.id, n.pictures, n.alt, i.id, p.caption, EXISTS (SELECT 1 FROM decisions WHERE pictures = n.pictures AND text IS NOT NULL),
  EXISTS (SELECT 1 FROM asked CROSS JOIN items d ON d.id = asked.item WHERE asked.pictures = n.pictures AND asked.prompt < i.prompt AND d.state = 'done')
FROM rows n
CROSS JOIN items i ON i.id = (SELECT asked.item FROM asked CROSS JOIN items d ON d.id = asked.item
  WHERE asked.pictures = n.pictures AND d.state = 'done' ORDER BY asked.prompt DESC LIMIT 1)
JOIN predictions p ON p.id = i.prediction
WHERE n.id BETWEEN ? AND ? AND n.fate IS NOT NULL AND n.fate = 'kept'`
	picturedSQL = `
INSERT OR IGNORE INTO temp.pictured SELECT pictures FROM temp.brought`
	givenSQL = `
SELECT i.pictures, p.caption, i.id
FROM temp.pictured
CROSS JOIN asked ON asked.pictures = pictured.pictures
CROSS JOIN items i ON i.id = asked.item AND i.state = 'done'
JOIN predictions p ON p.id = i.prediction
ORDER BY pictured.pictures DESC, asked.prompt DESC`
	saidSQL = `
SELECT v.pictures, v.text, v.decision
FROM temp.pictured
CROSS JOIN decisions v ON v.pictures = pictured.pictures AND v.text IS NOT NULL
WHERE v.decision IN ('approve', 'edit') AND NOT EXISTS (SELECT 1 FROM decisions
  WHERE manifest = v.manifest AND key = v.key AND slot = v.slot AND id > v.id AND (pictures IS NULL OR pictures = v.pictures))`
	foundSQL = `
INSERT INTO temp.found
SELECT k.row, g.item
FROM temp.brought k CROSS JOIN temp.given g ON g.pictures = k.pictures AND g.text = k.text
WHERE NOT EXISTS (SELECT 1 FROM temp.said WHERE pictures = k.pictures AND text = k.text AND wording IN (x'', k.wording))`
	foundAnswersSQL = `
INSERT INTO answers
SELECT row, coalesce((SELECT value FROM json_each(?) WHERE value = (SELECT slot FROM answers WHERE item = found.item ORDER BY row, slot LIMIT 1)), ''), item
FROM temp.found ORDER BY row`
	foundRowsSQL = `
UPDATE rows SET fate = NULL WHERE id IN (SELECT row FROM temp.found)`
	foundOnlySQL = `
SELECT EXISTS (SELECT 1 FROM temp.found CROSS JOIN answers ON answers.row = found.row AND answers.slot = '')`
)

// recognizeElsewhere finds the kept rows whose text was given here to any row
// with the same pictures. They go on with the question that it answers, and
// nothing is asked.
func (r *Reading) recognizeElsewhere(ctx context.Context) error {
	if r.Tally.Kept == 0 {
		return nil
	}
	var answered bool
	if err := r.conn.QueryRowContext(ctx, anyAnswerSQL).Scan(&answered); err != nil || !answered {
		return err
	}
	if err := r.exec(ctx, broughtTablesSQL); err != nil {
		return err
	}
	unclear, err := r.bring(ctx)
	if err == nil && unclear {
		err = r.clear(ctx)
	}
	if err != nil {
		return err
	}
	return r.goOn(ctx)
}

// bring finds the rows that have the text of the newest answer about their
// pictures, and notes those of which that does not tell: other answers, or what
// people said, have to be looked at too.
func (r *Reading) bring(ctx context.Context) (unclear bool, err error) {
	found := bulk{into: "INTO temp.found (row, item)", columns: 2}
	brought := bulk{into: "INTO temp.brought (row, pictures, text, wording)", columns: 4}
	err = r.walk(ctx, broughtSQL, []driver.Value{r.Rows.First, r.Rows.Last}, func(conn *sqlite3.SQLiteConn, row []driver.Value) error {
		alt, said, others := text(row[2]), number(row[5]) != 0, number(row[6]) != 0
		o := pipeline.Outcome{State: pipeline.Done, Caption: text(row[4])}
		switch ours := !said && o.Wrote(alt); {
		case ours:
			return found.put(conn, row[0], row[3])
		case said || others:
			unclear = true
			return brought.put(conn, row[0], row[1], likeness(alt), wording(alt))
		}
		return nil
	}, &found, &brought)
	return unclear, err
}

// clear finds the rows among the noted ones that have the text of any answer,
// and not that of a person.
func (r *Reading) clear(ctx context.Context) error {
	if err := r.exec(ctx, picturedSQL); err != nil {
		return err
	}
	if err := r.given(ctx); err != nil {
		return err
	}
	if err := r.said(ctx); err != nil {
		return err
	}
	return r.exec(ctx, foundSQL)
}

// given notes the texts of answers, each with the newest that has it.
func (r *Reading) given(ctx context.Context) error {
	given := bulk{into: "OR IGNORE INTO temp.given (pictures, text, item)", columns: 3}
	return r.walk(ctx, givenSQL, nil, func(conn *sqlite3.SQLiteConn, row []driver.Value) error {
		for _, like := range pipeline.Likenesses(text(row[1])) {
			if like == "" {
				continue
			}
			if err := given.put(conn, row[0], digest(like), row[2]); err != nil {
				return err
			}
		}
		return nil
	}, &given)
}

// said notes the texts that people let stand: those that they approved in any
// style, their own word by word.
func (r *Reading) said(ctx context.Context) error {
	said := bulk{into: "OR IGNORE INTO temp.said (pictures, text, wording)", columns: 3}
	return r.walk(ctx, saidSQL, nil, func(conn *sqlite3.SQLiteConn, row []driver.Value) error {
		theirs, exactly := text(row[1]), []byte{}
		if pipeline.Verdict(text(row[2])) == pipeline.Edit {
			exactly = wording(theirs)
		}
		return said.put(conn, row[0], likeness(theirs), exactly)
	}, &said)
}

// goOn makes ordinary rows of those that were found. Each has its answer in the
// slot for which it was first given, where this manifest has that, or else as its
// only one.
func (r *Reading) goOn(ctx context.Context) error {
	slots, err := json.Marshal(slices.DeleteFunc(slices.Clone(r.Slots), func(s string) bool { return s == "" }))
	if err != nil {
		return err
	}
	n, err := r.unkeep(ctx, foundRowsSQL, foundAnswersSQL, string(slots))
	if err != nil || n == 0 {
		return err
	}
	var only bool
	err = r.conn.QueryRowContext(ctx, foundOnlySQL).Scan(&only)
	if only {
		r.Slots = union(r.Slots, []string{""})
	}
	return err
}

// likeness stands for all texts that differ from one in style alone.
func likeness(text string) []byte { return digest(pipeline.Likeness(text)) }

// wording stands for all texts that differ from one in spacing alone.
func wording(text string) []byte { return digest(strings.Join(strings.Fields(text), " ")) }

// digest stands for a text, in less room.
func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:16]
}
