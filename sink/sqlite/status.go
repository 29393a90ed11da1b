package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// A Status counts what the ledger holds about some rows.
type Status struct {
	Rows      int64
	RowStatus map[pipeline.RowStatus]int64
	// Items counts the questions that the rows ask, by state.
	Items map[pipeline.State]int64
	// Failures counts the rows that failed, by reason.
	Failures map[string]int64
	// Reserved is set aside for predictions whose bill nobody has seen; Charged
	// and Refunded are what the bills of the others say. All three are for the
	// whole ledger; what counts against the caps is their [Status.Cost].
	Reserved, Charged, Refunded price.Micros
}

// Cost is what the whole ledger has cost, as far as it is known.
func (s *Status) Cost() price.Micros { return s.Reserved + s.Charged - s.Refunded }

// Status counts. It costs in proportion to what is not done between the first and the
// last question of the rows, not to what is done or waits elsewhere.
func (l *Ledger) Status(ctx context.Context, work pipeline.Work) (Status, error) {
	s := Status{
		RowStatus: map[pipeline.RowStatus]int64{},
		Items:     map[pipeline.State]int64{},
		Failures:  map[string]int64{},
	}
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s, err
	}
	defer tx.Rollback()
	for _, count := range []func(context.Context, *sql.Tx, pipeline.Work) error{s.countFated, s.countQuestions, s.countMoney} {
		if err := count(ctx, tx, work); err != nil {
			return s, fmt.Errorf("count %s: %w", l.name, err)
		}
	}
	return s, nil
}

const (
	// eachUndone names all states but done, each of which the index of what is not
	// done has by itself.
	eachUndone = `i.state IN ('pending', 'submitting', 'submitted', 'failed', 'unconfirmed')`
	fatedSQL   = `
SELECT fate, coalesce(reason, ''), count(*), 0 FROM rows WHERE fate IS NOT NULL AND %s GROUP BY 1, 2`
	// undoneSQL counts rows and questions. Rows with a draft have an answer.
	undoneSQL = `
SELECT state, reason, sum(n), count(*) FROM (
  SELECT i.state, coalesce(i.reason, '') AS reason, sum(a.slot = '' AND i.draft IS NULL) AS n
  FROM items i JOIN answers a ON a.item = i.id
  WHERE ` + eachUndone + ` AND %s AND %s GROUP BY i.state, i.id)
GROUP BY 1, 2`
	// undoneRowsSQL counts rows that ask several questions, by the one that fares
	// worst.
	undoneRowsSQL = `
SELECT state, reason, count(*), 0 FROM (
  SELECT i.state, coalesce(i.reason, '') AS reason, max(CASE i.state WHEN 'failed' THEN 3 WHEN 'unconfirmed' THEN 2 ELSE 1 END)
  FROM items i JOIN answers a ON a.item = i.id
  WHERE ` + eachUndone + ` AND %s AND i.draft IS NULL AND %s GROUP BY a.row)
GROUP BY 1, 2`
)

// countFated counts all rows, and those that ask nothing.
func (s *Status) countFated(ctx context.Context, tx *sql.Tx, work pipeline.Work) error {
	for _, r := range work {
		s.Rows += r.Last - r.First + 1
	}
	return each(ctx, tx, fmt.Sprintf(fatedSQL, within("id", work)), func(fate, reason string, rows, _ int64) {
		s.add(pipeline.RowStatus(fate), reason, rows)
	})
}

// countQuestions counts questions, and the rows that ask them. Done ones are
// what is left of all.
func (s *Status) countQuestions(ctx context.Context, tx *sql.Tx, work pipeline.Work) error {
	for _, state := range pipeline.States {
		s.Items[state] = 0
	}
	done, err := countAsked(ctx, tx, work)
	if err != nil {
		return err
	}
	several, err := severalAsked(ctx, tx)
	if err != nil {
		return err
	}
	err = each(ctx, tx, fmt.Sprintf(undoneSQL, among(work), within("a.row", work)), func(state, reason string, rows, items int64) {
		if !several {
			s.add(pipeline.RowStatusOf(pipeline.State(state)), reason, rows)
		}
		s.Items[pipeline.State(state)] += items
		done -= items
	})
	if err == nil && several {
		err = s.countSeveral(ctx, tx, work)
	}
	s.Items[pipeline.Done] = done
	s.addDone()
	return err
}

// countSeveral counts the rows where some ask more than one question.
func (s *Status) countSeveral(ctx context.Context, tx *sql.Tx, work pipeline.Work) error {
	return each(ctx, tx, fmt.Sprintf(undoneRowsSQL, among(work), within("a.row", work)), func(state, reason string, rows, _ int64) {
		s.add(pipeline.RowStatusOf(pipeline.State(state)), reason, rows)
	})
}

