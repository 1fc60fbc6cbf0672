package store

import (
	"database/sql"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"insider/internal/fault"
)

// rawPool opens the database beside the store, as another program would.
func rawPool(t *testing.T, url string) *sql.DB {
	t.Helper()
	var db *sql.DB
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		opened, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		db = opened
	} else {
		connector, err := stdlib.GetDefaultDriver().(*stdlib.Driver).OpenConnector(url)
		if err != nil {
			t.Fatal(err)
		}
		db = sql.OpenDB(connector)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

func TestMigrateBringsAnEmptyDatabaseUpToDate(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		before, err := Migrate(t.Context(), Config{URL: url})
		if err != nil || before.Version != 0 || before.Newest < 1 {
			t.Fatalf("%+v, %v", before, err)
		}
		again, err := Migrate(t.Context(), Config{URL: url})
		if err != nil || again.Version != again.Newest {
			t.Fatalf("a second time: %+v, %v", again, err)
		}
		status, err := Status(t.Context(), Config{URL: url})
		if err != nil || status != again {
			t.Fatalf("status: %+v, %v", status, err)
		}
	})
}

func TestAnOlderSchemaIsRefusedUntilMigrated(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		_, err := Open(t.Context(), Config{URL: url})
		if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "insider migrate") {
			t.Fatal(err)
		}
	})
}

func TestANewerSchemaIsRefusedWithASentence(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		before, err := Migrate(t.Context(), Config{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		exec(t, rawPool(t, url), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9001, TRUE)")
		for _, c := range []Config{{URL: url}, {URL: url, Migrate: true}, {URL: url, ReadOnly: true}} {
			_, err := Open(t.Context(), c)
			if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "newer program") {
				t.Errorf("%+v: %v", c, err)
			}
		}
		if _, err := Migrate(t.Context(), Config{URL: url}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("migrating: %v", err)
		}
		if before.Newest > 9000 {
			t.Fatal("choose a larger number")
		}
	})
}

// A migration that was killed leaves nothing of its step, so the next one begins it again; what was made by hand in the
// same place makes it refuse, and nothing is changed.
func TestAMigrationInTheWayIsRefusedWhole(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		db := rawPool(t, url)
		exec(t, db, "CREATE TABLE mail_marks (a INTEGER)") // the last table of the first step
		_, err := Open(t.Context(), Config{URL: url, Migrate: true})
		if !fault.Is(err, fault.Unavailable) {
			t.Fatal(err)
		}
		if _, err := db.Exec("SELECT 1 FROM keys"); err == nil {
			t.Fatal("half of the step is there")
		}
		exec(t, db, "DROP TABLE mail_marks")
		if _, err := Migrate(t.Context(), Config{URL: url}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestManyProcessesMayMigrateAtOnce(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				s, err := Open(t.Context(), Config{URL: url, Migrate: true})
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
	})
}
