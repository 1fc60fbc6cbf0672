package content

import (
	"insider/internal/content/parse"
	"insider/internal/show"
)

func wirePodcasting(w *wire, f *parse.PodcastingFront) {
	words(w, &f.AppTitle, &f.License.Name, &f.License.URL)
	many(w, &f.Locations, func(w *wire, l *show.Location) { words(w, &l.Name, &l.Rel, &l.Geo, &l.OSM, &l.Country) })
	many(w, &f.Texts, func(w *wire, t *show.TextRecord) { words(w, &t.Purpose, &t.Text) })
	many(w, &f.Funding, wireLink)
	many(w, &f.Social, func(w *wire, d *show.Discussion) {
		words(w, &d.Protocol, &d.URI, &d.Account, &d.AccountURL)
		signed(w, &d.Priority)
	})
	maybe(w, &f.Chat, func(w *wire, c *show.Chat) { words(w, &c.Server, &c.Protocol, &c.Account, &c.Space) })
	many(w, &f.Values, wireValue)
	blob(w, &f.Images)
	blob(w, &f.Podcasting.Images)
}

func wireValue(w *wire, v *show.Value) {
	words(w, &v.Type, &v.Method, &v.Suggested)
	many(w, &v.Recipients, wireRecipient)
	many(w, &v.Splits, func(w *wire, s *show.TimeSplit) {
		signed(w, &s.Start, &s.Duration, &s.RemoteStart)
		signed(w, &s.Percentage)
		many(w, &s.Recipients, wireRecipient)
		maybe(w, &s.Remote, func(w *wire, r *show.RemoteItem) { words(w, &r.FeedGUID, &r.FeedURL, &r.ItemGUID, &r.Medium, &r.Title) })
	})
}

func wireRecipient(w *wire, r *show.Recipient) {
	words(w, &r.Name, &r.Type, &r.Address, &r.CustomKey, &r.CustomValue)
	signed(w, &r.Split)
	w.flag(&r.Fee)
}
