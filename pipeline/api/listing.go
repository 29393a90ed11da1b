package api

import "time"

// A Query asks an API for its list of predictions.
type Query struct {
	Model string
	// After and Before bound the time of creation by the server's clock; zero
	// leaves a side open.
	After, Before time.Time
	// Page counts from 1.
	Page int
}

// A Listing is one page of an API's list of predictions, newest first.
type Listing struct {
	Predictions []Listed
	// Full tells that there may be another page.
	Full bool
	// Now is the server's clock when it answered, zero if it did not say. It
	// is as fine as the header it stands in: whole seconds.
	Now time.Time
}

// Listed is a prediction as a list shows it.
type Listed struct {
	// ID is "" when the list shows none that could be asked for; it is a
	// prediction all the same.
	ID      string
	Created time.Time
	// Input is what was asked, nil where the list does not show it.
	Input map[string]any
}
