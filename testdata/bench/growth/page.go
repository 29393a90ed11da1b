//go:build unix

package main

import (
	"fmt"
	"strings"
)

// reading is the figures as a row of the table about reading.
func (f *figures) reading() string {
	return fmt.Sprintf("| %s | %d | %s | %s | %s | %s | %s | %s | %s |", thousands(f.Rows), f.Runs,
		number(f.perRow(f.Read.Wall)), number(f.perRow(f.Read.CPU)), number(f.ReadBy), megabytes(f.Read),
		number(f.perRow(f.Changed.Wall)), hundredths(over(f.Changed, f.Read)), megabytes(f.Changed))
}

// writing is the figures as a row of the table about everything else.
func (f *figures) writing() string {
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |", thousands(f.Rows),
		number(micros(f.Claim)), number(f.perImage(f.Caption.Wall)), number(f.perImage(f.Caption.CPU)), megabytes(f.Caption),
		number(f.perRow(f.Export.Wall)), number(f.ExportBy), megabytes(f.Export), hundredths(f.Rerun.Wall.Seconds()), hundredths(f.Beside.Wall.Seconds()))
}

// over is how many times as long one took as another.
func over(c, other cost) float64 { return float64(c.Wall) / float64(max(other.Wall, 1)) }

// number is a figure with one digit behind the point, if it was measured.
func number(n float64) string { return measured("%.1f", n) }

func hundredths(n float64) string { return measured("%.2f", n) }

func megabytes(c cost) string { return measured("%.0f", float64(c.Peak>>20)) }

func measured(form string, n float64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(form, n)
}

// page is the tables with the words that they need.
func page(all []figures) string {
	var b strings.Builder
	b.WriteString(`# How captionmill grows with its manifest

Made by ` + "`go run ./testdata/bench/growth`" + `, which says what is measured. The
machine has two cores; medians; times are microseconds for each row, unless
another unit is named. "× sqlite3" is how many times as long as the sqlite3
shell takes, measured in turn: ` + "`.import`" + ` of the same file into a table with one
unique index, and ` + "`-csv`" + ` of the same columns from one plain table.

"Read" is the first time, into an empty ledger. "Changed" is once more, by the same
command, when the title of every row is another one: all rows are written anew,
those of before removed, and the questions, which are the same and done, found
again.

| rows | runs | read | of it processor | × sqlite3 | peak, MB | changed | × read | peak, MB |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`)
	for i := range all {
		b.WriteString(all[i].reading() + "\n")
	}
	fmt.Fprintf(&b, `
"Caption" is for each of %s new images, and not for each row: a run that reads
them into the ledger, asks 64 at once an emulator that answers at once and has no
limits, and writes their results. The ledger holds so many rows that are done, and
what the runs before it have captioned; there are %s at every size. Where the
cost grows, it is that of writing: the names of new questions and the API's ids are
random, many share a page of a small ledger, and each has nearly a page of its own in
a large one. "Beside" is a run over another list, of one row, while all the rows wait
to be asked about.

| rows | claim | caption | of it processor | peak, MB | export | × sqlite3 | peak, MB | run with nothing to do, s | beside, s |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`, thousands(captioned), timesCaptioned(all))
	for i := range all {
		b.WriteString(all[i].writing() + "\n")
	}
	for _, f := range all {
		if f.Note != "" {
			fmt.Fprintf(&b, "\n%s rows: %s\n", thousands(f.Rows), f.Note)
		}
	}
	b.WriteString("\n![the same as a plot](growth.svg)\n")
	return b.String()
}

// timesCaptioned is how often captioning was measured.
func timesCaptioned(all []figures) string {
	least, most := all[0].Captions, all[0].Captions
	for _, f := range all {
		least, most = min(least, f.Captions), max(most, f.Captions)
	}
	if least == most {
		return fmt.Sprintf("%d runs", most)
	}
	return fmt.Sprintf("%d to %d runs", least, most)
}

// thousands groups digits by three.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
