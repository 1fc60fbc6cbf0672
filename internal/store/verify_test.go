package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/store"
	"insider/internal/store/storetest"
)

func TestVerify(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
		if there, err := s.Time(t.Context()); err != nil || time.Since(there).Abs() > time.Hour {
			t.Errorf("the time there is %v, %v", there, err)
		}
	})
}

// TestVerifyFindsDamage spoils the page of one index in a database file.
func TestVerifyFindsDamage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "insider.db")
	s, err := store.Open(t.Context(), store.Config{URL: "sqlite:" + file, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	var root, size int64
	if err := db.QueryRow("SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'subscribers' LIMIT 1").Scan(&root, &size); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte(strings.Repeat("spoilt", 100)), (root-1)*size); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(t.Context(), store.Config{URL: "sqlite:" + file, ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Verify(t.Context()); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a spoilt file: %v", err)
	}
}
