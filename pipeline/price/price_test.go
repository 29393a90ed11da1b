package price_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/price"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want price.Micros
	}{
		{"5", 5_000_000}, {"0.005", 5000}, {"$12.50", 12_500_000}, {" 5.00 ", 5_000_000}, {".5", 500_000}, {"0", 0},
		{"0.000001", 1}, {"007", 7_000_000}, {"9223372036854.775807", math.MaxInt64},
	}
	for _, tt := range tests {
		if got, err := price.Parse(tt.in); err != nil || got != tt.want {
			t.Errorf("Parse(%q) = %d, %v; want %d", tt.in, got, err, tt.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"", " ", "$", ".", "$.", "5.", "-5", "+5", "5e3", "1,000", "5 USD", "$$5", "0.0000001", "1.2.3", "٥", "NaN", "9223372036854.775808",
	} {
		if got, err := price.Parse(in); !errors.Is(err, price.ErrSyntax) {
			t.Errorf("Parse(%q) = %d, %v; want ErrSyntax", in, got, err)
		}
	}
}

func TestString(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in           price.Micros
		text, number string
	}{
		{0, "$0.00", "0.00"}, {1, "$0.000001", "0.000001"}, {5000, "$0.005", "0.005"}, {50_000, "$0.05", "0.05"}, {500_000, "$0.50", "0.50"},
		{133_800_000, "$133.80", "133.80"}, {-1_500_000, "-$1.50", "-1.50"}, {-5000, "-$0.005", "-0.005"},
		{math.MaxInt64, "$9223372036854.775807", "9223372036854.775807"},
		{math.MinInt64, "-$9223372036854.775808", "-9223372036854.775808"},
	}
	for _, tt := range tests {
		if got := tt.in.String(); got != tt.text {
			t.Errorf("String of %d = %q, want %q", int64(tt.in), got, tt.text)
		}
		if got, err := json.Marshal(tt.in); err != nil || string(got) != tt.number {
			t.Errorf("JSON of %d = %s, %v; want %s", int64(tt.in), got, err, tt.number)
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   float64
		want price.Micros
	}{
		{0.005, 5000}, {0.07, 70_000}, {0.29, 290_000}, {156.78, 156_780_000}, {1234.567891, 1_234_567_891}, {0, 0},
		{0.0000001, 1}, {0.0000011, 2}, // not exact: counts as the higher
		{-1, 0}, {math.NaN(), 0}, {math.Inf(1), 0}, {math.Inf(-1), 0}, {1e300, 0},
	}
	for _, tt := range tests {
		if got := price.Of(tt.in); got != tt.want {
			t.Errorf("Of(%v) = %d, want %d", tt.in, got, tt.want)
		}
	}
	for micros := range price.Micros(100_000) {
		if got := price.Of(float64(micros) / float64(price.Dollar)); got != micros {
			t.Fatalf("Of(%v) = %d, want %d", float64(micros)/1e6, got, micros)
		}
	}
}

func TestUnmarshalText(t *testing.T) {
	t.Parallel()
	var v struct{ Price price.Micros }
	if err := json.Unmarshal([]byte(`{"Price":"0.005"}`), &v); err != nil || v.Price != 5000 {
		t.Errorf("0.005 is read as %d, %v; want 5000", v.Price, err)
	}
	if err := json.Unmarshal([]byte(`{"Price":"cheap"}`), &v); !errors.Is(err, price.ErrSyntax) {
		t.Errorf("cheap: %v, want ErrSyntax", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"5", "$0.005", " 12.50 ", "9223372036854.775807", "-1", "1e3", ".", "٥"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := price.Parse(s)
		if err != nil {
			if m != 0 || !errors.Is(err, price.ErrSyntax) {
				t.Errorf("Parse(%q) = %d, %v; want 0 and ErrSyntax", s, m, err)
			}
			return
		}
		again, err := price.Parse(m.String())
		if m < 0 || err != nil || again != m || strings.ContainsAny(m.Decimal(), "$-e ") {
			t.Errorf("Parse(%q) = %d, written %s, read back %d, %v", s, m, m, again, err)
		}
	})
}

func ExampleParse() {
	each, err := price.Parse("0.005")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(26_759 * each)
	// Output: $133.795
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for _, want := range []price.Micros{0, 1, 5_000, 133_800_000, -1_500_000} {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got price.Micros
		if err := json.Unmarshal(text, &got); err != nil || got != want {
			t.Errorf("%s is read as %d, want %d (%v)", text, got, want, err)
		}
	}
	var m price.Micros
	if err := json.Unmarshal([]byte(`"5 or so"`), &m); !errors.Is(err, price.ErrSyntax) {
		t.Errorf("%v, want an error about the amount", err)
	}
}
