package e2e

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
)

// operator is somebody at a terminal, without a server.
func operator(t *testing.T, env ...string) *server {
	return &server{t: t, Data: filepath.Join(t.TempDir(), "data"), env: env}
}

// says runs a command and expects its exit code and words in what it prints.
func (s *server) says(code int, words string, args ...string) string {
	s.t.Helper()
	out, got := s.command(args...)
	if got != code || !strings.Contains(out, words) || strings.Contains(out, "goroutine ") {
		s.t.Errorf("insider %s: exit %d, want %d and %q in:\n%s", strings.Join(args, " "), got, code, words, out)
	}
	return out
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	s := operator(t)
	s.says(0, "serve", "help")
	s.says(0, "serve")
	s.says(0, "insider ", "version")
	s.says(2, "unknown flag", "serve", "--colour", "green")
	s.says(2, "no command", "sing")
	s.says(2, "--content DIR", "serve", "content")
	s.says(2, "one folder", "init")
	s.says(2, "a kind and a title", "new", "episode")
	s.says(2, "one address", "editor", "add")
	s.says(2, "one address", "mail", "test")
	s.says(2, "--addr", "serve", "--addr", "nowhere")
	s.says(2, "--base-url", "check", "--base-url", "podcast.example.com")
	s.says(2, "between 1 and", "check", "--limit-signups", "0")
	if out := s.says(0, "insider", "version"); strings.Count(out, "\n") != 1 {
		t.Errorf("version prints %q", out)
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	out := operator(t, "INSIDER_BASEURL=https://x.example", "INSIDER_SMTP_URL=smtp+plain://relay.example").says(2, "did you mean INSIDER_BASE_URL?", "check")
	if !strings.Contains(out, "smtp+plain:// to another machine") {
		t.Errorf("only one of two mistakes is told:\n%s", out)
	}
	operator(t, "INSIDER_SERVICE_HOST=10.0.0.1", "INSIDER_PORT=tcp://10.0.0.1:80", "INSIDER_PORT_80_TCP_ADDR=10.0.0.1").says(0, "no mistakes", "check")
	operator(t, "INSIDER_CONTENT=/nowhere").says(0, "no mistakes", "check", "--content", "")
	password := filepath.Join(t.TempDir(), "smtp")
	writeFile(t, password, "smtp+plain://127.0.0.1:1\n")
	operator(t, "INSIDER_SMTP_URL_FILE="+password).says(1, "Nothing answers", "mail", "test", "a@example.com")
	operator(t, "INSIDER_SMTP_URL_FILE="+password, "INSIDER_SMTP_URL=smtp://x.example").says(2, "is set twice", "check")
	operator(t, "INSIDER_SMTP_URL_FILE="+password+"-not").says(2, "cannot be read", "check")
	operator(t, "INSIDER_SECRET=short").says(2, "fewer than 32", "serve")
}

var guidLine = regexp.MustCompile(`(?m)^guid: (\S+)`)

func TestInitWritesAShowOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := operator(t)
	guid := func(args ...string) uuid.UUID {
		t.Helper()
		dir := filepath.Join(t.TempDir(), "show")
		s.says(0, "Next: ", append([]string{"init", dir}, args...)...)
		s.says(0, ": no mistakes.", "check", "--content", dir)
		text, err := os.ReadFile(filepath.Join(dir, "show.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		m := guidLine.FindSubmatch(text)
		if m == nil {
			t.Fatalf("no guid in\n%s", text)
		}
		return uuid.MustParse(string(m[1]))
	}
	podcasts := uuid.MustParse("ead4c236-bf58-58c6-a2c6-a6b28d128cb6") // the namespace of podcast:guid
	if got, want := guid("--url", "https://podcast.example.com/show/"), uuid.NewSHA1(podcasts, []byte("podcast.example.com/show/podcast.xml")); got != want {
		t.Errorf("with an address: %s, want %s", got, want)
	}
	one, two := guid(), guid()
	if one == two || one.Version() != 5 {
		t.Errorf("without an address: %s, version %d, and %s", one, one.Version(), two)
	}
	for _, host := range []string{"localhost", "localhost:8080", "127.0.0.1:8080"} {
		if one == uuid.NewSHA1(podcasts, []byte(host+"/podcast.xml")) {
			t.Errorf("the guid is that of %s", host)
		}
	}
	dir := filepath.Join(t.TempDir(), "show")
	s.says(1, "this machine", "init", dir, "--url", "http://localhost:8080")
	s.says(1, "no public address", "init", dir, "--url", "podcast")
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a refused init left a folder")
	}
	s.says(0, "wrote", "init", dir)
	s.says(1, "is not empty", "init", dir)
	s.Content = dir
	s.says(1, "there is no folder", "check", "--content", dir+"-not")
}

// TestFirstEpisodeInFiveMinutes goes the way of the README: a show, a file, on the air.
func TestFirstEpisodeInFiveMinutes(t *testing.T) {
	t.Parallel()
	s := operator(t)
	s.says(1, "insider init", "new", "episode", "Hello") // the show in the binary cannot be changed
	s.Content = t.TempDir()
	s.says(1, "insider init", "new", "episode", "Hello")
	s.Content = newShow(t)
	recording := filepath.Join(t.TempDir(), "Take 3.mp3")
	if err := os.Link(filepath.Join(s.Content, "episodes/your-first-episode/sample.mp3"), recording); err != nil {
		t.Fatal(err)
	}
	s.says(0, "wrote", "new", "episode", "From the floor: part 1", "--audio", recording)
	s.says(0, "wrote", "new", "article", `"Quotes": & more`)
	s.says(0, "wrote", "new", "page", "Imprint")
	s.says(0, "wrote", "new", "person", "Zoë Ünal")
	s.says(1, "already", "new", "article", `"Quotes": & more`)
	s.says(2, "--audio is only for an episode", "new", "article", "x", "--audio", recording)
	s.says(1, "", "new", "episode", "No recording", "--audio", recording+"-not")
	s.says(1, "", "new", "episode", "No audio", "--audio", filepath.Join(s.Content, "show.yaml"))
	s.says(1, "", "new", "song", "x")
	s.says(1, "", "new", "article", "")
	s.says(0, "2 episodes, 1 article, 3 pages, 2 people: no mistakes.", "check")

	r := start(t, withContent(s.Content))
	if a := r.get("/episodes/from-the-floor-part-1"); a.Status != http.StatusNotFound {
		t.Errorf("a fresh draft is public: %d", a.Status)
	}
	name := filepath.Join(s.Content, "episodes/from-the-floor-part-1/index.md")
	draft, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, name, strings.Replace(string(draft), "draft: true\n", "", 1))
	eventually(t, patience, "the episode is on the air", func() bool {
		return r.get("/episodes/from-the-floor-part-1").Status == http.StatusOK && strings.Contains(r.get("/podcast.xml").Body, "/media/episodes/from-the-floor-part-1/")
	})
	writeFile(t, filepath.Join(s.Content, "articles/broken.md"), "---\ntitel: Broken\ndate: soon\n---\nText.\n")
	out := s.says(1, "articles/broken.md:2:", "check")
	if !strings.Contains(out, "articles/broken.md:3:") || !strings.Contains(out, "2 mistakes") && !strings.Contains(out, "3 mistakes") {
		t.Errorf("not every mistake is told:\n%s", out)
	}
}

