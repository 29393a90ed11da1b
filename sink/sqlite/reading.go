package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/captionmill/captionmill/pipeline"
)

// A Manifest is a list of images by name.
type Manifest struct {
	ID     int64
	Name   string // its path, or the name given to standard input
	Folder string // where relative file names begin
	Format string
	// Content names its bytes and how they are asked about, so that an
	// unchanged manifest need not be read again.
	Content pipeline.Hash
	// ImageKey is what made two addresses the same picture, "" if an older version
	// has read it.
	ImageKey string
	// Header is its columns.
	Header []string
	// Texts are the columns of it that a person has named for what they say, by
	// their roles in package manifest; the others have usual names.
	Texts map[string]string
	// Rows are its current ones.
	Rows pipeline.Range
	// Tally counts them.
	Tally Tally
	// Questions is how many different questions they ask.
	Questions int64
	// Slots are the places of their questions, in the order in which the
	// manifest first had them: "" alone where each row asks one.
	Slots []string
}

// A Tally counts the rows of a reading.
type Tally struct {
	Rows, Kept, Skipped, Failed int64
	// RepeatedIDs counts the rows whose id another row has as well.
	RepeatedIDs int64
}

// A Reading is a manifest on its way into the ledger. Its rows are written in
// large batches as they come, and become the manifest's current rows only when
// its end was reached, all at once: see [Ledger.Adopt].
type Reading struct {
	Manifest
	ledger *Ledger
	conn   *sql.Conn // temporary tables belong to it
	scribe *scribe   // writes on it
	inTx   int       // rows in this transaction

	rows, asks, answers, suspects bulk

	recall  recall
	asked   int64 // questions that the recall did not know
	fresh   int64 // of them, those that nobody has asked before
	prompts map[pipeline.Hash]int64
	last    asking
	before  pipeline.Range // rows of the last reading
	heeded  bool           // rows ask something else than the manifest says
	ids     sieve
	// suspected tells that some id may have been there before.
	suspected bool
}

// asking is what the questions of one prompt have in common.
type asking struct {
	prompt *pipeline.Prompt
	id     int64
}

// batchRows is how many rows go into one transaction.
const batchRows = 20_000

// Tidy removes what a reading left behind that did not reach its end. It must
// be called under the ledger's lock.
func (l *Ledger) Tidy(ctx context.Context) error {
	return l.write(func(tx *sql.Tx) error {
		if err := tidy(ctx, tx); err != nil {
			return fmt.Errorf("tidy ledger: %w", err)
		}
		return nil
	})
}

