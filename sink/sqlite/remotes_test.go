package sqlite

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/captionmill/captionmill/pipeline"
)

var errNo = errors.New("no")

// A remote id is one prediction's, wherever the ledger keeps it.
func TestRemotesAreGivenOnce(t *testing.T) {
	t.Parallel()
	const far = 1 + latestMost
	cases := map[string]func(t *testing.T, l *Ledger){
		"of late": func(*testing.T, *Ledger) {},
		"put in order": func(t *testing.T, l *Ledger) {
			accepted(t, l, far, "far", nil)
			inOrder(t, l, "a", "far")
		},
		"given to one from before what is in order": func(t *testing.T, l *Ledger) {
			intended(t, l, 2)
			accepted(t, l, far, "far", nil)
			accepted(t, l, 2, "late", nil)
			inOrder(t, l, "a", "far", "late")
			intended(t, l, far+1)
			accepted(t, l, far+1, "late", pipeline.ErrTaken)
		},
		"of late once more": func(t *testing.T, l *Ledger) {
			accepted(t, l, far, "far", nil)
			accepted(t, l, far+1, "b", nil)
			inOrder(t, l, "a", "far")
			accepted(t, l, far+2, "b", pipeline.ErrTaken)
		},
		"beside another that came to nothing": func(t *testing.T, l *Ledger) {
			accepted(t, l, 5, "a", pipeline.ErrTaken)
			accepted(t, l, 6, "b", nil)
			accepted(t, l, 7, "b", pipeline.ErrTaken)
		},
		"in a transaction that came to nothing": func(t *testing.T, l *Ledger) {
			err := l.onWire(func(w *wire) error {
				return w.transact([]*part{{}}, func(*part) error { return errors.Join(w.give("b", 1), errNo) })
			})
			if !errors.Is(err, errNo) {
				t.Errorf("got %v, want %v", err, errNo)
			}
			accepted(t, l, 5, "b", nil)
		},
		"in a part of one that was undone": func(t *testing.T, l *Ledger) {
			batch := []*part{
				{do: func(w *wire) error { return errors.Join(w.give("b", 1), errNo) }},
				{do: func(w *wire) error { return w.give("b", 5) }},
			}
			if err := l.commit(batch); err != nil || !errors.Is(batch[0].err, errNo) || batch[1].err != nil {
				t.Errorf("the parts end with %v and %v, %v", batch[0].err, batch[1].err, err)
			}
			if l.wire.latest.ids == nil {
				t.Error("all ids have to be read anew because of one part")
			}
		},
		"put in order in a transaction that came to nothing": func(t *testing.T, l *Ledger) {
			intended(t, l, far)
			intended(t, l, far+1)
			err := l.onWire(func(w *wire) error {
				return w.transact([]*part{{}}, func(*part) error {
					return errors.Join(w.followUp(acceptance(far, "far")), w.followUp(acceptance(far+1, "further")), errNo)
				})
			})
			if !errors.Is(err, errNo) {
				t.Errorf("got %v, want %v", err, errNo)
			}
			accepted(t, l, 3, "a", pipeline.ErrTaken)
			accepted(t, l, 3, "far", nil)
			inOrder(t, l)
		},
		"and the others could not be read": func(t *testing.T, l *Ledger) {
			l.wire.latest = latest{}
			long := limitSQL(t, l, len(latestSQL)-1)
			if err := l.together(func(w *wire) error { return w.give("b", 5) }); err == nil {
				t.Error("an id was given though nobody could read the others")
			}
			limitSQL(t, l, long)
		},
		"to the same once more": func(t *testing.T, l *Ledger) {
			accepted(t, l, far, "far", nil)
			accepted(t, l, 1, "a", nil)
		},
		"by an older version": func(t *testing.T, l *Ledger) {
			intended(t, l, 2)
			accepted(t, l, far, "far", nil)
			if _, err := l.writer.ExecContext(t.Context(), `UPDATE predictions SET remote = 'late' WHERE id = 2`); err != nil {
				t.Fatal(err)
			}
			inOrder(t, l, "a", "far", "late")
			accepted(t, l, far+1, "late", pipeline.ErrTaken)
		},
		"by somebody else": func(t *testing.T, l *Ledger) {
			other, err := Open(t.Context(), l.Name())
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			accepted(t, other, 5, "b", nil)
			accepted(t, l, 6, "b", pipeline.ErrTaken)
		},
	}
	for name, between := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := open(t)
			accepted(t, l, 1, "a", nil)
			between(t, l)
			accepted(t, l, 2*far, "a", pipeline.ErrTaken)
			foundAll(t, l)
		})
	}
}

