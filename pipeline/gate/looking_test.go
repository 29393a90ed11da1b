package gate

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/bench/looking.md anew")

const table = "../../testdata/bench/looking.md"

// head stands above the findings.
const head = `# How often to look, and how long answers lie about

A prediction takes a time that is log-normal, with a median and a spread (sigma). Per prediction: how many looks it takes to see
that it is ready, and for how long the answer lies about until then (idle, in seconds). *Fixed* looks once a second. *Learned* is the clock
of captionmill after so many predictions seen through, when only its own looks have told it how long they took, or when the API has said so.
*Best* is the schedule that costs least for just this distribution, found by dynamic programming, when a look costs as much as
%v ms idle; *cost* is what the learned one costs of that, times the best. P99 is the time within which 99 of 100
are ready, as learned and in truth. The last digit varies from one making to the next, because looks are moved a little by chance.

Made by ` + "`go test ./pipeline/gate -run TestLooking -update`" + `.

| median s | sigma | seen | told by | fixed looks | fixed idle | learned looks | learned idle | best looks | best idle | cost | P99 s | true P99 s |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
`

// A finding is one line of the table.
type finding struct {
	lognormal
	seen                int
	told                bool
	fixed, mine, lowest bill
	p99                 float64
}

func (f finding) String() string {
	by := "looks"
	if f.told {
		by = "API"
	}
	return fmt.Sprintf("| %g | %.1f | %d | %s | %.2f | %.3f | %.2f | %.3f | %.2f | %.3f | %.2f | %.2f | %.2f |",
		f.median, f.sigma, f.seen, by, f.fixed.looks, f.fixed.wait, f.mine.looks, f.mine.wait,
		f.lowest.looks, f.lowest.wait, f.mine.cost()/f.lowest.cost(), f.p99, f.quantile(0.99))
}

func findings() (all []finding) {
	for _, l := range models {
		fixed, lowest := l.second(), l.best()
		for _, seen := range []int{100, 500} {
			for _, told := range []bool{false, true} {
				mine, p99 := l.learned(seen, told)
				all = append(all, finding{l, seen, told, fixed, mine, lowest, p99})
			}
		}
	}
	return all
}

// What is promised of looking, and that the table still tells the truth.
func TestLooking(t *testing.T) {
	var lines strings.Builder
	fmt.Fprintf(&lines, head, lookWorth.Milliseconds())
	for _, f := range findings() {
		f.check(t)
		fmt.Fprintln(&lines, f)
	}
	if *update {
		if err := os.WriteFile(table, []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, string(stored), lines.String())
}

func (f finding) check(t *testing.T) {
	if f.mine.cost() > 1.15*f.lowest.cost() {
		t.Errorf("%v\ncosts %.3f, the best possible is %.3f", f, f.mine.cost(), f.lowest.cost())
	}
	if f.mine.looks > f.fixed.looks && f.mine.wait > f.fixed.wait {
		t.Errorf("%v\nmore looks and a longer wait than with a look every second", f)
	}
	if f.lognormal == (lognormal{3, 0.5}) && (f.mine.looks > 0.85*f.fixed.looks || f.mine.wait > f.fixed.wait) {
		t.Errorf("%v\nnot 0.85 of the looks of every second, with no longer a wait", f)
	}
	if truth := f.quantile(0.99); f.p99 < 0.9*truth || f.p99 > 1.3*truth {
		t.Errorf("%v\nP99 is %.2f s, in truth %.2f s", f, f.p99, truth)
	}
}

// compare finds figures that stand in the table and are not so any more.
func compare(t *testing.T, stored, now string) {
	old, fresh := strings.Fields(stored), strings.Fields(now)
	if len(old) != len(fresh) {
		t.Fatalf("%s has %d words, now there are %d: make it anew with -update", table, len(old), len(fresh))
	}
	for i, word := range old {
		was, err := strconv.ParseFloat(word, 64)
		is, err2 := strconv.ParseFloat(fresh[i], 64)
		if err != nil || err2 != nil {
			if word != fresh[i] {
				t.Errorf("%s says %q, now it is %q", table, word, fresh[i])
			}
			continue
		}
		if math.Abs(is-was) > 0.2*was { // looks are moved by chance: a tenth is not rare
			t.Errorf("%s says %v, now it is %v, after %q: make it anew with -update", table, was, is, fresh[max(0, i-20):i])
		}
	}
}
