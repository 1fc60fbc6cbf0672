package scaffold

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"insider/content"
	"insider/internal/fault"
	"insider/internal/show"
)

var now = time.Date(2026, time.March, 4, 9, 30, 59, 0, time.UTC)

func TestInitWritesAShow(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "show")
	written, err := Init(dir, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(written) != 8 {
		t.Errorf("wrote %d files: %q", len(written), written)
	}
	for _, name := range written {
		if !strings.HasPrefix(name, dir) {
			t.Errorf("%s does not begin with %s", name, dir)
		}
		if stat, err := os.Stat(name); err != nil || stat.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	episode := read(t, dir, "episodes/your-first-episode/index.md")
	if !strings.Contains(episode, "date: 2026-03-04T09:30:00Z\n") {
		t.Errorf("no date in\n%s", episode)
	}
}

func TestInitRefusesAFolderWithSomethingInIt(t *testing.T) {
	dir := t.TempDir()
	keep := filepath.Join(dir, "keep.txt")
	if err := os.WriteFile(keep, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Init(dir, nil, now); !fault.Is(err, fault.Conflict) {
		t.Fatalf("got %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left %d entries", len(entries))
	}
}

func TestInitIntoAFileSaysSo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Init(file, nil, now)
	if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), file) {
		t.Fatalf("got %v", err)
	}
	if _, err := Init("", nil, now); !fault.Is(err, fault.Invalid) {
		t.Fatalf("no folder: %v", err)
	}
}

func TestPodcastGUIDComesFromTheAddress(t *testing.T) {
	want := show.PodcastGUID("example.com/show/podcast.xml")
	for _, address := range []string{"https://example.com/show", "http://example.com/show/", "https://example.com/show//"} {
		base, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "show")
		if _, err := Init(dir, base, now); err != nil {
			t.Fatal(err)
		}
		if text := read(t, dir, "show.yaml"); !strings.Contains(text, "\nguid: "+want+"\n") {
			t.Errorf("%s: no guid %s in\n%s", address, want, text)
		}
	}
}

func TestPodcastGUIDWithoutAddressIsRandom(t *testing.T) {
	a, b := uuid.MustParse(podcastGUID(nil)), uuid.MustParse(podcastGUID(nil))
	if a == b || a.Version() != 5 || b.Version() != 5 {
		t.Errorf("%s (version %d) and %s (version %d)", a, a.Version(), b, b.Version())
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPrivacyPageIsThatOfTheShowThatShips(t *testing.T) {
	shipped, err := content.FS.ReadFile("pages/privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(mustRead("files/show/privacy.md")) != string(shipped) {
		t.Error("what the program keeps is told in two ways: make files/show/privacy.md the same as content/pages/privacy.md")
	}
}
