package sqlite

import (
	"sync"

	"github.com/captionmill/captionmill/pipeline"
)

// prompts is a small memory of prompts by id.
type prompts struct {
	mu   sync.Mutex
	byID map[int64]*pipeline.Prompt
}

// mostPrompts bounds the memory. Prompts from templates may differ in every
// row; then nothing is gained by keeping more.
const mostPrompts = 4096

func (c *prompts) get(id int64) (*pipeline.Prompt, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.byID[id]
	return p, ok
}

func (c *prompts) put(id int64, p *pipeline.Prompt) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil || len(c.byID) >= mostPrompts {
		c.byID = make(map[int64]*pipeline.Prompt)
	}
	c.byID[id] = p
}
