package desk

import (
	"crypto/subtle"
	"log/slog"
	"net/http"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/web"
)

// signInPage is templates/desk/sign-in.html.
type signInPage struct {
	Base
	Token   string // opens: the page is one button
	Strange bool   // this browser did not ask for the link
	Next    string
	Email   string
	Wrong   string // what is wrong with the address
	Problem string // why it was not done although nothing is wrong with it
	Sent    bool   // a link is on its way, if the address is known
	Out     bool   // just signed out
	Dead    string // why a link does not open
	Kept    string // what was typed and could not be saved, sealed; because the session had ended, or
	Away    bool   // because the database is away, where signing in does not help
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
	page.Token, page.Strange = token, !d.asked(r, token)
	return d.showDoor(w, r, http.StatusOK, page)
}

// asked reports whether this browser asked for the link. Nothing depends on it but what is said: mail is read on one device and the
// desk used on another, and a link of the command line was asked for by none.
func (d *Desk) asked(r *http.Request, token string) bool {
	return subtle.ConstantTimeCompare([]byte(d.mark(r)), []byte(account.Mark(token))) == 1
}

// enter uses a link, or asks for one.
func (d *Desk) enter(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form(w, r, web.FieldLimit("kept", keptSize))
	if err != nil {
		return err
	}
	field, next := form.Get("kept"), safeNext(form.Get("next"))
	switch {
	case form.Get("token") != "":
		return d.signIn(w, r, form.Get("token"))
	case form.Has("back"):
		return d.bringBack(w, r, field)
	case form.Has("other"):
		return d.showDoor(w, r, http.StatusOK, signInPage{Next: next, Kept: field})
	}
	return d.ask(w, r, signInPage{Email: form.Get("email"), Next: next, Kept: field})
}

func (d *Desk) signIn(w http.ResponseWriter, r *http.Request, token string) error {
	secret, err := d.Accounts.SignIn(r.Context(), token)
	if fault.Is(err, fault.Gone) {
		d.Log.Warn("sign-in refused", "id", web.RequestID(r))
		return d.showDoor(w, r, http.StatusGone, signInPage{Dead: fault.Sentence(err), Next: "/desk"})
	}
	if err != nil {
		return d.doorAgain(w, r, signInPage{Token: token, Strange: !d.asked(r, token), Next: "/desk"}, err)
	}
	d.Log.Info("signed in", "id", web.RequestID(r), "asked_here", d.asked(r, token))
	if old, err := d.session(r); err == nil { // whoever signs in again in a browser leaves nothing open behind
		if err := d.Accounts.EndSession(r.Context(), old.User.ID, old.ID); err != nil {
			return err
		}
	}
	next := d.handOver(r, secret)
	if c, err := r.Cookie(d.cookieName("next")); err == nil {
		next = safeNext(c.Value)
		d.setCookie(w, "next", "", -1)
	}
	d.setCookie(w, "session", secret, int(account.SessionLimit.Seconds()))
	if _, err := r.Cookie(d.cookieName("asked")); err == nil {
		d.setCookie(w, "asked", "", -1)
	}
	return d.server.Redirect(w, next, http.StatusSeeOther)
}

// ask sends a link when the address is an editor's. The answer is the same for every address.
func (d *Desk) ask(w http.ResponseWriter, r *http.Request, page signInPage) error {
	k, is, err := d.unseal(page.Kept)
	if err != nil {
		return d.doorAgain(w, r, signInPage{Email: page.Email, Next: page.Next}, err)
	}
	mark := ""
	if err = d.SignIns.Enter(web.ClientAddr(r)); err == nil {
		d.Log.Info("sign-in link asked for", "id", web.RequestID(r))
		mark, err = d.Accounts.Ask(r.Context(), page.Email)
	}
	if err != nil {
		return d.doorAgain(w, r, page, err)
	}
	if k, is = d.layDown(r, mark, page.Email, k, is); is {
		page.Kept, page.Next = d.seal(k), k.path()
	}
	d.setCookie(w, "asked", mark, int(account.LinkLife.Seconds()))
	if page.Next != "/desk" {
		d.setCookie(w, "next", page.Next, int(account.LinkLife.Seconds()))
	}
	page.Sent = true
	return d.showDoor(w, r, http.StatusOK, page)
}

// doorAgain shows the form, or the button, with why it was not done; what was typed and the link stay.
func (d *Desk) doorAgain(w http.ResponseWriter, r *http.Request, page signInPage, cause error) error {
	page.Failed = true
	if fields := fault.FieldsOf(cause); len(fields) > 0 {
		page.Wrong = fields[0].Sentence
	} else {
		page.Problem = web.Sentence(cause)
	}
	if web.Status(cause) >= http.StatusInternalServerError {
		d.Log.ErrorContext(r.Context(), "sign-in not done", slog.String("id", web.RequestID(r)), slog.Any("error", cause))
	}
	web.RetryLater(w.Header(), cause)
	return d.showDoor(w, r, web.Status(cause), page)
}

func (d *Desk) showDoor(w http.ResponseWriter, r *http.Request, status int, page signInPage) error {
	page.Base = Base{Show: d.Show(), Title: "Sign in", Failed: page.Failed}
	if page.Away {
		page.Title = "Not saved just now"
	} else {
		page.Mail = d.mailWord(r.Context())
	}
	return d.show(w, r, status, "sign-in", page)
}
