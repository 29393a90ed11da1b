package sink

import "github.com/captionmill/captionmill/pipeline/price"

// costs remembers how amounts are written: a manifest of millions of rows has
// only a handful of different ones.
type costs map[price.Micros]string

// maxCosts bounds what is remembered where every row has its own price.
const maxCosts = 1024

func (c costs) decimal(m price.Micros) string {
	if text, ok := c[m]; ok {
		return text
	}
	if len(c) >= maxCosts {
		clear(c)
	}
	c[m] = m.Decimal()
	return c[m]
}
