package web

import (
	"container/list"
	"sync"
)

// pageKey names a cached answer within one generation.
type pageKey struct {
	path string
	page int
}

// entry is a cached answer.
type entry struct {
	key   pageKey
	route *cachedRoute
	*answer
}

// size is what the entry costs in bytes, roughly.
func (e *entry) size() int64 {
	n := 2048 + len(e.key.path) + len(e.plain.body)
	if e.gzip != nil {
		n += 2 * len(e.gzip.body) // and about as much in Brotli, once that is asked for
	}
	return int64(n)
}

// pageCache keeps the answers of one generation, least recently used out first. All encodings of a page live and leave
// together.
type pageCache struct {
	mu         sync.Mutex
	limit      int64
	bytes      int64
	generation uint64
	order      *list.List // of *entry, newest use in front
	entries    map[pageKey]*list.Element
}

func newPageCache(limit int64) *pageCache {
	return &pageCache{limit: limit, order: list.New(), entries: map[pageKey]*list.Element{}}
}

// get returns the entry of the key in that generation, or nil.
func (c *pageCache) get(generation uint64, key pageKey) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok || generation != c.generation {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry)
}

// put keeps the entry unless its generation is over or it would fill more than three quarters of the cache. A podcast feed of
// a thousand episodes with long notes has tens of megabytes and is asked for more often than anything else: it must be kept.
func (c *pageCache) put(generation uint64, e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if generation != c.generation || e.size() > c.limit*3/4 {
		return
	}
	if old, ok := c.entries[e.key]; ok {
		c.drop(old)
	}
	c.entries[e.key] = c.order.PushFront(e)
	for c.bytes += e.size(); c.bytes > c.limit; {
		c.drop(c.order.Back())
	}
}

// purge drops everything and begins a generation.
func (c *pageCache) purge(generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation, c.bytes = generation, 0
	c.order.Init()
	clear(c.entries)
}

// usage returns how many bytes and entries are kept.
func (c *pageCache) usage() (bytes int64, entries int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bytes, len(c.entries)
}

func (c *pageCache) drop(e *list.Element) {
	x := c.order.Remove(e).(*entry)
	delete(c.entries, x.key)
	c.bytes -= x.size()
}
