package e2e

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestLogNamesNobody walks through everything that people do and reads the log afterwards: it holds no address of any kind,
// no token, no code and nothing that was written.
func TestLogNamesNobody(t *testing.T) {
	t.Parallel()
	metrics := "127.0.0.1:" + freePort(t)
	s := start(t, noLimits, withEnv("INSIDER_LOG=json", "INSIDER_METRICS_ADDR="+metrics, "INSIDER_TRUSTED_PROXIES=127.0.0.0/8"))
	secrets := []string{"203.0.113.77", "2001:db8::77", "reader@example.com", "nobody@", "ann@example.com", "Ann, operator", "editor@example.com", "backwards", "Belgium", "SecretAgent", "hunter2", "127.0.0.1"}
	visitor := []string{"X-Forwarded-For", "203.0.113.77", "User-Agent", "SecretAgent/1.0", "Referer", "https://search.example/?q=hunter2"}

	s.subscribe("reader@example.com")
	confirm := s.linkIn("/subscribe/confirm")
	s.post("/subscribe", "email=reader%40example.com", visitor...)
	leave := s.waitForLink("/subscribe/leave")
	for _, bad := range []string{"email=nobody@", "email=hunter2%00", "email=%zz&hunter2", "hunter2=hunter2&hunter2=hunter2"} {
		s.post("/subscribe", bad, visitor...)
	}
	_, code := s.sendStory(answersOf().Encode())
	s.post("/stories/mine", "code="+url.QueryEscape(code), visitor...)
	s.post("/stories/mine", "code=hunter2+hunter2", visitor...)
	d := s.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", "A title", "slug", "a-title")
	d.act(1, "publish")
	s.post("/desk/sign-in", "email=editor%40example.com", visitor...)
	signIn := s.waitForLink("/desk/sign-in")
	recording := regexp.MustCompile(`/media/episodes/[^"]+\.mp3`).FindString(s.get("/podcast.xml").Body)
	for _, path := range []string{
		"/", "/podcast.xml", recording, "/?q=hunter2", "/hunter2", "/search?q=hunter2", "/topics/hunter2", confirm, confirm + "x", leave, signIn, "/desk/sign-in?token=hunter2", "/media/episodes/hunter2/x.mp3",
		"/desk/readers", "/desk/readers.csv", "/desk/mail", "/stories/hunter2?code=" + url.QueryEscape(code), "/%00hunter2",
	} {
		s.get(path, append(visitor, "Cookie", d.cookie)...)
	}
	s.get("/", "X-Forwarded-For", "2001:db8::77")
	s.post(leave, "List-Unsubscribe=One-Click", visitor...)
	s.post("/stories/mine", "act=withdraw&code="+url.QueryEscape(code), visitor...)
	counted := metricsOf(t, metrics)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}

	stored := readAll(t, s.Data)
	for _, secret := range []string{"203.0.113.77", "2001:db8::77", "hunter2", "backwards", "Ann, operator", "search.example"} {
		if strings.Contains(stored, secret) {
			t.Errorf("the data folder holds %q", secret)
		}
	}
	for _, link := range []string{confirm, leave, signIn} {
		_, token, _ := strings.Cut(link, "token=")
		secrets = append(secrets, token, token[len(token)-16:])
	}
	_, session, _ := strings.Cut(d.cookie, "=")
	secrets = append(secrets, session, code, strings.Split(code, " ")[0]+" "+strings.Split(code, " ")[1])
	requests := 0
	for line := range strings.Lines(s.log.String()) {
		var entry struct {
			Time, Level, Msg, ID, Method string
			Status                       int
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Time == "" || entry.Level == "" {
			t.Errorf("no line of JSON: %q", line)
		}
		if entry.Msg == "serving" {
			line = "" // it names the address that an operator chose
		}
		if entry.Msg == "request" {
			if requests++; entry.ID == "" || entry.Method == "" || entry.Status == 0 {
				t.Errorf("a request without id, method or status: %s", line)
			}
		}
		for _, secret := range secrets {
			if strings.Contains(line, secret) || strings.Contains(line, url.QueryEscape(secret)) {
				t.Errorf("the log holds %q: %s", secret, line)
			}
		}
	}
	if requests < 40 {
		t.Errorf("only %d requests in the log", requests)
	}
	for _, secret := range secrets {
		if strings.Contains(counted, secret) {
			t.Errorf("the metrics hold %q", secret)
		}
	}
	mustCount(t, counted)
}