// severalAsked tells whether a row may ask more than one question.
func severalAsked(ctx context.Context, tx *sql.Tx) (several bool, err error) {
	err = tx.QueryRowContext(ctx, slottedSQL).Scan(&several)
	return several, err
}

const slottedSQL = `SELECT EXISTS (SELECT 1 FROM manifests WHERE slots <> '[""]')`

// add counts rows of one status.
func (s *Status) add(status pipeline.RowStatus, reason string, rows int64) {
	if rows == 0 {
		return
	}
	s.RowStatus[status] += rows
	if status == pipeline.RowFailed {
		s.Failures[reason] += rows
	}
}

// addDone counts the rows that no other status has.
func (s *Status) addDone() {
	done := s.Rows
	for _, n := range s.RowStatus {
		done -= n
	}
	if done > 0 {
		s.RowStatus[pipeline.RowDone] = done
	}
}

const (
	keptAskedSQL = `SELECT questions FROM manifests WHERE first_row = ? AND last_row = ?`
	askedSQL     = `SELECT count(*) FROM (SELECT DISTINCT item FROM answers WHERE %s)`
)

// countAsked counts the different questions that rows ask. Of the rows of one
// manifest the number is kept; several may share some.
func countAsked(ctx context.Context, tx *sql.Tx, work pipeline.Work) (n int64, err error) {
	if len(work) == 1 {
		err = tx.QueryRowContext(ctx, keptAskedSQL, work[0].First, work[0].Last).Scan(&n)
		if !errors.Is(err, sql.ErrNoRows) {
			return n, err
		}
	}
	err = tx.QueryRowContext(ctx, fmt.Sprintf(askedSQL, within("row", work))).Scan(&n)
	return n, err
}

// countMoney reads the sums. The whole purse holds what is reserved and what
// bills come to together.
func (s *Status) countMoney(ctx context.Context, tx *sql.Tx, _ pipeline.Work) error {
	for name, sum := range map[string]*price.Micros{"total": &s.Reserved, billed: &s.Charged, givenBack: &s.Refunded} {
		err := tx.QueryRowContext(ctx, `SELECT spent FROM purses WHERE name = ?`, name).Scan(sum)
		if err := ignore(err, sql.ErrNoRows); err != nil {
			return err
		}
	}
	s.Reserved -= s.Charged - s.Refunded
	return nil
}

// each runs a query for two words and two counts.
func each(ctx context.Context, tx *sql.Tx, query string, f func(a, b string, n, m int64)) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			a, b string
			n, m int64
		)
		if err := rows.Scan(&a, &b, &n, &m); err != nil {
			return err
		}
		f(a, b, n, m)
	}
	return rows.Err()
}

// An Outlook is what a run over some rows has before it.
type Outlook struct {
	// Pending counts the questions to be asked, by prompt.
	Pending []Questions
	// Again counts those among them that take the place of a question about
	// the same pictures that has an answer already.
	Again int64
	// Open counts the questions that earlier runs have submitted, or left
	// unconfirmed.
	Submitted, Unconfirmed int64
}

// Questions counts questions that share a prompt.
type Questions struct {
	Prompt *pipeline.Prompt
	Count  int64
	// Slot is where the first of the rows that ask wants the answer.
	Slot string
}

// Outlook counts what the rows still ask. Before are the rows that were
// current when these were read; none when they are the current ones. Texts are
// parameters that nothing depends on for a count: prompts that only differ in
// them are counted as one, so that a prompt for every row costs no memory.
func (l *Ledger) Outlook(ctx context.Context, work, before pipeline.Work, texts ...string) (Outlook, error) {
	var o Outlook
	err := l.inSnapshot(ctx, func(tx *sql.Tx) error {
		var err error
		if o.Pending, err = l.countPending(ctx, tx, work, texts); err != nil {
			return err
		}
		if err := o.countOpen(ctx, tx, work); err != nil {
			return err
		}
		if len(o.Pending) == 0 || len(before) == 0 {
			return nil
		}
		return tx.QueryRowContext(ctx, fmt.Sprintf(againSQL, among(work), within("a.row", work), within("b.row", before), within("c.row", work))).Scan(&o.Again)
	})
	return o, err
}

// paidStates are those of a question that has an answer, or may have been paid for one.
const paidStates = `('done', 'submitting', 'submitted', 'unconfirmed')`

// againSQL counts pending questions about pictures whose answered question the
// new rows no longer ask: the question was changed. A further question about a
// picture, while the answered one is still asked, is none of these.
const againSQL = `
SELECT count(*) FROM items i
WHERE i.state = 'pending' AND %s AND EXISTS (SELECT 1 FROM answers a WHERE a.item = i.id AND %s)
  AND i.pictures IN (
    SELECT d.pictures FROM answers b JOIN items d ON d.id = b.item
    WHERE %s AND d.state IN ` + paidStates + ` AND NOT EXISTS (SELECT 1 FROM answers c WHERE c.item = d.id AND %s))`

