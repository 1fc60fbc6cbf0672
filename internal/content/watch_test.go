package content

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/show"
)

// follower watches a folder and keeps the newest result.
type follower struct {
	t       *testing.T
	mu      sync.Mutex
	newest  *Result
	history []*Result
}

func follow(t *testing.T, l *Library) *follower {
	t.Helper()
	f := &follower{t: t, newest: mustLoad(t, l)}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		done <- l.Watch(ctx, func(r *Result) {
			r.Stamp(func(string) time.Time { return time.Unix(1, 0) })
			f.mu.Lock()
			defer f.mu.Unlock()
			f.newest = r
			f.history = append(f.history, r)
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return f
}

func (f *follower) get() *Result {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.newest
}

// within waits until what is shown is as it should be. We promise two seconds; a busy machine gets six, which is still
// before a rescan could hide that an event was missed.
func (f *follower) within(what string, ok func(*Result) bool) {
	f.t.Helper()
	const limit = 6 * time.Second
	for start := time.Now(); !ok(f.get()); time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > limit {
			f.t.Fatalf("%s: not within %s; mistakes: %v", what, limit, f.get().Mistakes)
		}
	}
}

func hasArticle(slug string) func(*Result) bool {
	return func(r *Result) bool {
		for _, a := range r.Source.Articles {
			if a.Slug == slug {
				return true
			}
		}
		return false
	}
}

func TestWatchFollowsEdits(t *testing.T) {
	t.Parallel()
	dir := copyShow(t)
	f := follow(t, testLibrary(t, Options{Dir: dir, Cache: t.TempDir()}))
	writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n\nText.\n")
	f.within("a new file", hasArticle("second"))
	writeFile(t, dir, "articles/third/index.md", "---\ntitle: Third\ndate: 2026-03-02\n---\n\n![p](p.png)\n")
	writePNG(t, dir, "articles/third/p.png", 10, 10)
	f.within("a new folder", hasArticle("third"))
	replaceIn(t, dir, "articles/third/index.md", "title: Third", "title: Changed")
	f.within("a change in a new folder", func(r *Result) bool {
		return r.Source.Articles[2].Title == "Changed" && !r.Source.Articles[2].Changed.IsZero()
	})
	old := replaceIn(t, dir, "articles/second.md", "title: Second", "title: Second: broken")
	f.within("a mistake", func(r *Result) bool { return len(r.Mistakes) == 1 })
	if !hasArticle("second")(f.get()) {
		t.Error("a broken file took its last good version with it")
	}
	writeFile(t, dir, "articles/second.md", strings.Replace(old, "Second", "Mended", 1))
	f.within("mending", func(r *Result) bool { return len(r.Mistakes) == 0 && r.Source.Articles[1].Title == "Mended" })
	removeFile(t, dir, "articles/second.md")
	f.within("a removal", func(r *Result) bool { return !hasArticle("second")(r) })
	if err := os.RemoveAll(filepath.Join(dir, "articles/third")); err != nil {
		t.Fatal(err)
	}
	f.within("the removal of a folder", func(r *Result) bool { return !hasArticle("third")(r) && len(r.Mistakes) == 0 })
}

// TestWatchWaitsForHalfWrittenFiles copies audio slowly after the episode that names it. Time passes with the pieces, so that a machine
// that stands still between two of them makes no quiet file.
func TestWatchWaitsForHalfWrittenFiles(t *testing.T) {
	t.Parallel()
	dir := copyShow(t)
	library := testLibrary(t, Options{Dir: dir})
	begun, passed := time.Now(), atomic.Int64{}
	library.timer = func() time.Time { return begun.Add(time.Duration(passed.Load())) }
	f := follow(t, library)
	writeFile(t, dir, "articles/early.md", "---\ntitle: Early\ndate: 2026-03-02\n---\n\nText.\n")
	f.within("the folder is followed", func(r *Result) bool { passed.Add(int64(quietText)); return hasArticle("early")(r) })
	one, err := os.ReadFile(filepath.Join(dir, "episodes/2026-01-05-first/first.mp3"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "episodes/second"), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(dir, "episodes/second/second.mp3"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "episodes/second/index.md", "---\ntitle: Second\ndate: 2026-03-02\nguid: b2\naudio: second.mp3\n---\n")
	const pieces, pause = 40, 20 * time.Millisecond
	for n := range pieces {
		if _, err := file.Write(one); err != nil {
			t.Fatal(err)
		}
		time.Sleep(pause) // a slow copy, not a wait
		passed.Add(int64(pause))
		if n == 0 { // it falters while little of it is there, and is looked at before and after
			time.Sleep(2 * lookAfter)
			passed.Add(int64(quietMedia / 2))
			time.Sleep(2 * lookAfter)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	passed.Add(int64(2 * quietMedia))
	f.within("the whole file", func(r *Result) bool { passed.Add(int64(quietText)); return len(r.Source.Episodes) == 2 })
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.history {
		if len(r.Mistakes) > 0 {
			t.Errorf("a half written file was judged: %v", r.Mistakes)
		}
		if len(r.Source.Episodes) == 2 && r.Source.Episodes[1].Audio.Bytes != int64(pieces*len(one)) {
			t.Errorf("a half written file was shown: %d bytes", r.Source.Episodes[1].Audio.Bytes)
		}
	}
}

// TestWatchSeesEditorsSaves saves as editors do: a new file renamed over the old one, or the old one moved away first.
func TestWatchSeesEditorsSaves(t *testing.T) {
	t.Parallel()
	dir := copyShow(t)
	f := follow(t, testLibrary(t, Options{Dir: dir}))
	about := filepath.Join(dir, "pages/about.md")
	for i := range 3 {
		title := fmt.Sprintf("About %d", i)
		writeFile(t, dir, "pages/about.md.tmp", "---\ntitle: "+title+"\n---\n")
		err := os.Rename(about, about+"~")
		if err = errors.Join(err, os.Rename(about+".tmp", about)); err != nil {
			t.Fatal(err)
		}
		f.within(title, func(r *Result) bool { return r.Source.Pages[0].Title == title })
	}
	for _, r := range f.history {
		if len(r.Mistakes) > 0 {
			t.Errorf("a save was taken for a mistake: %v", r.Mistakes)
		}
	}
}

// TestWatchNeverEmptiesTheSite removes everything while the library looks, then brings it back.
func TestWatchNeverEmptiesTheSite(t *testing.T) {
	t.Parallel()
	dir := copyShow(t)
	for i := range 30 {
		writeFile(t, dir, fmt.Sprintf("articles/more-%d.md", i), "---\ntitle: More\ndate: 2026-03-02\n---\n")
	}
	f := follow(t, testLibrary(t, Options{Dir: dir}))
	before := f.get()
	for i := range 30 {
		removeFile(t, dir, fmt.Sprintf("articles/more-%d.md", i))
		time.Sleep(10 * time.Millisecond) // a slow removal, not a wait
	}
	removeFile(t, dir, "articles/2026-02-01-pumps.md")
	f.within("one mistake", func(r *Result) bool { return len(r.Mistakes) == 1 && r.Mistakes[0].Rule == mistake.EmptiedFolder })
	if n := len(f.get().Source.Articles); n != 31 {
		t.Errorf("%d articles are left", n)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	f.within("the loss of the folder", func(r *Result) bool { return len(r.Mistakes) == 1 && r.Mistakes[0].Rule == mistake.MissingShow })
	if n := len(f.get().Source.Articles); n != len(before.Source.Articles) {
		t.Errorf("%d articles are left", n)
	}
	overlay(t, filepath.Join("testdata", "show"), dir)
	f.within("the return", func(r *Result) bool { return len(r.Mistakes) == 0 && len(r.Source.Articles) == 1 })
	writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n")
	f.within("a new file in the new folder", hasArticle("second"))
}

// TestWatchSeesAFolderReplaced switches a link from one release to the next, as deployments do.
func TestWatchSeesAFolderReplaced(t *testing.T) {
	t.Parallel()
	one, two := copyShow(t), copyShow(t)
	replaceIn(t, two, "pages/about.md", "title: About", "title: New")
	parent := t.TempDir()
	dir := filepath.Join(parent, "content")
	if err := os.Symlink(one, dir); err != nil {
		t.Fatal(err)
	}
	f := follow(t, testLibrary(t, Options{Dir: dir}))
	next := filepath.Join(parent, "next")
	if err := errors.Join(os.Symlink(two, next), os.Rename(next, dir)); err != nil {
		t.Fatal(err)
	}
	f.within("the other folder", func(r *Result) bool { return r.Source.Pages[0].Title == "New" })
	replaceIn(t, two, "pages/about.md", "title: New", "title: Newer")
	f.within("a change in it", func(r *Result) bool { return r.Source.Pages[0].Title == "Newer" })
}

// TestAFolderIsWatchedBeforeItIsRead replaces the folder between the two: it has to be told.
func TestAFolderIsWatchedBeforeItIsRead(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.Rename(copyShow(t), dir); err != nil {
		t.Fatal(err)
	}
	w := &watcher{l: testLibrary(t, Options{Dir: dir}), dirty: map[string]bool{}, known: map[string]bool{}, all: true}
	defer w.stop()
	f, err := w.open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := errors.Join(os.Rename(dir, dir+"-old"), os.Mkdir(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.seen(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	events, _ := w.told()
	for deadline := time.After(10 * time.Second); !w.all; {
		select {
		case e := <-events:
			w.note(e)
		case <-deadline:
			t.Fatal("nothing told of the other folder")
		}
	}
}

// TestAFolderTakesWhatIsInItAlong replaces the folder of an article by a link while another file vanishes: removals wait then,
// but the folder is gone already.
func TestAFolderTakesWhatIsInItAlong(t *testing.T) {
	t.Parallel()
	dir := copyShow(t)
	writeFile(t, dir, "articles/second/index.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n")
	l := testLibrary(t, Options{Dir: dir})
	mustLoad(t, l)
	now := time.Now()
	l.accept(map[string]folder.Entry{"articles/second": {Kind: folder.Odd}, "articles/second/index.md": {}}, true, now)
	changed := l.accept(map[string]folder.Entry{"pages/about.md": {}}, true, now.Add(quietText))
	if !changed["articles/second"] || !changed["articles/second/index.md"] || l.tree.At("articles/second/index.md").Kind != folder.Absent {
		t.Errorf("changed: %v", changed)
	}
}

func TestWatchOfAReadOnlyShowWaits(t *testing.T) {
	t.Parallel()
	l := testLibrary(t, Options{FS: os.DirFS(copyShow(t))})
	r := mustLoad(t, l)
	if len(r.Mistakes) > 0 || len(r.Source.Episodes) != 1 {
		t.Errorf("%v", r.Mistakes)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Watch(ctx, func(*Result) { t.Error("a read-only show changed") }); err != nil {
		t.Error(err)
	}
}

func TestStampGivesItemsTheTimesOfTheirFiles(t *testing.T) {
	dir := copyShow(t)
	l := testLibrary(t, Options{Dir: dir})
	first := mustLoad(t, l)
	second := mustLoad(t, l)
	unstamped := first.Source.Episodes[0]
	at := map[string]time.Time{"episodes/2026-01-05-first/first.mp3": time.Unix(300, 0), "people/ada.md": time.Unix(200, 0), "show.yaml": time.Unix(100, 0)}
	stamp := func(path string) time.Time { return at[path] }
	second.Stamp(stamp)
	e := second.Source.Episodes[0]
	if !e.Changed.Equal(time.Unix(300, 0)) || !e.People[0].Person.Changed.Equal(time.Unix(200, 0)) || e.Voices["A"].Person != e.People[0].Person {
		t.Errorf("episode: %s, person: %s", e.Changed, e.People[0].Person.Changed)
	}
	if a := second.Source.Articles[0]; !a.Changed.Equal(time.Unix(200, 0)) || a.Authors[0] != e.People[0].Person {
		t.Errorf("article: %s", a.Changed)
	}
	if s := second.Source.Show; !s.Changed.Equal(time.Unix(200, 0)) || s.Hosts[0] != e.People[0].Person {
		t.Errorf("show: %s", s.Changed)
	}
	if !unstamped.Changed.IsZero() || first.Source.Episodes[0] != unstamped {
		t.Error("an item of another result was changed")
	}
	third := mustLoad(t, l)
	third.Stamp(stamp)
	if third.Source.Episodes[0] != e || third.Source.People[0] != second.Source.People[0] {
		t.Error("what did not change was copied again")
	}
	var _ show.Item = e
}

// TestWatchTellsOnlyOfChanges begins to watch a folder with a mistake that Load told already.
func TestWatchTellsOnlyOfChanges(t *testing.T) {
	t.Parallel()
	dir := copyShow(t)
	writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: never\n---\n")
	f := follow(t, testLibrary(t, Options{Dir: dir, Media: os.DirFS(t.TempDir())}))
	writeFile(t, dir, "articles/third.md", "---\ntitle: Third\ndate: 2026-03-02\n---\n")
	f.within("a new file", hasArticle("third"))
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.history) != 1 {
		t.Errorf("%d results for one change", len(f.history))
	}
}
