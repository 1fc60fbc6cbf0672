package e2e

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestStarterShowIsOnTheAir walks every address of the sitemap and every link on those pages of the show in the binary.
func TestStarterShowIsOnTheAir(t *testing.T) {
	s := start(t)
	if n := len(s.walk()); n < 25 {
		t.Errorf("only %d addresses found", n)
	}
}

// walk fetches every address of the sitemap and all that its pages lead to on this host, and returns their paths on the site.
func (s *server) walk() map[string]bool {
	t := s.t.(*testing.T)
	t.Helper()
	var urls struct {
		Loc []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal([]byte(s.get("/sitemap.xml").Body), &urls); err != nil || len(urls.Loc) < 3 {
		t.Fatalf("sitemap: %v, %d addresses", err, len(urls.Loc))
	}
	host := strings.TrimSuffix(s.URL, s.Root)
	seen := map[string]bool{}
	for queue := urls.Loc; len(queue) > 0; queue = queue[1:] {
		loc, _, _ := strings.Cut(queue[0], "#")
		path, ours := strings.CutPrefix(loc, s.URL)
		if !ours && (loc == host || strings.HasPrefix(loc, host+"/")) {
			t.Errorf("%s is on this host, but not below %s", loc, s.URL)
		}
		if !ours || seen[path] {
			continue
		}
		seen[path] = true
		a := s.get(path)
		if a.Status != http.StatusOK {
			t.Errorf("%s answers %d", path, a.Status)
			continue
		}
		if strings.Contains(a.Header.Get("Content-Type"), "text/html") {
			queue = append(queue, links(t, s.URL, path, a.Body)...)
		}
	}
	return seen
}

var attribute = regexp.MustCompile(`(?:href|src)="([^"]+)"`)

// links returns the absolute addresses that a page names.
func links(t *testing.T, base, path, html string) []string {
	t.Helper()
	from, err := url.Parse(base + path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range attribute.FindAllStringSubmatch(html, -1) {
		to, err := from.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
		if err != nil {
			t.Errorf("%s has a broken link %q", path, m[1])
			continue
		}
		out = append(out, to.String())
	}
	return out
}

// TestPagesAreWholeAndStrict holds each kind of page to what every page must have.
func TestPagesAreWholeAndStrict(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/", "/episodes", "/articles", "/stories", "/about", "/privacy", "/subscribe", "/stories/new", "/nowhere"} {
		a := s.get(path)
		csp := a.Header.Get("Content-Security-Policy")
		for what, ok := range map[string]bool{
			"one h1":              strings.Count(a.Body, "<h1") == 1,
			"a title":             strings.Contains(a.Body, "<title>"),
			"a language":          strings.Contains(a.Body, `<html lang="`),
			"a skip link":         strings.Contains(a.Body, `href="#main"`),
			"a strict policy":     strings.Contains(csp, "default-src 'none'") && !strings.Contains(csp, "unsafe-inline"),
			"its type":            a.Header.Get("Content-Type") == "text/html; charset=utf-8",
			"nosniff":             a.Header.Get("X-Content-Type-Options") == "nosniff",
			"no cookie":           a.Header.Get("Set-Cookie") == "",
			"no third party":      !regexp.MustCompile(`(?:src|href)="https?://[^"]*\.(?:js|css|woff2?)"`).MatchString(a.Body),
			"no inline handler":   !regexp.MustCompile(`<[^>]+ on[a-z]+="`).MatchString(a.Body),
			"no inline style":     !strings.Contains(a.Body, " style="),
			"the end of the page": strings.Contains(a.Body, "</html>"),
		} {
			if !ok {
				t.Errorf("%s (%d) lacks %s", path, a.Status, what)
			}
		}
	}
}

// TestHeadEqualsGetAndValidatorsWorkAlone asks for each public document in every way a client may.
func TestHeadEqualsGetAndValidatorsWorkAlone(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/", "/episodes", "/podcast.xml", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"} {
		for _, encoding := range []string{"identity", "gzip"} {
			get := s.get(path, "Accept-Encoding", encoding)
			head := s.do(http.MethodHead, path, nil, "Accept-Encoding", encoding)
			if get.Status != http.StatusOK || head.Status != http.StatusOK || head.Body != "" {
				t.Errorf("%s %s: GET %d, HEAD %d with %d bytes", path, encoding, get.Status, head.Status, len(head.Body))
			}
			for _, name := range []string{"Content-Length", "Content-Type", "Content-Encoding", "Etag", "Last-Modified", "Cache-Control", "Vary"} {
				if get.Header.Get(name) != head.Header.Get(name) {
					t.Errorf("%s %s: %s is %q for GET, %q for HEAD", path, encoding, name, get.Header.Get(name), head.Header.Get(name))
				}
			}
			etag := get.Header.Get("ETag")
			if etag == "" || strings.HasPrefix(etag, "W/") {
				t.Errorf("%s %s: ETag %q is not strong", path, encoding, etag)
			}
			if a := s.get(path, "Accept-Encoding", encoding, "If-None-Match", etag); a.Status != http.StatusNotModified || a.Body != "" {
				t.Errorf("%s %s: If-None-Match answers %d", path, encoding, a.Status)
			}
			if modified := get.Header.Get("Last-Modified"); modified != "" {
				if a := s.get(path, "Accept-Encoding", encoding, "If-Modified-Since", modified); a.Status != http.StatusNotModified {
					t.Errorf("%s %s: If-Modified-Since answers %d", path, encoding, a.Status)
				}
			}
		}
	}
	if plain, zipped := s.get("/podcast.xml"), s.get("/podcast.xml", "Accept-Encoding", "gzip"); plain.Header.Get("ETag") == zipped.Header.Get("ETag") {
		t.Error("one ETag for two encodings")
	}
	if s.get("/podcast.xml").Header.Get("Last-Modified") == "" {
		t.Error("the feed has no Last-Modified")
	}
}

