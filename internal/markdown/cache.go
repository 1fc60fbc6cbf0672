package markdown

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

// cache keeps highlighted code by the hash of (language, code), the least recently used first to go.
type cache struct {
	mu      sync.Mutex
	limit   int // bytes of HTML
	size    int
	entries map[[sha256.Size]byte]*list.Element
	order   *list.List // newest first
}

type cached struct {
	key  [sha256.Size]byte
	html string
}

func newCache(limit int) *cache {
	return &cache{limit: limit, entries: map[[sha256.Size]byte]*list.Element{}, order: list.New()}
}

// get returns the entry for (language, code), made by fill when there is none. Two callers may fill the same entry at once;
// both get equal results.
func (c *cache) get(language, code string, fill func() string) string {
	key := sha256.Sum256([]byte(language + "\x00" + code))
	if html, ok := c.find(key); ok {
		return html
	}
	html := fill()
	c.keep(key, html)
	return html
}

func (c *cache) find(key [sha256.Size]byte) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		return "", false
	}
	c.order.MoveToFront(e)
	return e.Value.(cached).html, true
}

func (c *cache) keep(key [sha256.Size]byte, html string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; ok || len(html) > c.limit/4 {
		return
	}
	c.entries[key] = c.order.PushFront(cached{key, html})
	c.size += len(html)
	for c.size > c.limit {
		oldest := c.order.Remove(c.order.Back()).(cached)
		delete(c.entries, oldest.key)
		c.size -= len(oldest.html)
	}
}
