package wavespeed

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/api"
)

var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"}

func TestTheKeyIsNeverPrinted(t *testing.T) {
	t.Parallel()
	echo := fmt.Sprintf(`{"code":401,"message":"no such key: Bearer %s","error_code":"%s"}`, testKey, testKey)
	failed := fmt.Sprintf(`{"code":200,"data":{"id":"%s","status":"failed","error":"key %s"}}`, testID, testKey)
	_, c := serve(t, serving(401, echo))
	_, refused := submit(t, c)
	_, d := serve(t, serving(200, failed))
	p, err := d.Get(inTime(t), testID)
	if err != nil {
		t.Fatal(err)
	}
	_, broken := (&Client{Key: testKey + "\n", BaseURL: c.BaseURL}).Get(inTime(t), testID)
	_, gone := (&Client{Key: testKey, BaseURL: "http://localhost:1"}).Get(inTime(t), testID)
	holder := struct{ API *Client }{c}
	for _, v := range []any{c, holder, &holder, refused, broken, gone, *p.Failure} {
		for _, verb := range verbs {
			if s := fmt.Sprintf(verb, v); strings.Contains(s, testKey) || s == "" {
				t.Errorf("%s of %T: %s", verb, v, s)
			}
		}
	}
	if s, err := json.Marshal(holder); err != nil || strings.Contains(string(s), testKey) {
		t.Errorf("JSON: %s, %v", s, err)
	}
	if s := c.String(); !strings.Contains(s, "127.0.0.1") || c.GoString() != s {
		t.Errorf("String is %q, GoString %q", s, c.GoString())
	}
}

func TestUnfitClients(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		client *Client
		cause  api.Cause
	}{
		"no key":          {&Client{}, api.CauseKey},
		"key with a line": {&Client{Key: testKey + "\n"}, api.CauseKey},
		"key with ä":      {&Client{Key: "ä" + testKey}, api.CauseKey},
		"bad root":        {&Client{Key: testKey, BaseURL: "http://example.com"}, api.CauseOther},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := submit(t, tt.client)
			if e := failing(t, err); e.Verdict != api.Halt || e.Cause != tt.cause || e.Status != 0 {
				t.Errorf("got %#v", e)
			}
		})
	}
}

func TestCallsThatAreWrongAreNotSent(t *testing.T) {
	t.Parallel()
	site, c := serve(t, serving(200, created))
	ctx := inTime(t)
	for _, model := range []string{"", "minicpm", "a/../b", "/a/b", "a/b/", "a/b?x=1", "a/b c", "a//b", "../../x", "a/%2e%2e"} {
		_, err := c.Submit(ctx, model, nil)
		if e := failing(t, err); e.Verdict != api.Reject || e.Cause != api.CauseModel {
			t.Errorf("model %q: %#v", model, e)
		}
	}
	for _, id := range []string{"", "..", "a/b", "a?b", "req-timeout", "ä", strings.Repeat("a", 129)} {
		_, err := c.Get(ctx, id)
		if e := failing(t, err); e.Verdict != api.Reject || e.Cause == api.CauseGone {
			t.Errorf("id %q: %#v", id, e)
		}
	}
	if n := site.asked.Load(); n != 0 {
		t.Errorf("the server saw %d requests", n)
	}
}

func TestMessagesAreFitToPrint(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ in, want string }{
		"escape sequence": {"a\x1b[31mb\r\nc\x00", "a [31mb c"},
		"right to left":   {"a\u202eb\u2028c", "a b c"},
		"bad UTF-8":       {"a\xffb", "a?b"},
		"spaces":          {"  a \t b  ", "a b"},
		"other scripts":   {"猫が座っている", "猫が座っている"},
		"long":            {strings.Repeat("é", 400), strings.Repeat("é", 299) + "…"},
		"very long":       {strings.Repeat("é", 1<<20), strings.Repeat("é", 299) + "…"},
	}
	for name, tt := range tests {
		if got := clean(tt.in, maxMessage); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}
