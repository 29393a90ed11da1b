package gate_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/captionmill/captionmill/pipeline/gate"
)

// How long submissions take. A tenth of it is the way to the server, so that
// the longer ones arrive unevenly.
var (
	quick  = span{50 * time.Millisecond, 150 * time.Millisecond}
	usual  = span{200 * time.Millisecond, 600 * time.Millisecond}
	slow   = span{1500 * time.Millisecond, 2 * time.Second}
	uneven = span{50 * time.Millisecond, 2 * time.Second}
)

// A want is what has to come of a run: parts of the account's limit that are
// accepted, at least, and of the submissions that are refused, at most.
type want struct{ first, firstRefused, settled, refused float64 }

// asPromised is what has to come of a rate that is not known or wrong.
//
// A server that accepts a whole minute's worth at once is not to be told from
// one that bears all, until the first refusal has been heard. By then a rate of
// R a minute has sent R/60 a second for as long as answers take, in vain. At
// 5,000 and a second that is 83 of 583, or 14 %; at 50,000 and a tenth as many.
// A start slow enough to avoid it would take longer than a true rate allows:
// N submissions may take 1.02*N/R and two seconds, and those are spent.
var asPromised = want{first: 0.5, firstRefused: 0.1, settled: 0.95, refused: 0.02}

// withRoom is the same with room for the dice, for tests of many cases.
var withRoom = want{first: 0.45, firstRefused: 0.12, settled: 0.94, refused: 0.025}

// check compares the first minute, and the time after the account should be
// known, with what is wanted. Best is the most that the account bears a minute.
func (a *account) check(t *testing.T, best float64, from, to time.Duration, w want) {
	t.Helper()
	var got want
	got.first, got.firstRefused = a.parts(best, 0, time.Minute)
	got.settled, got.refused = a.parts(best, from, to)
	t.Log(got)
	if got.first < w.first || got.firstRefused > w.firstRefused || got.settled < w.settled || got.refused > w.refused {
		t.Errorf("wanted %v", w)
	}
}

// parts are what was accepted a minute, as a part of the best, and what was
// refused, as a part of all submissions.
func (a *account) parts(best float64, from, to time.Duration) (accepted, refused float64) {
	n, r := between(a.accepted, a.began, from, to), between(a.refused, a.began, from, to)
	return float64(n) / best / (to - from).Minutes(), share(r, n)
}

func (w want) String() string {
	return fmt.Sprintf("first minute %3.0f %% of the limit, %4.1f %% refused; from then on %3.0f %%, %4.1f %% refused",
		100*w.first, 100*w.firstRefused, 100*w.settled, 100*w.refused)
}

func share(refused, accepted int) float64 {
	return float64(refused) / max(1, float64(refused+accepted))
}

// simulate runs a test on the clock of a bubble, begun within a minute.
func simulate(t *testing.T, name string, f func(t *testing.T)) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(17 * time.Second)
			f(t)
		})
	})
}

// The limit is lower than the one that was given, or is not known at all.
func TestRateIsFound(t *testing.T) {
	for _, counts := range []counting{minute, sliding, second, bucket, deep} {
		for _, given := range []float64{0, 550, 800, 5000} {
			for _, answers := range []span{usual, uneven} {
				simulate(t, fmt.Sprint(counts, " given ", given, " ", answers.to), func(t *testing.T) {
					a := newAccount(terms{perMinute: 500, counting: counts, answers: answers, runs: time.Second})
					a.drive(t, &gate.Gate{Rate: given, InFlight: 300}, 100, counts.settles()+4*time.Minute)
					a.check(t, 500, counts.settles(), counts.settles()+4*time.Minute, wantFound(given, answers, counts))
				})
			}
		}
	}
}

func wantFound(given float64, answers span, counts counting) want {
	w := withRoom
	if given == 5000 && answers == uneven {
		w.firstRefused = 0.15
	}
	if counts == deep { // what is saved up is found out again and again: 0 to 5.3 % in 640 runs
		w.refused = 0.07
	}
	if counts == deep && given == 0 { // a minute's worth is borne at once, and the search is far beyond it by then
		w.firstRefused = 0.2
	}
	return w
}

// A given rate of five or ten times the limit is found out before much is
// refused, even where answers take long: nothing is known of an API that counts
// by the second until they come. At ten times the limit and two seconds, 12 of
// the first 22 are refused, and some of each round that follows in as long: that
// is about a tenth, a little more or less by luck.
func TestGentleStart(t *testing.T) {
	for _, counts := range []counting{second, bucket, strict} {
		for _, given := range []float64{2500, 5000} {
			for _, answers := range []span{quick, usual, slow} {
				simulate(t, fmt.Sprint(counts, " given ", given, " ", answers.to), func(t *testing.T) {
					a := newAccount(terms{perMinute: 500, counting: counts, answers: answers})
					a.flood(t, &gate.Gate{Rate: given, InFlight: 1 << 20}, 4*time.Minute)
					w := withRoom
					if answers == slow {
						w.firstRefused = 0.15
					}
					a.check(t, 500, time.Minute, 4*time.Minute, w)
				})
			}
		}
	}
}

