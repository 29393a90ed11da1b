package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// A key that was there before is always suspected, another hardly ever.
func TestSieve(t *testing.T) {
	t.Parallel()
	const keys = 300_000
	key := func(n int) pipeline.Hash {
		full := sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(n)))
		return pipeline.Hash(full[:16])
	}
	var s sieve
	wrongly := 0
	for n := range keys {
		if s.suspect(key(n)) {
			wrongly++
		}
	}
	if wrongly > 10 {
		t.Errorf("%d of %d different keys are suspected", wrongly, keys)
	}
	for n := range keys {
		if !s.suspect(key(n)) {
			t.Fatalf("key %d was there before, and is not suspected", n)
		}
	}
}
