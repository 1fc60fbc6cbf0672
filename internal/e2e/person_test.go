package e2e

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// somebody sends a story, subscribes and leaves mails behind.
var somebody = answersOf("text", "Uniquely worded: the valve that hummed in B flat until Thursday.", "naming", "full", "credit", "Zoe Quillfeather", "email", "Zoe.Quill@example.com")

// traces are what nothing outside data/backups may hold after an erasure, in lower case.
var traces = []string{"zoe.quill", "quillfeather", "hummed in b flat", "hums-in-b-flat", "b-flat"}

// mustHoldNothing searches every byte of the data folder but the backups.
func (s *server) mustHoldNothing(when string) {
	s.t.Helper()
	err := filepath.WalkDir(s.Data, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && d.Name() == "backups" {
				return fs.SkipDir
			}
			return ignoreMissing(err)
		}
		for _, trace := range traces {
			if strings.Contains(strings.ToLower(d.Name()), trace) {
				s.t.Errorf("%s: %s names %s", when, name, trace)
			}
		}
		data, err := os.ReadFile(name)
		lower := strings.ToLower(string(data))
		for _, trace := range traces {
			if strings.Contains(lower, trace) {
				s.t.Errorf("%s: %s holds %s", when, name, trace)
			}
		}
		return ignoreMissing(err)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func ignoreMissing(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

// published sends somebody's story and publishes it, and signs them up.
func (s *server) published() (d desk) {
	s.t.Helper()
	s.subscribe("zoe.quill@example.com")
	s.sendStory(somebody.Encode())
	d = s.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", "What hums in B flat", "slug", "hums-in-b-flat")
	d.act(1, "publish")
	eventually(s.t, patience, "the story is public", func() bool { return s.get("/stories/hums-in-b-flat").Status == http.StatusOK })
	s.post("/subscribe", "email=zoe.quill%40example.com") // a mail that she is on the list
	s.waitForLink("/subscribe/leave")
	return d
}

// TestAPersonIsShownAndErased does both beside a running server, and searches every byte afterwards.
func TestAPersonIsShownAndErased(t *testing.T) {
	t.Parallel()
	s := start(t, withContent(newShow(t)))
	d := s.published()
	s.subscribe("other@example.com")
	backup := filepath.Join(t.TempDir(), "show.tar")
	s.says(0, "Wrote", "backup", backup)
	eventually(t, patience, "the story can be searched", func() bool { return strings.Contains(s.get("/search?q=hummed").Body, "/stories/hums-in-b-flat") })

	file := filepath.Join(t.TempDir(), "zoe.json")
	s.says(0, "", "person", "export", "ZOE.quill@example.com", "--out", file)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	var all struct {
		Address    string
		Subscriber struct{ State string }
		Consents   []any
		Files      []struct{ Text string } `json:"mails_as_files"`
		Stories    []struct{ Text, Credit, Slug string }
	}
	if err := json.Unmarshal([]byte(readFile(t, file)), &all); err != nil {
		t.Fatal(err)
	}
	if all.Subscriber.State != "confirmed" || len(all.Consents) != 2 || len(all.Files) != 2 || len(all.Stories) != 1 || all.Stories[0].Text != somebody.Get("text") || all.Stories[0].Credit != "Zoe Quillfeather" {
		t.Errorf("%+v", all)
	}
	s.says(0, "Nothing is kept about nobody@example.com", "person", "export", "nobody@example.com")
	s.says(0, "Nothing is kept about nobody@example.com", "person", "erase", "nobody@example.com")
	s.says(1, "no mail address", "person", "erase", "nobody")
	s.says(1, "only account at the desk", "person", "erase", "editor@example.com")

	s.says(0, "the address on the list, ST-1", "person", "erase", "zoe.quill@example.com")
	s.mustHoldNothing("right after the command, beside a running server")
	eventually(t, patience, "the story is gone", func() bool {
		return s.get("/stories/hums-in-b-flat").Status != http.StatusOK && !strings.Contains(s.get("/feed.xml").Body, "B flat") && !strings.Contains(s.get("/").Body, "B flat")
	})
	if page := d.get("/desk", "Cookie", d.cookie); strings.Contains(page.Body, "Quillfeather") {
		t.Error("the desk knows the name")
	}
	s.says(0, "Nothing is kept about zoe.quill@example.com", "person", "erase", "zoe.quill@example.com")
	if n := len(d.readers()); n != 1 {
		t.Errorf("%d readers", n)
	}
	s.subscribe("zoe.quill@example.com") // may come back
	s.says(0, "the address on the list", "person", "erase", "zoe.quill@example.com")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.mustHoldNothing("after a stop")

	again := restored(t, backup, "--erased", filepath.Join(s.Data, "erased.log"))
	again.mustHoldNothing("after a restore with the log")
	again.says(0, `"state": "confirmed"`, "person", "export", "other@example.com")
	if _, err := os.Stat(filepath.Join(again.Data, "erased.log")); err != nil {
		t.Error(err)
	}
	without := operator(t)
	without.says(0, "No erased.log was found", "restore", backup)
	without.says(0, `"state": "confirmed"`, "person", "export", "zoe.quill@example.com")
}

// TestAnEditorIsErased hands the desk over.
func TestAnEditorIsErased(t *testing.T) {
	t.Parallel()
	s := start(t)
	first := s.desk()
	s.says(0, "This link signs in once", "editor", "add", "second@example.com")
	s.says(2, "one address", "editor", "sign-out")
	s.says(2, "or --all", "editor", "sign-out", "--all", "editor@example.com")
	s.says(1, "no account", "editor", "sign-out", "third@example.com")
	s.says(0, "so many browsers: 0.", "editor", "sign-out", "second@example.com")
	s.says(0, "so many browsers: 1.", "editor", "sign-out", "editor@example.com")
	if a := s.get("/desk", "Cookie", first.cookie); a.Status == http.StatusOK {
		t.Error("the session outlives signing out")
	}
	first = s.desk()
	s.says(0, "the account editor:1", "person", "erase", "editor@example.com")
	if a := s.get("/desk", "Cookie", first.cookie); a.Status == http.StatusOK {
		t.Error("the session lives on")
	}
	s.says(1, "only account at the desk", "person", "erase", "second@example.com")
	if got := strings.ToLower(readAll(t, s.Data)); strings.Contains(got, "editor@example.com") {
		t.Error("the address is left")
	}
}

// TestWhoLeftStaysAway restores a backup from before somebody left the list and somebody took a story back; the server is
// killed right after both were acknowledged.
func TestWhoLeftStaysAway(t *testing.T) {
	t.Parallel()
	database, _ := postgres(t)
	for name, options := range map[string][]option{"sqlite": {oneAddress}, "postgres": {database, oneAddress}} {
		s := start(t, append(options, withContent(generated(t, 2)))...)
		leave, code := s.live()
		backup := filepath.Join(t.TempDir(), "show.tar")
		s.says(0, "Wrote", "backup", backup)
		if a := s.post(leave, "List-Unsubscribe=One-Click"); a.Status != http.StatusOK {
			t.Fatalf("leaving: %d", a.Status)
		}
		if a := s.post("/stories/mine", "act=withdraw&code="+strings.ReplaceAll(code, " ", "+")); a.Status != http.StatusOK {
			t.Fatalf("withdrawing: %d", a.Status)
		}
		s.kill()
		house := operator(t)
		if err := os.Mkdir(house.Data, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(filepath.Join(s.Data, "erased.log"), filepath.Join(house.Data, "erased.log")); err != nil {
			t.Fatal(err)
		}
		house.says(0, "Removed again: 0 persons, 1 address that left, 1 story", "restore", backup)
		db := openDatabase(t, house.Data)
		if left := columnOf(t, db, "SELECT email FROM subscribers WHERE email = 'one@example.com'"); len(left) > 0 {
			t.Errorf("%s: who left is back on the list", name)
		}
		if state := columnOf(t, db, "SELECT state || body FROM stories WHERE number = 1"); state[0] != "withdrawn" {
			t.Errorf("%s: the story is %q", name, state)
		}
		house = start(t, withData(house.Data), withContent(filepath.Join(house.Data, "content")), oneAddress)
		if a := house.get("/stories/nineteen-years"); a.Status != http.StatusGone {
			t.Errorf("%s: the page of the story answers %d", name, a.Status)
		}
	}
}

// TestErasingAsksOnATerminal answers no, then yes.
func TestErasingAsksOnATerminal(t *testing.T) {
	t.Parallel()
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("SKIP-TOOL script: a terminal is needed")
	}
	s := operator(t)
	s.says(0, "", "editor", "add", "first@example.com")
	s.says(0, "", "editor", "add", "second@example.com")
	answer := func(text string) string {
		cmd := exec.Command(script, "--quiet", "--return", "--command", "exec "+binary+" person erase first@example.com", "/dev/null")
		cmd.Env = s.environ()
		cmd.Stdin = strings.NewReader(text + "\n")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%q: %v\n%s", text, err, out)
		}
		return string(out)
	}
	for _, no := range []string{"no", "", "y"} {
		if out := answer(no); !strings.Contains(out, "the account editor:1") || !strings.Contains(out, "Type yes:") || !strings.Contains(out, "Nothing was erased.") {
			t.Errorf("%q: %s", no, out)
		}
	}
	s.says(0, `"role": "editor"`, "person", "export", "first@example.com")
	if out := answer("yes"); !strings.Contains(out, "Erased what was kept about first@example.com: the account editor:1.") {
		t.Error(out)
	}
}
