package api

import (
	"time"

	"github.com/captionmill/captionmill/pipeline/price"
)

// A BillQuery asks an API for its billing records.
type BillQuery struct {
	// Predictions are the ids that are asked about, at most MaxBillIDs; none
	// stands for all.
	Predictions []string
	// After and Before bound the time of a record; zero leaves a side open.
	After, Before time.Time
	// Page counts from 1.
	Page int
}

// MaxBillIDs is the most predictions one query may ask about.
const MaxBillIDs = 100

// Bills is one page of billing records.
type Bills struct {
	Bills []Bill
	// Full tells that there may be another page.
	Full bool
}

// A Bill is one movement of money: a charge, or what was given back of one.
type Bill struct {
	// ID is the record's own name.
	ID string
	// Prediction is the id it is about, and Model what was asked; "" when the
	// record does not say.
	Prediction, Model string
	// Amount is never negative; Refund tells which way it went.
	Amount price.Micros
	Refund bool
	// Open tells that the record is not settled yet and may still change.
	Open bool
	// At is when it was made, zero when the record does not say.
	At time.Time
}

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
