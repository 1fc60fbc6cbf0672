package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
)

// fixed are the values that constraints ask for; what is not here is made up by kind.
var fixed = map[string][]any{
	"revision.id": {1}, "audit_head.id": {1}, "audit_head.number": {3}, "hub_notices.attempts": {1, 2, 3}, "audit_entries.number": {1, 2, 3}, "audit_entries.details": {"{}", "{}", `{"a":"b"}`},
	"stories.number": {1, 2, 7}, "story_identities.number": {1, 2, 7},
	"stories.state": {"received", "published", "withdrawn"}, "stories.naming": {"full", "none", "first-job"},
	"users.id": {1, 2, 3}, "users.role": {"owner", "editor", "writer"},
	"sign_in_links.user_id": {1, 2, nil}, "sign_in_links.purpose": {"sign-in", "sign-in", "first"}, "sessions.user_id": {1, 2, 3},
	"download_targets.kind": {"media", "feed", "media"},
	"outbox_mails.kind":     {"confirm", "sign-in", "sign-in"}, "outbox_mails.state": {"waiting", "waiting", "sent"},
}

// madeUp are three values of each kind, with what goes wrong easily among them.
var madeUp = map[cellKind][]any{
	text:   {"O'Brien & <b>\"</b>\\ \u2028 ä 😀\r\n\t", "", "two"},
	number: {int64(11), int64(1) << 52, int64(13)},
	truth:  {true, false, true},
	moment: {time.Date(2026, 11, 25, 9, 0, 0, 123456000, time.UTC), time.Time{}, time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC)},
	blob:   {[]byte{0, 1, 255, '\n'}, []byte{}, []byte("three")},
}

// populate puts up to three rows into every table.
func populate(t *testing.T, s *Store) {
	t.Helper()
	for _, x := range tables {
		rows, err := s.pools[0].Query("SELECT * FROM " + x.name + " WHERE FALSE")
		if err != nil {
			t.Fatal(err)
		}
		cells, err := cellsOf(rows)
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		exec(t, s.pools[0], "DELETE FROM "+x.name)
		for n := range 3 {
			var row []any
			for _, c := range cells {
				values, isFixed := fixed[x.name+"."+c.name]
				if !isFixed {
					values = madeUp[c.kind]
				}
				if n < len(values) {
					row = append(row, values[n])
				}
			}
			if len(row) < len(cells) {
				continue
			}
			if err := s.insert(t.Context(), x.name, cells, [][]any{row}); err != nil {
				t.Fatalf("%s: %v", x.name, err)
			}
		}
	}
}

// snapshotOf returns every line of a copy by table, sorted.
func snapshotOf(t *testing.T, s *Store) (lines map[string][]string, last map[string]int64) {
	t.Helper()
	lines = map[string][]string{}
	snapshot, err := s.Snapshot(t.Context(), func(table string, line []byte) error {
		lines[table] = append(lines[table], string(line))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for table := range lines {
		slices.Sort(lines[table])
	}
	return lines, snapshot.Last
}

// withoutRestore leaves out what a restore adds: the switch, its mark and its entry in the audit chain.
func withoutRestore(table string, lines []string) []string {
	if table == "audit_head" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return strings.Contains(line, `"mail.held"`) || strings.Contains(line, `"restored"`) || strings.Contains(line, `"database.restore"`)
	})
}

