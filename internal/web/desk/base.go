package desk

import (
	"context"
	"net/http"
	"time"

	"insider/internal/account"
	"insider/internal/outbox"
	"insider/internal/show"
	"insider/internal/story"
	"insider/internal/web"
)

// Base is what desk/layout.html needs of every page. A page struct embeds it.
type Base struct {
	Show    *show.Show
	Title   string
	Failed  bool // the title begins with "Error:"
	User    account.User
	Menu    []menuLink // empty when nobody is signed in
	Banners []banner
	Flash   string    // what was just done, "" for nothing
	Onward  *menuLink // what to do after that, nil for nothing in particular
	Mail    mailWord
	Now     time.Time
	Wide    bool // queue and item side by side, to the edges
}

// menuLink is a word of the navigation, or where to go on; Count is shown when it is not zero.
type menuLink struct {
	Name, Path string
	Count      int
	Current    bool
}

// banner is one line above every page while something needs an editor.
type banner struct {
	Text       string
	Link, Path string
}

// mailWord says how mail is doing.
type mailWord string

// The ways mail is doing.
const (
	mailGoes   mailWord = "goes"
	mailHeld   mailWord = "held"   // the no-mail switch is on
	mailFolder mailWord = "folder" // without a relay: files
)

// base returns the frame of a page. section is the path of its word in the navigation.
func (d *Desk) base(ctx context.Context, at account.Session, section, title string) (Base, error) {
	counts, err := d.Inbox.StoryCounts(ctx)
	if err != nil {
		return Base{}, err
	}
	mails, err := d.Outbox.OutboxCounts(ctx)
	if err != nil {
		return Base{}, err
	}
	mistakes := len(d.Mistakes())
	b := Base{Show: d.Show(), Title: title, User: at.User, Now: d.Clock(), Mail: d.wordFor(mails), Banners: d.banners(mails, mistakes)}
	for _, l := range []menuLink{
		{Name: "Inbox", Path: "/desk", Count: counts[story.Received]},
		{Name: "Readers", Path: "/desk/readers"},
		{Name: "Figures", Path: "/desk/figures"},
		{Name: "Mail", Path: "/desk/mail", Count: mails.Failing + mails.Failed},
		{Name: "Content", Path: "/desk/content", Count: mistakes},
		{Name: "Feed", Path: "/desk/feed"},
		{Name: "Settings", Path: "/desk/settings"},
	} {
		l.Current = l.Path == section
		b.Menu = append(b.Menu, l)
	}
	return b, nil
}

func (d *Desk) wordFor(c outbox.Counts) mailWord {
	switch {
	case c.Held:
		return mailHeld
	case d.Folder != nil:
		return mailFolder
	}
	return mailGoes
}

// mailWord asks how mail is doing; when that cannot be told, nothing is said.
func (d *Desk) mailWord(ctx context.Context) mailWord {
	c, err := d.Outbox.OutboxCounts(ctx)
	if err != nil {
		return mailGoes
	}
	return d.wordFor(c)
}

func (d *Desk) banners(mails outbox.Counts, mistakes int) (list []banner) {
	switch {
	case mails.Held:
		list = append(list, banner{"Mail is off. Forms work; every mail waits in the outbox.", "Turn it on", "/desk/mail"})
	case d.Folder != nil:
		list = append(list, banner{"Mail is not set up. Mails are written into a folder instead of being sent.", "Read them", "/desk/mail"})
	case mails.Slow:
		list = append(list, banner{"Mail does not go out just now. It is tried again for 24 hours.", "See why", "/desk/mail"})
	}
	if mistakes > 0 {
		list = append(list, banner{"The content has " + plural(mistakes, "mistake") + ". Readers see the last good version.", "See what to do", "/desk/content"})
	}
	return list
}

// show renders a page of templates/desk and writes it.
func (d *Desk) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	body, err := d.Renderer.Execute("desk/"+name, data)
	if err != nil {
		return err
	}
	response := web.Page(body)
	response.Status = status
	return d.server.Write(w, r, web.ClassDesk, response)
}

// done answers an act: a redirect to the page that shows what became of it.
func (d *Desk) done(w http.ResponseWriter, path, what string) error {
	return d.server.Redirect(w, path+"?done="+what, http.StatusSeeOther)
}

// failurePage is templates/desk/failure.html.
type failurePage struct {
	Base
	Sentence string
}

// failure shows in the desk's frame why something was not done.
func (d *Desk) failure(w http.ResponseWriter, r *http.Request, at account.Session, cause error) error {
	b, err := d.base(r.Context(), at, "", "That did not work")
	if err != nil {
		return err
	}
	b.Failed = true
	return d.show(w, r, web.Status(cause), "failure", failurePage{Base: b, Sentence: web.Sentence(cause)})
}
