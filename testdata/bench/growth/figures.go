//go:build unix

package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// figures are the medians for one number of rows. What is zero was not measured.
type figures struct {
	Rows, Runs int
	Read       cost
	ReadBy     float64 // times as long as sqlite3 imports the same file
	Changed    cost
	Claim      time.Duration // for each question
	Beside     cost          // of a run over one row, while all others wait
	Captions   int           // how often Caption was measured
	Caption    cost          // of captioned images
	Export     cost
	ExportBy   float64 // times as long as sqlite3 writes the same columns
	Rerun      cost
	Note       string `json:",omitempty"` // what else is to be known of how it was measured
}

// cost is what one command took.
type cost struct {
	Wall, CPU time.Duration
	Peak      int64 // bytes
}

// perRow is a time in microseconds for each row.
func (f *figures) perRow(d time.Duration) float64 { return micros(d) / float64(f.Rows) }

// perImage is a time in microseconds for each image that was captioned.
func (f *figures) perImage(d time.Duration) float64 { return micros(d) / captioned }

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// kept is the file that holds the figures for another invocation to go on with.
func kept(dir string) string { return filepath.Join(dir, "growth", "figures.json") }

// load reads the figures of invocations before this one, none where there is no
// file.
func load(dir string) (all []figures, err error) {
	text, err := os.ReadFile(kept(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(text, &all)
}

// join puts figures among others, by their rows, in the place of those for the
// same number.
func join(all []figures, f figures) []figures {
	at, found := slices.BinarySearchFunc(all, f.Rows, func(f figures, rows int) int { return cmp.Compare(f.Rows, rows) })
	if found {
		all[at] = f
		return all
	}
	return slices.Insert(all, at, f)
}

// save writes the figures, and the table and the plot of them.
func save(dir string, all []figures) error {
	text, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(kept(dir)), 0o755),
		os.WriteFile(kept(dir), append(text, '\n'), 0o644),
		os.WriteFile(filepath.Join(dir, "growth.md"), []byte(page(all)), 0o644),
		os.WriteFile(filepath.Join(dir, "growth.svg"), []byte(plot(all)), 0o644))
}
