package wavespeed

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/api"
)

// captioner is an entry of the catalogue in all its parts, as the vendor's tools
// know them.
const captioner = `{"model_id":"wavespeed-ai/minicpm-v/image","name":"MiniCPM-V","description":"Describes\nimages.","type":"image-to-text",
	"base_price":0.005,"formula":"base_price * 1","sort_order":7,
	"api_schema":{"api_schemas":[{"type":"model_run","method":"POST","server":"https://api.wavespeed.ai","api_path":"/api/v3/wavespeed-ai/minicpm-v/image",
	"request_schema":{"type":"object","required":["image"],"x-order-properties":["image","custom_prompt","preset_prompt"],
	"properties":{"seed":{"type":"integer"},"preset_prompt":{"enum":["a"]},"custom_prompt":{},"image":{"type":"string"}}}}]}}`

func TestModels(t *testing.T) {
	t.Parallel()
	plain := func(fields string) string { return `{"model_id":"a/b","base_price":0.05` + fields + `}` }
	request := func(schema string) string { return plain(`,"api_schema":{"api_schemas":[` + schema + `]}`) }
	offer := func(change func(*api.Offer)) api.Offer {
		o := api.Offer{Model: "a/b", Price: 50_000}
		change(&o)
		return o
	}
	parameters := func(names ...string) api.Offer { return offer(func(o *api.Offer) { o.Parameters = names }) }
	bare := offer(func(*api.Offer) {})
	tests := map[string]struct {
		entry string
		want  api.Offer
	}{
		"as known": {captioner, api.Offer{Model: testModel, Name: "MiniCPM-V", Type: "image-to-text", Description: "Describes images.", Price: 5000,
			Parameters: []string{"image", "custom_prompt", "preset_prompt", "seed"}}},
		"bare":               {plain(``), bare},
		"free":               {`{"model_id":"a/b","base_price":0}`, offer(func(o *api.Offer) { o.Price = 0 })},
		"price as text":      {`{"model_id":"a/b","base_price":"0.05"}`, bare},
		"nulls":              {plain(`,"name":null,"formula":null,"api_schema":null`), bare},
		"odd schema":         {plain(`,"api_schema":"none"`), bare},
		"odd schemas":        {plain(`,"api_schema":{"api_schemas":{}}`), bare},
		"odd request":        {request(`{"request_schema":[1]}`), bare},
		"odd properties":     {request(`{"request_schema":{"properties":["a"]}}`), bare},
		"no parameters":      {request(`{"request_schema":{"properties":{}}}`), parameters([]string{}...)},
		"no order":           {request(`{"request_schema":{"properties":{"z":{},"a":{},"m":1}}}`), parameters("z", "a", "m")},
		"odd order":          {request(`{"request_schema":{"properties":{"z":{},"a":{}},"x-order-properties":"a"}}`), parameters("z", "a")},
		"order of others":    {request(`{"request_schema":{"properties":{"z":{},"a":{}},"x-order-properties":["b","a"]}}`), parameters("a", "z")},
		"twice":              {request(`{"request_schema":{"properties":{"a":{},"a":{}}}}`), parameters("a")},
		"a name of none":     {request(`{"request_schema":{"properties":{"a\u001b[31m":{},"":1,"b":2}}}`), parameters("b")},
		"in the second":      {request(`{"type":"x"},{"request_schema":{"properties":{"a":{}}}}`), parameters("a")},
		"flat formula":       {plain(`,"formula":"{ \"total_price\": base_price * 1.0 }"`), bare},
		"formula":            {plain(`,"formula":"{\"total_price\": base_price * duration / 5}"`), offer(func(o *api.Offer) { o.Formula = `{"total_price": base_price * duration / 5}` })},
		"nearly flat":        {plain(`,"formula":"base_price * 10"`), offer(func(o *api.Offer) { o.Formula = "base_price * 10" })},
		"words to be bent":   {plain(`,"name":"a\u001b[31mb"`), offer(func(o *api.Offer) { o.Name = "a [31mb" })},
		"after one of none":  {`{"name":"no id","base_price":1},` + plain(``), bare},
		"after odd ones":     {`null,7,"a/b",[],{"model_id":"../balance","base_price":1},` + plain(``), bare},
		"after one unpriced": {`{"model_id":"a/c"},{"model_id":"a/d","base_price":"dear"},{"model_id":"a/e","base_price":-1},` + plain(``), bare},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, shape := range []string{`[%s]`, `{"items":[%s],"total":1}`, `{"models":[%s],"items":null}`} {
				_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if r.Method+r.URL.Path != "GET/api/v3/models" || r.Header.Get("Authorization") == "" {
						t.Errorf("%s %s", r.Method, r.URL)
					}
					serving(200, success(fmt.Sprintf(shape, tt.entry)))(w, r)
				})
				got, err := c.Models(inTime(t))
				if err != nil || !reflect.DeepEqual(got, []api.Offer{tt.want}) {
					t.Errorf("%s: got %+v, %v\nwant %+v", shape, got, err, tt.want)
				}
			}
		})
	}
}

