package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/captionmill/captionmill/configs"
)

// samples are values that a flag takes besides its default, as YAML and as the
// flag then shows them.
var samples = map[string]struct{ yaml, flag string }{
	"account":         {"gold", "gold"},
	"ask":             {"{short: alt-text, long: '@long.txt'}", "short=alt-text long=@long.txt"},
	"base-url":        {"http://localhost:8080", "http://localhost:8080"},
	"budget":          {"5.00", "5.00"},
	"budget-month":    {"$50", "50.00"},
	"budget-total":    {"0.005", "0.005"},
	"case":            {"sentence", "sentence"},
	"context":         {"true", "true"},
	"column":          {"{image: photo_url}", "image=photo_url"},
	"db":              {"night.db", "night.db"},
	"drain":           {"5s", "5s"},
	"emulate":         {"true", "true"},
	"existing":        {"redo", "redo"},
	"fail-on":         {"never", "never"},
	"allow-network":   {"[10.0.0.0/8, 'fd00::/8']", "[10.0.0.0/8,fd00::/8]"},
	"check-images":    {"download", "download"},
	"fallback-model":  {"openai/gpt-4o", "openai/gpt-4o"},
	"format":          {"jsonl", "jsonl"},
	"image-key":       {"url-without-query", "url-without-query"},
	"in-flight":       {"100", "100"},
	"json":            {"true", "true"},
	"keep-metadata":   {"true", "true"},
	"lang":            {"[de, 'fr,Austrian German']", "de,fr,de-AT"},
	"limit":           {"7", "7"},
	"log-format":      {"json", "json"},
	"manifest-format": {"tsv", "tsv"},
	"manifest-name":   {"'nightly: shop'", "nightly: shop"},
	"max-chars":       {"150", "150"},
	"max-duration":    {"6h", "6h0m0s"},
	"max-junk":        {"100", "100"},
	"max-pixels":      {"2000000", "2000000"},
	"model":           {"openai/gpt-4o", "openai/gpt-4o"},
	"only":            {"done", "done"},
	"out":             {"'-'", "-"},
	"param":           {"{seed: 7}", "seed=7"},
	"period":          {"drop", "drop"},
	"preset":          {"alt-text@1", "alt-text@1"},
	"prompt":          {"|\n  two\n  lines", "two\nlines\n"},
	"prompt-column":   {"question", "question"},
	"quiet":           {"true", "true"},
	"rate":            {"2/s", "120/min"},
	"re-ask":          {"true", "true"},
	"reconcile-after": {"90s", "1m30s"},
	"repair":          {"0", "0"},
	"root":            {"[/srv/a, '/srv/b, c']", `[/srv/a,"/srv/b, c"]`},
	"severity":        {"{too_short: warn}", "too_short=warn"},
	"unconfirmed":     {"ask-again", "ask-again"},
	"up-to":           {"0.50", "0.50"},
	"uploads":         {"4", "4"},
	"with":            {"provenance", "provenance"},
	"yes":             {"true", "true"},
}

// runFlags are those of captionmill run, and what they set.
func runFlags() (*settings, *pflag.FlagSet) {
	s, f := new(settings), pflag.NewFlagSet("run", pflag.ContinueOnError)
	s.ledgerFlags(f)
	s.askFlags(f)
	s.runFlags(f)
	return s, f
}

// readText reads a configuration into the flags of captionmill run.
func readText(t *testing.T, text string, args ...string) (*settings, *pflag.FlagSet, error) {
	t.Helper()
	s, f := runFlags()
	name := filepath.Join(t.TempDir(), "captionmill.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Parse(append([]string{"--config", name}, args...)); err != nil {
		t.Fatal(err)
	}
	return s, f, s.readConfig(f)
}

func TestEveryFlagCanBeConfigured(t *testing.T) {
	t.Parallel()
	_, all := runFlags()
	all.VisitAll(func(flag *pflag.Flag) {
		sample, ok := samples[flag.Name]
		if flag.Name == "config" {
			return // a file that names another is read by nobody
		}
		if !ok {
			t.Errorf("--%s has no sample here", flag.Name)
			return
		}
		key := strings.ReplaceAll(flag.Name, "-", "_")
		_, f, err := readText(t, fmt.Sprintf("%s: %s\n", key, sample.yaml))
		if err != nil {
			t.Error(err)
			return
		}
		if got := shown(f.Lookup(flag.Name)); got != sample.flag {
			t.Errorf("%s: %s makes it %q, want %q", key, sample.yaml, got, sample.flag)
		}
	})
}

