package site

import (
	"net/http"
	"slices"

	"insider/internal/fault"
	"insider/internal/newsletter"
	"insider/internal/web"
)

// leftPage is templates/site/subscribe_left.html. Undo is "" when there is nothing to take back.
type leftPage struct {
	Base
	Undo string
}

// managePage is templates/site/subscribe_manage.html: what we have of somebody.
type managePage struct {
	Base
	Token    string
	Listed   bool // on the list or waiting to be confirmed
	Reader   newsletter.Subscriber
	Asked    moment
	Answered moment // when it was confirmed
}

// reason is one answer to why somebody leaves.
type reason struct{ Value, Text string }

var reasons = []reason{
	{"", "I would rather not say"},
	{"not-expected", "It is not what I expected"},
	{"too-many", "Too many mails"},
	{"other-address", "I use another address now"},
	{"not-me", "I never asked for it"},
}

func (s *Site) leavePage(link string) buttonPage {
	return buttonPage{
		Base: s.form("Leave the list"), Lead: "One press, and we delete your address.",
		To: "/subscribe/leave", Token: link, Reasons: reasons, Button: "Leave the list",
	}
}

// leave shows the button behind the link of a mail, and asks why if somebody likes to say.
func (s *Site) leave(w http.ResponseWriter, r *http.Request) error {
	link := r.URL.Query().Get("token")
	if err := s.List.CheckLeave(link); err != nil {
		return s.wrongLink(r, err)
	}
	return s.button(w, r, http.StatusOK, s.leavePage(link))
}

// leavePost takes the address off the list: the press on the page, or a mail program's own (RFC 8058).
func (s *Site) leavePost(w http.ResponseWriter, r *http.Request) error {
	values, err := web.Form(w, r)
	if err != nil {
		return err
	}
	link, why := r.URL.Query().Get("token"), values.Get("reason")
	if !slices.ContainsFunc(reasons, func(x reason) bool { return x.Value == why }) {
		why = ""
	}
	if values.Get("List-Unsubscribe") == "One-Click" {
		why = "one-click"
	}
	undo, err := s.List.Leave(r.Context(), link, why)
	if err != nil {
		return s.buttonAgain(w, r, s.leavePage(link), err)
	}
	return s.reply(w, r, http.StatusOK, "subscribe_left", leftPage{Base: s.form("You left the list"), Undo: undo})
}

// manage shows what we have of the address behind a link.
func (s *Site) manage(w http.ResponseWriter, r *http.Request) error {
	link := r.URL.Query().Get("token")
	reader, err := s.List.Manage(r.Context(), link)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return s.wrongLink(r, err)
	}
	e := s.Editions.Current()
	return s.reply(w, r, http.StatusOK, "subscribe_manage", managePage{
		Base: s.form("Your subscription"), Token: link, Listed: err == nil, Reader: reader,
		Asked: when(e, reader.Asked), Answered: when(e, reader.Confirmed),
	})
}

// managePost takes leaving back with act=undo; anything else leaves.
func (s *Site) managePost(w http.ResponseWriter, r *http.Request) error {
	values, err := web.Form(w, r)
	if err != nil {
		return err
	}
	if values.Get("act") != "undo" {
		return fault.New(fault.Invalid, "This address takes only the button of its page.")
	}
	if err := s.List.Undo(r.Context(), values.Get("undo")); err != nil {
		return s.wrongLink(r, err)
	}
	return s.listed(w, r, true)
}
