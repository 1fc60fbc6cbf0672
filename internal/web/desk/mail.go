package desk

import (
	"net/http"
	"regexp"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/outbox"
	"insider/internal/web"
)

// mailsShown is how many mails of a kind the page shows.
const mailsShown = 50

// mailPage is templates/desk/mail.html.
type mailPage struct {
	Base
	Counts outbox.Counts
	Open   []outbox.Entry
	Filed  []mail.Filed
	Folder bool // mails land as files
}

// mail shows what waits, what failed and, without a relay, what landed as files.
func (d *Desk) mail(w http.ResponseWriter, r *http.Request, at account.Session) error {
	b, err := d.base(r.Context(), at, "/desk/mail", "Mail")
	if err != nil {
		return err
	}
	switch r.URL.Query().Get("done") {
	case "off":
		b.Flash = "Mail is off. Everything waits in the outbox."
	case "on":
		b.Flash = "Mail is on. What waited goes out now."
	}
	page := mailPage{Base: b, Folder: d.Folder != nil}
	if page.Counts, err = d.Outbox.OutboxCounts(r.Context()); err != nil {
		return err
	}
	if page.Open, err = d.Outbox.OpenMails(r.Context(), mailsShown); err != nil {
		return err
	}
	for i := range page.Open {
		page.Open[i].Text = hideSignIn(page.Open[i].Text)
	}
	if d.Folder != nil {
		if page.Filed, err = d.Folder.List(mailsShown); err != nil {
			return err
		}
	}
	return d.show(w, r, http.StatusOK, "mail", page)
}

// holdMail turns the no-mail switch.
func (d *Desk) holdMail(w http.ResponseWriter, r *http.Request, at account.Session) error {
	form, err := web.Form(w, r)
	if err != nil {
		return err
	}
	act := form.Get("act")
	if act != "on" && act != "off" {
		return fault.New(fault.Invalid, "Press one of the buttons of the page.")
	}
	if err := d.Outbox.HoldMail(r.Context(), act == "off", at.User.Actor()); err != nil {
		return err
	}
	return d.done(w, "/desk/mail", act)
}

// mailFilePage is templates/desk/mail-file.html.
type mailFilePage struct {
	Base
	Filed mail.Filed
}

// mailFile shows one mail that landed as a file.
func (d *Desk) mailFile(w http.ResponseWriter, r *http.Request, at account.Session) error {
	if d.Folder == nil {
		return fault.New(fault.NotFound, "There is no such mail.")
	}
	filed, err := d.Folder.Read(web.Param(r, "name"))
	if err != nil {
		return err
	}
	filed.Text = hideSignIn(filed.Text)
	b, err := d.base(r.Context(), at, "/desk/mail", filed.Subject)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "mail-file", mailFilePage{Base: b, Filed: filed})
}

var signInLink = regexp.MustCompile(`https?://\S*/desk/sign-in\?\S*`)

// hideSignIn takes sign-in links out of a mail: an editor who reads the outbox does not become somebody else by it.
func hideSignIn(text string) string {
	return signInLink.ReplaceAllString(text, "(the link is only for its recipient)")
}
