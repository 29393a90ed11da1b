package wavespeed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"

	"github.com/captionmill/captionmill/pipeline/api"
	"github.com/captionmill/captionmill/pipeline/price"
)

const (
	// maxCatalogue bounds the catalogue, in bytes: some thousand models, each
	// with the schema of its input.
	maxCatalogue = 16 << 20
	// maxProse bounds a description, and a formula, in runes. A formula that is
	// longer is no formula any more, and does not pass for one.
	maxProse = 4000
)

// modelsRows are the verdicts on asking for the catalogue.
var modelsRows = slices.Concat(routeRows, freeRows)

var errCatalogue = errors.New("there is no list of models in it")

// Models gives the API's catalogue, in its order. It is free, and may be made
// again after any error whose verdict is Retry. An entry without an id, or
// without a price that can be read, is left out: what a model costs must not be
// guessed.
func (c *Client) Models(ctx context.Context) ([]api.Offer, error) {
	call := &call{Client: c, op: "list the models of", subject: c.host(), rows: modelsRows, most: maxCatalogue}
	req, err := call.request(ctx, "GET", "models", nil)
	if err != nil {
		return nil, err
	}
	var offers []api.Offer
	err = call.read(req, func(data json.RawMessage) (err error) {
		offers, err = catalogue(data)
		return err
	})
	if err != nil {
		return nil, err
	}
	return offers, nil
}

// catalogue reads a list of models. A list of which nothing can be read is
// none.
func catalogue(data json.RawMessage) ([]api.Offer, error) {
	entries := entriesIn(data)
	var offers []api.Offer
	for _, raw := range entries {
		if o, ok := offer(raw); ok {
			offers = append(offers, o)
		}
	}
	if entries == nil || len(entries) > 0 && len(offers) == 0 {
		return nil, errCatalogue
	}
	return offers, nil
}

// entriesIn finds the list, bare or in an object; nil when there is none.
func entriesIn(data json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil && list != nil {
		return list
	}
	var in struct{ Items, Models []json.RawMessage }
	json.Unmarshal(data, &in) // what does not fit stays nil
	if in.Items != nil {
		return in.Items
	}
	return in.Models
}

// An offered is a model as the catalogue writes it.
type offered struct {
	ID                               text `json:"model_id"`
	Name, Type, Description, Formula text
	Price                            json.RawMessage `json:"base_price"`
	Schema                           struct {
		Schemas []struct {
			Request schema `json:"request_schema"`
		} `json:"api_schemas"`
	} `json:"api_schema"`
}

// A schema is what a model takes, as far as it is of interest here.
type schema struct {
	Properties json.RawMessage
	Order      []string `json:"x-order-properties"`
}

func offer(raw json.RawMessage) (_ api.Offer, ok bool) {
	var m offered
	json.Unmarshal(raw, &m) // what does not fit stays zero
	base, ok := dollars(m.Price)
	if !ok || base < 0 || !isModelID(string(m.ID)) {
		return api.Offer{}, false
	}
	o := api.Offer{
		Model:       string(m.ID),
		Name:        clean(string(m.Name), maxSubject),
		Type:        clean(string(m.Type), maxSubject),
		Description: clean(string(m.Description), maxProse),
		Price:       price.Of(base),
		Formula:     formula(m.Formula),
	}
	for _, s := range m.Schema.Schemas {
		if names := s.Request.names(); len(o.Parameters) == 0 && names != nil {
			o.Parameters = names
		}
	}
	return o, true
}

// flat are the formulas that leave the price as it is. The vendor's own tools
// take "base_price * 1" as what is meant when there is none.
var flat = regexp.MustCompile(`^(\{ ?"total_price" ?: ?)?base_price( ?\* ?1(\.0+)?)?( ?\})?$`)

func formula(s text) string {
	f := clean(string(s), maxProse)
	if flat.MatchString(f) {
		return ""
	}
	return f
}

// parameter is the form of a parameter's name.
var parameter = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,63}$`)

// names are those of the properties, in the order that the schema gives, and
// the others after them as they are written; nil without properties.
func (s schema) names() []string {
	rank := make(map[string]int)
	names := []string{}
	err := eachField(json.NewDecoder(bytes.NewReader(s.Properties)), func(name string) any {
		if _, again := rank[name]; !again && parameter.MatchString(name) {
			rank[name] = len(s.Order)
			names = append(names, name)
		}
		return new(json.RawMessage)
	})
	if err != nil {
		return nil
	}
	for i, name := range s.Order {
		rank[name] = i
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank[a] - rank[b] })
	return names
}
