package app

import (
	"context"
	"net/netip"
	"os"
	"time"

	"insider/internal/config"
	"insider/internal/country"
	"insider/internal/downloads"
	"insider/internal/edition"
	"insider/internal/store"
)

// counting is how downloads are counted: what takes answers, what lets them grow old and what makes figures of them.
type counting struct {
	recorder *downloads.Recorder // nil: nothing is counted
	keeper   *downloads.Keeper
	figures  *downloads.Reporter
}

// openCounting opens the queue of download events and what is asked about them.
func (a *App) openCounting(context.Context) error {
	agents, err := userAgents(a.config)
	if err != nil {
		return err
	}
	begun := time.Now()
	a.counting.keeper = &downloads.Keeper{Archive: a.store, Agents: agents, Clock: time.Now, Elapsed: func() time.Duration { return time.Since(begun) }, Days: a.config.EventsDays}
	a.counting.figures = &downloads.Reporter{Ledger: a.store, Agents: agents, Clock: time.Now}
	if a.config.EventsDays == 0 {
		return nil
	}
	of, err := countries(a.config)
	if err != nil {
		return err
	}
	a.counting.recorder = downloads.NewRecorder(a.store, of, time.Now, a.log)
	return nil
}

// userAgents returns the table of programs: the operator's list, or the one in the binary.
func userAgents(c *config.Config) (*downloads.Agents, error) {
	if c.UserAgents == "" {
		return downloads.NewAgents(), nil
	}
	return downloads.ReadAgents(os.DirFS(c.UserAgents))
}

// countries returns what tells the country of an address, nil when nobody does.
func countries(c *config.Config) (func(netip.Addr) string, error) {
	if c.CountryDB == "" {
		return nil, nil
	}
	db, err := country.Open(c.CountryDB)
	if err != nil {
		return nil, err
	}
	return db.Of, nil
}

// serve answers until ctx ends, and only then lets the recorder of downloads write the rest and stop: no event is lost by a
// stop.
func (a *App) serve(ctx context.Context) error {
	if a.counting.recorder == nil {
		return a.listenAndServe(ctx)
	}
	recording, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	written := make(chan error, 1)
	go func() { written <- a.counting.recorder.Run(recording) }()
	err := a.listenAndServe(ctx)
	stop()
	if e := <-written; err == nil {
		err = e
	}
	return err
}

// ageDownloads destroys salts and sums old days when it is time.
func (a *App) ageDownloads(ctx context.Context) error {
	a.every(ctx, time.Minute, "letting download events grow old", a.counting.keeper.Tidy)
	return nil
}

// followEpisodes keeps how figures name the episodes that are public now.
func (a *App) followEpisodes(ctx context.Context) error {
	var known *edition.Edition
	a.every(ctx, 2*time.Second, "keeping the names of episodes", func(ctx context.Context) error {
		e := a.press.holder.Current()
		if e == known || e.Drafts {
			return nil
		}
		err := recordEpisodes(ctx, a.store, e)
		if err == nil {
			known = e
		}
		return err
	})
	return nil
}

func recordEpisodes(ctx context.Context, s *store.Store, e *edition.Edition) error {
	list := make([]downloads.Episode, len(e.Episodes))
	for i, ep := range e.Episodes {
		list[i] = downloads.Episode{GUID: ep.GUID, Slug: ep.Slug, Title: ep.Title, Published: ep.Date}
	}
	return s.RecordEpisodes(ctx, list)
}
