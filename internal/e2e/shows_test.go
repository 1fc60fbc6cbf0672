package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// shows is where whole shows for tests lie: plain is another show than the one that ships, hard is at the limits of the content
// format, one has a single episode and nothing beside it.
const shows = "../../testdata/shows"

// serveShow serves one of the shows.
func serveShow(t testing.TB, name string) *server {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join(shows, name))
	if err != nil {
		t.Fatal(err)
	}
	return start(t, withContent(dir))
}

// TestShowsForTestsHaveNoMistake checks each show as its author would.
func TestShowsForTestsHaveNoMistake(t *testing.T) {
	t.Parallel()
	found, err := os.ReadDir(shows)
	if err != nil || len(found) < 3 {
		t.Fatalf("%v: %d shows", err, len(found))
	}
	for _, show := range found {
		s := &server{t: t, URL: "https://show.example", Data: t.TempDir(), Content: filepath.Join(shows, show.Name())}
		if out, code := s.command("check"); code != 0 || !strings.Contains(out, "no mistakes") {
			t.Errorf("%s: %d\n%s", show.Name(), code, out)
		}
	}
}

// TestAnotherShowIsDressedByItsFiles reads every page, form and mail of the plain show: all that dresses it comes from its files, and
// nothing of the show that ships is left.
func TestAnotherShowIsDressedByItsFiles(t *testing.T) {
	t.Parallel()
	s := serveShow(t, "plain")
	said := map[string]string{}
	for path := range s.walk() {
		if !strings.HasPrefix(path, "/media/") {
			said[path] = s.get(path).Body
		}
	}
	for _, path := range []string{"/subscribe", "/stories", "/stories/new", "/stories/mine", "/nowhere", "/desk/sign-in"} {
		said[path] = s.get(path).Body
	}
	if a := s.post("/subscribe", "email=reader@example.com"); a.Status != http.StatusOK {
		t.Fatalf("sign-up: %d", a.Status)
	}
	eventually(t, patience, "the mail is written", func() bool { return len(s.mails()) > 0 })
	said["the mail"] = s.mails()[0]
	for path, body := range said {
		for _, strange := range []string{"IT/OT", "David", "Willem", "industrial", "Reader A"} {
			if strings.Contains(body, strange) {
				t.Errorf("%s says %q", path, strange)
			}
		}
	}

	home := s.get("/").read(t)
	for what, element := range map[string]func(*node) bool{
		"the wordmark in the head":    inside("header", "Slow Water"),
		"the wordmark in the footer":  inside("footer", "Slow Water"),
		"the line in the footer":      inside("footer", "Recorded on a boat without a timetable."),
		"its word in the navigation":  inside("nav", "The boat"),
		"the letters of episodes":     tagged("TIDE", "003"),
		"the letters of articles":     tagged("LOG", "002"),
		"an app beside the log":       linked("Lockside Radio", "https://lockside.example/slow-water"),
		"the contact":                 linked("Contact", "https://slow-water.example/write"),
		"the host":                    linked("Marnie Otterspool", s.Root+"/people/marnie"),
		"the language and its region": func(n *node) bool { return n.Data == "html" && attr(n, "lang") == "en-GB" },
	} {
		if home.find(element) == nil {
			t.Errorf("the home page lacks %s", what)
		}
	}
	hosts := home.find(func(n *node) bool { return attr(n, "aria-label") == "Hosts" })
	if hosts == nil || strings.Count(text(hosts), "Marnie Otterspool") != 1 {
		t.Fatalf("the hosts are %q", text(hosts))
	}
	if pens := pensIn(hosts); pens != "pen1" {
		t.Errorf("one host draws with %q", pens)
	}
}

// inside finds an element of that name with the text somewhere in it.
func inside(element, words string) func(*node) bool {
	return func(n *node) bool { return n.Data == element && strings.Contains(text(n), words) }
}

// linked finds a link with exactly this text and address.
func linked(words, href string) func(*node) bool {
	return func(n *node) bool {
		return n.Data == "a" && strings.TrimSpace(text(n)) == words && attr(n, "href") == href
	}
}

// tagged finds an instrument tag.
func tagged(letters, number string) func(*node) bool {
	return func(n *node) bool {
		return attr(n, "class") == "tag" && strings.Join(strings.Fields(text(n)), " ") == letters+" "+number
	}
}

// pensIn names the pens that draw in a part of a page.
func pensIn(n *node) string {
	var pens []string
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && strings.HasPrefix(attr(d, "class"), "pen") && d.Data == "path" {
			pens = append(pens, attr(d, "class"))
		}
	}
	return strings.Join(pens, " ")
}
