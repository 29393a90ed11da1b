package main

import (
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/model"
	"github.com/captionmill/captionmill/pipeline/price"
)

const minicpmID = "wavespeed-ai/minicpm-v/image"

// dearer is a change of a price of the table.
func dearer(id, name string, to price.Micros) change {
	from := price.Micros(5000)
	return change{Model: id, Setting: "prices", From: &from, To: to, name: name}
}

// added is a model that the table lacks.
func added(id string) change {
	return change{Model: id, Setting: "models", To: 1000,
		own: model.Model{ID: id, Price: 1000, ImageParam: "images", ManyImages: true, PromptParam: "prompt"}}
}

const addedBlock = "id: v/one\n    price: 0.001\n    image_param: images\n    many_images: true\n    prompt_param: prompt\n"

func TestEdits(t *testing.T) {
	t.Parallel()
	mini, anyLLM, one := dearer(minicpmID, "minicpm", 6000), dearer("wavespeed-ai/any-llm/vision", "any-llm", 70_000), added("v/one")
	tests := map[string]struct {
		before  string
		changes []change
		after   string
	}{
		"no file":            {"", []change{mini}, "prices:\n  " + minicpmID + ": 0.006\n"},
		"comments only":      {"# mine\n", []change{mini}, "# mine\nprices:\n  " + minicpmID + ": 0.006\n"},
		"no end of line":     {"model: minicpm # x", []change{mini}, "model: minicpm # x\nprices:\n  " + minicpmID + ": 0.006\n"},
		"two new":            {"model: minicpm\n", []change{anyLLM, mini}, "model: minicpm\nprices:\n  wavespeed-ai/any-llm/vision: 0.07\n  " + minicpmID + ": 0.006\n"},
		"in place":           {"prices:\n  " + minicpmID + ": 0.004 # agreed\nmodel: minicpm\n", []change{mini}, "prices:\n  " + minicpmID + ": 0.006 # agreed\nmodel: minicpm\n"},
		"by its name":        {"prices: {any-llm: 1, minicpm: 0.004}\n", []change{mini}, "prices: {any-llm: 1, minicpm: 0.006}\n"},
		"in quotes":          {"prices:\n  minicpm:   '$0.004'\n", []change{mini}, "prices:\n  minicpm:   '0.006'\n"},
		"in double quotes":   {"prices:\n  \"minicpm\": \"0.004\"\n", []change{mini}, "prices:\n  \"minicpm\": \"0.006\"\n"},
		"on the next line":   {"prices:\n  minicpm:\n    0.004\nmodel: minicpm\n", []change{mini}, "prices:\n  minicpm:\n    0.006\nmodel: minicpm\n"},
		"after wide letters": {"prompt: Größe? 猫\nprices: {minicpm: 0.004} # für 猫\n", []change{mini}, "prompt: Größe? 猫\nprices: {minicpm: 0.006} # für 猫\n"},
		"beside another":     {"prices: # in dollars\n    # agreed in May\n    any-llm: 1\n", []change{mini}, "prices: # in dollars\n    " + minicpmID + ": 0.006\n    # agreed in May\n    any-llm: 1\n"},
		"inside of brackets": {"prices: {any-llm: 1}\n", []change{mini}, "prices: {" + minicpmID + ": 0.006, any-llm: 1}\n"},
		"spaced brackets":    {"prices: { any-llm: 1, }\n", []change{mini}, "prices: {" + minicpmID + ": 0.006, any-llm: 1, }\n"},
		"brackets of lines":  {"prices: {\n  any-llm: 1, # x\n}\n", []change{mini}, "prices: {" + minicpmID + ": 0.006,\n  any-llm: 1, # x\n}\n"},
		"empty brackets":     {"prices: {}\n", []change{mini}, "prices: {" + minicpmID + ": 0.006}\n"},
		"nothing yet":        {"prices: # none yet\nmodel: minicpm\n", []change{mini}, "prices: # none yet\n  " + minicpmID + ": 0.006\nmodel: minicpm\n"},
		"nothing at the end": {"model: minicpm\nprices:", []change{mini}, "model: minicpm\nprices:\n  " + minicpmID + ": 0.006\n"},
		"null":               {"prices: ~ # none\n", []change{mini}, "prices: {" + minicpmID + ": 0.006} # none\n"},
		"Windows lines":      {"# mine\r\nprices:\r\n  any-llm: 1\r\nmodel: minicpm\r\n", []change{mini}, "# mine\r\nprices:\r\n  " + minicpmID + ": 0.006\r\n  any-llm: 1\r\nmodel: minicpm\r\n"},
		"spaces at the end":  {"prices:  \n  minicpm: 0.004  \n  any-llm: 1 \n", []change{mini}, "prices:  \n  minicpm: 0.006  \n  any-llm: 1 \n"},
		"a document's start": {"---\n# mine\nprices:\n  minicpm: 1\n", []change{mini}, "---\n# mine\nprices:\n  minicpm: 0.006\n"},
		"a text in lines":    {"prompt: |\n  prices:\n    minicpm: 1\nprices:\n  minicpm: 1\n", []change{mini}, "prompt: |\n  prices:\n    minicpm: 1\nprices:\n  minicpm: 0.006\n"},
		"after such a text":  {"prompt: |\n  What?\n", []change{mini}, "prompt: |\n  What?\nprices:\n  " + minicpmID + ": 0.006\n"},

		"a first model":          {"model: v/one\n", []change{one}, "model: v/one\nmodels:\n  - " + addedBlock},
		"one model more":         {"models:\n  # The house's.\n  - id: v/two\n    price: 1 # high\n", []change{one}, "models:\n  - " + addedBlock + "  # The house's.\n  - id: v/two\n    price: 1 # high\n"},
		"a list without indent":  {"models:\n- {id: v/two, price: 1}\n", []change{one}, "models:\n- " + strings.ReplaceAll(addedBlock, "    ", "  ") + "- {id: v/two, price: 1}\n"},
		"a model in brackets":    {"models: [{id: v/two, price: 1}]\n", []change{one}, "models: [{id: v/one, price: 0.001, image_param: images, many_images: true, prompt_param: prompt}, {id: v/two, price: 1}]\n"},
		"models in empty ones":   {"models: []\n", []change{one}, "models: [{id: v/one, price: 0.001, image_param: images, many_images: true, prompt_param: prompt}]\n"},
		"no models":              {"models: null\n", []change{one}, "models: [{id: v/one, price: 0.001, image_param: images, many_images: true, prompt_param: prompt}]\n"},
		"a price of one's model": {"models: [{id: v/two, price: 1}]\n", []change{dearer("v/two", "v/two", 2)}, "models: [{id: v/two, price: 1}]\nprices:\n  v/two: 0.000002\n"},
		"both":                   {"# mine\nmodel: minicpm\n", []change{mini, one}, "# mine\nmodel: minicpm\nmodels:\n  - " + addedBlock + "prices:\n  " + minicpmID + ": 0.006\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := edited("mill.yaml", tt.before, tt.changes)
			if err != nil || got != tt.after {
				t.Errorf("%v, got\n%s\nwant\n%s", err, got, tt.after)
			}
			if again, err := edited("mill.yaml", got, onlyPrices(tt.changes)); err != nil || again != got {
				t.Errorf("the second time: %v, got\n%s\nwant\n%s", err, again, got)
			}
		})
	}
}

