package quality

import (
	"strings"
	"sync"
)

// servants are what services consist of, by the words with which their messages
// begin.
var servants = wordSet("server servers service services model models api job jobs task tasks request requests worker workers prediction predictions inference connection endpoint gpu queue backend upstream gateway host dns ssl tls proxy database provider generation system process upload download network rate")

// stalled says of one of these that it did not do its work. A name may stand
// behind it, such as that of a model, and no more than what messages go on with.
var stalled = sync.OnceValue(func() *automaton {
	return newAutomaton(`^[a-z]+(?: (?:[a-z0-9._/:"'-]*[0-9._/:"'-][a-z0-9._/:"'-]*|server|service|request|job|task|queue|worker|api|endpoint|limit|resolution|lookup|handshake|execution|processing|generation|creation|polling))*` +
		`(?: (?:is|are|was|were|has|have|had|been|seems|appears|to|be|currently|temporarily|unexpectedly|still|already|now|either|too))*` +
		` (?:timed[ -]out|overloaded|unavailable|unreachable|unresponsive|offline|failed|crashed|aborted|cancelled|canceled|throttled|terminated|killed|rate[ -]limited|warming up|starting up|loading|under maintenance|down for maintenance|expired|exceeded|exhausted|at capacity|over capacity|(?:(?:do|does|did|has|have|is|are|was|were)(?:n't| not)|not) (?:ready|available|responding|reachable|found|loaded|running|respond|complete|completed|finished))(?: (?:unexpectedly|again|repeatedly|twice|yet))?` +
		`(?:($|[.!;:]| (?:due to|because|at the moment|at this time|right now|after \d+(?:\.\d+)? ?(?:m?s|sec|seconds?|min|minutes?|hours?|retries|attempts|tries)\b|with (?:status|code|error)|for (?:this|your|the) (?:request|account|model|key))|,? (?:please|try))|[(-]| [-–(]| (?:or|and|yet|after)\b)`)
})

// fates are what befalls parts of services, for a second one after "and".
var fates = newNeedles("timed ", "overload", "unavailable", "unreach", "unrespons", "offline", "crash", "abort", "cancel", "throttl", "terminat", "rate limit", "maintenance", "restart", "warming up", "starting up", "at capacity", "signal ", " oom")

// outage tells whether the text is what a service says of a part of its own
// that did not answer in time, or not at all.
func outage(low string) bool {
	low = uncried(low)
	for _, article := range [...]string{"the ", "this ", "your ", "our ", "a "} {
		low = strings.TrimPrefix(low, article)
	}
	first, _ := word(low)
	if !servants[first] {
		return false
	}
	at := stalled().parts(low)
	return at != nil && !described(low) && stays(low[at[1]:], at[2] >= 0)
}

// stays tells whether what follows such words is more of the message: workers
// and models are people too, who load things and carry them. Where it does not
// end a clause, it has to have a technical word or say how another part fares.
func stays(rest string, ended bool) bool {
	if likened(":" + rest) {
		return false
	}
	return ended || technical.in(rest+" ") || fates.in(" "+rest)
}
