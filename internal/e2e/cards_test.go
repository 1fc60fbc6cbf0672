package e2e

import (
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	location = regexp.MustCompile(`<loc>([^<]*)</loc>`)
	ogImage  = regexp.MustCompile(`<meta property="og:image" content="([^"]*)">`)
)

// card returns the address of the card that a page names, within the site.
func (s *server) card(path string) string {
	s.t.Helper()
	found := ogImage.FindStringSubmatch(s.get(path).Body)
	if found == nil {
		s.t.Fatalf("%s names no picture", path)
	}
	return strings.TrimPrefix(found[1], s.URL)
}

// mustShow checks that a card is a picture of the right size that is small enough.
func (s *server) mustShow(path string) {
	s.t.Helper()
	a := s.get(path)
	p, err := png.DecodeConfig(strings.NewReader(a.Body))
	if a.Status != http.StatusOK || err != nil || p.Width != 1200 || p.Height != 630 || len(a.Body) > 60_000 {
		s.t.Errorf("%s answers %d, %+v, %v, %d bytes", path, a.Status, p, err, len(a.Body))
	}
}

// TestEveryPageHasACard follows the sitemap of each show.
func TestEveryPageHasACard(t *testing.T) {
	for _, name := range []string{"plain", "hard", "one"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveShow(t, name)
			cards := map[string]bool{}
			for _, page := range location.FindAllStringSubmatch(s.get("/sitemap.xml").Body, -1) {
				path := s.card(strings.TrimPrefix(page[1], s.URL))
				if strings.HasPrefix(path, "/media/cards/") {
					cards[path] = true
				}
			}
			for path := range cards {
				s.mustShow(path)
			}
			if kept, err := os.ReadDir(filepath.Join(s.Data, "cache", "cards")); err != nil || len(kept) != len(cards) || len(cards) < 2 {
				t.Errorf("%d cards, %d kept, %v", len(cards), len(kept), err)
			}
		})
	}
}

func TestCardsOnAFullDisk(t *testing.T) {
	data := smallDisk(t, 24)
	s := start(t, withData(data))
	free := fill(t, data)
	path := s.card("/")
	s.mustShow(path)
	s.mustShow(path)
	if kept, err := os.ReadDir(filepath.Join(data, "cache", "cards")); err != nil || len(kept) != 0 {
		t.Errorf("kept on a full disk: %v, %v", kept, err)
	}
	free()
	s.mustShow(path)
	if kept, err := os.ReadDir(filepath.Join(data, "cache", "cards")); err != nil || len(kept) != 1 {
		t.Errorf("kept with room again: %v, %v", kept, err)
	}
}
