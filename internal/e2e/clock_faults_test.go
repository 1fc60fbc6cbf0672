package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"insider/internal/sabotage"
)

const day = 24 * time.Hour

// lives uses everything that goes by the clock: signing up and confirming, a story, the desk, a download.
func (s *server) lives(when, reader string) {
	s.t.Helper()
	s.mustRead(when)
	before := len(s.mails())
	if a := s.post("/subscribe", "email="+reader); a.Status != http.StatusOK {
		s.t.Errorf("%s: signing up answers %d", when, a.Status)
	}
	var link string
	eventually(s.t, recovery, when+": the mail to "+reader, func() bool {
		for _, m := range s.mails()[before:] {
			if header(m, "To") == "<"+reader+">" {
				link = s.linkOf(m, "/subscribe/confirm")
			}
		}
		return link != ""
	})
	if a := s.post(link, ""); a.Status != http.StatusOK {
		s.t.Errorf("%s: confirming answers %d", when, a.Status)
	}
	s.sendStory(answersOf("text", "A story of "+when, "email", "").Encode())
	counted := s.figuresOfAllTime().sent()
	s.get(s.audio(), "User-Agent", "Overcast/"+reader)
	eventually(s.t, recovery, when+": the download is counted", func() bool { return s.figuresOfAllTime().sent() == counted+1 })
}

// figuresOfAllTime are the figures of any day a clock ever said.
func (s *server) figuresOfAllTime() figures {
	s.t.Helper()
	return s.figures("--from", "2020-01-01", "--to", time.Now().Add(800*day).Format(time.DateOnly))
}

// clockAYearAhead sets the clock a year ahead below a running server, and back: what is scheduled comes and goes, what was promised
// for a time is over, and nothing and nobody waits for that year afterwards.
func clockAYearAhead(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	writeFile(t, dir+"/articles/later.md", "---\ntitle: Later\ndate: "+time.Now().Add(180*day).Format(time.DateOnly)+"\nsummary: In half a year.\n---\nHere it is.\n")
	s := start(t, withContent(dir), noLimits, withWatch(sabotage.Watch{Clock: true}))
	later := func(status int) func() bool {
		return func() bool { return s.get("/articles/later").Status == status }
	}
	s.lives("before", "before@example.com")
	d := s.desk()
	s.post("/subscribe", "email=pending%40example.com")
	pending := s.waitForLink("/subscribe/confirm")

	s.program.Shift(366 * day)
	eventually(t, recovery, "what was scheduled is public", later(http.StatusOK))
	s.lives("a year ahead", "ahead@example.com")
	if a := s.get(pending); a.Status != http.StatusGone && a.Status != http.StatusOK || strings.Contains(a.Body, ">Confirm<") {
		t.Errorf("a link of a year ago: %d", a.Status)
	}
	if a := s.get("/desk", "Cookie", d.cookie); a.Status != http.StatusSeeOther {
		t.Errorf("a session of a year ago: %d", a.Status)
	}
	s.kill()
	s.watch.Shift = 366 * day
	s.restart() // counts no day as over by a clock that may just be set
	s.lives("started a year ahead", "started@example.com")
	for range 3 {
		s.post("/desk/sign-in", "email=editor%40example.com")
	}
	s.says(0, "", "mail", "off")
	s.post("/subscribe", "email=held%40example.com")
	s.post("/subscribe", "email=twice%40example.com")

	s.program.Shift(0)
	eventually(t, recovery, "what is scheduled is not public yet", later(http.StatusNotFound))
	s.says(0, "", "mail", "on")
	s.lives("set right again", "after@example.com")
	eventually(t, recovery, "nobody waits for a year", func() bool {
		return strings.Contains(strings.Join(s.mails(), ""), "To: <held@example.com>")
	})
	twice := strings.Count(strings.Join(s.mails(), ""), "To: <twice@example.com>")
	s.post("/subscribe", "email=twice%40example.com")
	eventually(t, recovery, "who asks again gets a mail", func() bool {
		return strings.Count(strings.Join(s.mails(), ""), "To: <twice@example.com>") > twice
	})
	before := len(s.mails())
	s.post("/desk/sign-in", "email=editor%40example.com")
	eventually(t, recovery, "an editor gets a link", func() bool { return len(s.mails()) > before })
	publishes(t, s)
}

