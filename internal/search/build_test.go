package search_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
)

// counted counts how often a text is read.
type counted struct {
	prose
	reads *atomic.Int64
}

func (c counted) Document() (*show.Document, error) {
	c.reads.Add(1)
	return c.prose.Document()
}

// bytesOf returns every byte of the index and of what SQLite keeps beside it.
func bytesOf(t *testing.T, path string) string {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	var all bytes.Buffer
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return strings.ToLower(all.String())
}

func TestNothingIsFoundThatIsNotPublicAnyMore(t *testing.T) {
	x := open(t, source())
	if paths(x.find(t, "xylographer")) == "" {
		t.Fatal("nothing is found before")
	}
	s := source()
	s.Stories, s.Gone = nil, []string{"night"}
	x.holder.Swap(edition.New(s, noon))
	if got := x.find(t, "xylographer"); got.Total() != 0 || got.Hint != "" { // at once, whether the index knows it yet or not
		t.Errorf("%s %q", paths(got), got.Hint)
	}
	if list, err := x.Suggest(t.Context(), "night"); len(list) != 0 || err != nil {
		t.Errorf("%v %v", list, err)
	}
}

func TestAnEditedTextIsNotFoundByItsOldWords(t *testing.T) {
	x := open(t, source())
	s := source()
	s.Articles[0].Body, s.Articles[0].Hash = prose("Only new words here."), "a2"
	x.holder.Swap(edition.New(s, noon))
	if got := paths(x.find(t, "running")); got != "" {
		t.Errorf("old words find %s", got)
	}
	x.wait(t)
	if got := paths(x.find(t, "only new words")); got != "/articles/valves" {
		t.Errorf("new words find %q", got)
	}
	if got := paths(x.find(t, "running")); got != "" {
		t.Errorf("old words find %s", got)
	}
}

func TestWhatWasTakenBackIsNotInTheFile(t *testing.T) {
	x := open(t, source())
	words := []string{"xylograph", "sent in by cleo", "night shift", "recorder had seen"}
	for _, word := range words {
		if !strings.Contains(bytesOf(t, x.path), word) {
			t.Fatalf("%q is not in the file before", word)
		}
	}
	s := source()
	s.Stories = nil
	s.Episodes[0].Transcripts = talk("Something else altogether.")
	s.Episodes[0].Hash = "e1b"
	x.holder.Swap(edition.New(s, noon))
	eventually(t, "the words have left the file", func() bool {
		all := bytesOf(t, x.path)
		for _, word := range words {
			if strings.Contains(all, word) {
				return false
			}
		}
		return true
	})
	x.wait(t)
	if got := paths(x.find(t, "altogether")); got != "/episodes/stairs?t=0" {
		t.Errorf("%q", got)
	}
}

func TestARestartReadsOnlyWhatChanged(t *testing.T) {
	var reads atomic.Int64
	watched := func(hash string) *edition.Source {
		s := source()
		for _, a := range s.Articles {
			a.Body = counted{a.Body.(prose), &reads}
		}
		s.Articles[0].Hash = hash
		s.Pages[0].Body = counted{s.Pages[0].Body.(prose), &reads}
		return s
	}
	x := open(t, watched("a1"))
	first := reads.Load()
	x.stop()
	x.start(t, watched("a1"))
	if got := reads.Load(); got != first {
		t.Errorf("%d texts were read again", got-first)
	}
	if paths(x.find(t, "valve")) == "" {
		t.Error("nothing is found after a restart")
	}
	x.stop()
	x.start(t, watched("a2"))
	if got := reads.Load(); got != first+1 {
		t.Errorf("%d texts were read, not the one that changed", got-first)
	}
}

func TestADraftLeavesWithItsDay(t *testing.T) {
	s := source()
	s.Drafts = true
	x := open(t, s)
	if paths(x.find(t, "unfinished")) == "" {
		t.Fatal("drafts are not found where they are shown")
	}
	x.stop()
	x.start(t, source())
	if got := paths(x.find(t, "unfinished")); got != "" {
		t.Errorf("a draft is found: %s", got)
	}
}

func TestATextThatCannotBeReadHidesNoOther(t *testing.T) {
	s := source()
	s.Articles[0].Body = prose("unreadable")
	x := open(t, s)
	if got := paths(x.find(t, "valves names")); got != "/articles/valves" {
		t.Errorf("its title finds %q", got)
	}
	if got := paths(x.find(t, "compressors")); got != "/episodes/stairs" {
		t.Errorf("others: %q", got)
	}
	x.stop()
	x.start(t, source())
	if got := paths(x.find(t, "running")); got != "/articles/valves" {
		t.Errorf("after the file is back: %q", got)
	}
}

func TestADamagedFileIsBuiltAnew(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string){
		"no database": func(t *testing.T, path string) { write(t, path, strings.Repeat("not a database ", 500)) },
		"empty":       func(t *testing.T, path string) { write(t, path, "") },
		"cut": func(t *testing.T, path string) {
			if err := os.Truncate(path, 5000); err != nil {
				t.Fatal(err)
			}
		},
		"a folder": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Join(path, "sub"), 0o700); err != nil {
				t.Fatal(err)
			}
		},
		"gone": func(t *testing.T, path string) { _ = os.Remove(path) },
	} {
		t.Run(name, func(t *testing.T) {
			x := open(t, source())
			x.stop()
			damage(t, x.path)
			x.start(t, source())
			if got := paths(x.find(t, "valve names")); got != "/articles/valves" {
				t.Errorf("finds %q", got)
			}
		})
	}
}

func TestDamageWhileItRunsIsMended(t *testing.T) {
	x := open(t, source())
	info, err := os.Stat(x.path)
	if err != nil {
		t.Fatal(err)
	}
	x.stop()
	x.start(t, source()) // the log beside it is in the file now
	f, err := os.OpenFile(x.path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xa5}, int(info.Size())-100), 100); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "searches work again", func() bool {
		r, err := x.Search(t.Context(), "valve names", "")
		if err != nil && !fault.Is(err, fault.Unavailable) {
			t.Fatal(err)
		}
		return err == nil && paths(r) == "/articles/valves"
	})
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}
