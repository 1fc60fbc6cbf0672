package e2e

import (
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"insider/internal/sabotage"
)

// mustRecover checks that everything works again, within the time that the operator is promised: a form, its mail, and the count of
// a download of meanwhile.
func (s *server) mustRecover(when string, downloads int) {
	s.t.Helper()
	back := time.Now()
	eventually(s.t, recovery, when+": a sign-up is taken again", func() bool { return s.post("/subscribe", "email=after%40example.com").Status == http.StatusOK })
	eventually(s.t, time.Until(back.Add(recovery)), when+": its mail goes out", func() bool { return s.linkTo("after@example.com", "/subscribe/confirm") != "" })
	eventually(s.t, time.Until(back.Add(recovery)), when+": the downloads of meanwhile are counted", func() bool { return s.figures().sent() == downloads })
	s.mustRead(when)
}

// keepsWhatIsTyped checks that an act at the desk is refused, and that its form comes back with what was typed.
func (d desk) keepsWhatIsTyped(when string) {
	d.t.Helper()
	a := d.tryAct(1, "name", "title", "A title that took long to find", "slug", "long")
	if typed := a.read(d.t).typed("title"); a.Status != http.StatusServiceUnavailable || typed != "A title that took long to find" {
		d.t.Errorf("%s: the desk answers %d, %q", when, a.Status, typed)
	}
}

// diskTurnsReadOnly lets the kernel refuse every write to the data folder, as it does when it remounts a failing disk.
func diskTurnsReadOnly(t *testing.T) {
	t.Parallel()
	s := start(t, noLimits, withWatch(sabotage.Watch{Files: true}))
	s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	audio := s.audio()
	s.program.Judge(func(c sabotage.Call) syscall.Errno {
		if c.Writes && strings.HasPrefix(c.Path, s.Data) {
			return syscall.EROFS
		}
		return 0
	})
	since := time.Now()
	s.get(audio, "User-Agent", "Overcast/1")
	for time.Since(since) < 3*time.Second {
		s.mustRead("disk read-only")
		s.mustRefuse("disk read-only")
		d.keepsWhatIsTyped("disk read-only")
	}
	s.program.Judge(nil)
	s.mustRecover("the disk takes writes again", 1)
	d.act(1, "name", "title", "Found", "slug", "found")
}

// folderTurnsReadOnly takes the right to write from the program's user while it holds the database open.
func folderTurnsReadOnly(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("SKIP-TOOL root: the program cannot be run as somebody else")
	}
	home, err := os.MkdirTemp("", "insider-e2e-folder-") // unlike t.TempDir it can be opened to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	shell(t, home, "mkdir data && chmod 755 . && chown 65534:65534 data")
	s := start(t, noLimits, withData(filepath.Join(home, "data")), asNobody)
	audio := s.audio()
	shell(t, home, "chmod -R a-w data")
	s.get(audio, "User-Agent", "Overcast/1")
	for range 5 {
		s.mustRead("folder read-only")
		if a := s.post("/subscribe", "email=meanwhile%40example.com"); a.Status != http.StatusOK {
			t.Errorf("a database that is open takes no sign-up: %d", a.Status)
		}
	}
	shell(t, home, "chmod -R u+w data")
	s.mustRecover("the folder may be written again", 1)
	eventually(t, recovery, "the mail of meanwhile goes out", func() bool { return s.linkTo("meanwhile@example.com", "/subscribe/confirm") != "" })
}

// postgresReadOnly lets an operator forbid writes for new connections, and allow them again without ending one.
func postgresReadOnly(t *testing.T) {
	t.Parallel()
	database, run := postgres(t)
	s := start(t, database, noLimits)
	s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	audio := s.audio()
	run("ALTER DATABASE %s SET default_transaction_read_only = on")
	run(disconnect)
	since := time.Now()
	s.get(audio, "User-Agent", "Overcast/1")
	for time.Since(since) < 3*time.Second {
		s.mustRead("PostgreSQL read-only")
		s.mustRefuse("PostgreSQL read-only")
		d.keepsWhatIsTyped("PostgreSQL read-only")
	}
	run("ALTER DATABASE %s RESET default_transaction_read_only")
	s.mustRecover("PostgreSQL takes writes again", 1)
	d.act(1, "name", "title", "Found", "slug", "found")
}

