package sink

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/price"
)

func TestJSONLRows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		header []string
		result pipeline.Result
		want   string
	}{
		{"everything", []string{"id", "image"}, pipeline.Result{
			ID: "7", Images: []string{"a.jpg"}, Cells: []string{"7", "a.jpg"}, Answer: pipeline.Answer{AltText: "A red kite", Publish: pipeline.PublishReview, Status: pipeline.RowDone,
				Reason: "too_long", Detail: "shorten it", Flags: []string{"long", "shared"}, Caption: "A red\nkite.",
				Model: "minicpm", PredictionID: "p1", Cost: 5000},
		}, `{"id":"7","image":"a.jpg","alt_text":"A red kite","publish":"review","status":"done","reason":"too_long",` +
			`"detail":"shorten it","flags":["long","shared"],"caption":"A red\nkite.","model":"minicpm",` +
			`"prediction_id":"p1","cost_usd":0.005,"row":{"id":"7","image":"a.jpg"}}`},
		{"nothing", []string{"a"}, pipeline.Result{}, `{"cost_usd":0.00}`},
		{"decorative", nil, pipeline.Result{Answer: pipeline.Answer{Publish: pipeline.PublishDecorative}},
			`{"alt_text":"","publish":"decorative","cost_usd":0.00}`},
		{"failed has no alt text", nil, pipeline.Result{Answer: pipeline.Answer{Publish: pipeline.PublishNo, Status: pipeline.RowFailed}},
			`{"publish":"no","status":"failed","cost_usd":0.00}`},
		{"several images", nil, pipeline.Result{Images: []string{"a", "b"}}, `{"image":["a","b"],"cost_usd":0.00}`},
		{"no HTML escapes", nil, pipeline.Result{Answer: pipeline.Answer{Caption: "<a> & b"}}, `{"caption":"<a> & b","cost_usd":0.00}`},
		{"escapes", nil, pipeline.Result{Answer: pipeline.Answer{Caption: "\"\\/\b\t\r\x00\x1f\x7f\u2028é😀"}},
			`{"caption":"\"\\/\u0008\t\r\u0000\u001f` + "\x7f" + `\u2028é😀","cost_usd":0.00}`},
		{"not UTF-8", nil, pipeline.Result{ID: "a\xe9\xffb\ufffd"}, `{"id":"a` + "\ufffd\ufffdb\ufffd" + `","cost_usd":0.00}`},
		{"names that stand twice", []string{"a", "a", "a_2", "a", "", "", "A"}, pipeline.Result{
			Cells: []string{"1", "2", "3", "4", "5", "6", "7"},
		}, `{"cost_usd":0.00,"row":{"a":"1","a_3":"2","a_2":"3","a_4":"4","":"5","_2":"6","A":"7"}}`},
		{"names that need escapes", []string{"a\"\xff", "a\"\ufffd"}, pipeline.Result{Cells: []string{"1", "2"}},
			`{"cost_usd":0.00,"row":{"a\"` + "\ufffd" + `":"1","a\"` + "\ufffd" + `_2":"2"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := write(t, JSONL, tt.header, &tt.result); got != tt.want+"\n" {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestJSONLObjects(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, object, want string }{
		{"verbatim", `{ "a" : 1.50, "b":"<\u003c>" }`, `{ "a" : 1.50, "b":"<\u003c>" }`},
		{"space around it goes, within it stays", " { \"a\": 1 }\r\n", `{ "a": 1 }`},
		{"one line", "{\"a\": 1,\n\"b\":\t\" x \"}", `{"a":1,"b":" x "}`},
		{"one line, old line ends", "{\"a\":\r1}", `{"a":1}`},
		{"not UTF-8", "{\"a\":\"\xe9\"}", "{\"a\":\"\ufffd\"}"},
		{"broken", "{\"a\":\n\"", `{"unreadable":"{\"a\":\n\""}`},
		{"no object", `[1]`, `{"unreadable":"[1]"}`},
		{"a line that was no object", `"[\"a\"]"`, `{"unreadable":"[\"a\"]"}`},
		{"a line that was a string", `"\"s\""`, `{"unreadable":"\"s\""}`},
		{"two objects", `{}{}`, `{"unreadable":"{}{}"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := write(t, JSONL, nil, &pipeline.Result{Object: []byte(tt.object)})
			if want := `{"cost_usd":0.00,"row":` + tt.want + "}\n"; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// line is a line as a program of a user's would read it.
type line struct {
	ID      string            `json:"id"`
	Image   any               `json:"image"`
	AltText *string           `json:"alt_text"`
	Caption string            `json:"caption"`
	Flags   []string          `json:"flags"`
	Cost    float64           `json:"cost_usd"`
	Row     map[string]string `json:"row"`
}

// FuzzJSONL holds that encoding/json reads back what was written.
func FuzzJSONL(f *testing.F) {
	f.Add("id", "7", "a.jpg", "A red\nkite <b>\u2028", uint32(5000))
	f.Add("a", "\xff\xe9", `"\`, "\x00\x7f", uint32(1))
	f.Fuzz(func(t *testing.T, name, cell, image, caption string, cost uint32) {
		text := write(t, JSONL, []string{name, name}, &pipeline.Result{
			ID: cell, Images: []string{image, cell}, Cells: []string{cell, caption}, Answer: pipeline.Answer{AltText: caption, Caption: caption, Flags: []string{name}, Cost: price.Micros(cost)},
		})
		if !utf8.ValidString(text) || strings.Count(text, "\n") != 1 {
			t.Fatalf("not one line of UTF-8: %q", text)
		}
		var got line
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		name = strings.ToValidUTF8(name, "\ufffd")
		if got.ID != valid(cell) || got.Caption != valid(caption) || price.Of(got.Cost) != price.Micros(cost) ||
			(got.AltText == nil) != (caption == "") || len(got.Flags) != 1 ||
			!slices.Equal(got.Image.([]any), []any{valid(image), valid(cell)}) ||
			!maps.Equal(got.Row, map[string]string{name: valid(cell), name + "_2": valid(caption)}) {
			t.Errorf("got %+v from %s", got, text)
		}
	})
}

// valid replaces each byte that is not UTF-8, as encoding/json does.
func valid(s string) string { return string([]rune(s)) }

// FuzzJSONLObject holds that any object comes back as it was, on one line.
func FuzzJSONLObject(f *testing.F) {
	f.Add([]byte(`{ "a" : [1.50, "<\u003c>"] }`))
	f.Add([]byte("{\"a\":\n1}\r"))
	f.Add([]byte("\xff{"))
	f.Fuzz(func(t *testing.T, object []byte) {
		text := write(t, JSONL, nil, &pipeline.Result{ID: "7", Object: object})
		if !utf8.ValidString(text) || strings.Count(text, "\n") != 1 {
			t.Fatalf("not one line of UTF-8: %q", text)
		}
		var got struct{ Row json.RawMessage }
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		if len(object) == 0 || !utf8.Valid(object) {
			return
		}
		want := compacted(t, object)
		if !strings.HasPrefix(want, "{") {
			text := string(object)
			if object[0] == '"' {
				_ = json.Unmarshal(object, &text) // as a line that could not be read is kept
			}
			quoted, _ := json.Marshal(map[string]string{"unreadable": text})
			want = string(quoted)
		}
		if a, b := decoded(t, compacted(t, got.Row)), decoded(t, want); a != b {
			t.Errorf("got %s, want %s", a, b)
		}
	})
}

// compacted is raw without its spaces, "" if it is not JSON.
func compacted(t *testing.T, raw []byte) string {
	t.Helper()
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return ""
	}
	return b.String()
}

// decoded is the same for all spellings of the same value.
func decoded(t *testing.T, text string) string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
