package quality

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// A share of a pattern is what every text that it matches has in it.
type share struct {
	whole []string // all that it matches; nil where that is too much to say
	one   []string // of which there is one at least; nil where that is not known
}

const (
	// maxWhole is how many texts may be told one by one.
	maxWhole = 100
	// maxRequired is of how many strings one may have to be there: some of more
	// are in most texts.
	maxRequired = 1000
	// leastRequired is how long they are at least, in bytes; see [needles].
	leastRequired = 3
	// longestRequired is how much of their ends is looked for, in bytes. Many begin
	// alike, and would all be tried wherever a text has that.
	longestRequired = 12
)

// required are strings of which one is in every text that a pattern matches,
// rather rare ones where there is a choice; nil where none can be told. Looking
// for them is much quicker than the pattern is.
func required(re *syntax.Regexp) []string {
	all := shareOf(re).required()
	for i, s := range all {
		all[i] = s[max(0, len(s)-longestRequired):]
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// required is the better of what a share knows.
func (s share) required() []string {
	if s.whole == nil {
		return s.one
	}
	for _, text := range s.whole {
		if len(text) < leastRequired {
			return nil
		}
	}
	return s.whole
}

func shareOf(re *syntax.Regexp) share {
	switch re.Op {
	case syntax.OpNoMatch:
		return share{whole: []string{}}
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return share{whole: []string{""}}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return share{whole: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		return share{whole: ofClass(re.Rune)}
	case syntax.OpCapture:
		return shareOf(re.Sub[0])
	case syntax.OpQuest:
		return alternate([]share{{whole: []string{""}}, shareOf(re.Sub[0])})
	case syntax.OpPlus:
		return share{one: shareOf(re.Sub[0]).required()}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return share{one: shareOf(re.Sub[0]).required()}
		}
	case syntax.OpConcat:
		return inTurn(sharesOf(re.Sub))
	case syntax.OpAlternate:
		return alternate(sharesOf(re.Sub))
	}
	return share{}
}

func sharesOf(all []*syntax.Regexp) []share {
	shares := make([]share, len(all))
	for i, re := range all {
		shares[i] = shareOf(re)
	}
	return shares
}

// ofClass is a class of few characters.
func ofClass(ranges []rune) []string {
	all := []string{}
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] > maxWhole {
			return nil
		}
		for c := ranges[i]; c <= ranges[i+1]; c++ {
			all = append(all, string(c))
		}
	}
	if len(all) > maxWhole {
		return nil
	}
	return all
}

// alternate is the share of patterns of which one matches.
func alternate(all []share) share {
	sum := share{whole: []string{}, one: []string{}}
	for _, s := range all {
		need := s.required()
		if sum.one = append(sum.one, need...); need == nil || len(sum.one) > maxRequired {
			sum.one = nil
			break
		}
	}
	for _, s := range all {
		if sum.whole = append(sum.whole, s.whole...); s.whole == nil || len(sum.whole) > maxWhole {
			sum.whole = nil
			break
		}
	}
	return sum
}

// inTurn is the share of patterns that stand behind one another. Those of which
// all is known make longer strings together.
func inTurn(all []share) share {
	run, best, cut := []string{""}, []string(nil), false
	for _, s := range all {
		if joined := chained(run, s.whole); joined != nil {
			run = joined
			continue
		}
		best = better(best, share{whole: run}.required())
		best = better(best, s.required())
		run, cut = s.whole, true
		if run == nil {
			run = []string{""}
		}
	}
	if !cut {
		return share{whole: run}
	}
	return share{one: better(best, share{whole: run}.required())}
}

// chained are all strings of one of each, nil where those are too many.
func chained(a, b []string) []string {
	if b == nil || len(a)*len(b) > maxWhole {
		return nil
	}
	all := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			all = append(all, x+y)
		}
	}
	return all
}

// better is the one of two sets that tells more: few of it are in ordinary
// texts, or else its strings are fewer.
func better(a, b []string) []string {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	if x, y := commons(a), commons(b); x != y {
		if x < y {
			return a
		}
		return b
	}
	if len(b) < len(a) {
		return b
	}
	return a
}

// ordinary is what stands in most of all captions that begin as refusals may.
const ordinary = "the image shows a picture of an image depicts this photo features in this photograph there is a the images are photos with and the file on to for as it is " +
	"your picture has here is the caption description content screenshot displays that can be seen was taken from which you "

// commons counts the strings that are in ordinary texts.
func commons(all []string) (n int) {
	for _, s := range all {
		if strings.Contains(ordinary, s) {
			n++
		}
	}
	return n
}
