// Package price knows money: what a prediction costs is counted in whole
// micro-dollars, so that sums are exact.
//
// It does not know any model or its price; that is package model.
package price

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Micros is an amount of US dollars in millionths: $0.005 is 5000. The zero
// value is nothing. Amounts are exact; arithmetic on them is plain integer
// arithmetic.
type Micros int64

// Dollar is one US dollar.
const Dollar Micros = 1_000_000

// ErrSyntax reports an amount that Parse could not read.
var ErrSyntax = errors.New("not an amount of dollars such as 5, 0.005 or $12.50")

// Parse reads an amount of dollars as a person writes it: "5", "0.005",
// "$12.50". It refuses signs, exponents and anything finer than a
// micro-dollar, with an error that wraps [ErrSyntax].
func Parse(s string) (Micros, error) {
	whole, frac, dotted := strings.Cut(strings.TrimPrefix(strings.TrimSpace(s), "$"), ".")
	if (dotted && frac == "") || len(frac) > 6 || !digits(whole) || !digits(frac) || whole+frac == "" {
		return 0, fmt.Errorf("%q: %w", s, ErrSyntax)
	}
	n, err := strconv.ParseInt(whole+frac+strings.Repeat("0", 6-len(frac)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q: %w", s, ErrSyntax)
	}
	return Micros(n), nil
}

// Of rounds an amount that a program gave as a float, such as a JSON price,
// up to whole micro-dollars: a price that is not exact counts as the higher.
// It is 0 for amounts that are negative, not numbers or out of range.
func Of(dollars float64) Micros {
	// The subtraction forgives the last bit of a float: 0.07 is 70000, not 70001.
	micros := math.Ceil(dollars*float64(Dollar) - 1e-6)
	if math.IsNaN(micros) || micros < 0 || micros > math.MaxInt64/2 {
		return 0
	}
	return Micros(micros)
}

// String writes the amount as people read it: with two decimals, or with as
// many as it needs ("$0.005", "$133.80", "-$1.50").
func (m Micros) String() string {
	sign, number := m.decimal()
	return sign + "$" + number
}

// Decimal writes the amount as a number for other programs: no sign of the
// currency, two decimals or as many as it needs ("0.005", "133.80").
func (m Micros) Decimal() string {
	sign, number := m.decimal()
	return sign + number
}

func (m Micros) decimal() (sign, number string) {
	size := uint64(m)
	if m < 0 {
		sign, size = "-", -size // right for the least amount too, whose -m is itself
	}
	frac := strings.TrimRight(fmt.Sprintf("%06d", size%uint64(Dollar)), "0")
	if len(frac) < 2 {
		frac += "00"[len(frac):]
	}
	return sign, fmt.Sprintf("%d.%s", size/uint64(Dollar), frac)
}

// MarshalJSON writes the amount as a JSON number of dollars.
func (m Micros) MarshalJSON() ([]byte, error) { return []byte(m.Decimal()), nil }

// UnmarshalJSON reads the number that MarshalJSON writes, or text that [Parse]
// reads.
func (m *Micros) UnmarshalJSON(text []byte) error {
	amount, negative := strings.CutPrefix(strings.Trim(string(text), `"`), "-")
	v, err := Parse(amount)
	if negative {
		v = -v
	}
	*m = v
	return err
}

// UnmarshalText reads what [Parse] reads, so that configuration files can hold
// amounts.
func (m *Micros) UnmarshalText(text []byte) error {
	v, err := Parse(string(text))
	*m = v
	return err
}

func digits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
