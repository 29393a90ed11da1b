package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/manifest"
	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/emulator"
	"github.com/captionmill/captionmill/pipeline/gate"
	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/wavespeed"
	"github.com/captionmill/captionmill/sink/sqlite"
)

const list = `id,image
1,https://example.com/fox.jpg
2,https://example.com/kite.jpg
3,https://EXAMPLE.com/fox.jpg#large
4,
`

// A whole run: a list is read into a ledger, its questions are asked of an API
// (here of the emulator), and every row comes out.
func ExampleRunner() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	server := &emulator.Server{Blind: true, Latency: emulator.Latency{Median: -1}}
	defer server.Close()
	service := httptest.NewServer(server)
	defer service.Close()
	client := &wavespeed.Client{Key: "any", BaseURL: service.URL}
	defer client.Close()
	if err := caption(context.Background(), client, filepath.Join(dir, "captions.db")); err != nil {
		fmt.Println(err)
	}
	fmt.Println(server.Stats().Accepted, "predictions were paid")
	// Output:
	// 1 done yes $0.005
	// 2 done yes $0.005
	// 3 done yes $0.00 shared
	// 4 skipped no $0.00 no_image
	// 2 predictions were paid
}

func caption(ctx context.Context, client *wavespeed.Client, file string) (err error) {
	lock, err := sqlite.LockFile(file, "example")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	ledger, err := sqlite.Open(ctx, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ledger.Close()) }()
	models, err := model.Load(configs.Models(), configs.ModelsName)
	if err != nil {
		return err
	}
	rows, err := read(ctx, ledger, models)
	if err != nil {
		return err
	}
	if err := run(ctx, client, ledger, models, rows); err != nil {
		return err
	}
	return show(ctx, ledger, rows)
}

// read makes the list's rows the current ones of a manifest.
func read(ctx context.Context, ledger *sqlite.Ledger, models model.Table) (pipeline.Range, error) {
	var rows pipeline.Range
	m, err := models.Find("minicpm")
	if err != nil {
		return rows, err
	}
	asker := &pipeline.Asker{Provider: "emulator", Model: m, Text: "Write alt text for this image."}
	if err := asker.Check(); err != nil {
		return rows, err
	}
	in, err := manifest.Open(strings.NewReader(list), manifest.Options{Name: "list.csv"})
	if err != nil {
		return rows, err
	}
	reading, err := ledger.Read(ctx, sqlite.Manifest{Name: "list.csv"})
	if err != nil {
		return rows, err
	}
	for line, err := range in.Rows() {
		if err != nil {
			return rows, errors.Join(err, reading.Discard(ctx))
		}
		row := asker.Row(&line)
		if err := reading.Add(ctx, &row); err != nil {
			return rows, errors.Join(err, reading.Discard(ctx))
		}
	}
	if err := reading.Link(ctx, string(in.Format()), in.Header()); err != nil {
		return rows, err
	}
	return reading.Rows, ledger.Adopt(ctx, reading)
}

// run asks what has no answer yet, within a cap of a dollar.
func run(ctx context.Context, client *wavespeed.Client, ledger *sqlite.Ledger, models model.Table, rows pipeline.Range) error {
	if _, err := ledger.Recover(ctx); err != nil {
		return err
	}
	begun, err := ledger.Begin(ctx, "example", "1", "emulator")
	if err != nil {
		return err
	}
	lender := &pipeline.Lender{Provider: "emulator", Shelf: ledger, Storage: client}
	defer lender.Close()
	preparer := &pipeline.Preparer{Models: models, Lender: lender}
	limits := &gate.Gate{Rate: 5000, InFlight: 100}
	captioner := &pipeline.Captioner{
		API: client, Ledger: ledger, Gate: limits, Tell: limits.Tell, Clock: new(gate.Clock), Preparer: preparer,
		Run: begun.ID, Purse: begun.Purse, Owner: "example", BaseURL: client.BaseURL, Caps: pipeline.Caps{Run: 1_000_000},
	}
	runner := &pipeline.Runner{Captioner: captioner, Work: pipeline.Work{rows}, Workers: 120, Adopt: limits.Adopt}
	ended := runner.Run(ctx)
	return errors.Join(ended, ledger.End(ctx, begun.ID, 0, ""))
}

// show prints what came of every row.
func show(ctx context.Context, ledger *sqlite.Ledger, rows pipeline.Range) error {
	for o, err := range ledger.Outcomes(ctx, rows) {
		if err != nil {
			return err
		}
		r, err := o.Result()
		if err != nil {
			return err
		}
		line := fmt.Sprintln(r.ID, r.Status, r.Publish, r.Cost, r.Reason+strings.Join(r.Flags, " "))
		fmt.Println(strings.TrimSpace(line))
	}
	return nil
}
