package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// ownPostgres is a PostgreSQL for one test, which can be stopped, at once and without a word, and started again.
type ownPostgres struct {
	t   *testing.T
	dir string // with its socket
	url string
}

// startPostgres starts one: a standby of another, or with act "start" and nothing else one of its own.
func startPostgres(t *testing.T, act string, of ...string) *ownPostgres {
	t.Helper()
	if os.Getenv("TEST_POSTGRES_URL") == "" {
		t.Skip("SKIP-TOOL postgres: TEST_POSTGRES_URL is not set")
	}
	dir, err := os.MkdirTemp("", "insider-pg-") // short, for its socket, and open to the user who runs it
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	p := &ownPostgres{t: t, dir: dir}
	t.Cleanup(func() { p.control("stop") })
	p.url = p.control(act, of...)
	return p
}

func (p *ownPostgres) control(act string, more ...string) string {
	p.t.Helper()
	out, err := exec.Command("../../.ci/postgres.sh", append([]string{act, p.dir}, more...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("postgres.sh %s: %v\n%s", act, err, out)
	}
	return strings.TrimSpace(string(out))
}

// withPostgres lets a server use the database at a URL.
func withPostgres(url string) option {
	return withEnv("INSIDER_DATABASE_URL="+url, "INSIDER_SECRET=a key of the tests that is long enough to sign with")
}

// postgresAway stops PostgreSQL for half a minute: readers are served by the edition, forms keep what was typed, nothing piles
// up, and the mails that waited go out afterwards.
func postgresAway(t *testing.T) {
	t.Parallel()
	p := startPostgres(t, "start")
	metrics, mailServer := "127.0.0.1:"+freePort(t), "127.0.0.1:"+freePort(t)
	s := start(t, withPostgres(p.url), noLimits, withEnv("INSIDER_METRICS_ADDR="+metrics, "INSIDER_SMTP_URL=smtp+plain://"+mailServer))
	audio := s.audio()
	s.mustRead("database there")
	s.post("/subscribe", "email=waiting%40example.com")
	before := goroutines(t, metrics)

	p.control("down")
	gone := time.Now()
	r := startRelay(t, mailServer)
	s.get(audio, "User-Agent", "Overcast/1")
	for time.Since(gone) < 30*time.Second {
		s.mustServe("database away")
		s.mustRefuse("database away")
		time.Sleep(time.Second)
	}
	if a := s.get("/readyz"); a.Status != http.StatusServiceUnavailable || !strings.Contains(a.Body, `"database":"does not answer"`) {
		t.Errorf("readyz: %d %s", a.Status, a.Body)
	}
	if n := goroutines(t, metrics); n > before+20 {
		t.Errorf("%d goroutines, before it were %d", n, before)
	}
	p.control("up")
	back := time.Now()
	eventually(t, recovery, "the database is used again", func() bool { return s.get("/readyz").Status == http.StatusOK })
	if a := s.post("/subscribe", "email=after%40example.com"); a.Status != http.StatusOK {
		t.Errorf("a sign-up after it: %d", a.Status)
	}
	eventually(t, time.Until(back.Add(recovery)), "the mails go out", func() bool { return r.to("waiting@example.com") == 1 && r.to("after@example.com") == 1 })
	eventually(t, recovery, "the download of meanwhile is counted", func() bool { return s.figures().sent() == 1 })
}

// goroutines is how many a server has.
func goroutines(t *testing.T, metrics string) int {
	t.Helper()
	m := regexp.MustCompile(`(?m)^go_goroutines (\d+)`).FindStringSubmatch(metricsOf(t, metrics))
	if m == nil {
		t.Fatal("no metric of goroutines")
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
