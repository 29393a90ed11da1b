// Package gate holds submissions to the account's limits, learns those limits,
// and says when to look for an answer.
//
// It does not submit or look, keeps nothing on disk, and starts no goroutines:
// a [Gate] is waited at by the goroutines that submit, and a [Clock] is asked by
// those that wait for predictions.
//
// # Two limits
//
// An account has a rate (submissions a minute) and a window (predictions
// running at once). Both are held by one queue: who came first goes first, as
// soon as there is a place in the window and a turn of the rate. Turns are
// evenly spaced at 0.99 of the rate, so that no span of a minute, wherever the
// API lets its minutes begin, holds more submissions than the rate allows.
//
// Between its turn and its place a caller writes down what it is about to do.
// Where predictions are so quick that places would stand empty meanwhile, some
// callers are let in ahead of the places.
//
// # What is learned
//
// A limit that is given is used from the start, and is the most that is ever
// used. One that is not given is sought from below, doubled while it is borne.
// Either is lowered when too much is refused, and then raised again by small
// steps: first quickly, until a level that was borne and one that was not lie
// close together, later every few minutes, by a fiftieth or what a minute shows,
// twice as much, and so on. So a limit that was raised is found within some minutes.
//
// A known limit that refuses a little still is followed down by just that part: a low
// rate whose refusals come at even distances, which those of chance seldom do: three, the
// one that took back a step included. So is any limit where each says how long to wait. A
// cut of the given rate to a low one after which a little is refused still has led close
// to the limit.
//
// How much lower is told by the refusals. An API that counts by the second
// refuses a part of the submissions, and what it accepts of them is what it
// bears. One that counts by the minute refuses everything until the minute is
// over, and what the last minute has borne is the limit. In no case is it less
// than half of that.
//
// For the window it is what was running: to the place, where three were refused beside as
// many, and none was accepted. One that is not given is doubled whenever it is full, so
// that it is known within seconds, however long predictions take.
//
// What is refused often comes back sooner than what is accepted. So it is not
// judged before what was submitted along with it can have come back, too, if it
// is told which turn an answer belongs to, and what is on its way for longer than
// refusals are is taken for accepted.
//
// # How long a raise takes
//
// Minutes from when a server doubles its limit until 95 % of that is used, the
// median and the most of 16 runs: given twice and ten times the old limit, with
// answers at once and after two seconds, with and without a Retry-After of a second.
// "go test -run GrowthTable -seeds 2" makes the table.
//
//	a minute    by the second    token bucket    full minutes    last 60 s
//	      10                     10.0   21.1       7.0   7.4     5.4   5.8
//	      60       3.0   6.0      3.2    3.8       3.1   4.6     5.0   5.6
//	     300       3.7   4.2      2.5    4.5       3.0   4.2     4.6   5.0
//	    1000       1.9   3.8      2.0    2.4       3.0   4.6     4.2   5.0
//
// Of the submissions from the raise on, one in a hundred is refused or fewer, and at
// most two at 60 a minute, four at 10.
//
// # How much is refused
//
// A known limit is tried again, and each time two or three submissions are refused, or
// one where it is low and refusals are rare below it. The lower it is, the more seldom: so
// one or two in a hundred are refused in the long run, and up to three or four in a window
// of 3 or less. There three refusals, which it takes to find the window, can be more than a
// tenth of a first minute, and so can those of doubling one where refusals take as long as
// successes.
//
// This part of the first minute is refused, in percent, if the given rate is two to ten
// times too high: the median and the most of 18 runs or 36, with answers at once, after
// half a second and after two, with and without a Retry-After of a second.
// "go test -v -run FirstMinuteTable -seeds 3" makes the table.
//
//	a minute    by the second    token bucket    full minutes    last 60 s
//	      60       6.6  14.1      5.3    5.5      3.3   5.2     7.7   7.7
//	     120       6.2  11.9      4.9    5.9      2.3   3.3     4.8   4.8
//	     300       4.9   8.0      4.5    7.2      1.3   2.5     3.8   3.8
//	     600       2.7   4.5      2.8    4.4      0.8   1.2     2.0   2.0
//	    1500       1.2   1.9      1.3    2.2      0.2   0.3     0.5   0.6
//
// At 60 a minute a tenth of the first one is six. Where as many of the first submissions
// are refused as are accepted, two at least, the given rate is cut to what was surely
// borne, and the limit is looked for from below it. An API that refuses one in twenty by
// chance begins like that about once in a hundred times. One that wants submissions evenly
// spaced to the millisecond is used by some 70 %: what is written down between a turn and
// its submission does not always take as long.
//
// # Limits and chance
//
// A refusal proves nothing by itself: some APIs refuse now and then whatever is
// submitted. So every cut is on trial. If refusals stop, it was the limit. If as
// large a part is still refused, and after a deeper cut as well, it is put down
// to chance, the level is what it was, and from then on only what is refused
// beyond that part counts. After ten minutes that is found out anew.
//
// Two or three in a hundred are too few to be found out like that. Beside a low limit they
// cost some of it: of 120 a minute counted by the second, with one in fifty refused by
// chance, about four fifths are used in the second hour, and less than half where each
// refusal says how long to wait.
//
// # Pauses
//
// Whenever the API says how long to wait, everyone does. Everyone waits, too,
// after more refusals one after the other than chance explains: four if nothing
// is known of it, three in the first minute of a given rate, two at its very start or
// where the API is known to count by the minute. Where a first minute was borne at the
// full rate until then, one in sixty is enough, so that a low limit refuses about a
// tenth, and it takes three in a row, probes included, to tell that minutes are counted:
// one or two come by chance beside a rate that is right.
// Where one more would be the one that makes them more than a tenth, the clock's next
// minute is not tried, and no higher rate.
//
// The first wait is a second, or two and a half where a first minute was borne until
// then: what refuses after that does not count by the second, but most likely by the
// minute. Where minutes are counted a wait lasts until the clock begins one, or until the
// last one is over, and no longer than thirty turns. When a wait is over a single
// submission goes ahead, and the others follow when it has been accepted. After a refusal
// everyone waits a second, too, where the very first submission alone was accepted.
package gate
