package e2e

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestLinksIntoPagesFindTheirPlace follows every link that names a place in a page, in shows that have much and shows that have little.
func TestLinksIntoPagesFindTheirPlace(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]func(*testing.T) *server{"starter": serveStarter, "one": serveFolder("one"), "plain": serveFolder("plain"), "hard": serveFolder("hard")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			places, wanted := map[string]bool{}, map[string]string{}
			for path := range s.walk() {
				if a := s.get(path); strings.Contains(a.Header.Get("Content-Type"), "text/html") {
					s.readPlaces(path, a.read(t), places, wanted)
				}
			}
			if len(wanted) < 2 {
				t.Fatalf("%d links into pages", len(wanted))
			}
			for place, page := range wanted {
				if !places[place] {
					t.Errorf("%s leads to %s, which is not there", page, place)
				}
			}
		})
	}
}

// readPlaces notes the places of a page, as path#id, and those its links want, with the page that does.
func (s *server) readPlaces(path string, p page, places map[string]bool, wanted map[string]string) {
	base, err := url.Parse(s.URL + path)
	if err != nil {
		s.t.Fatal(err)
	}
	own, _, _ := strings.Cut(path, "?")
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); id != "" {
			places[own+"#"+id] = true
		}
		if n.Data != "a" {
			continue
		}
		to, err := base.Parse(attr(n, "href"))
		if err == nil && to.Fragment != "" && to.Host == base.Host {
			wanted[strings.TrimPrefix(to.Path, s.Root)+"#"+to.Fragment] = path
		}
	}
}
