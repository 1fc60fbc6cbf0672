package site

import (
	"flag"
	"fmt"
	"net/http"
	"testing"
	"time"

	"insider/internal/show"
)

var look = flag.String("look", "", "serve")

func TestLook(t *testing.T) {
	if *look == "" {
		t.Skip()
	}
	src := fixture(t, 42)
	ep := src.Episodes[40]
	ep.Title = "A title that is one hundred and forty characters long, as the longest one of a show may be, with Donaudampfschifffahrtsgesellschaftskapitän in it"
	ep.Summary = ""
	ep.Chapters = nil
	for i := range 60 {
		ep.Chapters = append(ep.Chapters, show.Chapter{Start: time.Duration(i) * 48 * time.Second, Title: fmt.Sprintf("Chapter %d", i+1)})
	}
	for _, n := range []string{"李 明", "محمد عبد الله", "Ünal Çelik", "Somebody With-A-Very-Long-Hyphenated-Family-Name"} {
		ep.People = append(ep.People, show.Credit{Person: &show.Person{Slug: "x", Name: n}, Role: "guest"})
	}
	src.Stories[0].Excerpt = "هذه جملة واحدة من قصة قارئ"
	src.Stories[0].HTML = "<p>هذه جملة واحدة من قصة قارئ طويلة.</p>"
	src.Episodes[39].Number = 0
	src.Episodes[39].Transcripts = nil
	src.Episodes[39].Chapters = nil
	go http.ListenAndServe("localhost:18232", openCounter(t, true, nil))
	http.ListenAndServe(*look, serve(t, src, "http://"+*look))
}
