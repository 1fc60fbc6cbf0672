package site

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/token"
	"insider/internal/web"
	"insider/static"
	"insider/templates"
)

// letterbox is the site with a real list behind its forms, and a clock that tests move.
type letterbox struct {
	*web.Server
	t     *testing.T
	store *store.Store
	list  *newsletter.Service
	logs  *strings.Builder
	now   time.Time
	slow  bool
	deps  Deps
}

// openLetterbox opens the forms over a fresh database. change may change what the site is given.
func openLetterbox(t *testing.T, change func(*letterbox)) *letterbox {
	t.Helper()
	l := &letterbox{t: t, logs: &strings.Builder{}, now: noon}
	clock := func() time.Time { return l.now }
	l.store = storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true, Clock: clock})
	base := &url.URL{Scheme: "https", Host: "insider.example", Path: "/show"}
	ring, err := token.NewRing([]byte("a key for the links of these tests"))
	if err != nil {
		t.Fatal(err)
	}
	words, err := mail.NewTemplates(templates.FS, func() mail.Frame { return mail.Frame{Show: "Two Pens", Site: base.String()} })
	if err != nil {
		t.Fatal(err)
	}
	l.list = &newsletter.Service{
		Store: l.store, Templates: words, Ring: ring, Key: []byte("a key of addresses"), Base: base, Clock: clock,
		Gate: &limit.Gate{Network: limit.New(20, 10*time.Minute, clock), All: limit.New(2000, time.Minute, clock)},
	}
	editions := edition.NewHolder(edition.New(fixture(t, 5), noon), clock)
	log := slog.New(slog.NewTextHandler(l.logs, nil))
	l.Server = web.New(web.Options{Base: base, Edition: editions.Current, Clock: clock, Log: log})
	assets, err := web.NewAssets(static.FS, l.Root())
	if err != nil {
		t.Fatal(err)
	}
	assets.Mount(l.Server)
	l.deps = Deps{
		Editions: editions, Renderer: renderer(t, base, assets), Base: base, Clock: clock, Log: log,
		List: l.list, LinkGate: &limit.Gate{Network: limit.New(60, 10*time.Minute, clock), All: limit.New(2000, time.Minute, clock)}, TakesMail: true, MailSlow: func() bool { return l.slow },
	}
	if change != nil {
		change(l)
	}
	New(l.deps).Register(l.Server)
	return l
}

func (l *letterbox) send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	return w
}

func (l *letterbox) post(path string, fields ...string) *httptest.ResponseRecorder {
	values := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, "/show"+path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return l.send(r)
}

func (l *letterbox) get(path string) *httptest.ResponseRecorder {
	return l.send(httptest.NewRequest(http.MethodGet, "/show"+path, nil))
}

// mails takes every mail out of the outbox.
func (l *letterbox) mails() (mails []outbox.Mail) {
	l.t.Helper()
	claims, err := l.store.ClaimMails(l.t.Context(), "test", 100, l.now.Add(time.Minute))
	if err != nil {
		l.t.Fatal(err)
	}
	var outcomes []outbox.Outcome
	for _, c := range claims {
		mails = append(mails, c.Mail)
		outcomes = append(outcomes, outbox.Outcome{ID: c.ID, State: outbox.Sent, At: l.now})
	}
	if err := l.store.FinishMails(l.t.Context(), "test", outcomes); err != nil {
		l.t.Fatal(err)
	}
	return mails
}

var mailedLink = regexp.MustCompile(`https://insider\.example/show(/subscribe/\w+\?token=\S+)`)

// links returns the paths of the links in the one mail that waits.
func (l *letterbox) links() []string {
	l.t.Helper()
	mails := l.mails()
	if len(mails) != 1 {
		l.t.Fatalf("%d mails wait", len(mails))
	}
	var paths []string
	for _, found := range mailedLink.FindAllStringSubmatch(mails[0].Text, -1) {
		paths = append(paths, found[1])
	}
	return paths
}

func (l *letterbox) counts(pending, confirmed int) {
	l.t.Helper()
	c, err := l.list.Counts(l.t.Context())
	if err != nil || c.Pending != pending || c.Confirmed != confirmed {
		l.t.Fatalf("%+v, %v; want %d and %d", c, err, pending, confirmed)
	}
}

