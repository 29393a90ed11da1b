package quality

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxNotice is the longest notice, in bytes, that is looked for, and maxSubject
// what it has to speak of something within.
const (
	maxNotice  = 200
	maxSubject = 40
)

// A noticeSet is the words of services, by what they mean.
type noticeSet struct {
	certain, vague, lacks, without, gone, denies, not, halted, soon, too, texts, later, limits, reached, presses, loads, asked, breaks *signSet

	// things and says are of scripts that do not separate words.
	things, says []string
	// roots has those of the certain and vague things, and of [infrastructure].
	roots *needles
}

var notices = sync.OnceValue(func() *noticeSet {
	lists := byLanguage("service.txt")
	of := func(kind string) *signSet { return newSignSet(lists[kind]) }
	var roots []string
	for _, w := range slices.Concat(lists["certain"], lists["vague"], lists["texts"], lists["limits"], lists["asked"]) {
		roots = append(roots, strings.TrimSuffix(w, "*"))
	}
	roots = slices.AppendSeq(roots, maps.Keys(infrastructure))
	return &noticeSet{
		certain: of("certain"), vague: of("vague"), lacks: of("lacks"), without: of("without"), gone: of("gone"), denies: of("denies"), not: of("not"), halted: of("halted"), soon: of("soon"), too: of("too"), texts: of("texts"), later: of("later"), limits: of("limits"), reached: of("reached"), presses: of("presses"), loads: of("loads"), asked: of("asked"), breaks: of("breaks"),
		things: lists["things"], says: lists["says"], roots: newNeedles(roots...),
	}
})

// undone is what the things of services are or do, or not.
const undone = `(?:available|supported|recogni[sz]ed|included|enabled|installed|loaded|found|ready|responding|working|running|accessible|configured|allowed|permitted|displayed|rendered|previewed|processed|scanned|opened|read|converted|generated|open|load|work|respond|exist|match)`

var (
	// fares says in English how such a thing is, or what it does not do, and no
	// more than that.
	fares = sync.OnceValue(func() *automaton {
		return newAutomaton(` (?:(?:is|are|was|were|be|been|gets?|seems?|appears?|remains?)(?: (?:all|very|too|so|quite|temporarily|currently|momentarily|presently|now|still|being|been|already|just))*` +
			` (?:busy|tied up|occupied|unavailable|unsupported|unknown|unrecogni[sz]ed|offline|down|closed|paused|suspended|on hold|overloaded|saturated|swamped|overwhelmed|full|exhausted|at capacity|switched off|turned off|disabled|restricted|` +
			`delayed|hidden|blocked|pending|high|generated|processed|prepared|rendered|loading|converted|taking longer)|` +
			`(?:is|are|was|were|can|could|does|do|did|will|would|has|have)(?:n't|not| not)(?: be| been| being)? ` + undone + `|(?:blocked|moderated|filtered|flagged|quarantined|unknown|unsupported|not ` + undone + `))` +
			`(?:$|[.,!;:(-]| (?:right now|at the moment|at this time|currently|today|temporarily|for now)(?:$|[.,!;:(-])| (?:for (?:today|this|the (?:moment|time)|your|maintenance)|due to|because|by (?:your|our|(?:the |an? )?(?:admin|policy|filter|moderat|system))|until|than usual|in (?:this|your|the (?:free|current|basic))))`)
	})
	// presently are the words for a state that will pass.
	presently = newNeedles("right now", "at the moment", "at this time", "currently", "temporarily", "momentarily", "presently", " for now", " today")
	// ours are the beginnings of those who speak for a service.
	ours = []string{"our ", "all our ", "all of our ", "everyone ", "everybody ", "nobody ", "no one "}
)

// notice tells whether a short text is what a service says of itself, or of the
// kind of file it was given: that something is off, too busy, or unknown to it.
func notice(low string) bool {
	switch all := notices(); {
	case len(low) > maxNotice:
		return false
	case family(strings.TrimLeft(low, "0123456789 ")) != "":
		return has(low[:min(len(low), maxSubject)], all.things...) && has(low, all.says...)
	case !all.roots.in(low[:min(len(low), reach(low))]) && !speaksFor(low):
		return false
	case strain(low):
		return !hasLettering(shut.Replace(low))
	case brief(low) && (paired(low, all.vague, all.presses, all.loads) || paired(low, all.limits, nil, all.reached) || paired(low, all.asked, nil, all.breaks)):
		return !described(low) && !hasLettering(low)
	case indefinite.in(low):
		return false
	}
	certain, vague := headed(low)
	return (stated(low, certain) || lacking(low, certain, vague) || promised(low)) && !described(low) && !hasLettering(shut.Replace(low))
}

