package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/captionmill/captionmill/testdata/bench/standin"
)

// A bench is what there is to measure with.
type bench struct {
	work, captionmill, question string
}

// A contestant is a program, and how many images it has to caption.
type contestant struct {
	name   string
	images int
	run    runner
}

// A runner captions so many images, so many at once.
type runner func(ctx context.Context, e *standin.Emulator, images, atOnce int) (measured, error)

// setUp builds captionmill and finds out what it asks.
func setUp(ctx context.Context, work string) (*bench, error) {
	b := &bench{work: work, captionmill: filepath.Join(work, "captionmill"), question: filepath.Join(work, "question.json")}
	build := exec.CommandContext(ctx, "go", "build", "-o", b.captionmill, "./cmd/captionmill")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w\n%s", err, out)
	}
	return b, b.ask(ctx)
}

// A question is what captionmill asks about an image, for the others to ask the
// same.
type question struct {
	Model string         `json:"model"`
	Input map[string]any `json:"inputs"`
}

func readQuestion(name string) (q question, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return q, err
	}
	return q, json.Unmarshal(text, &q)
}

// ask has captionmill ask about one image, and writes down what it asked.
func (b *bench) ask(ctx context.Context) error {
	e, err := standin.Start(ctx, b.captionmill, "--list-inputs")
	if err != nil {
		return err
	}
	defer e.Stop()
	if _, err := b.runCaptionmill(ctx, e, 1, 1); err != nil {
		return err
	}
	var list struct{ Data struct{ Items []question } }
	if err := e.Call(ctx, "POST", "/api/v3/predictions", &list); err != nil {
		return err
	}
	if len(list.Data.Items) != 1 {
		return fmt.Errorf("captionmill asked %d questions about one image", len(list.Data.Items))
	}
	text, err := json.Marshal(list.Data.Items[0])
	if err != nil {
		return err
	}
	return os.WriteFile(b.question, text, 0o600)
}

// contestants are those that can be measured here.
func (b *bench) contestants(ctx context.Context, p plan) []contestant {
	all := []contestant{{"plain loop", p.images, b.runLoop}, {"captionmill", p.images, b.runCaptionmill}}
	if !p.sdk {
		return all
	}
	s, err := b.installSDK(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "without the SDK:", err)
		return all
	}
	return append(all, contestant{"SDK and p-limit", p.sdkImages, s.run})
}

// measure gives a contestant an emulator of its own, and sees to it that each
// image was asked about, and once.
func (b *bench) measure(ctx context.Context, c contestant, atOnce int) (measured, error) {
	e, err := standin.Start(ctx, b.captionmill)
	if err != nil {
		return measured{}, err
	}
	defer e.Stop()
	m, err := c.run(ctx, e, c.images, atOnce)
	if err != nil {
		return m, err
	}
	stats, err := e.Stats(ctx)
	if err != nil {
		return m, err
	}
	if stats.Accepted != c.images || stats.MaxPerImage != 1 || stats.Polls < c.images {
		return m, fmt.Errorf("it asked %d times about %d images, %d times about one, and looked %d times",
			stats.Accepted, c.images, stats.MaxPerImage, stats.Polls)
	}
	m.images, m.server = c.images, cpu(e.Stop())
	return m, nil
}

func (b *bench) runLoop(ctx context.Context, e *standin.Emulator, images, atOnce int) (measured, error) {
	self, err := os.Executable()
	if err != nil {
		return measured{}, err
	}
	return measureWith(e, exec.CommandContext(ctx, self, loopVerb, b.question, strconv.Itoa(images), strconv.Itoa(atOnce)))
}

// runCaptionmill starts with a new ledger, and ends when the results are
// written.
func (b *bench) runCaptionmill(ctx context.Context, e *standin.Emulator, images, atOnce int) (m measured, err error) {
	dir, err := os.MkdirTemp(b.work, "run-")
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var list strings.Builder
	for n := range images {
		fmt.Fprintln(&list, imageURL(n+1))
	}
	if err := os.WriteFile(filepath.Join(dir, "images.txt"), []byte(list.String()), 0o600); err != nil {
		return m, err
	}
	cmd := exec.CommandContext(ctx, b.captionmill, "run", "images.txt", "--check-images", "no",
		"--in-flight", strconv.Itoa(atOnce), "--rate", "1000000000/min", "--yes", "--quiet")
	cmd.Dir = dir
	if m, err = measureWith(e, cmd); err != nil {
		return m, err
	}
	results, err := os.ReadFile(filepath.Join(dir, "images.captioned.csv"))
	if done := bytes.Count(results, []byte(",done,")); err == nil && done != images {
		err = fmt.Errorf("%d of %d images are done in the results", done, images)
	}
	return m, err
}

// imageURL is an address that nobody fetches.
func imageURL(n int) string { return "https://example.com/pictures/" + strconv.Itoa(n) + ".jpg" }
