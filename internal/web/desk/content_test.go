package desk_test

import (
	"testing"
	"time"

	"insider/internal/show"
	"insider/internal/web/desk"
)

func TestContentTellsWhereTheFeedMoved(t *testing.T) {
	h := newHouse(t, "http://localhost", func(_ *house, d *desk.Deps) {
		moved := &show.Show{Title: "Radio", Wordmark: "Radio", Language: "en", Zone: time.UTC, Moved: "https://host.example/feed.xml"}
		d.Show = func() *show.Show { return moved }
	})
	h.editor("ed@example.com").get("/desk/content").is(200).says("answer 301 with https://host.example/feed.xml", "at least four weeks")
}
