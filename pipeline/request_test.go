package pipeline

import (
	"encoding/json"
	"reflect"
	"testing"
)

// What was put into JSON once is a whole object with every value that is added,
// whatever its last name, and in the place of one that it had.
func TestInputs(t *testing.T) {
	t.Parallel()
	for last, object := range map[string]map[string]any{
		"image":        {"prompt": "What is <this>?", "seed": -1.0},
		"images":       {},
		"pictures":     {"pictures": "mine", "a": "b"},
		"bild \x7f\"é": {"zoom": true},
	} {
		want := map[string]any{last: "https://example.com/?a=1&b=2"}
		for name, value := range object {
			if name != last {
				want[name] = value
			}
		}
		input, err := begun(object, last)
		if err != nil {
			t.Fatal(err)
		}
		b := basics{input: input}
		for range 2 {
			text, err := b.with(want[last])
			var got map[string]any
			if err != nil || json.Unmarshal(text, &got) != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("the input is %s, %v; want %v", text, err, want)
			}
		}
	}
}
