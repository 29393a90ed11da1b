package emulator

import (
	"mime"
	"net/http"
	"testing"
)

func FuzzParseTicket(f *testing.F) {
	f.Add([]byte(`{"filename":"a.png","size":1234,"content_type":"image/png"}`))
	f.Add([]byte(`{"filename":"a","size":1e3,"content_type":"text/plain; charset=utf-8"}`))
	f.Add([]byte(`{"filename":"\u0000.jpg","size":9223372036854775807,"content_type":"a/b;c=\"\r\n\""}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		ticket, err := parseTicket(body)
		if err != nil {
			return
		}
		if _, _, err := mime.ParseMediaType(ticket.kind); err != nil || ticket.size < 1 {
			t.Errorf("%s asks for %+v", body, ticket)
		}
		header := http.Header{}
		for name, value := range ticket.headers() {
			header.Set(name, value)
		}
		if !ticket.fits(header) {
			t.Errorf("%s: its own headers %v do not fit", body, header)
		}
	})
}
