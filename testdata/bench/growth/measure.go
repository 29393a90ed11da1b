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

	"github.com/captionmill/captionmill/testdata/bench/standin"
)

// A bench measures in a folder of its own.
type bench struct {
	ctx      context.Context
	dir      string
	program  string
	captions int               // how often captioning is measured
	emulator *standin.Emulator // of the size at hand
}

// measure measures all that there is for a manifest of so many rows, with an
// emulator of its own.
func (b *bench) measure(rows, runs int) (f figures, err error) {
	defer func() { err = errors.Join(err, b.clear()) }()
	if b.emulator, err = standin.Start(b.ctx, b.program); err != nil {
		return f, err
	}
	defer b.emulator.Stop()
	f = figures{Rows: rows, Runs: runs}
	if err := b.manifest(rows, 0); err != nil {
		return f, err
	}
	for _, step := range []func(*figures) error{b.read, b.claim, b.beside, b.answer, b.export, b.rerun, b.changed, b.caption} {
		if _, err := b.time("sync"); err != nil { // nobody waits for what the one before has written
			return f, err
		}
		if err := step(&f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// asked makes sure that the emulator was asked about so many images, once each.
func (b *bench) asked(images int) error {
	stats, err := b.emulator.Stats(b.ctx)
	if err == nil && (stats.Accepted != images || images > 0 && stats.MaxPerImage != 1) {
		err = fmt.Errorf("it was asked %d times about %d images, %d times about one", stats.Accepted, images, stats.MaxPerImage)
	}
	return err
}

// write writes a table of images with so many rows.
func (b *bench) write(name string, rows int, row func(n int) string) error {
	f, err := os.Create(b.file(name))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "id,url,title")
	for n := range rows {
		fmt.Fprintln(w, row(n))
	}
	return errors.Join(w.Flush(), f.Close())
}

// time runs a command in the bench's folder. That a limit was reached is no
// failure: it is how a run ends that only reads.
func (b *bench) time(name string, args ...string) (cost, error) {
	const limitReached = 13
	c := exec.CommandContext(b.ctx, name, args...)
	c.Dir, c.Env = b.dir, b.emulator.Env()
	began := time.Now()
	out, err := c.CombinedOutput()
	took := time.Since(began)
	if err != nil && (c.ProcessState == nil || c.ProcessState.ExitCode() != limitReached) {
		return cost{}, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	return cost{Wall: took, CPU: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), Peak: int64(usage.Maxrss) * peakUnit()}, nil
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
		Wall: median(all, func(c cost) time.Duration { return c.Wall }),
		CPU:  median(all, func(c cost) time.Duration { return c.CPU }),
		Peak: median(all, func(c cost) int64 { return c.Peak }),
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
		by[i] = ours[i].Wall.Seconds() / theirs[i].Wall.Seconds()
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
