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
// How much lower is told by the refusals. An API that counts by the second
// refuses a part of the submissions, and what it accepts of them is what it
// bears. One that counts by the minute refuses everything until the minute is
// over, and what the last minute has borne is the limit. In no case is it less
// than half of that. For the window it is what was running.
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
//	      10                      3.5   38.6       8.1   8.5     7.4   7.6
//	      60       4.1   4.7      2.5    4.8       1.4   3.0     3.2   4.1
//	     300       3.7   5.0      2.3    3.1       2.4   3.9     4.6   5.1
//	    1000       2.3   3.7      0.5    2.5       2.4   3.8     4.3   5.1
//
// Of the submissions from the raise on, one in a hundred is refused or fewer, and at
// most two at 60 a minute, four at 10.
//
// # Limits and chance
//
// A refusal proves nothing by itself: some APIs refuse now and then whatever is
// submitted. So every cut is on trial. If refusals stop, it was the limit. If as
// large a part is still refused, and after a deeper cut as well, it is put down
// to chance, the level is what it was, and from then on only what is refused
// beyond that part counts. After ten minutes that is found out anew.
//
// # Pauses
//
// Whenever the API says how long to wait, everyone does. Everyone waits, too,
// after more refusals one after the other than chance explains, four if nothing
// is known of it. When that wait is over a single submission goes ahead, and the
// others follow when it has been accepted.
package gate
