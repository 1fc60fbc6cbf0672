package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/downloads"
	"insider/internal/fault"
	"insider/internal/story"
)

// releasedDay is when the old databases were made.
var releasedDay = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// leaveReleased puts a database of an old version where a URL leads.
func leaveReleased(t *testing.T, url string, version int64) {
	t.Helper()
	kind := "postgres"
	if strings.HasPrefix(url, "sqlite:") {
		kind = "sqlite"
	}
	script, err := os.ReadFile(fmt.Sprintf("testdata/released/%d.%s.sql", version, kind))
	if err != nil {
		t.Fatal(err)
	}
	db := rawPool(t, url)
	exec(t, db, string(script))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// releasedVersions are the versions of which there is a database.
func releasedVersions(t *testing.T) (versions []int64) {
	t.Helper()
	files, err := filepath.Glob("testdata/released/*.sqlite.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		version, err := strconv.ParseInt(strings.TrimSuffix(filepath.Base(name), ".sqlite.sql"), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		versions = append(versions, version)
	}
	slices.Sort(versions)
	if len(versions) < 5 {
		t.Fatal(versions)
	}
	return versions
}

// rowCounts counts the rows of every table that there is.
func rowCounts(t *testing.T, db *sql.DB, has func(table string) bool) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, x := range tables {
		if !has(x.name) {
			continue
		}
		var n int
		if err := db.QueryRow("SELECT count(*) FROM " + x.name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[x.name] = n
	}
	return counts
}

func TestEveryReleasedSchemaIsUpgraded(t *testing.T) {
	for _, version := range releasedVersions(t) {
		eachURL(t, func(t *testing.T, url string) {
			leaveReleased(t, url, version)
			old, err := Open(t.Context(), Config{URL: url, Older: true})
			if err != nil {
				t.Fatal(err)
			}
			before := rowCounts(t, old.pools[0], func(table string) bool { return old.reader.Migrator().HasTable(table) })
			if err := old.Close(); err != nil {
				t.Fatal(err)
			}
			var asked []int64
			copied := func(_ context.Context, s *Store, from, to int64) error { asked = append(asked, from, to); return nil }
			s, err := Open(t.Context(), Config{URL: url, Migrate: true, BeforeMigrate: copied})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			schema, err := s.Schema(t.Context())
			if err != nil || schema.Version != schema.Newest {
				t.Fatalf("%+v, %v", schema, err)
			}
			if want := []int64{version, schema.Newest}; version < schema.Newest && !slices.Equal(asked, want) || version == schema.Newest && asked != nil {
				t.Errorf("asked for a copy: %v", asked)
			}
			after := rowCounts(t, s.pools[0], func(table string) bool { return before[table] > 0 || s.reader.Migrator().HasTable(table) })
			for table, n := range before {
				if after[table] < n {
					t.Errorf("version %d: %d of %d rows of %s are left", version, after[table], n, table)
				}
			}
			worksOn(t, s, version)
		})
	}
}

// worksOn reads what an old program wrote, and writes on.
func worksOn(t *testing.T, s *Store, version int64) {
	t.Helper()
	ctx := t.Context()
	key, err := s.SuppressionKey(ctx)
	if err != nil || string(key) != strings.Repeat("k", 32) {
		t.Errorf("%q, %v", key, err)
	}
	if counts, err := s.SubscriberCounts(ctx); err != nil || counts.Confirmed != 1 {
		t.Errorf("%+v, %v", counts, err)
	}
	if items, err := s.PublishedItems(ctx); err != nil || items["guid-1"].EnclosureLength != 1234 {
		t.Errorf("%+v, %v", items, err)
	}
	if held, err := s.MailHeld(ctx); err != nil || !held {
		t.Errorf("%v, %v", held, err)
	}
	if version >= 2 {
		x, err := s.Story(ctx, 1)
		if err != nil || x.State != story.Published || x.Text != "The pump answered back." || x.Identity.Email != "an@example.com" {
			t.Errorf("%+v, %v", x, err)
		}
	}
	if version >= 3 {
		if users, err := s.Users(ctx); err != nil || len(users) != 1 || users[0].Email != "editor@example.com" {
			t.Errorf("%+v, %v", users, err)
		}
	}
	if version >= 4 {
		n := 0
		day := downloads.DayOf(releasedDay)
		if err := s.Events(ctx, day-1, day, func(e downloads.Event) error { n++; return nil }); err != nil || n != 1 {
			t.Errorf("%d events, %v", n, err)
		}
	}
	link := account.Link{Digest: []byte("a new link"), Purpose: account.SignIn, Created: releasedDay, Expires: releasedDay.Add(time.Hour)}
	if err := s.AddUser(ctx, "new@example.com", account.Editor, link); err != nil {
		t.Error(err)
	}
	if err := s.VerifyAudit(ctx); err != nil {
		t.Errorf("version %d: %v", version, err)
	}
}

// TestWithoutACopyNothingIsMigrated lets the copy before a migration fail.
func TestWithoutACopyNothingIsMigrated(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		leaveReleased(t, url, 1)
		broken := errors.New("no room")
		_, err := Open(t.Context(), Config{URL: url, Migrate: true, BeforeMigrate: func(context.Context, *Store, int64, int64) error { return broken }})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if schema, err := Status(t.Context(), Config{URL: url}); err != nil || schema.Version != 1 {
			t.Fatalf("%+v, %v", schema, err)
		}
	})
}

// TestTheFileBeforeAMigrationIsTheWayBack goes back to an old version as docs/operations.md says, and finds nobody signed in.
func TestTheFileBeforeAMigrationIsTheWayBack(t *testing.T) {
	dir := t.TempDir()
	path, kept := filepath.Join(dir, "insider.db"), filepath.Join(dir, "before.db")
	url := "sqlite:" + path
	leaveReleased(t, url, 4)
	s, err := Open(t.Context(), Config{URL: url, Migrate: true, BeforeMigrate: func(ctx context.Context, s *Store, _, _ int64) error { return s.CopyFile(ctx, kept) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.HoldMail(t.Context(), false, "operator"), s.Close()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(kept)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	if names, err := filepath.Glob(kept + "*"); err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	data, err := os.ReadFile(kept) // the first command: rm insider.db*; the second: cp before.db insider.db
	if err != nil {
		t.Fatal(err)
	}
	if err := removeDatabase(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Config{URL: url}); !fault.Is(err, fault.Unavailable) {
		t.Fatal("this program takes the old version as it is:", err)
	}
	old, err := Open(t.Context(), Config{URL: url, Older: true})
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if schema, err := old.Schema(t.Context()); err != nil || schema.Version != 4 {
		t.Errorf("%+v, %v", schema, err)
	}
	counts := rowCounts(t, old.pools[0], func(table string) bool { return table != "hub_notices" })
	if counts["subscribers"] != 1 || counts["stories"] != 2 || counts["sessions"]+counts["sign_in_links"]+counts["download_salts"] != 0 {
		t.Error(counts)
	}
	if held, err := old.MailHeld(t.Context()); err != nil || !held {
		t.Error("it is not the database from before:", err)
	}
}
