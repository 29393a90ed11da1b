package pipeline

import (
	"errors"
	"fmt"
	"sync"
)

// shunned are the models that the API does not know. Their items are left
// alone for the rest of the run; those of other models go on.
type shunned struct {
	mu   sync.Mutex
	errs map[string]error
}

func (s *shunned) add(model string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.errs == nil {
		s.errs = map[string]error{}
	}
	if s.errs[model] == nil {
		s.errs[model] = fmt.Errorf("%w: %w", ErrModel, err)
	}
}

func (s *shunned) has(model string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errs[model] != nil
}

// err is one error for each model, nil for none.
func (s *shunned) err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []error
	for _, err := range s.errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}