func TestSubscribing(t *testing.T) {
	l := openLetterbox(t, nil)
	expect(t, "form", l.get("/subscribe"), http.StatusOK, `action="/show/subscribe"`, `name="email"`, `name="website"`, `href="/show/privacy"`,
		"We write when the letter starts.", `content="noindex"`, "!slow")
	expect(t, "sent", l.post("/subscribe", "email", "reader@example.com"), http.StatusOK,
		"Check your inbox", "<strong>reader@example.com</strong>", "It works for 48 hours", "you can ask again tomorrow", "Change address")
	confirm := l.links()[0]
	for range 2 { // programs follow links: nothing happens
		expect(t, "button", l.get(confirm), http.StatusOK, "Confirm your address", ">Confirm</button>", `method="post"`)
		l.counts(1, 0)
	}
	for range 2 {
		expect(t, "confirmed", l.post(confirm), http.StatusOK, "You are on the list", `href="/show/episodes/episode-5"`, "In your podcast app")
		l.counts(0, 1)
	}
	if logs := l.logs.String(); strings.Contains(logs, "reader@") || strings.Contains(logs, "token") || strings.Contains(logs, "192.0.2") {
		t.Error(logs)
	}
}

func TestTheAnswerIsTheSameForEveryAddress(t *testing.T) {
	l := openLetterbox(t, nil)
	bare := func() string {
		w := l.post("/subscribe", "email", "reader@example.com")
		if w.Code != http.StatusOK {
			t.Fatal(w.Code)
		}
		return fmt.Sprint(w.Header()["Content-Length"], w.Body.String())
	}
	unknown := bare()
	confirm := l.links()[0]
	pending := bare()
	l.post(confirm)
	known := bare()
	leave := l.links()[1]
	again := bare()
	l.post(leave)
	left := bare()
	trapped := l.post("/subscribe", "email", "reader@example.com", "website", "x")
	for name, answer := range map[string]string{
		"pending": pending, "on the list": known, "told already": again, "left": left,
		"a robot": fmt.Sprint(trapped.Header()["Content-Length"], trapped.Body.String()),
	} {
		if answer != unknown {
			t.Errorf("%s: another answer", name)
		}
	}
}

func TestAnAddressCanBeChanged(t *testing.T) {
	l := openLetterbox(t, nil)
	sent := l.post("/subscribe", "email", "raeder@example.com")
	expect(t, "sent", sent, http.StatusOK, `name="act" value="change"`, `name="email" value="raeder@example.com"`, ">Change address</button>")
	expect(t, "change", l.post("/subscribe", "act", "change", "email", "raeder@example.com"), http.StatusOK,
		`value="raeder@example.com"`, ">Subscribe</button>", "!Check your inbox", "!Error:", "!aria-invalid")
	l.counts(1, 0)
}

func TestTheTrapTakesNothing(t *testing.T) {
	l := openLetterbox(t, nil)
	expect(t, "trap", l.post("/subscribe", "email", "reader@example.com", "website", "https://buy.example"), http.StatusOK, "Check your inbox")
	l.counts(0, 0)
	if mails := l.mails(); len(mails) != 0 {
		t.Error(mails)
	}
}

