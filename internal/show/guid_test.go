package show

import (
	"net/url"
	"testing"
)

func TestPodcastGUIDFollowsTheSpecification(t *testing.T) {
	// A pair of address and guid that is published: https://podnews.net/rss.
	if got := PodcastGUID("podnews.net/rss"); got != "9b024349-ccf0-5f69-a609-6b82873eab3c" {
		t.Errorf("podnews.net/rss: %s", got)
	}
}

func TestPodcastGUIDOfAPublicAddress(t *testing.T) {
	want := PodcastGUID("example.com/show/podcast.xml")
	for _, address := range []string{"https://example.com/show", "http://example.com/show/", "https://example.com/show//"} {
		base, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := PodcastGUIDAt(base); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
