package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
	"github.com/captionmill/captionmill/sink/sqlite"
)

func newStatus(std streams) *cobra.Command {
	var s settings
	c := &cobra.Command{
		Use:   "status [MANIFEST|IMAGE|FOLDER|PATTERN]…",
		Short: "Say what the ledger holds, also during a run",
		RunE: func(c *cobra.Command, args []string) error {
			return status(c.Context(), &s, std, args)
		},
	}
	s.ledgerFlags(c.Flags())
	c.Flags().BoolVar(&s.json, "json", false, "one JSON object")
	return c
}

// counted is the status for other programs: the contract's schema 1.
type counted struct {
	Schema    int                          `json:"schema"`
	Rows      int64                        `json:"rows"`
	RowStatus map[pipeline.RowStatus]int64 `json:"row_status"`
	Items     map[pipeline.State]int64     `json:"items"`
	Cost      costs                        `json:"cost_usd"`
	Failures  map[string]int64             `json:"failures"`
}

type costs struct {
	Reserved price.Micros `json:"reserved"`
	Charged  price.Micros `json:"charged"`
	Refunded price.Micros `json:"refunded"`
}

func status(ctx context.Context, s *settings, std streams, args []string) error {
	l, err := sqlite.OpenExisting(ctx, s.ledgerName())
	if err != nil {
		return noLedger(s.ledgerName(), err)
	}
	defer l.Close()
	manifests, err := named(ctx, l, args)
	if err != nil {
		return err
	}
	st, err := l.Status(ctx, rowsOf(manifests))
	if err != nil {
		return err
	}
	if s.json {
		return json.NewEncoder(std.out).Encode(newCounted(st))
	}
	_, err = io.WriteString(std.out, statusTable(st).String())
	return err
}

func rowsOf(manifests []sqlite.Manifest) (work pipeline.Work) {
	for _, m := range manifests {
		work = append(work, m.Rows)
	}
	return work
}

func newCounted(st sqlite.Status) counted {
	return counted{Schema: 1, Rows: st.Rows, RowStatus: st.RowStatus, Items: st.Items, Failures: st.Failures,
		Cost: costs{st.Reserved, st.Charged, st.Refunded}}
}

func statusTable(st sqlite.Status) table {
	var t table
	t.add("Rows", thousands(st.Rows))
	for _, s := range slices.Sorted(maps.Keys(st.RowStatus)) {
		t.addSome("  "+string(s), st.RowStatus[s], "")
	}
	var questions int64
	for _, n := range st.Items {
		questions += n
	}
	t.add("Questions", thousands(questions))
	for _, s := range pipeline.States {
		t.addSome("  "+string(s), st.Items[s], "")
	}
	for _, reason := range slices.Sorted(maps.Keys(st.Failures)) {
		t.add("Failed: "+reason, thousands(st.Failures[reason]))
	}
	t.add("Cost", fmt.Sprintf("%s reserved, %s charged, %s refunded", st.Reserved, st.Charged, st.Refunded))
	return t
}
