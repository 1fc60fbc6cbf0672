package e2e

import (
	"fmt"
	"html"
	"io"
	"mime/quotedprintable"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// linkIn returns the path and query of the first link to a path of the site in mails, newest mail first.
func (s *server) linkIn(path string) string {
	for _, m := range slices.Backward(s.mails()) {
		if link := s.linkOf(m, path); link != "" {
			return link
		}
	}
	return ""
}

// linkTo is linkIn for mails to an address.
func (s *server) linkTo(email, path string) string {
	for _, m := range slices.Backward(s.mails()) {
		if to, _, _ := strings.Cut(m, "\r\n\r\n"); strings.Contains(to, "<"+email+">") {
			if link := s.linkOf(m, path); link != "" {
				return link
			}
		}
	}
	return ""
}

// linkOf returns the path and query of the first link to a path of the site in a mail, "" when there is none.
func (s *server) linkOf(mail, path string) string {
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(mail)))
	if err != nil && len(text) == 0 {
		return ""
	}
	m := regexp.MustCompile(`https?://[^/\s]+` + s.Root + `(` + regexp.QuoteMeta(path) + `\?token=[A-Za-z0-9._~-]+)`).FindSubmatch(text)
	if m == nil {
		return ""
	}
	return string(m[1])
}

// waitForLink waits for a mail with a link to the path.
func (s *server) waitForLink(path string) string {
	s.t.Helper()
	var link string
	eventually(s.t, 15*time.Second, "a mail with a link to "+path, func() bool { link = s.linkIn(path); return link != "" })
	return link
}

// subscribe signs up and confirms.
func (s *server) subscribe(email string) {
	s.t.Helper()
	before := s.linkTo(email, "/subscribe/confirm") // of a time before
	if a := s.post("/subscribe", "email="+url.QueryEscape(email)); a.Status != http.StatusOK || !strings.Contains(a.Body, "Check your inbox") {
		s.t.Fatalf("sign-up: %d\n%s", a.Status, a.Body)
	}
	link := before
	eventually(s.t, patience, "a mail with a link to confirm", func() bool { link = s.linkTo(email, "/subscribe/confirm"); return link != before })
	if a := s.get(link); a.Status != http.StatusOK || !strings.Contains(a.Body, "<form") {
		s.t.Fatalf("confirm page: %d", a.Status)
	}
	if a := s.post(link, ""); a.Status != http.StatusOK || !strings.Contains(a.Body, "on the list") {
		s.t.Fatalf("confirm: %d\n%s", a.Status, a.Body)
	}
}

func TestSubscribingFromFormToList(t *testing.T) {
	s := start(t)
	s.subscribe("reader@example.com")
	known := s.post("/subscribe", "email=reader@example.com")
	unknown := s.post("/subscribe", "email=nobody@example.com")
	same := strings.ReplaceAll(known.Body, "reader@example.com", "nobody@example.com")
	if known.Status != unknown.Status || same != unknown.Body {
		t.Error("the answer tells who is on the list")
	}
	for _, bad := range []string{"", "reader", "reader@", "@example.com", "a b@example.com", "reader@example", "reader@example.com\r\nBcc: x@example.com", strings.Repeat("a", 300) + "@example.com"} {
		if a := s.post("/subscribe", "email="+url.QueryEscape(bad)); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "<title>Error:") {
			t.Errorf("%q: %d", bad, a.Status)
		}
	}
	// Repeating a confirmation is fine, and looking at a link changes nothing.
	link := s.linkIn("/subscribe/confirm")
	if a := s.post(link, ""); a.Status != http.StatusOK {
		t.Errorf("second confirmation: %d", a.Status)
	}
}

func TestSignUpsHaveLimits(t *testing.T) {
	s := start(t, withEnv("INSIDER_LIMIT_SIGNUPS=3"))
	for i := range 3 {
		if a := s.post("/subscribe", fmt.Sprintf("email=r%d@example.com", i)); a.Status != http.StatusOK {
			t.Fatalf("sign-up %d: %d", i, a.Status)
		}
	}
	a := s.post("/subscribe", "email=r9@example.com", "X-Forwarded-For", "203.0.113.9")
	if a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" {
		t.Errorf("the fourth: %d, Retry-After %q", a.Status, a.Header.Get("Retry-After"))
	}
}

