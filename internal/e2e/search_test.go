package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// searchable waits until everything public is in the index.
func (s *server) searchable() {
	s.t.Helper()
	eventually(s.t, time.Minute, "the search index is whole", func() bool {
		return strings.Contains(s.get("/readyz").Body, `"search":"ok"`)
	})
}

// search returns the page of results.
func (s *server) search(typed string) *answer {
	s.t.Helper()
	return s.get("/search?q=" + url.QueryEscape(typed))
}

// inIndex reports whether a text stands anywhere in the file of the index or beside it.
func (s *server) inIndex(text string) bool {
	s.t.Helper()
	names, err := filepath.Glob(filepath.Join(s.Data, "search.db*"))
	if err != nil || len(names) == 0 {
		s.t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if ignoreMissing(err) != nil {
			s.t.Fatal(err)
		}
		if strings.Contains(strings.ToLower(string(data)), text) {
			return true
		}
	}
	return false
}

// TestSearchLeadsToTheSecond follows a hit in a transcript to the player.
func TestSearchLeadsToTheSecond(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.searchable()
	a := s.search("lighthouse plant")
	hit := a.read(t).find(func(n *node) bool { return n.Data == "a" && strings.Contains(attr(n, "href"), special+"?t=") })
	if a.Status != http.StatusOK || hit == nil || !strings.Contains(a.Body, "<mark>lighthouse plant</mark>") && !strings.Contains(a.Body, "<mark>lighthouse</mark>") {
		t.Fatalf("%d\n%s", a.Status, visibleText(a.Body))
	}
	second, _, _ := strings.Cut(strings.TrimPrefix(attr(hit, "href"), special+"?t="), "#")
	if page := s.get(special + "?t=" + second); !strings.Contains(page.Body, "#t="+second+`"`) {
		t.Errorf("the page for second %s does not start there", second)
	}
	if robots := s.get("/robots.txt"); !strings.Contains(robots.Body, "Disallow: /search\n") {
		t.Errorf("crawlers may search: %s", robots.Body)
	}
	if head := s.do(http.MethodHead, "/search?q=plant", nil); head.Status != http.StatusOK || head.Body != "" {
		t.Errorf("HEAD: %d", head.Status)
	}
}

// TestSearchForgetsAtOnce publishes a story, finds it, has it withdrawn, and looks into the file.
func TestSearchForgetsAtOnce(t *testing.T) {
	t.Parallel()
	withdrawFromSearch(t)
}

// TestSearchBesidePostgres does the same where the rows are elsewhere: the index is a file of the process all the same.
func TestSearchBesidePostgres(t *testing.T) {
	t.Parallel()
	database, _ := postgres(t)
	withdrawFromSearch(t, database)
}

func withdrawFromSearch(t *testing.T, options ...option) {
	t.Helper()
	s := start(t, options...)
	number, code := s.sendStory(somebody.Encode())
	d := s.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", "What hums in B flat", "slug", "hums-in-b-flat")
	d.act(1, "publish")
	eventually(t, patience, "the story is found", func() bool { return strings.Contains(s.search("hummed quillfeather").Body, `id="in-stories"`) })
	if !s.inIndex("hummed in b flat") || !strings.Contains(s.get("/search/suggest?q=hums").Body, "What hums") {
		t.Fatal("the story is not in the index")
	}
	if a := s.post("/stories/mine", "act=withdraw&code="+url.QueryEscape(code)); a.Status != http.StatusOK {
		t.Fatalf("withdrawing ST-%s: %d", number, a.Status)
	}
	eventually(t, patience, "the story is gone", func() bool { return s.get("/stories/hums-in-b-flat").Status == http.StatusGone })
	for _, path := range []string{"/search?q=hummed", "/search?q=quillfeather", "/search?q=humed", "/search/suggest?q=hums"} {
		if a := s.get(path); a.Status != http.StatusOK || strings.Contains(a.Body, "b-flat") || strings.Contains(a.Body, "B flat") || strings.Contains(a.Body, "Did you mean") {
			t.Errorf("%s still tells of it", path)
		}
	}
	eventually(t, patience, "no byte of it is left in the index", func() bool { return !s.inIndex("hummed") && !s.inIndex("quillfeather") && !s.inIndex("b flat") })
}

