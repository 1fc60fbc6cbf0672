package desk

import (
	"net/http"
	"strconv"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/web"
)

// settingsPage is templates/desk/settings.html.
type settingsPage struct {
	Base
	Here     int64 // the session that looks
	Sessions []account.Session
	Users    []account.User
}

// settings shows one's own browsers and who else works here.
func (d *Desk) settings(w http.ResponseWriter, r *http.Request, at account.Session) error {
	b, err := d.base(r.Context(), at, "/desk/settings", "Settings")
	if err != nil {
		return err
	}
	if r.URL.Query().Get("done") == "ended" {
		b.Flash = "That browser is signed out."
	}
	page := settingsPage{Base: b, Here: at.ID}
	if page.Sessions, err = d.Accounts.Sessions(r.Context(), at.User.ID); err != nil {
		return err
	}
	if page.Users, err = d.Accounts.Users(r.Context()); err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "settings", page)
}

// endSession signs another of one's browsers out.
func (d *Desk) endSession(w http.ResponseWriter, r *http.Request, at account.Session) error {
	form, err := web.Form(w, r)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(form.Get("session"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "Press one of the buttons of the page.")
	}
	if err := d.Accounts.EndSession(r.Context(), at.User.ID, id); err != nil {
		return err
	}
	return d.done(w, "/desk/settings", "ended")
}
