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
// # What is learned
//
// A limit that is not given is sought from below: doubled while nothing is
// refused. A refusal ends the doubling. A refused rate falls to what the last
// minute carried, a refused window to what was running; then both hold still,
// and later grow by small steps. A given limit is a ceiling that is used from
// the start; refusals lower it in the same way, at most by half at a time.
//
// After a refusal for the rate everyone waits. When the wait is over a single
// submission goes ahead, and the others follow when it has been accepted.
package gate
