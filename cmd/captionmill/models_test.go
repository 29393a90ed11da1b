package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/configs"
	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/model"
)

// A sold is a model of the catalogue that tests offer.
type sold struct {
	id, kind string
	price    float64
	formula  string
	takes    []string
}

// offers are a catalogue of today: one price of the table has changed, one
// model of any kind is new.
var offers = []sold{
	{"wavespeed-ai/minicpm-v/image", "image-to-text", 0.006, `{"total_price": base_price * 1}`, []string{"image", "custom_prompt"}},
	{"wavespeed-ai/any-llm/vision", "llm", 0.05, `base_price * (model = "x" ? 3 : 1)`, []string{"images", "prompt"}},
	{"wavespeed-ai/image-captioner", "image-to-text", 0.001, "", []string{"image", "detail"}},
	{"wavespeed-ai/molmo2/image-captioner", "image-to-text", 0.00002, "", []string{"enable_sync_mode", "images", "prompt"}},
	{"wavespeed-ai/free-captioner", "image-to-text", 0, "", []string{"image"}},
	{"wavespeed-ai/flux-dev", "text-to-image", 0.012, "", []string{"prompt"}},
	{"wavespeed-ai/flux-kontext", "image-to-image", 0.025, "", []string{"prompt", "image"}},
	{"wavespeed-ai/whisper", "audio-to-text", 0.001, "base_price * duration", []string{"audio"}},
}

// vendor serves a catalogue as the API's documentation shows it, and a balance.
func vendor(t *testing.T, all []sold) *httptest.Server {
	t.Helper()
	data := []map[string]any{}
	for _, o := range all {
		properties := map[string]any{}
		for _, name := range o.takes {
			properties[name] = map[string]string{"type": "string"}
		}
		request := map[string]any{"type": "object", "properties": properties, "required": []string{}, "x-order-properties": o.takes}
		data = append(data, map[string]any{
			"model_id": o.id, "name": o.id, "description": "A model.", "type": o.kind, "base_price": o.price, "formula": o.formula, "sort_order": 1,
			"api_schema": map[string]any{"api_schemas": []any{map[string]any{"type": "model_run", "method": "POST", "request_schema": request}}},
		})
	}
	body, err := json.Marshal(map[string]any{"code": 200, "message": "success", "data": data})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v3/models", func(w http.ResponseWriter, r *http.Request) { w.Write(body) })
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer any-key" {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"code":401,"message":"invalid authentication"}`)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// shop is a shell that asks a vendor, in a folder of its own.
func shop(t *testing.T, all []sold) *shell {
	t.Helper()
	t.Setenv(keyVar, "any-key")
	t.Setenv(baseURLVar, vendor(t, all).URL)
	t.Chdir(t.TempDir())
	return &shell{t: t}
}

func TestModelsTable(t *testing.T) {
	golden, err := os.ReadFile(filepath.Join("..", "..", "testdata", "golden", "models.txt"))
	if err != nil {
		t.Fatal(err)
	}
	sh := shop(t, offers)
	var got bytes.Buffer
	for _, args := range [][]string{
		{"models"}, {"models", "--all"}, {"models", "minicpm", "openai/gpt-4o", "wavespeed-ai/whisper"}, {"models", "--config", "own.yaml"},
	} {
		if err := os.WriteFile("own.yaml", []byte("prices: {minicpm: 0.006}\nmodels: [{name: old, id: v/old, price: 1}]\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		sh.run(exitDone, args...)
		sh.says("asking 127.0.0.1\n")
		fmt.Fprintf(&got, "$ captionmill %s\n%s\n", strings.Join(args, " "), sh.out.String())
	}
	if got.String() != string(golden) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), golden)
	}
}

