package emulator

import (
	"mime"
	"net"
	"net/http"
	"net/url"
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

func FuzzParseBillQuery(f *testing.F) {
	f.Add([]byte(`{"page":1,"page_size":10,"start_time":"1759317210051","end_time":1759317227408,"sort":"created_at ASC"}`))
	f.Add([]byte(`{"page":9223372036854775807,"page_size":100,"start_time":"2026-01-02T03:04:05Z"}`))
	f.Add([]byte(`{"page":1,"page_size":1,"start_time":null,"end_time":"-9223372036854775808"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, form := range []BillingTime{"", BillingTimeMS, BillingTimeISO} {
			q, err := (&Server{BillingTime: form}).parseBillQuery(body)
			if err == nil && ((q.Page-1)*q.PageSize < 0 || q.Page*q.PageSize < q.Page || len(q.IDs) > 100) {
				t.Errorf("%s asks for %+v", body, q)
			}
		}
		if q, err := parseUsage(body); err == nil && (q.Til.Before(q.After) || q.Til.Sub(q.After) > maxUsage) {
			t.Errorf("%s sums up %+v", body, q)
		}
	})
}

func FuzzCheckHook(f *testing.F) {
	for _, seed := range []string{
		"http://127.0.0.1:8080/hook?a=b", "https://localhost./", "http://[::1%25lo]/", "http://127.0.0.1@example.com/", "http://user:pass@[::ffff:7f00:1]:1/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if checkHook(address) != nil {
			return
		}
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if ip := net.ParseIP(u.Hostname()); ip != nil && !ip.IsLoopback() {
			t.Errorf("%q is let through to %v", address, ip)
		}
	})
}
