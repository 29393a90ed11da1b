package pipeline

import "sync"

// mostKnown bounds what a memo remembers. Most runs have one prompt; those whose
// rows have prompts of their own begin anew now and then.
const mostKnown = 1024

// A memo remembers what was worked out, by what it depends on. The zero value
// remembers nothing yet. It is safe for use by many goroutines.
type memo[K comparable, V any] struct {
	mu    sync.Mutex
	known map[K]V
}

// get gives what make works out for a key, once. Errors are not remembered.
func (m *memo[K, V]) get(key K, make func(K) (V, error)) (V, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.known[key]; ok {
		return v, nil
	}
	v, err := make(key)
	if err != nil {
		return v, err
	}
	if m.known == nil || len(m.known) >= mostKnown {
		m.known = map[K]V{}
	}
	m.known[key] = v
	return v, nil
}
