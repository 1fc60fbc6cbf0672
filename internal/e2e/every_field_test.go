package e2e

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"insider/templates"
)

// tried is a form as an honest person sends it.
type tried struct {
	path   string // where it goes; "" is where the templates say
	fields url.Values
	desk   bool // only editors have it
}

// allForms are the forms of the templates by their address. A field that is in a template and not here fails the test.
func allForms(leave string) map[string]tried {
	answers := answersOf("step", "check", "key", "a-key-of-the-form-0123456789", "website", "")
	return map[string]tried{
		"/search":           {fields: url.Values{"q": {"pump"}}},
		"/subscribe":        {fields: url.Values{"email": {"reader@example.com"}, "website": {""}, "act": {""}}},
		".To":               {path: leave, fields: url.Values{"act": {""}, "reason": {"not-me"}}},
		"/subscribe/manage": {fields: url.Values{"act": {"undo"}, "undo": {"x"}}},
		"/subscribe/leave":  {path: leave, fields: url.Values{}},
		"/stories/new":      {fields: answers},
		"/stories/mine":     {fields: url.Values{"code": {"acorn acorn"}, "act": {""}}},
		"/desk/sign-in":     {fields: url.Values{"email": {"stranger@example.com"}, "token": {""}, "next": {"/desk/mail"}, "kept": {""}, "back": {""}, "other": {""}}},
		"/desk/sign-out":    {fields: url.Values{}},
		"/desk/examination": {fields: url.Values{}},
		"/desk/stories/":    {path: "/desk/stories/1", desk: true, fields: url.Values{"act": {"name"}, "version": {"1"}, "title": {"A title"}, "slug": {""}, "answer": {"Yes."}}},
		"/desk/mail":        {desk: true, fields: url.Values{"act": {""}}},
		"/desk/settings":    {desk: true, fields: url.Values{"session": {""}}},
	}
}

// freeTexts are the fields in which people write what they like, and find it again when it is refused.
var freeTexts = []string{"text", "industry", "country", "credit", "email", "code", "title", "slug", "answer"}

var (
	formTag   = regexp.MustCompile(`(?s)<form\b(.*?)</form>`)
	actionTag = regexp.MustCompile(`action="\{\{link (?:\(print )?"?([^" }]+)`)
	nameTag   = regexp.MustCompile(`<(?:input|textarea|select|button)\b[^>]*?\bname="([^"]*)"`)
	trapPart  = `{{template "parts/trap"`
)

// fieldsOfTemplates reads which fields the forms of the templates have, by the forms' addresses.
func fieldsOfTemplates(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := fs.WalkDir(templates.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templates.FS, name)
		for _, form := range formTag.FindAllStringSubmatch(string(data), -1) {
			action := actionTag.FindStringSubmatch(form[1])
			if action == nil {
				t.Errorf("%s: a form without an address", name)
				continue
			}
			fields := all[action[1]]
			for _, field := range nameTag.FindAllStringSubmatch(form[1], -1) {
				fields = append(fields, field[1])
			}
			if strings.Contains(form[1], trapPart) {
				fields = append(fields, "website")
			}
			all[action[1]] = fields
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestEveryFieldOfEveryForm sends each nasty text, and what is no text, in each field that a template has, beside honest ones, on both
// databases.
func TestEveryFieldOfEveryForm(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		everyField(t, start(t, noLimits, behindProxy))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		database, _ := postgres(t)
		everyField(t, start(t, noLimits, behindProxy, database))
	})
}

func everyField(t *testing.T, s *server) {
	t.Helper()
	s.subscribe("leaving@example.com")
	s.post(s.linkIn("/subscribe/confirm"), "")
	s.post("/subscribe", "email=leaving%40example.com") // whoever is on the list gets the link to leave
	s.sendStory(storyForm)
	d := s.desk()
	d.act(1, "accept")
	forms := allForms(s.waitForLink("/subscribe/leave"))
	mustBeAllFields(t, forms)
	for action, form := range forms {
		if form.path == "" {
			form.path = action
		}
		for field := range form.fields {
			d.tryField(t, action, form, field)
		}
	}
	d.sendNasty(t)
	s.mustBeUnharmed(t, d)
}

// mustBeAllFields holds the table of forms to the templates.
func mustBeAllFields(t *testing.T, forms map[string]tried) {
	t.Helper()
	for action, fields := range fieldsOfTemplates(t) {
		form, ok := forms[action]
		if !ok {
			t.Errorf("no honest form for %s: write one into the table", action)
			continue
		}
		for _, field := range slices.Compact(slices.Sorted(slices.Values(fields))) {
			if field == "{{.Name}}" { // what a sender agrees to
				continue
			}
			if !form.fields.Has(field) {
				t.Errorf("%s has a field %q that is not tried: write it into the table", action, field)
			}
		}
	}
}

// sendNasty sends stories of nasty texts that are kept, and looks at them at the desk.
func (d desk) sendNasty(t *testing.T) {
	t.Helper()
	for i, bad := range nasty {
		a := d.post("/stories/new", answersOf("text", bad+" and a word.", "industry", bad, "key", fmt.Sprintf("nasty-%02d-0123456789abcdef", i)).Encode())
		if a.Status == http.StatusUnprocessableEntity { // a line holds no signs that steer, and no 80 characters
			a = d.post("/stories/new", answersOf("text", bad+" and a word.").Encode())
		}
		if a.Status != http.StatusOK {
			t.Errorf("a story with %q: %d", bad, a.Status)
		}
		mustBeHarmless(t, "a story", d.get(fmt.Sprintf("/desk/stories/%d", i+2), "Cookie", d.cookie))
	}
}

