package e2e

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// postgres makes a fresh database for one test, on the server that TEST_POSTGRES_URL names. run executes a statement about it
// beside it; %s in it is its name.
func postgres(t *testing.T) (use option, run func(statement string)) {
	t.Helper()
	u, err := url.Parse(os.Getenv("TEST_POSTGRES_URL"))
	if err != nil || u.Scheme == "" {
		t.Skip("SKIP-TOOL postgres: TEST_POSTGRES_URL is not set")
	}
	beside, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("insider_e2e_%d", rand.Uint64())
	run = func(statement string) {
		t.Helper()
		if _, err := beside.Exec(fmt.Sprintf(statement, name)); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE DATABASE %s")
	t.Cleanup(func() {
		run("DROP DATABASE %s WITH (FORCE)")
		_ = beside.Close()
	})
	u.Path = "/" + name
	return withPostgres(u.String()), run
}

// twoServersOnPostgres runs two processes on one database and one content folder: what one does the other shows within a
// second, with the same bytes and validators.
func twoServersOnPostgres(t *testing.T) {
	t.Parallel()
	database, _ := postgres(t)
	content := newShow(t)
	base := withEnv("INSIDER_BASE_URL=http://localhost:8080") // one public address for both
	a := start(t, database, withContent(content), base)
	b := start(t, database, withContent(content), base)
	same := func(when string) {
		t.Helper()
		for _, path := range []string{"/", "/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap.xml", "/episodes"} {
			for _, encoding := range []string{"identity", "gzip"} {
				x, y := a.get(path, "Accept-Encoding", encoding), b.get(path, "Accept-Encoding", encoding)
				if x.Body != y.Body || x.Header.Get("ETag") != y.Header.Get("ETag") || x.Header.Get("Last-Modified") != y.Header.Get("Last-Modified") || x.Status != y.Status {
					t.Errorf("%s: %s %s differs: %s %s, %s %s", when, path, encoding, x.Header.Get("ETag"), x.Header.Get("Last-Modified"), y.Header.Get("ETag"), y.Header.Get("Last-Modified"))
				}
			}
		}
	}
	same("at the start")

	// Signed up at one, confirmed at the other: links of one open at the other, whichever sent the mail.
	a.post("/subscribe", "email=reader%40example.com")
	var link string
	eventually(t, 15*time.Second, "the mail of one of them", func() bool {
		if link = a.linkIn("/subscribe/confirm"); link == "" {
			link = b.linkIn("/subscribe/confirm")
		}
		return link != ""
	})
	if r := b.post(link, ""); r.Status != http.StatusOK {
		t.Errorf("confirmed at the other: %d", r.Status)
	}

	number, code := a.sendStory(answersOf("key", "one-key-for-two-servers-0123456789").Encode())
	if again, words := b.sendStory(answersOf("key", "one-key-for-two-servers-0123456789").Encode()); again != number || words != code {
		t.Errorf("the same form at the other: ST-%s, was ST-%s", again, number)
	}
	d := a.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", "Two servers", "slug", "two-servers")
	at := desk{b, d.cookie} // the session opens the desk of both
	at.act(1, "publish")
	published := time.Now()
	for _, s := range []*server{a, b} {
		within(t, published, "the story is public on each", func() bool { return s.get("/stories/two-servers").Status == http.StatusOK })
		within(t, published, "the feed of each has it", func() bool { return strings.Contains(s.get("/feed.xml").Body, "/stories/two-servers") })
	}
	same("after a story")
	if r := b.post("/stories/mine", "act=withdraw&code="+url.QueryEscape(code)); r.Status != http.StatusOK {
		t.Fatalf("withdraw: %d", r.Status)
	}
	withdrawn := time.Now()
	for _, s := range []*server{a, b} {
		within(t, withdrawn, "the story is gone from each", func() bool { return s.get("/stories/two-servers").Status == http.StatusGone })
		within(t, withdrawn, "the feed of each is without it", func() bool { return !strings.Contains(s.get("/feed.xml").Body, "/stories/two-servers") })
	}
	same("after a withdrawal")

	writeFile(t, content+"/articles/both.md", "---\ntitle: Both\ndate: 2026-01-02\nsummary: On both.\n---\nHere.\n")
	for _, s := range []*server{a, b} {
		eventually(t, 5*time.Second, "the article is on each", func() bool { return s.get("/articles/both").Status == http.StatusOK })
	}
	same("after an article")
	modified := a.get("/feed.xml").Header.Get("Last-Modified")
	a.kill()
	a.restart()
	if got := a.get("/feed.xml").Header.Get("Last-Modified"); got != modified {
		t.Errorf("Last-Modified after a restart is %s, was %s", got, modified)
	}
	same("after a restart")
}

// within waits for what must be so a second after a moment; the machine of the tests gets one more.
func within(t *testing.T, moment time.Time, what string, condition func() bool) {
	t.Helper()
	eventually(t, time.Until(moment.Add(2*time.Second)), what, condition)
}

// disconnect ends every connection to a database.
const disconnect = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"

// postgresGoneThenBack takes the database away below a running server: reading goes on, writing answers 503 and keeps what
// was typed, and everything works again afterwards.
func postgresGoneThenBack(t *testing.T) {
	t.Parallel()
	database, run := postgres(t)
	s := start(t, database)
	s.mustRead("database there")

	run(disconnect) // a restart of the database: the next act works
	eventually(t, 10*time.Second, "the connections are made anew", func() bool { return s.post("/subscribe", "email=one%40example.com").Status == http.StatusOK })

	run("ALTER DATABASE %s WITH ALLOW_CONNECTIONS false")
	run(disconnect)
	eventually(t, 15*time.Second, "readyz takes the process out of service", func() bool { return s.get("/readyz").Status == http.StatusServiceUnavailable })
	s.mustRefuse("database away")
	s.mustServe("database away")
	run("ALTER DATABASE %s WITH ALLOW_CONNECTIONS true")
	eventually(t, 15*time.Second, "the database is back", func() bool { return s.get("/readyz").Status == http.StatusOK })
	if number, _ := s.sendStory(storyForm); number != "1" {
		t.Errorf("the first story that was taken is ST-%s", number)
	}
	s.subscribe("two@example.com")
}

// TestPostgresNeedsASecret refuses to sign with a key of one process only.
func TestPostgresNeedsASecret(t *testing.T) {
	t.Parallel()
	s := &server{t: t, Data: filepath.Join(t.TempDir(), "data"), env: []string{"INSIDER_DATABASE_URL=postgres://insider:hunter2@localhost:1/x"}}
	if out, code := s.command("serve", "--addr", "127.0.0.1:0"); code != 2 || !strings.Contains(out, "INSIDER_SECRET is required") || strings.Contains(out, "hunter2") {
		t.Errorf("%d %s", code, out)
	}
	s.env = append(s.env, "INSIDER_SECRET=a key of the tests that is long enough to sign with")
	if out, code := s.command("serve", "--addr", "127.0.0.1:0"); code != 1 || strings.Contains(out, "hunter2") || strings.Contains(out, "goroutine ") {
		t.Errorf("no database: %d %s", code, out)
	}
}