// onlyPrices are the changes that can be made twice.
func onlyPrices(changes []change) (some []change) {
	for _, c := range changes {
		if c.Setting == "prices" {
			some = append(some, c)
		}
	}
	return some
}

// What a program cannot change without a risk is left to a person, with what is
// to be done.
func TestEditsRefuse(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"all in brackets":      "{model: minicpm, prices: {minicpm: 1}}\n",
		"two documents":        "model: minicpm\n---\nlimit: 1\n",
		"a document's end":     "model: minicpm\n...\n",
		"a price for anything": "prices: &p {minicpm: 1}\n",
		"a price by reference": "prices: {any-llm: &p 1, minicpm: *p}\n",
		"broken":               "prices: {minicpm: 1\n",
		"an unknown setting":   "modle: minicpm\n",
		"a list":               "- minicpm\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := edited("mill.yaml", text, []change{dearer(minicpmID, "minicpm", 6000)})
			if !isA[usageError](err) || !strings.Contains(err.Error(), "mill.yaml stays as it was") || !strings.Contains(err.Error(), "prices: "+minicpmID+": $0.006") {
				t.Errorf("%v, got %q", err, got)
			}
			if err != nil && strings.Contains(err.Error(), "captionmill-models-") {
				t.Errorf("the error names a file that nobody knows: %v", err)
			}
		})
	}
}

// Whatever a configuration looks like, a change leaves one that loads and says
// the same otherwise, or leaves it alone.
func FuzzEdits(f *testing.F) {
	for _, text := range []string{
		"", "prices:\n", "prices: {minicpm: 1}\n", "prices:\r\n  minicpm: '1' # x\r\n", "models: [{id: v/two, price: 1}]\nprices: ~",
		"prompt: |+\n  What?\n\n\n", "prompt: >\n a\n b", "models:\n- id: v/x\n  price: 1\n  parameters:\n  - {name: image, type: string}\n",
		"# é\nprices : { any-llm : 1 }\n", "param: {prices: 1}\nprices:\n    ? minicpm\n    : 1\n", "\"prices\":\n\n\n  minicpm: 5\n...\n", "prompt: a\rprices: {}\n",
	} {
		f.Add(text)
	}
	changes := []change{dearer(minicpmID, "minicpm", 6000), added("v/one")}
	f.Fuzz(func(t *testing.T, text string) {
		was, err := configured("mill.yaml", text)
		if err != nil || len(text) > 1<<12 {
			t.Skip()
		}
		after, err := edited("mill.yaml", text, changes)
		if err != nil {
			return
		}
		is, err := configured("mill.yaml", after)
		if err != nil {
			t.Fatalf("%q became %q, which does not load: %v", text, after, err)
		}
		if is.prompt != was.prompt || is.model != was.model || is.limit != was.limit || len(is.params) != len(was.params) {
			t.Errorf("%q became %q", text, after)
		}
		table, err := loadModels(is)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]price.Micros{"minicpm": 6000, "v/one": 1000} {
			if m, err := table.Find(name); err != nil || m.Price != want {
				t.Errorf("%q became %q, in which %s costs %v, %v", text, after, name, m.Price, err)
			}
		}
		if !keeps(after, text) {
			t.Errorf("%q lost something and became %q", text, after)
		}
	})
}

// keeps tells whether every comment of a text is still there, in order.
func keeps(after, before string) bool {
	for _, line := range strings.Split(before, "\n") {
		comment := strings.Index(line, " #")
		if comment < 0 {
			continue
		}
		at := strings.Index(after, line[comment:])
		if at < 0 {
			return false
		}
		after = after[at:]
	}
	return true
}