// tidy looks for the last row first: where a DELETE does so itself, SQLite
// gathers the numbers of all rows in memory before it removes one.
func tidy(ctx context.Context, tx *sql.Tx) error {
	var last int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(last_row), 0) FROM manifests`).Scan(&last); err != nil {
		return err
	}
	for _, q := range []string{`DELETE FROM rows WHERE id > ?`, `DELETE FROM answers WHERE row > ?`, `DELETE FROM spans WHERE first_row > ?`} {
		if _, err := tx.ExecContext(ctx, q, last); err != nil {
			return err
		}
	}
	return nil
}

// Manifest gives what is known of a manifest. It is found once it was read to
// its end, even where it holds no row; before that its Rows are empty.
func (l *Ledger) Manifest(ctx context.Context, name string) (m Manifest, found bool, err error) {
	m, err = l.manifest(ctx, `WHERE generation > 0 AND name = ?`, name)
	return m, m.ID != 0, err
}

func (l *Ledger) manifest(ctx context.Context, where string, args ...any) (Manifest, error) {
	var (
		m               = Manifest{Rows: pipeline.Range{Last: -1}}
		header, content []byte
		slots, texts    []byte
	)
	err := l.readers.QueryRowContext(ctx, `SELECT id, name, folder, format, header, content, first_row, last_row, kept, skipped, failed, questions, slots, texts, image_key
		FROM manifests `+where, args...).Scan(&m.ID, &m.Name, &m.Folder, &m.Format, &header, &content,
		&m.Rows.First, &m.Rows.Last, &m.Tally.Kept, &m.Tally.Skipped, &m.Tally.Failed, &m.Questions, &slots, &texts, &m.ImageKey)
	if errors.Is(err, sql.ErrNoRows) {
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("manifest: %w", err)
	}
	copy(m.Content[:], content)
	m.Tally.Rows = m.Rows.Last - m.Rows.First + 1
	return m, errors.Join(json.Unmarshal(header, &m.Header), json.Unmarshal(slots, &m.Slots), json.Unmarshal(texts, &m.Texts))
}

// Manifests gives every manifest that was read to its end, oldest first.
func (l *Ledger) Manifests(ctx context.Context) ([]Manifest, error) {
	rows, err := l.readers.QueryContext(ctx, `SELECT id FROM manifests WHERE generation > 0 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		ids = append(ids, id)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	all := make([]Manifest, len(ids))
	for i, id := range ids {
		if all[i], err = l.manifest(ctx, `WHERE id = ?`, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Read begins a reading. Only one may be open at a time, and nothing else can
// be written meanwhile; end it with [Reading.Link] or [Reading.Discard].
func (l *Ledger) Read(ctx context.Context, m Manifest) (*Reading, error) {
	conn, err := l.writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	r := &Reading{Manifest: m, ledger: l, conn: conn, prompts: map[pipeline.Hash]int64{}}
	if err := r.begin(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("read %s into the ledger: %w", m.Name, err), r.close())
	}
	return r, nil
}

// tempSQL makes what a reading needs for itself.
const tempSQL = `
CREATE TEMP TABLE asks (n INTEGER PRIMARY KEY, row INTEGER, slot TEXT, pictures BLOB, prompt INTEGER) STRICT;
CREATE TEMP TABLE suspects (key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE known (n INTEGER PRIMARY KEY, item INTEGER) STRICT`

// A reading writes states and references that are right by how it makes them.
// SQLite would look at each of them again, for a tenth of the time. It sorts as
// much in memory as the connection caches.
const (
	inReading = `PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on; PRAGMA cache_size = -16000`
	otherwise = `PRAGMA foreign_keys = on; PRAGMA ignore_check_constraints = off; PRAGMA cache_size = -4000`
)

func (r *Reading) begin(ctx context.Context) error {
	for _, q := range []string{tempSQL, inReading} {
		if err := r.exec(ctx, q); err != nil {
			return err
		}
	}
	var last pipeline.Range
	err := r.conn.QueryRowContext(ctx, `INSERT INTO manifests (name) VALUES (?) ON CONFLICT DO UPDATE SET name = name
		RETURNING id, first_row, last_row`, r.Name).Scan(&r.ID, &last.First, &last.Last)
	if err != nil {
		return err
	}
	r.recall, r.before = newRecall(last), last
	if err := r.conn.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) + 1 FROM rows`).Scan(&r.Rows.First); err != nil {
		return err
	}
	r.Rows.Last = r.Rows.First - 1
	r.rows = bulk{into: "INTO rows (id, manifest, line, key, name, images, cells, fate, alt, reason, detail, pictures)", columns: 12}
	r.asks = bulk{into: "INTO temp.asks (row, slot, pictures, prompt)", columns: 4}
	r.answers = bulk{into: "INTO answers (row, slot, item)", columns: 3}
	r.suspects = bulk{into: "OR IGNORE INTO temp.suspects (key)", columns: 1}
	if err := r.exec(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	r.scribe = newScribe(r.conn)
	return nil
}

// Add takes the next row of the manifest. It is written a little later, so that
// an error may be that of a row before it.
func (r *Reading) Add(ctx context.Context, row *pipeline.Row) error {
	r.Rows.Last++
	r.count(row)
	if err := r.watch(row); err != nil {
		return err
	}
	key := row.Key // the row is the caller's again before it is written
	full := r.rows.add(r.Rows.Last, r.ID, int64(row.Line), key[:], null(row.ID), string(row.Images), string(row.Cells),
		null(string(row.Fate)), alt(row), null(row.Reason), null(row.Detail), known(row.Pictures))
	if err := r.hand(&r.rows, full); err != nil {
		return fmt.Errorf("row at line %d, or one before it: %w", row.Line, err)
	}
	if err := r.recall.reach(ctx, r.ledger, r.Tally.Rows); err != nil {
		return err
	}
	for i := range row.Asks {
		if err := r.ask(ctx, &row.Asks[i]); err != nil {
			return fmt.Errorf("question at line %d, or one before it: %w", row.Line, err)
		}
	}
	if r.inTx++; r.inTx >= batchRows {
		r.inTx = 0
		return r.turn()
	}
	return nil
}

// watch notes the ids that may have been there before.
func (r *Reading) watch(row *pipeline.Row) error {
	if row.ID == "" || !r.ids.suspect(row.Key) {
		return nil
	}
	r.suspected = true
	key := row.Key
	return r.hand(&r.suspects, r.suspects.add(key[:]))
}

// hand gives a full load to the scribe.
func (r *Reading) hand(b *bulk, full bool) error {
	if !full {
		return nil
	}
	return r.scribe.tell(b.take())
}

func (r *Reading) count(row *pipeline.Row) {
	r.Tally.Rows++
	switch row.Fate {
	case pipeline.RowKept:
		r.Tally.Kept++
	case pipeline.RowSkipped:
		r.Tally.Skipped++
	case pipeline.RowFailed:
		r.Tally.Failed++
	}
}

func (r *Reading) ask(ctx context.Context, ask *pipeline.Ask) error {
	if !slices.Contains(r.Slots, ask.Slot) {
		r.Slots = append(r.Slots, ask.Slot)
	}
	if ask.Prompt != r.last.prompt {
		id, err := r.promptID(ctx, ask.Prompt)
		if err != nil {
			return err
		}
		r.last = asking{ask.Prompt, id}
	}
	seen := ask.Seen()
	if item, ok := r.recall.item(r.last.id, seen); ok {
		return r.hand(&r.answers, r.answers.add(r.Rows.Last, ask.Slot, item))
	}
	r.asked++
	return r.hand(&r.asks, r.asks.add(r.Rows.Last, ask.Slot, seen[:], r.last.id))
}

// promptID finds or writes a prompt.
func (r *Reading) promptID(ctx context.Context, p *pipeline.Prompt) (id int64, err error) {
	hash := p.Hash()
	if id, ok := r.prompts[hash]; ok {
		return id, nil
	}
	err = r.conn.QueryRowContext(ctx, `INSERT INTO prompts (hash, provider, model, label, params, kind, max_chars, lang)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET label = excluded.label, kind = excluded.kind, max_chars = excluded.max_chars, lang = excluded.lang RETURNING id`,
		hash[:], p.Provider, p.Model, p.Label, p.Params, null(p.Form.Kind), orNull(int64(p.Form.MaxChars)), null(p.Form.Lang)).Scan(&id)
	if len(r.prompts) >= mostPrompts {
		clear(r.prompts)
	}
	r.prompts[hash] = id
	return id, err
}

// turn ends one transaction and begins the next.
func (r *Reading) turn() error {
	for _, b := range []*bulk{&r.rows, &r.asks, &r.answers, &r.suspects} {
		if err := r.scribe.tell(b.take()); err != nil {
			return err
		}
	}
	return r.scribe.tell(func(conn *sql.Conn) error {
		_, err := conn.ExecContext(context.Background(), `COMMIT; BEGIN IMMEDIATE`)
		return err
	})
}

// Discard ends a reading that is not wanted; its rows go. It must not be
// called once the reading was adopted.
func (r *Reading) Discard(ctx context.Context) error {
	if err := r.close(); err != nil {
		return err
	}
	return r.ledger.write(func(tx *sql.Tx) error { return forget(ctx, tx, r.Rows) })
}

// forget removes rows, and what joins them with their questions.
func forget(ctx context.Context, tx *sql.Tx, rows pipeline.Range) error {
	for _, q := range []string{`DELETE FROM rows WHERE id BETWEEN ? AND ?`, `DELETE FROM answers WHERE row BETWEEN ? AND ?`, `DELETE FROM spans WHERE first_row BETWEEN ? AND ?`} {
		if _, err := tx.ExecContext(ctx, q, rows.First, rows.Last); err != nil {
			return err
		}
	}
	return nil
}

// close gives the connection back, with nothing left of the reading on it.
func (r *Reading) close() error {
	if r.conn == nil {
		return nil
	}
	r.recall.close()
	if r.scribe != nil {
		r.scribe.finish() // what went wrong was told, or does not matter any more
	}
	ctx := context.Background()
	r.conn.ExecContext(ctx, `ROLLBACK`) // fails when there is nothing to roll back
	err := errors.Join(r.rows.close(), r.asks.close(), r.answers.close(), r.suspects.close())
	err = errors.Join(err, r.exec(ctx, clearSQL), r.exec(ctx, otherwise))
	if err != nil {
		r.conn.Raw(func(any) error { return driver.ErrBadConn }) //nolint:errcheck // another one takes its place
	}
	err = errors.Join(err, r.conn.Close())
	r.conn = nil
	return err
}

const clearSQL = `
DROP TABLE IF EXISTS temp.asks; DROP TABLE IF EXISTS temp.sorted;
DROP TABLE IF EXISTS temp.known; DROP TABLE IF EXISTS temp.suspects;
DROP TABLE IF EXISTS temp.answered; DROP TABLE IF EXISTS temp.returned;
DROP TABLE IF EXISTS temp.brought; DROP TABLE IF EXISTS temp.pictured; DROP TABLE IF EXISTS temp.given;
DROP TABLE IF EXISTS temp.said; DROP TABLE IF EXISTS temp.found`

func (r *Reading) exec(ctx context.Context, query string, args ...any) error {
	_, err := r.conn.ExecContext(ctx, query, args...)
	return err
}

// known keeps a hash of nothing out of the file.
func known(h pipeline.Hash) any {
	if h == (pipeline.Hash{}) {
		return nil
	}
	return h[:]
}

// alt keeps the difference between no text and an empty one.
func alt(row *pipeline.Row) any {
	if row.Fate != pipeline.RowKept {
		return nil
	}
	return row.Alt
}
