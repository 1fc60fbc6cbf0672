package content

import (
	"container/list"
	"sync"
)

// shelfBytes bounds what is kept of rendered texts and read transcripts: enough for the pages that are asked for most.
const shelfBytes = 6 << 20

// shelf keeps the most recently used values alive up to a number of bytes. Their owners hold them weakly, so what falls off
// is read again when it is needed.
type shelf struct {
	mu    sync.Mutex
	most  int
	used  int
	order *list.List // newest first
	at    map[any]*list.Element
}

type shelved struct {
	value any
	bytes int
}

func newShelf(most int) *shelf {
	return &shelf{most: most, order: list.New(), at: map[any]*list.Element{}}
}

// use puts a value in front. Values are pointers.
func (s *shelf) use(value any, bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.at[value]; e != nil {
		s.order.MoveToFront(e)
		return
	}
	s.at[value] = s.order.PushFront(shelved{value, bytes})
	s.used += bytes
	for s.used > s.most && s.order.Len() > 1 {
		last := s.order.Remove(s.order.Back()).(shelved)
		delete(s.at, last.value)
		s.used -= last.bytes
	}
}
