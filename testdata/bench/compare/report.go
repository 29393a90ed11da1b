package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// results are all runs, by who ran with how many at once, in the order of the
// rounds.
type results map[key][]measured

type key struct {
	name   string
	atOnce int
}

// write shows the table, and puts it into the file.
func (p plan) write(all results, contestants []contestant) error {
	table := p.table(all, contestants)
	fmt.Print(table)
	if p.out == "-" {
		return nil
	}
	return os.WriteFile(p.out, []byte(p.preface(contestants)+table), 0o644)
}

func (p plan) preface(contestants []contestant) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# captionmill beside a plain loop and the vendor's SDK\n\n")
	fmt.Fprintf(&b, "Made by `go run ./testdata/bench/compare`, which says what is measured, on %d CPUs (%s) with %s%s. ",
		runtime.NumCPU(), processor(), runtime.Version(), nodes(contestants))
	fmt.Fprintf(&b, "%s images for the loop and for captionmill", thousands(p.images))
	if len(contestants) > 2 {
		fmt.Fprintf(&b, ", %s for the SDK (wavespeed %s under p-limit %s, pollInterval 0.01)", thousands(p.sdkImages), sdkVersion, pLimitVersion)
	}
	fmt.Fprintf(&b, "; medians of %d rounds, and in brackets the lowest and the highest ratio of a round. ", p.rounds)
	fmt.Fprintf(&b, "The emulator runs beside them on the same CPUs and takes its share.\n\n")
	return b.String()
}

// table is everyone's medians, beside those of the first.
func (p plan) table(all results, contestants []contestant) string {
	var b strings.Builder
	b.WriteString("| at once | who | images/s | of the loop's | CPU an image | the emulator's | peak memory |\n")
	b.WriteString("|---:|---|---:|---:|---:|---:|---:|\n")
	for _, atOnce := range p.atOnce {
		loop := all[key{contestants[0].name, atOnce}]
		for _, c := range contestants {
			runs := all[key{c.name, atOnce}]
			fmt.Fprintf(&b, "| %d | %s | %s | %s | %.0f µs | %.0f µs | %.0f MB |\n", atOnce, c.name,
				thousands(int(median(each(runs, measured.speed)))), ratio(runs, loop),
				median(each(runs, func(m measured) float64 { return m.each(m.cpu) })),
				median(each(runs, func(m measured) float64 { return m.each(m.server) })),
				median(each(runs, func(m measured) float64 { return float64(m.memory) / 1e6 })))
		}
	}
	return b.String()
}

// ratio is the speed of runs to those of the same rounds.
func ratio(runs, to []measured) string {
	ratios := make([]float64, len(runs))
	for i := range runs {
		ratios[i] = runs[i].speed() / to[i].speed()
	}
	if low, high := slices.Min(ratios), slices.Max(ratios); low != high {
		return fmt.Sprintf("%.2f (%.2f to %.2f)", median(ratios), low, high)
	}
	return fmt.Sprintf("%.2f", median(ratios))
}

func each(runs []measured, figure func(measured) float64) []float64 {
	all := make([]float64, 0, len(runs))
	for _, m := range runs {
		all = append(all, figure(m))
	}
	return all
}

func median(figures []float64) float64 {
	sorted := slices.Sorted(slices.Values(figures))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// processor is the CPU's name, where the system tells it.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value) + ", " + runtime.GOOS
		}
	}
	return runtime.GOOS + "/" + runtime.GOARCH
}

func nodes(contestants []contestant) string {
	if len(contestants) < 3 {
		return ""
	}
	return " and node " + nodeVersion()
}
