package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
	"github.com/captionmill/captionmill/pipeline/quality"
)

const (
	german = "Ein roter Fuchs steht im frischen Schnee und schaut in die Kamera."
	fox    = "A red fox stands in the fresh snow and looks at the camera."
)

// A text is judged by the form of its prompt and by what its row says.
func TestJudge(t *testing.T) {
	t.Parallel()
	says := func(about quality.Context) func(*pipeline.Result, *quality.Context) {
		return func(_ *pipeline.Result, ctx *quality.Context) {
			ctx.Title, ctx.Nearby, ctx.Lang = about.Title, about.Nearby, about.Lang
		}
	}
	for _, c := range []struct {
		name    string
		judge   pipeline.Judge
		form    pipeline.Form
		caption string
		publish pipeline.Publish
		flags   []string
	}{
		{"nothing known", pipeline.Judge{}, pipeline.Form{}, fox, "yes", nil},
		{"another title", pipeline.Judge{Facts: says(quality.Context{Title: "Winter"})}, pipeline.Form{}, fox, "yes", nil},
		{"the title", pipeline.Judge{Facts: says(quality.Context{Title: "a red fox stands in the fresh snow, and looks at the camera"})}, pipeline.Form{}, fox,
			"review", []string{"redundant"}},
		{"the title, blocked", pipeline.Judge{Facts: says(quality.Context{Title: fox}), Rules: &quality.Rules{Severities: map[string]quality.Severity{"redundant": quality.Block}}},
			pipeline.Form{}, fox, "no", []string{"redundant"}},
		{"the title of tags", pipeline.Judge{Facts: says(quality.Context{Title: "fox, snow"})}, pipeline.Form{Kind: "tags"}, "fox, snow", "yes", nil},
		{"a person", pipeline.Judge{}, pipeline.Form{}, "Angela Merkel waves.", "review", []string{"person_name"}},
		{"a person of whom the row speaks", pipeline.Judge{Facts: says(quality.Context{Nearby: "The chancellor, Angela Merkel, in Kiel."})}, pipeline.Form{},
			"Angela Merkel waves.", "yes", nil},

		{"the language asked for", pipeline.Judge{}, pipeline.Form{Lang: "de"}, german, "yes", nil},
		{"another language", pipeline.Judge{}, pipeline.Form{Lang: "de"}, fox, "review", []string{"wrong_language"}},
		{"the row's language", pipeline.Judge{Facts: says(quality.Context{Lang: "en"})}, pipeline.Form{}, german, "review", []string{"wrong_language"}},
		{"the language asked for in spite of the row's", pipeline.Judge{Facts: says(quality.Context{Lang: "en"})}, pipeline.Form{Lang: "de"}, german, "yes", nil},

		{"long", pipeline.Judge{}, pipeline.Form{}, long, "review", []string{"too_long"}},
		{"a long description", pipeline.Judge{}, pipeline.Form{Kind: "dense"}, long, "yes", nil},
		{"two texts in one, of which only one came", pipeline.Judge{}, pipeline.Form{Kind: "complex"}, long, "review", []string{"too_long"}},
		{"a limit of the form's", pipeline.Judge{}, pipeline.Form{MaxChars: 10}, fox, "review", []string{"too_long"}},
		{"a limit of one's own", pipeline.Judge{Rules: &quality.Rules{MaxChars: 200}}, pipeline.Form{MaxChars: 10}, fox, "yes", nil},
		{"one's own, of a description", pipeline.Judge{Rules: &quality.Rules{MaxChars: 10}}, pipeline.Form{Kind: "dense"}, fox, "review", []string{"too_long"}},
		{"a kind of one's own", pipeline.Judge{Rules: &quality.Rules{Kind: quality.Dense}}, pipeline.Form{MaxChars: 10, Lang: "de"}, fox, "review", []string{"wrong_language"}},
		{"a sign", pipeline.Judge{}, pipeline.Form{Kind: "ocr"}, "IMG_2034.jpg", "yes", nil},
		{"long, and that is for statistics", pipeline.Judge{Rules: &quality.Rules{Severities: map[string]quality.Severity{"too_long": quality.Info}}}, pipeline.Form{}, long,
			"yes", []string{"too_long"}},
	} {
		o := pipeline.Outcome{Cells: `[]`, State: pipeline.Done, Caption: c.caption, Form: c.form, First: true}
		r, err := c.judge.Result(&o)
		if err != nil || r.Publish != c.publish || !slices.Equal(r.Flags, c.flags) {
			t.Errorf("%s: publish %s with %v, %v; want %s with %v", c.name, r.Publish, r.Flags, err, c.publish, c.flags)
		}
		if r.Reason != reasonOf(r.Publish, c.flags) || (r.Detail == "") != (r.Reason == "") || (r.AltText == "") != (c.publish == pipeline.PublishNo) || r.Draft != c.caption {
			t.Errorf("%s: reason %q (%s), text %q, draft %q", c.name, r.Reason, r.Detail, r.AltText, r.Draft)
		}
	}
}

// reasonOf is the first flag of a text that is not published at once.
func reasonOf(publish pipeline.Publish, flags []string) string {
	if publish == pipeline.PublishYes {
		return ""
	}
	return flags[0]
}