// metricsOf fetches the metrics.
func metricsOf(t *testing.T, addr string) string {
	t.Helper()
	m := &server{t: t, URL: "http://" + addr}
	if a := m.get("/"); a.Status != http.StatusNotFound {
		t.Errorf("the address of metrics answers / with %d", a.Status)
	}
	a := m.get("/metrics")
	if a.Status != http.StatusOK {
		t.Fatalf("metrics: %d", a.Status)
	}
	return a.Body
}

var (
	documented = regexp.MustCompile("(?m)^\\| `(insider_[a-z_]+)` \\| (\\w+) \\| ([^|]*)\\|")
	sample     = regexp.MustCompile(`(?m)^(insider_[a-z_]+?)(_bucket|_sum|_count)?(?:\{([^}]*)\})? (\S+)$`)
	label      = regexp.MustCompile(`([a-z_]+)="([^"]*)"`)
	harmless   = regexp.MustCompile(`^[A-Za-z0-9.+:*/_-]*$`)
)

// mustCount holds metrics to the names and labels that docs/metrics.md lists.
func mustCount(t *testing.T, metrics string) {
	t.Helper()
	doc, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	labels, seen := map[string]string{}, map[string]bool{}
	for _, m := range documented.FindAllStringSubmatch(string(doc), -1) {
		labels[m[1]] = m[3]
	}
	for _, m := range sample.FindAllStringSubmatch(metrics, -1) {
		seen[m[1]] = true
		if _, ok := labels[m[1]]; !ok {
			t.Errorf("docs/metrics.md does not list %s", m[0])
		}
		for _, l := range label.FindAllStringSubmatch(m[3], -1) {
			known := strings.Contains(labels[m[1]], "`"+l[1]+"`") || l[1] == "le"
			if !known || !harmless.MatchString(l[2]) {
				t.Errorf("an unknown label: %s", m[0])
			}
		}
	}
	for name := range labels {
		if !seen[name] {
			t.Errorf("docs/metrics.md lists %s, which is not there", name)
		}
	}
	for _, line := range []string{`insider_http_requests_total{method="POST",route="/stories/mine",status="4xx"} 1`, `insider_http_requests_in_flight 0`} {
		if !strings.Contains(metrics, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

// TestReadiness reads what an orchestrator reads.
func TestReadiness(t *testing.T) {
	t.Parallel()
	content := newShow(t)
	s := start(t, withContent(content))
	ready := func() (status int, body struct {
		Status string
		Checks map[string]string
	}) {
		t.Helper()
		a := s.get("/readyz")
		if err := json.Unmarshal([]byte(a.Body), &body); err != nil || a.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("readyz: %v %s", err, a.Body)
		}
		return a.Status, body
	}
	if status, body := ready(); status != http.StatusOK || body.Status != "ready" || body.Checks["database"] != "ok" || body.Checks["content"] != "ok" || body.Checks["mail"] != "ok, written as files" {
		t.Errorf("%d %+v", status, body)
	}
	writeFile(t, content+"/articles/broken.md", "no front matter")
	eventually(t, patience, "the mistake is told", func() bool { _, body := ready(); return body.Checks["content"] != "ok" })
	if status, body := ready(); status != http.StatusOK || body.Checks["content"] != "1 mistake; see: insider check" {
		t.Errorf("a mistake takes the site out of service: %d %+v", status, body)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if a := s.do(http.MethodHead, path, nil); a.Status != http.StatusOK || a.Body != "" {
			t.Errorf("HEAD %s: %d", path, a.Status)
		}
		if a := s.post(path, ""); a.Status != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", path, a.Status)
		}
	}
	if a := s.get("/metrics"); a.Status != http.StatusNotFound {
		t.Errorf("the site shows metrics: %d", a.Status)
	}
}
