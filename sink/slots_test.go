package sink

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/captionmill/captionmill/pipeline"
)

// shaped gives what a format makes of results in a shape.
func shaped(tb testing.TB, format string, shape Shape, results ...*pipeline.Result) string {
	tb.Helper()
	var out strings.Builder
	w, err := NewShaped(format, &out, shape)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range results {
		err = errors.Join(err, w.Write(r))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

func TestShapeColumns(t *testing.T) {
	t.Parallel()
	slotted := strings.Replace(strings.Replace(ownHeader, "alt_text", "alt_text,alt_text_de,alt_text_pt-BR", 1), "caption", "caption,caption_de,caption_pt-BR", 1)
	all := strings.Join(origin[:], ",")
	de := strings.ReplaceAll(all, ",", "_de,") + "_de"
	for _, tt := range []struct {
		name  string
		shape Shape
		want  string
	}{
		{"the only slot", Shape{Slots: []string{""}}, ownHeader},
		{"two", Shape{Slots: []string{"de", "pt-BR"}}, slotted},
		{"beside the only one, twice", Shape{Slots: []string{"", "de", "de", "pt-BR"}}, slotted},
		{"taken", Shape{Header: []string{"ALT_TEXT_DE", "alt_text_PT-br"}, Slots: []string{"de", "pt-BR"}},
			"ALT_TEXT_DE,alt_text_PT-br," + strings.Replace(strings.Replace(slotted, "alt_text_de", "cm_alt_text_de", 1), "alt_text_pt", "cm_alt_text_pt", 1)},
		{"provenance", Shape{Provenance: true}, ownHeader + "," + all},
		{"its names taken", Shape{Header: []string{"preset"}, Provenance: true}, "preset," + ownHeader + "," + strings.Replace(all, "preset", "cm_preset", 1)},
		{"of a slot", Shape{Slots: []string{"de"}, Provenance: true},
			"alt_text,alt_text_de,publish,status,reason,detail,flags,caption,caption_de,model,prediction_id,cost_usd," + de},
		{"long", Shape{Slots: []string{""}, Long: []string{""}}, ownHeader + ",long_description"},
		{"long, taken", Shape{Header: []string{"Long_Description"}, Long: []string{""}}, "Long_Description," + ownHeader + ",cm_long_description"},
		{"long, of slots", Shape{Slots: []string{"de", "pt-BR"}, Long: []string{"pt-BR", "pt-BR", "de"}}, slotted + ",long_description_de,long_description_pt-BR"},
		{"long, and provenance", Shape{Slots: []string{""}, Long: []string{""}, Provenance: true}, ownHeader + ",long_description," + all},
		{"of both", Shape{Slots: []string{"", "de"}, Provenance: true},
			"alt_text,alt_text_de,publish,status,reason,detail,flags,caption,caption_de,model,prediction_id,cost_usd," + all + "," + de},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := shaped(t, CSV, tt.shape); got != tt.want+"\n" {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// answers are a row with two slots, one of them asked and answered.
func answers() *pipeline.Result {
	at := time.Date(2026, 11, 15, 12, 0, 0, 5e6, time.FixedZone("", 3600))
	p := pipeline.Provenance{ModelID: "models/eye", Parameters: `{"prompt":"Was?"}`, Preset: "alt-text@1", PromptHash: pipeline.Hash{1}, RepairOf: pipeline.Hash{2}, AskedAt: at, AnsweredAt: at.Add(time.Second),
		RawText: "\"Ein\nFuchs.\"", Attempts: 2, DecidedBy: "Ada", DecidedAt: at.Add(time.Hour)}
	return &pipeline.Result{ID: "7", Images: []string{"a.jpg"}, Cells: []string{"a.jpg"},
		Answers: []pipeline.Answer{
			{Slot: "de", AltText: "Ein Fuchs.", Publish: pipeline.PublishYes, Status: pipeline.RowDone, Caption: "\"Ein\nFuchs.\"", Provenance: p},
			{Slot: "en", Publish: pipeline.PublishNo, Status: pipeline.RowFailed, Reason: "model_error"},
			{Slot: "short", Publish: pipeline.PublishDecorative, Status: pipeline.RowDone},
		}, Answer: pipeline.Answer{Publish: pipeline.PublishNo, Status: pipeline.RowFailed,
			Reason: "model_error", Detail: "en: x", Flags: []string{"de:human"}, Model: "eye", PredictionID: "p1", Cost: 10000}}
}

func TestSlotsCSV(t *testing.T) {
	t.Parallel()
	shape := Shape{Header: []string{"image"}, Slots: []string{"en", "de"}, Provenance: true}
	kept := &pipeline.Result{Cells: []string{"b.jpg"}, Answer: pipeline.Answer{AltText: "A fish", Publish: pipeline.PublishYes, Status: pipeline.RowKept}}
	rows, err := csv.NewReader(strings.NewReader(shaped(t, CSV, shape, answers(), kept))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"a.jpg", "", "", "Ein Fuchs.", "no", "failed", "model_error", "en: x", "de:human", "", "", "\"Ein Fuchs.\"", "eye", "p1", "0.01"},
		{"b.jpg", "A fish", "", "", "yes", "kept", "", "", "", "", "", "", "", "", "0.00"},
	}
	for i, row := range rows[1:] {
		if n := len(row) - 2*len(origin); !reflect.DeepEqual(row[:n], want[i]) {
			t.Errorf("got  %q\nwant %q", row[:n], want[i])
		}
	}
	origins := []string{"models/eye", `{"prompt":"Was?"}`, "alt-text@1", "01000000000000000000000000000000", "02000000000000000000000000000000", "2026-11-15T11:00:00.005Z", "2026-11-15T11:00:01.005Z",
		"\"Ein\nFuchs.\"", "2", "Ada", "2026-11-15T12:00:00.005Z"}
	if got := rows[1][len(rows[1])-len(origin):]; !reflect.DeepEqual(got, origins) {
		t.Errorf("got  %q\nwant %q", got, origins)
	}
	if got := strings.Join(rows[2][len(rows[2])-2*len(origin):], ""); got != "" {
		t.Errorf("the provenance of nothing is %q", got)
	}
}

func TestSlotsJSONL(t *testing.T) {
	t.Parallel()
	shape := Shape{Header: []string{"image"}, Slots: []string{"de", "en", "short"}, Provenance: true}
	got := shaped(t, JSONL, shape, answers())
	want := `{"id":"7","image":"a.jpg","alt_texts":{"de":"Ein Fuchs.","short":""},"publish":"no","status":"failed","reason":"model_error","detail":"en: x",` +
		`"flags":["de:human"],"captions":{"de":"\"Ein\nFuchs.\""},"model":"eye","prediction_id":"p1","cost_usd":0.01,` +
		`"provenances":{"de":{"model_id":"models/eye","parameters":{"prompt":"Was?"},"preset":"alt-text@1","prompt_hash":"01000000000000000000000000000000","repair_of":"02000000000000000000000000000000",` +
		`"asked_at":"2026-11-15T11:00:00.005Z","answered_at":"2026-11-15T11:00:01.005Z","raw_text":"\"Ein\nFuchs.\"","attempts":2,"decided_by":"Ada","decided_at":"2026-11-15T12:00:00.005Z"}},` +
		`"row":{"image":"a.jpg"}}` + "\n"
	if got != strings.ReplaceAll(want, "\nF", `\nF`) || !json.Valid([]byte(got)) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	r := answers()
	r.Provenance, r.Answers = r.Answers[0].Provenance, nil
	if got := shaped(t, JSONL, shape, r); !strings.Contains(got, `"cost_usd":0.01,"provenance":{"model_id":"models/eye",`) || strings.Contains(got, "provenances") || !json.Valid([]byte(got)) {
		t.Errorf("of an only answer: %s", got)
	}
	if got := shaped(t, JSONL, Shape{Header: shape.Header}, r); strings.Contains(got, "provenance") {
		t.Errorf("nobody wanted it: %s", got)
	}
}

// Long descriptions stand where their slots are, on one line, and nowhere else.
func TestLongDescriptions(t *testing.T) {
	t.Parallel()
	only := &pipeline.Result{Cells: []string{"a.jpg"}, Answer: pipeline.Answer{AltText: "A chart.", Long: "Four\nbars.", Publish: pipeline.PublishYes, Status: pipeline.RowDone}}
	rows, err := csv.NewReader(strings.NewReader(shaped(t, CSV, Shape{Header: []string{"image"}, Slots: []string{""}, Long: []string{""}}, only))).ReadAll()
	if err != nil || rows[1][len(rows[1])-1] != "Four bars." {
		t.Errorf("%q, %v", rows, err)
	}
	if got := shaped(t, JSONL, Shape{Header: []string{"image"}}, only); !strings.Contains(got, `"cost_usd":0.00,"long_description":"Four\nbars.","row"`) || !json.Valid([]byte(got)) {
		t.Errorf("JSONL: %s", got)
	}
	several := answers()
	several.Answers[0].Long = "Ein Fuchs steht im Schnee."
	rows, err = csv.NewReader(strings.NewReader(shaped(t, CSV, Shape{Header: []string{"image"}, Slots: []string{"de", "en"}, Long: []string{"en", "de"}}, several))).ReadAll()
	if err != nil || !reflect.DeepEqual(rows[1][len(rows[1])-2:], []string{"Ein Fuchs steht im Schnee.", ""}) {
		t.Errorf("%q, %v", rows, err)
	}
	if got := shaped(t, JSONL, Shape{Header: []string{"image"}}, several); !strings.Contains(got, `"long_descriptions":{"de":"Ein Fuchs steht im Schnee."},`) || strings.Contains(got, `"long_description":`) {
		t.Errorf("JSONL: %s", got)
	}
}