// shown is a flag's value; pairs do not show theirs in --help.
func shown(f *pflag.Flag) string {
	if p, ok := f.Value.(*pairs); ok {
		var all []string
		for name, v := range *p {
			all = append(all, name+"="+v)
		}
		return strings.Join(all, " ")
	}
	return f.Value.String()
}

var switchedOff = regexp.MustCompile(`(?m)^#([a-z_]+:)`)

// The example shows every setting, and nothing that does not exist.
func TestExample(t *testing.T) {
	t.Parallel()
	everything := switchedOff.ReplaceAllString(configs.Example(), "$1")
	s, f, err := readText(t, everything)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := loadModels(s); err != nil || len(s.ownModels) != 1 || len(s.ownPrices) != 1 {
		t.Errorf("the example's models: %v, prices: %v, %v", s.ownModels, s.ownPrices, err)
	}
	if s.baseURL = ""; s.check() != nil {
		t.Errorf("the example's settings: %v", s.check())
	}
	f.VisitAll(func(flag *pflag.Flag) {
		key := strings.ReplaceAll(flag.Name, "-", "_")
		if !regexp.MustCompile(`(?m)^`+key+`:`).MatchString(everything) && flag.Name != "config" {
			t.Errorf("the example does not show %s", key)
		}
	})
	_, plain, err := readText(t, configs.Example())
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []string{"model", "account", "drain", "reconcile-after", "fail-on", "format", "existing", "image-key", "log-format", "repair", "max-junk"} {
		if flag := plain.Lookup(set); flag.Value.String() != flag.DefValue {
			t.Errorf("the example sets %s to %s, and the default is %s", set, flag.Value, flag.DefValue)
		}
	}
}

func TestConfigMistakes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"unknown":           {"# first\nmodle: minicpm", `:2:1: there is no setting "modle" (did you mean model?)`},
		"nothing like it":   {"zzzzzzzz: 1", `there is no setting "zzzzzzzz"; `},
		"with a hyphen":     {"re-ask: true", `there is no setting "re-ask" (did you mean re_ask?)`},
		"another file":      {"config: b.yaml", `there is no setting "config"`},
		"a bad number":      {"model: minicpm\n\nlimit: many", `:3:8: limit: "many" is not a whole number`},
		"a bad switch":      {"yes: perhaps", `yes: "perhaps" is not true or false`},
		"a bad time":        {"drain: 20", `drain: "20" is not a time such as 20s or 6h`},
		"no limit at all":   {"limit: 0", `:1:8: limit: 0 is not above 0; give a whole number from 1, or leave it away`},
		"none in flight":    {"in_flight: -2", `in_flight: -2 is not above 0`},
		"no time":           {"max_duration: 0s", `max_duration: 0s is not above 0; give a time`},
		"no proof":          {"reconcile_after: -1m", `reconcile_after: -1m is not above 0`},
		"no patience":       {"drain: 0s", `drain: 0s is not above 0`},
		"an empty prompt":   {"prompt: ''", `:1:9: prompt: "" holds no word`},
		"a blank prompt":    {"prompt: ' '", `prompt: " " holds no word`},
		"an empty preset":   {"preset: ''", `preset: "" holds no word`},
		"too many repairs":  {"repair: 10", `repair: "10" is not a whole number from 0 to 9`},
		"a share below 0":   {"max_junk: -1", `max_junk: "-1" is not a whole number from 0 to 100`},
		"an unknown check":  {"severity: {to_long: warn}", `--severity: a check "to_long" does not exist; there are: empty, `},
		"a bad severity":    {"severity: {too_long: error}", `the check too_long can be block, warn, info or off, not "error"`},
		"a bad period":      {"period: none", `period: "none": choose one of keep, add, drop`},
		"a bad case":        {"case: upper", `case: "upper": choose one of keep, sentence`},
		"a bad sum":         {"budget: five", `budget: "five": not an amount of dollars`},
		"a bad rate":        {"rate: 5/day", `rate: "5/day" is not a rate such as 500/min`},
		"no value":          {"rate:", "rate: has no value"},
		"a list for a word": {"model: [minicpm, any-llm]", "model: one word or number is expected here"},
		"a deep list":       {"root: [[a]]", "root: one word or number is expected here"},
		"a pair for a word": {"model: {a: b}", "model: one word or number is expected here"},
		"twice":             {"limit: 1\nlimit: 2", `:2:1: `},
		"a list of all":     {"- model: minicpm", "a configuration holds settings"},
		"no YAML":           {"model: \"minicpm", ":1:8: "},
		"a model's price":   {"models: [{name: x, id: v/x}]", `model "v/x" has no price`},
		"a model's key":     {"models: [{name: x, id: v/x, price: 1, pirce: 2}]", "pirce"},
		"a list of prices":  {"prices: [0.005]", ":1:9: prices are those of models"},
		"a price below 0":   {"prices:\n  minicpm: -1", `:2:12: price of "minicpm": "-1": not an amount`},
		"a price in words":  {"prices: {minicpm: five}", `:1:19: price of "minicpm": "five": not an amount`},
		"nobody's price":    {"prices: {minicpn: 1}\nmodel: any-llm", `:1:10: "minicpn" is not a known model (did you mean minicpm?)`},
		"a price twice":     {"prices: {minicpm: 1,\n  wavespeed-ai/minicpm-v/image: 2}", ":2:3: the price of wavespeed-ai/minicpm-v/image is there twice"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, err := readText(t, tt.text+"\n")
			if err == nil {
				_, err = loadModels(s)
			}
			if err == nil {
				err = s.check()
			}
			if !isA[usageError](err) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v; want %s", err, tt.want)
			}
		})
	}
}