// postgresFailsOver leads the server to a standby when its PostgreSQL dies; the standby may only be read until it is promoted.
func postgresFailsOver(t *testing.T) {
	t.Parallel()
	first := startPostgres(t, "start")
	standby := startPostgres(t, "standby", first.dir)
	p, err := sabotage.BesidePostgres(first.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	s := start(t, withPostgres(p.URL()), noLimits)
	s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	s.subscribe("before@example.com")
	audio := s.audio()
	copied, err := sql.Open("pgx", standby.url)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	eventually(t, patience, "the standby has what was confirmed", func() bool {
		var n int
		return copied.QueryRow("SELECT count(*) FROM subscribers WHERE state = 'confirmed'").Scan(&n) == nil && n == 1
	})

	first.control("down")
	if err := p.Turn(standby.url); err != nil {
		t.Fatal(err)
	}
	since := time.Now()
	s.get(audio, "User-Agent", "Overcast/1")
	for time.Since(since) < 3*time.Second {
		s.mustServe("on the standby")
		s.mustRefuse("on the standby")
		d.keepsWhatIsTyped("on the standby")
	}
	standby.control("promote")
	s.mustRecover("the standby is promoted", 1)
	d.act(1, "name", "title", "Found", "slug", "found")
	s.says(0, `"state": "confirmed"`, "person", "export", "before@example.com")
}

// postgresLocked lets somebody else hold the tables of PostgreSQL for 20 seconds, even against reading.
func postgresLocked(t *testing.T) {
	t.Parallel()
	database, _, db := besidePostgres(t)
	s := start(t, database, noLimits)
	s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	audio := s.audio()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	tables := columnOf(t, db, postgresTables)
	if _, err := tx.Exec("LOCK TABLE " + strings.Join(tables, ", ") + " IN ACCESS EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	taken := time.Now()
	s.get(audio, "User-Agent", "Overcast/1")
	s.mustRefuse("tables locked")
	for time.Since(taken) < 20*time.Second {
		s.mustServe("tables locked")
		time.Sleep(200 * time.Millisecond)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	s.mustRecover("the tables are free", 1)
	d.act(1, "name", "title", "Found", "slug", "found")
}

// postgresSilent lets PostgreSQL take every statement and say nothing, as when a firewall forgets connections.
func postgresSilent(t *testing.T) {
	t.Parallel()
	database, p, _ := besidePostgres(t)
	s := start(t, database, noLimits)
	d := s.desk()
	audio := s.audio()
	p.Judge(func(sabotage.Statement) sabotage.Fate { return sabotage.Silent })
	since := time.Now()
	s.get(audio, "User-Agent", "Overcast/1")
	var group sync.WaitGroup
	group.Go(func() { s.mustRefuse("silent") })
	group.Go(func() {
		if a := d.get("/desk", "Cookie", d.cookie); a.Status != http.StatusServiceUnavailable {
			t.Errorf("the desk answers %d", a.Status)
		}
	})
	for time.Since(since) < 15*time.Second {
		s.mustServe("silent")
		time.Sleep(200 * time.Millisecond)
	}
	group.Wait()
	p.Judge(nil)
	eventually(t, recovery+actsGivenUp, "what was under way is given up", func() bool { return s.figures().sent() == 1 })
	s.mustRecover("PostgreSQL speaks again", 1)
}

// actsGivenUp is how long an act waits for a PostgreSQL that says nothing.
const actsGivenUp = 12 * time.Second
