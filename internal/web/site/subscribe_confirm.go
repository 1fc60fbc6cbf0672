package site

import (
	"errors"
	"net/http"

	"insider/internal/fault"
	"insider/internal/token"
	"insider/internal/web"
)

// confirmPage is templates/site/subscribe_confirm.html: one button, because programs follow links too.
type confirmPage struct {
	Base
	Token   string
	Expired bool   // the button asks for a new link
	Problem string // why the last press did not work
}

// listedPage is templates/site/subscribe_listed.html: the address is on the list.
type listedPage struct {
	Base
	Back bool  // after leaving by mistake
	Rows []row // the latest three items
}

// latest is how many items the page after confirming shows.
const latest = 3

// confirm shows the button behind the link of a mail.
func (s *Site) confirm(w http.ResponseWriter, r *http.Request) error {
	link := r.URL.Query().Get("token")
	switch err := s.List.CheckConfirm(link); {
	case errors.Is(err, token.ErrExpired):
		return s.expired(w, r, link)
	case err != nil:
		return err
	}
	return s.reply(w, r, http.StatusOK, "subscribe_confirm", confirmPage{Base: s.form("Confirm your address"), Token: link})
}

func (s *Site) expired(w http.ResponseWriter, r *http.Request, link string) error {
	page := confirmPage{Base: s.form("This link is too old"), Token: link, Expired: true}
	return s.reply(w, r, http.StatusGone, "subscribe_confirm", page)
}

// confirmPost puts the address on the list or, with act=renew, mails a new link.
func (s *Site) confirmPost(w http.ResponseWriter, r *http.Request) error {
	values, err := web.Form(w, r)
	if err != nil {
		return err
	}
	link := r.URL.Query().Get("token")
	if values.Get("act") == "renew" {
		address, err := s.List.Renew(r.Context(), link, web.ClientAddr(r))
		if err != nil {
			return s.confirmAgain(w, r, link, true, err)
		}
		return s.sent(w, r, address.String())
	}
	err = s.List.Confirm(r.Context(), link)
	if errors.Is(err, token.ErrExpired) {
		return s.expired(w, r, link)
	}
	if err != nil {
		return s.confirmAgain(w, r, link, false, err)
	}
	return s.listed(w, r, false)
}

// confirmAgain shows the button again when another press may help.
func (s *Site) confirmAgain(w http.ResponseWriter, r *http.Request, link string, expired bool, err error) error {
	if !fault.Is(err, fault.TooMany) && !fault.Is(err, fault.Unavailable) {
		return err
	}
	retryAfter(w, err)
	page := confirmPage{Base: s.form("Confirm your address"), Token: link, Expired: expired, Problem: fault.Sentence(err)}
	page.Failed = true
	return s.reply(w, r, web.Status(err), "subscribe_confirm", page)
}

func (s *Site) listed(w http.ResponseWriter, r *http.Request, back bool) error {
	e := s.Editions.Current()
	page := listedPage{Base: s.form("You are on the list"), Back: back, Rows: s.rows(e, e.Log[:min(latest, len(e.Log))])}
	return s.reply(w, r, http.StatusOK, "subscribe_listed", page)
}
