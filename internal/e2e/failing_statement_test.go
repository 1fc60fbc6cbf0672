package e2e

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"insider/internal/sabotage"
)

// besidePostgres makes a fresh database and stands between it and the server; the commands beside the server reach it directly,
// and so does db.
func besidePostgres(t *testing.T) (use option, p *sabotage.Postgres, db *sql.DB) {
	t.Helper()
	direct, _ := postgres(t)
	var plain server
	direct(&plain)
	url := strings.TrimPrefix(plain.env[0], "INSIDER_DATABASE_URL=")
	var err error
	if db, err = sql.Open("pgx", url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if p, err = sabotage.BesidePostgres(url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return func(s *server) {
		direct(s)
		s.serving = append(s.serving, "INSIDER_DATABASE_URL="+p.URL())
	}, p, db
}

// fates are what can become of a statement.
var fates = []sabotage.Fate{sabotage.Refused, sabotage.Unheard, sabotage.Unanswered, sabotage.HalfAnswered}

// place is where a statement is asked: in a step of a journey, after what its transaction asked before.
type place struct {
	step int64
	sabotage.Statement
}

// course is one way in which the statements of a journey are harmed, each place of them once.
type course struct {
	postgres *sabotage.Postgres
	fates    []sabotage.Fate // in turn
	lasting  bool            // every connection is reset from there on, and nobody connects
	commits  bool            // only COMMIT of what may have written
	passed   map[place]bool  // was harmed, or may be left out
}

// courses are all there are, each on a server of its own, or some of each on one when there is little time.
func courses() (servers [][]course) {
	if os.Getenv("FAULT_ROUNDS") == "" {
		commit := []sabotage.Fate{sabotage.Unanswered}
		return [][]course{{{fates: fates}, {fates: commit, commits: true}, {fates: fates, lasting: true}, {fates: commit, commits: true, lasting: true}}}
	}
	for _, fate := range fates {
		alone := []sabotage.Fate{fate}
		servers = append(servers, []course{{fates: alone}}, []course{{fates: alone, lasting: true}})
	}
	return servers
}

// statementSaboteur harms one statement of a server on a walk: the first one at a place that was not passed yet, but for some.
type statementSaboteur struct {
	course
	step     func() int64 // of the journey
	fate     sabotage.Fate
	leaveOut int
	after    string // what its transaction asked before; "" for anything
	first    atomic.Pointer[sabotage.Statement]
}

func (x *statementSaboteur) strike() { x.postgres.Judge(x.judge) }
func (x *statementSaboteur) relent() { x.postgres.Judge(nil) }

func (x *statementSaboteur) hit() string {
	if s := x.first.Load(); s != nil {
		return fmt.Sprintf("statement %q after %q met fate %d (lasting: %v)", s.Text, s.Within+"\n"+s.Before, x.fate, x.lasting)
	}
	return ""
}

func (x *statementSaboteur) judge(s sabotage.Statement) sabotage.Fate {
	if x.first.Load() != nil {
		if x.lasting {
			return sabotage.Unheard
		}
		return sabotage.Answered
	}
	at := place{x.step(), s}
	if x.passed[at] || x.commits && (s.Text != "commit" || s.Within != "begin") || !strings.Contains(s.Before, x.after) {
		return sabotage.Answered
	}
	x.passed[at] = true
	if x.leaveOut--; x.leaveOut >= 0 {
		return sabotage.Answered
	}
	x.first.Store(&s)
	return x.fate
}

// statementFails walks every journey while a statement to PostgreSQL fails, or its connection is reset before, after or within the
// answer, for every place of one: once, and until the cause is gone. What was to be committed then may be there or not; either way
// it is there once when it was tried again.
func statementFails(t *testing.T) {
	t.Parallel()
	statementFailsInCommand(t)
	for _, journey := range journeys {
		for n, some := range courses() {
			t.Run(fmt.Sprintf("%s/%d", journey.name, n), func(t *testing.T) {
				t.Parallel()
				database, p, db := besidePostgres(t)
				s := start(t, database, withContent(newShow(t)), noLimits, withEnv("INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
				s.says(0, "", "editor", "add", "editor@example.com")
				v := &traveller{server: s, db: db, seen: map[string]bool{}}
				for _, c := range some {
					c.postgres, c.passed = p, map[place]bool{}
					v.takes(c, journey.steps)
				}
				if out, _ := s.command("doctor", "--json"); !databaseIsSound(t, out) {
					t.Errorf("doctor: %s", out)
				}
				if strings.Contains(s.log.String(), "panic") {
					t.Error("something panicked")
				}
			})
		}
	}
}

// takes walks a journey until nothing is left to harm.
func (v *traveller) takes(c course, steps func(*traveller) []step) {
	v.t.Helper()
	far := 2 // most statements are alike, each COMMIT is of another act
	if c.commits {
		far = 1
	}
	failed := 0
	for leaveOut := 0; !v.t.Failed(); leaveOut = int(stride(int64(far*len(c.passed)))) - 1 {
		v.saboteur = &statementSaboteur{course: c, step: v.at.Load, fate: c.fates[failed%len(c.fates)], leaveOut: leaveOut}
		v.n++
		v.walk(steps(v))
		v.mustHaveNoHalves(v.hit())
		if v.hit() == "" {
			break
		}
		failed++
	}
	if failed < 3 && !c.commits || failed < 1 {
		v.t.Errorf("only %d statements failed", failed)
	}
	v.t.Logf("%d of %d places of statements were harmed", failed, len(c.passed))
}

// statementFailsInCommand gives every command that asks PostgreSQL while one of its statements fails, for each place of one; thoroughly
// with each fate, and with everything failing from there on.
func statementFailsInCommand(t *testing.T) {
	for _, what := range errands[1:] { // a recording is stamped without the database
		for n, some := range courses() {
			t.Run(fmt.Sprintf("%s/%d", what.name, n), func(t *testing.T) {
				t.Parallel()
				database, p, db := besidePostgres(t)
				c := some[0]
				c.postgres, c.passed = p, map[place]bool{}
				tries := 0
				what.in(house{t: t, database: database, db: db}).fails(t, func() commandSaboteur {
					x := &statementSaboteur{course: c, step: func() int64 { return 0 }, fate: c.fates[tries%len(c.fates)]}
					if tries++; tries > 1 {
						x.leaveOut = int(stride(int64(8*len(c.passed)))) - 1
					}
					return x
				})
			})
		}
	}
}

// TestARestoreWhoseLastAnswerIsLost loses PostgreSQL's answer that the database is in its place. The command finds out that it is and
// ends well; when nobody answers any more, it says so, and given again it ends what was begun.
func TestARestoreWhoseLastAnswerIsLost(t *testing.T) {
	t.Parallel()
	database, p, db := besidePostgres(t)
	e := house{t: t, database: database, db: db}.restoring()
	for n, want := range []struct {
		lasting bool
		code    int
		says    string
		again   int
		ends    string
	}{
		{false, 0, "Nobody is signed in", 1, "holds 25 tables already"},
		{true, 1, "Try again when the database answers", 0, "An earlier command was interrupted"},
	} {
		c := course{postgres: p, lasting: want.lasting, commits: true, passed: map[place]bool{}}
		x := &statementSaboteur{course: c, step: func() int64 { return 0 }, fate: sabotage.Unanswered, after: "SET SCHEMA"}
		s := e.at(n)
		out, code := s.harmed(x, e.args...)
		if x.hit() == "" || code != want.code || !strings.Contains(out, want.says) {
			t.Errorf("exit %d after %s:\n%s", code, x.hit(), out)
		}
		s.says(want.again, want.ends, e.args...)
		e.done(s)
	}
}
