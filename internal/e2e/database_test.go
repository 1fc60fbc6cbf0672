package e2e

import (
	"bytes"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// openDatabase opens the database of a data folder beside the server.
func openDatabase(t *testing.T, data string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: filepath.Join(data, "insider.db"), RawQuery: "_txlock=immediate&_pragma=busy_timeout(5000)"}).String())
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// schemaOf is the text of every table and index in the database of a data folder.
func schemaOf(t *testing.T, data string) string {
	t.Helper()
	db := openDatabase(t, data)
	rows, err := db.Query("SELECT coalesce(sql, name) FROM sqlite_master ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// databaseTaken keeps the one writer of SQLite waiting for 20 seconds, as a stuck process would.
func databaseTaken(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	audio := s.audio()
	taken, release := holdDatabase(t, s.Data)
	s.mustRead("database taken")
	s.get(audio, "User-Agent", "Overcast/1")
	var group sync.WaitGroup
	group.Go(func() { s.mustRefuse("database taken") })
	group.Go(func() { d.keepsWhatIsTyped("database taken") })
	group.Go(func() { s.says(1, "not possible just now", "mail", "off") })
	group.Go(func() {
		for time.Since(taken) < 20*time.Second {
			s.mustRead("database taken")
			time.Sleep(200 * time.Millisecond)
		}
	})
	group.Wait()
	release()
	freed := time.Now()
	s.subscribe("reader@example.com")
	eventually(t, time.Until(freed.Add(recovery)), "the download of meanwhile is counted", func() bool { return s.figures().sent() == 1 })

	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	_, release = holdDatabase(t, s.Data)
	s.says(1, "not possible just now", "serve", "--addr", "127.0.0.1:0")
	release()
	s.restart()
}

// holdDatabase takes the database for a process of its own until release.
func holdDatabase(t *testing.T, data string) (since time.Time, release func()) {
	t.Helper()
	db := openDatabase(t, data)
	if _, err := db.Exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	return time.Now(), func() {
		t.Helper()
		if _, err := db.Exec("ROLLBACK"); err != nil {
			t.Fatal(err)
		}
	}
}

// databaseForeign starts on files that are no database of this program: each is refused with a sentence and stays as it is.
func databaseForeign(t *testing.T) {
	t.Parallel()
	another := filepath.Join(t.TempDir(), "insider.db")
	db := openDatabase(t, filepath.Dir(another))
	for _, statement := range []string{"CREATE TABLE invoices (id INTEGER)", "INSERT INTO invoices VALUES (1)"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ text, words string }{
		"another program's": {readWhole(t, another), "another program"},
		"a text":            {strings.Repeat("Dear reader,\n", 500), "is damaged, or no database at all"},
		"zeros":             {strings.Repeat("\x00", 1<<16), "is damaged, or no database at all"},
	} {
		s := operator(t)
		file := filepath.Join(s.Data, "insider.db")
		writeFile(t, file, tc.text)
		for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"migrate"}, {"mail", "off"}, {"figures"}, {"backup", filepath.Join(t.TempDir(), "show.tar")}} {
			s.says(1, tc.words, args...)
		}
		if after := readWhole(t, file); after[min(100, len(after)):] != tc.text[100:] { // the first bytes say how it is written
			t.Errorf("%s: the file was changed", name)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		start(t, withData(s.Data)).mustRead("the file was taken away")
	}
	s := operator(t)
	if err := os.MkdirAll(filepath.Join(s.Data, "insider.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.says(1, "cannot be opened for writing", "serve", "--addr", "127.0.0.1:0")
}

// readWhole is a file with every byte of it.
func readWhole(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// databaseDamaged writes over the pages of the database below a running server, then restores a backup as an operator does.
func databaseDamaged(t *testing.T) {
	t.Parallel()
	s := start(t, withContent(newShow(t)), noLimits)
	for n := range 40 {
		s.post("/subscribe", fmt.Sprintf("email=reader%d%%40example.com", n))
	}
	s.subscribe("reader@example.com")
	backup := filepath.Join(t.TempDir(), "show.tar")
	s.says(0, "Wrote", "backup", backup)
	file := filepath.Join(s.Data, "insider.db")
	db := openDatabase(t, s.Data)
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	damage(t, file)
	in := answersOf("text", "A story for a damaged database.")
	for range 5 {
		s.mustRead("database damaged")
		for path, form := range map[string]url.Values{"/subscribe": {"email": {"late@example.com"}}, "/stories/new": in} {
			a := s.post(path, form.Encode())
			kept := a.Status != http.StatusServiceUnavailable
			for name := range form {
				kept = kept || a.read(t).typed(name) == form.Get(name)
			}
			if a.Status != http.StatusOK && a.Status != http.StatusServiceUnavailable || !kept {
				t.Errorf("%s of a damaged database: %d, the text is kept: %v", path, a.Status, kept)
			}
		}
	}
	s.says(1, "damaged", "figures")
	s.kill()
	s.says(1, "damaged", "serve", "--addr", "127.0.0.1:0")
	shell(t, s.Data, "rm -f insider.db insider.db-wal insider.db-shm")
	s.says(0, "Restored", "restore", backup)
	s.restart()
	s.says(0, `"state": "confirmed"`, "person", "export", "reader@example.com")
	s.mustRead("restored")
}

// damage writes nonsense over every page of a database but the first.
func damage(t *testing.T, file string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(4096); at < info.Size(); at += 4096 {
		if _, err := f.WriteAt(bytes.Repeat([]byte("nonsense"), 512), at); err != nil {
			t.Fatal(err)
		}
	}
}

// databaseReadOnly gives the data to a user who may only read it.
func databaseReadOnly(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.sendStory(storyForm)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "insider-e2e-read-only-") // unlike t.TempDir it can be opened to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = exec.Command("chmod", "-R", "u+w", dir).Run(); _ = os.RemoveAll(dir) })
	if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS(s.Data)); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("chmod", "-R", "a=rX", dir).CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	for name, want := range map[string]int{"serve": 1, "migrate": 1, "check": 0} {
		cmd := exec.Command(binary, name, "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "data"))
		cmd.Env = s.environ()
		if os.Getuid() == 0 { // root may write anything
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != want || strings.Contains(string(out), "goroutine ") {
			t.Errorf("%s: %d %v %s", name, code, err, out)
		}
		if want == 1 && !strings.Contains(string(out), "cannot be written") {
			t.Errorf("%s does not say what is wrong: %s", name, out)
		}
	}
}

// newerSchema gives an old program the database of a newer one.
func newerSchema(t *testing.T) {
	t.Parallel()
	s := start(t)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	db := openDatabase(t, s.Data)
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	before := schemaOf(t, s.Data)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"migrate"}, {"editor", "add", "a@example.com"}, {"mail", "off"}} {
		if out, code := s.command(args...); code != 1 || !strings.Contains(out, "newer program") {
			t.Errorf("%v: %d %s", args, code, out)
		}
	}
	if schemaOf(t, s.Data) != before {
		t.Error("the database was changed")
	}
}
