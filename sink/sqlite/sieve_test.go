package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"github.com/captionmill/captionmill/pipeline"
)

// A key that was there before is always suspected, another hardly ever, also
// when there are more than a first filter is for.
func TestSieve(t *testing.T) {
	t.Parallel()
	const keys = firstKeys + 200_000
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
	if wrongly > keys/200 {
		t.Errorf("%d of %d different keys are suspected", wrongly, keys)
	}
	if len(s.filters) != 2 {
		t.Errorf("%d filters for %d keys, want 2", len(s.filters), keys)
	}
	for n := range keys {
		if !s.suspect(key(n)) {
			t.Fatalf("key %d was there before, and is not suspected", n)
		}
	}
}
