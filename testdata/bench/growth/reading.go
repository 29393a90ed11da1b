//go:build unix

package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/sink/sqlite"
)

// manifest writes a table of so many different pictures, with titles of their
// own in every edition.
func (b *bench) manifest(rows, edition int) error {
	return b.write("images.csv", rows, func(n int) string {
		return fmt.Sprintf("p%08d,https://cdn.example.com/catalog/%04d/product-%08d.jpg,Product number %d in the catalog of %d", n, n%5000, n, n, 2000+edition)
	})
}

// readManifest is a run that is stopped before its first question.
func (b *bench) readManifest() (cost, error) {
	return b.time(b.program, "run", "images.csv", "--db", "captions.db", "--max-duration", "1ms", "--out", "none", "--yes", "--quiet")
}

// read measures how long the manifest takes into an empty ledger. In turn with
// it, sqlite3 imports the file into a table with one unique index.
func (b *bench) read(f *figures) error {
	var ours, theirs []cost
	for range f.Runs {
		if err := b.remove("captions.db*", "import.db*"); err != nil {
			return err
		}
		c, err := b.readManifest()
		if err != nil {
			return err
		}
		if ours = append(ours, c); f.Rows > mostCompared {
			continue
		}
		other, err := b.time("sqlite3", "import.db", "CREATE TABLE images (id TEXT, url TEXT, title TEXT)",
			"CREATE UNIQUE INDEX images_url ON images (url)", ".import --csv --skip 1 images.csv images")
		if err != nil {
			return err
		}
		theirs = append(theirs, other)
	}
	f.Read, f.ReadBy = middle(ours), ratio(ours, theirs)
	return b.asked(0)
}

// changed measures how long the manifest takes once more when the title of every
// row is another one, so that all rows are written anew and those of before are
// removed. The pictures are the same, so that there is nothing to ask. It comes
// before captioning, since a run begins by reading what was asked in the last
// minute, which is never as much on a real account.
func (b *bench) changed(f *figures) error {
	var all []cost
	for n := range f.Runs {
		if err := b.manifest(f.Rows, n+1); err != nil {
			return err
		}
		c, err := b.readManifest()
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	f.Changed = middle(all)
	return b.asked(0)
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
			page := pipeline.Page{State: pipeline.Pending, Size: size, Work: pipeline.Work{manifests[0].Rows}, After: pipeline.ItemID(part * f.Rows / 10)}
			began := time.Now()
			items, err := l.Claim(b.ctx, page)
			if err != nil || len(items) != size {
				return fmt.Errorf("claim: %d items, %w", len(items), err)
			}
			took = append(took, time.Since(began)/size)
		}
	}
	slices.Sort(took)
	f.Claim = took[len(took)/2]
	return nil
}

// beside measures a run over another list, of one row that asks nothing, while all
// questions of the manifest wait.
func (b *bench) beside(f *figures) error {
	if err := os.WriteFile(b.file("other.csv"), []byte("id,url,alt\no1,https://cdn.example.com/other.jpg,A text of somebody's\n"), 0o644); err != nil {
		return err
	}
	var all []cost
	for range f.Runs {
		c, err := b.time(b.program, "run", "other.csv", "--db", "captions.db", "--out", "none", "--yes", "--quiet")
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	f.Beside = middle(all)
	return b.asked(0)
}
