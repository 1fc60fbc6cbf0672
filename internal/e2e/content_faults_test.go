package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// emptiedShow empties show.yaml and then the whole folder below a running server.
func emptiedShow(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	page, feed := s.get("/"), s.get("/podcast.xml")
	same := func(when string) {
		t.Helper()
		a, f := s.get("/"), s.get("/podcast.xml")
		if a.Status != http.StatusOK || a.Header.Get("ETag") != page.Header.Get("ETag") || f.Body != feed.Body {
			t.Errorf("%s: %d, page %s was %s", when, a.Status, a.Header.Get("ETag"), page.Header.Get("ETag"))
		}
	}
	mistaken := func() bool { return strings.Contains(s.get("/readyz").Body, "mistake") }
	good, err := os.ReadFile(dir + "/show.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "\x00\xff", "title: [", "- a\n- b\n", "title: Another\nguid: not-a-guid\n", "---\n---\n"} {
		writeFile(t, dir+"/show.yaml", bad)
		eventually(t, 15*time.Second, fmt.Sprintf("the mistake of %q is told", bad), mistaken)
		same(fmt.Sprintf("show.yaml is %q", bad))
		writeFile(t, dir+"/show.yaml", string(good))
		eventually(t, 15*time.Second, "the mended show.yaml is taken", func() bool { return !mistaken() })
	}
	writeFile(t, dir+"/show.yaml", "")
	eventually(t, 15*time.Second, "the mistake is told", mistaken)
	s.kill()
	s.restart()
	if a := s.get("/"); a.Status != http.StatusOK || !strings.Contains(s.get("/podcast.xml").Body, "<enclosure") {
		t.Errorf("after a restart with an empty show.yaml: %d", a.Status)
	}
	page, feed = s.get("/"), s.get("/podcast.xml") // on another port
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, 15*time.Second, "the empty folder is told", mistaken)
	for range 5 { // scans come one after the other
		time.Sleep(100 * time.Millisecond)
		same("the folder is empty")
	}
	s.kill()
	s.restart()
	if a := s.get("/"); a.Status != http.StatusOK || !strings.Contains(s.get("/podcast.xml").Body, "<enclosure") {
		t.Errorf("after a restart with an empty folder: %d", a.Status)
	}
}
