package main

import (
	"context"
	"time"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/picture"
)

// expiring counts the pending questions about a picture whose signed address
// ends before its turn comes, at the speed that the settings allow. Where that
// is not known, only addresses that have ended already are counted.
func (ss *session) expiring(ctx context.Context, readings []reading) (n int64, err error) {
	rate, _ := ss.accountLimits()
	now, _ := work(readings)
	turn := time.Now()
	page := pipeline.Page{State: pipeline.Pending, Work: now, Size: 1000}
	for {
		items, err := ss.ledger.Claim(ctx, page)
		if err != nil || len(items) == 0 {
			return n, err
		}
		for _, it := range items {
			if rate > 0 {
				turn = turn.Add(time.Duration(float64(time.Minute) / rate))
			}
			if endsBefore(it.Images, turn) {
				n++
			}
		}
		page.After = items[len(items)-1].ID
	}
}

// endsBefore tells whether one of the addresses is of no use at a moment.
func endsBefore(addresses []string, at time.Time) bool {
	for _, address := range addresses {
		if end, signed := picture.Expires(address); signed && end.Before(at) {
			return true
		}
	}
	return false
}
