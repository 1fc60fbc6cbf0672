package e2e

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// restored restores a backup into folders of its own and returns whoever works there.
func restored(t *testing.T, file string, args ...string) *server {
	t.Helper()
	s := operator(t)
	s.Content = filepath.Join(t.TempDir(), "show")
	s.says(0, "Restored", append([]string{"restore", file}, args...)...)
	return s
}

// TestBackupWhileOthersWrite copies again and again while a hundred readers a second sign up.
func TestBackupWhileOthersWrite(t *testing.T) {
	t.Parallel()
	each := func(name string, options ...option) {
		t.Run(name, func(t *testing.T) {
			s := start(t, append(options, noLimits)...)
			var acknowledged, failed atomic.Int64
			stop := make(chan struct{})
			var group sync.WaitGroup
			for writer := range 4 { // each 25 a second
				group.Go(func() {
					tick := time.NewTicker(40 * time.Millisecond)
					defer tick.Stop()
					for n := 0; ; n++ {
						select {
						case <-stop:
							return
						case <-tick.C:
						}
						a, err := s.try(http.MethodPost, "/subscribe", strings.NewReader(fmt.Sprintf("email=reader%d.%d%%40example.com", writer, n)), "Content-Type", "application/x-www-form-urlencoded")
						if err != nil || a.Status != http.StatusOK {
							failed.Add(1)
							continue
						}
						acknowledged.Add(1)
					}
				})
			}
			file := filepath.Join(t.TempDir(), "show.tar")
			for range 4 {
				before := acknowledged.Load()
				eventually(t, patience, "others write", func() bool { return acknowledged.Load() > before+20 })
				least := acknowledged.Load()
				s.says(0, "Wrote", "backup", file)
				most := acknowledged.Load() + 4 // what each has under way
				r := restored(t, file)
				db := openDatabase(t, r.Data)
				readers := columnOf(t, db, "SELECT id FROM subscribers")
				if n := int64(len(readers)); n < least || n > most+failed.Load() {
					t.Errorf("%d readers in a copy, between %d and %d were acknowledged", n, least, most)
				}
				if half := columnOf(t, db, "SELECT id FROM subscribers WHERE 'list:' || id NOT IN (SELECT subject FROM consents) OR id NOT IN (SELECT hash FROM mail_marks)"); len(half) > 0 {
					t.Errorf("%d readers are there by half", len(half))
				}
			}
			close(stop)
			group.Wait()
			if failed.Load() > 0 {
				t.Errorf("%d of %d sign-ups failed while copies were made", failed.Load(), acknowledged.Load())
			}
		})
	}
	each("sqlite")
	if os.Getenv("TEST_POSTGRES_URL") != "" {
		database, _ := postgres(t)
		each("postgres", database)
	}
}

func TestKilledWhileCopying(t *testing.T) {
	t.Parallel()
	s := &server{t: t, Data: filepath.Join(t.TempDir(), "data"), Content: generated(t, 60)}
	s.says(0, "", "mail", "off")
	dir := t.TempDir()
	file := filepath.Join(dir, "show.tar")
	k := killsOf(s, "backup", file)
	for range moments {
		k.next(s)
		restored(t, file) // the one before, or the new one: never half of one
	}
	k.mustBeEnough(t)
	s.says(0, "Wrote", "backup", file)
	if names := namesIn(t, dir); !slices.Equal(names, []string{"show.tar"}) {
		t.Errorf("left: %v", names)
	}
}

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestKilledWhileRestoring kills a restore at different moments: afterwards the next one does all of it, or it was done.
func TestKilledWhileRestoring(t *testing.T) {
	t.Parallel()
	source := start(t, withContent(generated(t, 40)), oneAddress)
	_, code := source.live()
	file := filepath.Join(t.TempDir(), "show.tar")
	source.says(0, "Wrote", "backup", file)
	each := func(name string, house func(t *testing.T) *server) {
		t.Run(name, func(t *testing.T) {
			k := killsOf(house(t), "restore", file)
			for range moments {
				s := house(t)
				k.next(s)
				out, exit := s.command("restore", file)
				if exit != 0 && !(exit == 1 && strings.Contains(out, "already")) {
					t.Fatalf("after %v: exit %d: %s", k.after, exit, out)
				}
				mustBeWhole(t, s, code)
			}
			k.mustBeEnough(t)
		})
	}
	each("sqlite", func(t *testing.T) *server {
		return &server{t: t, Data: filepath.Join(t.TempDir(), "data"), Content: filepath.Join(t.TempDir(), "show")}
	})
	if os.Getenv("TEST_POSTGRES_URL") != "" {
		each("postgres", func(t *testing.T) *server {
			database, _ := postgres(t)
			s := &server{t: t, Data: filepath.Join(t.TempDir(), "data"), Content: filepath.Join(t.TempDir(), "show")}
			database(s)
			return s
		})
	}
}

