package e2e

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// nasty are texts that must do nothing but stand where they were typed.
var nasty = nastyTexts()

// nastyTexts reads the list, in which each text stands as Go writes it.
func nastyTexts() (texts []string) {
	data, err := os.ReadFile("testdata/nasty.txt")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		text, err := strconv.Unquote(line)
		if err != nil {
			panic(line)
		}
		texts = append(texts, text)
	}
	return texts
}

// answersOf are the fields of an honest story.
func answersOf(changes ...string) url.Values {
	v := url.Values{
		"text": {"The pump ran backwards for a year and nobody asked."}, "industry": {"Water"}, "country": {"Belgium"},
		"naming": {"first-job"}, "credit": {"Ann, operator"}, "email": {"ann@example.com"}, "publish": {"on"}, "edit": {"on"},
	}
	for i := 0; i+1 < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
	}
	return v
}

func TestStoryFormJudgesEachField(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_LIMIT_STORIES=1000"))
	long := strings.Repeat("é", 10_001)
	for _, tc := range []struct{ field, value, name string }{
		{"text", "", "empty"}, {"text", " \r\n\t ", "only space"}, {"text", "\u200b\u2060…—!", "nothing to read"}, {"text", long, "too long"},
		{"text", strings.Repeat("漢", 30_000), "90 kB"}, {"text", strings.Repeat("a", 400_000), "400 kB"}, {"text", strings.Repeat("> ", 200) + "deep", "deep quotes"},
		{"text", strings.Repeat("- ", 300) + "deep", "deep lists"},
		{"industry", strings.Repeat("x", 81), "too long"}, {"industry", "a\x07b", "a control character"}, {"country", strings.Repeat("é", 81), "too long"}, {"country", "a\x1bb", "an escape"},
		{"naming", "", "empty"}, {"naming", "nickname", "unknown"}, {"credit", "", "empty"}, {"credit", strings.Repeat("x", 121), "too long"}, {"credit", "a\x1b[2J", "a terminal's words"},
		{"email", "ann", "no sign"}, {"email", "ann@example.com\r\nBcc: x@example.com", "two lines"}, {"email", "Ann <ann@example.com>", "a name"}, {"email", strings.Repeat("a", 65) + "@example.com", "too long"},
		{"email", `"a@evil"@example.com`, "quotes"}, {"email", "ann@[127.0.0.1]", "a number"}, {"email", "ann@example.com,b@example.com", "two"},
	} {
		in := answersOf(tc.field, tc.value)
		a := s.post("/stories/new", in.Encode())
		p := a.read(t)
		if a.Status != http.StatusUnprocessableEntity || p.wrong(tc.field) == "" || p.summary() == nil || !strings.HasPrefix(p.title(), "Error: ") {
			t.Errorf("%s %s: %d, %q, title %q", tc.field, tc.name, a.Status, p.wrong(tc.field), p.title())
			continue
		}
		for field := range in {
			if got, want := p.typed(field), in.Get(field); unix(got) != unix(want) && field != "naming" {
				t.Errorf("%s %s: %s came back as %.60q, was %.60q", tc.field, tc.name, field, got, want)
			}
		}
		if p.typed("air") != "" || a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s %s: air %q, %v", tc.field, tc.name, p.typed("air"), a.Header)
		}
		mustBeStrict(t, tc.name, a)
	}
	number, _ := s.sendStory(storyForm)
	if number != "1" {
		t.Errorf("what was refused took numbers: the first story is ST-%s", number)
	}
}

// unix is text with line ends as they are stored; a parser of HTML drops the first one of a textarea.
func unix(text string) string { return strings.TrimLeft(strings.ReplaceAll(text, "\r\n", "\n"), "\n") }

