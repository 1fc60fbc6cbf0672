package e2e

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// noLimits let a test write as fast as it can.
var noLimits = withEnv("INSIDER_LIMIT_SIGNUPS=100000", "INSIDER_LIMIT_STORIES=100000", "INSIDER_LIMIT_MINUTE=100000")

// storm posts with several writers until enough posts were acknowledged, kills the server in the middle of the others, and
// returns what was acknowledged.
func (s *server) storm(enough int, post func(writer, i int) (id string, a *answer, err error)) []string {
	var (
		mu   sync.Mutex
		done []string
		wg   sync.WaitGroup
		stop = make(chan struct{})
	)
	for writer := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				id, a, err := post(writer, i)
				if err != nil || a == nil {
					return
				}
				if a.Status != http.StatusOK && a.Status != http.StatusSeeOther {
					continue
				}
				mu.Lock()
				if done = append(done, id); len(done) == enough {
					close(stop)
				}
				mu.Unlock()
			}
		})
	}
	select {
	case <-stop:
	case <-time.After(30 * time.Second):
		s.t.Error("the storm is too slow")
	}
	s.kill()
	wg.Wait()
	return done
}

// TestKilledWhileSigningUp kills the server in the middle of sign-ups: whoever was told to look in the inbox is on the list
// once and gets a mail, and nobody is there by half.
func TestKilledWhileSigningUp(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	var acknowledged []string
	for round := range 3 {
		s := start(t, withData(dir), noLimits)
		acknowledged = append(acknowledged, s.storm(12, func(writer, i int) (string, *answer, error) {
			address := fmt.Sprintf("r%d-%d-%d@example.com", round, writer, i)
			a, err := s.try(http.MethodPost, "/subscribe", strings.NewReader("email="+address), "Content-Type", "application/x-www-form-urlencoded")
			return address, a, err
		})...)
	}
	// The mails that a killed server was sending are leased to it for five minutes: let them pass.
	if _, err := openDatabase(t, dir).Exec("UPDATE outbox_mails SET leased_until = '2000-01-01 00:00:00+00:00' WHERE leased_until IS NOT NULL"); err != nil {
		t.Fatal(err)
	}
	s := start(t, withData(dir), noLimits)
	rows := map[string]int{}
	for _, row := range s.desk().readers() {
		rows[row[0]]++
	}
	for _, address := range acknowledged {
		if rows[address] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", address, rows[address])
		}
	}
	eventually(t, 30*time.Second, "every row has its mail", func() bool {
		mailed := map[string]bool{}
		for _, m := range s.mails() {
			if m := regexp.MustCompile(`(?m)^To: <([^>]+)>`).FindStringSubmatch(m); m != nil {
				mailed[m[1]] = true
			}
		}
		for address := range mailed {
			if rows[address] == 0 {
				t.Fatalf("a mail to %s, who is not on the list", address)
			}
		}
		return len(mailed) == len(rows)
	})
}

// TestKilledWhilePublishing kills the server in the middle of publishing at the desk: each story is public with its history,
// or it is not and can be published.
func TestKilledWhilePublishing(t *testing.T) {
	t.Parallel()
	const stories = 24
	s := start(t, noLimits)
	d := s.desk()
	for n := 1; n <= stories; n++ {
		s.sendStory(answersOf("text", fmt.Sprintf("The story with the number %d.", n)).Encode())
		d.act(n, "accept")
		d.act(n, "name", "title", fmt.Sprintf("Story %d", n), "slug", fmt.Sprintf("story-%d", n))
	}
	acknowledged := s.storm(stories/2, func(writer, i int) (string, *answer, error) {
		n := 4*i + writer + 1
		if n > stories {
			return "", nil, nil
		}
		a, err := s.try(http.MethodPost, fmt.Sprintf("/desk/stories/%d", n), strings.NewReader("act=publish&version=3"),
			"Content-Type", "application/x-www-form-urlencoded", "Cookie", d.cookie)
		return fmt.Sprint(n), a, err
	})
	s.restart()
	feed := s.get("/feed.xml").Body
	for _, n := range acknowledged {
		if a := s.get("/stories/story-" + n); a.Status != http.StatusOK {
			t.Errorf("story %s was acknowledged and answers %d", n, a.Status)
		}
	}
	for n := 1; n <= stories; n++ {
		path := fmt.Sprintf("/stories/story-%d", n)
		public := s.get(path).Status == http.StatusOK
		told := strings.Contains(feed, path+"<")
		page := s.get(fmt.Sprintf("/desk/stories/%d", n), "Cookie", d.cookie).read(t)
		acts := text(page.find(func(n *node) bool { return strings.HasPrefix(attr(n, "class"), "history") }))
		if entry := strings.Contains(acts, "published it"); public != told || public != entry {
			t.Errorf("story %d is half published: page %v, feed %v, history %v: %s", n, public, told, entry, strings.Join(strings.Fields(acts), " "))
		}
		if !public {
			d.act(n, "publish")
		}
	}
}

