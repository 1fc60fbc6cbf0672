package desk

import (
	"net/http"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/web"
)

// signInPage is templates/desk/sign-in.html.
type signInPage struct {
	Base
	Token string // opens: the page is one button
	Next  string
	Email string
	Wrong string // what is wrong with the address
	Sent  bool   // a link is on its way, if the address is known
	Out   bool   // just signed out
	Dead  string // why a link does not open
}

// door shows the form for a link, or the button that uses one. Looking changes nothing: mail scanners follow links.
func (d *Desk) door(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	page := signInPage{Next: safeNext(q.Get("next")), Out: q.Get("done") == "out"}
	token := q.Get("token")
	if token == "" {
		if _, err := d.session(r); err == nil {
			return d.server.Redirect(w, page.Next, http.StatusSeeOther)
		}
		return d.showDoor(w, r, http.StatusOK, page)
	}
	err := d.Accounts.Check(r.Context(), token)
	if fault.Is(err, fault.Gone) {
		page.Dead = fault.Sentence(err)
		return d.showDoor(w, r, http.StatusGone, page)
	}
	if err != nil {
		return err
	}
	page.Token = token
	return d.showDoor(w, r, http.StatusOK, page)
}

// enter uses a link, or asks for one.
func (d *Desk) enter(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form(w, r)
	if err != nil {
		return err
	}
	if token := form.Get("token"); token != "" {
		return d.signIn(w, r, token)
	}
	return d.ask(w, r, form.Get("email"), safeNext(form.Get("next")))
}

func (d *Desk) signIn(w http.ResponseWriter, r *http.Request, token string) error {
	secret, err := d.Accounts.SignIn(r.Context(), token)
	if fault.Is(err, fault.Gone) {
		d.Log.Warn("sign-in refused", "id", web.RequestID(r))
		return d.showDoor(w, r, http.StatusGone, signInPage{Dead: fault.Sentence(err), Next: "/desk"})
	}
	if err != nil {
		return err
	}
	d.Log.Info("signed in", "id", web.RequestID(r))
	if old, err := d.session(r); err == nil { // whoever signs in again in a browser leaves nothing open behind
		if err := d.Accounts.EndSession(r.Context(), old.User.ID, old.ID); err != nil {
			return err
		}
	}
	next := "/desk"
	if c, err := r.Cookie(d.cookieName("next")); err == nil {
		next = safeNext(c.Value)
		d.setCookie(w, "next", "", -1)
	}
	d.setCookie(w, "session", secret, int(account.SessionLimit.Seconds()))
	return d.server.Redirect(w, next, http.StatusSeeOther)
}

// ask sends a link when the address is an editor's. The answer is the same for every address.
func (d *Desk) ask(w http.ResponseWriter, r *http.Request, email, next string) error {
	if err := d.SignIns.Enter(web.ClientAddr(r)); err != nil {
		return err
	}
	d.Log.Info("sign-in link asked for", "id", web.RequestID(r))
	err := d.Accounts.Ask(r.Context(), email)
	if fields := fault.FieldsOf(err); len(fields) > 0 {
		page := signInPage{Email: email, Next: next, Wrong: fields[0].Sentence}
		page.Failed = true
		return d.showDoor(w, r, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	if next != "/desk" {
		d.setCookie(w, "next", next, int(account.LinkLife.Seconds()))
	}
	return d.showDoor(w, r, http.StatusOK, signInPage{Sent: true, Next: next})
}

func (d *Desk) showDoor(w http.ResponseWriter, r *http.Request, status int, page signInPage) error {
	failed := page.Failed
	page.Base = Base{Show: d.Show(), Title: "Sign in", Failed: failed}
	page.Mail = d.mailWord(r.Context())
	return d.show(w, r, status, "sign-in", page)
}