// signIn makes an editor by the command and returns the session cookie.
func (s *server) signIn() string {
	s.t.Helper()
	out, code := s.command("editor", "add", "editor@example.com")
	link := regexp.MustCompile(`https?://[^/\s]+` + s.Root + `(/desk/sign-in)\?(token=\S+)`).FindStringSubmatch(out)
	if code != 0 || link == nil {
		s.t.Fatalf("editor add: %d\n%s", code, out)
	}
	if a := s.get(link[1] + "?" + link[2]); a.Status != http.StatusOK || a.Header.Get("Set-Cookie") != "" {
		s.t.Fatalf("looking at the link: %d, cookie %q", a.Status, a.Header.Get("Set-Cookie"))
	}
	a := s.post(link[1], link[2])
	cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	if a.Status != http.StatusSeeOther || cookie == "" || !strings.Contains(a.Header.Get("Set-Cookie"), "HttpOnly") {
		s.t.Fatalf("sign-in: %d, %q", a.Status, a.Header.Get("Set-Cookie"))
	}
	if again := s.post(link[1], link[2]); again.Header.Get("Set-Cookie") != "" {
		s.t.Fatal("the link signs in twice")
	}
	return cookie
}

const storyForm = "text=The+historian+under+the+stairs+kept+every+tag+for+nineteen+years.&industry=Food&country=Belgium&naming=first-job&credit=Ann%2C+operator&email=ann%40example.com&publish=on&edit=on"

// sendStory sends a story and returns its number and code.
func (s *server) sendStory(form string) (number, code string) {
	s.t.Helper()
	a := s.post("/stories/new", form)
	m := regexp.MustCompile(`ST-(\d+)`).FindStringSubmatch(a.Body)
	words := regexp.MustCompile(`\b([a-z]+(?:[ -][a-z]+){6,9})\b`).FindAllString(visibleText(receipt(a.Body)), -1)
	if a.Status != http.StatusOK || m == nil || len(words) == 0 {
		s.t.Fatalf("story: %d\n%s", a.Status, a.Body)
	}
	return m[1], words[0]
}

// receipt is the part of a page that is marked as the private code.
func receipt(page string) string {
	if m := regexp.MustCompile(`(?s)<[^>]*class="[^"]*\bwords\b[^"]*"[^>]*>(.*?)</`).FindStringSubmatch(page); m != nil {
		return m[1]
	}
	return ""
}

func visibleText(page string) string {
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "))
}

func TestStoryFromReaderToPageAndBack(t *testing.T) {
	s := start(t)
	number, code := s.sendStory(storyForm)
	if number != "1" {
		t.Errorf("the first story is ST-%s", number)
	}
	if a := s.post("/stories/mine", "code="+url.QueryEscape(code)); a.Status != http.StatusOK || !strings.Contains(a.Body, "ST-1") || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("mine: %d, %q", a.Status, a.Header.Get("Cache-Control"))
	}
	if a := s.get("/stories"); strings.Contains(a.Body, "historian") {
		t.Error("an unread story is public")
	}

	d := s.desk()
	if a := s.get("/desk", "Cookie", d.cookie); a.Status != http.StatusOK || !strings.Contains(a.Body, "/desk/stories/1") {
		t.Fatalf("inbox: %d", a.Status)
	}
	d.act(1, "accept")
	d.act(1, "name", "title", "The historian under the stairs", "slug", "historian")
	d.act(1, "publish")
	eventually(t, 2*time.Second, "the story is public", func() bool { return s.get("/stories/historian").Status == 200 })
	page := s.get("/stories/historian").Body
	if !strings.Contains(visibleText(page), "Ann, operator") || strings.Contains(page, "ann@example.com") {
		t.Error("the story is not named as the credit line says")
	}
	for _, path := range []string{"/", "/stories", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap.xml"} {
		if !strings.Contains(s.get(path).Body, "/stories/historian") {
			t.Errorf("%s does not show it", path)
		}
	}
	if a := s.post("/stories/mine", "code="+url.QueryEscape(code)+"&act=withdraw"); a.Status != http.StatusOK {
		t.Fatalf("withdraw: %d\n%s", a.Status, visibleText(a.Body))
	}
	eventually(t, 2*time.Second, "the story is gone", func() bool { return s.get("/stories/historian").Status == http.StatusGone })
	for _, path := range []string{"/", "/stories", "/feed.xml"} {
		if strings.Contains(s.get(path).Body, "/stories/historian") {
			t.Errorf("%s still shows it", path)
		}
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"ann@example.com", "nineteen years"} {
		if strings.Contains(readAll(t, s.Data), private) {
			t.Errorf("%q is still in the data folder", private)
		}
	}
}

