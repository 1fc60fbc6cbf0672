package derived_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"insider/internal/derived"
)

func open(t *testing.T, path string, log io.Writer) *derived.Folder {
	t.Helper()
	f, err := derived.Open(path, slog.New(slog.NewTextHandler(log, nil)), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// opener is a Folder or a Shelf.
type opener interface {
	Open(ctx context.Context, name string, produce func() ([]byte, error)) (derived.File, error)
}

// ask opens a file and returns what is in it.
func ask(t *testing.T, f opener, name string, make func() ([]byte, error)) string {
	t.Helper()
	file, err := f.Open(t.Context(), name, make)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	info, statErr := file.Stat()
	if err != nil || statErr != nil || info.Size() != int64(len(data)) || info.Name() != name || info.IsDir() {
		t.Errorf("%s: %v, %v, %v", name, info, err, statErr)
	}
	return string(data)
}

func TestAFileIsMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder")
	f := open(t, path, io.Discard)
	var made, running, most atomic.Int32
	maker := func(text string) func() ([]byte, error) {
		return func() ([]byte, error) {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			made.Add(1)
			time.Sleep(time.Millisecond) // long enough for others to come
			return []byte(text), nil
		}
	}
	var group sync.WaitGroup
	for i := range 24 {
		name := string("abc"[i%3])
		group.Go(func() {
			if got := ask(t, f, name+".png", maker(name)); got != name {
				t.Errorf("%s holds %q", name, got)
			}
		})
	}
	group.Wait()
	if made.Load() != 3 || most.Load() != 1 {
		t.Errorf("made %d times, up to %d at once", made.Load(), most.Load())
	}
	if got := ask(t, open(t, path, io.Discard), "a.png", maker("other")); got != "a" || made.Load() != 3 {
		t.Errorf("after a restart: %q, made %d times", got, made.Load())
	}
}

func TestAShelfHoldsAFew(t *testing.T) {
	shelf := derived.NewShelf(2)
	var made []string
	var group sync.WaitGroup
	see := func(name string) {
		if got := ask(t, shelf, name, func() ([]byte, error) { made = append(made, name); return []byte(name), nil }); got != name {
			t.Errorf("%s holds %q", name, got)
		}
	}
	for range 8 {
		group.Go(func() { see("a.png") })
	}
	group.Wait()
	for _, name := range []string{"b.png", "a.png", "b.png", "c.png", "a.png", "c.png"} {
		see(name)
	}
	if got := strings.Join(made, " "); got != "a.png b.png c.png a.png" {
		t.Errorf("made %s", got)
	}
	broken := errors.New("broken")
	if _, err := shelf.Open(t.Context(), "d.png", func() ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("what cannot be made: %v", err)
	}
}

func TestWhatIsOldIsForgotten(t *testing.T) {
	path := t.TempDir()
	f := open(t, path, io.Discard)
	ask(t, f, "a.png", func() ([]byte, error) { return []byte("a"), nil })
	for _, name := range []string{"making-123"} {
		if err := os.WriteFile(filepath.Join(path, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(path, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	names := func() string {
		entries, err := os.ReadDir(path)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return strings.Join(list, " ")
	}
	f = open(t, path, io.Discard)
	if got := names(); got != "a.png sub" {
		t.Errorf("after a restart there are %s", got)
	}
	for days, want := range map[int]string{100: "a.png sub"} {
		if err := f.Forget(time.Now().AddDate(0, 0, days)); err != nil || names() != want {
			t.Errorf("after %d days there are %s, %v", days, names(), err)
		}
	}
	if err := f.Forget(time.Now().AddDate(1, 0, 0)); err != nil || names() != "sub" {
		t.Errorf("after a year there are %s, %v", names(), err)
	}
}

// TestNoRoom takes the folder away, so that nothing can be written, and gives it back.
func TestNoRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder")
	var log strings.Builder
	f := open(t, path, &log)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	made := 0
	make := func() ([]byte, error) { made++; return []byte("text"), nil }
	for range 3 {
		if got := ask(t, f, "a.png", make); got != "text" {
			t.Errorf("got %q", got)
		}
	}
	if made != 3 || strings.Count(log.String(), "\n") != 1 || strings.Contains(log.String(), "text") {
		t.Errorf("made %d times, log %q", made, log.String())
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	ask(t, f, "a.png", make)
	if ask(t, f, "a.png", make); made != 4 || !strings.Contains(log.String(), "kept again") {
		t.Errorf("with room again made %d times, log %q", made, log.String())
	}
}

// TestAnEmptyFileIsMadeAgain empties a file, as a power cut does that comes between its name and what is in it.
func TestAnEmptyFileIsMadeAgain(t *testing.T) {
	path := t.TempDir()
	f := open(t, path, io.Discard)
	make := func() ([]byte, error) { return []byte("text"), nil }
	ask(t, f, "a.png", make)
	if err := os.Truncate(filepath.Join(path, "a.png"), 0); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, f, "a.png", make); got != "text" {
		t.Errorf("got %q", got)
	}
}

func TestFailures(t *testing.T) {
	f := open(t, t.TempDir(), io.Discard)
	broken := errors.New("broken")
	if _, err := f.Open(t.Context(), "a.png", func() ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("what cannot be made: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Open(ctx, "a.png", func() ([]byte, error) { t.Error("made for nobody"); return nil, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that left: %v", err)
	}
	busy, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		_, err := f.Open(t.Context(), "b.png", func() ([]byte, error) { busy <- true; <-busy; return nil, broken })
		if !errors.Is(err, broken) {
			t.Error(err)
		}
	}()
	<-busy
	if _, err := f.Open(ctx, "a.png", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that left while another file is made: %v", err)
	}
	busy <- true
	<-done
	plain := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := derived.Open(plain, slog.New(slog.DiscardHandler), time.Now()); err == nil {
		t.Error("a file is no folder")
	}
}
