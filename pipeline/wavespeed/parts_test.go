package wavespeed

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// byReflection is what encoding/json makes of an answer, given the same types.
func byReflection(body []byte) (e envelope, r record, err error) {
	var outer struct {
		Code      number
		Message   text
		Error     text
		ErrorCode text `json:"error_code"`
		Data      json.RawMessage
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&outer); err != nil {
		return e, r, err
	}
	var inner struct {
		ID, Status, Error text
		Code              number
		Outputs           json.RawMessage
		CreatedAt         text   `json:"created_at"`
		Took              number `json:"executionTime"`
		TookOnce          number `json:"execution_time"`
		Timings           struct{ Inference number }
	}
	json.Unmarshal(outer.Data, &inner)
	return envelope{outer.Code, outer.Message, outer.Error, outer.ErrorCode, outer.Data}, record{
		ID: inner.ID, Status: inner.Status, Code: inner.Code, Error: inner.Error, Outputs: inner.Outputs,
		CreatedAt: inner.CreatedAt, Took: inner.Took, TookOnce: inner.TookOnce, Inference: inner.Timings.Inference,
	}, nil
}

var oddAnswers = []string{
	`{}`, `null`, `[]`, `"text"`, `12`, ``, ` `, `{"code":200`, `{"code":200}garbage`, "\n{ }\n",
	`{"code" : 200 , "data" : { "id" : "a" , "outputs" : [ "x" , { "y" : [ ] } ] } }`,
	`{"CODE":"200","Data":{"Id":"a","STATUS":"completed","ExecutionTime":12,"TIMINGS":{"inference":3}}}`,
	`{"\u0063ode":7,"da\u0074a":{"\u0069d":"b"}}`, `{"code\"":1,"code\\":2,"":3,"code":4}`,
	`{"code":1,"code":null,"data":{"id":"a","id":null},"data":null}`,
	`{"message":"a \"quoted\" }] word","error":{"message":"x"},"error_code":5,"data":{"id":"c","error":["]"]}}`,
	`{"data":{"id":"a","timings":{"inference":1},"timings":[2],"timings":{"other":3}}}`,
	`{"data":{"id":true,"status":null,"code":-1e2,"outputs":false,"executionTime":"1.5"}}`,
	`{"data":{"id":"tooth\u212aey","co\u017fe":1},"tim\u0131ngs":2}`,
}

func checkParts(t *testing.T, body []byte) {
	e, r, wrong := byReflection(body)
	got, err := decode(body)
	if (err != nil) != (wrong != nil) {
		t.Fatalf("%q: %v, but by reflection %v", body, err, wrong)
	}
	if len(e.Data) == 0 {
		e.unwrap(bytes.TrimSpace(body)) // as decode does
	} else if read := recordIn(got.Data); !reflect.DeepEqual(read, r) {
		t.Errorf("%q: record %+v, by reflection %+v", body, read, r)
	}
	if !reflect.DeepEqual(got, e) && wrong == nil && json.Valid(body) {
		t.Errorf("%q: envelope %+v, by reflection %+v", body, got, e)
	}
}

// What is taken apart by hand is what encoding/json would have found.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	for _, body := range oddAnswers {
		checkParts(t, []byte(body))
	}
}

func FuzzParts(f *testing.F) {
	for _, body := range oddAnswers {
		f.Add([]byte(body))
	}
	f.Add(answer(f, "poll-completed-object"))
	f.Fuzz(func(t *testing.T, body []byte) { checkParts(t, body) })
}

func TestParts(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		`[1,"a,]",{"b":[2]},[],null]`:    `1|"a,]"|{"b":[2]}|[]|null`,
		"{\"a\\\"\" :\t1 ,\"b\":\r\n{}}": `a\":1|b:{}`,
		`{}`:                             ``, `[ ]`: ``, `"[1]"`: ``, `7`: ``,
	}
	for whole, want := range tests {
		var got []string
		for key, value := range parts([]byte(whole)) {
			if key != nil {
				value = append(append(bytes.Clone(key), ':'), value...)
			}
			got = append(got, string(value))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%s: got %s, want %s", whole, s, want)
		}
	}
}

func TestCleanLeavesCleanTextAlone(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"": "", " ": "", "a b": "a b", " a": "a", "a ": "a", "a  b": "a b", "a\tb": "a b", "é": "é",
		"123456789": "123456789", "1234567890": "12345678…", "a\x7fb": "a b",
	} {
		if got := clean(s, 9); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