// hashOf is one hash over names and contents of a folder.
func hashOf(t *testing.T, dir string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		fmt.Fprintf(sum, "%s %d\n%s", strings.TrimPrefix(name, dir), len(data), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func TestGenerateIsDeterministic(t *testing.T) {
	t.Parallel()
	s := operator(t)
	show := func(seed string) string {
		t.Helper()
		dir := filepath.Join(t.TempDir(), "show")
		s.says(0, "wrote 30 episodes and 40 articles", "generate", "--episodes", "30", "--articles", "40", "--seed", seed, dir)
		s.says(0, "30 episodes, 40 articles", "check", "--content", dir)
		return hashOf(t, dir)
	}
	one, again, other := show("7"), show("7"), show("8")
	if one != again || one == other {
		t.Errorf("seed 7 gives %s and %s, seed 8 %s", one, again, other)
	}
	s.says(1, "", "generate", "--episodes", "-1", filepath.Join(t.TempDir(), "x"))
}

// TestCommandsBesideAServer runs what an operator may run while the server works, and before it ever did.
func TestCommandsBesideAServer(t *testing.T) {
	t.Parallel()
	fresh := operator(t)
	fresh.URL = "https://podcast.example.com"
	fresh.says(0, "https://podcast.example.com/desk/sign-in?token=", "editor", "add", "editor@example.com")
	fresh.says(1, "", "editor", "add", "editor")
	fresh.says(0, "Mail is off", "mail", "off")
	fresh.says(0, "nothing to do", "migrate")
	fresh.says(1, "No server answers", "health", "--addr", "127.0.0.1:1")

	s := start(t)
	addr := strings.TrimPrefix(s.URL, "http://")
	s.says(0, "ok", "health", "--addr", addr)
	s.says(1, "Another insider process", "migrate")
	s.says(0, "no mistakes", "check")
	link := s.says(0, "This link signs in once", "editor", "add", "first@example.com")
	if again := s.says(0, "This link signs in once", "editor", "add", "first@example.com"); again == link {
		t.Error("the same link twice")
	}
	s.says(0, "Mail is off", "mail", "off")
	s.says(0, "Mail is off", "mail", "off")
	if !strings.Contains(s.get("/readyz").Body, `"mail":"off`) {
		t.Errorf("readyz: %s", s.get("/readyz").Body)
	}
	s.says(0, "Mail is on", "mail", "on")
	other := operator(t)
	other.says(1, "address already in use", "serve", "--addr", addr)
	other.says(1, "insider init", "serve", "--addr", "127.0.0.1:0", "--content", other.Data+"-not")
	s.kill()
	s.says(1, "No server answers", "health", "--addr", addr)
}

// TestMailTest shows an operator what the relay says.
func TestMailTest(t *testing.T) {
	t.Parallel()
	r := startRelay(t, "127.0.0.1:0")
	s := operator(t, "INSIDER_SMTP_URL=smtp+plain://"+r.addr)
	out := s.says(0, "The relay took the message over", "mail", "test", "you@example.com")
	for _, line := range []string{"Connecting to " + r.addr, "not encrypted", "relay: 250 Hello localhost", "we:    MAIL FROM:<podcast@example.com>", "we:    RCPT TO:<you@example.com>", "we:    DATA", "relay: 250"} {
		if !strings.Contains(out, line) {
			t.Errorf("no %q in the dialogue:\n%s", line, out)
		}
	}
	if r.to("you@example.com") != 1 || !strings.Contains(r.mails()[0].Data, "Subject: Test mail of The IT/OT Insider") {
		t.Errorf("the relay has %v", r.mails())
	}
	r.refuse = func(string) error {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Not from \x1b[31myou"}
	}
	if out := s.says(1, "550 5.7.1", "mail", "test", "you@example.com"); strings.Contains(out, "\x1b") {
		t.Errorf("a relay steers the terminal: %q", out)
	}
	s.says(1, "no mail address", "mail", "test", "you")
	operator(t, "INSIDER_SMTP_URL=smtp+plain://127.0.0.1:1").says(1, "Nothing answers at the relay's port", "mail", "test", "you@example.com")
	operator(t, "INSIDER_SMTP_URL=smtp://"+r.addr).says(1, "no encryption", "mail", "test", "you@example.com")
	plain := operator(t)
	plain.says(0, "No mail server is set (INSIDER_SMTP_URL): the mail is a file in "+filepath.Join(plain.Data, "outbox"), "mail", "test", "you@example.com")
	if mails := plain.mails(); len(mails) != 1 || !strings.Contains(mails[0], "you@example.com") {
		t.Errorf("%d mails as files", len(mails))
	}
}

// TestSiteBelowAPath serves the whole site below /podcast.
func TestSiteBelowAPath(t *testing.T) {
	t.Parallel()
	s := start(t, withRoot("/podcast"))
	if n := len(s.walk()); n < 25 {
		t.Errorf("only %d addresses found", n)
	}
	host := &server{t: t, URL: strings.TrimSuffix(s.URL, "/podcast")}
	for path, want := range map[string]int{"/": 404, "/episodes": 404, "/podcastx": 404, "/podcast": 200, "/podcast/": 200, "/healthz": 200, "/podcast/healthz": 200, "/podcast/../podcast/": 404} {
		if a := host.get(path); a.Status != want {
			t.Errorf("%s: %d, want %d", path, a.Status, want)
		}
	}
	feed := s.get("/podcast.xml").Body
	for _, m := range regexp.MustCompile(`(?:url|href)="(http[^"]+)"`).FindAllStringSubmatch(feed, -1) {
		if strings.HasPrefix(m[1], host.URL) && !strings.HasPrefix(m[1], s.URL+"/") {
			t.Errorf("the feed leads to %s", m[1])
		}
	}
	s.subscribe("reader@example.com")
	_, code := s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", "Below", "slug", "below")
	if a := d.tryAct(1, "publish"); a.Header.Get("Location") != "/podcast/desk/stories/1?done=publish" {
		t.Errorf("after an act: %d to %s", a.Status, a.Header.Get("Location"))
	}
	eventually(t, patience, "the story is public", func() bool { return s.get("/stories/below").Status == http.StatusOK })
	if a := s.post("/stories/mine", "code="+strings.ReplaceAll(code, " ", "+")); !strings.Contains(a.Body, `href="/podcast/stories/below"`) {
		t.Errorf("my story: %d", a.Status)
	}
	if a := s.get("/desk/mail"); a.Header.Get("Location") != "/podcast/desk/sign-in?next=%2Fdesk%2Fmail" {
		t.Errorf("to sign in: %s", a.Header.Get("Location"))
	}
	s.says(0, "ok", "health", "--addr", strings.TrimPrefix(host.URL, "http://"))
}