// tryField sends everything nasty in one field of a form.
func (d desk) tryField(t *testing.T, action string, form tried, field string) {
	t.Helper()
	for _, bad := range append(slices.Clone(nasty), strings.Repeat("\u202e<a>", 2500)) {
		fields := maps.Clone(form.fields)
		fields[field] = []string{bad}
		if a := d.sendTried(action, form, fields); a.Status >= http.StatusInternalServerError || a.Status == http.StatusTooManyRequests {
			t.Errorf("%s %s %.40q: %d", action, field, bad, a.Status)
		} else {
			mustBeHarmless(t, action+" "+field, a)
			if got := a.read(t).typed(field); got != "" && slices.Contains(freeTexts, field) && unix(got) != unix(bad) {
				t.Errorf("%s %s: %q came back as %q", action, field, bad, got)
			}
		}
	}
	for _, none := range []string{"%00", "a%00b", "%ff", "%c0%80", "%ed%a0%80", "%ed%b0%80%ed%a0%80", "%f4%90%80%80", "%e2%80", "%zz", "%"} {
		fields := maps.Clone(form.fields)
		fields.Del(field)
		body := strings.TrimPrefix(fields.Encode()+"&"+field+"="+none, "&")
		a := d.get("/search?" + body)
		if action != "/search" {
			a = d.post(form.path, body, "Cookie", d.cookie)
		}
		if a.Status != http.StatusBadRequest {
			t.Errorf("%s %s %s: %d", action, field, none, a.Status)
		}
	}
}

// sent counts forms.
var sent atomic.Int32

// behindProxy lets a test say where it comes from.
var behindProxy = withEnv("INSIDER_TRUSTED_PROXIES=127.0.0.0/8")

// fromNetwork is the header of a request from the n-th network of many.
func fromNetwork(n int) []string {
	return []string{"X-Forwarded-For", fmt.Sprintf("2001:db8:%x:%x::1", n>>16, n&0xffff)}
}

// sendTried sends a form from a network of its own; one that changes a story with the version that the story has now.
func (d desk) sendTried(action string, form tried, fields url.Values) *answer {
	d.t.Helper()
	switch {
	case action == "/search":
		return d.get("/search?" + fields.Encode())
	case !form.desk:
		return d.post(form.path, fields.Encode(), fromNetwork(int(sent.Add(1)))...)
	case fields.Get("version") == "1":
		fields.Set("version", d.get(form.path, "Cookie", d.cookie).read(d.t).typed("version"))
	}
	return d.post(form.path, fields.Encode(), "Cookie", d.cookie)
}

// mustBeHarmless holds an answer to headers that nobody wrote and a page in which nothing of others runs or is fetched.
func mustBeHarmless(t *testing.T, what string, a *answer) {
	t.Helper()
	for name, values := range a.Header {
		value := strings.Join(values, ", ")
		cookie, _, _ := strings.Cut(value, "=")
		if name == "Bcc" || name == "Subject" || name == "Set-Cookie" && !slices.Contains([]string{"asked", "next", "session"}, cookie) || strings.Contains(value, "evil") {
			t.Errorf("%s: %s: %s", what, name, value)
		}
	}
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		return
	}
	for n := range a.read(t).root.Descendants() {
		for _, x := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(x.Val))
			address := slices.Contains([]string{"href", "src", "action", "formaction", "srcset"}, x.Key)
			if strings.HasPrefix(x.Key, "on") || address && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:text")) || x.Key == "src" && strings.Contains(value, "evil.example") {
				t.Errorf("%s: <%s %s=%q>", what, n.Data, x.Key, x.Val)
			}
		}
		if n.Data == "script" && strings.Contains(text(n), "alert(1)") {
			t.Errorf("%s: a script of somebody else: %s", what, text(n))
		}
	}
}

// mustBeUnharmed looks at all that could have kept something of it: pages, files, mails and the log.
func (s *server) mustBeUnharmed(t *testing.T, d desk) {
	t.Helper()
	for _, path := range []string{"/", "/desk", "/desk/stories/1", "/desk/readers", "/desk/mail", "/desk/settings", "/desk/content", "/stories", "/feed.xml"} {
		a := s.get(path, "Cookie", d.cookie)
		if a.Status != http.StatusOK {
			t.Errorf("%s: %d", path, a.Status)
		}
		mustBeHarmless(t, path, a)
	}
	for _, row := range d.readers() {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q is a formula", cell)
			}
		}
	}
	for _, m := range s.mails() {
		read, err := mail.ReadMessage(strings.NewReader(m))
		if err != nil || read.Header.Get("Bcc") != "" || strings.Contains(read.Header.Get("Subject"), "evil") || strings.Contains(read.Header.Get("To"), "evil") {
			t.Errorf("a mail was steered: %v\n%.500s", err, m)
		}
	}
	mustNotSteer(t, "log", s.log.String())
	for _, bad := range nasty {
		if len(bad) > 8 && strings.Contains(s.log.String(), bad) {
			t.Errorf("the log holds %q", bad)
		}
	}
}
