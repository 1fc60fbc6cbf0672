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

// statementSaboteur does something to the n-th of some statements of a server, and when it lasts, it resets every connection from
// there on and lets nobody connect.
type statementSaboteur struct {
	postgres *sabotage.Postgres
	fate     sabotage.Fate
	n        int64
	lasting  bool
	commits  bool // only COMMIT of what may have written is counted
	asked    atomic.Int64
	first    atomic.Pointer[sabotage.Statement]
}

func (x *statementSaboteur) strike() { x.postgres.Judge(x.judge) }
func (x *statementSaboteur) relent() { x.postgres.Judge(nil) }

func (x *statementSaboteur) hit() string {
	if s := x.first.Load(); s != nil {
		return fmt.Sprintf("statement %d of %d, %q, met fate %d (lasting: %v, only commits: %v)", x.n, x.asked.Load(), s.Text, x.fate, x.lasting, x.commits)
	}
	return ""
}

func (x *statementSaboteur) judge(s sabotage.Statement) sabotage.Fate {
	if x.first.Load() != nil && x.lasting {
		return sabotage.Unheard
	}
	if x.commits && (s.Text != "commit" || s.Within != "begin") {
		return sabotage.Answered
	}
	if x.asked.Add(1) != x.n {
		return sabotage.Answered
	}
	x.first.Store(&s)
	return x.fate
}

// course is how the statements of a journey are harmed, one after the other.
type course struct {
	fates            []sabotage.Fate // in turn
	lasting, commits bool
}

// courses are all there are, or some of each when there is little time.
func courses() (list []course) {
	for _, lasting := range []bool{false, true} {
		if os.Getenv("FAULT_ROUNDS") == "" {
			list = append(list, course{fates: fates, lasting: lasting})
		} else {
			for _, fate := range fates {
				list = append(list, course{fates: []sabotage.Fate{fate}, lasting: lasting})
			}
		}
		list = append(list, course{fates: []sabotage.Fate{sabotage.Unanswered}, lasting: lasting, commits: true})
	}
	return list
}

// statementFails walks every journey while its n-th statement to PostgreSQL fails, or its connection is reset before, after or within
// the answer, for every n: once, and until the cause is gone. What was to be committed then may be there or not; either way it is
// there once when it was tried again.
func statementFails(t *testing.T) {
	t.Parallel()
	for _, journey := range journeys {
		t.Run(journey.name, func(t *testing.T) {
			t.Parallel()
			database, p, db := besidePostgres(t)
			s := start(t, database, withContent(newShow(t)), noLimits, withEnv("INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
			s.says(0, "", "editor", "add", "editor@example.com")
			v := &traveller{server: s, db: db, seen: map[string]bool{}}
			for _, c := range courses() {
				v.takes(c, p, journey.steps)
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

// takes walks a journey until nothing is left to harm.
func (v *traveller) takes(c course, p *sabotage.Postgres, steps func(*traveller) []step) {
	v.t.Helper()
	failed := 0
	far := int64(2) // most statements are alike, each COMMIT is of another act
	if c.commits {
		far = 1
	}
	for n := int64(1); !v.t.Failed(); n += stride(n * far) {
		v.saboteur = &statementSaboteur{postgres: p, fate: c.fates[failed%len(c.fates)], n: n, lasting: c.lasting, commits: c.commits}
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
}