// intended writes a prediction that is being submitted, unless it is there.
func intended(t *testing.T, l *Ledger, id pipeline.PredictionID) {
	t.Helper()
	_, err := l.writer.ExecContext(t.Context(), fmt.Sprintf(`
INSERT INTO prompts (id, hash, provider, model, label, params) VALUES (1, x'01', 'suite', 'model', 'minicpm', '{}') ON CONFLICT DO NOTHING;
INSERT INTO items (id, prompt, pictures) VALUES (1, 1, x'0a') ON CONFLICT DO NOTHING;
INSERT INTO runs (id, purse, owner, version, provider, started_at) VALUES (1, 1, 'x', 'v0', 'suite', 1) ON CONFLICT DO NOTHING;
INSERT INTO predictions (id, item, run, owner, prompt, images, extras, base_url, reserved, intended_at)
VALUES (%d, 1, 1, 'x', 1, '["%[1]d"]', '{}', '', 5, 1000) ON CONFLICT DO NOTHING`, id))
	if err != nil {
		t.Fatal(err)
	}
}

// accepted gives a prediction its remote id, as a step does.
func accepted(t *testing.T, l *Ledger, id pipeline.PredictionID, remote string, want error) {
	t.Helper()
	intended(t, l, id)
	if err := l.together(func(w *wire) error { return w.followUp(acceptance(id, remote)) }); !errors.Is(err, want) {
		t.Errorf("prediction %d gets %q: %v, want %v", id, remote, err, want)
	}
}

// limitSQL sets how long a statement may be, and returns what it was.
func limitSQL(t *testing.T, l *Ledger, bytes int) (was int) {
	t.Helper()
	err := l.onWire(func(w *wire) error {
		was = w.conn.SetLimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, bytes)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return was
}

func acceptance(id pipeline.PredictionID, remote string) pipeline.Step {
	return pipeline.Step{Prediction: id, From: pipeline.Submitting, To: pipeline.Submitted, Remote: remote, At: time.UnixMilli(2000)}
}

// inOrder fails unless just these ids are in order.
func inOrder(t *testing.T, l *Ledger, want ...string) {
	t.Helper()
	var have string
	err := l.readers.QueryRow(`SELECT coalesce(group_concat(remote), '') FROM (SELECT remote FROM remotes ORDER BY remote)`).Scan(&have)
	if err != nil || have != strings.Join(want, ",") {
		t.Errorf("in order are %q, %v; want %q", have, err, want)
	}
}

// foundAll fails unless every prediction that has a remote id is found by it.
func foundAll(t *testing.T, l *Ledger) {
	t.Helper()
	rows, err := l.readers.Query(`SELECT id, remote FROM predictions WHERE remote IS NOT NULL`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id pipeline.PredictionID
		var remote string
		if err := rows.Scan(&id, &remote); err != nil {
			t.Fatal(err)
		}
		if d, err := l.Known(t.Context(), remote); err != nil || d.Prediction != id {
			t.Errorf("%q belongs to prediction %d, %v; want %d", remote, d.Prediction, err, id)
		}
		if ours, err := l.Ours(t.Context(), []string{remote, "nobody's"}); err != nil || len(ours) != 1 || !ours[remote] {
			t.Errorf("of %q and another, ours are %v, %v", remote, ours, err)
		}
	}
}
