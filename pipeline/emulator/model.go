package emulator

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
)

// A model is one that can be asked, with what its page says it takes.
type model struct {
	id      string
	dollars float64 // a call
	params  []param
	// images are the pictures of an input, in order.
	images func(input) []string
	// premium says whether an input costs three times the price.
	premium func(input) bool
}

// models are those whose pages the vendor publishes for captioning.
var models = []model{
	{
		id:      "wavespeed-ai/minicpm-v/image",
		dollars: 0.005,
		params: []param{
			{name: "image", required: true, check: text},
			{name: "preset_prompt", check: oneOf("describe", "caption")},
			{name: "custom_prompt", check: text},
			{name: "seed", check: whole(-1, math.MaxInt32)},
			{name: syncMode, check: boolean},
		},
		images:  func(in input) []string { return slices.DeleteFunc([]string{in.text("image")}, isEmpty) },
		premium: func(input) bool { return false },
	},
	{
		id:      "wavespeed-ai/any-llm/vision",
		dollars: 0.05,
		params: []param{
			{name: "prompt", required: true, check: text},
			{name: "images", check: texts(16)},
			{name: "system_prompt", check: text},
			{name: "reasoning", check: boolean},
			{name: "priority", check: oneOf("throughput", "latency")},
			{name: "temperature", check: number(0, 2)},
			{name: "max_tokens", check: whole(1, math.MaxInt32)},
			{name: "model", check: text}, // others than the listed are passed through
			{name: syncMode, check: boolean},
		},
		images:  func(in input) []string { return in.texts("images") },
		premium: func(in input) bool { return slices.Contains(premiums, in.text("model")) },
	},
}

// premiums are the language models that the vendor's page names as charged at
// three times the rate.
var premiums = []string{
	"google/gemini-pro-1.5",
	"openai/gpt-4.1",
	"openai/gpt-4o",
	"anthropic/claude-3.5-sonnet",
	"openai/gpt-5-chat",
	"meta-llama/llama-3.2-90b-vision-instruct",
	"anthropic/claude-3.7-sonnet",
}

func modelNamed(id string) (model, bool) {
	i := slices.IndexFunc(models, func(m model) bool { return m.id == id })
	if i < 0 {
		return model{}, false
	}
	return models[i], true
}

// price is what a call with this input costs, in millionths of a dollar.
func (s *Server) price(m model, in input) int64 {
	dollars, ok := s.Prices[m.id]
	if !ok {
		dollars = m.dollars
	}
	if m.premium(in) {
		dollars *= 3
	}
	return micros(dollars * cmp.Or(s.QuoteFactor, 1))
}

func micros(dollars float64) int64 { return int64(math.Round(dollars * 1e6)) }

func isEmpty(s string) bool { return s == "" }

// An input is the parameters of one prediction, by name.
type input map[string]json.RawMessage

// text is a string parameter, "" where there is none.
func (in input) text(name string) string {
	var s string
	if json.Unmarshal(in[name], &s) != nil {
		return ""
	}
	return s
}

func (in input) texts(name string) []string {
	var s []string
	if json.Unmarshal(in[name], &s) != nil {
		return nil
	}
	return s
}

func (in input) flag(name string) bool { return string(in[name]) == "true" }