// TestNastyTextStaysText fills every field with what would like to be code, and publishes it.
func TestNastyTextStaysText(t *testing.T) {
	t.Parallel()
	s := start(t, noLimits, behindProxy)
	for i, bad := range nasty {
		in := answersOf("text", bad, "industry", bad, "country", bad, "credit", bad, "email", bad, "naming", bad, "key", bad)
		a := s.post("/stories/new", in.Encode())
		p := a.read(t)
		for _, field := range []string{"text", "industry", "country", "credit", "email", "key"} {
			if got := p.typed(field); got != strings.ReplaceAll(bad, "\r\n", "\n") {
				t.Errorf("%q came back in %s as %q", bad, field, got)
			}
		}
		for _, path := range []string{"/subscribe", "/stories/mine", "/desk/sign-in"} {
			a := s.post(path, url.Values{"email": {bad}, "code": {bad}, "next": {bad}}.Encode(), fromNetwork(i)...)
			if a.Status != http.StatusUnprocessableEntity {
				t.Errorf("%q at %s: %d", bad, path, a.Status)
			}
			mustBeStrict(t, path, a)
		}
		mustBeStrict(t, bad, a)
	}
	everything := strings.Join(nasty, "\r\n\r\n") + "\r\n\r\nA bell \a, an escape \x1b[31m and a vertical tab \v.\r\n\r\n<https://evil.example/\"onclick=alert(1)>\r\n\r\n![x](https://evil.example/pixel.png)\r\n"
	s.sendStory(answersOf("text", everything, "industry", nasty[0], "credit", nasty[2], "naming", "full").Encode())
	d := s.desk()
	d.act(1, "accept")
	d.act(1, "name", "title", nasty[0]+" & more", "slug", "nasty")
	d.act(1, "publish")
	eventually(t, 5*time.Second, "the story is public", func() bool { return s.get("/stories/nasty").Status == http.StatusOK })
	for _, path := range []string{"/stories/nasty", "/stories", "/", "/desk/stories/1", "/desk"} {
		a := s.get(path, "Cookie", d.cookie)
		mustBeStrict(t, path, a)
		p := a.read(t)
		for n := range p.root.Descendants() {
			for _, x := range n.Attr {
				if strings.HasPrefix(x.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(x.Val)), "javascript:") || n.Data == "img" && strings.Contains(x.Val, "evil.example") {
					t.Errorf("%s: <%s %s=%q>", path, n.Data, x.Key, x.Val)
				}
			}
		}
	}
	for _, path := range []string{"/feed.xml", "/feed.atom", "/sitemap.xml", "/podcast.xml"} {
		if err := wellFormed(s.get(path).Body); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	type item struct {
		URL  string
		HTML string `json:"content_html"`
	}
	var feed struct{ Items []item }
	if err := json.Unmarshal([]byte(s.get("/feed.json").Body), &feed); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(feed.Items, func(x item) bool { return strings.HasSuffix(x.URL, "/stories/nasty") })
	if i < 0 || strings.Contains(feed.Items[i].HTML, "<script") || strings.Contains(feed.Items[i].HTML, "<img") {
		t.Errorf("feed.json: item %d", i)
	}
}

