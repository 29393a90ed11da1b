//go:build unix

// Command growth measures how captionmill grows with its manifest: it makes
// manifests of ten thousand rows, a hundred thousand and so on, reads each into
// one ledger of its own, claims, runs over another list beside it, exports, runs
// once more over what is done, reads the manifest again when it has changed and
// captions some more images. It writes a table and a plot.
//
//	go run ./testdata/bench/growth [-to 1000000] [-runs 5] [-dir testdata/bench]
//
// It needs Go and the sqlite3 shell, which reads and writes the same rows for
// comparison, up to a million of them (its import takes an hour for ten), some
// 3 kB of disk for each row and a gigabyte of memory. Nothing is sent anywhere but
// to an emulator on this machine, which answers at once and has no limits. That is
// asked about the images that are captioned; the captions of all others are
// written into the ledger as a run would have left them.
//
// With -add it goes on with the figures of the invocation before.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

func main() {
	to := flag.Int("to", 1_000_000, "the most rows of a manifest; each has ten times as many as the one before")
	from := flag.Int("from", 10_000, "the fewest rows of a manifest")
	runs := flag.Int("runs", 5, "how often each thing is measured, for the median; above a million rows once, but for captioning")
	dir := flag.String("dir", filepath.FromSlash("testdata/bench"), "where growth.md, growth.svg and growth/figures.json are written")
	add := flag.Bool("add", false, "keep what was measured before with other numbers of rows")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *from, *to, *runs, *dir, *add); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, from, to, runs int, dir string, add bool) (err error) {
	if from < 1 || to < from || runs < 1 {
		return fmt.Errorf("-from %d -to %d -runs %d: there is nothing to measure", from, to, runs)
	}
	var all []figures
	if add {
		if all, err = load(dir); err != nil {
			return err
		}
	}
	temp, err := os.MkdirTemp("", "captionmill-growth-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	b := bench{ctx: ctx, dir: temp, program: filepath.Join(temp, "captionmill"), captions: runs}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", b.program, "./cmd/captionmill").CombinedOutput(); err != nil {
		return fmt.Errorf("build captionmill: %w\n%s", err, out)
	}
	return b.measureAll(from, to, runs, dir, all)
}

// measureAll measures every size, and saves each when it is measured.
func (b *bench) measureAll(from, to, runs int, dir string, all []figures) error {
	for rows := from; rows <= to; rows *= 10 {
		f, err := b.measure(rows, runsFor(rows, runs))
		if err != nil {
			return err
		}
		fmt.Printf("%s\n%s\n", f.reading(), f.writing())
		all = join(all, f)
		if err := save(dir, all); err != nil {
			return err
		}
	}
	return nil
}

// runsFor is how often something is measured with so many rows.
func runsFor(rows, runs int) int {
	if rows > mostCompared {
		return 1
	}
	return runs
}

// mostCompared is for how many rows sqlite3 is measured, too.
const mostCompared = 1_000_000
