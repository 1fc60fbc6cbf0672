package site

import (
	"net/http"
	"slices"
	"testing"
)

func TestThePodcastSaysWhichHubsAreTold(t *testing.T) {
	source := fixture(t, 1)
	source.Show.Hubs = []string{"https://hub.example/", "https://other.example/hub"}
	server := whole(t, source, "https://example.org/show")
	want := []string{`<https://hub.example/>; rel="hub"`, `<https://other.example/hub>; rel="hub"`, `<https://example.org/show/podcast.xml>; rel="self"`}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		if got := ask(t, server, method, "/show/podcast.xml").Header()["Link"]; !slices.Equal(got, want) {
			t.Errorf("%s: Link is %q", method, got)
		}
	}
	if got := ask(t, server, http.MethodGet, "/show/feed.xml").Header()["Link"]; got != nil {
		t.Errorf("hubs are not told of articles, but /feed.xml says %q", got)
	}
	source.Show.Hubs = nil
	if got := ask(t, whole(t, source, "https://example.org"), http.MethodGet, "/podcast.xml").Header()["Link"]; got != nil {
		t.Errorf("without hubs Link is %q", got)
	}
}
