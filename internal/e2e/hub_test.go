package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// hub is a WebSub hub that counts what it is told.
type hub struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // as mode and feed
	down  bool
}

func newHub(t *testing.T) *hub {
	h := &hub{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.asked = append(h.asked, r.Method+" "+r.FormValue("hub.mode")+" "+r.FormValue("hub.url"))
		if h.down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hub) set(down bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down = down
}

// told returns how often the hub was asked; every time it must have been told of the feed.
func (h *hub) told(t *testing.T) int {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, x := range h.asked {
		if x != "POST publish https://show.example/podcast.xml" {
			t.Fatalf("the hub was asked: %s", x)
		}
	}
	return len(h.asked)
}

// replaceIn replaces the first old text of a file.
func replaceIn(t *testing.T, name, old, text string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("no %q in %s: %v", old, name, err)
	}
	writeFile(t, name, strings.Replace(string(data), old, text, 1))
}

func TestHubsAreTold(t *testing.T) {
	t.Parallel()
	h, dir := newHub(t), newShow(t)
	replaceIn(t, filepath.Join(dir, "show.yaml"), "title:", fmt.Sprintf("hubs: [%q]\ntitle:", h.URL+"/"))
	s := start(t, withContent(dir), withEnv("INSIDER_BASE_URL=https://show.example"))
	eventually(t, patience, "the hub hears of the feed", func() bool { return h.told(t) == 1 })
	if links := strings.Join(s.get("/podcast.xml").Header["Link"], ", "); !strings.Contains(links, "<"+h.URL+`/>; rel="hub"`) || !strings.Contains(links, `<https://show.example/podcast.xml>; rel="self"`) {
		t.Errorf("Link: %s", links)
	}
	episode := filepath.Join(dir, "episodes/your-first-episode/index.md")
	replaceIn(t, episode, "summary: ", "summary: Once more. ")
	eventually(t, patience, "the hub hears of a change", func() bool { return h.told(t) == 2 })

	// A new page changes nothing in the feed, and a coming episode nothing before its time.
	writeFile(t, filepath.Join(dir, "pages/imprint.md"), "---\ntitle: Imprint\n---\nWho we are.\n")
	due := time.Now().Add(8 * time.Second).UTC().Truncate(time.Second)
	writeFile(t, filepath.Join(dir, "episodes/second.md"), "---\ntitle: Second\ndate: "+due.Format(time.RFC3339)+"\nguid: 7e3f6a52-5f0f-4c6c-9f2b-0a6d8f1f2a11\nsummary: Soon.\n"+
		"audio: {url: \"https://cdn.example/second.mp3\", bytes: 1000, type: audio/mpeg, duration: 60}\n---\nSoon.\n")
	eventually(t, patience, "the page is there", func() bool { return s.get("/imprint").Status == http.StatusOK })
	if n := h.told(t); n != 2 && time.Now().Before(due) {
		t.Errorf("told %d times of two feeds", n)
	}
	eventually(t, 2*patience, "the hub hears of the coming episode", func() bool { return h.told(t) == 3 })
	if time.Now().Before(due) || !strings.Contains(s.get("/podcast.xml").Body, "cdn.example/second.mp3") {
		t.Error("the hub heard of it before its time")
	}

	// A hub that is down is told later, also by the next process; an unchanged feed is told to nobody.
	h.set(true)
	replaceIn(t, episode, "Once more.", "Twice more.")
	eventually(t, patience, "the hub is tried", func() bool { return h.told(t) >= 4 })
	s.kill()
	h.set(false)
	before := h.told(t)
	s.restart()
	eventually(t, 90*time.Second, "the hub hears of it at last", func() bool { return h.told(t) > before })
	time.Sleep(3 * time.Second)
	if n := h.told(t); n != before+1 {
		t.Errorf("told %d times more after a restart", n-before)
	}
}

func TestFeedCheckAndDiff(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	eventually(t, patience, "what was published is known", func() bool {
		out, _ := s.command("feed", "diff")
		return out == "The feed does not change.\n"
	})
	out := s.says(1, "mistake address-local", "feed", "check")
	if !strings.Contains(out, "1 episode, audio of 1 asked for: 1 mistake, ") || strings.Contains(out, "warning audio") || strings.Contains(out, "feed-validators") {
		t.Errorf("our own server is asked:\n%s", out)
	}
	s.says(1, s.URL+"/podcast.xml: 1 episode, audio of 1 asked for", "feed", "check", s.URL+"/podcast.xml")
	s.says(1, "This is a web page, no feed.", "feed", "check", s.URL+"/")
	s.says(1, "The feed answers 404.", "feed", "check", s.URL+"/nothing.xml")
	s.says(2, "feed check takes one address or none", "feed", "check", "podcast.xml")
	s.says(2, "is no command; there are check, diff", "feed", "fix")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.says(1, "No server answers at "+s.URL, "feed", "check")

	episode := filepath.Join(dir, "episodes/your-first-episode/index.md")
	replaceIn(t, episode, "guid: ", "guid: other-")
	for _, command := range [][]string{{"check"}, {"feed", "check"}} {
		s.says(1, "other-", command...)
	}
	if out := s.says(0, "guid: ", "feed", "diff"); !strings.Contains(out, "0 new, 1 changed, 0 removed. Apps download 1 episode again.") {
		t.Errorf("%s", out)
	}
	replaceIn(t, episode, "guid: other-", "guid: ")
	s.says(0, "The feed does not change.", "feed", "diff")
	s.Data = t.TempDir()
	s.says(0, "1 new, 0 changed, 0 removed.", "feed", "diff")
}