// TestKilledWhileStarting kills a server at different moments of its first start, migrations among them: the next one starts.
func TestKilledWhileStarting(t *testing.T) {
	t.Parallel()
	whole := schemaOf(t, start(t).Data)
	if !strings.Contains(whole, "CREATE TABLE") {
		t.Fatalf("no tables: %s", whole)
	}
	dir := filepath.Join(t.TempDir(), "data")
	for after := 5 * time.Millisecond; after < 120*time.Millisecond; after += 8 * time.Millisecond {
		s := &server{t: t, Data: dir}
		cmd := exec.Command(binary, "serve")
		cmd.Env = s.environ("INSIDER_ADDR=127.0.0.1:0")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after) // the moment of the kill is what the test is about
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if after%3 == 0 { // some begin anew, the others go on where the one before died
			if out, code := s.command("migrate"); code != 0 {
				t.Fatalf("after %v: %s", after, out)
			}
			if got := schemaOf(t, dir); got != whole {
				t.Fatalf("after %v the schema differs:\n%s", after, got)
			}
			dir = filepath.Join(t.TempDir(), "data")
		}
	}
	s := start(t, withData(dir))
	if got := schemaOf(t, dir); got != whole || s.get("/").Status != http.StatusOK {
		t.Errorf("the schema differs:\n%s", got)
	}
	if out, code := s.command("migrate"); code != 1 || !strings.Contains(out, "Another insider process") {
		t.Errorf("migrate beside a server: %d %s", code, out)
	}
}

// schemaOf is the text of every table and index in the database of a data folder.
func schemaOf(t *testing.T, data string) string {
	t.Helper()
	db := openDatabase(t, data)
	rows, err := db.Query("SELECT coalesce(sql, name) FROM sqlite_master ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// openDatabase opens the database of a data folder beside the server.
func openDatabase(t *testing.T, data string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: filepath.Join(data, "insider.db"), RawQuery: "_txlock=immediate&_pragma=busy_timeout(5000)"}).String())
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestNewerSchemaIsRefused gives an old program the database of a newer one.
func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	db := openDatabase(t, s.Data)
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	before := schemaOf(t, s.Data)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"migrate"}, {"editor", "add", "a@example.com"}, {"mail", "off"}} {
		if out, code := s.command(args...); code != 1 || !strings.Contains(out, "newer program") {
			t.Errorf("%v: %d %s", args, code, out)
		}
	}
	if schemaOf(t, s.Data) != before {
		t.Error("the database was changed")
	}
}

// TestEmptiedShowLives empties show.yaml and then the whole folder below a running server.
func TestEmptiedShowLives(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	s := start(t, withContent(dir))
	page, feed := s.get("/"), s.get("/podcast.xml")
	same := func(when string) {
		t.Helper()
		a, f := s.get("/"), s.get("/podcast.xml")
		if a.Status != http.StatusOK || a.Header.Get("ETag") != page.Header.Get("ETag") || f.Body != feed.Body {
			t.Errorf("%s: %d, page %s was %s", when, a.Status, a.Header.Get("ETag"), page.Header.Get("ETag"))
		}
	}
	mistaken := func() bool { return strings.Contains(s.get("/readyz").Body, "mistake") }
	good, err := os.ReadFile(dir + "/show.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "\x00\xff", "title: [", "- a\n- b\n", "title: Another\nguid: not-a-guid\n", "---\n---\n"} {
		writeFile(t, dir+"/show.yaml", bad)
		eventually(t, 15*time.Second, fmt.Sprintf("the mistake of %q is told", bad), mistaken)
		same(fmt.Sprintf("show.yaml is %q", bad))
		writeFile(t, dir+"/show.yaml", string(good))
		eventually(t, 15*time.Second, "the mended show.yaml is taken", func() bool { return !mistaken() })
	}
	writeFile(t, dir+"/show.yaml", "")
	eventually(t, 15*time.Second, "the mistake is told", mistaken)
	s.kill()
	s.restart()
	if a := s.get("/"); a.Status != http.StatusOK || !strings.Contains(s.get("/podcast.xml").Body, "<enclosure") {
		t.Errorf("after a restart with an empty show.yaml: %d", a.Status)
	}
	page, feed = s.get("/"), s.get("/podcast.xml") // on another port
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, 15*time.Second, "the empty folder is told", mistaken)
	for range 5 { // scans come one after the other
		time.Sleep(100 * time.Millisecond)
		same("the folder is empty")
	}
	s.kill()
	s.restart()
	if a := s.get("/"); a.Status != http.StatusOK || !strings.Contains(s.get("/podcast.xml").Body, "<enclosure") {
		t.Errorf("after a restart with an empty folder: %d", a.Status)
	}
}
