package trace

import "sync"

// remembered is how many traces half of the memory holds: some 2 KB each.
const remembered = 500

// recent remembers the traces that were asked for last. When the young half is full, what is old and was not asked for
// meanwhile is forgotten. The zero value is ready.
type recent struct {
	mu         sync.Mutex
	young, old map[string]*Trace
}

func (r *recent) get(key string) (*Trace, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.young[key]
	if !ok {
		if t, ok = r.old[key]; ok {
			r.add(key, t)
		}
	}
	return t, ok
}

func (r *recent) put(key string, t *Trace) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(key, t)
}

func (r *recent) add(key string, t *Trace) {
	if r.young == nil || len(r.young) >= remembered {
		r.young, r.old = make(map[string]*Trace, remembered), r.young
	}
	r.young[key] = t
}
