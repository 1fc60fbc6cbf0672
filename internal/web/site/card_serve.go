package site

import (
	"context"
	"net/http"
	"strings"

	"insider/internal/card"
	"insider/internal/derived"
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/web"
)

// storyCards is how many cards of stories are held in memory, some 20 KB each.
const storyCards = 100

// serveCard answers with the card of a public item, or leads on to it from the address of an earlier one.
func (m *Media) serveCard(server *web.Server, w http.ResponseWriter, r *http.Request, a mediaAddress, e *edition.Edition) error {
	item, ok := a.cardOf(e)
	if !ok || m.Cards == nil {
		return errNoMedia
	}
	c := drawn(m.Traces, e, item)
	if now := cardPath(item, c); now != r.URL.Path {
		return server.Redirect(w, now, http.StatusFound)
	}
	body, err := m.openCard(r.Context(), item, a.slug+".png", c)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "This picture cannot be made just now. Please try again in a moment.")
	}
	defer body.Close()
	info, err := body.Stat()
	if err != nil {
		return err
	}
	if !takenBack(item) {
		w.Header().Set("Cache-Control", immutable)
	}
	web.ServeFile(w, r, web.File{Type: "image/png", ETag: `"` + a.slug + `"`, Modified: info.ModTime(), Body: body})
	return nil
}

// openCard opens a card, drawn when nobody asked for it before. That of a story is held in memory: its title is a reader's, and
// what a reader takes back must not stay on a disk.
func (m *Media) openCard(ctx context.Context, item show.Item, name string, c card.Card) (derived.File, error) {
	draw := func() ([]byte, error) { return card.Draw(c) }
	if takenBack(item) {
		return m.storyCards.Open(ctx, name, draw)
	}
	return m.Cards.Open(ctx, name, draw)
}

// takenBack reports whether an item may be taken back by whoever sent it.
func takenBack(item show.Item) bool { return item != nil && item.ItemKind() == show.Stories }

// cardOf returns the public item that the card at the address is of, also under its old slug; nil is the show.
func (a mediaAddress) cardOf(e *edition.Edition) (show.Item, bool) {
	name, isPNG := strings.CutSuffix(a.name, ".png")
	if !isPNG || name == showCard {
		return nil, isPNG
	}
	kind, slug, _ := strings.Cut(name, "-")
	path := "/" + kind + "/" + slug
	if to, ok := e.Alias(path); ok {
		path = to
	}
	return e.ItemAt(path)
}
