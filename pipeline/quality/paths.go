package quality

import "regexp/syntax"

// paths are the ways through a program between two characters.
type paths struct {
	prog    *syntax.Prog
	places  []uint32 // where they end, before a character or what depends on the next one
	matched bool     // one led to the end of the program
	been    []bool   // at the instructions
	// ordered paths are those of a [ruler]: the ones behind a match do not count, and
	// where it is found it is a place.
	ordered bool
}

func newPaths(prog *syntax.Prog) paths { return paths{prog: prog, been: make([]bool, len(prog.Inst))} }

// follow takes the ways from an instruction on. What stands between the two
// characters is nil as long as the next one is not known.
func (p *paths) follow(place uint32, between *syntax.EmptyOp) {
	if p.been[place] || p.ordered && p.matched {
		return
	}
	p.been[place] = true
	switch inst := &p.prog.Inst[place]; inst.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		p.follow(inst.Out, between)
		p.follow(inst.Arg, between)
	case syntax.InstCapture, syntax.InstNop:
		p.follow(inst.Out, between)
	case syntax.InstMatch:
		if p.matched = true; p.ordered && between == nil {
			p.places = append(p.places, place)
		}
	case syntax.InstEmptyWidth:
		if between == nil {
			p.places = append(p.places, place)
		} else if syntax.EmptyOp(inst.Arg)&^*between == 0 {
			p.follow(inst.Out, between)
		}
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		p.places = append(p.places, place)
	}
}

// ends are where the ways have led. From there on others may be taken.
func (p *paths) ends() (places []uint32, match bool) {
	places, match = p.places, p.matched
	p.places, p.matched = nil, false
	clear(p.been)
	return places, match
}

// anchored tells whether no way leads on from the start but at the beginning of a
// text.
func (p *paths) anchored() bool {
	elsewhere := ^syntax.EmptyBeginText
	p.follow(uint32(p.prog.Start), &elsewhere)
	places, match := p.ends()
	return len(places) == 0 && !match
}
