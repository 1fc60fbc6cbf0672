package app

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"insider/internal/config"
	"insider/internal/edition"
	"insider/internal/outbox"
	"insider/internal/show"
	"insider/internal/store"
)

var testTime = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func TestSenderIsTheConfiguredOneOrTheOwner(t *testing.T) {
	s := &show.Show{Title: "A Show", Owner: show.Owner{Email: "owner@example.com"}}
	for _, tc := range []struct{ from, owner, want string }{
		{"", "owner@example.com", "A Show <owner@example.com>"},
		{"letter@example.com", "", "A Show <letter@example.com>"},
		{"The Letter <letter@example.com>", "", "The Letter <letter@example.com>"},
		{"", "", "error: show.yaml has no owner address"},
		{"no address", "owner@example.com", "error: INSIDER_MAIL_FROM must be"},
		{`"a@b"@example.com`, "owner@example.com", "error:"},
	} {
		s.Owner.Email = tc.owner
		m, err := sender(&config.Config{MailFrom: tc.from}, s)
		got := m.Name + " <" + m.Address.String() + ">"
		if err != nil {
			got = "error: " + Explain(err)
		}
		if !strings.HasPrefix(got, tc.want) {
			t.Errorf("%q, %q: %s, want %s", tc.from, tc.owner, got, tc.want)
		}
	}
}

func TestMailStateIsASentence(t *testing.T) {
	for _, tc := range []struct {
		counts       outbox.Counts
		setUp, local bool
		want         string
	}{
		{outbox.Counts{}, true, false, "ok"},
		{outbox.Counts{}, false, true, "ok, written as files"},
		{outbox.Counts{}, false, false, "not set up: forms take no addresses until INSIDER_SMTP_URL is set"},
		{outbox.Counts{Waiting: 1, Held: true}, true, false, "off; 1 mail waits"},
		{outbox.Counts{Waiting: 3, Slow: true}, true, false, "the mail server takes none just now; 3 mails wait"},
	} {
		if got := mailSentence(tc.counts, tc.setUp, tc.local); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

func TestCheckHoldsEpisodesAgainstWhatWasPublished(t *testing.T) {
	published := map[string]store.PublishedItem{
		"guid-1": {GUID: "guid-1", Slug: "one", Number: "1"},
		"guid-2": {GUID: "guid-2", Slug: "two", Number: "2"},
		"guid-4": {GUID: "guid-4", Slug: "four"},
	}
	source := &edition.Source{Episodes: []*show.Episode{
		{Slug: "one", GUID: "guid-1", Number: 1, Source: "episodes/one.md"},
		{Slug: "two", GUID: "other", Number: 2, Source: "episodes/two.md"},
		{Slug: "renamed", GUID: "guid-1", Number: 7, Source: "episodes/renamed.md"},
		{Slug: "four", GUID: "guid-4", Number: 4, Source: "episodes/four.md"},
		{Slug: "new", GUID: "guid-5", Number: 5, Source: "episodes/new.md"},
	}}
	var got []string
	for _, m := range comparePublished(source, published, testTime) {
		got = append(got, m.File+" "+m.Rule)
	}
	want := []string{"episodes/two.md guid-changed", "episodes/renamed.md number-changed"}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestShowAddressIsNeverThisMachine(t *testing.T) {
	for _, bad := range []string{"localhost", "http://localhost:8080", "http://127.0.0.1", "ftp://example.com", "https://u@example.com"} {
		if _, err := showAddress(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	u, err := showAddress("https://Podcast.example.com/show/")
	if err != nil || u.String() != "https://podcast.example.com/show" {
		t.Errorf("%v %v", u, err)
	}
	if u, err := showAddress(""); u != nil || err != nil {
		t.Errorf("%v %v", u, err)
	}
}

func TestHealthReachesWildcardsByLoopback(t *testing.T) {
	for addr, want := range map[string]string{":8080": "127.0.0.1:8080", "0.0.0.0:80": "127.0.0.1:80", "[::]:80": "[::1]:80", "10.0.0.1:80": "10.0.0.1:80", "unix:/run/x": "localhost"} {
		if _, host := localClient(addr); host != want {
			t.Errorf("%s: %s, want %s", addr, host, want)
		}
	}
}

func TestMailGoesSaysWhere(t *testing.T) {
	c := &config.Config{Data: "data", BaseURL: &url.URL{Scheme: "http", Host: "localhost:8080"}}
	if got := mailGoes(c); !strings.Contains(got, "data/outbox") {
		t.Error(got)
	}
	c.BaseURL.Host = "podcast.example.com"
	if got := mailGoes(c); !strings.Contains(got, "forms take no addresses") {
		t.Error(got)
	}
	c.SMTPURL = &url.URL{Scheme: "smtp", Host: "mail.example.com:587"}
	if got := mailGoes(c); got != "sent through mail.example.com" {
		t.Error(got)
	}
}
