package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestRegularBackups keeps seven, makes the next one when it is due, and says so.
func TestRegularBackups(t *testing.T) {
	t.Parallel()
	s := start(t, withContent(newShow(t)), withEnv("INSIDER_BACKUP_EVERY=1s"))
	dir := filepath.Join(s.Data, "backups")
	seen := map[string]bool{}
	eventually(t, time.Minute, "nine backups were made", func() bool {
		names := backupsIn(dir)
		for _, name := range names {
			seen[name] = true
		}
		if len(names) > 8 {
			t.Errorf("%d backups are kept", len(names))
		}
		return len(seen) >= 9
	})
	if body := s.get("/readyz").Body; !strings.Contains(body, `"backup":"ok, the newest is`) {
		t.Error(body)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	var newest string
	for _, name := range namesIn(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
		if strings.HasSuffix(name, ".partial") {
			t.Errorf("a stop left %s", name)
		}
		if strings.HasPrefix(name, "backup-") {
			newest = name
		}
	}
	r := restored(t, filepath.Join(dir, newest))
	r.says(0, "no mistakes", "check")

	s.env = []string{"INSIDER_BACKUP_EVERY=1h"} // not due for an hour, though the server starts anew
	before := namesIn(t, dir)
	s.restart()
	s.says(0, "Mail is off", "mail", "off")
	if after := namesIn(t, dir); !slices.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
	s.env = []string{"INSIDER_BACKUP_EVERY=soon"}
	s.says(2, "INSIDER_BACKUP_EVERY must be a span of time", "check")
}

// oldDatabase is a database as an earlier program left it.
func oldDatabase(t *testing.T, name string) string {
	t.Helper()
	return readFile(t, filepath.Join("../store/testdata/released", name))
}

// TestUpgradeKeepsTheWayBack starts this program on the database of an older one, then goes back in two commands.
func TestUpgradeKeepsTheWayBack(t *testing.T) {
	t.Parallel()
	data := house{t: t}.old().Data
	s := start(t, withData(data))
	s.sendStory(storyForm)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	copies, err := filepath.Glob(filepath.Join(data, "backups/before-migration-from-4-*.db"))
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	if info, err := os.Stat(copies[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	s.says(0, "nothing to do", "migrate")
	if again, _ := filepath.Glob(filepath.Join(data, "backups/before-migration-*")); len(again) != 1 {
		t.Errorf("a start without a migration made copies: %v", again)
	}
	shell(t, data, "rm -f insider.db insider.db-wal insider.db-shm") // the two commands of docs/operations.md
	shell(t, data, "cp -p backups/before-migration-from-4-*.db insider.db")
	if out := s.says(1, "Start the server anew", "doctor"); strings.Contains(out, "restore the newest backup") {
		t.Errorf("an old database is told as a broken one:\n%s", out)
	}
	db := openDatabase(t, data)
	if version := columnOf(t, db, "SELECT max(version_id) FROM goose_db_version"); version[0] != "4" {
		t.Errorf("version %s", version)
	}
	if stories := columnOf(t, db, "SELECT number FROM stories"); len(stories) != 2 {
		t.Errorf("%d stories", len(stories))
	}
}

// TestUpgradeOnPostgresKeepsTheWayBack is the same with PostgreSQL, where the copy is a backup.
func TestUpgradeOnPostgresKeepsTheWayBack(t *testing.T) {
	t.Parallel()
	database, _ := postgres(t)
	s := &server{t: t, Data: filepath.Join(t.TempDir(), "data")}
	database(s)
	db := openPostgres(t, s)
	if _, err := db.Exec(oldDatabase(t, "4.postgres.sql")); err != nil {
		t.Fatal(err)
	}
	s.says(0, "went from version 4 to", "migrate")
	copies, err := filepath.Glob(filepath.Join(s.Data, "backups/before-migration-from-4-*.tar"))
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	if _, err := db.Exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil { // the two commands of docs/operations.md
		t.Fatal(err)
	}
	s.says(0, "Restored", "restore", copies[0])
	if stories := columnOf(t, db, "SELECT number FROM stories"); len(stories) != 2 {
		t.Errorf("%d stories", len(stories))
	}
}

// shell runs a command line of the documentation in a folder.
func shell(t *testing.T, dir, line string) {
	t.Helper()
	cmd := exec.Command("sh", "-ec", line)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v %s", line, err, out)
	}
}

// backupsIn are the names of the backups in a folder that may not be there yet.
func backupsIn(dir string) []string {
	names, _ := filepath.Glob(filepath.Join(dir, "backup-*.tar"))
	return names
}