// wellFormed reads XML to its end.
func wellFormed(doc string) error {
	for d := xml.NewDecoder(strings.NewReader(doc)); ; {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// TestSentTwice posts the same forms again, one after the other and at once.
func TestSentTwice(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_LIMIT_STORIES=1000", "INSIDER_LIMIT_SIGNUPS=1000"))
	form := answersOf("key", "one-form-one-story-0123456789").Encode()
	receipts := make([]string, 12)
	var group sync.WaitGroup
	for i := range receipts {
		group.Go(func() {
			a, err := s.try(http.MethodPost, "/stories/new", strings.NewReader(form), "Content-Type", "application/x-www-form-urlencoded")
			if err == nil && a.Status == http.StatusOK {
				receipts[i] = receipt(a.Body) + regexp.MustCompile(`ST-\d+`).FindString(a.Body)
			}
		})
	}
	group.Wait()
	if slices.Sort(receipts); receipts[0] == "" || len(slices.Compact(receipts)) != 1 {
		t.Errorf("one form, different receipts: %q", receipts)
	}
	if number, _ := s.sendStory(answersOf("key", "another-form-0123456789").Encode()); number != "2" {
		t.Errorf("the second story is ST-%s", number)
	}
	for range 6 {
		group.Go(func() {
			_, _ = s.try(http.MethodPost, "/subscribe", strings.NewReader("email=Twice@example.com"), "Content-Type", "application/x-www-form-urlencoded")
		})
	}
	group.Wait()
	link := s.waitForLink("/subscribe/confirm")
	for range 3 {
		if a := s.post(link, ""); a.Status != http.StatusOK {
			t.Errorf("confirming again: %d", a.Status)
		}
	}
	if n := len(s.mails()); n != 1 {
		t.Errorf("%d mails for one address", n)
	}
	if a := s.post("/subscribe", "email=twice@EXAMPLE.com"); a.Status != http.StatusOK { // now known
		t.Errorf("known: %d", a.Status)
	}
	leave := s.waitForLink("/subscribe/leave")
	first := s.post(leave, "List-Unsubscribe=One-Click")
	again := s.post(leave, "List-Unsubscribe=One-Click")
	if first.Status != http.StatusOK || again.Status != http.StatusOK {
		t.Errorf("leaving twice: %d, %d", first.Status, again.Status)
	}
	undo := first.read(t).typed("undo")
	for range 2 {
		if a := s.post("/subscribe/manage", url.Values{"act": {"undo"}, "undo": {undo}}.Encode()); a.Status != http.StatusOK {
			t.Errorf("undo: %d", a.Status)
		}
	}
	if rows := s.desk().readers(); len(rows) != 1 || !strings.EqualFold(rows[0][0], "twice@example.com") || rows[0][1] != "confirmed" {
		t.Errorf("the list is %v", rows)
	}
}

// TestInterruptedForms cuts the connection after every part of a post: what came whole is kept once, what did not is not.
func TestInterruptedForms(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_LIMIT_STORIES=1000"))
	const tries = 24
	for i := range tries {
		body := answersOf("key", fmt.Sprintf("interrupted-%02d-0123456789", i)).Encode()
		whole := form("/stories/new", body, urlEncoded)
		c := s.dial()
		_, _ = io.WriteString(c, whole[:len(whole)*i/(tries-1)])
		if i%2 == 0 {
			_ = c.SetLinger(0) // a reset instead of an end
		}
		_ = c.Close()
	}
	seen := map[string]bool{}
	for i := range tries {
		number, _ := s.sendStory(answersOf("key", fmt.Sprintf("interrupted-%02d-0123456789", i)).Encode())
		if seen[number] {
			t.Errorf("ST-%s was given twice", number)
		}
		seen[number] = true
	}
	for n := range tries {
		if !seen[fmt.Sprint(n+1)] {
			t.Errorf("there is no ST-%d among %d stories: half a form became one", n+1, tries)
		}
	}
}

// TestNothingTypedReachesHeaders tries to write header lines through everything that may stand in one.
func TestNothingTypedReachesHeaders(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_LIMIT_SIGNUPS=1000"))
	lines := "%0d%0aSet-Cookie:%20evil=1%0d%0aX-Evil:%201"
	for _, path := range []string{
		"/desk/stories/1" + lines, "/desk/mail?x=" + lines, "/desk/sign-in?next=/desk/mail" + lines, "/desk/sign-in?next=//evil.example", "/desk/sign-in?next=https://evil.example", `/desk/sign-in?next=/%5cevil.example`,
		"/media/show/x" + lines + "/y", "/episodes/x" + lines, "/" + lines, "/subscribe/confirm?token=" + lines,
	} {
		for _, a := range []*answer{s.get(path), s.post(path, "email=editor%40example.com&next="+lines)} {
			for name, values := range a.Header {
				if name == "X-Evil" || name == "Set-Cookie" && strings.Contains(values[0], "evil") || strings.Contains(a.Header.Get("Location"), "evil.example") {
					t.Errorf("%s: %s: %q", path, name, values)
				}
			}
		}
	}
	for _, bad := range []string{"a@example.com\r\nBcc: evil@example.com", "a@example.com\nSubject: evil", "a%0d%0abcc@example.com", "a\r\n\r\nevil@example.com", "evil@example.com\u2028Bcc: x@example.com"} {
		for _, path := range []string{"/subscribe", "/desk/sign-in"} {
			if a := s.post(path, url.Values{"email": {bad}}.Encode()); a.Status != http.StatusUnprocessableEntity && !strings.Contains(bad, "%0d") {
				t.Errorf("%q at %s: %d", bad, path, a.Status)
			}
		}
	}
	s.subscribe("honest@example.com")
	for _, m := range s.mails() {
		head, _, _ := strings.Cut(m, "\r\n\r\n")
		if strings.Contains(strings.ToLower(head), "\nbcc:") || strings.Contains(head, "Subject: evil") {
			t.Errorf("a mail was steered:\n%s", head)
		}
	}
}

// TestReadersFileHoldsNoFormula signs up addresses that a spreadsheet would run.
func TestReadersFileHoldsNoFormula(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_LIMIT_SIGNUPS=1000"))
	for _, local := range []string{"=1+1", "+1", "-1", "=cmd|'/c'!a1", "plain"} {
		if a := s.post("/subscribe", url.Values{"email": {local + "@example.com"}}.Encode()); a.Status != http.StatusOK {
			t.Errorf("%s: %d", local, a.Status)
		}
	}
	rows := s.desk().readers()
	if len(rows) != 5 {
		t.Fatalf("%d readers", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q is a formula", cell)
			}
		}
	}
}

// TestLimitsKeepWhatWasTyped runs into the limits of both forms.
func TestLimitsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_LIMIT_STORIES=1", "INSIDER_LIMIT_SIGNUPS=1"))
	s.sendStory(storyForm)
	in := answersOf()
	a := s.post("/stories/new", in.Encode())
	if p := a.read(t); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || p.typed("text") != in.Get("text") || p.summary() == nil {
		t.Errorf("story: %d, %q", a.Status, p.typed("text"))
	}
	s.post("/subscribe", "email=one%40example.com")
	a = s.post("/subscribe", "email=two%40example.com")
	if p := a.read(t); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || p.typed("email") != "two@example.com" {
		t.Errorf("sign-up: %d, %q", a.Status, p.typed("email"))
	}
}

