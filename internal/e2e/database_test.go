package e2e

import (
	"context"
	"database/sql"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

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

// databaseTaken keeps the one writer of SQLite waiting, as a stuck process would.
func databaseTaken(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	taken, err := openDatabase(t, s.Data).BeginTx(context.Background(), &sql.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s.mustRead("database taken")
	var group sync.WaitGroup
	group.Go(func() { s.mustRefuse("database taken") })
	group.Go(func() {
		a := d.tryAct(1, "name", "title", "A title that took long to find", "slug", "long")
		if typed := a.read(t).typed("title"); a.Status != http.StatusServiceUnavailable || typed != "A title that took long to find" {
			t.Errorf("the desk with the database taken: %d, %q", a.Status, typed)
		}
	})
	group.Wait()
	if err := taken.Rollback(); err != nil {
		t.Fatal(err)
	}
	s.subscribe("reader@example.com")
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
