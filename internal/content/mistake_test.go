package content

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/content/mistake"
)

var update = flag.Bool("update", false, "write the golden files anew")

// made are the parts of cases that cannot lie in a repository: large files, bytes that are no text, links, lack of files.
var made = map[string]func(t *testing.T, dir string){
	mistake.BadUTF8: func(t *testing.T, dir string) {
		writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n\nFine.\nCaf\xe9.\n")
	},
	mistake.NUL: func(t *testing.T, dir string) {
		writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n\nZero \x00 here.\n")
	},
	mistake.AudioName: func(t *testing.T, dir string) {
		data, err := os.ReadFile(filepath.Join("..", "audio", "testdata", "tagged.m4a"))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, dir, "episodes/second/second.mp3", string(data))
	},
	mistake.CoverNotSquare: func(t *testing.T, dir string) { writePNG(t, dir, "cover.png", 1500, 1400) },
	mistake.CoverSize:      func(t *testing.T, dir string) { writePNG(t, dir, "cover.png", 1000, 1000) },
	mistake.CoverType: func(t *testing.T, dir string) {
		var b bytes.Buffer
		if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 1400, 1400), []color.Color{color.Black}), nil); err != nil {
			t.Fatal(err)
		}
		writeFile(t, dir, "cover.png", b.String())
	},
	mistake.EmptiedFolder: func(t *testing.T, dir string) {
		if err := os.RemoveAll(filepath.Join(dir, "episodes")); err != nil {
			t.Fatal(err)
		}
	},
	mistake.FileTooLarge: func(t *testing.T, dir string) {
		writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n"+strings.Repeat("A long line.\n", 90_000))
		writeFile(t, dir, "articles/third.md", "---\ntitle: Third\ndate: 2026-03-02\nsummary: "+strings.Repeat("x", 70_000)+"\n---\n")
	},
	mistake.Link: func(t *testing.T, dir string) {
		if err := errors.Join(
			os.Symlink("/etc/hostname", filepath.Join(dir, "articles/second.md")),
			os.Symlink("../articles", filepath.Join(dir, "episodes/others")),
		); err != nil {
			t.Fatal(err)
		}
	},
	mistake.MissingShow: func(t *testing.T, dir string) {
		if err := os.Remove(filepath.Join(dir, "show.yaml")); err != nil {
			t.Fatal(err)
		}
	},
	mistake.StaleCopy: func(t *testing.T, dir string) {
		writeStamped(t, dir, ".stored", audio.Tag{Source: "another recording"})
	},
	mistake.Table: func(t *testing.T, dir string) {
		writeFile(t, dir, "articles/second.md", "---\ntitle: Second\ndate: 2026-03-02\n---\n\n| a | b |\n|---|---|\n"+strings.Repeat("| 1 | 2 |\n", 12_000))
	},
}

// TestMistakes loads the show of testdata/show with the files of each case over it: its before/ first where there is one.
func TestMistakes(t *testing.T) {
	for _, rule := range mistake.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join("testdata", "mistakes", rule.Name)
			dir := copyShow(t)
			l := testLibrary(t, Options{Dir: dir})
			if _, err := os.Stat(filepath.Join(folder, "before")); err == nil || rule.Name == mistake.EmptiedFolder {
				overlay(t, filepath.Join(folder, "before"), dir)
				mustLoad(t, l)
			}
			overlay(t, filepath.Join(folder, "content"), dir)
			if made[rule.Name] != nil {
				made[rule.Name](t, dir)
			}
			if rule.Name == mistake.StaleCopy {
				l = testLibrary(t, Options{Dir: dir, Media: os.DirFS(filepath.Join(dir, ".stored"))})
			}
			if rule.Name == mistake.Unreadable {
				l = testLibrary(t, Options{FS: failing{os.DirFS(dir), "articles/2026-02-01-pumps.md"}})
			}
			r, _ := l.Load(t.Context())
			compareGolden(t, filepath.Join(folder, "want.txt"), r.Mistakes)
			for _, m := range r.Mistakes {
				if m.File == "" || !strings.HasSuffix(m.Sentence, ".") || m.Fix == "" || strings.Contains(m.String(), dir) {
					t.Errorf("a mistake says where, what and what to do: %+v", m)
				}
			}
			if !slices.ContainsFunc(r.Mistakes, func(m mistake.Mistake) bool { return m.Rule == rule.Name }) {
				t.Errorf("no mistake of rule %s", rule.Name)
			}
		})
	}
}

func compareGolden(t *testing.T, name string, mistakes []mistake.Mistake) {
	t.Helper()
	var b strings.Builder
	for _, m := range mistakes {
		fmt.Fprintf(&b, "[%s] %s\n", m.Rule, m)
	}
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("mistakes differ from %s\n got:\n%s\nwant:\n%s", name, got, want)
	}
}

// failing is a file system in which one file cannot be read.
type failing struct {
	fs.FS
	name string
}

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.FS.Open(name)
}

func testLibrary(t *testing.T, o Options) *Library {
	t.Helper()
	if o.Clock == nil {
		o.Clock = func() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) }
	}
	l := New(o)
	l.guid = func() string { return "11111111-2222-4333-8444-555555555555" }
	return l
}

func mustLoad(t *testing.T, l *Library) *Result {
	t.Helper()
	r, err := l.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func copyShow(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	overlay(t, filepath.Join("testdata", "show"), dir)
	return dir
}

func overlay(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == from {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		writeFile(t, to, rel, string(data))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func writePNG(t *testing.T, dir, name string, width, height int) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewPaletted(image.Rect(0, 0, width, height), []color.Color{color.Black, color.White})); err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, name, b.String())
}
