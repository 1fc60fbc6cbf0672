package feed

import (
	"cmp"
	"time"

	"github.com/gorilla/feeds"

	"insider/internal/edition"
)

// jsonFeed writes items even when there are none, as JSON Feed asks.
type jsonFeed struct {
	*feeds.JSONFeed
	Items []*feeds.JSONItem `json:"items"`
}

// JSON returns the newest 50 articles and stories as JSON Feed 1.1.
func (b *Builder) JSON(e *edition.Edition) ([]byte, error) {
	f, err := b.all(e, "/feed.json")
	if err != nil {
		return nil, err
	}
	feed := jsonFeed{
		JSONFeed: &feeds.JSONFeed{
			Version: "https://jsonfeed.org/version/1.1", Title: f.title, Language: f.show.Language, Description: f.description,
			HomePageUrl: b.absolute(f.page), FeedUrl: b.absolute(f.path), Icon: b.picture(f.show.Cover),
			Authors: []*feeds.JSONAuthor{{Name: line(f.show.Maker(), 255), Url: b.absolute("/")}},
		},
		Items: []*feeds.JSONItem{},
	}
	for _, x := range f.entries {
		feed.Items = append(feed.Items, jsonItem(x))
	}
	return writeJSON(feed)
}

func jsonItem(x entry) *feeds.JSONItem {
	item := &feeds.JSONItem{
		Id: x.id, Url: x.url, Title: x.title, ContentHTML: x.html, Summary: x.summary, Image: x.image, Tags: x.topics,
		PublishedDate: utc(x.published), ModifiedDate: utc(x.updated),
	}
	if x.html == "" {
		item.ContentText = cmp.Or(x.summary, x.title)
	}
	for _, a := range x.authors {
		item.Authors = append(item.Authors, &feeds.JSONAuthor{Name: a.name, Url: a.page})
	}
	return item
}

func utc(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
