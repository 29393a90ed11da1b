//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// A bench measures in a folder of its own.
type bench struct {
	ctx     context.Context
	dir     string
	program string
}

// figures are the medians for one number of rows.
type figures struct {
	rows, runs int
	read       cost
	readBy     float64 // times as long as sqlite3 imports the same file; 0: not measured
	claim      time.Duration
	export     cost
	exportBy   float64 // times as long as sqlite3 writes the same columns
	rerun      cost
}

// cost is what one command took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

func (b *bench) measure(rows, runs int) (f figures, err error) {
	defer func() { err = errors.Join(err, b.clear()) }()
	f = figures{rows: rows, runs: runs}
	if err := b.manifest(rows); err != nil {
		return f, err
	}
	for _, step := range []func(*figures) error{b.read, b.claim, b.answer, b.export, b.rerun} {
		if err := step(&f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// manifest writes a table of so many different pictures.
func (b *bench) manifest(rows int) error {
	f, err := os.Create(b.file("images.csv"))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "id,url,title")
	for n := range rows {
		fmt.Fprintf(w, "p%08d,https://cdn.example.com/catalog/%04d/product-%08d.jpg,Product number %d in the catalog\n", n, n%5000, n, n)
	}
	return errors.Join(w.Flush(), f.Close())
}

// read measures how long the manifest takes into an empty ledger: a run that is
// stopped before its first question. In turn with it, sqlite3 imports the file
// into a table with one unique index.
func (b *bench) read(f *figures) error {
	var ours, theirs []cost
	for range f.runs {
		if err := b.remove("captions.db*", "import.db*"); err != nil {
			return err
		}
		c, err := b.time(b.program, "run", "images.csv", "--emulate", "--db", "captions.db", "--max-duration", "1ms", "--out", "none", "--yes", "--quiet")
		if err != nil {
			return err
		}
		if ours = append(ours, c); f.rows > mostCompared {
			continue
		}
		other, err := b.time("sqlite3", "import.db", "CREATE TABLE images (id TEXT, url TEXT, title TEXT)",
			"CREATE UNIQUE INDEX images_url ON images (url)", ".import --csv --skip 1 images.csv images")
		if err != nil {
			return err
		}
		theirs = append(theirs, other)
	}
	f.read, f.readBy = middle(ours), ratio(ours, theirs)
	return nil
}

// claim measures a page of a thousand questions, as a run takes them to go on
// with: at the beginning of the ledger, in its middle and at its end.
func (b *bench) claim(f *figures) error {
	l, err := sqlite.Open(b.ctx, b.file("captions.db"))
	if err != nil {
		return err
	}
	defer l.Close()
	manifests, err := l.Manifests(b.ctx)
	if err != nil {
		return err
	}
	const size = 1000
	var took []time.Duration
	for range 5 {
		for part := range 10 {
			page := pipeline.Page{State: pipeline.Pending, Size: size, Work: pipeline.Work{manifests[0].Rows}, After: pipeline.ItemID(part * f.rows / 10)}
			began := time.Now()
			items, err := l.Claim(b.ctx, page)
			if err != nil || len(items) != size {
				return fmt.Errorf("claim: %d items, %w", len(items), err)
			}
			took = append(took, time.Since(began)/size)
		}
	}
	slices.Sort(took)
	f.claim = took[len(took)/2]
	return nil
}

// answers gives every question its caption, as if it had been asked.
const answers = `
PRAGMA synchronous = OFF;
INSERT INTO runs (purse, owner, version, provider, started_at, ended_at, exit_code) VALUES (1, 'bench', '', '', 0, 0, 0);
INSERT INTO predictions (item, run, owner, prompt, images, extras, base_url, state, remote, reserved, intended_at, submitted_at, ended_at, took, caption)
SELECT id, 1, 'bench', prompt, '["https://cdn.example.com/catalog/picture.jpg"]', '{}', '', 'done', lower(hex(randomblob(16))), 5000, id, id, id, 900,
  '[emulated] A blue ceramic mug number ' || id || ' stands on a wooden table beside a folded grey cloth, in morning light.' FROM items;
UPDATE items SET state = 'done', attempts = 1, prediction = (SELECT p.id FROM predictions p WHERE p.item = items.id);
PRAGMA wal_checkpoint(TRUNCATE);`

func (b *bench) answer(*figures) error {
	_, err := b.time("sqlite3", "captions.db", answers)
	return err
}

// export measures how long the results take out of the ledger. In turn with it,
// sqlite3 writes them from a plain table.
func (b *bench) export(f *figures) error {
	var ours, theirs []cost
	for n := range f.runs {
		c, err := b.time(b.program, "export", "--db", "captions.db", "--out", "results.csv", "--quiet")
		if err != nil {
			return err
		}
		if ours = append(ours, c); f.rows > mostCompared {
			continue
		}
		if n == 0 {
			if _, err := b.time("sqlite3", "plain.db", ".import --csv results.csv results"); err != nil {
				return err
			}
		}
		other, err := b.time("sqlite3", "-csv", "plain.db", ".output plain.csv", "SELECT * FROM results")
		if err != nil {
			return err
		}
		theirs = append(theirs, other)
	}
	f.export, f.exportBy = middle(ours), ratio(ours, theirs)
	return nil
}

// rerun measures a run with nothing to ask and nothing to write. The first one
// writes the results.
func (b *bench) rerun(f *figures) error {
	var all []cost
	for range f.runs + 1 {
		c, err := b.time(b.program, "run", "images.csv", "--emulate", "--db", "captions.db", "--out", "rerun.csv", "--yes", "--quiet")
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	f.rerun = middle(all[1:])
	return nil
}

// time runs a command in the bench's folder. That a limit was reached is no
// failure: it is how a run ends that only reads.
func (b *bench) time(name string, args ...string) (cost, error) {
	const limitReached = 13
	c := exec.CommandContext(b.ctx, name, args...)
	c.Dir = b.dir
	began := time.Now()
	out, err := c.CombinedOutput()
	took := time.Since(began)
	if err != nil && (c.ProcessState == nil || c.ProcessState.ExitCode() != limitReached) {
		return cost{}, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	return cost{wall: took, cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peak: int64(usage.Maxrss) * peakUnit()}, nil
}

// peakUnit is what getrusage counts memory in: bytes on macOS, kilobytes
// elsewhere.
func peakUnit() int64 {
	if runtime.GOOS == "darwin" {
		return 1
	}
	return 1 << 10
}

// middle is the median of each figure.
func middle(all []cost) cost {
	return cost{
		wall: median(all, func(c cost) time.Duration { return c.wall }),
		cpu:  median(all, func(c cost) time.Duration { return c.cpu }),
		peak: median(all, func(c cost) int64 { return c.peak }),
	}
}

func median[T int64 | float64 | time.Duration](all []cost, of func(cost) T) T {
	values := make([]T, len(all))
	for i, c := range all {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// ratio is the median of how many times as long ours took, pair by pair; 0 where
// there are no pairs.
func ratio(ours, theirs []cost) float64 {
	if len(theirs) == 0 {
		return 0
	}
	by := make([]float64, len(theirs))
	for i := range theirs {
		by[i] = ours[i].wall.Seconds() / theirs[i].wall.Seconds()
	}
	slices.Sort(by)
	return by[len(by)/2]
}

func (b *bench) file(name string) string { return filepath.Join(b.dir, name) }

// clear removes all but the program.
func (b *bench) clear() error { return b.remove("*.db*", "*.csv") }

func (b *bench) remove(patterns ...string) error {
	for _, p := range patterns {
		names, err := filepath.Glob(b.file(p))
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}