// TestEnclosureSeeks asks for the audio as players do.
func TestEnclosureSeeks(t *testing.T) {
	s := start(t)
	feed := s.get("/podcast.xml").Body
	m := regexp.MustCompile(`<enclosure url="([^"]+)" length="(\d+)" type="([^"]+)"`).FindStringSubmatch(feed)
	if m == nil {
		t.Fatalf("no enclosure in\n%s", feed)
	}
	path := strings.TrimPrefix(m[1], s.URL)
	whole := s.get(path)
	if whole.Status != http.StatusOK || fmt.Sprint(len(whole.Body)) != m[2] || whole.Header.Get("Content-Type") != m[3] {
		t.Fatalf("%d, %d bytes, %s; the feed says %v", whole.Status, len(whole.Body), whole.Header.Get("Content-Type"), m)
	}
	etag := whole.Header.Get("ETag")
	for _, tc := range []struct {
		name    string
		headers []string
		status  int
		body    string
	}{
		{"first two", []string{"Range", "bytes=0-1"}, 206, whole.Body[:2]},
		{"middle", []string{"Range", "bytes=1000-1999"}, 206, whole.Body[1000:2000]},
		{"tail", []string{"Range", "bytes=-100"}, 206, whole.Body[len(whole.Body)-100:]},
		{"to the end", []string{"Range", "bytes=5000-"}, 206, whole.Body[5000:]},
		{"same file", []string{"Range", "bytes=0-9", "If-Range", etag}, 206, whole.Body[:10]},
		{"other file", []string{"Range", "bytes=0-9", "If-Range", `"other"`}, 200, whole.Body},
		{"beyond", []string{"Range", "bytes=999999999-"}, 416, ""},
		{"known", []string{"If-None-Match", etag}, 304, ""},
	} {
		a := s.get(path, tc.headers...)
		if a.Status != tc.status || tc.status < 300 && a.Body != tc.body {
			t.Errorf("%s: %d with %d bytes, want %d with %d", tc.name, a.Status, len(a.Body), tc.status, len(tc.body))
		}
	}
}

