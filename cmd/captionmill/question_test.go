package main

import (
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/model"
)

// houseModels are what a person might add: one with parameters of its own, and
// one that takes whatever it is given.
const houseModels = `models:
  - name: described
    id: vendor/described
    price: 0.01
    parameters:
      - {name: image, type: string}
      - {name: shape, type: string}
      - {name: region, type: string, no_identity: true}
      - {name: enable_sync_mode, type: boolean, default: true, no_identity: true}
  - {name: loose, id: vendor/loose, price: 0.01}
`

func house(t *testing.T) model.Table {
	t.Helper()
	table, err := model.Load(strings.NewReader(houseModels), "house.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Sync mode is on when the API will be told so.
func TestSyncMode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		model string
		given string
		want  bool
	}{
		"not given":      {"minicpm", "", false},
		"on":             {"minicpm", "true", true},
		"off":            {"minicpm", "false", false},
		"on by default":  {"described", "", true},
		"switched off":   {"described", "false", false},
		"not described":  {"loose", "true", true},
		"another thing":  {"loose", "1", false}, // is sent as a number
		"no such switch": {"loose", "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			models, err := loadModels(&settings{ownModels: house(t)})
			if err != nil {
				t.Fatal(err)
			}
			m, err := models.Find(tt.model)
			if err != nil {
				t.Fatal(err)
			}
			ss := &session{settings: new(settings), asker: &pipeline.Asker{Model: m}}
			if tt.given != "" {
				ss.params = pairs{"enable_sync_mode": tt.given}
			}
			if got := ss.syncMode(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := ss.mostConns(); (got == 0) != tt.want {
				t.Errorf("%d connections at most", got)
			}
		})
	}
}

// Which parameters change no question is the model's to say.
func TestExtrasOnly(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		model string
		param string
		want  bool
	}{
		"sync mode":         {"minicpm", "enable_sync_mode", true},
		"a seed":            {"minicpm", "seed", false},
		"another's extra":   {"minicpm", "priority", false},
		"its own extra":     {"any-llm", "priority", true},
		"of a person's own": {"described", "region", true},
		"not an extra":      {"described", "shape", false},
		"nobody knows":      {"loose", "enable_sync_mode", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &settings{model: tt.model, ownModels: house(t), params: pairs{tt.param: "x"}}
			if got := s.extrasOnly(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
