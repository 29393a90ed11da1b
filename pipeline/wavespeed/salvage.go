package wavespeed

import (
	"bytes"
	"encoding/json"
)

// salvage finds what it can of an envelope that is cut or broken further on:
// its code, its message and the prediction's id. Of an id that was itself cut
// nothing is kept.
func salvage(body []byte) envelope {
	var (
		e   envelope
		id  text
		dec = json.NewDecoder(bytes.NewReader(body))
	)
	eachField(dec, func(key string) any {
		switch key {
		case "code":
			return &e.Code
		case "message":
			return &e.Message
		case "id": // of a prediction without an envelope
			return &id
		case "data":
			return func(key string) any {
				if key == "id" {
					return &id
				}
				return new(json.RawMessage)
			}
		}
		return new(json.RawMessage)
	})
	if id != "" {
		e.Data, _ = json.Marshal(map[string]string{"id": string(id)})
	}
	return e
}

// eachField reads the fields of an object, up to the first that is broken.
// Into says where a field's value belongs: a pointer, or a function that says
// it for the fields of an object inside.
func eachField(dec *json.Decoder, into func(key string) any) error {
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return errNoObject
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		switch to := into(key.(string)).(type) {
		case func(string) any:
			err = eachField(dec, to)
		default:
			err = dec.Decode(to)
		}
		if err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}
