package site

import (
	"net/http"
	"strings"
	"testing"
)

func TestThePlayerInAFrame(t *testing.T) {
	server := embeds(t, "https://insider.example/show")
	for path, want := range map[string][]string{
		"/embed/episode-1": {`<source src="/show/media/episodes/episode-1/audio.mp3" type="audio/mpeg">`, `<base target="_blank">`, `content="noindex"`,
			`<h1><a href="/show/episodes/episode-1" rel="noopener">Episode 1: as long as a real one gets</a></h1>`,
			`rel="canonical" href="https://insider.example/show/episodes/episode-1"`},
		"/embed/episode-1?t=1:05": {`audio.mp3#t=65"`},
	} {
		w := ask(t, server, http.MethodGet, "/show"+path)
		h := w.Header()
		csp := h.Get("Content-Security-Policy")
		if w.Code != 200 || h.Get("Set-Cookie") != "" || h.Get("X-Frame-Options") != "" || !strings.Contains(csp, "frame-ancestors *") ||
			h.Get("Cross-Origin-Resource-Policy") != "cross-origin" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %d, %v", path, w.Code, h)
		}
		for _, part := range want {
			if !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: no %s", path, part)
			}
		}
		for _, part := range []string{"<form", "<nav", "localStorage", "/js/site.", "/css/site."} {
			if strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: has %s", path, part)
			}
		}
	}
}

func TestFramesOfWhatIsNotPublicSaySo(t *testing.T) {
	server := embeds(t, "https://insider.example/show")
	for _, slug := range []string{"episode-2", "episode-3", "nothing", "article-1", "%22%3E"} {
		w := ask(t, server, http.MethodGet, "/show/embed/"+slug)
		body, h := w.Body.String(), w.Header()
		if w.Code != 404 || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors *") || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %v", slug, w.Code, h)
		}
		if !strings.Contains(body, "This episode is not here") || strings.Contains(body, "<audio") || strings.Contains(body, "<footer") {
			t.Errorf("%s: %s", slug, body)
		}
	}
}

func TestFramesFollowAnEpisodeToItsNewAddress(t *testing.T) {
	server := embeds(t, "https://insider.example/show")
	for path, want := range map[string]string{
		"/embed/old%20name":        "/show/embed/episode-1",
		"/embed/old%20name?t=1:05": "/show/embed/episode-1?t=1%3A05",
		"/embed/episode-1/":        "/show/embed/episode-1",
	} {
		if w := ask(t, server, http.MethodGet, "/show"+path); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %s", path, w.Code, w.Header().Get("Location"))
		}
	}
}
