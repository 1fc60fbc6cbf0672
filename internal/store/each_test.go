package store

import (
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// eachURL is storetest.EachURL for tests inside this package, which that package imports.
func eachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, "sqlite:"+filepath.Join(t.TempDir(), "insider.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, postgresURL(t)) })
}

// postgresURL leads to an empty schema of the PostgreSQL of the tests.
func postgresURL(t *testing.T) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES_URL")
	if server == "" {
		t.Skip("SKIP-TOOL postgres: TEST_POSTGRES_URL is not set")
	}
	schema := "test_" + strings.ToLower(rand.Text())
	exec(t, rawPool(t, server), "CREATE SCHEMA "+schema)
	t.Cleanup(func() { exec(t, rawPool(t, server), "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// each opens a fresh, migrated database of each kind.
func each(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	eachURL(t, func(t *testing.T, url string) {
		s, err := Open(t.Context(), Config{URL: url, Migrate: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		test(t, s)
	})
}
