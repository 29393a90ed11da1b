package sink

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline"
)

// write gives what a format makes of the results.
func write(tb testing.TB, format string, header []string, results ...*pipeline.Result) string {
	tb.Helper()
	var out strings.Builder
	w, err := New(format, &out, header)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range results {
		if err := w.Write(r); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

const ownHeader = "alt_text,publish,status,reason,detail,flags,caption,model,prediction_id,cost_usd"

func TestCSVHeader(t *testing.T) {
	t.Parallel()
	ours := func(from, to string) string { return strings.Replace(ownHeader, from, to, 1) }
	for _, tt := range []struct {
		name   string
		header []string
		want   string
	}{
		{"no columns", nil, ownHeader},
		{"plain", []string{"id", "image"}, "id,image," + ownHeader},
		{"as written", []string{" Id ", "a,b", `say "hi"`, "two\nlines"}, ` Id ,"a,b","say ""hi""","two` + "\n" + `lines",` + ownHeader},
		{"taken", []string{"status"}, "status," + ours("status", "cm_status")},
		{"taken in other case", []string{"Alt_Text"}, "Alt_Text," + ours("alt_text", "cm_alt_text")},
		{"taken with spaces", []string{" model "}, " model ," + ours("model", "cm_model")},
		{"taken twice", []string{"flags", "CM_Flags"}, "flags,CM_Flags," + ours("flags", "cm_cm_flags")},
		{"only the prefixed", []string{"cm_flags"}, "cm_flags," + ownHeader},
		{"another spelling is another name", []string{"Alt Text"}, "Alt Text," + ownHeader},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := write(t, CSV, tt.header); got != tt.want+"\n" {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestCSVRows(t *testing.T) {
	t.Parallel()
	const none = ",,,,,,,,,0.00"
	for _, tt := range []struct {
		name   string
		header []string
		result pipeline.Result
		want   string
	}{
		{"everything", []string{"id", "image"}, pipeline.Result{
			ID: "7", Images: []string{"a.jpg"}, Cells: []string{"7", "a.jpg"}, Answer: pipeline.Answer{AltText: "A red kite", Publish: pipeline.PublishReview, Status: pipeline.RowDone,
				Reason: "too_long", Detail: "shorten it", Flags: []string{"long", "shared"}, Caption: "A red kite.",
				Model: "minicpm", PredictionID: "p1", Cost: 5000},
		}, "7,a.jpg,A red kite,review,done,too_long,shorten it,long shared,A red kite.,minicpm,p1,0.005"},
		{"nothing", nil, pipeline.Result{}, none},
		{"short row", []string{"a", "b", "c"}, pipeline.Result{Cells: []string{"1"}}, "1,,," + none},
		{"no row", []string{"a", "b"}, pipeline.Result{}, ",," + none},
		{"quotes only where needed", []string{"a", "b", "c", "d", "e"}, pipeline.Result{
			Cells: []string{" x ", "a,b", `"`, "'", "a;b\tc"},
		}, ` x ,"a,b","""",',a;b` + "\tc," + none},
		{"line breaks stay in theirs", []string{"a", "b", "c"}, pipeline.Result{
			Cells: []string{"1\n2", "1\r\n2", "1\r2"},
		}, "\"1\n2\",\"1\r\n2\",\"1\r2\"," + none},
		{"line breaks are spaces in ours", nil, pipeline.Result{Answer: pipeline.Answer{Detail: "a\r\nb", Caption: "\n\nOne,\n\n\"two\"\u2028three\n"}}, `,,,,a b,,"One, ""two"" three",,,0.00`},
		{"formulas stay", []string{"a", "b", "c", "d"}, pipeline.Result{
			Cells: []string{"=1+1", "+1", "-1", "@x"}, Answer: pipeline.Answer{AltText: "=SUM(A1)"},
		}, "=1+1,+1,-1,@x,=SUM(A1),,,,,,,,,0.00"},
		{"bytes that are not UTF-8 stay", []string{"a"}, pipeline.Result{Cells: []string{"caf\xe9"}}, "caf\xe9," + none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := write(t, CSV, tt.header, &tt.result)
			got = strings.TrimPrefix(got, write(t, CSV, tt.header))
			if got != tt.want+"\n" {
				t.Errorf("got  %q\nwant %q", got, tt.want+"\n")
			}
		})
	}
}

func TestCSVObjects(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, object, want string }{
		{"strings as they are", `{"a":"x","b":"","c":"a\"b\\\/\n\u00e9\ud83d\ude00"}`, "x,,\"a\"\"b\\/\né😀\","},
		{"numbers as written", `{"a":1.50,"b":-0,"c":1e400}`, "1.50,-0,1e400,"},
		{"words", `{"a":true,"b":false,"c":null}`, "true,false,,"},
		{"arrays and objects compact", `{"a":[ 1, "x y" , {} ],"b":{ "k" : [ ] },"c":"]}"}`, `"[1,""x y"",{}]","{""k"":[]}",]},`},
		{"other order, other keys", `{"z":[1,{"a":"no"}],"c":3,"b":2}`, ",2,3,"},
		{"space", " {\t\"a\" :\r\n 1 , \"b\":2\n} ", "1,2,,"},
		{"escaped key", `{"\u0061":1}`, "1,,,"},
		{"twice: the second counts", `{"a":1,"a":2}`, "2,,,"},
		{"half a pair", `{"a":"\ud83d","b":"\ud83dx","c":"\ud83d\ud83d\ude00"}`, "\ufffd,\ufffdx,\ufffd😀,"},
		{"empty", `{}`, ",,,"},
		{"broken", `{"a":1,`, `"{""a"":1,",,,`},
		{"no object", `[1]`, `[1],,,`},
		{"a line that was no object", `"[\"a\"]"`, `"[""a""]",,,`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header := []string{"a", "b", "c"}
			got := write(t, CSV, header, &pipeline.Result{Object: []byte(tt.object)})
			want := write(t, CSV, header) + tt.want + ",,,,,,,,,0.00\n"
			if got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestCSVObjectsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	got := write(t, CSV, []string{"a", "b"},
		&pipeline.Result{Object: []byte(`{"a":"first","b":[1]}`)}, &pipeline.Result{Object: []byte(`{"b":[2]}`)})
	if !strings.HasSuffix(got, "\nfirst,[1],,,,,,,,,,0.00\n,[2],,,,,,,,,,0.00\n") {
		t.Errorf("got %q", got)
	}
}

// FuzzCSV holds that a reader gets back what was written: theirs byte for
// byte, ours on one line.
func FuzzCSV(f *testing.F) {
	f.Add("id", "7", `a,"b"`, "A red kite.")
	f.Add("Alt_Text", "\r\n", "\n", "\r\n\nOne\u2028two\n")
	f.Add("", " ", "\ufeff", `"`)
	f.Add("a\xff", "\xe9", "=1+1", "\x00")
	f.Fuzz(func(t *testing.T, name, first, second, caption string) {
		header := []string{name, "x"}
		text := write(t, CSV, header, &pipeline.Result{Cells: []string{first, second}, Answer: pipeline.Answer{Caption: caption}})
		records := parse(text)
		if len(records) != 2 || len(records[0]) != 12 || len(records[1]) != 12 {
			t.Fatalf("shape of %q", text)
		}
		if !slices.Equal(records[0][:2], header) || !slices.Equal(records[1][:2], []string{first, second}) {
			t.Errorf("cells changed in %q", text)
		}
		if got := records[1][8]; strings.ContainsFunc(got, isBreak) || !sameWords(got, caption) {
			t.Errorf("caption %q became %q", caption, got)
		}
		theirs, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("encoding/csv: %v in %q", err, text)
		}
		for i, record := range theirs {
			for k, cell := range record {
				// encoding/csv reads CRLF in a cell as LF.
				if cell != strings.ReplaceAll(records[i][k], "\r\n", "\n") {
					t.Errorf("encoding/csv reads %q, not %q", cell, records[i][k])
				}
			}
		}
	})
}

// parse reads well-formed RFC 4180 text with LF line ends, changing no byte.
func parse(text string) (records [][]string) {
	var record []string
	for text != "" {
		var cell strings.Builder
		if text[0] == '"' {
			for text = text[1:]; ; text = text[2:] {
				i := strings.IndexByte(text, '"')
				cell.WriteString(text[:i])
				if text = text[i:]; !strings.HasPrefix(text, `""`) {
					break
				}
				cell.WriteByte('"')
			}
			text = text[1:]
		} else {
			i := strings.IndexAny(text, ",\n")
			cell.WriteString(text[:i])
			text = text[i:]
		}
		record = append(record, cell.String())
		if text[0] == '\n' {
			records, record = append(records, record), nil
		}
		text = text[1:]
	}
	return records
}

// sameWords compares texts but for line breaks and spaces.
func sameWords(a, b string) bool {
	fold := func(s string) string {
		s = strings.Map(func(r rune) rune {
			if r == ' ' || isBreak(r) {
				return -1
			}
			return r
		}, s)
		return s
	}
	return fold(a) == fold(b)
}

// FuzzCSVObject compares with encoding/json.
func FuzzCSVObject(f *testing.F) {
	f.Add([]byte(`{"a":"x","b":[1, 2],"c":null}`))
	f.Add([]byte(` { "b" : {"a":"}"} , "a":"\ud83d\ude00\u0022" , "a" : -1.5e3} `))
	f.Add([]byte(`{"a":"\\","b":"\\\"","c":[[],{"x":["]"]}]}`))
	f.Add([]byte(`{"a":`))
	f.Add([]byte(`[{}]`))
	f.Fuzz(func(t *testing.T, object []byte) {
		if len(object) == 0 || !utf8.Valid(object) {
			return
		}
		text := write(t, CSV, []string{"a", "b", "c"}, &pipeline.Result{Object: object})
		got := parse(text)[1][:3]
		if want := cellsOf(t, object); !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", object, got, want)
		}
	})
}

// cellsOf is the slow way to the cells of the columns a, b and c.
func cellsOf(t *testing.T, object []byte) []string {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil || members == nil {
		text := string(object)
		if object[0] == '"' {
			_ = json.Unmarshal(object, &text) // as a line that could not be read is kept
		}
		return []string{text, "", ""}
	}
	var cells []string
	for _, name := range []string{"a", "b", "c"} {
		raw := members[name]
		var text string
		switch {
		case raw == nil || string(raw) == "null":
		case raw[0] == '"':
			if err := json.Unmarshal(raw, &text); err != nil {
				t.Fatal(err)
			}
		default:
			text = compacted(t, raw)
		}
		cells = append(cells, text)
	}
	return cells
}
