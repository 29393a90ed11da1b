package api

import (
	"net/http"
	"time"
)

// A File is a picture that is lent to an API, so that its models can see it.
type File struct {
	// Name is what the file is called; of a path only the last element is sent.
	Name string
	// Type is its media type, such as "image/png".
	Type string
	// Size is its length in bytes.
	Size int64
}

// A Ticket is a place for one file, told before its bytes are sent: who keeps
// it can find out later whether they have arrived.
type Ticket struct {
	// URL is where models will find the file.
	URL string
	// Put is where its bytes are to be sent, with exactly the fields of Header
	// and without the key. It is a secret while it lasts.
	Put    string
	Header http.Header
	// Expires is when Put ends, zero when the API does not say.
	Expires time.Time
}
