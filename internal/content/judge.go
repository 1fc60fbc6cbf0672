package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"insider/internal/content/mistake"
	"insider/internal/content/parse"
	"insider/internal/show"
)

// judge decides which version of every file is shown when they stand side by side. Who was shown before keeps what it has;
// newcomers that want the same lose it, in the order of their paths.
type judge struct {
	*standing
	slots    []*slot // by path
	now      time.Time
	with     *settings
	guid     func() string                                // a fresh one to propose
	line     func(r *parse.Record, key, value string) int // of a key, or of a value below it, in the file of a record
	mistakes []mistake.Mistake
}

// standing is what files have among each other. It holds from one update to the next while none comes or goes.
type standing struct {
	show   *parse.Record     // show.yaml: with another one every file is judged again
	paths  map[string]string // address -> source of the file that has it
	claims map[string]string // what only one may have -> source that shows it
}

// finding is a mistake of a record beside others. One that takes something from another record makes it invisible; the
// others only keep a new version from being shown.
type finding struct {
	mistake.Mistake
	takes bool
}

func newStanding(slots []*slot) *standing {
	st := &standing{paths: make(map[string]string, len(slots)), claims: make(map[string]string, 2*len(slots))}
	for _, s := range slots {
		if !s.gone || s.rescued {
			st.paths[s.addr] = s.source
		}
	}
	return st
}

// judge decides what is shown of every file and returns what speaks against showing others.
func (l *Library) judge(v *parse.Context) []mistake.Mistake {
	slots := l.inOrder()
	if l.standing == nil {
		l.standing = newStanding(slots)
	}
	j := &judge{standing: l.standing, slots: slots, now: l.o.Clock(), guid: l.guid, line: v.LineIn}
	j.decide(l.show)
	l.setSettings()
	j.with = l.with
	j.run()
	return j.mistakes
}

// decide decides on show.yaml. Without a last good version it counts without the people that do not exist. Another one
// opens the judgement on every file: it may take an alias, or give dates another zone.
func (j *judge) decide(s *slot) {
	c := s.candidate()
	found := append(j.dangling(c), j.taken(c)...)
	for _, f := range found {
		j.mistakes = append(j.mistakes, f.Mistake)
	}
	if len(found) == 0 || s.good == nil {
		s.good = c
	}
	if s.good == j.show {
		return
	}
	j.show = s.good
	clear(j.claims)
	for _, a := range s.good.Aliases() {
		j.claims["alias "+a] = s.source
	}
	for _, s := range j.slots {
		s.settled = false
	}
}

// run decides on every item that is not settled: first on those that are shown already, whose claims never meet, then on
// newcomers, whose older versions give up theirs.
func (j *judge) run() {
	var others []*slot
	for _, s := range j.slots {
		switch {
		case !s.isOld():
			j.release(s)
			others = append(others, s)
		case !s.settled:
			j.settle(s)
		}
	}
	for _, s := range others {
		j.settle(s)
	}
}

// release takes back what the last good version of a slot had.
func (j *judge) release(s *slot) {
	if s.good == nil {
		return
	}
	for _, key := range s.good.Claims() {
		if j.claims[key] == s.source {
			delete(j.claims, key)
		}
	}
}

// isOld reports whether the slot's version is the one that is shown already.
func (s *slot) isOld() bool { return s.good != nil && s.candidate() == s.good }

// settle decides on one slot.
func (j *judge) settle(s *slot) {
	c := s.candidate()
	if c == nil {
		return
	}
	found := j.findings(s, c)
	for _, f := range found {
		j.mistakes = append(j.mistakes, f.Mistake)
	}
	takes := slices.ContainsFunc(found, func(f finding) bool { return f.takes })
	s.settled = len(found) == 0
	switch {
	case len(found) == 0:
		s.good = c
	case c != s.good && s.good != nil && !j.takesAny(s.good):
		// the last good version stays
	case c == s.good && !takes:
		// what it needs is gone; it stays as it was
	default:
		s.good = nil
		return
	}
	for _, key := range s.good.Claims() {
		j.claims[key] = s.source
	}
}

func (j *judge) takesAny(r *parse.Record) bool {
	return slices.ContainsFunc(r.Claims(), func(key string) bool { return j.claims[key] != "" && j.claims[key] != r.Source })
}

// findings returns what speaks against showing a record.
func (j *judge) findings(s *slot, r *parse.Record) []finding {
	var out []finding
	add := func(takes bool, line int, rule, sentence, fix string) {
		out = append(out, finding{mistake.Mistake{File: r.Source, Line: line, Rule: rule, Sentence: sentence, Fix: fix}, takes})
	}
	for _, key := range r.Claims() {
		if other := j.claims[key]; other != "" && other != r.Source {
			line, rule, sentence, fix := j.explain(r, key, other)
			add(true, line, rule, sentence, fix)
		}
	}
	out = append(out, j.taken(r)...)
	out = append(out, j.dangling(r)...)
	if r.Article != nil && r.Article.Episode != "" && !j.has(show.Episodes, r.Article.Episode) {
		add(false, j.line(r, "episode", ""), mistake.DanglingEpisode, fmt.Sprintf("There is no episode %q.", r.Article.Episode),
			j.near(show.Episodes, r.Article.Episode, "Write the slug of an episode, its file name without date."))
	}
	if date, updated := j.dates(r); !updated.IsZero() && updated.Before(date) {
		add(false, j.line(r, "updated", ""), mistake.UpdatedEarly, "updated lies before date.", "Mend one of the two.")
	}
	return append(out, j.promises(s, r)...)
}

