package sabotage_test

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"insider/internal/sabotage"
)

// besidePostgres returns one connection through the saboteur to the PostgreSQL of the tests, with a table of its own.
func besidePostgres(t *testing.T) (*sabotage.Postgres, *sql.DB) {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES_URL")
	if server == "" {
		t.Skip("SKIP-TOOL postgres: TEST_POSTGRES_URL is not set")
	}
	p, err := sabotage.BesidePostgres(server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	db, err := sql.Open("pgx", strings.Replace(p.URL(), "sslmode=disable", "sslmode=prefer", 1)) // which is declined
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for _, statement := range []string{"DROP TABLE IF EXISTS sabotage_test", "CREATE TABLE sabotage_test (id int)"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		p.Judge(nil)
		_, _ = db.Exec("DROP TABLE sabotage_test")
		_ = db.Close()
	})
	return p, db
}

// TestStatementsMeetTheirFate inserts a row with each fate: it is there or not, and the program hears of it or not.
func TestStatementsMeetTheirFate(t *testing.T) {
	p, db := besidePostgres(t)
	for id, want := range map[sabotage.Fate]struct {
		there int
		heard bool
	}{
		sabotage.Answered:     {1, true},
		sabotage.Refused:      {0, false},
		sabotage.Unheard:      {0, false},
		sabotage.Unanswered:   {1, false},
		sabotage.HalfAnswered: {1, false},
	} {
		p.Judge(func(s sabotage.Statement) sabotage.Fate {
			if strings.HasPrefix(s.Text, "INSERT") {
				return id
			}
			return sabotage.Answered
		})
		one, err := db.Conn(t.Context()) // the pool would try again
		if err != nil {
			t.Fatal(err)
		}
		if _, err := one.ExecContext(t.Context(), fmt.Sprintf("INSERT INTO sabotage_test VALUES (%d)", id)); (err == nil) != want.heard {
			t.Errorf("fate %d: %v", id, err)
		}
		_ = one.Close()
		var there int
		if err := db.QueryRow("SELECT count(*) FROM sabotage_test WHERE id = $1", int(id)).Scan(&there); err != nil || there != want.there {
			t.Errorf("fate %d: %d rows, %v", id, there, err)
		}
	}
}

// TestAStatementIsToldWithItsTransaction sees what a transaction began with, and fails whoever connects.
func TestAStatementIsToldWithItsTransaction(t *testing.T) {
	p, db := besidePostgres(t)
	var told []sabotage.Statement
	p.Judge(func(s sabotage.Statement) sabotage.Fate {
		told = append(told, s)
		return sabotage.Answered
	})
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the first one is prepared, then done
		if _, err := tx.Exec("INSERT INTO sabotage_test VALUES ($1)", 7); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	p.Judge(nil)
	insert := "INSERT INTO sabotage_test VALUES ($1)\n"
	if last := told[len(told)-1]; last != (sabotage.Statement{Text: "commit", Within: "begin", Before: insert + insert + insert}) {
		t.Errorf("the last of %q", told)
	}
	if before := told[len(told)-2]; before.Text+"\n" != insert || before.Within != "begin" {
		t.Errorf("the one before it of %q", told)
	}
	p.Judge(func(sabotage.Statement) sabotage.Fate { return sabotage.Unheard })
	if err := db.Ping(); err == nil {
		t.Error("nobody answers, and it connects")
	}
}