func TestWrongAddressesStayInTheForm(t *testing.T) {
	l := openLetterbox(t, nil)
	expect(t, "empty", l.post("/subscribe", "email", ""), http.StatusUnprocessableEntity,
		"<title>Error: Subscribe", `href="#email"`, "Enter your email address", `aria-invalid="true"`, `aria-describedby="email-hint email-error"`)
	expect(t, "absent", l.post("/subscribe"), http.StatusUnprocessableEntity, "Enter your email address")
	expect(t, "wrong", l.post("/subscribe", "email", `"><script>x</script>@b`), http.StatusUnprocessableEntity,
		"Enter an email address like name@example.com", `value="&#34;&gt;&lt;script&gt;x&lt;/script&gt;@b"`, "!<script>x")
	expect(t, "injected", l.post("/subscribe", "email", "a@example.com\r\nBcc: b@example.com"), http.StatusUnprocessableEntity, "!Check your inbox")
	expect(t, "huge", l.post("/subscribe", "email", strings.Repeat("a", 15000)+"@example.com"), http.StatusUnprocessableEntity)
	l.counts(0, 0)
	if w := l.send(httptest.NewRequest(http.MethodPost, "/show/subscribe", strings.NewReader("email=a%40example.com"))); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("without a type: %d", w.Code)
	}
	r := httptest.NewRequest(http.MethodPost, "/show/subscribe", strings.NewReader("email=a%40example.com&email=b%40example.com"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := l.send(r); w.Code != http.StatusBadRequest {
		t.Errorf("twice: %d", w.Code)
	}
}

func TestTooManySignUpsAreToldWhenToComeBack(t *testing.T) {
	l := openLetterbox(t, nil)
	for n := range 20 {
		expect(t, "one of twenty", l.post("/subscribe", "email", fmt.Sprintf("r%d@example.com", n)), http.StatusOK)
	}
	for _, email := range []string{"r1@example.com", "new@example.com"} {
		w := l.post("/subscribe", "email", email)
		expect(t, email, w, http.StatusTooManyRequests, "Too much came from your network", `value="`+email+`"`)
		if w.Header().Get("Retry-After") != "600" {
			t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
		}
	}
}

func TestWithoutMailNobodySubscribes(t *testing.T) {
	l := openLetterbox(t, func(l *letterbox) { l.deps.TakesMail = false })
	expect(t, "form", l.get("/subscribe"), http.StatusOK, "Mail is not set up on this site yet", `!name="email"`)
	expect(t, "post", l.post("/subscribe", "email", "reader@example.com"), http.StatusServiceUnavailable, "Mail is not set up")
	l.counts(0, 0)
	w := l.get("/")
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `name="email"`) || !strings.Contains(w.Body.String(), "Mail is not set up") {
		t.Errorf("the inline form: %d", w.Code)
	}
}

func TestSlowMailIsToldToEverybody(t *testing.T) {
	l := openLetterbox(t, nil)
	l.slow = true
	const sentence = "Mail is slow just now; your link may take an hour."
	expect(t, "form", l.get("/subscribe"), http.StatusOK, sentence)
	expect(t, "sent", l.post("/subscribe", "email", "reader@example.com"), http.StatusOK, sentence)
}

// away is a list whose database cannot be reached.
type away struct{ List }

func (away) SignUp(context.Context, string, netip.Addr) (mail.Address, error) {
	return mail.Address{}, fault.New(fault.Unavailable, "The disk is full, so nothing can be saved just now.")
}

func (away) Confirm(context.Context, string) error {
	return fault.New(fault.Unavailable, "This cannot be saved just now.")
}

func (away) Leave(context.Context, string, string) (string, error) {
	return "", fault.New(fault.Unavailable, "This cannot be saved just now.")
}

func TestWhatCannotBeSavedStaysInTheForm(t *testing.T) {
	l := openLetterbox(t, func(l *letterbox) { l.deps.List = away{l.list} })
	w := l.post("/subscribe", "email", "reader@example.com")
	expect(t, "full disk", w, http.StatusServiceUnavailable, "The disk is full", `value="reader@example.com"`)
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if _, err := l.list.SignUp(t.Context(), "reader@example.com", netip.Addr{}); err != nil {
		t.Fatal(err)
	}
	expect(t, "confirming", l.post(l.links()[0]), http.StatusServiceUnavailable, "This cannot be saved just now.", ">Confirm</button>")
	expect(t, "leaving", l.post("/subscribe/leave?token=x"), http.StatusServiceUnavailable, "This cannot be saved just now.", ">Leave the list</button>")
}

