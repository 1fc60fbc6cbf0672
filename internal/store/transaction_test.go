package store

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"insider/internal/fault"
)

func TestAFailedWriteLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		stop := errors.New("stop")
		err := s.write(t.Context(), func(tx *gorm.DB) error {
			if err := setSetting(tx, "a", "b", s.now()); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if v, err := s.Setting(t.Context(), "a"); v != "" || err != nil {
			t.Fatal(v, err)
		}
	})
}

func TestReadsSeeOneMomentAndCannotWrite(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		err := s.read(t.Context(), func(tx *gorm.DB) error {
			before, err := setting(tx, "a")
			if err != nil {
				return err
			}
			if err := s.SetSetting(t.Context(), "a", "new"); err != nil {
				return err
			}
			if after, err := setting(tx, "a"); err != nil || after != before {
				return fmt.Errorf("saw %q, then %q, %v", before, after, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = s.read(t.Context(), func(tx *gorm.DB) error { return setSetting(tx, "a", "b", s.now()) })
		if !fault.Is(err, fault.Unavailable) {
			t.Fatalf("a write while reading: %v", err)
		}
	})
}

// TestTwoProcessesWriteAtOnce uses two stores on one database, as two processes would, that read and then write.
func TestTwoProcessesWriteAtOnce(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		var stores []*Store
		for range 2 {
			s, err := Open(t.Context(), Config{URL: url, Migrate: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			stores = append(stores, s)
		}
		var group sync.WaitGroup
		for _, s := range stores {
			for range 4 {
				group.Go(func() {
					for range 10 {
						err := s.write(t.Context(), func(tx *gorm.DB) error { return bumpRevision(tx, s.now()) })
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		group.Wait()
		if n, err := stores[0].Revision(t.Context()); n != 80 || err != nil {
			t.Fatalf("%d of 80 acts counted, %v", n, err)
		}
	})
}

// TestDeadConnectionsAreMadeAnew ends every idle connection, as a restart of PostgreSQL does: nobody notices.
func TestDeadConnectionsAreMadeAnew(t *testing.T) {
	for _, act := range []func(s *Store) error{
		func(s *Store) error { return s.SetSetting(t.Context(), "a", "b") },
		func(s *Store) error { return s.Ping(t.Context()) },
	} {
		each(t, func(t *testing.T, s *Store) {
			if s.Backend() == "sqlite" {
				return // its connections do not die alone
			}
			killIdle(t, s)
			if err := act(s); err != nil {
				t.Error(err)
			}
		})
	}
}

// killIdle fills the pool with idle connections, used a moment ago, and ends all but one of them on the server.
func killIdle(t *testing.T, s *Store) {
	t.Helper()
	for _, kill := range []bool{false, true} { // the driver looks at a connection that was not used for a second
		idle := make([]*sql.Conn, idleConnections)
		for i := range idle {
			var err error
			if idle[i], err = s.pools[0].Conn(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, conn := range idle[1:] {
			var pid int
			if err := conn.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&pid); err != nil {
				t.Fatal(err)
			}
			if _, err := idle[0].ExecContext(t.Context(), "SELECT pg_terminate_backend($1, 5000) WHERE $2", pid, kill); err != nil {
				t.Fatal(err)
			}
		}
		for _, conn := range idle {
			if err := conn.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTimesComeBackAsTheyWent(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		zone := time.FixedZone("X", 5*3600+1800)
		for _, at := range []time.Time{
			time.Date(2026, 11, 14, 12, 0, 0, 0, zone), time.Date(2026, 11, 14, 12, 0, 0, 500_000_000, time.UTC),
			time.Date(2026, 3, 29, 1, 59, 59, 999_999_000, time.UTC), time.Date(2026, 11, 14, 12, 0, 0, 123_456_000, time.Local),
		} {
			err := s.write(t.Context(), func(tx *gorm.DB) error { return setSetting(tx, "t", "x", at.UTC()) })
			if err != nil {
				t.Fatal(err)
			}
			var row settingRow
			if err := s.reader.Take(&row, "name = ?", "t").Error; err != nil {
				t.Fatal(err)
			}
			if !row.ChangedAt.Equal(at) || row.ChangedAt.Location() != time.UTC {
				t.Errorf("%v came back as %v", at, row.ChangedAt)
			}
			var n int64
			if err := s.reader.Model(&settingRow{}).Where("name = ? AND changed_at <= ? AND changed_at >= ?", "t", at.UTC(), at.UTC()).Count(&n).Error; err != nil || n != 1 {
				t.Errorf("%v does not compare equal to itself: %d, %v", at, n, err)
			}
		}
	})
}

func TestConstraintsAreFaults(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		insert := func() error {
			return s.write(t.Context(), func(tx *gorm.DB) error { return tx.Create(&settingRow{Name: "a", ChangedAt: s.now()}).Error })
		}
		if err := insert(); err != nil {
			t.Fatal(err)
		}
		if err := insert(); !fault.Is(err, fault.Conflict) || !errors.Is(err, gorm.ErrDuplicatedKey) {
			t.Errorf("a duplicate: %v", err)
		}
		err := s.write(t.Context(), func(tx *gorm.DB) error { return tx.Create(&revisionRow{ID: 2, ChangedAt: s.now()}).Error })
		if !errors.Is(err, gorm.ErrCheckConstraintViolated) {
			t.Errorf("a check: %v", err)
		}
		err = s.read(t.Context(), func(tx *gorm.DB) error { return tx.Take(&settingRow{}, "name = ?", "none").Error })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("nothing there: %v", err)
		}
	})
}

func TestAFullDiskIsUnavailableAndReadingGoesOn(t *testing.T) {
	s := openFile(t)
	if err := s.SetSetting(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.pools[0].QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.pools[0].Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		t.Fatal(err)
	}
	err := s.SetSetting(t.Context(), "large", strings.Repeat("x", 1<<20))
	if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), "disk is full") {
		t.Fatalf("a full disk: %v", err)
	}
	if v, err := s.Setting(t.Context(), "a"); v != "b" || err != nil {
		t.Fatalf("reading: %q, %v", v, err)
	}
	exec(t, s.pools[0], "PRAGMA max_page_count = 100000")
	if err := s.SetSetting(t.Context(), "large", strings.Repeat("x", 1<<20)); err != nil {
		t.Fatalf("with room again: %v", err)
	}
}

func TestAnOlderProcessGoesOnWhileANewerOneAddsColumns(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		read := func() error {
			if err := s.SetSetting(t.Context(), "a", "b"); err != nil {
				return err
			}
			_, err := s.Setting(t.Context(), "a")
			_, also := s.Revision(t.Context())
			return errors.Join(err, also)
		}
		if err := read(); err != nil {
			t.Fatal(err)
		}
		exec(t, s.pools[0], "ALTER TABLE settings ADD COLUMN later TEXT", "ALTER TABLE revision ADD COLUMN later TEXT")
		for range 2 * connections {
			if err := read(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestNobodyWaitsForEver queues acts behind a database that another process holds: each ends in time, however many wait.
func TestNobodyWaitsForEver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "insider.db")
	s, err := Open(t.Context(), Config{URL: "sqlite:" + path, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other := rawPool(t, "sqlite:"+path)
	other.SetMaxOpenConns(1)
	exec(t, other, "BEGIN IMMEDIATE")
	s.limit = 200 * time.Millisecond
	begun := time.Now()
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			if err := s.SetSetting(t.Context(), "a", "b"); !fault.Is(err, fault.Unavailable) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if took := time.Since(begun); took > 4*time.Second {
		t.Errorf("the last one ended after %v", took)
	}
	exec(t, other, "ROLLBACK")
	s.limit = writeLimit
	if err := s.SetSetting(t.Context(), "a", "b"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestALockedDatabaseIsUnavailable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "insider.db")
	s, err := Open(t.Context(), Config{URL: "sqlite:" + path, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	exec(t, s.pools[0], "PRAGMA busy_timeout = 20")
	other := rawPool(t, "sqlite:"+path)
	other.SetMaxOpenConns(1)
	exec(t, other, "BEGIN IMMEDIATE")
	if err := s.SetSetting(t.Context(), "a", "b"); !fault.Is(err, fault.Unavailable) {
		t.Fatal(err)
	}
	exec(t, other, "ROLLBACK")
	if err := s.SetSetting(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
}

func TestALostConnectionIsUnavailableAndComesBack(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if s.backend != "postgres" {
			return // SQLite has no connection to lose
		}
		for range 3 {
			exec(t, s.pools[0], "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'insider' AND pid <> pg_backend_pid()")
		}
		deadline := time.Now().Add(10 * time.Second)
		for {
			err := s.SetSetting(t.Context(), "a", "b")
			if err == nil {
				return
			}
			if !fault.Is(err, fault.Unavailable) || time.Now().After(deadline) {
				t.Fatal(err)
			}
		}
	})
}
