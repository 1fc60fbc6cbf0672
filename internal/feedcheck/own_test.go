package feedcheck

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// imperfect are the golden feeds of package feed that break rules because their show does.
var imperfect = map[string][]string{
	"empty.podcast.xml":   {"no-episode"},
	"every.podcast.xml":   {"new-feed-url"},
	"hostile.podcast.xml": {"show-artwork", "podcast-value", "owner-email"},
}

// TestFeedsOfInsiderAreTaken judges the golden feeds of package feed.
func TestFeedsOfInsiderAreTaken(t *testing.T) {
	names, err := filepath.Glob("../feed/testdata/*.podcast.xml")
	if err != nil || len(names) < 3 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := &Subject{Now: noon}
		if s.Feed, s.Broken = Parse(data); s.Broken != nil {
			t.Errorf("%s: %v", name, s.Broken)
			continue
		}
		s.URL = selfLink(s.Feed.Channel)
		var broken []string
		for _, g := range ByRule(Judge(s)) {
			broken = append(broken, g.Name)
		}
		if want := imperfect[filepath.Base(name)]; !slices.Equal(broken, want) {
			t.Errorf("%s breaks %v, want %v\n%s", name, broken, want, Text(Judge(s)))
		}
	}
}
