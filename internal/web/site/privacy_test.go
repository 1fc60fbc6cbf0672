package site

import (
	"net/url"
	"strings"
	"testing"

	"insider/internal/edition"
	"insider/internal/show"
)

// counting stands for whatever counts.
type counting struct{ Downloads }

func (s *Site) says(e *edition.Edition, about string) string {
	for _, f := range s.privacyFacts(e) {
		if f.About == about {
			return strings.Join(f.Says, "\n")
		}
	}
	return ""
}

func TestPrivacyIsComputed(t *testing.T) {
	s := New(Deps{Base: &url.URL{Scheme: "https", Host: "insider.example"}})
	source := fixture(t, 2)
	here := edition.New(source, noon)
	const loads, counted, letter = "What your browser loads", "What is counted", "The letter"
	expectSaid(t, s.says(here, loads), "Audio comes from insider.example;", "Pictures come from insider.example.", "!another server")
	expectSaid(t, s.says(here, counted), "Nothing.")
	expectSaid(t, s.says(here, letter)+s.says(here, "Stories"), "!deleted", "!words")

	source.Episodes[0].Audio = show.Enclosure{URL: "https://cdn.example:8443/a.mp3"}
	source.Articles[0].Origins = []string{"https://pictures.example"}
	source.People[1].Origins = []string{"https://faces.example"}
	there := edition.New(source, noon)
	s.Downloads, s.Practice = counting{}, Practice{EventDays: 7, Countries: true}
	s.List, s.Inbox, s.TakesMail = struct{ List }{}, struct{ Inbox }{}, true
	expectSaid(t, s.says(there, loads), "Audio comes from insider.example and from cdn.example:8443;",
		"Pictures come from insider.example and from faces.example and pictures.example.", "learns your network address")
	expectSaid(t, s.says(there, counted), "your country, for 7 days.", "by day, episode, app and country stay.", "Downloads from cdn.example:8443 are not counted by us.", "!Nothing.")
	expectSaid(t, s.says(there, letter), "deleted after 30 days", "one press")
	expectSaid(t, s.says(there, "Stories"), "Your name and email address")
	if line := privacyLine(there, true); line != "No cookies, no trackers, nothing from third parties but audio from cdn.example:8443 and pictures from faces.example and pictures.example. Downloads are counted; addresses are not kept." {
		t.Error(line)
	}

	s.TakesMail = false
	expectSaid(t, s.says(there, letter), "no addresses are taken", "!30 days")
	expectSaid(t, s.says(there, "Stories"), "No email address is taken")
}

func TestPrivacyIsAlwaysThere(t *testing.T) {
	source := fixture(t, 1)
	server := serve(t, source, "https://insider.example/show")
	_, body, _ := get(t, server, "/show/privacy")
	expectSaid(t, body, "We keep nothing.", "What this site does", "Audio comes from insider.example;", `href="/show/privacy"`)
	source.Pages = nil
	status, body, _ := get(t, serve(t, source, "https://insider.example/show"), "/show/privacy")
	if status != 200 {
		t.Error(status)
	}
	expectSaid(t, body, "<h1>Privacy</h1>", "What this site does", "!We keep nothing.")
	if _, about, _ := get(t, server, "/show/about"); strings.Contains(about, "What this site does") {
		t.Error("another page says so too")
	}
}

// expectSaid checks what a text says; what begins with "!" must be absent.
func expectSaid(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if absent, not := strings.CutPrefix(want, "!"); not == strings.Contains(text, absent) {
			t.Errorf("%q present is %v in %s", absent, not, text)
		}
	}
}
