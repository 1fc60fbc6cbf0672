package content

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/fault"
)

// age sets every file of a folder an hour back, so that nothing counts as just written.
func age(t *testing.T, dir string) {
	t.Helper()
	then := time.Now().Add(-time.Hour)
	if err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(name, then, then))
	}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(150 * time.Millisecond) // the change time of an inode cannot be set
}

func manifestOf(t *testing.T, cache string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(cache, "content.manifest"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestRestartReadsOnlyWhatChanged shows it by the manifest: a file that is read is written into it.
func TestRestartReadsOnlyWhatChanged(t *testing.T) {
	dir, cache := copyShow(t), t.TempDir()
	age(t, dir)
	before := mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache}))
	written := manifestOf(t, cache)
	compareSources(t, before, mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache})))
	if !bytes.Equal(manifestOf(t, cache), written) {
		t.Error("unchanged files were read again")
	}
	replaceIn(t, dir, "pages/about.md", "for tests", "of tests!") // the same size
	age(t, dir)
	r := mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache}))
	if r.Source.Pages[0].Hash == before.Source.Pages[0].Hash {
		t.Error("a change that kept size and date was not seen")
	}
	if more := len(manifestOf(t, cache)) - len(written); more <= 0 {
		t.Errorf("a change added %d bytes", more)
	}
}

// TestDamagedMemoryIsMadeAnew damages manifest and pack in every way a crash or a disk can.
func TestDamagedMemoryIsMadeAnew(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, cache string){
		"manifest gone":     func(t *testing.T, cache string) { removeFile(t, cache, "content.manifest") },
		"manifest empty":    func(t *testing.T, cache string) { writeFile(t, cache, "content.manifest", "") },
		"manifest cut":      func(t *testing.T, cache string) { cut(t, cache, len(manifestOf(t, cache))/2) },
		"manifest cut late": func(t *testing.T, cache string) { cut(t, cache, len(manifestOf(t, cache))-3) },
		"manifest flipped": func(t *testing.T, cache string) {
			data := manifestOf(t, cache)
			data[len(data)/2] ^= 0x40
			writeFile(t, cache, "content.manifest", string(data))
		},
		"manifest of noise": func(t *testing.T, cache string) {
			writeFile(t, cache, "content.manifest", manifestHeader+rand.Text()+rand.Text())
		},
		"pack gone": func(t *testing.T, cache string) {
			for _, name := range packs(t, cache) {
				removeFile(t, cache, name)
			}
		},
		"pack flipped": func(t *testing.T, cache string) {
			for _, name := range packs(t, cache) {
				data, err := os.ReadFile(filepath.Join(cache, name))
				if err != nil {
					t.Fatal(err)
				}
				for i := range data {
					data[i] ^= 1
				}
				writeFile(t, cache, name, string(data))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, cache := copyShow(t), t.TempDir()
			age(t, dir)
			before := mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache}))
			damage(t, cache)
			after := mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache}))
			compareSources(t, before, after)
			if n := len(packs(t, cache)); n != 1 {
				t.Errorf("%d packs are left", n)
			}
			l := testLibrary(t, Options{Dir: dir, Cache: cache})
			mustLoad(t, l)
			if !strings.HasPrefix(string(manifestOf(t, cache)), manifestHeader) {
				t.Error("the manifest was not made anew")
			}
		})
	}
}

func cut(t *testing.T, cache string, size int) {
	t.Helper()
	writeFile(t, cache, "content.manifest", string(manifestOf(t, cache)[:size]))
}

func packs(t *testing.T, cache string) []string {
	t.Helper()
	entries, err := os.ReadDir(cache)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".pack") {
			out = append(out, e.Name())
		}
	}
	return out
}

// TestMemoryOfAnotherFolderIsNotTaken keeps a show from showing another one's last good files.
func TestMemoryOfAnotherFolderIsNotTaken(t *testing.T) {
	one, two, cache := copyShow(t), copyShow(t), t.TempDir()
	mustLoad(t, testLibrary(t, Options{Dir: one, Cache: cache}))
	removeFile(t, two, "show.yaml")
	if _, err := testLibrary(t, Options{Dir: two, Cache: cache}).Load(t.Context()); !fault.Is(err, fault.Invalid) {
		t.Errorf("the other folder's show is served: %v", err)
	}
}