// TestSearchFollowsTheFolder finds what was just written, and no more what was just removed.
func TestSearchFollowsTheFolder(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	file := filepath.Join(dir, "articles", "gauge.md")
	writeFile(t, file, "---\ntitle: The brass gauge\ndate: 2026-01-02\nsummary: On gauges.\n---\nIt showed flibbertigibbets.\n")
	writeFile(t, filepath.Join(dir, "articles", "other.md"), "---\ntitle: Another\ndate: 2026-01-01\nsummary: Stays.\n---\nText.\n")
	finds := func(typed string) bool {
		return strings.Contains(s.search(typed).Body, `<h2 class="ruled" id="in-articles">`)
	}
	eventually(t, patience, "the article is found", func() bool { return finds("flibbertigibbet") && finds("brass gau") })
	writeFile(t, file, "---\ntitle: The brass gauge\ndate: 2026-01-02\nsummary: On gauges.\n---\nIt showed wobbegongs.\n")
	eventually(t, patience, "its new words are found", func() bool { return finds("wobbegongs") })
	if finds("flibbertigibbet") {
		t.Error("its old words are found")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, "it is not found any more", func() bool { return !finds("wobbegongs") && !s.inIndex("wobbegong") })
}

// TestSearchMendsItself kills the server while it builds, and spoils the file: the next start begins anew and says so.
func TestSearchMendsItself(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "show")
	(&server{t: t, Data: t.TempDir()}).says(0, "", "generate", "--episodes", "300", "--articles", "300", dir)
	s := start(t, withContent(dir))
	file := filepath.Join(s.Data, "search.db")
	eventually(t, patience, "it builds", func() bool { _, err := os.Stat(file); return err == nil })
	s.kill()
	s.restart()
	s.searchable()
	found := func() bool { return strings.Contains(s.search("historian").Body, "results for") }
	if !found() {
		t.Error("nothing is found after a kill")
	}
	s.kill()
	if err := os.Truncate(file, 10_000); err != nil {
		t.Fatal(err)
	}
	s.restart()
	s.searchable()
	if !found() || !strings.Contains(s.log.String(), "built anew") {
		t.Error("nothing is found after damage, or the log does not say so")
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	s.restart()
	s.searchable()
	if !found() {
		t.Error("nothing is found after the file was deleted")
	}
}

// TestAFloodOfSearchesLeavesTheSiteAlone asks many hard things at once: each is answered or told to come back, and pages are
// there meanwhile.
func TestAFloodOfSearchesLeavesTheSiteAlone(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.searchable()
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			a, err := s.try(http.MethodGet, fmt.Sprintf("/search?q=the+a+and+of+to+in+is+it+plant+%d", i), nil)
			if err != nil || a.Status != http.StatusOK && (a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "") {
				t.Errorf("%v, %v", a, err)
			}
		})
	}
	for range 20 {
		if a := s.get("/"); a.Status != http.StatusOK {
			t.Errorf("home: %d", a.Status)
		}
	}
	wg.Wait()
	if a := s.search("plant"); a.Status != http.StatusOK {
		t.Errorf("afterwards: %d", a.Status)
	}
}

// TestErasingForgetsTheIndexOfAStoppedServer has no server that would follow.
func TestErasingForgetsTheIndexOfAStoppedServer(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.searchable()
	s.published()
	eventually(t, patience, "the story is in the index", func() bool { return s.inIndex("hummed in b flat") })
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.says(0, "Erased", "person", "erase", "zoe.quill@example.com")
	if names, _ := filepath.Glob(filepath.Join(s.Data, "search.db*")); len(names) > 0 && s.inIndex("hummed") {
		t.Error("the words are still in the index")
	}
	s.restart()
	s.searchable()
	if strings.Contains(s.search("hummed").Body, "b-flat") {
		t.Error("the story is found")
	}
}
