//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
)

// captioned is how many new images are captioned at once, whatever the ledger
// holds.
const captioned = 20_000

// answers leaves the ledger as a run leaves it that has just asked every
// question: the questions are done, their prices are in the purses, their bills
// are open, since refunds may come for hours, and the API's ids are in order but
// for the latest. Those come in portions that are each in order, as they come
// to a run, because this is what decides how full the pages are.
const answers = `
PRAGMA synchronous = OFF;
PRAGMA cache_size = -1000000;
INSERT INTO runs (purse, owner, version, provider, started_at, ended_at, changed_at, exit_code, last_before)
SELECT 0, 'bench:1:1795768061765', 'devel', provider, began, ended, ended, 0, 0
FROM prompts, (SELECT unixepoch() * 1000 - 3600000 AS began, unixepoch() * 1000 - 60000 AS ended) LIMIT 1;
UPDATE runs SET purse = id WHERE id = (SELECT max(id) FROM runs);
INSERT INTO predictions (item, run, owner, prompt, images, extras, base_url, state, remote, reserved, intended_at, submitted_at, ended_at, caption)
SELECT i.id, r.id, r.owner, i.prompt, w.images, '{"enable_sync_mode":false}', 'http://127.0.0.1:38311', 'done', lower(hex(randomblob(16))), 5000,
  r.started_at + 3540000 * i.id / n, r.started_at + 3540000 * i.id / n + 90, r.started_at + 3540000 * i.id / n + 90,
  '[emulated] A blue ceramic mug number ' || i.id || ' stands on a wooden table beside a folded grey cloth, in morning light.'
FROM (SELECT *, (SELECT max(id) FROM items) AS n FROM runs ORDER BY id DESC LIMIT 1) r CROSS JOIN items i JOIN rows w ON w.id = i.id;
UPDATE items SET state = 'done', attempts = 1, since = (SELECT p.ended_at FROM predictions p WHERE p.id = items.id), prediction = id;
INSERT INTO purses SELECT name, 5000 * n, n FROM (SELECT count(*) AS n FROM predictions),
  (SELECT 'total' AS name UNION SELECT 'run ' || max(id) FROM runs UNION SELECT strftime('month %Y-%m', 'now'));
INSERT INTO remotes SELECT remote, id FROM predictions
WHERE id <= 8192 * ((SELECT max(id) FROM predictions) / 8192) ORDER BY (id - 1) / 8192, remote;
UPDATE remotes_until SET prediction = (SELECT max(prediction) FROM remotes);
PRAGMA wal_checkpoint(TRUNCATE);`

// answer gives every question its caption, as if it had been asked.
func (b *bench) answer(*figures) error {
	_, err := b.time("sqlite3", "captions.db", answers)
	return err
}

// caption measures what new images cost in a ledger in which all others are
// done. The ledger grows by them each time.
func (b *bench) caption(f *figures) error {
	var all []cost
	for n := range b.captions {
		if err := b.newImages(n); err != nil {
			return err
		}
		c, err := b.time(b.program, "run", "new.csv", "--db", "captions.db", "--check-images", "no",
			"--in-flight", "64", "--rate", "1000000000/min", "--yes", "--quiet")
		if err != nil {
			return err
		}
		if all = append(all, c); b.allDone() != nil {
			return b.allDone()
		}
	}
	f.Captions, f.Caption = len(all), middle(all)
	return b.asked(len(all) * captioned)
}

// newImages writes a manifest of pictures that no other has.
func (b *bench) newImages(n int) error {
	return b.write("new.csv", captioned, func(row int) string {
		return fmt.Sprintf("n%08d,https://cdn.example.com/new/%04d/product-%08d.jpg,New product number %d", row, n, row, row)
	})
}

// allDone makes sure that every new image has its caption.
func (b *bench) allDone() error {
	results, err := os.ReadFile(b.file("new.captioned.csv"))
	if done := bytes.Count(results, []byte(",done,")); err == nil && done != captioned {
		err = fmt.Errorf("%d of %d images are done in the results", done, captioned)
	}
	return err
}