func TestLongCatalogue(t *testing.T) {
	t.Parallel()
	entries := strings.Repeat(captioner+",", 2*maxBody/len(captioner)) + captioner
	_, c := serve(t, serving(200, success(`[`+entries+`]`)))
	if got, err := c.Models(inTime(t)); err != nil || len(got) != strings.Count(entries, "model_id") {
		t.Errorf("got %d models, %v", len(got), err)
	}
}

func TestNoModels(t *testing.T) {
	t.Parallel()
	_, c := serve(t, serving(200, success(`[]`)))
	if got, err := c.Models(inTime(t)); err != nil || len(got) != 0 {
		t.Errorf("an empty catalogue gave %v, %v", got, err)
	}
	tests := map[string]struct {
		status  int
		body    string
		verdict api.Verdict
		reason  string
	}{
		"no list":        {200, success(`{}`), api.Retry, "server_error"},
		"null":           {200, success(`null`), api.Retry, "server_error"},
		"items of null":  {200, success(`{"items":null}`), api.Retry, "server_error"},
		"no data":        {200, `{"code":200}`, api.Retry, "server_error"},
		"nothing known":  {200, success(`[{"id":"a/b","price":1}]`), api.Retry, "server_error"},
		"error in a 200": {200, `{"code":500,"data":[]}`, api.Retry, "server_error"},
		"page":           {200, page, api.Retry, "server_error"},
		"no such path":   {404, page, api.Reject, "no_route"},
		"key":            {401, `{"code":401,"message":"no"}`, api.Halt, "bad_key"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, serving(tt.status, tt.body))
			got, err := c.Models(inTime(t))
			if e := failing(t, err); got != nil || e.Verdict != tt.verdict || e.Reason != tt.reason {
				t.Errorf("got %+v, %#v", got, e)
			}
			checkError(t, err)
		})
	}
}

// FuzzModels reads any data as a catalogue.
func FuzzModels(f *testing.F) {
	for _, s := range []string{`[` + captioner + `]`, `{"items":[null,{"model_id":"a/b","base_price":"1e5"}]}`, `{"models":[]}`, `null`, ``} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		offers, err := catalogue(data)
		if err != nil && offers != nil {
			t.Errorf("%v with %v", offers, err)
		}
		for _, o := range offers {
			if !isModelID(o.Model) || o.Price < 0 || strings.ContainsAny(o.Name+o.Type+o.Description+o.Formula, "\n\x1b") {
				t.Errorf("got %+v", o)
			}
			for _, p := range o.Parameters {
				if !parameter.MatchString(p) {
					t.Errorf("parameter %q", p)
				}
			}
		}
	})
}

// A model is part of the path of a paid call: nothing in its name leads elsewhere.
func TestModelIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"a/b", "wavespeed-ai/minicpm-v/image", "_a/B.c-1", "a/b/c/d/e/f/g/h"} {
		if !isModelID(id) {
			t.Errorf("%q is refused", id)
		}
	}
	for _, id := range []string{"", "a", "/a", "a/", "a//b", "a/../b", "a/.b", "-a/b", "a/-b", "a/b?c", "a/b#c", "a/b c", "a/b%2f", "a/b\n", "ä/b", "a/b/c/d/e/f/g/h/i"} {
		if isModelID(id) {
			t.Errorf("%q is taken for a model", id)
		}
	}
}
