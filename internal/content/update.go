package content

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/content/parse"
	"insider/internal/show"
)

// update reads the files that changed, decides what is shown, and remembers it.
func (l *Library) update(ctx context.Context, f *folder.Folder, changed map[string]bool) (*Result, error) {
	v := &parse.Context{View: &folder.View{Folder: f, Tree: l.tree, Facts: l.facts, Pending: l.pending, Copies: l.copies}, Keep: l.kept.put, GUID: l.guid, Base: l.o.Base}
	l.facts.Begin()
	for path := range changed {
		if l.tree.At(path).Kind != folder.Plain && path[0] != '/' {
			l.facts.Drop(path)
		}
	}
	l.place(changed)
	if err := l.read(ctx, v); err != nil {
		return nil, err
	}
	mistakes := slices.Concat(l.bury(), l.unread, l.ownMistakes(), layoutMistakes(l.tree))
	if l.show.candidate() == nil {
		return nothing(mistake.Sort(mistakes)...)
	}
	mistakes = append(mistakes, l.judge(v)...)
	l.buryPeople()
	r := l.result(mistakes)
	l.save()
	return r, nil
}

// setSettings takes what show.yaml says about every item; equal settings stay the same value, so that items stay too.
func (l *Library) setSettings() {
	f := l.show.good.Show
	if w := l.with; w == nil || w.zone.String() != f.Zone || w.language != f.Language || w.explicit != f.Explicit {
		l.with = settingsOf(f)
	}
}

// ownMistakes returns the mistakes of every file by itself.
func (l *Library) ownMistakes() []mistake.Mistake {
	var list []mistake.Mistake
	for s := range l.every() {
		list = append(list, s.mistakes...)
	}
	return list
}

// place makes slots for new sources and marks those to be read again.
func (l *Library) place(changed map[string]bool) {
	for path := range changed {
		kind, slug, ok := parse.SourceOf(path)
		if !ok {
			continue
		}
		s, gone := l.slots[path], l.tree.At(path).Kind != folder.Plain
		switch {
		case s == nil && !gone:
			l.slots[path] = newSlot(kind, path, slug, nil)
			l.unsettle()
		case s != nil && s.gone != gone:
			s.gone = gone
			l.unsettle()
		}
	}
	for s := range l.every() {
		s.stale = s.stale || s.waiting || len(s.mistakes) > 0 || s.touched(changed)
	}
}

// unsettle forgets what held while no file came or went.
func (l *Library) unsettle() { l.order, l.standing = nil, nil }

// touched reports whether a file of the slot is among the changed ones.
func (s *slot) touched(changed map[string]bool) bool {
	if changed[s.source] {
		return true
	}
	c := s.candidate()
	if c == nil {
		return false
	}
	for i := range c.Files {
		if source := c.Files[i].Source; changed[source] || source[0] == '/' {
			return true // whoever looked at the bucket did so for all of them
		}
	}
	return changed[c.CopyOf()]
}

// read reads every slot that is stale, several at a time.
func (l *Library) read(ctx context.Context, v *parse.Context) error {
	var work []*slot
	for s := range l.every() {
		if s.gone {
			s.current, s.mistakes, s.waiting = nil, nil, false
		} else if s.stale {
			work = append(work, s)
		}
	}
	next := make(chan *slot)
	var group sync.WaitGroup
	for range min(len(work), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for s := range next {
				s.read(v, l.memory.trusted())
			}
		})
	}
	for _, s := range work {
		if ctx.Err() != nil {
			break
		}
		next <- s
	}
	close(next)
	group.Wait()
	return ctx.Err()
}

// read reads the slot's file again, or finds that its good version is the file as it is.
func (s *slot) read(v *parse.Context, trusted bool) {
	if trusted && s.good != nil && v.IsCurrent(s.good) {
		s.current, s.mistakes, s.waiting, s.stale = s.good, nil, false, false
		return
	}
	p := parse.File(v, s.kind, s.source, s.slug)
	if s.waiting = p.Waiting; s.waiting {
		return
	}
	s.current, s.mistakes, s.stale = p.Record, p.Mistakes, false
}

// bury forgets slots whose file is gone, but for a kind that vanished as a whole. People wait for buryPeople.
func (l *Library) bury() []mistake.Mistake {
	var mistakes []mistake.Mistake
	for _, kind := range folder.Kinds {
		gone, left := l.goneOf(kind)
		emptied := len(gone) > 0 && left == 0
		for _, s := range gone {
			s.rescued = emptied
			if !emptied && kind != show.People {
				l.forget(s)
			}
		}
		if emptied {
			fix := "Put them back."
			if kind == show.Episodes || kind == show.Articles {
				fix += " To take the last one off the site on purpose, set draft: true in it."
			}
			mistakes = append(mistakes, mistake.Mistake{File: string(kind), Rule: mistake.EmptiedFolder, Sentence: "Every file of this folder vanished; the site shows the last good ones.", Fix: fix})
		}
	}
	return mistakes
}

func (l *Library) forget(s *slot) {
	delete(l.slots, s.source)
	l.unsettle()
	if s.saved != nil {
		l.memory.gone = append(l.memory.gone, s.source)
	}
}

// goneOf returns the slots of a kind whose file is gone and was shown, and how many have a file.
func (l *Library) goneOf(kind show.Kind) (gone []*slot, left int) {
	for _, s := range l.ofKind(kind) {
		switch {
		case !s.gone:
			s.rescued = false
			left++
		case s.good == nil:
			l.forget(s)
		default:
			gone = append(gone, s)
		}
	}
	return gone, left
}

// buryPeople forgets people whose file is gone and whom nothing that is shown names.
func (l *Library) buryPeople() {
	for _, s := range l.ofKind(show.People) {
		if s.gone && !s.rescued && !l.isNamed(s.slug) {
			l.forget(s)
		}
	}
}

// isNamed reports whether something that is shown names the person.
func (l *Library) isNamed(person string) bool {
	for s := range l.every() {
		if s.good != nil && !s.gone && slices.ContainsFunc(s.good.Names(), func(c parse.CreditFront) bool { return c.Person == person }) {
			return true
		}
	}
	return false
}
