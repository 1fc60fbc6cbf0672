package desk_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/content"
	"insider/internal/downloads"
	"insider/internal/edition"
	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/markdown"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/show"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/story"
	"insider/internal/token"
	"insider/internal/web"
	"insider/internal/web/desk"
	"insider/static"
	"insider/templates"
)

// house is a desk in the real kernel on a real database, with a clock that the test moves.
type house struct {
	t        *testing.T
	URL      string
	database string // where the rows lie, as store.Config has it
	store    *store.Store
	accounts *account.Service
	stories  *story.Service
	letter   *newsletter.Service
	folder   *mail.Folder
	mu       sync.Mutex
	now      time.Time
	mistakes []content.Mistake
	feed     feedOf
	radio    *show.Show
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// newHouse opens a house at the public address base; change sees the deps before the desk does.
func newHouse(t *testing.T, base string, change func(*house, *desk.Deps)) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), folder: mail.NewFolder(t.TempDir())}
	h.database = storetest.SQLite(t)
	h.store = storetest.Open(t, store.Config{URL: h.database, Migrate: true})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	words, err := mail.NewTemplates(templates.FS, func() mail.Frame { return mail.Frame{Show: "Radio"} })
	if err != nil {
		t.Fatal(err)
	}
	compose := func(name, kind string, to mail.Address, data any) (outbox.Mail, error) {
		c, err := words.Compose(name, data)
		return outbox.Mail{Kind: kind, Priority: outbox.Urgent, To: to, Subject: c.Subject, Text: c.Text, HTML: c.HTML}, err
	}
	h.accounts = &account.Service{Store: h.store, Clock: h.clock,
		URL: func(secret string) string { return base + "/desk/sign-in?token=" + secret },
		Letter: func(to mail.Address, link string) (outbox.Mail, error) {
			return compose("sign-in", "sign-in", to, struct {
				Link    string
				Minutes int
			}{link, 15})
		},
	}
	h.stories = &story.Service{Store: h.store, Render: markdown.RenderStory, Clock: h.clock}
	h.letter = &newsletter.Service{Store: h.store, Clock: h.clock}
	h.serve(u, change)
	return h
}

func (h *house) serve(base *url.URL, change func(*house, *desk.Deps)) {
	h.t.Helper()
	h.radio = &show.Show{Title: "Radio", Wordmark: "Radio", Language: "en", Zone: time.UTC, Tags: show.Tags{Story: "ST"}}
	e := edition.New(&edition.Source{Show: h.radio}, h.now)
	log := slog.New(slog.NewTextHandler(h.t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	server := web.New(web.Options{Base: base, Edition: func() *edition.Edition { return e }, Version: "test", Log: log})
	var err error
	deps := desk.Deps{
		Base: base, Renderer: renderer(h.t, base), Show: func() *show.Show { return h.radio }, Clock: h.clock, Log: log,
		Accounts: h.accounts, SignIns: &limit.Gate{Network: limit.New(20, time.Minute, time.Now), All: limit.New(100, time.Minute, time.Now)},
		Stories: h.stories, Inbox: h.store, Readers: h.letter, Outbox: h.store,
		Mistakes: func() []content.Mistake { return h.mistakes },
		Feed:     &h.feed,
		Doctor:   &examiner{clock: h.clock},
		Figures:  &downloads.Reporter{Ledger: h.store, Agents: downloads.NewAgents(), Clock: h.clock},
	}
	if deps.Ring, err = token.NewRing([]byte("a key of the tests, 16 or more")); err != nil {
		h.t.Fatal(err)
	}
	if change != nil {
		change(h, &deps)
	}
	desk.New(deps).Register(server)
	live := httptest.NewServer(server)
	h.t.Cleanup(live.Close)
	h.URL = live.URL
}

func renderer(t *testing.T, base *url.URL) *web.Renderer {
	t.Helper()
	assets, err := web.NewAssets(static.FS, strings.TrimSuffix(base.Path, "/"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := web.NewRenderer(deskOnly(), web.Funcs(base, assets), false)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// browser keeps cookies and follows no redirect.
type browser struct {
	t      *testing.T
	client *http.Client
	root   string
}

// page is an answer.
type page struct {
	t      *testing.T
	Status int
	Header http.Header
	Body   string
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{h.t, &http.Client{Jar: jar, CheckRedirect: stay}, h.URL}
}

// editor returns a browser in which somebody signed in.
func (h *house) editor(email string) *browser {
	h.t.Helper()
	secret, err := h.accounts.AddEditor(h.t.Context(), email)
	if err != nil {
		h.t.Fatal(err)
	}
	b := h.browser()
	b.post("/desk/sign-in", "token", secret).to("/desk")
	return b
}

// cookies are what the browser would send, and keep gives it those of another one.
func (b *browser) cookies() []*http.Cookie { return b.client.Jar.Cookies(b.address()) }

func (b *browser) keep(cookies []*http.Cookie) { b.client.Jar.SetCookies(b.address(), cookies) }

func (b *browser) address() *url.URL {
	u, err := url.Parse(b.root)
	if err != nil {
		b.t.Fatal(err)
	}
	return u
}

func (b *browser) get(path string) page {
	b.t.Helper()
	r, err := b.client.Get(b.root + path)
	return b.answer(r, err)
}

func (b *browser) post(path string, fields ...string) page {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r, err := b.client.PostForm(b.root+path, form)
	return b.answer(r, err)
}

func (b *browser) answer(r *http.Response, err error) page {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if got := r.Header.Get("Cache-Control"); got != "no-store" {
		b.t.Errorf("%s is stored by caches: %q", r.Request.URL, got)
	}
	return page{b.t, r.StatusCode, r.Header, string(body)}
}

// is checks the status.
func (p page) is(status int) page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("status %d, want %d:\n%s", p.Status, status, p.Body)
	}
	return p
}

// to checks a redirect after an act.
func (p page) to(path string) page {
	p.t.Helper()
	if p.is(http.StatusSeeOther).Header.Get("Location") != path {
		p.t.Fatalf("leads to %q, want %q", p.Header.Get("Location"), path)
	}
	return p
}

// says checks that each text stands in the page.
func (p page) says(texts ...string) page {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.Body, text) {
			p.t.Fatalf("the page does not say %q:\n%s", text, p.Body)
		}
	}
	return p
}

// lacks checks that no text stands in the page.
func (p page) lacks(texts ...string) page {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.Body, text) {
			p.t.Fatalf("the page says %q:\n%s", text, p.Body)
		}
	}
	return p
}
