package downloads

import (
	"container/list"
	"sync"
)

// lru keeps values by text, least recently used out first. It is safe for concurrent use.
type lru[V any] struct {
	mu      sync.Mutex
	limit   int
	order   *list.List // of *lruEntry[V], newest use in front
	entries map[string]*list.Element
}

type lruEntry[V any] struct {
	key   string
	value V
}

func newLRU[V any](limit int) *lru[V] {
	return &lru[V]{limit: limit, order: list.New(), entries: map[string]*list.Element{}}
}

func (c *lru[V]) get(key string) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*lruEntry[V]).value, true
}

func (c *lru[V]) put(key string, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		e.Value.(*lruEntry[V]).value = value
		c.order.MoveToFront(e)
		return
	}
	c.entries[key] = c.order.PushFront(&lruEntry[V]{key, value})
	if len(c.entries) > c.limit {
		oldest := c.order.Remove(c.order.Back()).(*lruEntry[V])
		delete(c.entries, oldest.key)
	}
}
