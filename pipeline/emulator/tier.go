package emulator

import (
	"fmt"
	"slices"
)

// A tier is an account level, as the vendor's two published tables give it for
// images. Neither copy of the page has a date; the one that also tells how to
// log in with AWS is taken for the newer.
type tier struct {
	name         string
	newer, older Account
}

var tiers = []tier{
	{"bronze", Account{PerMinute: 2, Concurrent: 2}, Account{PerMinute: 10, Concurrent: 3}},
	{"silver", Account{PerMinute: 500, Concurrent: 300}, Account{PerMinute: 500, Concurrent: 100}},
	{"gold", Account{PerMinute: 3000, Concurrent: 3000}, Account{PerMinute: 3000, Concurrent: 2000}},
	{"ultra", ultra, Account{PerMinute: 5000, Concurrent: 5000}},
}

var ultra = Account{PerMinute: 5000, Concurrent: 10000}

// Tier is the limits of an account level by its name: bronze, silver, gold or
// ultra, as the newer of the vendor's published tables gives them for images.
func Tier(name string) (Account, error) {
	t, err := tierNamed(name)
	return t.newer, err
}

// OlderTier is the same from the older of the two tables.
func OlderTier(name string) (Account, error) {
	t, err := tierNamed(name)
	return t.older, err
}

func tierNamed(name string) (tier, error) {
	i := slices.IndexFunc(tiers, func(t tier) bool { return t.name == name })
	if i < 0 {
		return tier{}, fmt.Errorf("unknown account level %q: use bronze, silver, gold or ultra", name)
	}
	return tiers[i], nil
}
