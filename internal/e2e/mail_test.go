package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// relayDeadThenBack signs up while the relay is down: forms work and say that mail is slow, and the mails arrive when
// it is back.
func relayDeadThenBack(t *testing.T) {
	t.Parallel()
	addr := "127.0.0.1:" + freePort(t)
	s := start(t, withEnv("INSIDER_SMTP_URL=smtp+plain://"+addr))
	const slow = "Mail is slow just now"
	if strings.Contains(s.get("/subscribe").Body, slow) {
		t.Error("mail is said to be slow before any was sent")
	}
	for _, address := range []string{"one@example.com", "two@example.com"} {
		if a := s.post("/subscribe", "email="+address); a.Status != http.StatusOK {
			t.Errorf("sign-up without a relay: %d", a.Status)
		}
	}
	eventually(t, 15*time.Second, "the form says that mail is slow", func() bool { return strings.Contains(s.get("/subscribe").Body, slow) })
	if a := s.post("/subscribe", "email=three@example.com"); a.Status != http.StatusOK || !strings.Contains(a.Body, slow) {
		t.Errorf("the answer does not say that mail is slow: %d", a.Status)
	}
	if a := s.get("/readyz"); a.Status != http.StatusOK || !strings.Contains(a.Body, "the mail server takes none just now") {
		t.Errorf("readyz: %d %s", a.Status, a.Body)
	}
	r := startRelay(t, addr)
	for _, address := range []string{"one@example.com", "two@example.com", "three@example.com"} {
		eventually(t, 40*time.Second, "the mail to "+address, func() bool { return r.to(address) > 0 })
	}
	eventually(t, 10*time.Second, "mail is quick again", func() bool { return !strings.Contains(s.get("/subscribe").Body, slow) })
	for _, m := range r.mails() {
		if r.to(m.To) != 1 || m.From != "podcast@example.com" && !strings.Contains(m.From, "@") || strings.Contains(m.Data, "\nBcc:") {
			t.Errorf("%d mails to %s from %s", r.to(m.To), m.To, m.From)
		}
	}
}

// TestPublicSiteWithoutMail serves a public address before mail is set up: no form takes an address, and everything that an
// operator looks at says so.
func TestPublicSiteWithoutMail(t *testing.T) {
	t.Parallel()
	const notSetUp = "ail is not set up"
	s := start(t, withEnv("INSIDER_BASE_URL=https://podcast.example.com"))
	for _, path := range []string{"/", "/subscribe", firstEpisode(s), "/stories/new"} {
		a := s.get(path)
		if a.Status != http.StatusOK || !strings.Contains(a.Body, notSetUp) || strings.Contains(a.Body, `name="email"`) {
			t.Errorf("%s: %d, takes an address: %v", path, a.Status, strings.Contains(a.Body, `name="email"`))
		}
	}
	if a := s.post("/subscribe", "email=reader@example.com"); a.Status != http.StatusServiceUnavailable || !strings.Contains(a.Body, notSetUp) {
		t.Errorf("sign-up: %d", a.Status)
	}
	s.sendStory(storyForm) // with an address in it
	d := s.desk()
	if !strings.HasPrefix(d.cookie, "__Host-") {
		t.Errorf("the cookie is %.20s", d.cookie)
	}
	if page := d.get("/desk/stories/1", "Cookie", d.cookie).Body; strings.Contains(page, "ann@example.com") || !strings.Contains(page, "none given") {
		t.Error("the address of a story was kept")
	}
	if page := d.get("/desk", "Cookie", d.cookie).Body; !strings.Contains(page, notSetUp) {
		t.Error("the desk does not say so")
	}
	if a := s.get("/readyz"); a.Status != http.StatusOK || !strings.Contains(a.Body, "not set up") {
		t.Errorf("readyz: %d %s", a.Status, a.Body)
	}
	if !strings.Contains(s.log.String(), "not set up") {
		t.Errorf("the log of the start does not say so")
	}
	if rows := d.readers(); len(rows) != 0 {
		t.Errorf("the list is %v", rows)
	}
}

// TestReadersWhoLeave leaves in each way and comes back.
func TestReadersWhoLeave(t *testing.T) {
	t.Parallel()
	s := start(t, noLimits)
	s.subscribe("reader@example.com")
	s.post("/subscribe", "email=reader%40example.com")
	leave := s.waitForLink("/subscribe/leave")
	if a := s.get(leave); a.Status != http.StatusOK || !strings.Contains(a.Body, "<button") {
		t.Errorf("the page to leave: %d", a.Status)
	}
	d := s.desk()
	if rows := d.readers(); len(rows) != 1 || rows[0][1] != "confirmed" {
		t.Fatalf("looking at a link changed the list: %v", rows)
	}
	a := s.post(leave, "reason=too-many")
	if undo := a.read(t).typed("undo"); a.Status != http.StatusOK || undo == "" || len(d.readers()) != 0 {
		t.Errorf("leaving: %d, %v", a.Status, d.readers())
	} else if a := s.post("/subscribe/manage", url.Values{"act": {"undo"}, "undo": {undo}}.Encode()); a.Status != http.StatusOK || len(d.readers()) != 1 {
		t.Errorf("undo: %d, %v", a.Status, d.readers())
	}
	if a := s.post(leave, "List-Unsubscribe=One-Click"); a.Status != http.StatusOK || len(d.readers()) != 0 {
		t.Errorf("one click: %d, %v", a.Status, d.readers())
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ToLower(readAll(t, s.Data+"/insider.db")), "reader@example.com") {
		t.Error("the address is still in the database")
	}
}