func TestAnOldLinkOffersANewOne(t *testing.T) {
	l := openLetterbox(t, nil)
	l.post("/subscribe", "email", "reader@example.com")
	link := l.links()[0]
	l.now = l.now.Add(49 * time.Hour)
	expect(t, "too old", l.get(link), http.StatusGone, "This link is too old", "Send a new link", `name="act" value="renew"`)
	expect(t, "pressed all the same", l.post(link), http.StatusGone, "Send a new link")
	l.counts(1, 0)
	expect(t, "renewed", l.post(link, "act", "renew"), http.StatusOK, "Check your inbox", "reader@example.com")
	expect(t, "confirmed", l.post(l.links()[0]), http.StatusOK, "You are on the list")
	for path, status := range map[string]int{
		"/subscribe/confirm": http.StatusBadRequest, "/subscribe/confirm?token=x": http.StatusBadRequest,
		"/subscribe/leave?token=x": http.StatusBadRequest, "/subscribe/manage": http.StatusBadRequest,
	} {
		expect(t, path, l.get(path), status, "This link is not complete")
		expect(t, path+" pressed", l.post(path), http.StatusBadRequest)
	}
}

var undoField = regexp.MustCompile(`name="undo" value="([^"]+)"`)

func TestLeavingUndoneAndDone(t *testing.T) {
	l := openLetterbox(t, nil)
	l.post("/subscribe", "email", "reader@example.com")
	confirm := l.links()[0]
	l.post(confirm)
	l.post("/subscribe", "email", "reader@example.com")
	paths := l.links()
	manage, leave := paths[0], paths[1]
	expect(t, "manage", l.get(manage), http.StatusOK, "reader@example.com", "14 November 2026", ">Leave the list</button>")
	expect(t, "leave", l.get(leave), http.StatusOK, "One press", `name="reason"`)
	l.counts(0, 1)
	left := l.post(leave, "reason", "too-many")
	expect(t, "left", left, http.StatusOK, "You left the list", "Undo", "!reader@example.com")
	l.counts(0, 0)
	expect(t, "left again", l.post(leave), http.StatusOK, "You left the list", "!Undo")
	expect(t, "manage afterwards", l.get(manage), http.StatusOK, "not on the list")
	expect(t, "nothing to undo", l.post("/subscribe/manage", "act", "undo", "undo", "x"), http.StatusBadRequest)
	expect(t, "something else", l.post("/subscribe/manage"), http.StatusBadRequest)
	undo := html.UnescapeString(undoField.FindStringSubmatch(left.Body.String())[1])
	expect(t, "undone", l.post("/subscribe/manage", "act", "undo", "undo", undo), http.StatusOK, "You are on the list", "As if you had never left")
	l.counts(0, 1)
	expect(t, "a link from before", l.get(confirm), http.StatusOK)
}

func TestOneClickLeavesAtOnce(t *testing.T) {
	for _, kind := range []string{"urlencoded", "multipart"} {
		l := openLetterbox(t, nil)
		l.post("/subscribe", "email", "reader@example.com")
		l.post(l.links()[0])
		l.post("/subscribe", "email", "reader@example.com")
		header := l.mails()[0].Headers["List-Unsubscribe"]
		target, found := strings.CutPrefix(strings.Trim(header, "<>"), "https://insider.example")
		if !found {
			t.Fatal(header)
		}
		var body bytes.Buffer
		contentType := "application/x-www-form-urlencoded"
		if kind == "multipart" {
			form := multipart.NewWriter(&body)
			if err := form.WriteField("List-Unsubscribe", "One-Click"); err != nil {
				t.Fatal(err)
			}
			form.Close()
			contentType = form.FormDataContentType()
		} else {
			body.WriteString("List-Unsubscribe=One-Click")
		}
		r := httptest.NewRequest(http.MethodPost, target, &body)
		r.Header.Set("Content-Type", contentType)
		expect(t, kind, l.send(r), http.StatusOK, "You left the list")
		l.counts(0, 0)
	}
}

func TestTheInlineFormIsTheSameForEverybody(t *testing.T) {
	l := openLetterbox(t, nil)
	one, two := l.get("/"), l.get("/")
	if one.Code != http.StatusOK || one.Body.String() != two.Body.String() || one.Header().Get("Etag") == "" {
		t.Fatal(one.Code, one.Header())
	}
	for _, text := range []string{`action="/show/subscribe"`, `name="email"`, `name="website"`, "We write when the letter starts."} {
		if !strings.Contains(one.Body.String(), text) {
			t.Errorf("no %q", text)
		}
	}
	if strings.Contains(one.Body.String(), `type="hidden"`) {
		t.Error("the inline form carries something")
	}
}
