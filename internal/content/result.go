package content

import (
	"cmp"
	"slices"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/content/parse"
	"insider/internal/edition"
	"insider/internal/show"
)

// origin is what an item of a result was made from.
type origin struct {
	slot *slot
	from *parse.Record
}

// origins stand beside the lists of a result's source, in the same order.
type origins struct {
	show                              origin
	people, episodes, articles, pages []origin
}

// result makes the edition's source of what is good now.
func (l *Library) result(mistakes []mistake.Mistake) *Result {
	l.setSettings()
	b := &builder{l: l, with: l.with, people: map[string]*show.Person{}}
	r := &Result{Source: &edition.Source{Drafts: l.o.Drafts}, Mistakes: mistake.Sort(mistakes), Files: l.fileStates(), library: l}
	r.Source.People, r.origins.people = makeAll[*show.Person](b, l.shown(show.People))
	for _, p := range r.Source.People {
		b.people[p.Slug] = p
	}
	r.Source.Show, r.origins.show = b.build(l.show).(*show.Show), origin{l.show, l.show.good}
	r.Source.Episodes, r.origins.episodes = makeAll[*show.Episode](b, l.shown(show.Episodes))
	r.Source.Articles, r.origins.articles = makeAll[*show.Article](b, l.shown(show.Articles))
	r.Source.Pages, r.origins.pages = makeAll[*show.Page](b, l.shown(show.Pages))
	return r
}

// makeAll makes the items of slots.
func makeAll[T any](b *builder, slots []*slot) ([]T, []origin) {
	items, from := make([]T, len(slots)), make([]origin, len(slots))
	for i, s := range slots {
		items[i], from[i] = b.build(s).(T), origin{s, s.good}
	}
	return items, from
}

// shown returns the slots of a kind that have something to show, by path.
func (l *Library) shown(kind show.Kind) []*slot {
	var out []*slot
	for _, s := range l.ofKind(kind) {
		if s.good != nil {
			out = append(out, s)
		}
	}
	return out
}

// fileStates returns the files of everything that is shown, each once, by path. Those of one slot are sorted by themselves,
// which leaves nearly nothing to be done for all.
func (l *Library) fileStates() []FileState {
	out := make([]FileState, 0, 2*len(l.slots)+2)
	for s := range l.every() {
		if s.good != nil {
			n := len(out)
			out = appendStates(out, s.good)
			slices.SortFunc(out[n:], compareStates)
		}
	}
	slices.SortFunc(out, compareStates)
	return slices.CompactFunc(out, func(a, b FileState) bool { return a.Path == b.Path })
}

func appendStates(out []FileState, r *parse.Record) []FileState {
	out = append(out, FileState{r.Source, r.Hash})
	for i := range r.Files {
		f := &r.Files[i]
		out = append(out, FileState{parse.StatePath(f.Source), f.Hash})
		if f.Copy != nil {
			out = append(out, FileState{parse.StatePath(f.Copy.Source), f.Copy.Hash})
		}
	}
	return out
}

func compareStates(a, b FileState) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Hash, b.Hash))
}

// isIncomplete reports whether something could not be read, or not be kept, for a reason that may pass without a change of the
// files.
func (r *Result) isIncomplete() bool {
	return slices.ContainsFunc(r.Mistakes, func(m mistake.Mistake) bool { return m.Rule == mistake.Unreadable || m.Rule == mistake.MissingShow })
}

// same reports whether two results show and tell the same.
func (r *Result) same(o *Result) bool {
	return o != nil && r.Source != nil && o.Source != nil && r.Source.Show == o.Source.Show &&
		slices.Equal(r.Source.Episodes, o.Source.Episodes) && slices.Equal(r.Source.Articles, o.Source.Articles) &&
		slices.Equal(r.Source.Pages, o.Source.Pages) && slices.Equal(r.Source.People, o.Source.People) &&
		slices.Equal(r.Mistakes, o.Mistakes) && slices.Equal(r.Files, o.Files)
}