// Refusals come at once, and what is accepted takes about two seconds, as with an
// API that does the work before it answers. Told which turn an answer is to, the
// gate does not take the refusals that it hears first for all of them.
func TestRateIsFoundWhereRefusalsComeFirst(t *testing.T) {
	for _, counts := range []counting{minute, sliding, second, bucket, strict} {
		for _, given := range []float64{750, 1500} {
			for _, answers := range []span{slow, {time.Second, 4 * time.Second}} {
				if counts == strict && answers != slow {
					continue // submissions that arrive so unevenly find no room for long
				}
				simulate(t, fmt.Sprint(counts, " given ", given, " ", answers.to), func(t *testing.T) {
					a := newAccount(terms{perMinute: 500, counting: counts, answers: answers, curt: true, turns: true})
					a.flood(t, &gate.Gate{Rate: given, InFlight: 1 << 20}, counts.settles()+4*time.Minute)
					a.check(t, 500, counts.settles(), counts.settles()+4*time.Minute, want{first: 0.4, firstRefused: 0.12, settled: 0.9, refused: 0.03})
				})
			}
		}
	}
}

// At a limit of 60 a minute a tenth of the first one is six. Three refusals in a row
// it takes to tell a limit from chance, and where minutes are counted the gate then
// asks once after some seconds, when the clock begins a minute, and when its own is over.
// One that counts by the second refuses two at first, and one or two for each step too far.
func TestSmallLimitIsFound(t *testing.T) {
	for _, counts := range []counting{minute, sliding, second, bucket} {
		for _, hint := range []time.Duration{0, time.Second} {
			for _, answers := range []span{quick, {450 * time.Millisecond, 550 * time.Millisecond}} {
				w := want{first: 0.5, firstRefused: 0.1, settled: 0.9, refused: 0.025}
				if counts == second && hint > 0 { // each refusal costs a turn there
					w.settled = 0.85
				}
				simulate(t, fmt.Sprint(counts, " hint ", hint, " ", answers.to), func(t *testing.T) {
					a := newAccount(terms{perMinute: 60, counting: counts, answers: answers, curt: true, near: true, turns: true, hint: hint})
					a.flood(t, &gate.Gate{Rate: 600, InFlight: 1 << 20}, 8*time.Minute)
					a.check(t, 60, 3*time.Minute, 8*time.Minute, w)
				})
			}
		}
	}
}

// A rate that was mistaken by a factor of a hundred is not put down to chance.
func TestRateIsFoundFromFarAbove(t *testing.T) {
	for _, counts := range []counting{second, bucket, strict, minute, sliding} {
		simulate(t, fmt.Sprint(counts), func(t *testing.T) {
			a := newAccount(terms{perMinute: 500, counting: counts, answers: quick})
			a.flood(t, &gate.Gate{Rate: 50_000, InFlight: 1 << 20}, counts.settles()+4*time.Minute)
			a.check(t, 500, counts.settles(), counts.settles()+4*time.Minute, want{first: 0.45, firstRefused: 0.25, settled: 0.94, refused: 0.025})
		})
	}
}

// A bucket that holds a minute's worth accepts so much at first that hundreds are
// refused at once when it is empty, and a few again after every pause. That is
// not put down to chance, however the dice fall.
func TestDeepBucketIsNotTakenForChance(t *testing.T) {
	for _, seed := range []uint64{1, 5, 7, 17, 22, 36, 38} {
		simulate(t, fmt.Sprint(seed), func(t *testing.T) {
			a := newAccount(terms{perMinute: 500, counting: deep, answers: span{450 * time.Millisecond, 550 * time.Millisecond}})
			a.dice = rand.New(rand.NewPCG(seed, 9))
			a.flood(t, &gate.Gate{Rate: 50_000, InFlight: 1 << 20}, 4*time.Minute)
			a.check(t, 500, 2*time.Minute, 4*time.Minute, want{first: 0.5, firstRefused: 0.65, settled: 0.9, refused: 0.12})
		})
	}
}

// settles is how long it takes until the limit is known.
func (c counting) settles() time.Duration {
	if c == minute || c == sliding {
		return 3 * time.Minute
	}
	return time.Minute
}

