package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestObjects(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, line string
		want       string // id, images, alt or -, params
		problem    string
	}{
		{"plain", `{"id":"a","image":"u.jpg","alt":"A dog"}`, `a [u.jpg] "A dog" map[]`, ""},
		{"spellings", ` { "Image_URL" : "u.jpg" , "ALT-text":"x","Row ID":" b " } `, `b [u.jpg] "x" map[]`, ""},
		{"number as id", `{"id":1e3,"image":"u"}`, `1e3 [u] - map[]`, ""},
		{"large number as id", `{"id":-12345678901234567890,"image":"u"}`, `-12345678901234567890 [u] - map[]`, ""},
		{"null", `{"id":null,"image":null,"alt":null,"params":null}`, ` [] - map[]`, ""},
		{"decorative", `{"image":"u","alt":""}`, ` [u] "" map[]`, ""},
		{"array", `{"image":[" u ","","v|w"]}`, ` [u v|w] - map[]`, ""},
		{"not split", `{"image":"u|v"}`, ` [u|v] - map[]`, ""},
		{"escapes", `{"im\u0061ge":"\u00e9\/x","alt":"\"a\" \\"}`, ` [é/x] "\"a\" \\" map[]`, ""},
		{"best key", `{"url":"page","image":"u"}`, ` [u] - map[]`, ""},
		{"nested", `{"x":{"image":"no","y":["]}\"",{}]},"image":"u"}`, ` [u] - map[]`, ""},
		{"params", `{"image":"u","params":{"seed":12345678901234567890,"a":null,"b":[true],"c":"d"}}`, ` [u] - map[b:[true] c:d seed:12345678901234567890]`, ""},
		{"no image", `{"id":"a"}`, `a [] - map[]`, ""},
		{"image is a number", `{"id":"a","image":7}`, `a [] - map[]`, "line 2: the image is a number"},
		{"image in an object", `{"image":{"path":"u"}}`, ` [] - map[]`, "line 2: the image is an object"},
		{"array of others", `{"image":["u",null]}`, ` [u] - map[]`, "line 2: the image is null"},
		{"id is a boolean", `{"id":true,"image":"u"}`, ` [u] - map[]`, "line 2: the id is a boolean"},
		{"alt is an array", `{"alt":["x"],"image":"u"}`, ` [u] - map[]`, "line 2: the alt is an array"},
		{"params are a string", `{"image":"u","params":"x"}`, ` [u] - map[]`, "line 2: \"params\" is a string"},
		{"two problems", `{"id":true,"image":7}`, ` [] - map[]`, "line 2: the id is a boolean"},
		{"twice", `{"image":"u","image":"v"}`, ` [u] - map[]`, `line 2: the key "image" stands twice`},
		{"not JSON", `{"image":"u",}`, ` [] - map[]`, "line 2, column 14: not JSON (invalid character '}'"},
		{"cut", `{"image":"u"`, ` [] - map[]`, "line 2, column 12: not JSON (unexpected end"},
		{"no object", `["u"]`, ` [] - map[]`, "line 2: found JSON that is no object"},
		{"two objects", `{"image":"u"}{"image":"v"}`, ` [] - map[]`, "line 2, column 14: not JSON"},
		{"not UTF-8", "{\"id\":\"é\",\"image\":\"u\xFF\"}", " é [u\uFFFD] - map[]", "line 2, column 22: byte 0xFF is not UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, rows := read(t, "{\"image\":\"first\"}\n"+test.line+"\n", Options{})
			row := rows[1]
			have := "-"
			if row.HasAlt {
				have = fmt.Sprintf("%q", row.Alt)
			}
			got := fmt.Sprintf("%s %v %s %v", row.ID, row.Images, have, row.Params)
			if strings.TrimSpace(got) != strings.TrimSpace(test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if detail := fmt.Sprint(row.Problem); (row.Problem != nil) != (test.problem != "") || !strings.Contains(detail, test.problem) {
				t.Errorf("problem %v, want %q", detail, test.problem)
			}
			if !json.Valid(row.Object) || row.Line != 2 || row.Cells != nil {
				t.Errorf("line %d, object %s", row.Line, row.Object)
			}
		})
	}
}

func TestObjectIsAsWritten(t *testing.T) {
	t.Parallel()
	_, rows := read(t, "{ \"image\" : \"u\", \"n\":1.0 }\r\nno \"JSON\"\n[1, \"a\"]\n\"s\"\nnull\n-1.50\n"+strings.Repeat("x", 9000)+"\n"+strings.Repeat("y", MaxRecord)+"\n", Options{})
	want := []string{`{ "image" : "u", "n":1.0 }`, `"no \"JSON\""`, `"[1, \"a\"]"`, `"\"s\""`, `"null"`, `"-1.50"`, `"` + strings.Repeat("x", 9000) + `"`, `"` + strings.Repeat("y", maxKept) + `"`}
	for i, row := range rows {
		if string(row.Object) != want[i] {
			t.Errorf("row %d: object %.60s…, want %.60s…", i, row.Object, want[i])
		}
	}
	if len(rows) != len(want) {
		t.Errorf("%d rows, want %d", len(rows), len(want))
	}
}

func TestObjectHeader(t *testing.T) {
	t.Parallel()
	r, _ := read(t, "{\"b\":1,\"Url\":\"u\"}\n{\"a\":{\"c\":1},\"image\":\"v\",\"b\":2}\n{\""+strings.Repeat("k", maxKey+1)+"\":1}", Options{})
	if got := r.Header(); !slices.Equal(got, []string{"b", "Url", "a", "image"}) || r.Column("image") != "Url" {
		t.Errorf("header %q, image key %q", got, r.Column("image"))
	}
	var text strings.Builder
	for i := range 3 * maxKeys {
		fmt.Fprintf(&text, "{\"key%d\":1}\n", i)
	}
	text.WriteString(`{"image":"late"}`)
	r, rows := read(t, text.String(), Options{})
	if len(r.Header()) != maxKeys || rows[3*maxKeys].Images[0] != "late" {
		t.Errorf("%d names, last row %+v", len(r.Header()), rows[3*maxKeys])
	}
}

// A misspelled key is noticed at the end, and then loudly.
func TestObjectKeysMissing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		columns    map[string]string
		want       string
	}{
		{"no image key", `{"picture of":"u","n":1}`, nil, `no column holds images; columns found: "picture of", "n"`},
		{"named key", `{"image":"u"}`, map[string]string{"prompt": "ask"}, `--column prompt=ask: there is no such column`},
		{"null will do", `{"image":null,"Ask":null}`, map[string]string{"prompt": "ask"}, ""},
		{"nothing was read", `{nonsense`, nil, ""},
	} {
		r, err := Open(strings.NewReader(test.text), Options{Columns: test.columns})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := collect(r)
		if len(rows) != 1 {
			t.Errorf("%s: %d rows", test.name, len(rows))
		}
		if test.want == "" && err != nil || test.want != "" && (!errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
	}
	_, rows := read(t, `{"pic":"u","url":"page","ask":"Who?"}`, Options{Columns: map[string]string{"image": "PIC", "prompt": "ask"}})
	if rows[0].Images[0] != "u" || rows[0].Prompt != "Who?" {
		t.Errorf("named keys: %+v", rows[0])
	}
}