// mustBeWhole looks whether everything of a restore is in its place and nothing of it anywhere else.
func mustBeWhole(t *testing.T, s *server, code string) {
	t.Helper()
	s.says(0, "nothing to do", "migrate") // takes the lock, and ends what was interrupted
	s.says(0, "no mistakes", "check")
	for _, dir := range []string{s.Data, s.Content} {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && (strings.Contains(d.Name(), "restoring") || strings.Contains(d.Name(), ".partial")) {
				t.Errorf("left: %s", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(s.Data, "secret")); err != nil {
		t.Error(err)
	}
	s.says(0, `"state": "confirmed"`, "person", "export", "two@example.com")
}

// TestRestoreRefuses tries what must leave everything as it is.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	s := operator(t)
	s.says(0, "", "mail", "off")
	dir := t.TempDir()
	file := filepath.Join(dir, "show.tar")
	s.says(0, "no content", "backup", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before := hashOf(t, s.Data)
	s.says(1, "There is a database at", "restore", file)
	for name, text := range map[string]string{
		"cut": string(data[:len(data)/2]), "turned": string(data[:3000]) + "x" + string(data[3001:]), "longer": string(data) + "x", "nothing": "", "text": "hello",
	} {
		writeFile(t, filepath.Join(dir, name), text)
		fresh := operator(t)
		fresh.says(1, "Nothing was written", "restore", filepath.Join(dir, name))
		if _, err := os.Stat(fresh.Data); !os.IsNotExist(err) {
			t.Errorf("%s: a folder was made: %v", name, err)
		}
	}
	operator(t).says(1, "cannot be read", "restore", filepath.Join(dir, "missing"))
	operator(t).says(1, "no file", "restore", file, "--erased", filepath.Join(dir, "missing"))
	operator(t).says(2, "restore takes one file", "restore")
	operator(t).says(2, "backup takes one file", "backup")
	operator(t).says(1, "no database", "backup", filepath.Join(dir, "other.tar"))
	s.says(1, "cannot be written", "backup", filepath.Join(dir, "no/such/folder/show.tar"))
	running := start(t)
	running.says(1, "Another insider process", "restore", file)
	if after := hashOf(t, s.Data); after != before {
		t.Error("the folder changed")
	}
}

// TestRestoreOntoTheSameFolder loses the database only: what else is there stays, links that were mailed open.
func TestRestoreOntoTheSameFolder(t *testing.T) {
	t.Parallel()
	s := start(t, withContent(newShow(t)))
	s.subscribe("reader@example.com")
	s.post("/subscribe", "email=reader%40example.com")
	leave := s.waitForLink("/subscribe/leave")
	file := filepath.Join(t.TempDir(), "show.tar")
	s.says(0, "Wrote", "backup", file)
	s.kill()
	secret := readFile(t, filepath.Join(s.Data, "secret"))
	if err := os.Remove(filepath.Join(s.Data, "insider.db")); err != nil { // and its -wal stays behind, as it often does
		t.Fatal(err)
	}
	s.says(0, "which were there already", "restore", file)
	if got := readFile(t, filepath.Join(s.Data, "secret")); got != secret {
		t.Error("the keys changed")
	}
	s.restart()
	if a := s.get(leave); a.Status != http.StatusOK {
		t.Errorf("a link that was mailed: %d", a.Status)
	}
	writeFile(t, filepath.Join(s.Content, "show.yaml"), strings.Replace(readFile(t, filepath.Join(s.Content, "show.yaml")), "title:", "title: Newer, not", 1))
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"insider.db", "insider.db-wal", "insider.db-shm"} {
		_ = os.Remove(filepath.Join(s.Data, name))
	}
	s.says(0, "holds something else and was left as it is", "restore", file)
	if _, err := os.Stat(filepath.Join(s.Data, "content-of-backup/show.yaml")); err != nil || !strings.Contains(readFile(t, filepath.Join(s.Content, "show.yaml")), "Newer, not") {
		t.Error("the newer content was written over:", err)
	}
	writeFile(t, filepath.Join(s.Data, "content-of-backup/show.yaml"), "title: Somebody's work\n")
	if err := os.Remove(filepath.Join(s.Data, "insider.db")); err != nil {
		t.Fatal(err)
	}
	s.says(1, "Move it away first", "restore", file)
	if got := readFile(t, filepath.Join(s.Data, "content-of-backup/show.yaml")); got != "title: Somebody's work" {
		t.Errorf("written over: %s", got)
	}
}

func TestCopyOnAFullDisk(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, 6)
	show := generated(t, 5)
	writeFile(t, filepath.Join(show, "articles/recording.wav"), strings.Repeat("noise", 600_000))
	s := start(t, withContent(show))
	file := filepath.Join(t.TempDir(), "show.tar")
	s.says(0, "Wrote", "backup", file)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(disk, "show.tar")
	if err := os.WriteFile(kept, []byte("the one before"), 0o600); err != nil {
		t.Fatal(err)
	}
	free := fill(t, disk)
	s.says(1, "There is no room", "backup", kept)
	if data := readFile(t, kept); data != "the one before" || len(namesIn(t, disk)) != 2 {
		t.Errorf("%q, %v", data, namesIn(t, disk))
	}
	s.mustRead("after a copy without room")
	free()
	house := &server{t: t, Data: filepath.Join(disk, "data"), Content: filepath.Join(disk, "show")}
	room, err := os.Create(filepath.Join(disk, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := room.Write(make([]byte, 6<<20-info.Size()/2-64<<10)); err != nil {
		t.Fatal(err)
	}
	if err := room.Close(); err != nil {
		t.Fatal(err)
	}
	house.says(1, "There is no room for the backup in "+house.Data, "restore", file)
	if names := namesIn(t, disk); !slices.Equal(names, []string{"filler", "show.tar"}) {
		t.Errorf("a restore without room left %v", names)
	}
	if err := os.Remove(filepath.Join(disk, "filler")); err != nil {
		t.Fatal(err)
	}
	house.says(0, "Restored", "restore", file)
}
