package main

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline/price"
)

// kills is how often each case of TestKilledAnywhere kills a run. More of them
// find more: go test ./cmd/captionmill -run KilledAnywhere -kills 500.
var kills = flag.Int("kills", 12, "how often each case of TestKilledAnywhere kills a run")

// TestKilledAnywhere kills the program again and again, at any instant, while
// the API fails in every way it is feared to fail, and counts at the API what
// was paid. Nothing may be accepted twice, no row may be missing, and no
// picture may have another's text.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	faults := []string{"--fault", "drop-after-accept=0.04", "--fault", "error-after-accept=0.03",
		"--fault", "slow-answer=0.04", "--slow-by", "1500ms", "--fault", "poll-error=0.1"}
	cases := []struct {
		name   string
		flags  []string
		proves bool // the list can tell what became of every submission
	}{
		{"the list shows what was asked", []string{"--list-inputs", "--list-delay", "300ms", "--skew", "90s"}, true},
		{"the list shows no inputs", []string{"--list-delay", "300ms", "--skew", "-90s"}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := newKilling(t, 30*(*kills), append(c.flags, faults...))
			for range *kills {
				k.killOnce()
			}
			k.finish(c.proves)
			k.check(c.proves)
		})
	}
}

// A killing is a folder with something to caption, and an emulator beside it.
type killing struct {
	*testing.T
	dir   string
	input string // what is captioned, in dir
	env   []string
	root  string // of the emulator
	rows  int
}

func newKilling(t *testing.T, rows int, flags []string) *killing {
	k := &killing{T: t, dir: t.TempDir(), input: "many.txt", rows: rows}
	var list strings.Builder
	for i := range rows {
		fmt.Fprintf(&list, "https://example.com/%d.jpg\n", i)
	}
	if err := os.WriteFile(filepath.Join(k.dir, "many.txt"), []byte(list.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	k.emulate(flags)
	return k
}

// emulate starts the API as a process of its own.
func (k *killing) emulate(flags []string) {
	cmd := exec.Command("captionmill", append([]string{"emulate", "--addr", "127.0.0.1:0", "--blind", "--latency", "150ms"}, flags...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		k.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		k.Fatal(err)
	}
	k.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := make([]byte, 4096)
	n, err := io.ReadAtLeast(out, lines, 60)
	if err != nil {
		k.Fatal(err)
	}
	k.env = os.Environ()
	for _, m := range exportedLine.FindAllStringSubmatch(string(lines[:n]), -1) {
		k.env = append(k.env, m[1]+"="+m[2])
		if m[1] == baseURLVar {
			k.root = m[2]
		}
	}
}

var exportedLine = regexp.MustCompile(`(?m)^export ([A-Z_]+)=(\S+)$`)

func (k *killing) command(more ...string) *exec.Cmd {
	args := []string{"run", k.input, "--quiet", "--yes", "--fail-on", "never", "--rate", "4000/min", "--in-flight", "200", "--reconcile-after", "2s"}
	cmd := exec.Command("captionmill", append(args, more...)...)
	cmd.Dir, cmd.Env = k.dir, k.env
	return cmd
}

// killOnce starts a run and kills it at some instant.
func (k *killing) killOnce() {
	cmd := k.command()
	if err := cmd.Start(); err != nil {
		k.Fatal(err)
	}
	time.Sleep(rand.N(700 * time.Millisecond))
	cmd.Process.Kill()
	cmd.Wait()
}

// finish lets the program end its work. What the list can prove is settled by
// then; the rest is a person's.
func (k *killing) finish(proves bool) {
	for range 3 {
		if out, err := k.command().CombinedOutput(); err != nil {
			k.Fatalf("%v\n%s", err, out)
		}
		if !proves || k.status()["unconfirmed"] == 0 {
			return
		}
	}
}

// status counts the items by state.
func (k *killing) status() map[string]int {
	cmd := exec.Command("captionmill", "status", "--json")
	cmd.Dir, cmd.Env = k.dir, k.env
	out, err := cmd.Output()
	if err != nil {
		k.Fatal(err)
	}
	var s struct{ Items map[string]int }
	if err := json.Unmarshal(out, &s); err != nil {
		k.Fatal(err)
	}
	return s.Items
}

// check holds the result against what the API has counted.
func (k *killing) check(proves bool) {
	stats := k.stats()
	items := k.status()
	if stats.MaxPerImage != 1 {
		k.Errorf("an image was accepted %d times", stats.MaxPerImage)
	}
	if got := items["done"] + items["unconfirmed"]; got != k.rows {
		k.Errorf("%d of %d items are done or unconfirmed: %v", got, k.rows, items)
	}
	if proves && items["unconfirmed"] > 0 {
		k.Errorf("%d items are unconfirmed though the list can tell", items["unconfirmed"])
	}
	cost := k.checkRows(k.reference())
	if proves && cost != price.Micros(stats.Charged) {
		k.Errorf("the ledger counts %s, the API charged %s", cost, price.Micros(stats.Charged))
	}
	k.Logf("%d rows, %d accepted, %v", k.rows, stats.Accepted, items)
}

// checkRows holds every row's text against what its picture should have, and
// adds up the costs.
func (k *killing) checkRows(want map[string]string) (cost price.Micros) {
	rows := k.results(k.dir)
	if len(rows) != k.rows {
		k.Errorf("%d rows came out, want %d", len(rows), k.rows)
	}
	for i, row := range rows {
		if image := fmt.Sprintf("https://example.com/%d.jpg", i); row["image"] != image {
			k.Fatalf("row %d is about %s, want %s", i, row["image"], image)
		}
		if row["status"] == "done" && row["caption"] != want[row["image"]] {
			k.Errorf("%s has the text %q, want %q", row["image"], row["caption"], want[row["image"]])
		}
		each, err := price.Parse(row["cost_usd"])
		if err != nil {
			k.Error(err)
		}
		cost += each
	}
	return cost
}

// reference captions the same pictures at an API on a calm day.
func (k *killing) reference() map[string]string {
	calm := newKilling(k.T, k.rows, nil)
	if out, err := calm.command("--rate", "60000/min").CombinedOutput(); err != nil {
		k.Fatalf("%v\n%s", err, out)
	}
	texts := map[string]string{}
	for _, row := range k.results(calm.dir) {
		texts[row["image"]] = row["caption"]
	}
	return texts
}

// results reads the result file as other programs do.
func (k *killing) results(dir string) []map[string]string {
	name, _, _ := strings.Cut(k.input, ".")
	f, err := os.Open(filepath.Join(dir, name+".captioned.csv"))
	if err != nil {
		k.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		k.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, cell := range record {
			row[records[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// paid is what was counted at the API.
type paid struct {
	Accepted    int
	Charged     int64 `json:"charged_micros"`
	MaxPerImage int   `json:"max_per_image"`
	Uploads     int
	MaxUploads  int `json:"max_uploads_per_content"`
	KeyLeaks    int `json:"key_leaks"`
}

func (k *killing) stats() (p paid) {
	resp, err := http.Get(k.root + "/emulator/stats")
	if err != nil {
		k.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil {
		k.Fatal(err)
	}
	return p
}
