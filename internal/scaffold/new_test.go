package scaffold

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"insider/internal/fault"
)

// freshFolder returns the folder of a show just begun.
func freshFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "show")
	if _, err := Init(dir, nil, now); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestNewWritesOneFile(t *testing.T) {
	dir := freshFolder(t)
	for _, tc := range []struct {
		kind, title, file string
		lines             []string
	}{
		{"episode", `He said "no": a talk`, "episodes/he-said-no-a-talk/index.md",
			[]string{`title: "He said \"no\": a talk"`, "date: 2026-03-04T09:30:00Z", "draft: true"}},
		{"article", "Čo  robí\n tím?", "articles/co-robi-tim.md", []string{`title: "Čo robí tím?"`, "draft: true"}},
		{"page", "Straße & Ørsted", "pages/strasse-orsted.md", []string{`title: "Straße & Ørsted"`}},
		{"person", "青葉", "people/person.md", []string{`name: "青葉"`}},
	} {
		written, err := New(dir, Item{Kind: tc.kind, Title: tc.title}, now)
		if err != nil {
			t.Errorf("%s: %v", tc.title, err)
			continue
		}
		if want := []string{filepath.Join(dir, tc.file)}; !slices.Equal(written, want) {
			t.Errorf("%s: wrote %q, want %q", tc.title, written, want)
			continue
		}
		text := read(t, dir, tc.file)
		for _, line := range tc.lines {
			if !strings.Contains(text, "\n"+line+"\n") {
				t.Errorf("%s: no line %q in\n%s", tc.title, line, text)
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	dir := freshFolder(t)
	if err := os.WriteFile(filepath.Join(dir, "pages/2020-01-02-dated.md"), []byte("---\ntitle: Dated\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, dir string
		item      Item
		kind      fault.Kind
		says      string
	}{
		{"the show in the binary", "", Item{Kind: "page", Title: "x"}, fault.Invalid, "insider init"},
		{"no show", t.TempDir(), Item{Kind: "page", Title: "x"}, fault.Invalid, "insider init"},
		{"unknown kind", dir, Item{Kind: "song", Title: "x"}, fault.Invalid, "song"},
		{"no title", dir, Item{Kind: "page", Title: "  "}, fault.Invalid, "title"},
		{"long title", dir, Item{Kind: "page", Title: strings.Repeat("x", 256)}, fault.Invalid, "shorter"},
		{"not text", dir, Item{Kind: "page", Title: "a\xff"}, fault.Invalid, "text"},
		{"taken", dir, Item{Kind: "page", Title: "About"}, fault.Conflict, "about.md"},
		{"taken by a dated file", dir, Item{Kind: "page", Title: "dated"}, fault.Conflict, "2020-01-02-dated.md"},
		{"taken by a folder", dir, Item{Kind: "episode", Title: "Your first episode"}, fault.Conflict, "your-first-episode"},
		{"the site's own address", dir, Item{Kind: "page", Title: "Episodes"}, fault.Conflict, "/episodes"},
		{"audio of a page", dir, Item{Kind: "page", Title: "x", Audio: "a.mp3"}, fault.Invalid, "episode"},
		{"no audio there", dir, Item{Kind: "episode", Title: "x", Audio: filepath.Join(dir, "none.mp3")}, fault.Invalid, "none.mp3"},
		{"audio is a folder", dir, Item{Kind: "episode", Title: "x", Audio: dir}, fault.Invalid, "not a file"},
		{"audio is text", dir, Item{Kind: "episode", Title: "x", Audio: filepath.Join(dir, "show.yaml")}, fault.Invalid, "show.yaml"},
	} {
		before := list(t, dir)
		_, err := New(tc.dir, tc.item, now)
		if !fault.Is(err, tc.kind) || !strings.Contains(fault.Sentence(err), tc.says) {
			t.Errorf("%s: got %v", tc.name, err)
		}
		if after := list(t, dir); !slices.Equal(before, after) {
			t.Errorf("%s: left %q", tc.name, after)
		}
	}
}

func TestNewEpisodeTakesItsAudioWithTags(t *testing.T) {
	dir := freshFolder(t)
	recording := filepath.Join(t.TempDir(), "Take 2 (final).MP3")
	sound := mustRead("files/first/sample.mp3")
	if err := os.WriteFile(recording, sound, 0o600); err != nil {
		t.Fatal(err)
	}
	written, err := New(dir, Item{Kind: "episode", Title: "The second one", Audio: recording}, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(written) != 2 {
		t.Fatalf("wrote %q", written)
	}
	if got := read(t, dir, "episodes/the-second-one/take-2-final.mp3"); got != string(sound) {
		t.Errorf("the copy has %d bytes, the recording %d", len(got), len(sound))
	}
	text := read(t, dir, "episodes/the-second-one/index.md")
	for _, want := range []string{`title: "The second one"`, "# The audio calls itself: Your first episode", `audio: "take-2-final.mp3"`,
		"## Chapters\n\n0:00 Hello\n0:05 And now you\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if _, err := New(dir, Item{Kind: "episode", Audio: recording}, now); !fault.Is(err, fault.Conflict) {
		t.Errorf("the title of the tags is taken: %v", err)
	}
}

func TestNewIntoAFolderThatCannotBeWritten(t *testing.T) {
	dir := freshFolder(t)
	if err := os.RemoveAll(filepath.Join(dir, "articles")); err != nil {
		t.Fatal(err)
	}
	// A file where the folder should be fails for root too, unlike missing rights.
	if err := os.WriteFile(filepath.Join(dir, "articles"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := New(dir, Item{Kind: "article", Title: "x"}, now)
	if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "insider init") {
		t.Errorf("got %v", err)
	}
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		names = append(names, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
