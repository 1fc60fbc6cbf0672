package site

import (
	"context"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/limit"
	"insider/internal/markdown"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/story"
	"insider/internal/web"
	"insider/static"
)

// counter is the site with a real inbox behind its story forms.
type counter struct {
	*web.Server
	store *store.Store
	desk  *story.Service
	logs  *strings.Builder
}

// openCounter opens the story forms over a fresh database. wrap may put something before the inbox.
func openCounter(t *testing.T, takesMail bool, wrap func(Inbox) Inbox) *counter {
	t.Helper()
	clock := func() time.Time { return noon }
	c := &counter{store: storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true, Clock: clock}), logs: &strings.Builder{}}
	c.desk = &story.Service{Store: c.store, Render: markdown.RenderStory, Clock: clock}
	var inbox Inbox = c.desk
	if wrap != nil {
		inbox = wrap(inbox)
	}
	base := &url.URL{Scheme: "https", Host: "insider.example", Path: "/show"}
	editions := edition.NewHolder(edition.New(fixture(t, 2), noon), clock)
	log := slog.New(slog.NewTextHandler(c.logs, nil))
	c.Server = web.New(web.Options{Base: base, Edition: editions.Current, Clock: clock, Log: log})
	assets, err := web.NewAssets(static.FS, c.Root())
	if err != nil {
		t.Fatal(err)
	}
	assets.Mount(c.Server)
	New(Deps{
		Editions: editions, Renderer: renderer(t, base, assets), Base: base, Clock: clock, Log: log, TakesMail: takesMail, Inbox: inbox,
		StoryGate: &limit.Gate{Network: limit.New(10, 10*time.Minute, clock), All: limit.New(2000, time.Minute, clock)},
		CodeGate:  &limit.Gate{Network: limit.New(60, 10*time.Minute, clock), All: limit.New(2000, time.Minute, clock)},
	}).Register(c.Server)
	return c
}