// rebuild fills the database at a URL from lines and returns it opened.
func rebuild(t *testing.T, url string, lines map[string][]string, last map[string]int64) *Store {
	t.Helper()
	status, err := Status(t.Context(), Config{URL: url})
	if err == nil && status.Version != 0 {
		t.Fatal("not empty")
	}
	newest := newestSchema(t)
	b, err := Build(t.Context(), Config{URL: url}, newest)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tables {
		var batch [][]byte
		for _, line := range lines[x.name] {
			batch = append(batch, []byte(line))
		}
		if len(batch) > 0 {
			if err := b.Insert(t.Context(), x.name, batch); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := b.Complete(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	if mark, err := (Place{Config{URL: url}}).Mark(t.Context()); mark != "" || err != nil {
		t.Fatalf("seen before it is finished: %q, %v", mark, err)
	}
	if err := b.Finish(t.Context(), "a mark", time.Now()); err != nil {
		t.Fatal(err)
	}
	if mark, err := (Place{Config{URL: url}}).Mark(t.Context()); mark != "a mark" || err != nil {
		t.Fatalf("%q, %v", mark, err)
	}
	s, err := Open(t.Context(), Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newestSchema(t *testing.T) int64 {
	t.Helper()
	s, err := Status(t.Context(), Config{URL: "sqlite:" + fileWithTables(t)})
	if err != nil {
		t.Fatal(err)
	}
	return s.Newest
}

func fileWithTables(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "any.db")
	if _, err := Migrate(t.Context(), Config{URL: "sqlite:" + path}); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestEveryRowComesBackOnEitherDatabase copies every table from each database to each.
func TestEveryRowComesBackOnEitherDatabase(t *testing.T) {
	eachURL(t, func(t *testing.T, from string) {
		source, err := Open(t.Context(), Config{URL: from, Migrate: true})
		if err != nil {
			t.Fatal(err)
		}
		defer source.Close()
		populate(t, source)
		lines, last := snapshotOf(t, source)
		for _, left := range []string{"sessions", "sign_in_links", "download_salts"} {
			if len(lines[left]) > 0 {
				t.Errorf("a copy holds %s", left)
			}
		}
		if n := len(lines["outbox_mails"]); n != 2 {
			t.Errorf("%d mails: a waiting sign-in mail is in a copy", n)
		}
		delete(last, "sessions")
		eachURL(t, func(t *testing.T, to string) {
			target := rebuild(t, to, lines, last)
			got, gotLast := snapshotOf(t, target)
			for table, want := range lines {
				if got, want := withoutRestore(table, got[table]), withoutRestore(table, want); !slices.Equal(got, want) {
					t.Errorf("%s:\n got %v\nwant %v", table, got, want)
				}
			}
			for table, n := range last {
				if gotLast[table] < n {
					t.Errorf("%s goes on after %d, gave %d already", table, gotLast[table], n)
				}
			}
			if len(got) != len(lines) {
				t.Errorf("%d tables, want %d", len(got), len(lines))
			}
			if held, err := target.MailHeld(t.Context()); err != nil || !held {
				t.Errorf("mail leaves a restored house: %v", err)
			}
		})
	})
}

// TestNoNumberIsGivenTwice deletes the newest row before the copy is made.
func TestNoNumberIsGivenTwice(t *testing.T) {
	eachURL(t, func(t *testing.T, from string) {
		source, err := Open(t.Context(), Config{URL: from, Migrate: true})
		if err != nil {
			t.Fatal(err)
		}
		defer source.Close()
		for _, email := range []string{"one@example.com", "two@example.com"} {
			exec(t, source.pools[0], "INSERT INTO users (email, role, created_at) VALUES ('"+email+"', 'editor', '2026-11-25 09:00:00+00:00')")
		}
		exec(t, source.pools[0], "DELETE FROM users WHERE email = 'two@example.com'")
		lines, last := snapshotOf(t, source)
		eachURL(t, func(t *testing.T, to string) {
			target := rebuild(t, to, lines, last)
			exec(t, target.pools[0], "INSERT INTO users (email, role, created_at) VALUES ('three@example.com', 'editor', '2026-11-25 09:00:00+00:00')")
			var id int64
			if err := target.pools[0].QueryRow("SELECT id FROM users WHERE email = 'three@example.com'").Scan(&id); err != nil || id != 3 {
				t.Errorf("the next user is %d, %v", id, err)
			}
		})
	})
}

func TestNothingIsBuiltOverADatabase(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		if _, err := Migrate(t.Context(), Config{URL: url}); err != nil {
			t.Fatal(err)
		}
		if _, err := Build(t.Context(), Config{URL: url}, 1); !fault.Is(err, fault.Conflict) {
			t.Fatal(err)
		}
	})
}

// TestAnAbandonedBuildingLeavesNothing also builds over what a killed one left.
func TestAnAbandonedBuildingLeavesNothing(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		b, err := Build(t.Context(), Config{URL: url}, 3)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.store.Close(); err != nil { // as if the process died
			t.Fatal(err)
		}
		if b, err = Build(t.Context(), Config{URL: url}, 3); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{`{"name":"a"}`, `{"name":"a","value":1,"changed_at":"2026-11-25T09:00:00Z"}`, `{"name":"a","value":"b","changed_at":"now"}`, `[]`, `null`,
			`{"name":"a","value":null,"changed_at":"2026-11-25T09:00:00Z"}`} {
			if err := b.Insert(t.Context(), "settings", [][]byte{[]byte(wrong)}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", wrong, err)
			}
		}
		for _, table := range []string{"sessions", "goose_db_version", "nothing", "settings; DROP TABLE keys"} {
			if err := b.Insert(t.Context(), table, nil); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", table, err)
			}
		}
		if err := b.Abandon(t.Context()); err != nil {
			t.Fatal(err)
		}
		if path, isFile := strings.CutPrefix(url, "sqlite:"); isFile {
			if found, err := filepath.Glob(path + "*"); err != nil || len(found) > 0 {
				t.Errorf("left: %v, %v", found, err)
			}
		}
		if s, err := Status(t.Context(), Config{URL: url}); err == nil && s.Version != 0 {
			t.Errorf("version %d", s.Version)
		}
	})
}

func TestACopyOfANewerSchemaIsNotBuilt(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		for _, version := range []int64{0, -1, 9001} {
			if _, err := Build(t.Context(), Config{URL: url}, version); !fault.Is(err, fault.Unavailable) {
				t.Errorf("%d: %v", version, err)
			}
		}
	})
}

// TestEveryTableIsKnownToCopies fails when a migration adds a table that copies would forget.
func TestEveryTableIsKnownToCopies(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		found, err := s.reader.Migrator().GetTables()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			known := slices.ContainsFunc(tables, func(x table) bool { return x.name == name })
			if !known && name != "goose_db_version" && !strings.HasPrefix(name, "sqlite_") {
				t.Errorf("table %s is not named in table.go: say whether copies hold it", name)
			}
		}
		for _, x := range tables {
			if !slices.Contains(found, x.name) {
				t.Errorf("table.go names %s, which is not there", x.name)
			}
		}
		if len(found) < len(tables) {
			t.Error(fmt.Sprint(found))
		}
	})
}