// pendingSQL counts pending questions by slot and by prompt, and then by what
// is left of the prompts without some parameters.
const pendingSQL = `
WITH asked AS (
  SELECT i.prompt, (SELECT a.slot FROM answers a WHERE a.item = i.id AND %s LIMIT 1) AS slot
  FROM items i WHERE i.state = 'pending' AND %s),
counted AS (SELECT prompt, slot, count(*) AS n FROM asked WHERE slot IS NOT NULL GROUP BY 1, 2)
SELECT min(q.id), slot, sum(n) FROM counted JOIN prompts q ON q.id = prompt
GROUP BY slot, provider, model, label, json_remove(params%s) ORDER BY 1, 2`

func (l *Ledger) countPending(ctx context.Context, tx *sql.Tx, work pipeline.Work, texts []string) (all []Questions, err error) {
	var paths []any
	for _, name := range texts {
		paths = append(paths, `$."`+name+`"`)
	}
	without := strings.Repeat(", ?", len(paths))
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(pendingSQL, within("a.row", work), among(work), without), paths...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			q      Questions
			prompt int64
		)
		if err := rows.Scan(&prompt, &q.Slot, &q.Count); err != nil {
			return nil, err
		}
		if q.Prompt, err = l.prompt(ctx, prompt); err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, rows.Err()
}

const openSQL = `
SELECT i.state, '', count(*), 0 FROM items i WHERE i.state IN ('submitted', 'unconfirmed') AND %s
  AND EXISTS (SELECT 1 FROM answers a WHERE a.item = i.id AND %s) GROUP BY 1`

func (o *Outlook) countOpen(ctx context.Context, tx *sql.Tx, work pipeline.Work) error {
	return each(ctx, tx, fmt.Sprintf(openSQL, among(work), within("a.row", work)), func(state, _ string, n, _ int64) {
		if pipeline.State(state) == pipeline.Submitted {
			o.Submitted = n
		} else {
			o.Unconfirmed = n
		}
	})
}

// inSnapshot reads one moment of the ledger.
func (l *Ledger) inSnapshot(ctx context.Context, read func(*sql.Tx) error) error {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(read(tx), tx.Rollback())
}

// spentSQL looks only at predictions that are younger than the run: their
// numbers ascend.
const spentSQL = `
SELECT coalesce(sum(coalesce(charged, reserved) - coalesce(refunded, 0)), 0), count(*) FROM predictions
WHERE id > (SELECT last_before FROM runs WHERE id = ?1) AND run = ?1 AND state <> 'refused'`

// Spent is what one run has cost as far as is known, and how many submissions it
// made that were not refused.
func (l *Ledger) Spent(ctx context.Context, run pipeline.RunID) (spent price.Micros, submissions int64, err error) {
	err = l.readers.QueryRowContext(ctx, spentSQL, run).Scan(&spent, &submissions)
	return spent, submissions, err
}

// Repairs are what one run has asked again because the text of an answer was
// bad.
type Repairs struct {
	// Asked counts such submissions that were not refused, and Mended those
	// whose answers are their questions' now.
	Asked, Mended int64
	Cost          price.Micros // as far as it is known
}

const repairsSQL = `
SELECT count(*), coalesce(sum(p.state = 'done' AND EXISTS (SELECT 1 FROM items i WHERE i.id = p.item AND i.state = 'done' AND i.prediction = p.id)), 0),
  coalesce(sum(coalesce(p.charged, p.reserved) - coalesce(p.refunded, 0)), 0) FROM predictions p
WHERE p.id > (SELECT last_before FROM runs WHERE id = ?1) AND p.run = ?1 AND p.repairs IS NOT NULL AND p.state <> 'refused'`

// Repairs counts the repairs of one run.
func (l *Ledger) Repairs(ctx context.Context, run pipeline.RunID) (r Repairs, err error) {
	err = l.readers.QueryRowContext(ctx, repairsSQL, run).Scan(&r.Asked, &r.Mended, &r.Cost)
	return r, err
}

const failedSinceSQL = `
SELECT count(DISTINCT a.row) FROM items i JOIN answers a ON a.item = i.id
WHERE i.state IN ('failed', 'unconfirmed') AND %s AND i.draft IS NULL AND i.since >= ? AND %s`

// FailedSince counts the rows that have failed, or become unconfirmed, since.
func (l *Ledger) FailedSince(ctx context.Context, work pipeline.Work, since time.Time) (n int64, err error) {
	err = l.readers.QueryRowContext(ctx, fmt.Sprintf(failedSinceSQL, among(work), within("a.row", work)), millis(since)).Scan(&n)
	return n, err
}
