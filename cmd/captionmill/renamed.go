package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

// renamed counts the questions about pictures that have other names than before,
// since --image-key is another one, and an answer under those; old is the word of
// before, "" where there are none.
func (ss *session) renamed(ctx context.Context, readings []reading) (n int64, old string, err error) {
	former, rows := map[int64]reading{}, pipeline.Work(nil)
	for _, r := range readings {
		if by := r.before.ImageKey; r.fresh != nil && by != "" && by != ss.imageKey {
			former[r.ID], rows, old = r, append(rows, r.Rows), by
		}
	}
	if len(rows) == 0 {
		return 0, "", nil
	}
	n, err = ss.ledger.Renamed(ctx, rows, func(manifest int64, images []string) (pipeline.Hash, error) {
		r := former[manifest]
		return pipeline.Pictures(images, pipeline.ImageKey(r.before.ImageKey), r.dir)
	})
	if n == 0 {
		old = ""
	}
	return n, old, err
}

// countAgain counts the questions that may have been paid before, and what they
// cost: those that have changed, and those whose pictures go by other names.
func (e *estimate) countAgain(renamed int64, old string) {
	if e.questions == 0 {
		return
	}
	e.changed, e.formerKey = e.Again > 0, old
	e.Again = min(e.Again+renamed, e.questions)
	e.again = e.once / price.Micros(e.questions) * price.Micros(e.Again)
}

// paidTwice says that questions which have an answer would be asked again.
func (ss *session) paidTwice(e estimate) error {
	var why, before []string
	if e.changed {
		why, before = append(why, "the question has changed"), append(before, "the model, prompt and parameters of before"+ss.byColumns())
	}
	if e.formerKey != "" {
		why = append(why, "--image-key "+ss.imageKey+" names the pictures in another way")
		before = append(before, "--image-key "+e.formerKey+" as before")
	}
	return usage(fmt.Errorf("%s about pictures that have an answer already would be asked again, because %s, for %s: add --re-ask to do that, or run with %s",
		plural(e.Again, "question"), strings.Join(why, " and "), e.again, strings.Join(before, " and ")))
}

// byColumns says how a manifest itself may have changed its questions.
func (ss *session) byColumns() string {
	if len(ss.asker.Texts()) == 0 {
		return ""
	}
	return " (what a row says in a column that questions know is a part of its prompt)"
}
