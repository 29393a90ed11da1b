package emulator

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// offered asks for the catalogue.
func offered(t *testing.T, s *Server) []offer {
	t.Helper()
	var got struct {
		Code int
		Data []offer
	}
	if err := json.Unmarshal([]byte(serve(t, s).call("GET", "/api/v3/models", "").body), &got); err != nil || got.Code != 200 {
		t.Fatalf("code %d, %v", got.Code, err)
	}
	return got.Data
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	offers := offered(t, &Server{})
	if len(offers) != 2 || offers[0].ID != minicpm || offers[1].ID != anyLLM {
		t.Fatalf("catalogue is %+v", offers)
	}
	for _, o := range offers {
		schema := o.Schema.Schemas[0]
		if o.Type != "image-to-text" || o.Name == "" || o.Description == "" || schema.Path != "/api/v3/"+o.ID || schema.Method != "POST" {
			t.Errorf("offer is %+v", o)
		}
	}
}

func TestCataloguePrices(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		server      *Server
		small, wide float64
	}{
		{"published", &Server{}, 0.005, 0.05},
		{"own", &Server{Prices: map[string]float64{anyLLM: 0.01}}, 0.005, 0.01},
		{"raised", &Server{QuoteFactor: 1.5}, 0.0075, 0.075},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			offers := offered(t, tt.server)
			if offers[0].BasePrice != tt.small || offers[1].BasePrice != tt.wide {
				t.Errorf("base prices are %v and %v, want %v and %v", offers[0].BasePrice, offers[1].BasePrice, tt.small, tt.wide)
			}
			if offers[0].Formula != `{"total_price": base_price * 1}` || !strings.Contains(offers[1].Formula, `"openai/gpt-4o"`) {
				t.Errorf("formulas are %s and %s", offers[0].Formula, offers[1].Formula)
			}
		})
	}
}

// A property is what the catalogue says of a parameter.
type property struct {
	Type             string
	Default          json.RawMessage
	Enum             []string
	Minimum, Maximum *float64
	MaxItems         int
}

// The catalogue promises what submits keep.
func TestTheCatalogueAgreesWithSubmits(t *testing.T) {
	t.Parallel()
	for i, o := range offered(t, &Server{}) {
		schema := o.Schema.Schemas[0].Request
		var properties map[string]property
		if err := json.Unmarshal(schema.Properties, &properties); err != nil {
			t.Fatal(err)
		}
		if len(properties) != len(models[i].params) || len(schema.Order) != len(properties) {
			t.Errorf("%s has %d properties, %d in order; submits take %d", o.ID, len(properties), len(schema.Order), len(models[i].params))
		}
		for n, p := range models[i].params {
			if schema.Order[n] != p.name || slices.Contains(schema.Required, p.name) != p.required {
				t.Errorf("%s: %s is in the place of %s, required %v", o.ID, schema.Order[n], p.name, schema.Required)
			}
			checkProperty(t, p, properties[p.name])
		}
	}
}

// checkProperty tries the edges of what a property allows.
func checkProperty(t *testing.T, p param, said property) {
	t.Helper()
	fits := func(v any) bool {
		raw, _ := json.Marshal(v)
		return p.check(raw) == ""
	}
	if said.Default != nil && !fits(said.Default) {
		t.Errorf("%s: the default %s is refused", p.name, said.Default)
	}
	for _, word := range said.Enum {
		if !fits(word) {
			t.Errorf("%s: %s is refused", p.name, word)
		}
	}
	if said.Minimum != nil && (!fits(*said.Minimum) || fits(*said.Minimum-1)) {
		t.Errorf("%s: %v is not the least", p.name, *said.Minimum)
	}
	if said.Maximum != nil && (!fits(int64(*said.Maximum)) || fits(int64(*said.Maximum)+1)) {
		t.Errorf("%s: %v is not the most", p.name, *said.Maximum)
	}
	if said.MaxItems > 0 && (!fits(make([]string, said.MaxItems)) || fits(make([]string, said.MaxItems+1))) {
		t.Errorf("%s: %d is not the most items", p.name, said.MaxItems)
	}
	examples := map[string]any{"string": "describe", "integer": 1, "number": 0.5, "boolean": true, "array": []string{"u"}}
	if said.Default == nil && !fits(examples[said.Type]) {
		t.Errorf("%s is no %s", p.name, said.Type)
	}
}

func TestTheLanguageModelsOfThePageAreOffered(t *testing.T) {
	t.Parallel()
	var properties map[string]property
	if err := json.Unmarshal(offered(t, &Server{})[1].Schema.Schemas[0].Request.Properties, &properties); err != nil {
		t.Fatal(err)
	}
	names := properties["model"].Enum
	for _, premium := range premiums {
		if !slices.Contains(names, premium) {
			t.Errorf("%s is charged as premium, but not offered", premium)
		}
	}
	if len(names) != 13 || !slices.Contains(names, "google/gemini-flash-1.5") {
		t.Errorf("%d language models: %q", len(names), names)
	}
}

// checkShape compares the keys of an answer with those of a sample.
func checkShape(t *testing.T, file, body string) {
	t.Helper()
	sample, err := os.ReadFile(filepath.Join("..", "..", "testdata", "api", file))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := keysOf(t, []byte(body)), keysOf(t, sample); !slices.Equal(got, want) {
		t.Errorf("%s: keys and types are\n%q\nwant\n%q", file, got, want)
	}
}

func TestDocumentedShapesAroundPredictions(t *testing.T) {
	t.Parallel()
	c := serve(t, &Server{Blind: true, Latency: instant, Faults: Faults{TaskFailed: 1}})
	id := c.submit(minicpm, `{"image":"u"}`).Data.ID
	bills := func(kind string) string {
		return c.call("POST", "/api/v3/billings/search", `{"page":1,"page_size":10,"billing_type":"`+kind+`"}`).body
	}
	checkShape(t, "models.json", c.call("GET", "/api/v3/models", "").body)
	checkShape(t, "ticket.json", c.call("POST", "/api/v3/media/uploads", `{"filename":"fox.png","size":48213}`).body)
	checkShape(t, "billings-deduct.json", bills("deduct"))
	checkShape(t, "billings-refund.json", bills("refund"))
	checkShape(t, "deleted.json", c.call("POST", "/api/v3/predictions/delete", `{"ids":["`+id+`"]}`).body)
}
