package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// said are the sentences of the page on privacy.
func (s *server) said() string {
	s.t.Helper()
	a := s.get("/privacy")
	if a.Status != http.StatusOK {
		s.t.Fatalf("privacy: %d", a.Status)
	}
	return strings.Join(strings.Fields(visibleText(a.Body)), " ")
}

// mustSay checks what the page on privacy says; what begins with "!" must be absent.
func (s *server) mustSay(wants ...string) {
	s.t.Helper()
	text := s.said()
	for _, want := range wants {
		if absent, not := strings.CutPrefix(want, "!"); not == strings.Contains(text, absent) {
			s.t.Errorf("%q present is %v on /privacy", absent, not)
		}
	}
}

var loaded = regexp.MustCompile(`<(?:img|source|script|audio|iframe)\b[^>]*\bsrc="(https?://[^/"]+)`)

// TestPrivacyIsTrue holds what the page on privacy says against the server: hosts in pages and in their policy, cookies, the
// setting of counting and of mail.
func TestPrivacyIsTrue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, withContent(elsewhereShow(t, dir)), withEnv("INSIDER_EVENTS_DAYS=9", "INSIDER_BACKUP_EVERY=48h"))
	s.mustSay("Audio comes from "+strings.TrimPrefix(s.URL, "http://")+" and from sound.example;", "and from pictures.example.", "what you asked for, how much was sent", "for 9 days.",
		"Downloads from sound.example are not counted by us.", "An address that is never confirmed is deleted after 30 days.", "Each is replaced within 14 days,", "No cookies, unless you are an editor.", "is answered by "+strings.TrimPrefix(s.URL, "http://")+" and not kept.")
	hosts := map[string]bool{}
	for path := range s.walk() {
		a := s.get(path)
		if a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", path)
		}
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") || strings.HasSuffix(path, ".html") {
			continue
		}
		for _, m := range loaded.FindAllStringSubmatch(a.Body, -1) {
			hosts[m[1]] = true
		}
		csp := a.Header.Get("Content-Security-Policy")
		if strings.Contains(csp, "*") && !strings.HasPrefix(path, "/embed/") || !strings.Contains(csp, "media-src 'self' https://sound.example;") {
			t.Errorf("%s: policy %s", path, csp)
		}
		if !strings.HasPrefix(path, "/embed/") && !strings.Contains(csp, "img-src 'self' data: https://pictures.example;") {
			t.Errorf("%s: policy %s", path, csp)
		}
	}
	var found []string
	for host := range hosts {
		found = append(found, host)
	}
	slices.Sort(found)
	if want := []string{"https://pictures.example", "https://sound.example"}; !slices.Equal(found, want) {
		t.Errorf("pages load from %v, want %v", found, want)
	}

	bare := start(t, withEnv("INSIDER_EVENTS_DAYS=0", "INSIDER_BASE_URL=https://radio.example"))
	bare.mustSay("Pictures come from radio.example.", "no addresses are taken", "What is counted Nothing.", "!sound.example", "!network address when something")
	if a := bare.post("/subscribe", "email=a%40example.com"); a.Status != http.StatusServiceUnavailable {
		t.Errorf("an address was taken: %d", a.Status)
	}
}

// elsewhereShow writes a show with audio here and elsewhere, and a picture elsewhere.
func elsewhereShow(t *testing.T, dir string) string {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "content"))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"episodes/far.md":  "---\ntitle: From afar\ndate: 2025-08-01\nguid: far\naudio: {url: \"https://sound.example/far.mp3\", bytes: 1000, type: audio/mpeg, duration: 10:00}\n---\n\nHear.\n",
		"articles/seen.md": "---\ntitle: Seen afar\ndate: 2025-08-02\n---\n\n![A pump](https://pictures.example/pump.jpg)\n\n`![no picture](https://code.example/a.png)`\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestBrowserKeepsOnlyWhatPrivacyNames looks into the storage of a browser that used everything.
func TestBrowserKeepsOnlyWhatPrivacyNames(t *testing.T) {
	t.Parallel()
	s, p := start(t), browse(t)
	said := s.said()
	p.open(s.URL + "/episodes/david-and-willem-interview-each-other")
	p.press(".theme [value=dark]")
	p.run(`const audio = document.querySelector("audio"); audio.muted = true; audio.play().catch(() => {}); audio.addEventListener("timeupdate", () => audio.currentTime > 1 && audio.pause());`)
	p.wait("the player kept something", `Object.keys(localStorage).some((key) => key.startsWith("insider /episodes/"))`)
	p.open(s.URL + "/stories/new")
	p.fill("#text", "The pump ran backwards.")
	p.press(".told button")
	p.wait("the draft is kept", kept+" !== null")
	for _, key := range eval[[]string](p, "Object.keys(localStorage)") {
		name := "“" + key + "”"
		if strings.HasPrefix(key, "insider /episodes/") {
			name = "“insider /episodes/…”"
		}
		if !strings.Contains(said, name) {
			t.Errorf("the browser keeps %q, of which /privacy says nothing", key)
		}
	}
	if n := eval[int](p, "document.cookie.length + sessionStorage.length"); n != 0 {
		t.Error("there are cookies, or something of the session")
	}
}