func TestModelsJSON(t *testing.T) {
	sh := shop(t, offers[:3])
	sh.run(exitDone, "models", "--json", "--config", write(t, "own.yaml", "models: [{name: old, id: v/old, price: 1}]\n"))
	for path, want := range map[string]string{
		"schema":         "1",
		"models.0.model": "v/old", "models.0.name": "old", "models.0.mark": "gone", "models.0.price_usd": "", "models.0.table_usd": "1.00",
		"models.1.model": "wavespeed-ai/any-llm/vision", "models.1.type": "llm", "models.1.price_usd": "0.05", "models.1.table_usd": "0.05", "models.1.mark": "same",
		"models.1.formula": `base_price * (model = "x" ? 3 : 1)`,
		"models.2.model":   "wavespeed-ai/image-captioner", "models.2.name": "", "models.2.mark": "new", "models.2.table_usd": "", "models.2.formula": "",
		"models.3.name": "minicpm", "models.3.mark": "differs", "models.3.price_usd": "0.006", "models.3.table_usd": "0.005",
		"models.4": "", "changes": "",
	} {
		sh.holds(path, want)
	}
	sh.run(exitDone, "models", "--json", "v/old", "--config", "own.yaml")
	sh.holds("models.0.model", "v/old")
	sh.holds("models.1", "")
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestModelsWrite(t *testing.T) {
	sh := shop(t, offers)
	const before = "# Every night.\nmodel: minicpm\nprices:\n  # agreed in May\n  any-llm: 0.04 # a call\nlimit: 5\n"
	write(t, "own.yaml", before)
	sh.run(exitDone, "models", "--write", "own.yaml")
	const wrote = "prices: wavespeed-ai/any-llm/vision: $0.05, was $0.04; it depends on what is asked\nprices: wavespeed-ai/minicpm-v/image: $0.006, was $0.005\n"
	if sh.out.String() != wrote {
		t.Errorf("it says\n%s", sh.out.String())
	}
	const after = "# Every night.\nmodel: minicpm\nprices:\n  wavespeed-ai/minicpm-v/image: 0.006\n  # agreed in May\n  any-llm: 0.05 # a call\nlimit: 5\n"
	if got := read(t, "own.yaml"); got != after {
		t.Errorf("the file is\n%s", got)
	}
	was, err := os.Stat("own.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sh.run(exitDone, "models", "--write", "own.yaml", "--config", "./own.yaml")
	if is, err := os.Stat("own.yaml"); err != nil || !os.SameFile(was, is) || sh.out.String() != "nothing to change in own.yaml\n" {
		t.Errorf("the file was written again: %v, %s", err, sh.out.String())
	}
	sh.run(exitDone, "models", "--config", "own.yaml", "--json", "minicpm")
	sh.holds("models.0.mark", "same")
}

// What is written, a run reckons with.
func TestModelsWriteAndPlan(t *testing.T) {
	sh := shop(t, offers)
	sh.run(exitDone, "models", "--write", "new.yaml", "wavespeed-ai/molmo2/image-captioner", "minicpm", "wavespeed-ai/image-captioner", "--json")
	for path, want := range map[string]string{
		"changes.0.model": "wavespeed-ai/image-captioner", "changes.0.setting": "models", "changes.0.to_usd": "0.001",
		"changes.1.model": "wavespeed-ai/minicpm-v/image", "changes.1.setting": "prices", "changes.1.from_usd": "0.005", "changes.1.to_usd": "0.006",
		"changes.2.model": "wavespeed-ai/molmo2/image-captioner", "changes.2.to_usd": "0.00002", "changes.3": "",
	} {
		sh.holds(path, want)
	}
	const want = `models:
  - id: wavespeed-ai/image-captioner
    price: 0.001
    image_param: image
  - id: wavespeed-ai/molmo2/image-captioner
    price: "0.00002"
    image_param: images
    many_images: true
    prompt_param: prompt
prices:
  wavespeed-ai/minicpm-v/image: 0.006
`
	if got := read(t, "new.yaml"); got != want {
		t.Errorf("the file is\n%s", got)
	}
	write(t, "one.txt", "https://pictures.example/a.jpg\n")
	for name, cost := range map[string]string{"minicpm": "0.006", "wavespeed-ai/image-captioner": "0.001", "wavespeed-ai/molmo2/image-captioner": "0.00002"} {
		sh.run(exitDone, "plan", "--config", "new.yaml", "--model", name, "--json", "one.txt")
		sh.holds("cost_usd", cost)
	}
}

func TestModelsRefuse(t *testing.T) {
	sh := shop(t, append(offers, sold{"wavespeed-ai/mystery", "image-to-text", 1, "", nil}))
	write(t, "odd.yaml", "{model: minicpm}\n")
	write(t, "wrong.yaml", "prices: {minicpn: 1}\n")
	tests := map[string]struct {
		args []string
		want string
	}{
		"no such model":        {[]string{"wavespeed-ai/minicmp"}, `the API's catalogue has no model "wavespeed-ai/minicmp"`},
		"a slip":               {[]string{"minicpn"}, "did you mean minicpm?"},
		"takes no pictures":    {[]string{"--write", "x.yaml", "wavespeed-ai/whisper"}, "wavespeed-ai/whisper takes no pictures: among its parameters there is neither image nor images, but audio"},
		"takes nobody knows":   {[]string{"--write", "x.yaml", "wavespeed-ai/mystery"}, "wavespeed-ai/mystery: the catalogue does not say what it takes"},
		"costs nothing":        {[]string{"--write", "x.yaml", "wavespeed-ai/free-captioner"}, "says that it costs nothing"},
		"two configurations":   {[]string{"--write", "x.yaml", "--config", "y.yaml"}, "name two configurations"},
		"a game":               {[]string{"--write", "x.yaml", "--emulate"}, "--write takes real prices over"},
		"no name":              {[]string{"--write="}, "--write: name a file"},
		"no folder":            {[]string{"--write", "nowhere/x.yaml"}, "--write nowhere/x.yaml: no such file or directory"},
		"a folder":             {[]string{"--write", "."}, "--write .: it is a folder"},
		"written in brackets":  {[]string{"--write", "odd.yaml"}, "odd.yaml stays as it was"},
		"a price for nobody":   {[]string{"--config", "wrong.yaml"}, `wrong.yaml:1:10: "minicpn" is not a known model`},
		"a file with mistakes": {[]string{"--write", "wrong.yaml"}, `wrong.yaml:1:10: "minicpn" is not a known model`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sh := &shell{t: t}
			sh.run(exitUsage, append([]string{"models"}, tt.args...)...)
			sh.says(tt.want)
		})
	}
	if _, err := os.Stat("x.yaml"); err == nil || read(t, "odd.yaml") != "{model: minicpm}\n" {
		t.Error("a refusal has written something")
	}
	t.Setenv(keyVar, "wrong-key")
	sh.run(exitKey, "models")
	t.Setenv(keyVar, "any-key")
	t.Setenv(baseURLVar, "http://127.0.0.1:1")
	sh.run(exitDown, "models")
}

// A price of nothing is not believed, and the others are taken all the same.
func TestModelsWriteNoGifts(t *testing.T) {
	gift := append([]sold{{"wavespeed-ai/any-llm/vision", "llm", 0, "", []string{"images"}}}, offers[0])
	sh := shop(t, gift)
	sh.run(exitDone, "models", "--write", "x.yaml")
	sh.says("warning: the catalogue says that wavespeed-ai/any-llm/vision costs nothing; its price stays $0.05\n")
	if got := read(t, "x.yaml"); got != "prices:\n  wavespeed-ai/minicpm-v/image: 0.006\n" {
		t.Errorf("the file is\n%s", got)
	}
}

func TestAnswersInText(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]bool{
		"image-to-text": true, "video-to-text": true, "llm": true, "VLM": true, "vision-llm": true, "any llm": true,
		"": false, "image-to-image": false, "text-to-image": false, "image-to-video": false, "film": false, "text": false,
	} {
		if got := answersInText(kind); got != want {
			t.Errorf("%q: %v, want %v", kind, got, want)
		}
	}
}

// A catalogue's words reach a terminal clean. What it has twice costs the
// higher price, and what it lacks is gone.
func TestCompare(t *testing.T) {
	t.Parallel()
	table, err := model.Load(configs.Models(), configs.ModelsName)
	if err != nil {
		t.Fatal(err)
	}
	listed := compare([]api.Offer{{Model: "v/x", Price: 2, Type: "image\x1b[2J", Formula: "a\nb"}, {Model: "v/x", Price: 3}, {Model: "v/x", Price: 1}}, table)
	if len(listed) != len(table)+1 {
		t.Fatalf("got %+v", listed)
	}
	if l := listed[0]; l.Model != "v/x" || *l.Price != 3 || l.Mark != markNew {
		t.Errorf("got %+v", l)
	}
	for _, l := range listed[1:] {
		if l.Mark != markGone || l.Price != nil || *l.Table == 0 {
			t.Errorf("got %+v", l)
		}
	}
	clean := compare([]api.Offer{{Model: "v/x", Type: "image\x1b[2J", Formula: "a\nb"}}, nil)[0]
	if clean.Type != "image [2J" || clean.Formula != "a b" {
		t.Errorf("got %q, %q", clean.Type, clean.Formula)
	}
}