// What was on its way before the first refusal was heard is refused, however the
// gate learns. Where a minute is counted that alone is more than a tenth of the
// first one when the rate and the time that answers take are large: the promise
// cannot be kept then. Hardly more than that is refused.
func TestOnlyWhatWasOnItsWayIsRefused(t *testing.T) {
	const limit = 500
	for _, test := range []struct{ given, answers float64 }{{1500, 3}, {2500, 2}, {5000, 1}} {
		for _, counts := range []counting{minute, sliding} {
			simulate(t, fmt.Sprint(counts, " given ", test.given, " ", test.answers, " s"), func(t *testing.T) {
				takes := time.Duration(test.answers * float64(time.Second))
				a := newAccount(terms{perMinute: limit, counting: counts, answers: span{takes, takes}})
				a.began = a.began.Truncate(time.Minute).Add(time.Minute) // a whole minute of the clock is left
				time.Sleep(time.Until(a.began))
				a.flood(t, &gate.Gate{Rate: test.given, InFlight: 1 << 20}, time.Minute)
				onTheirWay := int(test.given / 60 * test.answers)
				if share(onTheirWay, limit) < asPromised.firstRefused {
					t.Errorf("%d on their way are no more than a tenth of the first minute", onTheirWay)
				}
				if n := between(a.refused, a.began, 0, time.Minute); n > onTheirWay+17 {
					t.Errorf("%d refused, of which %d were on their way", n, onTheirWay)
				}
			})
		}
	}
}

// Refusals say how long to wait, and everyone does. That wastes what an API that
// counts by the second would have borne.
func TestRateIsFoundWithHints(t *testing.T) {
	for _, counts := range []counting{minute, sliding, second, bucket} {
		for _, given := range []float64{0, 550, 800} {
			simulate(t, fmt.Sprint(counts, " given ", given), func(t *testing.T) {
				a := newAccount(terms{perMinute: 500, counting: counts, answers: usual, runs: time.Second, retryAfter: true})
				a.drive(t, &gate.Gate{Rate: given, InFlight: 300}, 100, 5*time.Minute)
				a.check(t, 500, counts.settles(), 5*time.Minute, want{first: 0.5, firstRefused: 0.12, settled: 0.95, refused: 0.03})
			})
		}
	}
}

// Refusals that have nothing to do with the rate do not lower it.
func TestRefusalsByChance(t *testing.T) {
	for _, test := range []struct{ chance, settled float64 }{{0.01, 0.9}, {0.05, 0.8}, {0.08, 0.75}, {0.3, 0.5}} {
		for _, answers := range []span{usual, slow} {
			simulate(t, fmt.Sprint(test.chance, " ", answers.to), func(t *testing.T) {
				a := newAccount(terms{perMinute: 500, counting: minute, answers: answers, runs: time.Second, chance: test.chance})
				a.drive(t, &gate.Gate{Rate: 500, InFlight: 300}, 100, 15*time.Minute)
				a.check(t, 500, time.Minute, 15*time.Minute, want{firstRefused: 1, settled: test.settled, refused: 1.2*test.chance + 0.01})
			})
		}
	}
}

// Somebody else uses half of the account, always or now and then.
func TestAnotherProgramUsesTheAccount(t *testing.T) {
	for _, test := range []struct {
		name    string
		others  func(time.Duration) int
		mean    float64
		settled float64
	}{
		{"always", func(time.Duration) int { return 250 }, 250, 0.9},
		{"five minutes of ten", func(d time.Duration) int { return 250 * (int(d.Minutes()) / 5 % 2) }, 375, 0.65},
	} {
		for _, counts := range []counting{minute, sliding, second, bucket} {
			simulate(t, fmt.Sprint(test.name, " ", counts), func(t *testing.T) {
				a := newAccount(terms{perMinute: 500, counting: counts, answers: usual, runs: time.Second, others: test.others})
				a.drive(t, &gate.Gate{Rate: 500, InFlight: 300}, 100, 20*time.Minute)
				a.check(t, test.mean, 3*time.Minute, 20*time.Minute, want{firstRefused: 0.15, settled: test.settled, refused: 0.03})
			})
		}
	}
}

func TestChangedLimitIsFoundAgain(t *testing.T) {
	for _, test := range []struct {
		given         float64
		before, after int
	}{{500, 200, 500}, {0, 200, 500}, {500, 500, 240}} {
		for _, counts := range []counting{minute, sliding, second, bucket} {
			simulate(t, fmt.Sprint(counts, " given ", test.given, " ", test.before, " to ", test.after), func(t *testing.T) {
				a := newAccount(terms{perMinute: test.before, counting: counts, answers: usual, runs: time.Second})
				g := &gate.Gate{Rate: test.given, InFlight: 1000}
				a.drive(t, g, 100, 5*time.Minute)
				a.perMinute = test.after
				a.drive(t, g, 100, 13*time.Minute)
				w := want{firstRefused: 1, settled: 0.9, refused: 0.03}
				a.check(t, float64(test.after), 14*time.Minute, 18*time.Minute, w)
			})
		}
	}
}

