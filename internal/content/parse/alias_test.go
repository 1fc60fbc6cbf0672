package parse

import (
	"testing"

	"insider/internal/content/mistake"
)

func TestCheckAlias(t *testing.T) {
	for in, want := range map[string]string{
		"/old": "/old", "/old/": "/old", "/2019/05/caf%C3%A9": "/2019/05/café", "/episodes/old": "/episodes/old", "/people/x": "/people/x", "/old.html": "/old.html",
	} {
		if got, wrong := checkAlias(in); wrong != nil || got != want {
			t.Errorf("%q: %q %+v", in, got, wrong)
		}
	}
	for in, rule := range map[string]string{
		"old": mistake.BadAlias, "//example.com": mistake.BadAlias, "/a?b": mistake.BadAlias, "/a#b": mistake.BadAlias, "/a/../b": mistake.BadAlias, "/": mistake.BadAlias, "/a b": mistake.BadAlias, "/%zz": mistake.BadAlias,
		"https://example.com/": mistake.BadAlias, "/a%00": mistake.BadAlias, "/desk": mistake.ShadowedRoute, "/media/episodes/x/y.mp3": mistake.ShadowedRoute, "/podcast.xml": mistake.ShadowedRoute,
		"/episodes": mistake.ShadowedRoute, "/episodes/": mistake.ShadowedRoute, "/stories/mine": mistake.ShadowedRoute, "/seasons/1": mistake.ShadowedRoute, "/episodes/x/transcript": mistake.ShadowedRoute,
	} {
		if got, wrong := checkAlias(in); wrong == nil || wrong.rule != rule {
			t.Errorf("%q: %q %+v", in, got, wrong)
		}
	}
}
