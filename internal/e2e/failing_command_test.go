package e2e

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"insider/internal/sabotage"
)

// errand is a command that an operator gives.
type errand struct {
	args []string
	at   func(n int) *server // where it is given for the n-th time
	kept func(s *server)     // looks at what must be whole whether it is done or not
	done func(s *server)     // looks at what it leaves when it is done
}

// errands are those that write, each in a house of its own.
var errands = []struct {
	name string
	in   func(h house) errand
}{
	{"stamping", house.stamping},
	{"backing up", house.backingUp},
	{"restoring", house.restoring},
	{"upgrading", house.upgrading},
}

// house is where errands are done: on SQLite, or on a database of PostgreSQL.
type house struct {
	t        *testing.T
	database option  // with PostgreSQL
	db       *sql.DB // nil for SQLite
}

// empty returns whoever begins anew there.
func (h house) empty() *server {
	h.t.Helper()
	s := &server{t: h.t, Data: filepath.Join(h.t.TempDir(), "data"), Content: filepath.Join(h.t.TempDir(), "show")}
	if h.db != nil {
		h.database(s)
		if _, err := h.db.Exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil {
			h.t.Fatal(err)
		}
	}
	return s
}

func (h house) stamping() errand {
	s := h.empty()
	s.Content = generated(h.t, 2)
	slug := namesIn(h.t, filepath.Join(s.Content, "episodes"))[0][len("2015-01-05-"):]
	copies := filepath.Join(s.Data, "bucket/public/episodes", slug)
	args := []string{"stamp", "--force", slug}
	s.says(0, "Stamped", args...)
	round := 0
	return errand{args, func(n int) *server {
		round = n
		retitle(h.t, s.Content, n)
		return s
	}, func(*server) {
		if names := namesIn(h.t, copies); len(names) != 1 {
			h.t.Errorf("there are copies %v", names)
		}
	}, func(*server) {
		if text := readWhole(h.t, filepath.Join(copies, namesIn(h.t, copies)[0])); !strings.Contains(text, fmt.Sprintf("The show of round %d", round)) {
			h.t.Errorf("the copy is not of round %d", round)
		}
	}}
}

// lived is a house in which readers and tellers were, and the code of a story there. Nobody serves it any more.
func (h house) lived() (s *server, code string) {
	h.t.Helper()
	use := func(*server) {}
	if h.db != nil {
		use = h.database
	}
	s = start(h.t, use, withContent(generated(h.t, 2)), oneAddress)
	_, code = s.live()
	if err := s.stop(); err != nil {
		h.t.Fatal(err)
	}
	return s, code
}

func (h house) backingUp() errand {
	s, code := h.lived()
	file := filepath.Join(h.t.TempDir(), "show.tar")
	s.says(0, "Wrote", "backup", file)
	return errand{[]string{"backup", file}, func(int) *server { return s }, func(*server) {
		mustBeWhole(h.t, restored(h.t, file), code)
	}, func(*server) {
		if names := namesIn(h.t, filepath.Dir(file)); !slices.Equal(names, []string{"show.tar"}) {
			h.t.Errorf("left: %v", names)
		}
	}}
}

func (h house) restoring() errand {
	s, code := house{t: h.t}.lived()
	file := filepath.Join(h.t.TempDir(), "show.tar")
	s.says(0, "Wrote", "backup", file)
	return errand{[]string{"restore", file}, func(int) *server { return h.empty() }, func(*server) {}, func(s *server) { mustBeWhole(h.t, s, code) }}
}

func (h house) upgrading() errand {
	var want map[string][]string
	rows := func(s *server) map[string][]string {
		if h.db != nil {
			return rowsOf(h.t, h.db, postgresTables)
		}
		return rowsOf(h.t, openDatabase(h.t, s.Data), sqliteTables)
	}
	first := h.old()
	first.says(0, "", "migrate")
	want = rows(first)
	return errand{[]string{"migrate"}, func(int) *server { return h.old() }, func(*server) {}, func(s *server) {
		if got := rows(s); !maps.EqualFunc(got, want, slices.Equal[[]string]) {
			h.t.Errorf("there are rows\n%v\nnot\n%v", got, want)
		}
		if copies, err := filepath.Glob(filepath.Join(s.Data, "backups/before-migration-from-4-*")); err != nil || len(copies) == 0 {
			h.t.Errorf("there is no copy of the old database: %v", err)
		}
	}}
}

// old is a house with the database of an older program.
func (h house) old() *server {
	h.t.Helper()
	s := h.empty()
	db, dump := h.db, "4.postgres.sql"
	if db == nil {
		if err := os.Mkdir(s.Data, 0o700); err != nil {
			h.t.Fatal(err)
		}
		db, dump = openDatabase(h.t, s.Data), "4.sqlite.sql"
		defer db.Close()
	}
	if _, err := db.Exec(oldDatabase(h.t, dump)); err != nil {
		h.t.Fatal(err)
	}
	return s
}

// commandSaboteur does harm to a command that it starts.
type commandSaboteur interface {
	saboteur
	start(cmd *exec.Cmd) error
}

func (x *callSaboteur) start(cmd *exec.Cmd) (err error) {
	if x.program, err = sabotage.Start(cmd, sabotage.Watch{Files: true}); err == nil {
		x.strike()
	}
	return err
}

func (x *statementSaboteur) start(cmd *exec.Cmd) error {
	cmd.Env = append(cmd.Env, "INSIDER_DATABASE_URL="+x.postgres.URL())
	x.strike()
	return cmd.Start()
}

// fails gives the command while a saboteur is at work, one after the other until one finds nothing to harm. It ends well or with a
// sentence, what was there before is whole, and given again it is done.
func (e errand) fails(t *testing.T, next func() commandSaboteur) {
	t.Helper()
	for failed := 0; !t.Failed(); failed++ {
		s, x := e.at(failed), next()
		out, code := s.harmed(x, e.args...)
		if code > 1 || code == 1 && strings.TrimSpace(out) == "" || strings.Contains(out, "goroutine ") {
			t.Errorf("exit %d after %s:\n%s", code, x.hit(), out)
		}
		e.kept(s)
		again, second := s.command(e.args...)
		if second != 0 && !(code == 0 && strings.Contains(again, "already")) {
			t.Errorf("exit %d when it is given again", second)
		}
		e.done(s)
		if t.Failed() {
			t.Logf("after %s it ended with %d:\n%s\nand given again:\n%s", x.hit(), code, out, again)
		}
		if x.hit() == "" {
			if t.Logf("%d failed", failed); failed < 2 {
				t.Errorf("only %d failed", failed)
			}
			return
		}
	}
}

// harmed runs a command at which a saboteur is at work, and returns what it printed and its exit code.
func (s *server) harmed(x commandSaboteur, args ...string) (output string, code int) {
	s.t.Helper()
	var out lockedBuffer
	cmd := exec.Command(binary, args...)
	cmd.Env = s.environ("INSIDER_BASE_URL=" + s.URL)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := x.start(cmd); err != nil {
		s.t.Skip("SKIP-TOOL seccomp: ", err)
	}
	defer x.relent()
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}