// TestContentFolderLives breaks and mends files below a running server.
func TestContentFolderLives(t *testing.T) {
	dir := newShow(t)
	s := start(t, withContent(dir))
	article := func(name, head, body string) {
		t.Helper()
		writeFile(t, dir+"/articles/"+name+".md", "---\n"+head+"\n---\n"+body+"\n")
	}
	shown := func(path, text string) func() bool {
		return func() bool { a := s.get(path); return a.Status == 200 && strings.Contains(a.Body, text) }
	}
	article("lines", "title: Lines\ndate: 2026-01-02\nsummary: About lines.", "First version.")
	eventually(t, 2*time.Second, "a new article appears", shown("/articles/lines", "First version."))

	etag := s.get("/articles/lines").Header.Get("ETag")
	article("lines", "title: Lines\ndate: tomorrow\nsummary: About lines.", "Second version.")
	eventually(t, 5*time.Second, "the mistake is told", func() bool {
		out, code := s.command("check")
		return code == 1 && strings.Contains(out, "articles/lines.md:3:")
	})
	if a := s.get("/articles/lines"); a.Header.Get("ETag") != etag || !strings.Contains(a.Body, "First version.") {
		t.Error("a broken file changed the page")
	}
	s.kill()
	s.restart()
	if a := s.get("/articles/lines"); !strings.Contains(a.Body, "First version.") {
		t.Error("the last good version is lost after a restart")
	}
	article("lines", "title: Lines\ndate: 2026-01-02\nsummary: About lines.\naliases: [/old/lines]", "Third version.")
	eventually(t, 2*time.Second, "the mended file appears", shown("/articles/lines", "Third version."))
	if a := s.get("/old/lines"); a.Status != http.StatusMovedPermanently || !strings.HasSuffix(a.Header.Get("Location"), "/articles/lines") {
		t.Errorf("alias: %d to %s", a.Status, a.Header.Get("Location"))
	}

	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	feed := s.get("/podcast.xml").Body
	eventually(t, 30*time.Second, "the missing folder is a mistake", func() bool { return strings.Contains(s.get("/readyz").Body, "1 mistake") })
	if a := s.get("/articles/lines"); a.Status != 200 || s.get("/podcast.xml").Body != feed {
		t.Error("a folder that vanished emptied the site")
	}
	if err := os.Rename(dir+"-away", dir); err != nil {
		t.Fatal(err)
	}
	article("again", "title: Again\ndate: 2026-01-03\nsummary: Back.", "Back again.")
	eventually(t, 15*time.Second, "a folder that came back is followed", shown("/articles/again", "Back again."))
}

// TestScheduledAtItsMinute publishes by the clock, without a restart or a touch of the folder.
func TestScheduledAtItsMinute(t *testing.T) {
	dir := newShow(t)
	due := time.Now().Add(4 * time.Second).UTC().Truncate(time.Second)
	writeFile(t, dir+"/articles/later.md", "---\ntitle: Later\ndate: "+due.Format(time.RFC3339)+"\nsummary: Soon.\n---\nHere it is.\n")
	writeFile(t, dir+"/articles/never.md", "---\ntitle: Never\ndate: 2026-01-02\ndraft: true\nsummary: No.\n---\nA draft.\n")
	s := start(t, withContent(dir))
	if time.Now().Before(due) {
		if a := s.get("/articles/later"); time.Now().Before(due) && a.Status != http.StatusNotFound {
			t.Errorf("before its minute: %d", a.Status)
		}
	}
	eventually(t, 10*time.Second, "the article is published", func() bool { return s.get("/articles/later").Status == 200 })
	if time.Now().Before(due) {
		t.Error("published too early")
	}
	if !strings.Contains(s.get("/feed.xml").Body, "/articles/later") {
		t.Error("the feed does not know it")
	}
	if a := s.get("/articles/never"); a.Status != http.StatusNotFound {
		t.Errorf("a draft is public: %d", a.Status)
	}
	s.kill()
	s.env = append(s.env, "INSIDER_DRAFTS=true")
	s.restart()
	if a := s.get("/articles/never"); a.Status != 200 || !strings.Contains(strings.ToLower(a.Body), "draft") {
		t.Errorf("serve --drafts: %d", a.Status)
	}
}

// newShow is a show of one's own, as insider init writes it.
func newShow(t *testing.T) string {
	t.Helper()
	dir := t.TempDir() + "/show"
	s := &server{t: t, Data: t.TempDir(), Content: dir}
	if out, code := s.command("init", dir); code != 0 {
		t.Fatalf("init: %d\n%s", code, out)
	}
	return dir
}

func writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