func TestManyChangesKeepTheMemoryShort(t *testing.T) {
	dir, cache := copyShow(t), t.TempDir()
	l := testLibrary(t, Options{Dir: dir, Cache: cache})
	mustLoad(t, l)
	for range maxBatches + 10 {
		writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n\n"+rand.Text()+strings.Repeat(" text", 20_000)+"\n")
		mustLoad(t, l)
	}
	if l.memory.file.batches > maxBatches {
		t.Errorf("%d batches", l.memory.file.batches)
	}
	last := mustLoad(t, testLibrary(t, Options{Dir: dir, Cache: cache}))
	if len(last.Source.Articles) != 2 || len(last.Mistakes) > 0 {
		t.Errorf("%v", last.Mistakes)
	}
	info, err := os.Stat(filepath.Join(cache, packs(t, cache)[0]))
	if err != nil || info.Size() > 8<<20 {
		t.Errorf("the pack has %d bytes, %v", info.Size(), err)
	}
}

func TestUnusableCacheIsDoneWithout(t *testing.T) {
	dir := copyShow(t)
	file := filepath.Join(t.TempDir(), "file")
	writeFile(t, filepath.Dir(file), "file", "no folder")
	l := testLibrary(t, Options{Dir: dir, Cache: file})
	before := mustLoad(t, l)
	replaceIn(t, dir, "pages/about.md", "title", "titel")
	compareSources(t, before, mustLoad(t, l))
}

func TestOpenServesContentAndRefusesLinks(t *testing.T) {
	dir := copyShow(t)
	if err := os.Symlink("first.mp3", filepath.Join(dir, "episodes/2026-01-05-first/link.mp3")); err != nil {
		t.Fatal(err)
	}
	l := testLibrary(t, Options{Dir: dir})
	f, err := l.Open("episodes/2026-01-05-first/first.mp3")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, ok := f.(*os.File); !ok {
		t.Errorf("%T cannot be sent by the kernel", f)
	}
	for _, name := range []string{"episodes/2026-01-05-first/link.mp3", "../content/show.yaml", "/etc/passwd", "episodes", "none", "", "episodes/../../x", "a\x00b"} {
		if f, err := l.Open(name); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v, %v", name, f, err)
		}
	}
	g, err := testLibrary(t, Options{FS: os.DirFS(dir)}).Open("show.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(g); err != nil || len(data) == 0 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestUploadedAudio(t *testing.T) {
	dir, media := copyShow(t), t.TempDir()
	mp3, err := os.ReadFile(filepath.Join(dir, "episodes/2026-01-05-first/first.mp3"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, media, "episodes/old-second/up.mp3", string(mp3))
	writeFile(t, dir, "episodes/second.md", "---\ntitle: Second\ndate: 2026-03-02\nguid: b2\naudio: /media/episodes/old-second/up.mp3\naliases: [/episodes/old-second]\n---\n")
	l := testLibrary(t, Options{Dir: dir, Media: os.DirFS(media), Cache: t.TempDir()})
	r := mustLoad(t, l)
	if len(r.Mistakes) > 0 {
		t.Fatal(r.Mistakes)
	}
	a := r.Source.Episodes[1].Audio
	if a.Path != "/media/episodes/old-second/up.mp3" || a.Bytes != int64(len(mp3)) || a.File.Name != "up.mp3" {
		t.Errorf("%+v", a)
	}
	if f, err := l.Open(a.File.Source); err != nil {
		t.Error(err)
	} else if err := f.Close(); err != nil {
		t.Error(err)
	}
	writeFile(t, dir, "episodes/third.md", "---\ntitle: Third\ndate: 2026-03-02\nguid: b3\naudio: /media/episodes/second/up.mp3\n---\n")
	if r := mustLoad(t, l); len(r.Mistakes) != 1 || r.Mistakes[0].Rule != mistake.AudioNotFound {
		t.Errorf("%v", r.Mistakes)
	}
}

func TestShelfIsBounded(t *testing.T) {
	s := newShelf(100)
	values := make([]*int, 20)
	for i := range values {
		values[i] = new(int)
		s.use(values[i], 30)
		s.use(values[0], 30)
	}
	if s.used > 100 || s.at[values[0]] == nil || s.at[values[1]] != nil || s.at[values[19]] == nil {
		t.Errorf("used %d of 100, %d values", s.used, s.order.Len())
	}
}

// TestATextThatWaitsForTheDiskIsRead keeps a text where nothing can be written: it is there until there is room for it.
func TestATextThatWaitsForTheDiskIsRead(t *testing.T) {
	k, err := openPack("/dev/full", map[string]place{})
	if err != nil {
		t.Skip("SKIP-TOOL /dev/full: ", err)
	}
	defer k.pack.Close()
	texts := []string{"the first text", "another one", strings.Repeat("a long one ", keepAtOnce/8)}
	for i, text := range texts {
		if err := k.put(folder.HashBytes([]byte(text)), []byte(text)); (err != nil) != (i == 2) {
			t.Errorf("text %d: %v", i, err)
		}
	}
	for i, text := range texts {
		if got, err := k.get(folder.HashBytes([]byte(text))); err != nil || string(got) != text {
			t.Errorf("text %d: %.20q, %v", i, got, err)
		}
	}
}
