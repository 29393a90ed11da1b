package quality

import (
	"strings"
	"sync"
)

var (
	// spokenOf are words by which a refusal is surely one: it speaks of itself,
	// or to somebody.
	spokenOf = newNeedles(" i ", " i'", " my ", " me ", " we ", " you ", " your", " our ", "please", "sorry", "apolog", "unfortunately")
	// told are people of the picture to whom somebody in it says something, or
	// does not.
	told = sync.OnceValue(func() *automaton {
		return newAutomaton(`\b(?:to|for|from) (?:the|an?|his|her|their|two|three) (?:[a-z]+ )?(?:man|woman|boy|girl|child|children|people|crowd|audience|customers?|visitors?|guests?|teacher|doctor|judge|class|couple|family)\b`)
	})
	// acting is what things in a picture do.
	acting = sync.OnceValue(func() *automaton {
		return newAutomaton(`\b(?:shows|hangs|stands|sits|lies|holds|looks|walks|waits|points|leans|hanging|standing|sitting|lying|holding|looking|walking|waiting)\b`)
	})
)

// staged tells whether words that a model would decline with tell of the scene
// in the picture: nobody speaks in them, and they go on to describe it, as in:
// The link is broken. Chain of a bicycle hanging loose.
func staged(low string) bool {
	if first := firstWord(low); !english[first] && !about[first] || spokenOf.in(" "+low+" ") {
		return false
	}
	at := strings.IndexAny(low, ".,:!")
	if at < 0 || at+1 == len(low) {
		return told().match(low)
	}
	head, tail := low[:at+1], low[at+1:]
	if tail[0] != ' ' || englishHints.in(tail) || technical.in(tail+" ") {
		return false
	}
	return depicts(head, tail) || acting().match(tail)
}
