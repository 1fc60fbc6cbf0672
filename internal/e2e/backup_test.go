package e2e

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// oneAddress gives several servers the same public address, so that their feeds are the same.
var oneAddress = withEnv("INSIDER_BASE_URL=http://localhost:8080")

// rowsOf returns every row of a database by table, as text that is the same for both kinds.
func rowsOf(t *testing.T, db *sql.DB, tables string) map[string][]string {
	t.Helper()
	rows := map[string][]string{}
	for _, table := range columnOf(t, db, tables) {
		found, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		names, err := found.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for found.Next() {
			values, places := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				places[i] = &values[i]
			}
			if err := found.Scan(places...); err != nil {
				t.Fatal(err)
			}
			parts := make([]string, len(names))
			for i, name := range names {
				parts[i] = name + "=" + plain(values[i])
			}
			slices.Sort(parts)
			rows[table] = append(rows[table], strings.Join(parts, " "))
		}
		slices.Sort(rows[table])
	}
	if len(rows) < 10 {
		t.Fatalf("only %d tables have rows: %v", len(rows), slices.Sorted(maps.Keys(rows)))
	}
	return rows
}

// plain is a value as text.
func plain(value any) string {
	switch v := value.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		return hex.EncodeToString(v)
	}
	return fmt.Sprint(value)
}

func columnOf(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	return list
}

const (
	sqliteTables   = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'"
	postgresTables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose_%'"
)

// leftOut are the tables that copies hold nothing of.
var leftOut = []string{"sessions", "sign_in_links", "download_salts"}

// mustEqual compares databases before and after a restore, which adds the switch, its mark and an entry of the audit chain.
func mustEqual(t *testing.T, before, after map[string][]string) {
	t.Helper()
	for _, table := range leftOut {
		if len(after[table]) > 0 {
			t.Errorf("%s came back", table)
		}
	}
	for _, table := range slices.Sorted(maps.Keys(before)) {
		if slices.Contains(leftOut, table) || table == "audit_head" {
			continue
		}
		want, got := without(before[table], "name=mail.held", "name=restored"), without(after[table], "name=mail.held", "name=restored")
		if table == "audit_entries" {
			got = slices.DeleteFunc(slices.Clone(after[table]), func(row string) bool { return !slices.Contains(before[table], row) })
			if len(after[table]) != len(before[table])+1 {
				t.Errorf("the audit chain has %d entries, had %d", len(after[table]), len(before[table]))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", table, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

func without(rows []string, words ...string) []string {
	return slices.DeleteFunc(slices.Clone(rows), func(row string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(row, word) })
	})
}

// feedsOf returns bytes and validators of what readers and apps follow.
func (s *server) feedsOf() map[string]string {
	s.t.Helper()
	feeds := map[string]string{}
	for _, path := range []string{"/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json", "/"} {
		a := s.get(path)
		if a.Status != http.StatusOK {
			s.t.Errorf("%s: %d", path, a.Status)
		}
		feeds[path] = a.Header.Get("ETag") + " " + a.Header.Get("Last-Modified") + " " + a.Body
	}
	return feeds
}

// live fills a show with what visitors and editors do, and returns a link to leave the list and a code of words.
func (s *server) live() (leave, code string) {
	s.t.Helper()
	for _, email := range []string{"one@example.com", "two@example.com", "three@example.com"} {
		s.subscribe(email)
	}
	s.post("/subscribe", "email=one%40example.com") // is told that it is on the list, with a link to leave
	leave = s.waitForLink("/subscribe/leave")
	s.post("/subscribe", "email=pending%40example.com")
	_, code = s.sendStory(storyForm)
	s.sendStory(answersOf("text", "Nobody had the password, and everybody had the key.", "email", "").Encode())
	d := s.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", "Nineteen years", "slug", "nineteen-years")
	d.act(1, "publish")
	eventually(s.t, patience, "the story is in the feed", func() bool { return strings.Contains(s.get("/feed.xml").Body, "/stories/nineteen-years") })
	for range 3 {
		s.get(s.audioPath(), "User-Agent", "AppleCoreMedia/1.0.0.21A5 (iPhone; U; CPU OS 17_0 like Mac OS X)")
	}
	return leave, code
}

// audioPath is the path of an enclosure, whatever the public address is.
func (s *server) audioPath() string {
	s.t.Helper()
	_, rest, found := strings.Cut(s.get("/podcast.xml").Body, `<enclosure url="http://localhost:8080`)
	path, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		s.t.Fatal("the feed has no audio")
	}
	return path
}

// generated is a folder with a made-up show.
func generated(t *testing.T, episodes int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "show")
	operator(t).says(0, "wrote", "generate", "--episodes", fmt.Sprint(episodes), "--articles", "5", dir)
	return dir
}

