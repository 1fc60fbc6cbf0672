package desk_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/mail"
	"insider/internal/person"
	"insider/internal/story"
	"insider/internal/web/desk"
)

// caller is somebody who asks for everything at the desk.
type caller struct {
	who    string
	cookie string
	works  bool // is let in
}

// staffed is a house with a story, a mail and everybody who ever had to do with it.
type staffed struct {
	*house
	mail    string // the name of its file
	callers []caller
}

func newStaffed(t *testing.T) *staffed {
	h := newHouse(t, "http://localhost", func(h *house, d *desk.Deps) { d.Folder = h.folder })
	s := &staffed{house: h}
	h.send(nil)
	if err := h.stories.Do(t.Context(), story.Order{Who: "system", Number: 1, Version: 1, Act: story.Accept}); err != nil {
		t.Fatal(err)
	}
	to, err := mail.ParseAddress("reader@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.folder.Send(t.Context(), mail.Message{ID: mail.NewID("localhost"), Date: h.now, From: mail.Mailbox{Address: to}, To: to, Subject: "x", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	filed, err := h.folder.List(1)
	if err != nil || len(filed) != 1 {
		t.Fatalf("%+v, %v", filed, err)
	}
	s.mail = filed[0].Name
	s.hire()
	return s
}

// hire signs everybody in and lets most of them go again.
func (s *staffed) hire() {
	t := s.t
	add := func(who, cookie string, works bool) { s.callers = append(s.callers, caller{who, cookie, works}) }
	late := s.enter("late@example.com", account.Editor)
	s.mu.Lock()
	s.now = s.now.Add(account.SessionIdle)
	s.mu.Unlock()
	removed, demoted, left := s.enter("removed@example.com", account.Editor), s.enter("demoted@example.com", account.Editor), s.enter("left@example.com", account.Editor)
	owner, editor := s.enter("owner@example.com", account.Owner), s.enter("editor@example.com", account.Editor)
	who, err := mail.ParseAddress("removed@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if done, err := s.store.ErasePerson(t.Context(), person.NewWho(who, []byte("key")), time.Time{}); err != nil || done.Account == "" {
		t.Fatalf("%+v, %v", done, err)
	}
	s.write("UPDATE users SET role = 'writer' WHERE email = 'demoted@example.com'")
	out := s.browser()
	out.keep([]*http.Cookie{{Name: "session", Value: left}})
	out.post("/desk/sign-out").to("/desk/sign-in?done=out")

	unused := s.linkFor("unused@example.com", account.Editor)
	stored := sha256.Sum256([]byte(editor))
	add("nobody", "", false)
	add("somebody with a session of their own making", strings.Repeat("A", len(editor)), false)
	add("somebody with a link that was not used", unused, false)
	add("somebody who read the database", hex.EncodeToString(stored[:]), false)
	add("somebody who read the database byte for byte", url.QueryEscape(string(stored[:])), false)
	add("an editor whose session is too old", late, false)
	add("an editor who was removed", removed, false)
	add("an editor who became a writer", demoted, false)
	add("a writer", s.enter("writer@example.com", account.Writer), false)
	add("an editor who signed out", left, false)
	add("an editor", editor, true)
	add("an owner", owner, true)
}

// linkFor makes somebody with a role and returns a link that signs in.
func (s *staffed) linkFor(email string, role account.Role) string {
	s.t.Helper()
	secret := email + strings.Repeat("-", 20)
	digest := sha256.Sum256([]byte(secret))
	l := account.Link{Digest: digest[:], Purpose: account.SignIn, Created: s.clock(), Expires: s.clock().Add(account.LinkLife)}
	if err := s.store.AddUser(s.t.Context(), email, role, l); err != nil {
		s.t.Fatal(err)
	}
	return secret
}

// enter makes somebody with a role and returns a session.
func (s *staffed) enter(email string, role account.Role) string {
	s.t.Helper()
	session, err := s.accounts.SignIn(s.t.Context(), s.linkFor(email, role))
	if err != nil {
		s.t.Fatal(err)
	}
	return session
}

// write changes rows behind the program's back.
func (s *staffed) write(statement string) {
	s.t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(s.database, "sqlite:"))
	if err == nil {
		_, err = db.Exec(statement)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// ask sends a request as a caller does.
func (s *staffed) ask(c caller, method, route string, headers ...string) page {
	s.t.Helper()
	fields := maps.Clone(acts[route])
	if fields.Has("title") {
		fields.Set("version", strconv.Itoa(s.theStory().Version))
	}
	return s.request(c, method, strings.NewReplacer(":number", "1", ":name", s.mail).Replace(route), fields, headers...)
}

// request sends a form, or the same fields with another method.
func (s *staffed) request(c caller, method, path string, fields url.Values, headers ...string) page {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, strings.NewReader(fields.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if c.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: c.cookie})
	}
	b := s.browser()
	return b.answer(b.client.Do(r))
}

// state is what acts of the desk change.
func (s *staffed) state() string {
	s.t.Helper()
	x := s.theStory()
	c, err := s.store.OutboxCounts(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprintf("story %s %d, mail held %v, sessions %v", x.State, x.Version, c.Held, s.sessions())
}

func (s *staffed) theStory() *story.Story {
	s.t.Helper()
	x, err := s.store.Story(s.t.Context(), 1)
	if err != nil {
		s.t.Fatal(err)
	}
	return x
}

// sessions are the numbers of all sessions by who signed in.
func (s *staffed) sessions() map[string][]int64 {
	s.t.Helper()
	users, err := s.store.Users(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string][]int64{}
	for _, u := range users {
		list, err := s.store.Sessions(s.t.Context(), u.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, x := range list {
			all[u.Email] = append(all[u.Email], x.ID)
		}
	}
	return all
}
