package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
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

// folderVanishes takes the whole folder away and puts it back: meanwhile the site shows what it last held, and the mistake is told.
func folderVanishes(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	writeFile(t, dir+"/articles/lines.md", article("Lines", "The first version."))
	s := start(t, withContent(dir))
	feed := s.get("/podcast.xml").Body
	for round := range 2 {
		if err := os.Rename(dir, dir+"-away"); err != nil {
			t.Fatal(err)
		}
		eventually(t, recovery, "the missing folder is told", func() bool { return strings.Contains(s.get("/readyz").Body, "1 mistake") })
		s.mustRead("the folder is away")
		if a := s.get("/articles/lines"); a.Status != http.StatusOK || s.get("/podcast.xml").Body != feed {
			t.Errorf("a folder that vanished changed the site: %d", a.Status)
		}
		if round == 1 {
			s.kill()
			s.restart()
			s.mustRead("started without a folder")
		}
		if err := os.Rename(dir+"-away", dir); err != nil {
			t.Fatal(err)
		}
		eventually(t, recovery, "the folder is back", func() bool { return strings.Contains(s.get("/readyz").Body, `"content":"ok"`) })
		s.follows(dir, round)
	}
}

// folderReplaced puts another folder in the place of the first, as deployments do, and back.
func folderReplaced(t *testing.T) {
	t.Parallel()
	dir, other := newShow(t), newShow(t)
	writeFile(t, dir+"/articles/one.md", article("One", "In the first folder."))
	writeFile(t, other+"/articles/two.md", article("Two", "In the second folder."))
	s := start(t, withContent(dir))
	shown := func(one, two int) func() bool {
		return func() bool { return s.get("/articles/one").Status == one && s.get("/articles/two").Status == two }
	}
	for round := range 2 {
		swap(t, dir, other)
		eventually(t, recovery, "the other folder is shown", shown(http.StatusNotFound, http.StatusOK))
		s.mustRead("replaced")
		swap(t, dir, other)
		eventually(t, recovery, "the first folder is shown again", shown(http.StatusOK, http.StatusNotFound))
		s.follows(dir, round)
	}
}

