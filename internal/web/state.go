package web

import (
	"net/http"
	"strconv"

	"insider/internal/edition"
	"insider/internal/show"
)

// state is what follows from the current edition: the headers of each class and the generation of the page cache.
type state struct {
	edition    *edition.Edition
	version    string
	generation uint64
	headers    [len(policies)][]header
}

func newState(e *edition.Edition, generation uint64) *state {
	st := &state{edition: e, version: version(e), generation: generation}
	var from edition.Elsewhere
	if e != nil {
		from = e.Elsewhere
	}
	for c := range policies {
		st.headers[c] = classHeaders(Class(c), from)
	}
	return st
}

// version covers all that a cached answer may say: an edition may come back with equal content and later dates.
func version(e *edition.Edition) string {
	if e == nil {
		return ""
	}
	t := e.Modified(show.Episodes, show.Articles, show.Stories, show.Pages, show.People, show.Media)
	return e.Hash + " " + strconv.FormatInt(t.Unix(), 10)
}

// state returns the state of the edition that is current now.
func (s *Server) state() *state {
	e := s.options.Edition()
	if st := s.current.Load(); st.edition == e {
		return st
	}
	s.swapping.Lock()
	defer s.swapping.Unlock()
	old := s.current.Load()
	if old.edition == e {
		return old
	}
	st := newState(e, old.generation)
	if st.version != old.version {
		st.generation++
		s.cache.purge(st.generation)
	}
	s.current.Store(st)
	return st
}

// setHeaders sets the headers of the class.
func (s *Server) setHeaders(h http.Header, class Class) {
	for _, x := range s.state().headers[class] {
		h[x.name] = x.value
	}
}