// reach is in how many bytes a text has to speak of something: twice as many where
// a letter has two.
func reach(low string) int {
	if low != "" && low[0] >= utf8.RuneSelf {
		return 2 * maxSubject
	}
	return maxSubject
}

// stated tells whether an English text says how something is: a certain thing, or
// a vague one if that is the last word before the verb, or whatever it is that
// somebody speaks of who speaks for a service.
func stated(low string, certain bool) bool {
	at := fares().index(low)
	if at == nil || strings.HasSuffix(low, "service is not included") || strings.HasSuffix(low, "service not included") { // a menu
		return false
	}
	before := strings.TrimRight(modal.Replace(low[:at[0]]+" "), " ")
	last := before[strings.LastIndexByte(before, ' ')+1:]
	all := notices()
	return certain || all.vague.words[last] || all.certain.words[last] || speaksFor(low) && presently.in(low)
}

// shut takes off the words of signs that services have as well.
var shut = strings.NewReplacer("closed", "", "fermé", "", "cerrado", "", "chiuso", "", "geschlossen", "")

// modal takes off the words that may stand before a verb, and makes one word of
// the kinds of files.
var modal = strings.NewReplacer("file type", "filetype", "media type", "filetype", "image type", "filetype", "content type", "filetype", " may ", " ", " might ", " ", " will ", " ", " could ", " ", " can ", " ", " have ", " ", " has ", " ")

// speaksFor tells whether somebody speaks for a service.
func speaksFor(low string) bool {
	for _, start := range ours {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	return false
}

// anybodys tells whether a message is as well one of a shop, a pool or a museum,
// which may stand on a sign: somebody speaks for a service, and of nothing that
// only services have.
func anybodys(low string) bool {
	certain, vague := headed(low)
	return speaksFor(low) && !certain && !vague && !technical.in(low)
}

// headed tells whether one of the first words is a thing of services.
func headed(low string) (certain, vague bool) {
	all, n := notices(), 0
	for start, end := range wordsIn(low) {
		w := low[start:end]
		certain, vague = certain || all.certain.has(w), vague || all.vague.words[w]
		if n++; n == 5 {
			break
		}
	}
	return certain, vague
}

// lacking tells whether the words say that a thing of services is not there, is
// not good for another, or has halted for the time being.
func lacking(low string, certain, vague bool) bool {
	if !certain && !vague {
		return false
	}
	all, seen := notices(), struct{ not, denies, none, halted, soon, too bool }{}
	for start, end := range wordsIn(low) {
		w := low[start:end]
		if all.lacks.has(w) || certain && all.gone.words[w] || (certain && seen.none || seen.too) && all.certain.has(w) {
			return true
		}
		seen.not, seen.denies = seen.not || all.not.words[w], seen.denies || all.denies.has(w)
		seen.none, seen.too = seen.none || all.without.words[w], seen.too || all.too.words[w]
		seen.halted, seen.soon = seen.halted || all.halted.has(w), seen.soon || all.soon.has(w)
	}
	return seen.not && seen.denies || seen.halted && seen.soon
}

// maxPaired is the most words of a message that says little more than what it
// speaks of, and how that fares.
const maxPaired = 9

// brief tells whether a text has no more words than that.
func brief(low string) bool {
	n := 0
	for range wordsIn(low) {
		n++
	}
	return n <= maxPaired
}

// paired tells whether a brief message has one of some things, and behind it a
// word of the middle set, if there is one, and then of the last one; or of the last
// one before it, as where a verb stands first.
func paired(low string, things, middle, last *signSet) bool {
	thing, between, done := false, middle == nil, false
	for start, end := range wordsIn(low) {
		w := low[start:end]
		done = done || (middle == nil || thing && between) && last.has(w)
		thing = thing || things.has(w)
		between = between || thing && middle.words[w]
	}
	return thing && done
}

// promised tells whether somebody only says that there will be a description.
func promised(low string) bool {
	all, n, texts := notices(), 0, false
	for start, end := range wordsIn(low) {
		w := low[start:end]
		if n++; n > maxPromise {
			return false
		}
		texts = texts || n <= 3 && all.texts.has(w)
		if texts && all.later.words[w] {
			return true
		}
	}
	return false
}

// maxPromise is the most words of such a promise.
const maxPromise = 7
