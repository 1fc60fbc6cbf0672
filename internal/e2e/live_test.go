package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestReadersDuringEdits reads without pause while an editor changes, breaks and removes files: every answer is whole, and one
// ETag always stands for the same bytes.
func TestReadersDuringEdits(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	paths := []string{"/", "/episodes", "/articles", "/podcast.xml", "/feed.xml", "/feed.json", "/sitemap.xml", "/about"}
	var (
		mu      sync.Mutex
		bodies  = map[string]string{} // by path, encoding and ETag
		answers int
		group   sync.WaitGroup
		done    = make(chan struct{})
	)
	for reader := range 3 {
		group.Go(func() {
			for i := reader; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				path, encoding := paths[i%len(paths)], []string{"identity", "gzip"}[i/len(paths)%2]
				a, err := s.try(http.MethodGet, path, nil, "Accept-Encoding", encoding)
				if err != nil || a.Status != http.StatusOK || fmt.Sprint(len(a.Body)) != a.Header.Get("Content-Length") {
					t.Errorf("%s: %v, %v", path, err, a)
					return
				}
				key := path + encoding + a.Header.Get("ETag")
				mu.Lock()
				if known, ok := bodies[key]; ok && known != a.Body {
					t.Errorf("%s has two bodies for %s", path, a.Header.Get("ETag"))
				}
				bodies[key] = a.Body
				answers++
				mu.Unlock()
			}
		})
	}
	for round := range 6 {
		for n := range 4 {
			name := filepath.Join(dir, fmt.Sprintf("articles/a%d.md", n))
			writeFile(t, name, fmt.Sprintf("---\ntitle: Round %d\ndate: 2026-01-0%d\nsummary: About it.\n---\nThis is round %d.\n", round, n+1, round))
		}
		eventually(t, patience, "the round is shown", func() bool {
			return strings.Contains(s.get("/articles/a3").Body, fmt.Sprintf("This is round %d.", round))
		})
		writeFile(t, filepath.Join(dir, "articles/a0.md"), "---\nbroken")
		if err := os.Remove(filepath.Join(dir, "articles/a1.md")); err != nil {
			t.Fatal(err)
		}
		eventually(t, patience, "the removed one is gone", func() bool { return s.get("/articles/a1").Status == http.StatusNotFound })
		if a := s.get("/articles/a0"); a.Status != http.StatusOK {
			t.Errorf("round %d: a broken file took its page away: %d", round, a.Status)
		}
	}
	close(done)
	group.Wait()
	if answers < 100 || len(bodies) < 20 {
		t.Errorf("only %d answers with %d different bodies", answers, len(bodies))
	}
}

// TestLastModifiedNeverGoesBack adds, changes and removes an article across restarts.
func TestLastModifiedNeverGoesBack(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	name := filepath.Join(dir, "articles/passing.md")
	writeFile(t, filepath.Join(dir, "articles/staying.md"), "---\ntitle: Staying\ndate: 2026-01-01\nsummary: Staying.\n---\nHere.\n") // a folder that loses its last file is a mistake
	newest := func(when string, after time.Time) time.Time {
		t.Helper()
		got, err := http.ParseTime(s.get("/feed.xml").Header.Get("Last-Modified"))
		if err != nil || got.Before(after) {
			t.Errorf("%s: Last-Modified is %v, was %v: %v", when, got, after, err)
		}
		return got
	}
	at := newest("at first", time.Time{})
	writeFile(t, name, "---\ntitle: Passing\ndate: 2026-01-02\nsummary: Passing.\n---\nHere.\n")
	eventually(t, patience, "it is there", func() bool { return s.get("/articles/passing").Status == http.StatusOK })
	added := newest("added", at)
	if time.Since(added) > time.Minute {
		t.Errorf("an article of long ago that came now was modified at %v", added)
	}
	etag := s.get("/feed.xml").Header.Get("ETag")
	s.kill()
	s.restart()
	at = newest("after a restart", added)
	time.Sleep(time.Until(at.Add(1100 * time.Millisecond))) // Last-Modified counts in seconds
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, "it is gone", func() bool { return s.get("/articles/passing").Status == http.StatusNotFound })
	removed := newest("removed", at.Add(time.Second))
	if a := s.get("/feed.xml", "If-Modified-Since", at.Format(http.TimeFormat)); a.Status != http.StatusOK || a.Header.Get("ETag") == etag || strings.Contains(a.Body, "/articles/passing") {
		t.Errorf("a reader with the old feed gets %d", a.Status)
	}
	s.kill()
	s.restart()
	newest("after another restart", removed)
}

// TestMediaGate asks for files that lie beside public ones and are not public themselves.
func TestMediaGate(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	const episode = "episodes/your-first-episode/"
	recording, err := os.ReadFile(filepath.Join(dir, episode, "sample.mp3"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, episode, "notes.txt"), "only for editors")
	writeFile(t, filepath.Join(dir, "episodes/draft/index.md"), "---\ntitle: Draft\ndate: 2026-01-02\ndraft: true\nguid: 7e3f6a52-5f0f-4c6c-9f2b-0a6d8f1f2a11\nsummary: Not yet.\naudio: draft.mp3\n---\nNot yet.\n")
	writeFile(t, filepath.Join(dir, "episodes/draft/draft.mp3"), string(recording))
	s := start(t, withContent(dir))
	if out, _ := s.command("check"); !strings.Contains(out, "no mistakes") {
		t.Fatal(out)
	}
	writeFile(t, filepath.Join(s.Data, "bucket/private/photo.jpg"), "private")
	writeFile(t, filepath.Join(s.Data, "bucket/public/"+episode+"stray.mp3"), "nobody names it")
	media := regexp.MustCompile(`/media/episodes/your-first-episode/[^"#?]+\.mp3`).FindString(s.get("/podcast.xml").Body)
	if a := s.get(media); a.Status != http.StatusOK || a.Body != string(recording) {
		t.Fatalf("%s: %d", media, a.Status)
	}
	for _, path := range []string{
		"/media/" + episode + "notes.txt", "/media/" + episode + "index.md", "/media/" + episode + "transcript.vtt.bak", "/media/" + episode + "stray.mp3", "/media/episodes/draft/draft.mp3",
		"/media/private/photo.jpg", "/media/private/x/photo.jpg", "/media/public/episodes/x", "/media/show/show.yaml", "/media/people/your-name/your-name.md", "/media/show/x/show.yaml",
	} {
		if a := s.get(path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, episode, "passwd.txt")); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, "the link is a mistake", func() bool { return strings.Contains(s.get("/readyz").Body, "mistake") })
	if a := s.get("/media/" + episode + "passwd.txt"); a.Status != http.StatusNotFound {
		t.Errorf("a link out of the folder: %d", a.Status)
	}
	// A recording that becomes a link is not followed either; the last good version of the page stays.
	name := filepath.Join(dir, episode, "sample.mp3")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", name); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, "the file is not served", func() bool { a := s.get(media); return a.Status >= 400 && !strings.Contains(a.Body, "root:") })
	if a := s.get("/episodes/your-first-episode"); a.Status != http.StatusOK {
		t.Errorf("the page of an episode whose file broke: %d", a.Status)
	}
}
