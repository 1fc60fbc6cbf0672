package desk

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"insider/internal/account"
	"insider/internal/feedcheck"
	"insider/internal/websub"
)

// Feed looks at the podcast feed. Its methods are safe for concurrent use.
type Feed interface {
	// Findings returns what is wrong with the feed with everything that is scheduled, as far as nobody has to be asked.
	Findings(ctx context.Context) ([]feedcheck.Finding, error)
	// Changes returns what the schedule changes in the feed, and what was changed lately.
	Changes(ctx context.Context) ([]feedcheck.Change, error)
	// Hubs says how things stand with each hub that is told of changes.
	Hubs(ctx context.Context) ([]websub.Status, error)
}

// feedPage is templates/desk/feed.html.
type feedPage struct {
	Base
	Address string
	Hubs    []websub.Status
	Untold  []string // hubs of the show that are not told
	Coming  []feedcheck.Change
	Groups  []feedcheck.Group
	Summary string
}

// feed shows how things stand with the podcast feed: hubs, what comes next, and what directories would not take.
func (d *Desk) feed(w http.ResponseWriter, r *http.Request, at account.Session) error {
	b, err := d.base(r.Context(), at, "/desk/feed", "Feed")
	if err != nil {
		return err
	}
	page := feedPage{Base: b, Address: strings.TrimRight(d.Base.String(), "/") + "/podcast.xml"}
	if page.Hubs, err = d.Feed.Hubs(r.Context()); err != nil {
		return err
	}
	for _, hub := range b.Show.Hubs {
		if !slices.ContainsFunc(page.Hubs, func(s websub.Status) bool { return s.Hub == hub }) {
			page.Untold = append(page.Untold, hub)
		}
	}
	changes, err := d.Feed.Changes(r.Context())
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.Since.IsZero() {
			page.Coming = append(page.Coming, c)
		}
	}
	findings, err := d.Feed.Findings(r.Context())
	if err != nil {
		return err
	}
	page.Groups, page.Summary = feedcheck.ByRule(findings), feedcheck.Summary(findings)
	return d.show(w, r, http.StatusOK, "feed", page)
}
