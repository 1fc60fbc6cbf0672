package derived

import (
	"context"
	"sync"
)

// Shelf makes files as a Folder does, but holds them in memory alone: for what must leave no trace when its source is taken
// back. It is safe for concurrent use.
type Shelf struct {
	maker maker
	most  int

	mu   sync.Mutex
	held map[string][]byte
}

// NewShelf returns a shelf for up to most files. Beyond that it begins anew.
func NewShelf(most int) *Shelf {
	return &Shelf{maker: newMaker(), most: most, held: map[string][]byte{}}
}

// Open opens the file with a name, as Folder.Open does.
func (s *Shelf) Open(ctx context.Context, name string, produce func() ([]byte, error)) (File, error) {
	get := func() (File, bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		data, ok := s.held[name]
		return fileOf(name, data), ok
	}
	return s.maker.open(ctx, get, produce, func(data []byte) (File, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.held) >= s.most {
			clear(s.held)
		}
		s.held[name] = data
		return fileOf(name, data), nil
	})
}