// TestDrill is the bad day as an exercise: a show on SQLite is copied, restored on PostgreSQL, and from there back on SQLite. Every row and every byte that apps follow is the same.
func TestDrill(t *testing.T) {
	t.Parallel()
	database, _ := postgres(t)
	a := start(t, withContent(generated(t, 12)), oneAddress)
	leave, code := a.live()
	stamped := strings.Split(a.audioPath(), "/")[3]
	a.says(0, "Stamped", "stamp", "--force", stamped)
	eventually(t, patience, "the stamped length is in the feed", func() bool { return strings.Contains(a.get("/podcast.xml").Body, `length="`+sizeOf(t, a, stamped)+`"`) })
	eventually(t, patience, "downloads are written down", func() bool {
		return len(columnOf(t, openDatabase(t, a.Data), "SELECT id FROM download_batches")) > 0
	})
	feeds := a.feedsOf()
	if err := a.stop(); err != nil { // and writes down the downloads of the last second
		t.Fatal(err)
	}
	first := filepath.Join(t.TempDir(), "first.tar")
	a.says(0, "1 file of the bucket", "backup", first)
	before := rowsOf(t, openDatabase(t, a.Data), sqliteTables)

	b := &server{t: t}
	for _, o := range []option{database, withContent(filepath.Join(t.TempDir(), "show")), withData(filepath.Join(t.TempDir(), "data"))} {
		o(b)
	}
	b.says(0, "Mail is off until: insider mail on", "restore", first)
	inPostgres := openPostgres(t, b)
	mustEqual(t, before, rowsOf(t, inPostgres, postgresTables))
	b = start(t, database, withContent(b.Content), withData(b.Data), oneAddress, withEnv("INSIDER_SECRET="+readFile(t, filepath.Join(a.Data, "secret"))+",a further key of the tests that is long enough"))
	if got := b.feedsOf(); !maps.Equal(got, feeds) {
		t.Error("the feeds are other ones on PostgreSQL")
	}
	b.worksOn(leave, code)

	second := filepath.Join(t.TempDir(), "second.tar")
	feeds = b.feedsOf()
	if err := b.stop(); err != nil {
		t.Fatal(err)
	}
	b.says(0, "Wrote", "backup", second)
	before = rowsOf(t, inPostgres, postgresTables)
	c := &server{t: t, Data: filepath.Join(t.TempDir(), "data"), Content: filepath.Join(t.TempDir(), "show")}
	c.says(0, "Restored", "restore", second)
	mustEqual(t, before, rowsOf(t, openDatabase(t, c.Data), sqliteTables))
	c = start(t, withData(c.Data), withContent(c.Content), oneAddress)
	if got := c.feedsOf(); !maps.Equal(got, feeds) {
		t.Error("the feeds are other ones back on SQLite")
	}
	if a := c.get(c.audioPath()); a.Status != http.StatusOK {
		t.Errorf("audio: %d", a.Status)
	}
}

// worksOn uses what was mailed and given out before the restore, and writes on.
func (s *server) worksOn(leave, code string) {
	s.t.Helper()
	if !strings.Contains(s.get("/readyz").Body, `"mail":"off`) {
		s.t.Errorf("mail is on: %s", s.get("/readyz").Body)
	}
	if a := s.post("/stories/mine", "code="+strings.ReplaceAll(code, " ", "+")); a.Status != http.StatusOK || !strings.Contains(a.Body, "ST-1") {
		s.t.Errorf("the code of words: %d", a.Status)
	}
	if a := s.get(leave); a.Status != http.StatusOK {
		s.t.Errorf("a link that was mailed before: %d", a.Status)
	}
	if number, _ := s.sendStory(storyForm); number != "3" {
		s.t.Errorf("the next story is ST-%s", number)
	}
	before := len(s.mails())
	s.post("/subscribe", "email=new%40example.com")
	s.says(0, "Mail is on", "mail", "on")
	eventually(s.t, patience, "mail goes out again", func() bool { return len(s.mails()) > before })
	d := s.desk()
	if n := len(d.readers()); n < 4 {
		s.t.Errorf("%d readers", n)
	}
	d.act(3, "accept")
	s.get(s.audioPath())
	eventually(s.t, patience, "downloads are counted on", func() bool { out, code := s.command("figures"); return code == 0 && out != "" })
}

// sizeOf is the length of a stamped copy.
func sizeOf(t *testing.T, s *server, slug string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(s.Data, "bucket/public/episodes", slug, "*"))
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	info, err := os.Stat(names[0])
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(info.Size())
}

// openPostgres opens the database of a server of option postgres.
func openPostgres(t *testing.T, s *server) *sql.DB {
	t.Helper()
	for _, line := range s.env {
		if address, ok := strings.CutPrefix(line, "INSIDER_DATABASE_URL="); ok {
			db, err := sql.Open("pgx", address)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			return db
		}
	}
	t.Fatal("no PostgreSQL")
	return nil
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}