// TestLimitOfAllForms runs into what all forms together may take in a minute.
func TestLimitOfAllForms(t *testing.T) {
	t.Parallel()
	s := start(t, withEnv("INSIDER_LIMIT_MINUTE=2"))
	s.subscribe("one@example.com")
	s.sendStory(storyForm)
	known, unknown := s.post("/subscribe", "email=one%40example.com"), s.post("/subscribe", "email=two%40example.com")
	if known.Status != http.StatusTooManyRequests || unknown.Status != http.StatusTooManyRequests || strings.ReplaceAll(known.Body, "one@", "two@") != unknown.Body {
		t.Errorf("known: %d, unknown: %d", known.Status, unknown.Status)
	}
	if a := s.post("/stories/new", storyForm); a.Status != http.StatusTooManyRequests {
		t.Errorf("a story: %d", a.Status)
	}
	if a := s.get("/"); a.Status != http.StatusOK {
		t.Errorf("reading: %d", a.Status)
	}
}

// TestRobotsGetNothing fills in the field that people do not see.
func TestRobotsGetNothing(t *testing.T) {
	t.Parallel()
	s := start(t)
	person := s.post("/subscribe", "email=person%40example.com")
	robot := s.post("/subscribe", "email=robot%40example.com&website=https%3A%2F%2Fspam.example")
	if robot.Status != http.StatusOK || strings.ReplaceAll(robot.Body, "robot@", "person@") != person.Body {
		t.Errorf("a robot is told that it is one: %d", robot.Status)
	}
	a := s.post("/stories/new", answersOf("website", "x").Encode())
	if p := a.read(t); a.Status != http.StatusOK || !strings.HasPrefix(p.title(), "Check your answers") || p.typed("text") != answersOf().Get("text") || p.typed("website") != "" {
		t.Errorf("a story with the hidden field: %d, %s", a.Status, p.title())
	}
	s.waitForLink("/subscribe/confirm")
	if mails := s.mails(); len(mails) != 1 || strings.Contains(mails[0], "robot@") {
		t.Errorf("%d mails", len(mails))
	}
}

// TestReviewAndChange goes to the review and back with everything that was typed.
func TestReviewAndChange(t *testing.T) {
	t.Parallel()
	s := start(t)
	in := answersOf("text", "First line.\r\n\r\n  Second \"line\" & <more>.", "key", "a-key-of-the-form-0123456789")
	for _, step := range []string{"check", "change"} {
		in.Set("step", step)
		a := s.post("/stories/new", in.Encode())
		p := a.read(t)
		for field := range in {
			if got := p.typed(field); field != "step" && unix(got) != unix(in.Get(field)) {
				t.Errorf("%s: %s came back as %q", step, field, got)
			}
		}
		if a.Status != http.StatusOK || p.typed("air") != "" {
			t.Errorf("%s: %d", step, a.Status)
		}
	}
	in.Del("step")
	if number, _ := s.sendStory(in.Encode()); number != "1" {
		t.Errorf("the review stored something: ST-%s", number)
	}
}

// desk is the desk as a signed-in editor meets it.
type desk struct {
	*server
	cookie string
}

func (s *server) desk() desk {
	s.t.Helper()
	return desk{s, s.signIn()}
}

// act carries out an act on a story, with further fields.
func (d desk) act(number int, act string, more ...string) {
	d.t.Helper()
	if a := d.tryAct(number, act, more...); a.Status != http.StatusSeeOther {
		d.t.Fatalf("%s: %d\n%s", act, a.Status, visibleText(a.Body))
	}
}

// tryAct is act for what may be refused.
func (d desk) tryAct(number int, act string, more ...string) *answer {
	d.t.Helper()
	path := fmt.Sprintf("/desk/stories/%d", number)
	v := url.Values{"act": {act}, "version": {d.get(path, "Cookie", d.cookie).read(d.t).typed("version")}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return d.post(path, v.Encode(), "Cookie", d.cookie)
}

// readers are the rows of the readers' file without its head.
func (d desk) readers() [][]string {
	d.t.Helper()
	a := d.get("/desk/readers.csv", "Cookie", d.cookie)
	rows, err := csv.NewReader(strings.NewReader(a.Body)).ReadAll()
	if err != nil || a.Status != http.StatusOK || len(rows) == 0 || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
		d.t.Fatalf("readers.csv: %d, %v, %q", a.Status, err, a.Header.Get("Content-Disposition"))
	}
	return rows[1:]
}