// taken returns a finding for each alias that is another file's address.
func (j *judge) taken(r *parse.Record) []finding {
	var out []finding
	for _, a := range r.Aliases() {
		if other := j.paths[a]; other != "" && other != r.Source {
			out = append(out, finding{Mistake: mistake.Mistake{File: r.Source, Line: j.line(r, "aliases", a), Rule: mistake.DoubledAlias, Sentence: fmt.Sprintf("%s is the address of %s.", a, other), Fix: "Delete the alias, or rename that file."}})
		}
	}
	return out
}

// dangling returns a finding for each person that has no file. One whose file is only broken is left out in silence: its own
// mistake tells.
func (j *judge) dangling(r *parse.Record) []finding {
	var out []finding
	for _, c := range r.Names() {
		if !j.has(show.People, c.Person) {
			out = append(out, finding{Mistake: mistake.Mistake{File: r.Source, Line: j.line(r, c.Role, c.Person), Rule: mistake.DanglingPerson, Sentence: fmt.Sprintf("There is no person %q.", c.Person),
				Fix: j.near(show.People, c.Person, "Write people/"+c.Person+".md, or mend the name.")}})
		}
	}
	return out
}

func (j *judge) has(kind show.Kind, slug string) bool {
	_, ok := j.paths["/"+string(kind)+"/"+slug]
	return ok
}

// near proposes the slug of a kind that was most likely meant, otherwise what else to do.
func (j *judge) near(kind show.Kind, slug, otherwise string) string {
	var slugs []string
	for _, s := range j.slots {
		if s.kind == kind && !s.gone {
			slugs = append(slugs, s.slug)
		}
	}
	slices.Sort(slugs)
	if n := mistake.Nearest(slug, slugs); n != "" {
		return fmt.Sprintf("Did you mean %q?", n)
	}
	return otherwise
}

func (j *judge) dates(r *parse.Record) (date, updated time.Time) {
	switch {
	case r.Episode != nil:
		return r.Episode.Date.In(j.with.zone), r.Episode.Updated.In(j.with.zone)
	case r.Article != nil:
		return r.Article.Date.In(j.with.zone), r.Article.Updated.In(j.with.zone)
	}
	return time.Time{}, time.Time{}
}

// explain words a claim that another file has.
func (j *judge) explain(r *parse.Record, key, other string) (line int, rule, sentence, fix string) {
	what, value, _ := strings.Cut(key, " ")
	switch what {
	case "path":
		if a, b := formless(r.Source), formless(other); a == b {
			return 0, mistake.BothForms, fmt.Sprintf("There is %s too.", other), "Keep one of the two."
		}
		return 0, mistake.DuplicateSlug, fmt.Sprintf("The file leads to %s, and so does %s.", value, other), "Rename one of the two."
	case "alias":
		return j.line(r, "aliases", value), mistake.DoubledAlias, fmt.Sprintf("%s is an alias in %s too.", value, other), "Delete one of the two."
	case "guid":
		return j.line(r, "guid", ""), mistake.DuplicateGUID, fmt.Sprintf("%s has the same guid.", other), "A copied file needs a guid of its own: guid: " + j.guid()
	case "audio":
		return j.line(r, "audio", ""), mistake.DuplicateAudio, fmt.Sprintf("%s has the same audio.", other), "Directories ignore the second one: give each its own file."
	}
	return j.line(r, "number", ""), mistake.DuplicateNumber, fmt.Sprintf("%s has the same number.", other), "Give one of the two another number."
}

// formless returns the path of an item's file without what tells name.md from name/index.md.
func formless(source string) string {
	return strings.TrimSuffix(strings.TrimSuffix(source, ".md"), "/index")
}

// promises are what a published episode keeps: its guid and its number. Only a draft may change them.
func (j *judge) promises(s *slot, r *parse.Record) []finding {
	old := s.good
	if old == nil || old == r || old.Episode == nil || r.Episode == nil || old.Episode.Draft || r.Episode.Draft {
		return nil
	}
	if date, _ := j.dates(old); date.After(j.now) {
		return nil
	}
	var out []finding
	if was, is := old.Episode.GUID, r.Episode.GUID; was != is {
		out = append(out, finding{Mistake: mistake.Mistake{File: r.Source, Line: j.line(r, "guid", ""), Rule: mistake.GUIDChanged, Sentence: "The published episode had another guid; apps would show it twice.", Fix: "Write: guid: " + was}})
	}
	if was, is := old.Episode.Number, r.Episode.Number; was != is && was > 0 {
		out = append(out, finding{Mistake: mistake.Mistake{File: r.Source, Line: j.line(r, "number", ""), Rule: mistake.NumberChanged, Sentence: fmt.Sprintf("The published episode had the number %d.", was), Fix: fmt.Sprintf("Write: number: %d", was)}})
	}
	return out
}
