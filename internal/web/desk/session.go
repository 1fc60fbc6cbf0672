package desk

import (
	"net/http"
	"net/url"
	"strings"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/web"
)

// handler answers one request of somebody who is signed in.
type handler func(w http.ResponseWriter, r *http.Request, at account.Session) error

// handle mounts a handler behind the sign-in. What goes wrong in a way people can mend is shown in the desk's frame.
func (d *Desk) handle(method, path string, h handler) {
	d.server.Handle(method, path, web.ClassDesk, func(w http.ResponseWriter, r *http.Request) error {
		at, err := d.session(r)
		if err != nil {
			return d.shut(w, r, err)
		}
		if err = h(w, r, at); err == nil || web.Status(err) >= http.StatusInternalServerError {
			return err
		}
		return d.failure(w, r, at, err)
	})
}

// shut answers who has no session, or when nobody can tell: by the way to the sign-in, and with what was typed in the page.
func (d *Desk) shut(w http.ResponseWriter, r *http.Request, cause error) error {
	ended := fault.Is(cause, fault.Forbidden)
	if k, is := typedIn(w, r); is && ended {
		page := signInPage{Next: k.path(), Kept: d.seal(k)}
		page.Failed = true
		return d.showDoor(w, r, http.StatusForbidden, page)
	} else if is && fault.Is(cause, fault.Unavailable) {
		return d.away(w, r, k, cause)
	}
	if ended {
		return d.toSignIn(w, r)
	}
	return cause
}

// session returns the session of the request's cookie, or Forbidden.
func (d *Desk) session(r *http.Request) (account.Session, error) {
	c, err := r.Cookie(d.cookieName("session"))
	if err != nil {
		return account.Session{}, fault.New(fault.Forbidden, "You are not signed in.")
	}
	return d.Accounts.Session(r.Context(), c.Value)
}

// toSignIn sends somebody to the sign-in, and back afterwards to the page that was asked for, or whose form was sent.
func (d *Desk) toSignIn(w http.ResponseWriter, r *http.Request) error {
	path, next := "/desk/sign-in", r.URL.Path
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	}
	if next = safeNext(next); next != "/desk" {
		path += "?next=" + url.QueryEscape(next)
	}
	return d.server.Redirect(w, path, http.StatusSeeOther)
}

// safeNext returns a path within the desk, or "/desk" for anything else.
func safeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Fragment != "" || len(next) > 200 || strings.ContainsAny(next, "\\\r\n\t ") {
		return "/desk"
	}
	if !strings.HasPrefix(u.Path, "/desk/") || strings.Contains(u.Path, "//") || strings.Contains(u.Path, "..") || strings.HasPrefix(u.Path, "/desk/sign-") {
		return "/desk"
	}
	return next
}

// cookieName is the name of a cookie of the desk: bound to this host by its prefix when browsers can check that.
func (d *Desk) cookieName(name string) string {
	if d.Base.Scheme == "https" {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie of the desk for so many seconds; -1 deletes it.
func (d *Desk) setCookie(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: d.cookieName(name), Value: value, Path: "/", MaxAge: seconds,
		Secure: d.Base.Scheme == "https", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// signOut ends this session.
func (d *Desk) signOut(w http.ResponseWriter, r *http.Request, at account.Session) error {
	if err := d.Accounts.EndSession(r.Context(), at.User.ID, at.ID); err != nil {
		return err
	}
	d.setCookie(w, "session", "", -1)
	w.Header().Set("Clear-Site-Data", `"cache"`) // pages of the desk that the browser could show again by its back button
	return d.server.Redirect(w, "/desk/sign-in?done=out", http.StatusSeeOther)
}
