package emulator

import (
	"strings"
	"testing"
)

func TestTier(t *testing.T) {
	t.Parallel()
	tables := map[string]func(string) (Account, error){"newer": Tier, "older": OlderTier}
	for table, numbers := range map[string]map[string][2]int{
		"newer": {"bronze": {2, 2}, "silver": {500, 300}, "gold": {3000, 3000}, "ultra": {5000, 10000}},
		"older": {"bronze": {10, 3}, "silver": {500, 100}, "gold": {3000, 2000}, "ultra": {5000, 5000}},
	} {
		for name, n := range numbers {
			want := Account{PerMinute: n[0], Concurrent: n[1]}
			if got, err := tables[table](name); got != want || err != nil {
				t.Errorf("%s, %s table: %+v, %v; want %+v", name, table, got, err, want)
			}
		}
		if _, err := tables[table]("platinum"); err == nil || !strings.Contains(err.Error(), `"platinum"`) {
			t.Errorf("error for an unknown level is %v", err)
		}
	}
}

func TestUnknownWindow(t *testing.T) {
	t.Parallel()
	s := &Server{Account: Account{Window: "hour"}}
	if err := s.Open(); err == nil || !strings.Contains(err.Error(), `unknown window "hour": use minute, sliding or second`) {
		t.Errorf("error is %v", err)
	}
}
