package e2e

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// behindNginx runs the nginx of deploy/nginx.conf in front of the server and makes the tests come by it.
func (s *server) behindNginx(port string) (logs string) {
	t := s.t
	t.Helper()
	nginx, err := exec.LookPath("/usr/sbin/nginx")
	if err != nil {
		t.Skip("SKIP-TOOL nginx: the site is tried behind it")
	}
	example, err := os.ReadFile("../../deploy/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	dir, back := t.TempDir(), strings.TrimSuffix(strings.TrimPrefix(s.URL, "http://localhost:"), s.Root)
	pair := httptest.NewUnstartedServer(nil) // for its certificate, which is for example.com
	pair.StartTLS()
	defer pair.Close()
	key, err := x509.MarshalPKCS8PrivateKey(pair.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, bytes []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("fullchain.pem", "CERTIFICATE", pair.Certificate().Raw)
	write("privkey.pem", "PRIVATE KEY", key)
	// Only what a test cannot have is changed: ports, folders and, for an older nginx, the way to ask for HTTP/2.
	conf := strings.NewReplacer("/etc/letsencrypt/live/podcast.example.com", dir, "/var/log/nginx", dir, "127.0.0.1:8080", "127.0.0.1:"+back,
		"    listen [::]:80;\n", "", "    listen [::]:443 ssl;\n", "", "listen 80;", "listen 127.0.0.1:"+freePort(t)+";",
		"listen 443 ssl;", "listen 127.0.0.1:"+port+" ssl http2;", "    http2 on;\n", "", "podcast.example.com", "example.com").Replace(string(example))
	conf = "daemon off; pid " + dir + "/pid; error_log stderr crit; events {}\nhttp {\nclient_body_temp_path " + dir + "; proxy_temp_path " + dir +
		"; fastcgi_temp_path " + dir + "; uwsgi_temp_path " + dir + "; scgi_temp_path " + dir + ";\n" + conf + "}\n"
	if err := os.WriteFile(filepath.Join(dir, "conf"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	var out lockedBuffer
	cmd := exec.Command(nginx, "-e", "stderr", "-p", dir, "-c", filepath.Join(dir, "conf"))
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &out, patience
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() }) // its workers end with it
	roots := x509.NewCertPool()
	roots.AddCert(pair.Certificate())
	s.URL = "https://127.0.0.1:" + port + s.Root
	s.client = &http.Client{CheckRedirect: client.CheckRedirect, Timeout: client.Timeout,
		Transport: &http.Transport{DisableCompression: true, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	eventually(t, patience, "nginx answers", func() bool {
		a, err := s.try(http.MethodGet, "/healthz", nil)
		return err == nil && a.Status == http.StatusOK
	})
	return dir
}

var (
	rooted   = regexp.MustCompile(`(?i)\s(?:href|src|srcset|action|poster|data-[a-z-]+)="(/[^"]*)"`)
	absolute = regexp.MustCompile(`https?://(?:localhost|127\.0\.0\.1)[^\s"'<>\\]*`)
)

// TestBelowAPathBehindTLS walks all pages, feeds and files of a site below a path, behind nginx as deploy/nginx.conf sets it up: every
// address that any of them holds is below the public one.
func TestBelowAPathBehindTLS(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	s := start(t, withRoot("/podcast"), withEnv("INSIDER_BASE_URL=https://127.0.0.1:"+port+"/podcast", "INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
	logs := s.behindNginx(port)

	paths := s.walk()
	for _, more := range []string{"/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json", "/robots.txt", "/sitemap.xml", "/manifest.webmanifest",
		"/.well-known/security.txt", "/subscribe", "/stories/new", "/stories/mine", "/search?q=plant", "/no-such-page", "/desk/sign-in"} {
		paths[more] = true
	}
	pages := 0
	for path := range paths {
		a := s.get(path)
		kind := a.Header.Get("Content-Type")
		if strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "font/") {
			continue
		}
		pages++
		s.holdsOnlyOwnAddresses(path, a)
	}
	if pages < 40 {
		t.Errorf("only %d texts were read", pages)
	}
	s.testOEmbedBehind()
	s.testFormsBehind()
	s.testLogsBehind(logs)
}

// holdsOnlyOwnAddresses looks at every address of this machine in an answer.
func (s *server) holdsOnlyOwnAddresses(path string, a *answer) {
	s.t.Helper()
	for _, m := range absolute.FindAllString(a.Body, -1) {
		if m != s.URL && !strings.HasPrefix(m, s.URL+"/") && !strings.HasPrefix(m, s.URL+"#") {
			s.t.Errorf("%s names %s", path, m)
		}
	}
	if strings.Contains(a.Header.Get("Content-Type"), "html") {
		for _, m := range rooted.FindAllStringSubmatch(a.Body, -1) {
			if m[1] != s.Root && !strings.HasPrefix(m[1], s.Root+"/") {
				s.t.Errorf("%s leads to %s", path, m[1])
			}
		}
	}
	if to := a.Header.Get("Location"); to != "" && !strings.HasPrefix(to, s.Root+"/") && !strings.HasPrefix(to, s.URL+"/") {
		s.t.Errorf("%s redirects to %s", path, to)
	}
	if a.Header.Get("Strict-Transport-Security") == "" {
		s.t.Errorf("%s comes without HSTS", path)
	}
}

func (s *server) testOEmbedBehind() {
	s.t.Helper()
	page := s.URL + "/episodes/special-interview"
	if feed := regexp.MustCompile(regexp.QuoteMeta(s.URL) + `/episodes/[a-z0-9-]+`).FindString(s.get("/podcast.xml").Body); feed != "" {
		page = feed
	}
	a := s.get("/oembed?url=" + url.QueryEscape(page))
	var card struct{ HTML, ProviderURL string }
	if err := json.Unmarshal([]byte(a.Body), &card); err != nil || a.Status != http.StatusOK || !strings.Contains(card.HTML, `src="`+s.URL+`/embed/`) {
		s.t.Errorf("oembed: %d %v %s", a.Status, err, a.Body)
	}
}

// testFormsBehind signs up, sends a story and signs in as a browser would that came by https.
func (s *server) testFormsBehind() {
	s.t.Helper()
	origin := strings.TrimSuffix(s.URL, s.Root)
	browser := []string{"Origin", origin, "Sec-Fetch-Site", "same-origin"}
	for path, form := range map[string]string{"/subscribe": "email=reader%40example.com", "/stories/new": storyForm} {
		a := s.post(path, form, browser...)
		if a.Status != http.StatusOK && a.Status != http.StatusServiceUnavailable {
			s.t.Errorf("%s: %d", path, a.Status)
		}
		s.holdsOnlyOwnAddresses("POST "+path, a)
	}
	if a := s.post("/stories/new", storyForm, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); a.Status != http.StatusForbidden {
		s.t.Errorf("a form of another site: %d", a.Status)
	}
	out, code := s.command("editor", "add", "editor@example.com")
	link := regexp.MustCompile(regexp.QuoteMeta(s.URL) + `/desk/sign-in\?token=\S+`).FindString(out)
	if code != 0 || link == "" {
		s.t.Fatalf("editor add: %d %s", code, out)
	}
	_, query, _ := strings.Cut(link, "?")
	a := s.post("/desk/sign-in?"+query, query, browser...)
	cookie := a.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-session=", "Secure", "HttpOnly", "SameSite="} {
		if !strings.Contains(cookie, want) {
			s.t.Errorf("signing in (%d) sets %q, without %s", a.Status, cookie, want)
		}
	}
	s.holdsOnlyOwnAddresses("signing in", a)
}

// testLogsBehind reads what nginx wrote down: no query, no visit of /stories, no address.
func (s *server) testLogsBehind(dir string) {
	s.t.Helper()
	var log string
	eventually(s.t, patience, "nginx has written its log", func() bool {
		data, err := os.ReadFile(filepath.Join(dir, "insider.log"))
		log = string(data)
		return err == nil && strings.Contains(log, "/podcast/desk/sign-in")
	})
	for line := range strings.Lines(log) {
		for _, private := range []string{"?", "token=", "/stories", "127.0.0.1"} {
			if strings.Contains(line, private) {
				s.t.Errorf("the log of nginx holds %q: %s", private, line)
			}
		}
	}
}
