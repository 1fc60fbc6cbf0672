package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// openFile opens a fresh SQLite store.
func openFile(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "a b?c#%.db"), Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSQLiteIsNewEnough(t *testing.T) {
	var version string
	if err := openFile(t).pools[0].QueryRow("SELECT sqlite_version()").Scan(&version); err != nil {
		t.Fatal(err)
	}
	var have []int
	for part := range strings.SplitSeq(version, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			t.Fatal(err)
		}
		have = append(have, n)
	}
	if slices.Compare(have, []int{3, 53, 2}) < 0 {
		t.Fatalf("SQLite %s has a bug that loses committed rows", version)
	}
}

// TestTemporaryFilesLieBesideTheDatabase asks SQLite where it would put what memory cannot hold.
func TestTemporaryFilesLieBesideTheDatabase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "it's here")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Config{URL: "sqlite:" + filepath.Join(dir, "insider.db"), Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got string
	if err := s.pools[0].QueryRow("PRAGMA temp_store_directory").Scan(&got); err != nil || got != dir {
		t.Errorf("%q, %v; want %q", got, err, dir)
	}
}

func TestEveryConnectionHasEveryPragma(t *testing.T) {
	s := openFile(t)
	common := map[string]string{
		"journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1", "synchronous": "2", "secure_delete": "1",
	}
	for i, queryOnly := range []string{"0", "1"} {
		pool := s.pools[i]
		size := pool.Stats().MaxOpenConnections
		if size != []int{1, readers}[i] {
			t.Fatalf("pool %d has %d connections", i, size)
		}
		for n := range size { // all held at once, so each is another one
			conn, err := pool.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			for name, want := range common {
				checkPragma(t, conn, fmt.Sprintf("pool %d connection %d", i, n), name, want)
			}
			checkPragma(t, conn, fmt.Sprintf("pool %d connection %d", i, n), "query_only", queryOnly)
		}
	}
}

func checkPragma(t *testing.T, conn *sql.Conn, where, name, want string) {
	t.Helper()
	var got string
	if err := conn.QueryRowContext(context.Background(), "PRAGMA "+name).Scan(&got); err != nil || got != want {
		t.Errorf("%s: %s = %q, %v; want %q", where, name, got, err, want)
	}
}
