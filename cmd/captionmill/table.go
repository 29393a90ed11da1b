package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// table is a short list of names and values for a terminal.
type table [][2]string

func (t *table) add(name, value string) { *t = append(*t, [2]string{name, value}) }

// addSome adds a count unless it is 0, with what it means.
func (t *table) addSome(name string, n int64, meaning string) {
	if n > 0 {
		t.add(name, strings.TrimRight(thousands(n)+"  "+meaning, " "))
	}
}

// String is the table, a line each, values below one another.
func (t table) String() string {
	width := 0
	for _, row := range t {
		width = max(width, utf8.RuneCountInString(row[0]))
	}
	var b strings.Builder
	for _, row := range t {
		fmt.Fprintf(&b, "%-*s  %s\n", width, row[0], row[1])
	}
	return b.String()
}