// clockADayBack sets the clock back by a day below a running server: nothing that was public goes, nobody is locked out.
func clockADayBack(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	writeFile(t, dir+"/articles/new.md", "---\ntitle: New\ndate: "+time.Now().Add(-time.Hour).Format(time.RFC3339)+"\nsummary: An hour old.\n---\nHere it is.\n")
	s := start(t, withContent(dir), noLimits, withWatch(sabotage.Watch{Clock: true}))
	s.lives("before", "before@example.com")
	d := s.desk()
	publishes(t, s)
	feed := s.get("/feed.xml")
	s.says(0, "", "mail", "off")
	s.post("/subscribe", "email=held%40example.com")

	s.program.Shift(-day)
	s.says(0, "", "mail", "on")
	s.lives("a day back", "back@example.com")
	eventually(t, recovery, "mails of before go out", func() bool { return strings.Contains(strings.Join(s.mails(), ""), "To: <held@example.com>") })
	if a := s.get("/desk", "Cookie", d.cookie); a.Status != http.StatusOK {
		t.Errorf("a session of before: %d", a.Status)
	}
	s.follows(dir, 1) // an edition is made
	for _, path := range []string{"/articles/new", "/stories/by-the-clock"} {
		if a := s.get(path); a.Status != http.StatusOK || !strings.Contains(s.get("/feed.xml").Body, path) {
			t.Errorf("what was public is gone: %s, %d", path, a.Status)
		}
	}
	if is, was := s.get("/feed.xml").Header.Get("Last-Modified"), feed.Header.Get("Last-Modified"); mustTime(t, is).Before(mustTime(t, was)) {
		t.Errorf("Last-Modified went back from %s to %s", was, is)
	}
	s.program.Shift(0)
	s.lives("set right again", "after@example.com")
	publishes(t, s)
}

// publishes takes the newest story from the inbox to its page.
func publishes(t *testing.T, s *server) {
	t.Helper()
	d := s.desk()
	number, _ := s.sendStory(answersOf("text", "A story by the clock.", "email", "").Encode())
	var n int
	if _, err := fmt.Sscan(number, &n); err != nil {
		t.Fatal(err)
	}
	d.act(n, "accept")
	slug := "by-the-clock"
	if s.get("/stories/"+slug).Status == http.StatusOK {
		slug += "-again"
	}
	d.act(n, "name", "title", "By the clock", "slug", slug)
	d.act(n, "publish")
	eventually(t, recovery, "the story is public", func() bool { return s.get("/stories/"+slug).Status == http.StatusOK })
}

func mustTime(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := http.ParseTime(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// clockChanges lives through the nights in which clocks change: what is scheduled in the hour that is not there comes an hour later, what
// is scheduled in the hour that comes twice comes at the first.
func clockChanges(t *testing.T) {
	t.Parallel()
	dir := newShow(t)
	config := readFile(t, dir+"/show.yaml")
	writeFile(t, dir+"/show.yaml", regexp.MustCompile(`(?m)^zone:.*$`).ReplaceAllString(config, "zone: Europe/Brussels")+"\n")
	nights := []struct {
		date string
		due  time.Time
	}{
		{"2027-03-28 02:30", time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC)},
		{"2027-03-28 04:30", time.Date(2027, 3, 28, 2, 30, 0, 0, time.UTC)},
		{"2027-10-31 02:30", time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC)},
		{"2027-10-31 03:30", time.Date(2027, 10, 31, 2, 30, 0, 0, time.UTC)},
	}
	for n, x := range nights {
		writeFile(t, fmt.Sprintf("%s/articles/night-%d.md", dir, n), "---\ntitle: In the night\ndate: "+x.date+"\nsummary: By the clock.\n---\nHere it is.\n")
	}
	s := start(t, withContent(dir), noLimits, withWatch(sabotage.Watch{Clock: true}))
	for n, x := range nights {
		path := fmt.Sprintf("/articles/night-%d", n)
		for _, before := range []time.Duration{50 * time.Minute, 3 * time.Second} {
			s.program.Shift(time.Until(x.due.Add(-before)))
			if a := s.get(path); a.Status != http.StatusNotFound {
				t.Errorf("%s is public %v before its moment: %d", x.date, before, a.Status)
			}
		}
		eventually(t, 2*recovery, x.date+" is public", func() bool { return s.get(path).Status == http.StatusOK })
		s.lives(x.date, fmt.Sprintf("night%d@example.com", n))
	}
}
