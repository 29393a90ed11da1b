package emulator

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"strconv"
)

// catalogueJSON says of each model, in the order of models, what its page says
// for people and for forms. What a call costs and what it must have is not in
// it: that is taken from where submits take it.
//
//go:embed catalogue.json
var catalogueJSON []byte

// An offer is a model as the catalogue shows it.
type offer struct {
	ID          string     `json:"model_id"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Type        string     `json:"type"`
	BasePrice   float64    `json:"base_price"` // US dollars
	Formula     string     `json:"formula"`    // JSONata
	SortOrder   int        `json:"sort_order"`
	Schema      apiSchemas `json:"api_schema"`
}

type apiSchemas struct {
	Schemas []apiSchema `json:"api_schemas"`
}

type apiSchema struct {
	Type    string        `json:"type"`
	Method  string        `json:"method"`
	Server  string        `json:"server"`
	Path    string        `json:"api_path"`
	Request requestSchema `json:"request_schema"`
}

type requestSchema struct {
	Type       string          `json:"type"`
	Properties json.RawMessage `json:"properties"`
	Required   []string        `json:"required"`
	Order      []string        `json:"x-order-properties"`
}

// modelType is the vendor's word for models that caption.
const modelType = "image-to-text"

// catalogue answers with every model, at the prices of today.
func (s *Server) catalogue(w http.ResponseWriter, r *http.Request) {
	var pages []struct {
		offer
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(catalogueJSON, &pages); err != nil {
		panic(err) // unreachable: our own file
	}
	offers := make([]offer, 0, len(pages))
	for i, page := range pages {
		m := models[i]
		o := page.offer
		o.Type, o.SortOrder = modelType, len(pages)-i
		o.BasePrice, o.Formula = s.basePrice(m.id), m.formula()
		o.Schema = apiSchemas{[]apiSchema{{
			Type: "model_run", Method: http.MethodPost, Server: origin(r), Path: "/api/v3/" + m.id, Request: m.schema(page.Properties),
		}}}
		offers = append(offers, o)
	}
	answer(w, offers)
}

// basePrice is what a call costs, in US dollars, before its input changes that;
// 0 for a model that nobody knows.
func (s *Server) basePrice(id string) float64 {
	m, ok := modelNamed(id)
	if !ok {
		return 0
	}
	return float64(s.price(m, nil)) / 1e6
}

// schema is what a submit must and may have.
func (m model) schema(properties json.RawMessage) requestSchema {
	schema := requestSchema{Type: "object", Properties: properties, Required: []string{}}
	for _, p := range m.params {
		schema.Order = append(schema.Order, p.name)
		if p.required {
			schema.Required = append(schema.Required, p.name)
		}
	}
	return schema
}

// formula is how the input changes the price, as this server charges it. The
// vendor states the threefold price of some language models in words; how its
// formula says so is not known.
func (m model) formula() string {
	names, _ := json.Marshal(premiums) // strings cannot fail
	if !m.premium(input{"model": json.RawMessage(strconv.Quote(premiums[0]))}) {
		return `{"total_price": base_price * 1}`
	}
	return `{"total_price": base_price * (model in ` + string(names) + ` ? 3 : 1)}`
}
