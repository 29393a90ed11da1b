package wavespeed

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/captionmill/captionmill/pipeline/api"
)

func TestTook(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data string
		want time.Duration
	}{
		"execution time first": {`{"executionTime":1500,"timings":{"inference":900}}`, 1500 * time.Millisecond},
		"other spelling":       {`{"execution_time":1500}`, 1500 * time.Millisecond},
		"timings":              {`{"executionTime":0,"timings":{"inference":900}}`, 900 * time.Millisecond},
		"fraction":             {`{"executionTime":0.5}`, 500 * time.Microsecond},
		"a string":             {`{"executionTime":"1500"}`, 1500 * time.Millisecond},
		"negative":             {`{"executionTime":-1}`, 0},
		"a year":               {`{"executionTime":31536000000}`, 24 * time.Hour},
		"beyond reason":        {`{"executionTime":1e308}`, 24 * time.Hour},
		"odd timings":          {`{"timings":[1],"executionTime":7}`, 7 * time.Millisecond},
		"none":                 {`{}`, 0},
	}
	c := new(Client)
	for name, tt := range tests {
		if got := c.prediction([]byte(tt.data)).Took; got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func TestPhase(t *testing.T) {
	t.Parallel()
	tests := map[string]api.Phase{
		"": api.Running, "created": api.Running, "processing": api.Running, "pending": api.Running, "new word": api.Running,
		"completed": api.Completed, "Completed": api.Completed,
		"failed": api.Failed, "cancelled": api.Failed, "timeout": api.Failed, "deleted": api.Failed,
	}
	for status, want := range tests {
		if got := phase(status); got != want {
			t.Errorf("%q: got %v, want %v", status, got, want)
		}
	}
}

func TestOnlyCompletedPredictionsHaveACaption(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"processing", "failed"} {
		data := `{"id":"abc","status":"` + status + `","outputs":["half a sen"]}`
		if p := new(Client).prediction([]byte(data)); p.Caption != "" {
			t.Errorf("%s: caption %q", status, p.Caption)
		}
	}
}

func TestRawIsBounded(t *testing.T) {
	t.Parallel()
	data := []byte(`{"id":"abc","status":"completed","outputs":["` + strings.Repeat("x", 2*maxRaw) + `"]}`)
	p := new(Client).prediction(data)
	if len(p.Raw) != maxRaw || len(p.Caption) != 2*maxRaw {
		t.Errorf("raw has %d bytes, caption %d", len(p.Raw), len(p.Caption))
	}
	data[0] = '!'
	if p.Raw[0] != '{' {
		t.Error("raw shares the answer's memory")
	}
}

// FuzzDecode reads any bytes as the answer to a submit: whatever they are, what
// comes of them is bounded, is valid text, and has an id that may stand in a
// path, or there is an error.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "api", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatal("no recorded answers", err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
		f.Add(body[:len(body)/2])
	}
	f.Add([]byte(`{"data":{"id":"a/b","status":"completed","outputs":{"text":[["x"]]}}}`))
	f.Add([]byte(`{"id":{"message":"x"},"code":"1e99","created_at":"9999-99-99"`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c := &call{Client: &Client{Key: testKey}, op: "submit", subject: testModel, rows: submitRows}
		p, err := c.accepted(context.Background(), reply{status: 200, body: bytes.Clone(body), wrote: true})
		if err != nil {
			checkError(t, err)
			return
		}
		if !validID(p.ID) || strings.Contains(p.ID, "/") {
			t.Errorf("id %q", p.ID)
		}
		if len(p.Caption) > maxCaption || !utf8.ValidString(p.Caption) || !utf8.ValidString(p.Status) {
			t.Errorf("caption of %d bytes, status %q", len(p.Caption), p.Status)
		}
		if (p.Phase == api.Failed) != (p.Failure != nil) || p.Took < 0 || p.Took > 24*time.Hour || len(p.Raw) > maxRaw {
			t.Errorf("got %+v", p)
		}
		if _, err := json.Marshal(p); err != nil && p.Created.Year() < 10000 {
			t.Error(err)
		}
	})
}

func checkError(t *testing.T, err error) {
	e := failing(t, err)
	if n := utf8.RuneCountInString(e.Message); n > maxMessage+100 || strings.ContainsAny(e.Message, "\n\x1b") || e.Reason == "" {
		t.Errorf("%d runes: %q", n, e.Message)
	}
	if strings.Contains(e.Error(), testKey) {
		t.Errorf("the key shows: %v", e)
	}
}
