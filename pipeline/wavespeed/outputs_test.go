package wavespeed

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCaption(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ outputs, want string }{
		"missing":             {``, ""},
		"null":                {`null`, ""},
		"empty array":         {`[]`, ""},
		"empty object":        {`{}`, ""},
		"empty string":        {`""`, ""},
		"bare string":         {`"A fox"`, "A fox"},
		"array of one":        {`["A fox"]`, "A fox"},
		"spaces are kept":     {`["\n A fox \n"]`, "\n A fox \n"},
		"array of several":    {`["A fox", "", null, "A dog"]`, "A fox\nA dog"},
		"array of objects":    {`[{"caption":"A fox"},{"caption":"A dog"}]`, "A fox\nA dog"},
		"bare object":         {`{"text":"A fox"}`, "A fox"},
		"likeliest key first": {`{"message":"ok","caption":"A fox"}`, "A fox"},
		"empty key passed":    {`{"caption":"","text":"A fox"}`, "A fox"},
		"all keys empty":      {`{"caption":"","score":1}`, ""},
		"chat message":        {`[{"message":{"role":"x","content":[{"type":"text","text":"A fox"}]}}]`, "A fox"},
		"unknown object":      {`{ "weapons" : true }`, `{"weapons":true}`},
		"unknown in array":    {`[{"label":"fox","score":0.9}]`, `{"label":"fox","score":0.9}`},
		"bare number":         {`7`, "7"},
		"bare false":          {`[false]`, "false"},
		"vendor's file":       {`["https://d2p7pge43lyniu.cloudfront.net/output/a.txt"]`, ""},
		"vendor's own host":   {`[{"output":"https://static.wavespeed.ai/a.txt"}]`, ""},
		"other address":       {`["https://example.com/sign"]`, "https://example.com/sign"},
		"address in a text":   {`["https://wavespeed.ai is written on a wall"]`, "https://wavespeed.ai is written on a wall"},
		"lone surrogate":      {`["A \ud800 fox"]`, "A \uFFFD fox"},
		"bad UTF-8":           {"[\"A \xff fox\"]", "A \uFFFD fox"},
		"bad UTF-8, unknown":  {"{\"x\":\"\xff\"}", "{\"x\":\"\uFFFD\"}"},
		"deep":                {strings.Repeat("[", 9) + `"A fox"` + strings.Repeat("]", 9), `[["A fox"]]`},
	}
	for name, tt := range tests {
		if got := caption([]byte(tt.outputs)); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestLongCaptionIsCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	got := caption([]byte(`["x` + strings.Repeat("é", maxCaption) + `"]`))
	if len(got) != maxCaption-1 || !utf8.ValidString(got) {
		t.Errorf("got %d bytes, valid %t", len(got), utf8.ValidString(got))
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		r      record
		reason string
		again  bool
	}{
		"1200":                 {record{Code: 1200}, "moderated", false},
		"1400":                 {record{Code: 1400}, "bad_request", false},
		"1401":                 {record{Code: 1401}, "bad_request", false},
		"1402":                 {record{Code: 1402}, "image_unreachable", false},
		"1403":                 {record{Code: 1403}, "model_error", true},
		"1405":                 {record{Code: 1405}, "model_error", true},
		"1406":                 {record{Code: 1406}, "model_error", true},
		"1407":                 {record{Code: 1407}, "no_credit", true},
		"5000":                 {record{Code: 5000}, "model_error", true},
		"5003":                 {record{Code: 5003}, "model_error", true},
		"5004":                 {record{Code: 5004}, "timeout", true},
		"code before status":   {record{Code: 1200, Status: "timeout"}, "moderated", false},
		"status before words":  {record{Status: "cancelled", Error: "content is sensitive"}, "cancelled", true},
		"deleted":              {record{Status: "deleted"}, "deleted", true},
		"timeout":              {record{Status: "timeout"}, "timeout", true},
		"words: moderation":    {record{Error: "flagged as NSFW"}, "moderated", false},
		"words: download":      {record{Error: "failed to download image"}, "image_unreachable", false},
		"words: access":        {record{Error: "Cannot access the provided URL"}, "image_unreachable", false},
		"words: timed out":     {record{Error: "worker timed out"}, "timeout", true},
		"words: time-out":      {record{Error: "Timeout"}, "timeout", true},
		"words: credit":        {record{Error: "Insufficient credits"}, "no_credit", true},
		"nothing":              {record{}, "model_error", true},
		"code never heard of":  {record{Code: 1999, Error: "strange"}, "model_error", true},
		"code out of this age": {record{Code: 1e300}, "model_error", true},
	}
	c := &Client{Key: testKey}
	for name, tt := range tests {
		f := c.failure(tt.r)
		if f.Reason != tt.reason || f.Again != tt.again || !strings.Contains(f.Detail, string(tt.r.Error)) {
			t.Errorf("%s: got %+v", name, f)
		}
	}
}
