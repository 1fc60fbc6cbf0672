package story

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"time"

	"insider/internal/show"
)

// excerptLength is how many characters of a story a list shows.
const excerptLength = 180

// Published returns what readers may see of stories, for the edition.
func (s *Service) Published(ctx context.Context) (Public, error) { return s.Store.PublicStories(ctx) }

// Revision returns the revision of what Published returns: ask it often, and Published when it changed.
func (s *Service) Revision(ctx context.Context) (int64, error) { return s.Store.Revision(ctx) }

// NewPublic sorts stories that are or were public into what readers may see.
func NewPublic(stories []*Story, revision int64) Public {
	p := Public{Revision: revision}
	for _, x := range stories {
		switch {
		case x.State == Published:
			p.Stories = append(p.Stories, x.Public())
			continue
		case x.State == Withdrawn && x.Slug != "":
			p.Gone = append(p.Gone, x.Slug)
		}
		if x.Changed.After(p.Removed) {
			p.Removed = x.Changed
		}
	}
	return p
}

// Public is the story as readers see it.
func (x *Story) Public() *show.Story {
	v := &show.Story{
		Number: x.Number, Slug: x.Slug, Title: x.Title,
		Excerpt: excerpt(x.Plain, excerptLength), HTML: template.HTML(x.HTML), Plain: x.Plain,
		Answer: template.HTML(x.Answer.HTML), Credit: x.Credit(), Industry: x.Industry, Country: x.Country,
		Date: x.Published, Changed: x.Changed,
	}
	if x.Changed.After(x.Published) {
		v.Updated = x.Changed
	}
	if v.Credit != "" {
		v.Author = x.Identity.Credit
	}
	v.Hash = hash(v)
	return v
}

// hash covers all that a page or feed shows of a story.
func hash(v *show.Story) string {
	h := sha256.New()
	for _, part := range []string{v.Label(), v.Slug, v.Title, v.Excerpt, string(v.HTML), string(v.Answer), v.Plain, v.Credit, v.Industry, v.Country,
		v.Date.Format(time.RFC3339Nano), v.Updated.Format(time.RFC3339Nano)} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
