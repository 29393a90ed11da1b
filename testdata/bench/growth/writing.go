//go:build unix

package main

// export measures how long the results take out of the ledger. In turn with it,
// sqlite3 writes them from a plain table.
func (b *bench) export(f *figures) error {
	var ours, theirs []cost
	for n := range f.Runs {
		c, err := b.time(b.program, "export", "images.csv", "--db", "captions.db", "--out", "results.csv", "--quiet")
		if err != nil {
			return err
		}
		if ours = append(ours, c); f.Rows > mostCompared {
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
	f.Export, f.ExportBy = middle(ours), ratio(ours, theirs)
	return nil
}

// rerun measures a run with nothing to ask and nothing to write. The first one
// writes the results.
func (b *bench) rerun(f *figures) error {
	var all []cost
	for range f.Runs + 1 {
		c, err := b.time(b.program, "run", "images.csv", "--db", "captions.db", "--out", "rerun.csv", "--yes", "--quiet")
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	f.Rerun = middle(all[1:])
	return nil
}
