package e2e

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var (
	rooted   = regexp.MustCompile(`(?i)\s(?:href|src|srcset|action|poster|data-[a-z-]+)="(/[^"]*)"`)
	absolute = regexp.MustCompile(`https?://(?:localhost|127\.0\.0\.1)[^\s"'<>\\]*`)
)

// TestBelowAPathBehindTLS walks all pages, feeds and files of a site below a path, behind each proxy as deploy/ sets it up: every
// address that any of them holds is below the public one.
func TestBelowAPathBehindTLS(t *testing.T) {
	t.Parallel()
	for name, behind := range map[string]func(s *server, port string) (log func() string){"nginx": (*server).behindNginx, "Caddy": (*server).behindCaddy} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			port := freePort(t)
			s := start(t, withRoot("/podcast"), withEnv("INSIDER_BASE_URL=https://127.0.0.1:"+port+"/podcast", "INSIDER_TRUSTED_PROXIES=127.0.0.1/32"))
			log := behind(s, port)
			s.testPagesBehind()
			s.testOEmbedBehind()
			s.testFormsBehind()
			s.testLogBehind(log)
		})
	}
}

// testPagesBehind reads every text that any page leads to.
func (s *server) testPagesBehind() {
	s.t.Helper()
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
		s.t.Errorf("only %d texts were read", pages)
	}
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

// testLogBehind reads what the proxy wrote down, also while nobody answered it: no query, no visit of /stories, no address.
func (s *server) testLogBehind(log func() string) {
	s.t.Helper()
	s.kill()
	for _, path := range []string{"/stories/mine?token=secret", "/search?q=plant", "/last-one"} {
		if a, err := s.try(http.MethodGet, path, nil); err != nil || a.Status != http.StatusBadGateway {
			s.t.Errorf("%s with nobody behind: %v %v", path, a, err)
		}
	}
	eventually(s.t, patience, "the proxy has written its log", func() bool { return strings.Contains(log(), "/podcast/last-one") })
	site := strings.TrimSuffix(strings.TrimPrefix(s.URL, "https://"), s.Root) // Caddy names it, and it is nobody's address
	for line := range strings.Lines(strings.ReplaceAll(log(), site, "")) {
		for _, private := range []string{"?", "token=", "/stories", "127.0.0.1"} {
			if strings.Contains(line, private) {
				s.t.Errorf("the log of the proxy holds %q: %s", private, line)
			}
		}
	}
}