// post sends a form.
func (c *counter) post(path string, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/show"+path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

// first returns ST-1 as it is stored.
func (c *counter) first(t *testing.T) *story.Story {
	t.Helper()
	x, err := c.store.Story(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// inbox returns the stories that wait to be read, without their texts.
func (c *counter) inbox(t *testing.T) []*story.Story {
	t.Helper()
	list, err := c.store.Stories(t.Context(), story.Received, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// answers are the fields of the contract, all filled in.
func answers(change ...string) url.Values {
	v := url.Values{
		"text": {"The historian under the stairs ran for nineteen years.\r\n\r\nNobody had the password."}, "industry": {"Food"}, "country": {"Belgium"},
		"naming": {"first-job"}, "credit": {"An <b>, fitter"}, "email": {"an@example.com"}, "publish": {"on"}, "air": {"on"},
	}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

var (
	hiddenKey = regexp.MustCompile(`name="key" value="([^"]+)"`)
	codeWords = regexp.MustCompile(`<span class="words">([a-z ]+)</span>`)
)

// find returns what a pattern's group matches in a page.
func find(t *testing.T, page string, pattern *regexp.Regexp) string {
	t.Helper()
	m := pattern.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no %s in\n%s", pattern, page)
	}
	return html.UnescapeString(m[1])
}

// expect checks status, headers of forms and texts of an answer; a text that begins with "!" must be absent.
func expect(t *testing.T, name string, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("%s: status %d, want %d", name, w.Code, status)
	}
	if h := w.Header(); h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Set-Cookie") != "" {
		t.Errorf("%s: headers %v", name, h)
	}
	for _, text := range texts {
		if absent, not := strings.CutPrefix(text, "!"); not == strings.Contains(w.Body.String(), absent) {
			t.Errorf("%s: %q present is %v", name, absent, not)
		}
	}
}

func TestAStoryIsSent(t *testing.T) {
	c := openCounter(t, true, nil)
	_, page, h := get(t, c, "/show/stories/new")
	if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("headers %v", h)
	}
	for _, text := range []string{"use your own phone at home", story.WordingPublish, story.WordingAir, story.WordingEdit, `href="/show/privacy"`, `value="none" checked`, `action="/show/stories/new"`} {
		if !strings.Contains(page, text) {
			t.Errorf("the form lacks %q", text)
		}
	}
	values := answers("key", find(t, page, hiddenKey))
	first := c.post("/stories/new", values)
	expect(t, "receipt", first, http.StatusOK, "ST-1", ">001<", "number only", "by mail", `href="/show/stories/mine"`, "!historian")
	code := find(t, first.Body.String(), codeWords)
	again := c.post("/stories/new", values)
	if got := find(t, again.Body.String(), codeWords); got != code || len(c.inbox(t)) != 1 {
		t.Errorf("sent twice: code %q, then %q, %d stories", code, got, len(c.inbox(t)))
	}
	x := c.first(t)
	if x.Text != "The historian under the stairs ran for nineteen years.\n\nNobody had the password." || x.Naming != story.FirstJob ||
		x.Consents != (story.Consents{Publish: true, Air: true}) || x.Industry != "Food" || x.Country != "Belgium" {
		t.Errorf("stored %+v", x)
	}
	for _, secret := range []string{"historian", "an@example.com", code} {
		if strings.Contains(c.logs.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestAStoryNeedsOnlyTheFieldsOfTheContract(t *testing.T) {
	c := openCounter(t, true, nil)
	expect(t, "text and naming", c.post("/stories/new", url.Values{"text": {"It ran."}, "naming": {"none"}}), http.StatusOK, "ST-1", "!by mail")
	expect(t, "every field", c.post("/stories/new", answers("edit", "on")), http.StatusOK, "ST-2")
	expect(t, "an unknown step", c.post("/stories/new", answers("step", "other")), http.StatusOK, "ST-3")
	if n := len(c.inbox(t)); n != 3 {
		t.Errorf("%d stories", n)
	}
}

func TestTheReviewSendsNothing(t *testing.T) {
	c := openCounter(t, true, nil)
	w := c.post("/stories/new", answers("step", "check", "key", story.NewKey()))
	expect(t, "review", w, http.StatusOK, "Check your answers", "Nothing is sent yet", "Sent in by An &lt;b&gt;, fitter", story.WordingAir,
		`formaction="/show/stories/new#naming"`, "!"+story.WordingEdit, "!<b>,")
	if len(c.inbox(t)) != 0 {
		t.Error("the review stored the story")
	}
	values := hiddenFields(t, w.Body.String())
	back := url.Values{"step": {"change"}}
	for name, v := range values {
		back[name] = v
	}
	expect(t, "change", c.post("/stories/new", back), http.StatusOK, "nineteen years.", `value="An &lt;b&gt;, fitter"`, `value="first-job" checked`,
		`name="publish" value="on" checked`, "!Error:", "Under your story will stand: “Sent in by An")
	if len(c.inbox(t)) != 0 {
		t.Error("changing stored the story")
	}
	expect(t, "sent from the review", c.post("/stories/new", values), http.StatusOK, "ST-1")
	if x := c.first(t); x.Text != "The historian under the stairs ran for nineteen years.\n\nNobody had the password." || !x.Consents.Air || x.Consents.Edit {
		t.Errorf("stored %+v", x)
	}
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

func hiddenFields(t *testing.T, page string) url.Values {
	t.Helper()
	values := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		values.Set(m[1], html.UnescapeString(m[2]))
	}
	if len(values) < 6 {
		t.Fatalf("hidden fields %v", values)
	}
	return values
}

func TestWhatIsWrongIsSaidAndNothingLost(t *testing.T) {
	c := openCounter(t, true, nil)
	for name, x := range map[string]struct {
		values url.Values
		says   string
		at     string
	}{
		"no text":       {answers("text", " \r\n"), "Write your story.", "text"},
		"long text":     {answers("text", strings.Repeat("ä", 10_001)), "10,001 characters", "text"},
		"huge text":     {answers("text", strings.Repeat("a ", 60_000)), "Shorten it to 10,000.", "text"},
		"hostile text":  {answers("text", strings.Repeat("> ", 300)+"x"), "plain paragraphs", "text"},
		"long industry": {answers("industry", strings.Repeat("x", 81)), "Shorten the industry", "industry"},
		"long country":  {answers("country", strings.Repeat("x", 81)), "Shorten the country", "country"},
		"no naming":     {answers("naming", ""), "Choose how we may name you.", "naming"},
		"odd naming":    {answers("naming", "alias"), "Choose how we may name you.", "naming"},
		"no name":       {answers("credit", ""), "Enter your first name and job", "credit"},
		"bad email":     {answers("email", "an@"), "Enter an email address like name@example.com", "email"},
	} {
		x.values.Set("key", "a-key-that-is-long-enough")
		for _, step := range []string{"", "check"} {
			x.values.Set("step", step)
			w := c.post("/stories/new", x.values)
			expect(t, name, w, http.StatusUnprocessableEntity, "<title>Error: Send your story", `role="alert" tabindex="-1" autofocus`,
				`<a href="#`+x.at+`">`, `id="`+x.at+`-error"`, x.says, `value="a-key-that-is-long-enough"`)
			for _, kept := range []string{"text", "credit", "email", "industry"} {
				value := strings.ReplaceAll(html.EscapeString(strings.TrimSpace(x.values.Get(kept))), "\r\n", "\n")
				if !strings.Contains(strings.ReplaceAll(w.Body.String(), "\r\n", "\n"), value) {
					t.Errorf("%s: %s was lost", name, kept)
				}
			}
		}
	}
	two := c.post("/stories/new", answers("text", "", "email", "x"))
	expect(t, "two mistakes", two, http.StatusUnprocessableEntity, "Please mend 2 things", `aria-describedby="email-hint email-error" aria-invalid="true"`)
	if n := len(c.inbox(t)); n != 0 {
		t.Errorf("%d stories were stored", n)
	}
}

func TestARobotStoresNothingAndAPersonLosesNothing(t *testing.T) {
	c := openCounter(t, true, nil)
	w := c.post("/stories/new", answers(trapField, "https://spam.example"))
	expect(t, "trap", w, http.StatusOK, "Check your answers", "nineteen years.", "!spam.example")
	if len(c.inbox(t)) != 0 {
		t.Error("the trap stored the story")
	}
	expect(t, "pressed once more", c.post("/stories/new", hiddenFields(t, w.Body.String())), http.StatusOK, "ST-1")
}

func TestTooManyStoriesWaitWithTheirText(t *testing.T) {
	c := openCounter(t, true, nil)
	for range 10 {
		expect(t, "within the limit", c.post("/stories/new", answers()), http.StatusOK)
		expect(t, "a mistake counts nothing", c.post("/stories/new", answers("text", "")), http.StatusUnprocessableEntity)
		expect(t, "a review counts nothing", c.post("/stories/new", answers("step", "check")), http.StatusOK)
	}
	w := c.post("/stories/new", answers())
	expect(t, "over the limit", w, http.StatusTooManyRequests, "<title>Error:", "from your network", "What you wrote is still here", "nineteen years.")
	if w.Header().Get("Retry-After") != "600" {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	if n := len(c.inbox(t)); n != 10 {
		t.Errorf("%d stories", n)
	}
}

// refusing is an inbox whose storage fails.
type refusing struct {
	Inbox
	err error
}

func (r refusing) Send(context.Context, story.Submission) (story.Receipt, error) {
	return story.Receipt{}, r.err
}
func (r refusing) Mine(context.Context, string) (story.Mine, error) { return story.Mine{}, r.err }

func TestWhenNothingCanBeStoredTheTextStays(t *testing.T) {
	for status, err := range map[int]error{
		http.StatusServiceUnavailable:  fault.New(fault.Unavailable, "The disk is full."),
		http.StatusInternalServerError: errors.New("secret detail"),
	} {
		c := openCounter(t, true, func(i Inbox) Inbox { return refusing{i, err} })
		w := c.post("/stories/new", answers())
		expect(t, "send", w, status, "<title>Error:", "nineteen years.", "What you wrote is still here", "!secret detail")
		mine := c.post("/stories/mine", url.Values{"code": {"acid acorn"}})
		expect(t, "mine", mine, status, "<title>Error:", `value="acid acorn"`, "!secret detail")
		if unavailable := status == http.StatusServiceUnavailable; unavailable == (w.Header().Get("Retry-After") == "") {
			t.Errorf("%d: Retry-After %q", status, w.Header().Get("Retry-After"))
		}
		if !strings.Contains(c.logs.String(), "form not taken") || strings.Contains(c.logs.String(), "historian") {
			t.Errorf("log: %s", c.logs)
		}
	}
}

func TestWithoutMailNoAddressIsTaken(t *testing.T) {
	c := openCounter(t, false, nil)
	_, page, _ := get(t, c, "/show/stories/new")
	if strings.Contains(page, `name="email"`) || !strings.Contains(page, "Mail is not set up") {
		t.Error("the form asks for an address")
	}
	expect(t, "posted all the same", c.post("/stories/new", answers()), http.StatusOK, "ST-1", "!by mail")
	if x := c.first(t); x.Identity.Email != "" || x.Identity.Credit == "" {
		t.Errorf("stored %+v", x.Identity)
	}
}

func TestBrokenForms(t *testing.T) {
	c := openCounter(t, true, nil)
	for name, x := range map[string]struct {
		kind, body string
		status     int
	}{
		"twice a field": {"application/x-www-form-urlencoded", "text=a&text=b", 400},
		"not UTF-8":     {"application/x-www-form-urlencoded", "text=%ff", 400},
		"NUL":           {"application/x-www-form-urlencoded", "text=a%00b", 400},
		"no form":       {"application/json", "{}", 415},
		"too large":     {"application/x-www-form-urlencoded", "text=" + strings.Repeat("a", 600<<10), 413},
	} {
		for _, path := range []string{"/show/stories/new", "/show/stories/mine"} {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(x.body))
			r.Header.Set("Content-Type", x.kind)
			w := httptest.NewRecorder()
			c.ServeHTTP(w, r)
			expect(t, name, w, x.status)
		}
	}
	if n := len(c.inbox(t)); n != 0 {
		t.Errorf("%d stories", n)
	}
}
