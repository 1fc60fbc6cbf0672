package content

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"
)

func TestMovedLeadsAppsInNoCircle(t *testing.T) {
	base, err := url.Parse("https://example.com/show")
	if err != nil {
		t.Fatal(err)
	}
	for moved, mistakes := range map[string]int{
		"https://host.example/feed.xml": 0, "https://example.com/show/podcast.xml": 0, "https://example.com/feed.xml": 0,
		"https://example.com/show/feed/podcast": 1, "https://EXAMPLE.com/show/": 1, "feed.xml": 1,
	} {
		dir := copyShow(t)
		yaml, err := os.ReadFile(filepath.Join(dir, "show.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, dir, "show.yaml", string(yaml)+"moved: "+moved+"\naliases: [/feed/podcast]\n")
		r, _ := testLibrary(t, Options{Dir: dir, Base: base}).Load(t.Context())
		if len(r.Mistakes) != mistakes {
			t.Errorf("moved: %s gives %v", moved, r.Mistakes)
		}
	}
}
