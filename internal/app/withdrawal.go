package app

import (
	"context"
	"time"

	"insider/internal/fault"
	"insider/internal/newsletter"
	"insider/internal/person"
	"insider/internal/story"
)

// rememberedList is the list whose leavers are written down outside the database before they are gone from it, so that a
// restored backup does not bring them back.
type rememberedList struct {
	newsletter.Store
	remember func(person.Line)
}

// Leave writes down who leaves, then lets them go. Whoever is gone already leaves no second line.
func (l rememberedList) Leave(ctx context.Context, id, reason string, now time.Time) (newsletter.Subscriber, error) {
	if _, err := l.Subscriber(ctx, id); !fault.Is(err, fault.NotFound) {
		l.remember(person.Line{At: now, What: person.Left, Hash: id})
	}
	return l.Store.Leave(ctx, id, reason, now)
}

// rememberedStories are the stories whose withdrawals are written down likewise.
type rememberedStories struct {
	story.Store
	key      []byte
	remember func(person.Line)
}

// ChangeStory writes down a withdrawal before it is on disk.
func (s rememberedStories) ChangeStory(ctx context.Context, number int, change func(*story.Story) (story.Change, error)) error {
	return s.Store.ChangeStory(ctx, number, func(x *story.Story) (story.Change, error) {
		before := x.State
		c, err := change(x)
		if err == nil && x.State == story.Withdrawn && before != story.Withdrawn {
			s.remember(person.Line{At: x.Withdrawn, What: person.TakenBack, Hash: person.StoryHash(story.Subject(x.Number), x.Received, s.key)})
		}
		return c, err
	})
}

// openErasures opens the list of who was erased and who left.
func (a *App) openErasures(ctx context.Context) (err error) {
	a.persons, err = openPersons(ctx, a.config, a.store)
	return err
}

// remember writes a line down. Nobody has to stay on the list because a disk is full: what cannot be written now is taken
// from the rows later.
func (a *App) remember(line person.Line) {
	line.At = line.At.UTC().Truncate(time.Microsecond)
	if err := a.persons.Remember(line); err != nil {
		a.log.Error("erased.log", "err", err)
	}
}

// followWithdrawals writes down what other processes let go, and what could not be written at once.
func (a *App) followWithdrawals(ctx context.Context) error {
	var since time.Time
	a.every(ctx, time.Minute, "following who left", func(ctx context.Context) error {
		now := time.Now()
		lines, err := a.store.Withdrawals(ctx, since, a.persons.Key)
		if err != nil {
			return err
		}
		if err := a.persons.Remember(lines...); err != nil {
			return err
		}
		since = now.Add(-time.Hour) // another machine's clock may be behind
		return nil
	})
	return nil
}