// readAll is every byte of a folder, for searches.
func readAll(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		data, err := os.ReadFile(name)
		b.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestMailCanBeHeld stops mail beside a running server and lets it go again.
func TestMailCanBeHeld(t *testing.T) {
	s := start(t)
	if out, code := s.command("mail", "off"); code != 0 {
		t.Fatalf("mail off: %s", out)
	}
	if a := s.post("/subscribe", "email=held@example.com"); a.Status != http.StatusOK {
		t.Fatalf("sign-up: %d", a.Status)
	}
	eventually(t, 5*time.Second, "readyz says that mail is off", func() bool {
		a := s.get("/readyz")
		return a.Status == http.StatusOK && strings.Contains(strings.ToLower(a.Body), "off")
	})
	if n := len(s.mails()); n != 0 {
		t.Errorf("%d mails went out", n)
	}
	if out, code := s.command("mail", "on"); code != 0 {
		t.Fatalf("mail on: %s", out)
	}
	s.waitForLink("/subscribe/confirm")
}

// TestStopsGracefully asks the server to end while a form is on its way: /readyz fails first, the form is answered, and the
// exit code is 0.
func TestStopsGracefully(t *testing.T) {
	s := start(t)
	body := answersOf().Encode()
	whole := form("/stories/new", body, urlEncoded)
	c := s.dial()
	defer c.Close()
	if _, err := io.WriteString(c, whole[:len(whole)-20]); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	eventually(t, 5*time.Second, "readyz fails", func() bool {
		a, err := s.try(http.MethodGet, "/readyz", nil)
		return err != nil || a.Status == http.StatusServiceUnavailable && strings.Contains(a.Body, "stopping")
	})
	eventually(t, 5*time.Second, "the door closes", func() bool { _, err := s.try(http.MethodGet, "/healthz", nil); return err != nil })
	if _, err := io.WriteString(c, whole[len(whole)-20:]); err != nil {
		t.Fatal(err)
	}
	if got := s.answers(c, whole); len(got) != 1 || got[0].Status != http.StatusOK || !strings.Contains(got[0].Body, "ST-1") {
		t.Errorf("the form under way got %d answers", len(got))
	}
	if err := s.end(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	if !strings.Contains(s.log.String(), "msg=stopped") {
		t.Error("the log does not end")
	}
}

// TestFirstEditorSignsIn starts without a terminal: the first sign-in link waits in a file that only its owner can read.
func TestFirstEditorSignsIn(t *testing.T) {
	s := start(t)
	var link string
	name := filepath.Join(s.Data, "sign-in-link")
	eventually(t, patience, "the link is written", func() bool {
		data, err := os.ReadFile(name)
		link = strings.TrimSpace(string(data))
		return err == nil
	})
	for path, want := range map[string]os.FileMode{"": 0o700, "sign-in-link": 0o600, "secret": 0o600, "insider.db": 0o600} {
		if info, err := os.Stat(filepath.Join(s.Data, path)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%q: %v %v, want %v", path, err, info.Mode().Perm(), want)
		}
	}
	path, token, _ := strings.Cut(strings.TrimPrefix(link, s.URL), "?")
	if a := s.post(path, token); a.Status != http.StatusSeeOther || a.Header.Get("Set-Cookie") == "" {
		t.Errorf("sign-in: %d", a.Status)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); !os.IsNotExist(err) {
		t.Error("the file with the link outlives the server")
	}
	if strings.Contains(s.log.String(), token) || strings.Contains(s.log.String(), "token=") {
		t.Error("the link is in the log")
	}
	s.restart()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); !os.IsNotExist(err) {
		t.Error("there is a link although there is an editor")
	}
}

// TestGreetingOnATerminal starts on a terminal: it tells site, feed, mail and the first sign-in link, which the log does not.
func TestGreetingOnATerminal(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("SKIP-TOOL script: a terminal is needed")
	}
	s := &server{t: t, Data: filepath.Join(t.TempDir(), "data")}
	logged := filepath.Join(t.TempDir(), "log")
	cmd := exec.Command(script, "--quiet", "--return", "--command", "exec "+binary+" serve --addr 127.0.0.1:0 2>"+logged, "/dev/null")
	cmd.Env = s.environ()
	var said lockedBuffer
	cmd.Stdout = &said
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, "the greeting", func() bool { return strings.Contains(said.String(), "Stop with Ctrl-C") })
	_, _ = io.WriteString(in, "\x03") // Ctrl-C
	if err := cmd.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v", err)
	}
	for _, words := range []string{"The IT/OT Insider is on the air.", "http://localhost:8080/\r\n", "http://localhost:8080/podcast.xml", "outbox", "http://localhost:8080/desk/sign-in?token="} {
		if !strings.Contains(said.String(), words) {
			t.Errorf("the greeting lacks %q:\n%s", words, said.String())
		}
	}
	data, err := os.ReadFile(logged)
	if err != nil || strings.Contains(string(data), "token") || !strings.Contains(string(data), "msg=serving") {
		t.Errorf("the log: %v\n%s", err, data)
	}
	if _, err := os.Stat(filepath.Join(s.Data, "sign-in-link")); !os.IsNotExist(err) {
		t.Error("the link is in a file too")
	}
}
