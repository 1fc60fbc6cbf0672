package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"time"

	"insider/internal/config"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/websub"
)

// hubFeed is the podcast feed as hubs have to know it. One goroutine asks it.
type hubFeed struct {
	editions *edition.Holder
	builder  *feed.Builder
	base     *url.URL
	of       *edition.Edition // that feed is of
	feed     websub.Feed
}

// openHubs makes ready to tell hubs of the feed.
func (a *App) openHubs(context.Context) error {
	source := &hubFeed{editions: a.press.holder, builder: a.press.builder, base: a.config.BaseURL}
	a.hubs = &websub.Teller{Store: a.store, Feed: source.current, Client: websub.NewClient(), Clock: time.Now, Log: a.log}
	return nil
}

// current returns the feed of this moment and whether hubs may hear of it at all: what is shown with drafts is nobody's feed.
// The feed is built only when there are hubs to tell; a feed that moved to another host has none.
func (h *hubFeed) current() (websub.Feed, bool, error) {
	e := h.editions.Current()
	if e.Drafts || e == h.of {
		return h.feed, !e.Drafts, nil
	}
	f := websub.Feed{URL: h.base.String() + feed.PodcastPath, Changed: e.Modified(feed.PodcastKinds...)}
	if feed.MovedTo(h.base, e.Show) == "" {
		f.Hubs = reachedFrom(h.base, e.Show.Hubs)
	}
	if len(f.Hubs) > 0 {
		data, err := h.builder.Podcast(e)
		if err != nil {
			return websub.Feed{}, false, err
		}
		sum := sha256.Sum256(data)
		f.Hash = hex.EncodeToString(sum[:])
	}
	h.of, h.feed = e, f
	return f, true, nil
}

// reachedFrom returns the hubs that can read a feed at base: one of this machine is of use only to a hub of this machine.
func reachedFrom(base *url.URL, hubs []string) []string {
	if !config.Loopback(base.Hostname()) {
		return hubs
	}
	return slices.DeleteFunc(slices.Clone(hubs), func(hub string) bool {
		u, err := url.Parse(hub)
		return err != nil || !config.Loopback(u.Hostname())
	})
}
