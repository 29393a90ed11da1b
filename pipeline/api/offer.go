package api

import "github.com/captionmill/captionmill/pipeline/price"

// An Offer is a model in an API's catalogue.
type Offer struct {
	// Model is its id, such as "wavespeed-ai/minicpm-v/image".
	Model string
	// Name, Type and Description are for people.
	Name, Type, Description string
	// Price is what a call costs before anything in its input changes that.
	Price price.Micros
	// Formula is how the input changes the price, in JSONata, "" when it does
	// not.
	Formula string
	// Parameters are the names that the model takes, nil when the catalogue
	// does not say.
	Parameters []string
}
