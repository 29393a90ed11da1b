package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// mostRepairs is how often one question may be asked again because of its text:
// what the first few repairs have not mended, more of them will not either.
const mostRepairs = 9

// repairFlags are those about bad texts.
func (s *settings) repairFlags(f *pflag.FlagSet) {
	f.Var(zeroTo(&s.repair, 1, mostRepairs), "repair", "how often to ask again where a text is bad, `N`; 0 is never")
	f.StringVar(&s.fallbackModel, "fallback-model", "", "`NAME` of a model to ask then, in the place of the first")
	f.Var(zeroTo(&s.maxJunk, 20, 100), "max-junk", "stop when more than `PERCENT` of the last texts cannot be published; 100 is never")
}

// bounded is a flag that takes a whole number from 0 to a most.
type bounded struct {
	value *int
	most  int
}

// zeroTo is a flag that sets value to a number, which is the usual one until then.
func zeroTo(value *int, usual, most int) *bounded {
	*value = usual
	return &bounded{value, most}
}

func (b *bounded) String() string { return strconv.Itoa(*b.value) }
func (b *bounded) Type() string   { return "N" }

func (b *bounded) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > b.most {
		return fmt.Errorf("%q is not a whole number from 0 to %d", s, b.most)
	}
	*b.value = n
	return nil
}

// plainText is what is asked when nothing is known of a row, "" when only a
// model's own tasks are.
func (ss *session) plainText() string {
	if ss.asker == nil {
		return ""
	}
	for _, w := range ss.asker.Wordings {
		if w.Template != nil {
			return w.Template.Bare()
		}
	}
	return ss.asker.Text
}

// newRepairer says how bad texts are asked about again. It refuses a model that
// cannot be asked.
func (ss *session) newRepairer() (*pipeline.Repairer, error) {
	if ss.fallbackModel != "" && ss.repair == 0 {
		return nil, usage(fmt.Errorf("--fallback-model %s would never be asked with --repair 0: leave one of them away", printable(ss.fallbackModel)))
	}
	r := &pipeline.Repairer{Models: ss.models, Most: ss.repair, Fallback: ss.fallbackModel, Text: ss.plainText(), MaxChars: int(ss.maxChars)}
	if err := standIn(r); err != nil {
		return nil, err
	}
	if err := r.Check(); err != nil {
		return nil, usage(fmt.Errorf("--fallback-model: %w", err))
	}
	return r, nil
}

// worstPrice is what a question costs at most that costs so much once: with
// every further attempt, each at the price of whichever model is dearer.
func (ss *session) worstPrice(ctx context.Context, asked *pipeline.Prompt, once price.Micros) (price.Micros, error) {
	again := once
	other, err := ss.repairer.Fallen(asked)
	if err != nil {
		return 0, err
	}
	if other != nil {
		cost, err := ss.price(ctx, other)
		if err != nil {
			return 0, err
		}
		again = max(again, cost)
	}
	return once + again*price.Micros(max(attempts-1, ss.repair)), nil
}
