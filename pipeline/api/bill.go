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