// swap exchanges two folders.
func swap(t *testing.T, a, b string) {
	t.Helper()
	for _, move := range [][2]string{{a, a + "-away"}, {b, a}, {a + "-away", b}} {
		if err := os.Rename(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
}

// follows writes an article and waits until it is shown.
func (s *server) follows(dir string, n int) {
	s.t.Helper()
	t := s.t.(*testing.T)
	writeFile(t, fmt.Sprintf("%s/articles/again-%d.md", dir, n), article("Again", "Written afterwards."))
	eventually(t, recovery, "changes are followed", func() bool { return s.get(fmt.Sprintf("/articles/again-%d", n)).Status == http.StatusOK })
}

func article(title, text string) string {
	return "---\ntitle: " + title + "\ndate: 2026-01-02\nsummary: About it.\n---\n" + text + "\n"
}

// How long a file must be the same until it counts, by the operator's table: a moment, or a second for a recording.
const (
	textCounts      = 120 * time.Millisecond
	recordingCounts = time.Second
)

// halfWritten writes texts and a recording bit by bit: nothing is shown by half. On a machine that lets a file lie for so long that
// it counts, the show has to take it for whole: such a round proves nothing, and another one follows.
func halfWritten(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	writeFile(t, dir+"/articles/lines.md", article("Lines", "This is end 0."))
	s := start(t, withContent(dir))
	recording := readWhole(t, dir+"/episodes/your-first-episode/sample.mp3")
	for round := 1; ; round++ {
		half, steady := s.shownWhileWriting(round, recording)
		if steady && half != "" {
			t.Fatal(half)
		}
		eventually(t, recovery, "all of it is shown", func() bool {
			return strings.Contains(s.get("/articles/lines").Body, fmt.Sprintf("This is end %d.", round)) && strings.Contains(s.get("/podcast.xml").Body, enclosure(round, recording))
		})
		eventually(t, recovery, "nothing is wrong any more", func() bool { return strings.Contains(s.get("/readyz").Body, `"content":"ok"`) })
		if steady {
			return
		}
		if round == 10 {
			t.Fatal("this machine never wrote a file without a pause")
		}
	}
}

// shownWhileWriting writes a longer article and a new episode slowly and returns what was shown by half meanwhile, "" for nothing, and
// whether no file lay still for as long as one that counts.
func (s *server) shownWhileWriting(round int, recording string) (half string, steady bool) {
	s.t.Helper()
	text := article("Lines", fmt.Sprintf("Version %d.\n\n%s\n\nThis is end %d.", round, strings.Repeat("It is long. ", 2000), round))
	episode := fmt.Sprintf("---\ntitle: New\ndate: 2026-01-03\nguid: new-%d\nsummary: A new one.\naudio: new-%d.mp3\n---\nNotes.\n", round, round)
	folder := fmt.Sprintf("%s/episodes/new-%d/", s.Content, round)
	var group sync.WaitGroup
	var lay [3]time.Duration
	group.Go(func() { lay[0] = writeSlowly(s.t, s.Content+"/articles/lines.md", text, 6*textCounts) })
	group.Go(func() { lay[1] = writeSlowly(s.t, folder+"index.md", episode, 6*textCounts) })
	group.Go(func() {
		lay[2] = writeSlowly(s.t, fmt.Sprintf("%snew-%d.mp3", folder, round), recording, 2*recordingCounts)
	})
	written := make(chan struct{})
	go func() { group.Wait(); close(written) }()
	whole := regexp.MustCompile(fmt.Sprintf(`This is end (%d|%d)\.`, round-1, round))
	for {
		if a := s.get("/articles/lines"); a.Status != http.StatusOK || !whole.MatchString(a.Body) {
			half = fmt.Sprintf("an article by half: %d", a.Status)
		}
		if feed := s.get("/podcast.xml").Body; strings.Contains(feed, fmt.Sprintf("new-%d.mp3", round)) && !strings.Contains(feed, enclosure(round, recording)) {
			half = "a recording by half is in the feed"
		}
		select {
		case <-written:
			return half, max(lay[0], lay[1]) < textCounts && lay[2] < recordingCounts
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// enclosure is how the feed tells of the whole recording of a round.
func enclosure(round int, recording string) string {
	return fmt.Sprintf(`new-%d.mp3" length="%d"`, round, len(recording))
}

// writeSlowly writes a file in pieces for a while, as a slow copy does, and returns how long it was the same at most.
func writeSlowly(t testing.TB, name, data string, while time.Duration) (lay time.Duration) {
	const pause = 10 * time.Millisecond
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Error(err)
		return 0
	}
	began := time.Now()
	f, err := os.Create(name)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer f.Close()
	piece := len(data)/int(while/pause) + 1
	for from := 0; from < len(data); from += piece {
		before := began
		began = time.Now()
		if _, err := f.WriteString(data[from:min(from+piece, len(data))]); err != nil {
			t.Error(err)
		}
		lay = max(lay, time.Since(before))
		time.Sleep(pause)
	}
	return lay
}

// tenThousandFiles copies ten thousand articles into the folder at once and takes them away again: readers are served meanwhile.
func tenThousandFiles(t *testing.T) {
	t.Parallel()
	const files = 10_000
	dir := newShow(t)
	s := start(t, withContent(dir))
	for n := range files {
		writeFile(t, fmt.Sprintf("%s/articles/article-%d.md", dir, n), article(fmt.Sprintf("Article %d", n), "One of many."))
	}
	copied := time.Now()
	shown := func(status int) func() bool {
		return func() bool {
			s.mustRead("ten thousand files")
			return s.get("/articles/article-0").Status == status && s.get(fmt.Sprintf("/articles/article-%d", files-1)).Status == status
		}
	}
	eventually(t, time.Minute, "all of them are shown", shown(http.StatusOK))
	t.Logf("shown %v after the last was copied", time.Since(copied).Round(100*time.Millisecond))
	s.follows(dir, 1)
	for n := range files {
		if err := os.Remove(fmt.Sprintf("%s/articles/article-%d.md", dir, n)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, time.Minute, "all of them are gone", shown(http.StatusNotFound))
	s.follows(dir, 2)
}

// linksInCircles puts links into the folder that lead to themselves, to each other, up and out: none is followed, each is told.
func linksInCircles(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	secret := filepath.Join(t.TempDir(), "secret.md")
	writeFile(t, secret, article("Secret", "Not for readers."))
	for name, to := range map[string]string{
		"articles/self.md": "self.md", "articles/a.md": "b.md", "articles/b.md": "a.md", "articles/out.md": secret, "articles/loop": "..",
		"episodes/loop": "../episodes", "episodes/your-first-episode/up": "../..", "pages/page.md": "../show.yaml",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, name); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, recovery, "the links are told", func() bool { return strings.Contains(s.get("/readyz").Body, "mistakes") })
	out := s.says(1, "articles/self.md", "check")
	for _, name := range []string{"articles/a.md", "articles/b.md", "articles/out.md", "pages/page.md"} {
		if !strings.Contains(out, name) {
			t.Errorf("check does not tell of %s:\n%s", name, out)
		}
	}
	for _, path := range []string{"/articles/self", "/articles/a", "/articles/out", "/page", "/articles/loop"} {
		if a := s.get(path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	s.mustRead("links in circles")
	s.follows(dir, 1)
	s.kill()
	s.restart()
	s.mustRead("started with links in circles")
	s.follows(dir, 2)
}

// notAllowed takes the right to read a file, a folder and the whole show away from the program, and gives it back: what was shown
// stays, the rest of the folder is followed.
func notAllowed(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("SKIP-TOOL root: the program cannot be run as somebody else")
	}
	home, err := os.MkdirTemp("", "insider-e2e-rights-") // unlike t.TempDir it can be opened to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	dir := filepath.Join(home, "show")
	if err := os.CopyFS(dir, os.DirFS(newShow(t))); err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir+"/articles/lines.md", article("Lines", "The first version."))
	writeFile(t, dir+"/articles/folder/index.md", article("Folder", "In a folder."))
	shell(t, home, "mkdir data && chmod 755 . && chown -R 65534:65534 data && chmod -R a+rX show")
	s := start(t, withContent(dir), withData(filepath.Join(home, "data")), asNobody)
	for _, path := range []string{"articles/lines.md", "articles/folder", "articles", "."} {
		name := filepath.Join(dir, path)
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if path == "articles/lines.md" {
			save(t, name, article("Lines", "The second version."))
		}
		if err := os.Chmod(name, 0); err != nil {
			t.Fatal(err)
		}
		eventually(t, 15*time.Second, path+" is told", func() bool { return strings.Contains(s.get("/readyz").Body, "mistake") })
		s.mustRead(path + " cannot be read")
		for _, page := range []string{"/articles/lines", "/articles/folder"} {
			if a := s.get(page); a.Status != http.StatusOK {
				t.Errorf("%s cannot be read: %s answers %d", path, page, a.Status)
			}
		}
		if path == "articles/lines.md" || path == "articles/folder" {
			s.follows(dir, len(path))
		}
		if err := os.Chmod(name, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
		eventually(t, recovery, path+" can be read again", func() bool { return strings.Contains(s.get("/readyz").Body, `"content":"ok"`) })
	}
	if a := s.get("/articles/lines"); !strings.Contains(a.Body, "The second version.") {
		t.Error("what was written while it could not be read is not shown")
	}
	s.follows(dir, 0)
}

// asNobody runs the program as a user who owns nothing.
func asNobody(s *server) { s.user = &syscall.Credential{Uid: 65534, Gid: 65534} }
