package content

import (
	"slices"
	"time"

	"insider/internal/content/parse"
	"insider/internal/show"
)

// Stamp sets Changed of the show and of every item to the newest time that changed gives for the files it is made from and
// for those of the people it names. Items that other results share are copied, never changed; later results take over the
// copies. It is called before the result is published.
func (r *Result) Stamp(changed func(path string) time.Time) {
	if r.Source == nil {
		return
	}
	r.library.mu.Lock()
	defer r.library.mu.Unlock()
	st := &stamper{changed: changed, times: map[string]time.Time{}, copies: map[*show.Person]*show.Person{}}
	stampAll(st, r.Source.People, r.origins.people, st.person)
	one := []*show.Show{r.Source.Show}
	stampAll(st, one, []origin{r.origins.show}, st.show)
	r.Source.Show = one[0]
	stampAll(st, r.Source.Episodes, r.origins.episodes, st.episode)
	stampAll(st, r.Source.Articles, r.origins.articles, st.article)
	stampAll(st, r.Source.Pages, r.origins.pages, st.page)
}

// stamper stamps the items of one result, people first.
type stamper struct {
	changed func(path string) time.Time
	times   map[string]time.Time          // of people, by slug
	copies  map[*show.Person]*show.Person // of people that were stamped anew
}

// stampAll replaces each item by a stamped copy where that differs, in the list and in its slot.
func stampAll[T comparable](st *stamper, items []T, from []origin, stamp func(T, time.Time) T) {
	for i, item := range items {
		stamped := stamp(item, st.newest(from[i].from))
		if stamped == item {
			continue
		}
		items[i] = stamped
		if b := &from[i].slot.built; b.item == any(item) {
			b.item = stamped
			b.people = st.relinkAll(b.people)
		}
	}
}

// newest returns when the files of a record, and of the people it names, last changed.
func (st *stamper) newest(r *parse.Record) time.Time {
	at := st.changed(r.Source)
	see := func(t time.Time) {
		if t.After(at) {
			at = t
		}
	}
	for i := range r.Files {
		see(st.changed(parse.StatePath(r.Files[i].Source)))
		if c := r.Files[i].Copy; c != nil {
			see(st.changed(parse.StatePath(c.Source)))
		}
	}
	for _, c := range r.Names() {
		see(st.times[c.Person])
	}
	return at
}

func (st *stamper) person(p *show.Person, at time.Time) *show.Person {
	st.times[p.Slug] = at
	if p.Changed.Equal(at) {
		return p
	}
	c := *p
	c.Changed = at
	st.copies[p] = &c
	return &c
}

func (st *stamper) show(s *show.Show, at time.Time) *show.Show {
	if s.Changed.Equal(at) && !st.anyCopied(s.Hosts) && !st.anyCredited(s.Crew) {
		return s
	}
	c := *s
	c.Changed, c.Hosts, c.Crew = at, st.relinkAll(s.Hosts), st.relinkCredits(s.Crew)
	return &c
}

func (st *stamper) episode(e *show.Episode, at time.Time) *show.Episode {
	if e.Changed.Equal(at) && !st.namesCopied(e) {
		return e
	}
	c := *e
	c.Changed = at
	c.People = st.relinkCredits(e.People)
	if e.Voices != nil {
		c.Voices = make(map[string]show.Voice, len(e.Voices))
		for label, v := range e.Voices {
			c.Voices[label] = show.Voice{Person: st.relink(v.Person), Pen: v.Pen}
		}
	}
	return &c
}

func (st *stamper) namesCopied(e *show.Episode) bool {
	if st.anyCredited(e.People) {
		return true
	}
	for _, v := range e.Voices {
		if st.copies[v.Person] != nil {
			return true
		}
	}
	return false
}

func (st *stamper) article(a *show.Article, at time.Time) *show.Article {
	if a.Changed.Equal(at) && !st.anyCopied(a.Authors) {
		return a
	}
	c := *a
	c.Changed, c.Authors = at, st.relinkAll(a.Authors)
	return &c
}

func (st *stamper) page(p *show.Page, at time.Time) *show.Page {
	if p.Changed.Equal(at) {
		return p
	}
	c := *p
	c.Changed = at
	return &c
}

func (st *stamper) anyCopied(people []*show.Person) bool {
	for _, p := range people {
		if st.copies[p] != nil {
			return true
		}
	}
	return false
}

// relink returns the stamped copy of a person, or the person.
func (st *stamper) relink(p *show.Person) *show.Person {
	if c := st.copies[p]; c != nil {
		return c
	}
	return p
}

func (st *stamper) relinkAll(people []*show.Person) []*show.Person {
	var out []*show.Person
	for _, p := range people {
		out = append(out, st.relink(p))
	}
	return out
}

func (st *stamper) anyCredited(credits []show.Credit) bool {
	return slices.ContainsFunc(credits, func(c show.Credit) bool { return st.copies[c.Person] != nil })
}

func (st *stamper) relinkCredits(credits []show.Credit) []show.Credit {
	out := slices.Clone(credits)
	for i := range out {
		out[i].Person = st.relink(out[i].Person)
	}
	return out
}
