package site

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"time"

	"insider/internal/edition"
	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/web"
)

// List is the newsletter's list as readers meet it. It is safe for concurrent use; what it acknowledges is on disk.
type List interface {
	SignUp(ctx context.Context, email string, from netip.Addr) (mail.Address, error)
	Renew(ctx context.Context, link string, from netip.Addr) (mail.Address, error)
	CheckConfirm(link string) error
	Confirm(ctx context.Context, link string) error
	CheckLeave(link string) error
	Manage(ctx context.Context, link string) (newsletter.Subscriber, error)
	Leave(ctx context.Context, link, reason string) (undo string, err error)
	Undo(ctx context.Context, undo string) error
}

// trapField is a field that people do not see: what fills it in is a robot. It is static, so that pages with the form
// stay the same for everybody.
const trapField = "website"

// subscribeForm is templates/parts/subscribe.html: the form as it stands on other pages.
type subscribeForm struct {
	Name string // what readers subscribe to
	Open bool   // addresses are taken
}

func (s *Site) subscribeForm(e *edition.Edition) subscribeForm {
	return subscribeForm{Name: cmp.Or(e.Show.Letter.Name, "The letter"), Open: s.TakesMail}
}

// subscribePage is templates/site/subscribe.html.
type subscribePage struct {
	Base
	mistakes
	Email string // as typed
	Slow  bool
}

// actChange asks for the form again, to change the address that was just entered.
const actChange = "change"

// sentPage is templates/site/subscribe_sent.html: the same for every address.
type sentPage struct {
	Base
	Address string
	Life    string // how long the link works
	Slow    bool
}

// linkLife says how long a link of a mail works.
var linkLife = count(int(newsletter.LinkLife/time.Hour), "hour")

// registerSubscribe mounts signing up, confirming and leaving.
func (s *Site) registerSubscribe() {
	get := func(path string, h web.Handler) { s.server.Handle(http.MethodGet, path, web.ClassForm, h) }
	post := func(path string, h web.Handler) { s.server.Handle(http.MethodPost, path, web.ClassForm, h) }
	get("/subscribe", s.subscribe)
	post("/subscribe", s.subscribePost)
	get("/subscribe/confirm", s.confirm)
	post("/subscribe/confirm", s.confirmPost)
	get("/subscribe/manage", s.manage)
	post("/subscribe/manage", s.managePost)
	get("/subscribe/leave", s.leave)
	post("/subscribe/leave", s.leavePost)
}

// subscribe shows the form.
func (s *Site) subscribe(w http.ResponseWriter, r *http.Request) error {
	return s.reply(w, r, http.StatusOK, "subscribe", s.subscribePage())
}

func (s *Site) subscribePage() subscribePage {
	return subscribePage{Base: s.form("Subscribe"), Slow: s.mailSlow()}
}

// subscribePost takes an address, or shows it again to be changed. A right one gets one answer, whoever it belongs to.
func (s *Site) subscribePost(w http.ResponseWriter, r *http.Request) error {
	values, err := web.Form(w, r)
	if err != nil {
		return err
	}
	email := values.Get("email")
	if !s.TakesMail {
		return s.reply(w, r, http.StatusServiceUnavailable, "subscribe", s.subscribePage())
	}
	if values.Get("act") == actChange {
		page := s.subscribePage()
		page.Email = email
		return s.reply(w, r, http.StatusOK, "subscribe", page)
	}
	if values.Get(trapField) != "" {
		return s.sent(w, r, email)
	}
	address, err := s.List.SignUp(r.Context(), email, web.ClientAddr(r))
	if err != nil {
		return s.subscribeAgain(w, r, email, err)
	}
	return s.sent(w, r, address.String())
}

// subscribeAgain shows the form with what is wrong; what was typed stays.
func (s *Site) subscribeAgain(w http.ResponseWriter, r *http.Request, email string, err error) error {
	page := s.subscribePage()
	page.Failed, page.Email, page.mistakes = true, email, s.mistakesOf(r, err)
	web.RetryLater(w.Header(), err)
	return s.reply(w, r, web.Status(err), "subscribe", page)
}

func (s *Site) sent(w http.ResponseWriter, r *http.Request, address string) error {
	return s.reply(w, r, http.StatusOK, "subscribe_sent", sentPage{
		Base: s.form("Check your inbox"), Address: address, Life: linkLife, Slow: s.mailSlow(),
	})
}

// mailSlow reports whether mail goes out late just now, for everybody.
func (s *Site) mailSlow() bool { return s.MailSlow != nil && s.MailSlow() }