// The gravest finding is the reason, whatever was found before it, and what
// to do stands in front of a warning.
func TestJudgeGravest(t *testing.T) {
	t.Parallel()
	blocked := map[string]quality.Severity{quality.WrongLanguage: quality.Block}
	for name, c := range map[string]struct {
		rules   quality.Rules
		publish pipeline.Publish
		reason  string
		detail  string
	}{
		"two warnings":                {quality.Rules{Lang: "de"}, "review", "too_long", "look at it, and approve or edit it: "},
		"a block behind a warning":    {quality.Rules{Lang: "de", Severities: blocked}, "no", "wrong_language", "it "},
		"statistics before a warning": {quality.Rules{Lang: "de", Severities: map[string]quality.Severity{quality.TooLong: quality.Info}}, "review", "wrong_language", "look at it"},
	} {
		o := pipeline.Outcome{Cells: `[]`, State: pipeline.Done, Caption: long, First: true, Rules: &c.rules}
		r, err := o.Result()
		if err != nil || r.Publish != c.publish || r.Reason != c.reason || !strings.HasPrefix(r.Detail, c.detail) || !slices.Equal(r.Flags, []string{"too_long", "wrong_language"}) {
			t.Errorf("%s: publish %s, %s (%s), %v, %v", name, r.Publish, r.Reason, r.Detail, r.Flags, err)
		}
	}
}

// Each answer of a row is judged by its own form.
func TestJudgeSeveralAnswers(t *testing.T) {
	t.Parallel()
	answer := func(slot string, form pipeline.Form) pipeline.Outcome {
		return pipeline.Outcome{Cells: `[]`, Slot: slot, State: pipeline.Done, Caption: long, Form: form, First: true}
	}
	o := answer("short", pipeline.Form{MaxChars: 125})
	o.Others = []pipeline.Outcome{answer("whole", pipeline.Form{Kind: "dense"}), answer("de", pipeline.Form{MaxChars: 500, Lang: "de"})}
	r, err := new(pipeline.Judge).Result(&o)
	if want := []string{"short:too_long", "de:wrong_language"}; err != nil || !slices.Equal(r.Flags, want) {
		t.Errorf("%v, %v; want %v", r.Flags, err, want)
	}
}

// Of two texts in one both are held against the row, the short one as alt text
// and the other as a description, and only short ones are compared.
func TestJudgeParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, short, long, lang, flags string }{
		{"one that comes again", german, "Ein roter Fuchs im Schnee, der wartet.", "de", "duplicate"},
		{"a long first", long, fox, "", "too_long"},
		{"a long second", "A red fox.", long, "", ""},
		{"the title", "Winter in the old woods", fox, "", "redundant"},
		{"the title in the second", fox, "Winter in the old woods", "", "long_description:redundant"},
		{"one in another language", german, fox, "de", "duplicate long_description:wrong_language"},
	} {
		census := quality.NewCensus()
		other := quality.Context{Picture: "another"}
		census.Count(c.long, &other)
		census.Count(german, &other)
		o := pipeline.Outcome{Cells: `[]`, State: pipeline.Done, Caption: "Short: " + c.short + "\nLong: " + c.long, First: true,
			Form: pipeline.Form{Kind: "complex", Lang: c.lang}}
		census.Count(c.short, &quality.Context{Picture: string(o.Pictures[:])})
		judge := pipeline.Judge{Census: census, Facts: func(_ *pipeline.Result, ctx *quality.Context) { ctx.Title = "Winter in the old woods" }}
		r, err := judge.Result(&o)
		if err != nil || strings.Join(r.Flags, " ") != c.flags || r.AltText != c.short || r.Long != c.long || (r.Publish == pipeline.PublishYes) != (c.flags == "") {
			t.Errorf("%s: %v with %q and %q, %v", c.name, r.Flags, r.AltText, r.Long, err)
		}
	}
}

// The same text on different pictures is found on each of them, and on several
// rows of one picture it is none.
func TestJudgeDuplicates(t *testing.T) {
	t.Parallel()
	rows := []struct {
		caption string
		picture byte
		flags   []string
	}{
		{fox, 1, nil}, {german, 2, []string{"duplicate"}}, {"[emulated] " + german, 3, []string{"duplicate"}}, {fox, 1, nil}, {fox + " Twice.", 1, nil},
		{"Alt text: A chart of sales.", 5, []string{"duplicate"}}, {"Alt text: A chart of sales.", 5, []string{"duplicate"}}, {"Alt text: a chart of sales", 6, []string{"duplicate"}},
	}
	for name, census := range map[string]*quality.Census{"short": quality.NewCensus(), "long": quality.NewLongCensus(len(rows))} {
		judge := pipeline.Judge{Census: census}
		var all []pipeline.Outcome
		for _, row := range rows {
			o := pipeline.Outcome{Cells: `[]`, State: pipeline.Done, Caption: row.caption, Pictures: pipeline.Hash{row.picture}, First: true}
			census.Count(o.Caption, &quality.Context{Picture: string(o.Pictures[:])})
			all = append(all, o)
		}
		for i := range all {
			r, err := judge.Result(&all[i])
			if err != nil || !slices.Equal(r.Flags, rows[i].flags) || (r.Publish == pipeline.PublishYes) != (rows[i].flags == nil) {
				t.Errorf("%s census, row %d: %v, publish %s, %v; want %v", name, i, r.Flags, r.Publish, err, rows[i].flags)
			}
		}
	}
}