func TestFlagsWin(t *testing.T) {
	t.Parallel()
	s, _, err := readText(t, "model: any-llm\nlimit: 5\nparam: {seed: 1}\n", "--limit", "7", "--param", "temperature=1")
	if err != nil {
		t.Fatal(err)
	}
	if s.model != "any-llm" || s.limit != 7 || len(s.params) != 1 || s.params["temperature"] != "1" {
		t.Errorf("model %s, limit %d, params %v", s.model, s.limit, s.params)
	}
}

// A prompt and a preset take each other's place, so that one on the command
// line wins over either in the file.
func TestPromptFlagsWin(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, flag     string
		prompt, preset text
	}{
		"prompt over preset": {"preset: alt-text@1", "--prompt=Why?", "Why?", ""},
		"preset over prompt": {"prompt: Why?", "--preset=alt-text@1", "", "alt-text@1"},
		"prompt over prompt": {"prompt: Why?", "--prompt=How?", "How?", ""},
		"prompt over ask":    {"ask: {short: alt-text}", "--prompt=Why?", "Why?", ""},
		"ask over both":      {"prompt: Why?\npreset: alt-text@1", "--ask=short=alt-text", "", ""},
		"both in the file":   {"prompt: Why?\npreset: alt-text@1", "--quiet", "Why?", "alt-text@1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, err := readText(t, tt.text+"\n", tt.flag)
			if err != nil || s.prompt != tt.prompt || s.preset != tt.preset {
				t.Errorf("prompt %q, preset %q, %v", s.prompt, s.preset, err)
			}
		})
	}
}

func TestRate(t *testing.T) {
	t.Parallel()
	good := map[string]perMinute{"500/min": 500, "500": 500, "2/s": 120, "30/h": 0.5, "1.5/minute": 1.5}
	for text, want := range good {
		if got := perMinute(0); got.Set(text) != nil || got != want {
			t.Errorf("%s is %v, want %v a minute", text, float64(got), float64(want))
		}
	}
	for _, text := range []string{"", "0", "-1/s", "5/day", "5/", "/min", "NaN", "Inf/min", "5/min/s", "1e300/s"} {
		if got := perMinute(0); got.Set(text) == nil {
			t.Errorf("%q is taken for %v a minute", text, float64(got))
		}
	}
}

func TestLedgerName(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]settings{"captions.db": {}, "emulated.db": {emulate: true}, "own.db": {emulate: true, db: "own.db"}} {
		if got := s.ledgerName(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
