package app

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"insider/internal/config"
	"insider/internal/search"
	"insider/internal/store/searchfile"
)

// searchFile is the search index in the data folder. It is derived: no backup holds it.
const searchFile = "search.db"

// openSearch makes the search follow the editions. Its index is opened and built while the server runs already.
func (a *App) openSearch(context.Context) error {
	index := searchfile.New(filepath.Join(a.config.Data, searchFile), a.log)
	a.onClose(func() error { return errors.Join(a.sweepSearch(), index.Close()) })
	a.search = search.New(index, time.Now, a.log)
	a.press.holder.OnSwap(a.search.Follow)
	a.search.Follow(a.press.holder.Current())
	return nil
}

// sweepLimit is how long the end of a server may wait for the last texts to leave the index.
const sweepLimit = 10 * time.Second

// sweepSearch takes out of the index what was taken back while the server stopped.
func (a *App) sweepSearch() error {
	ctx, cancel := context.WithTimeout(context.Background(), sweepLimit)
	defer cancel()
	if err := a.press.followStories(ctx); err != nil {
		return nil // nobody knows what was taken back; the next start compares
	}
	return a.search.Sweep(ctx)
}

// searchAfter is how long after a start the index is opened when nobody searches: the first pages come first.
const searchAfter = time.Second

// buildSearch keeps the search index up to the editions.
func (a *App) buildSearch(ctx context.Context) error { return a.search.Run(ctx, searchAfter) }

// measureSearch tells how much is searched and whether the index is whole.
func (a *App) measureSearch() {
	a.server.CountFunc("insider_search_queries_total", "Searches, without what is suggested while somebody types.",
		func() float64 { return float64(a.search.Queries()) })
	a.server.GaugeFunc("insider_search_waiting", "Public texts that cannot be searched yet.", func() float64 {
		s := a.search.State()
		return float64(s.Total - s.Done)
	})
}

// searchState says in a sentence how far the search index is.
func (a *App) searchState() string { return searchSentence(a.search.State()) }

func searchSentence(s search.State) string {
	switch {
	case s.Full:
		return "there is no room to bring the index up to date; make room on the disk of the data folder"
	case s.Failed:
		return "the index cannot be used; the log says why"
	case s.Building():
		return plural(s.Total-s.Done, "text is", "texts are") + " not in the index yet"
	}
	return "ok"
}

// forgetSearch throws the search index away when no server uses it: what was erased from the database must not stay there until
// the next start. A running server removes it by itself.
func forgetSearch(ctx context.Context, c *config.Config) error {
	release, err := lockFolder(c.Data)
	if err != nil {
		return nil
	}
	defer release()
	return searchfile.New(filepath.Join(c.Data, searchFile), nil).Reset(ctx)
}
