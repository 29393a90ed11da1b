// Compare measures captionmill beside what else one could write, on this
// machine and against the emulator:
//
//	go run ./testdata/bench/compare
//
// It runs, from the root of the repository, in rounds one after the other with
// the same questions, as many of them at once:
//
//   - a plain loop in Go that submits, looks once and keeps nothing;
//   - captionmill run, which keeps everything as always: each intent is on disk
//     before it is sent, each id and answer before it counts;
//   - the vendor's JavaScript SDK under p-limit, where node and npm are there.
//
// Each is a process of its own, and has an emulator of its own that answers at
// once and has no limits. What is measured is the whole process, from its
// start to its end.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// A plan is what to measure.
type plan struct {
	images, sdkImages int
	atOnce            numbers
	rounds            int
	sdk               bool
	out               string
}

func main() {
	if len(os.Args) == 5 && os.Args[1] == loopVerb {
		end(loopMain(os.Args[2:]))
	}
	p := plan{atOnce: numbers{64, 256}}
	flag.IntVar(&p.images, "n", 20_000, "images for the loop and for captionmill")
	flag.IntVar(&p.sdkImages, "sdk-n", 2_000, "images for the SDK")
	flag.Var(&p.atOnce, "at-once", "how many at once, a list such as 64,256")
	flag.IntVar(&p.rounds, "rounds", 5, "rounds, of which the median counts")
	flag.BoolVar(&p.sdk, "sdk", true, "measure the SDK too; needs node, npm and a registry")
	flag.StringVar(&p.out, "out", filepath.Join("testdata", "bench", "compare", "RESULTS.md"), "file for the table; - is none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	end(p.run(ctx))
}

// end ends the process.
func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func (p plan) run(ctx context.Context) (err error) {
	if flag.NArg() > 0 || p.images < 1 || p.sdkImages < 1 || p.rounds < 1 {
		return errors.New("it takes flags only, and numbers above 0")
	}
	if _, err := os.Stat(filepath.Join("cmd", "captionmill")); err != nil {
		return errors.New("there is no cmd/captionmill here; start it in the root of the repository")
	}
	work, err := os.MkdirTemp("", "captionmill-compare-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	b, err := setUp(ctx, work)
	if err != nil {
		return err
	}
	contestants := b.contestants(ctx, p)
	results, err := p.measure(ctx, b, contestants)
	if err != nil {
		return err
	}
	return p.write(results, contestants)
}

// measure runs everyone in every round. The first of a round is the last of the
// next, so that nobody always meets a machine that is already warm.
func (p plan) measure(ctx context.Context, b *bench, contestants []contestant) (results, error) {
	all := results{}
	for round := range p.rounds {
		for _, atOnce := range p.atOnce {
			for i := range contestants {
				c := contestants[i]
				if round%2 == 1 {
					c = contestants[len(contestants)-1-i]
				}
				m, err := b.measure(ctx, c, atOnce)
				if ctx.Err() != nil {
					return nil, errors.New("stopped; nothing was written")
				}
				if err != nil {
					return nil, fmt.Errorf("%s, %d at once: %w", c.name, atOnce, err)
				}
				fmt.Fprintf(os.Stderr, "round %d, %3d at once, %-16s %s\n", round+1, atOnce, c.name, m)
				k := key{c.name, atOnce}
				all[k] = append(all[k], m)
			}
		}
	}
	return all, nil
}

// numbers is a flag that takes numbers above 0 between commas.
type numbers []int

func (n *numbers) String() string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint([]int(*n)), " ", ","), "[]")
}

func (n *numbers) Set(s string) error {
	*n = nil
	for _, word := range strings.Split(s, ",") {
		i, err := strconv.Atoi(word)
		if err != nil || i < 1 {
			return fmt.Errorf("%q is no number above 0", word)
		}
		*n = append(*n, i)
	}
	return nil
}