// The account levels are the vendor's: silver in both of its tables. Nothing is
// given.
func TestSilverIsFound(t *testing.T) {
	for _, concurrent := range []int{100, 300} {
		for _, counts := range []counting{minute, sliding, second, bucket} {
			for _, answers := range []span{quick, usual} {
				simulate(t, fmt.Sprint(concurrent, " ", counts, " ", answers.to), func(t *testing.T) {
					a := newAccount(terms{perMinute: 500, concurrent: concurrent, counting: counts, answers: answers, runs: 5 * time.Second})
					a.drive(t, &gate.Gate{}, 400, 7*time.Minute)
					if n := between(a.accepted, a.began, 0, 2*time.Minute); n < 700 {
						t.Errorf("%d accepted within two minutes", n)
					}
					a.check(t, 500, 2*time.Minute, 7*time.Minute, want{first: 0.5, firstRefused: 0.12, settled: 0.9, refused: 0.03})
				})
			}
		}
	}
}

// Bronze in both tables bears so little that each refusal is a large part.
func TestBronzeIsNotStormed(t *testing.T) {
	for _, level := range []terms{{perMinute: 2, concurrent: 2}, {perMinute: 10, concurrent: 3}} {
		for _, counts := range []counting{minute, sliding, bucket} {
			simulate(t, fmt.Sprint(level.perMinute, " ", counts), func(t *testing.T) {
				a := newAccount(level)
				a.answers, a.runs = usual, 5*time.Second
				a.starts.counting = counts
				a.drive(t, &gate.Gate{}, 100, 20*time.Minute)
				first, later := between(a.refused, a.began, 0, time.Minute), between(a.refused, a.began, 3*time.Minute, 20*time.Minute)
				if t.Logf("%d accepted, %d refused at first, %d later", len(a.accepted), first, later); first > 12 || later > 2*17 {
					t.Errorf("too many are refused")
				}
				if len(a.accepted) < 20*a.perMinute*7/10 {
					t.Errorf("%d accepted in 20 minutes", len(a.accepted))
				}
			})
		}
	}
}

func TestWindowIsFound(t *testing.T) {
	for _, given := range []int{0, 100, 110, 1000} {
		for _, answers := range []span{quick, usual} {
			simulate(t, fmt.Sprint("given ", given, " ", answers.to), func(t *testing.T) {
				a := newAccount(terms{concurrent: 100, answers: answers, runs: 10 * time.Second})
				a.drive(t, &gate.Gate{Rate: 3000, InFlight: given}, 400, 6*time.Minute)
				each := 10*time.Second + (answers.from+answers.to)/2
				a.check(t, 100/each.Minutes(), time.Minute, 6*time.Minute, want{first: 0.5, firstRefused: 0.15, settled: 0.95, refused: 0.02})
			})
		}
	}
}

func TestWindowIsFoundInSpiteOfChance(t *testing.T) {
	for _, test := range []struct{ crowd, settled float64 }{{0.05, 0.9}, {0.1, 0.85}} {
		simulate(t, fmt.Sprint(test.crowd), func(t *testing.T) {
			a := newAccount(terms{concurrent: 100, answers: usual, runs: 10 * time.Second, crowd: test.crowd})
			a.drive(t, &gate.Gate{Rate: 3000, InFlight: 100}, 400, 10*time.Minute)
			a.check(t, 100/(10.4/60), time.Minute, 10*time.Minute, want{firstRefused: 0.15, settled: test.settled, refused: 1.3*test.crowd + 0.01})
		})
	}
}

func TestWindowGrowsBack(t *testing.T) {
	simulate(t, "", func(t *testing.T) {
		a := newAccount(terms{concurrent: 50, answers: usual, runs: 5 * time.Second})
		g := &gate.Gate{Rate: 6000, InFlight: 300}
		a.drive(t, g, 400, 3*time.Minute)
		if _, w := g.Limits(); w > 52 {
			t.Fatalf("a window of %d on an account that bears 50", w)
		}
		a.concurrent = 0
		a.drive(t, g, 400, 8*time.Minute)
		wantLimits(t, g, "eight minutes later", 6000, 300)
	})
}

func TestIdleLimitsDoNotGrow(t *testing.T) {
	simulate(t, "", func(t *testing.T) {
		a := newAccount(terms{answers: quick, runs: time.Second})
		g := &gate.Gate{}
		for range 500 {
			take(t, g, 1)
			g.Tell(a.submit(time.Now()))
			g.Leave()
			time.Sleep(10 * time.Second)
		}
		wantLimits(t, g, "six submissions a minute", 30, 2)
	})
}
