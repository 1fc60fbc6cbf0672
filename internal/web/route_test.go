package web

import (
	"net/http"
	"testing"
)

func TestRedirectsStayOnTheSite(t *testing.T) {
	s, _ := testServer(t, "https://example.com/radio")
	for path, want := range map[string]string{
		"/episodes/x?t=12#player": "/radio/episodes/x?t=12#player", "/": "/radio/", "/über uns": "/radio/%C3%BCber%20uns",
		"//evil.example": "/radio/", "https://evil.example": "/radio/", `/\evil.example`: "/radio/", "": "/radio/", "/a\r\nSet-Cookie: x": "/radio/a%0D%0ASet-Cookie:%20x",
	} {
		w := newRecorder()
		if err := s.Redirect(w, path, http.StatusSeeOther); err != nil || w.Code != 303 || w.Header().Get("Location") != want {
			t.Errorf("%q: %d %q", path, w.Code, w.Header().Get("Location"))
		}
		if got := s.Moved(path, 301).Header.Get("Location"); got != want {
			t.Errorf("%q: %q", path, got)
		}
	}
}

// TestRoutesOfTheContract mounts every public pattern at once: none hides another.
func TestRoutesOfTheContract(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	patterns := []string{"/", "/episodes", "/episodes/:slug", "/episodes/:slug/transcript", "/episodes/:slug/transcript.vtt",
		"/episodes/:slug/chapters.json", "/articles", "/articles/:slug", "/stories", "/stories/:slug", "/stories/new", "/stories/mine",
		"/letters", "/letters/:slug", "/topics/:topic", "/topics/:topic/podcast.xml", "/topics/:topic/feed.xml", "/seasons/:number",
		"/seasons/:number/podcast.xml", "/people/:slug", "/people/:slug/feed.xml", "/search", "/:page", "/subscribe", "/subscribe/confirm",
		"/podcast.xml", "/feed.xml", "/embed/:slug", "/sitemap.xml", "/.well-known/security.txt", "/desk", "/desk/sign-in", "/desk/stories/:id"}
	for _, p := range patterns {
		s.Handle("GET", p, ClassPage, func(w http.ResponseWriter, r *http.Request) error {
			return s.Write(w, r, ClassPage, Page([]byte(p+" "+Param(r, "slug")+Param(r, "topic")+Param(r, "number")+Param(r, "page")+Param(r, "id"))))
		})
	}
	s.Handle("POST", "/stories/new", ClassForm, nil)
	for path, want := range map[string]string{
		"/": "/ ", "/episodes": "/episodes ", "/episodes/x": "/episodes/:slug x", "/episodes/transcript": "/episodes/:slug transcript",
		"/episodes/x/transcript": "/episodes/:slug/transcript x", "/episodes/x/transcript.vtt": "/episodes/:slug/transcript.vtt x",
		"/stories/new": "/stories/new ", "/stories/newer": "/stories/:slug newer", "/stories/n": "/stories/:slug n", "/stories/mine": "/stories/mine ",
		"/subscribers": "/:page subscribers", "/sub": "/:page sub", "/about": "/:page about", "/podcast.xml": "/podcast.xml ", "/desk": "/desk ",
		"/topics/a/feed.xml": "/topics/:topic/feed.xml a", "/über": "/:page über", "/.well-known/security.txt": "/.well-known/security.txt ",
		"/desk/stories/7": "/desk/stories/:id 7", "/feed": "/:page feed", "/episodes/a+b": "/episodes/:slug a+b",
	} {
		if w := ask(s, "GET", path); w.Code != 200 || w.Body.String() != want {
			t.Errorf("%s: %d %q, want %q", path, w.Code, w.Body, want)
		}
	}
	for _, path := range []string{"/episodes/", "/episodes/x/", "/episodes/x/other", "/about/", "/desk/other", "/stories/new/x", "/.well-known/x"} {
		if w := ask(s, "GET", path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for path, allow := range map[string]string{"/stories/new": "GET, HEAD, POST", "/about": "GET, HEAD", "/episodes/x/transcript": "GET, HEAD"} {
		if w := ask(s, "PATCH", path); w.Code != 405 || w.Header().Get("Allow") != allow {
			t.Errorf("%s: %d %q", path, w.Code, w.Header().Get("Allow"))
		}
	}
}
