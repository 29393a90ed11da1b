package emulator

import (
	"bytes"
	"encoding/json"
	"image"
	"image/gif"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func FuzzReadInput(f *testing.F) {
	for _, seed := range []string{
		`{"image":"u","seed":-1,"enable_sync_mode":true}`, `{"prompt":"p","images":["u"],"temperature":2e0}`,
		`{"image":"u","image":null}`, `null`, `{"image":"\ud800"}`, `{"seed":9223372036854775808}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, m := range models {
			in, _, err := m.readInput(body, false)
			if err != nil {
				continue
			}
			again, dropped, err := m.readInput(in.encode(), false)
			if err != nil || dropped != 0 || string(again.encode()) != string(in.encode()) {
				t.Errorf("%s of %s is kept as %s, which reads as %s, %v", m.id, body, in.encode(), again.encode(), err)
			}
			if len(m.images(in)) == 0 {
				t.Errorf("%s: no images in %s", m.id, body)
			}
		}
	})
}

func FuzzParseQuery(f *testing.F) {
	f.Add([]byte(`{"page":1,"page_size":10,"created_after":"2026-01-02T03:04:05Z","created_before":1767323045000}`))
	f.Add([]byte(`{"page":9223372036854775807,"page_size":100}`))
	f.Add([]byte(`{"page":1,"page_size":1,"created_after":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		q, err := parseQuery(body)
		if err == nil && (q.Page-1)*q.PageSize < 0 {
			t.Errorf("%s asks for %+v", body, q)
		}
	})
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte(`{"prediction":{"id":"a","model":"` + minicpm + `","input":{"image":"u"},"key":"AAAA","outcome":"object"}}` + "\n"))
	f.Add([]byte(`{"upload":{"id":"a","kind":"png","look":{"width":1}}}` + "\n" + `{"ending":{"id":"a","outputs":[]}}`))
	f.Add([]byte(`{"ticket":{"id":"t","upload":"a","size":-1}}` + "\n" + `{"upload":{"id":"a","ticket":"t"}}` + "\n" + `{"webhook_secret":"whsec_1"}`))
	f.Add([]byte(`{"prediction":{"id":"a","webhook":"http://localhost/","price_micros":1}}` + "\n" + `{"ending":{"id":"a","status":"failed","refund_at":"2999-01-01T00:00:00Z"}}` + "\n" + `{"told":"a"}` + "\n" + `{"deleted":["a","b"]}`))
	f.Add([]byte("{\"prediction\":null}\n\n\x00"))
	f.Fuzz(func(t *testing.T, lines []byte) {
		s := &Server{}
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		torn, err := replay(bytes.NewReader(lines), s.room)
		if err == nil && torn != (len(lines) > 0 && !bytes.HasSuffix(lines, []byte("\n"))) {
			t.Errorf("torn is %v for %q", torn, lines)
		}
		w := inProcess(s, "POST", "/api/v3/predictions", `{"page":1,"page_size":100}`)
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("%q lists as %s", lines, w.Body)
		}
	})
}

func FuzzLookAt(f *testing.F) {
	f.Add(pngOf(f, stripes(5, 7, red, blue)))
	f.Add(webp())
	var b bytes.Buffer
	gif.Encode(&b, stripes(5, 7, red, blue), nil)
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if head, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && head.Width*head.Height > 1<<20 {
			t.Skip("large")
		}
		l, err := lookAt(data)
		if err != nil {
			return
		}
		if s := l.sentence(); len(l.Colours) == 0 || len(l.Colours) > 3 || strings.ContainsAny(s, "\n\x00") {
			t.Errorf("%+v says %q", l, s)
		}
	})
}

func FuzzSet(f *testing.F) {
	f.Add("no-urls", "")
	f.Add("Retry_After", "3")
	f.Add("html-429", "0.5")
	f.Fuzz(func(t *testing.T, name, value string) {
		var q Quirks
		if err := q.Set(name, value); err != nil && q != (Quirks{}) {
			t.Errorf("%s=%s changed %+v in spite of %v", name, value, q, err)
		}
		if p, err := strconv.ParseFloat(value, 64); err == nil {
			var faults Faults
			if err := faults.Set(name, p); err != nil && faults != (Faults{}) {
				t.Errorf("%s=%s changed %+v in spite of %v", name, value, faults, err)
			}
		}
	})
}

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

// What is kept of an input is what encoding/json would write.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{`"a"`, `" a\n"`, ` [ 1 , "b < c" ] `, `{"b" : 1}`, `-1`, `"<&>"`, "\"\u2028 \u2029 \u2019\"", `null`, "\"\xff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var value json.RawMessage
		if json.Unmarshal(raw, &value) != nil {
			return
		}
		in := input{"seed": value, "image": value, "custom_prompt": json.RawMessage(`"x"`)}
		want, err := json.Marshal(in)
		if got := in.encode(); err != nil || string(got) != string(want) {
			t.Errorf("got %s, want %s, %v", got, want, err)
		}
		delete(in, "image")
		if got, kept := in.encode("image", "images"), in.encode(); string(got) != string(kept) {
			t.Errorf("without an image it is %s, and left out %s", kept, got)
		}
	})
}
