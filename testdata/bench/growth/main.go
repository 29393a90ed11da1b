//go:build unix

// Command growth measures how captionmill grows with its manifest: it makes
// manifests of ten thousand rows, a hundred thousand and so on, reads each into
// one ledger of its own, claims, exports and runs once more over what is done,
// and writes a table and a plot.
//
//	go run ./testdata/bench/growth [-to 1000000] [-runs 5] [-dir testdata/bench]
//
// It needs Go and the sqlite3 shell, which reads and writes the same rows for
// comparison, up to a million of them (its import takes an hour for ten), and some 2 kB of disk for each row. Nothing is sent anywhere:
// captions are written into the ledger, not asked for.
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
	runs := flag.Int("runs", 5, "how often each thing is measured, at most, for the median; above a million rows once")
	dir := flag.String("dir", filepath.FromSlash("testdata/bench"), "where growth.md and growth.svg are written")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *from, *to, *runs, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, from, to, runs int, dir string) error {
	temp, err := os.MkdirTemp("", "captionmill-growth-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	b := bench{ctx: ctx, dir: temp, program: filepath.Join(temp, "captionmill")}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", b.program, "./cmd/captionmill").CombinedOutput(); err != nil {
		return fmt.Errorf("build captionmill: %w\n%s", err, out)
	}
	var all []figures
	for rows := from; rows <= to; rows *= 10 {
		f, err := b.measure(rows, runsFor(rows, runs))
		if err != nil {
			return err
		}
		fmt.Println(f.line())
		all = append(all, f)
	}
	if len(all) == 0 {
		return fmt.Errorf("-from %d -to %d: there is nothing to measure", from, to)
	}
	if err := os.WriteFile(filepath.Join(dir, "growth.md"), []byte(page(all)), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "growth.svg"), []byte(plot(all)), 0o644)
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
