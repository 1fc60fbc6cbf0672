package site

import (
	"errors"
	"net/http"

	"insider/internal/token"
	"insider/internal/web"
)

// listedPage is templates/site/subscribe_listed.html: the address is on the list.
type listedPage struct {
	Base
	Back bool  // after leaving by mistake
	Rows []row // the latest three items
}

// latest is how many items the page after confirming shows.
const latest = 3

func (s *Site) confirmPage(link string) buttonPage {
	return buttonPage{
		Base: s.form("Confirm your address"), Lead: "One press, and your address is on the list. We write when the letter starts.",
		To: "/subscribe/confirm", Token: link, Button: "Confirm",
	}
}

// renewPage is for a link that was confirmed too late.
func (s *Site) renewPage(link string) buttonPage {
	return buttonPage{
		Base: s.form("This link is too old"), Lead: "A link works for " + linkLife + ". One press, and we mail you a new one.",
		To: "/subscribe/confirm", Token: link, Act: actRenew, Button: "Send a new link",
	}
}

// actRenew asks for a new link.
const actRenew = "renew"

// confirm shows the button behind the link of a mail.
func (s *Site) confirm(w http.ResponseWriter, r *http.Request) error {
	link := r.URL.Query().Get("token")
	switch err := s.List.CheckConfirm(link); {
	case errors.Is(err, token.ErrExpired):
		return s.button(w, r, http.StatusGone, s.renewPage(link))
	case err != nil:
		return s.wrongLink(r, err)
	}
	return s.button(w, r, http.StatusOK, s.confirmPage(link))
}

// confirmPost puts the address on the list or, with act=renew, mails a new link.
func (s *Site) confirmPost(w http.ResponseWriter, r *http.Request) error {
	values, err := web.Form(w, r)
	if err != nil {
		return err
	}
	link := r.URL.Query().Get("token")
	if values.Get("act") == actRenew {
		address, err := s.List.Renew(r.Context(), link, web.ClientAddr(r))
		if err != nil {
			return s.buttonAgain(w, r, s.renewPage(link), err)
		}
		return s.sent(w, r, address.String())
	}
	err = s.List.Confirm(r.Context(), link)
	switch {
	case errors.Is(err, token.ErrExpired):
		return s.button(w, r, http.StatusGone, s.renewPage(link))
	case err != nil:
		return s.buttonAgain(w, r, s.confirmPage(link), err)
	}
	return s.listed(w, r, false)
}

func (s *Site) listed(w http.ResponseWriter, r *http.Request, back bool) error {
	e := s.Editions.Current()
	page := listedPage{Base: s.form("You are on the list"), Back: back, Rows: s.rows(e, e.Log[:min(latest, len(e.Log))])}
	return s.reply(w, r, http.StatusOK, "subscribe_listed", page)
}
