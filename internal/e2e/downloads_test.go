package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// figures is what `insider figures --json` says.
type figures struct {
	Downloads int
	Episodes  []struct {
		Slug      string
		Downloads int
	}
	Apps, Countries []struct {
		Name      string
		Downloads int
	}
	Rules []struct {
		Rule     string
		Requests int
	}
}

func (s *server) figures(args ...string) (f figures) {
	s.t.Helper()
	out, code := s.command(append([]string{"figures", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &f); err != nil || code != 0 {
		s.t.Fatalf("%v, exit %d:\n%s", err, code, out)
	}
	return f
}

// sent is how many requests for audio were judged in all.
func (f figures) sent() (n int) {
	for _, r := range f.Rules {
		n += r.Requests
	}
	return n
}

// audio returns the path of the first enclosure, as the feed names it.
func (s *server) audio() string {
	s.t.Helper()
	found := regexp.MustCompile(`<enclosure url="` + regexp.QuoteMeta(s.URL) + `([^"]+)"`).FindStringSubmatch(string(s.get("/podcast.xml").Body))
	if found == nil {
		s.t.Fatal("the feed has no audio of this site")
	}
	return found[1]
}

func TestNoDownloadIsLostByAStop(t *testing.T) {
	s := start(t)
	path := s.audio()
	const requests = 300
	for i := range requests {
		s.get(path, "User-Agent", fmt.Sprintf("Overcast/%d", i), "Range", "bytes=0-")
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	f := s.figures()
	if f.Downloads != requests || f.sent() != requests || f.Apps[0].Name != "Overcast" || f.Countries[0].Name != "" {
		t.Fatalf("%+v", f)
	}
	if why, code := s.command("figures", "--why"); code != 0 || strings.Count(why, "\tcounted\t") != requests {
		t.Fatalf("exit %d, %d lines", code, strings.Count(why, "\n"))
	}
}

func TestAtMostASecondIsLostByAKill(t *testing.T) {
	s := start(t)
	path := s.audio()
	var before int
	for start := time.Now(); time.Since(start) < 1500*time.Millisecond; time.Sleep(5 * time.Millisecond) {
		s.get(path, "User-Agent", "AntennaPod/3", "Range", "bytes=0-99")
		if time.Since(start) < 500*time.Millisecond {
			before++
		}
	}
	s.kill()
	if n := s.figures().sent(); n < before {
		t.Fatalf("%d of at least %d requests older than a second were kept", n, before)
	}
	s.restart()
	if out, code := s.command("figures"); code != 0 || !strings.Contains(out, "0 downloads from") {
		t.Fatalf("exit %d:\n%s", code, out)
	}
}

func TestTheMediaPathHasNoCookieAndNoRedirect(t *testing.T) {
	s := start(t, withEnv("INSIDER_EVENTS_DAYS=0"))
	path := s.audio()
	a := s.get(path, "Cookie", "a=b")
	if a.Status != http.StatusOK || a.Header.Get("Set-Cookie") != "" || a.Header.Get("Location") != "" {
		t.Fatal(a.Status, a.Header)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if f := s.figures(); f.sent() != 0 {
		t.Fatalf("counting is off: %+v", f)
	}
}
