package web

import (
	"strconv"
	"testing"
)

func testEntry(path string, size int) *entry {
	return &entry{pageKey{path, 1}, nil, prepare(&Response{Body: make([]byte, size)}, nil, false, 0)}
}

func TestCacheDropsTheLeastRecentlyUsed(t *testing.T) {
	c := newPageCache(40_000)
	for i := range 4 {
		c.put(0, testEntry(strconv.Itoa(i), 7000))
	}
	if c.get(0, pageKey{"0", 1}) == nil {
		t.Fatal("the first entry is gone before the cache is full")
	}
	c.put(0, testEntry("4", 7000))
	for path, want := range map[string]bool{"0": true, "1": false, "2": true, "3": true, "4": true} {
		if got := c.get(0, pageKey{path, 1}) != nil; got != want {
			t.Errorf("entry %s kept: %v", path, got)
		}
	}
	if bytes, n := c.usage(); n != 4 || bytes > 40_000 || bytes != 4*testEntry("0", 7000).size() {
		t.Errorf("%d bytes in %d entries", bytes, n)
	}
}

func TestCacheKeepsOneGeneration(t *testing.T) {
	c := newPageCache(1 << 20)
	c.put(0, testEntry("a", 10))
	c.purge(1)
	c.put(0, testEntry("late", 10)) // was being built when the edition changed
	if _, n := c.usage(); n != 0 || c.get(1, pageKey{"late", 1}) != nil {
		t.Fatal("an entry of an earlier edition was kept")
	}
	c.put(1, testEntry("b", 10))
	if c.get(0, pageKey{"b", 1}) != nil || c.get(1, pageKey{"b", 1}) == nil {
		t.Fatal("generations mix")
	}
}

func TestCacheRefusesWhatWouldFillIt(t *testing.T) {
	c := newPageCache(1 << 20)
	c.put(0, testEntry("huge", 800_000))
	if _, n := c.usage(); n != 0 {
		t.Fatal("kept")
	}
	c.put(0, testEntry("feed", 700_000))
	if _, n := c.usage(); n != 1 {
		t.Fatal("a large feed is not kept")
	}
	c.purge(0)
	c.put(0, testEntry("a", 10))
	c.put(0, testEntry("a", 20)) // replaces
	if bytes, n := c.usage(); n != 1 || bytes != testEntry("a", 20).size() {
		t.Fatalf("%d bytes in %d entries", bytes, n)
	}
	none := newPageCache(-1)
	none.put(0, testEntry("a", 10))
	if none.get(0, pageKey{"a", 1}) != nil {
		t.Fatal("a cache that is off keeps entries")
	}
}
