package desk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/story"
	"insider/internal/token"
	"insider/internal/web"
)

// keptLife is how long a text that could not be saved can come back, and keptSize what its field on the sign-in page may hold: three
// fields of a form, sealed.
const (
	keptLife = time.Hour
	keptSize = 90_000
)

// kept is what an editor typed into the form of a story and could not be saved, because the session had ended or the database was
// away. It travels sealed in the page that says so, and comes back into the form. It never acts by itself.
type kept struct {
	Owner               string // address whose sign-in link was asked for with it, "" before
	Number, Version     int    // of the story that was seen
	Title, Slug, Answer string
}

// typedIn returns what a posted form of a story holds, when it holds a word that is not stored anyway.
func typedIn(w http.ResponseWriter, r *http.Request) (kept, bool) {
	number, err := numberOf(r)
	if err != nil || r.Method != http.MethodPost {
		return kept{}, false
	}
	form, err := web.Form(w, r)
	if err != nil {
		return kept{}, false
	}
	version, _ := strconv.Atoi(form.Get("version"))
	k := kept{Number: number, Version: version, Title: form.Get("title"), Slug: form.Get("slug"), Answer: form.Get("answer")}
	return k, strings.TrimSpace(k.Title+k.Slug+k.Answer) != ""
}

// keptOf is what an order of somebody brought.
func keptOf(o story.Order, owner string) kept {
	k := kept{Owner: owner, Number: o.Number, Version: o.Version, Title: o.Title, Slug: o.Slug}
	if o.Answer != nil {
		k.Answer = *o.Answer
	}
	return k
}

// seal returns the text as a field of a page; posted fields hold no NUL.
func (d *Desk) seal(k kept) string {
	text := strings.Join([]string{k.Owner, strconv.Itoa(k.Number), strconv.Itoa(k.Version), k.Title, k.Slug, k.Answer}, "\x00")
	return d.Ring.Seal("desk-kept", text, d.Clock().Add(keptLife))
}

// unseal returns the text of a field; false when there is none, and an error when it cannot be read any more.
func (d *Desk) unseal(field string) (k kept, is bool, err error) {
	if field == "" {
		return kept{}, false, nil
	}
	text, err := d.Ring.Open("desk-kept", field, d.Clock())
	if err != nil {
		return kept{}, false, err
	}
	parts := strings.Split(text, "\x00")
	if len(parts) != 6 {
		return kept{}, false, token.ErrSeal // an older program sealed it
	}
	k = kept{Owner: parts[0], Title: parts[3], Slug: parts[4], Answer: parts[5]}
	k.Number, _ = strconv.Atoi(parts[1])
	k.Version, _ = strconv.Atoi(parts[2])
	return k, true, nil
}

// path is the page of the story that the text is about.
func (k kept) path() string { return "/desk/stories/" + strconv.Itoa(k.Number) }

// bringBack shows the story with what was kept in its form, to whom it belongs.
func (d *Desk) bringBack(w http.ResponseWriter, r *http.Request, field string) error {
	k, is, err := d.unseal(field)
	if err != nil {
		return d.doorAgain(w, r, signInPage{Next: "/desk"}, err)
	}
	at, err := d.session(r)
	if fault.Is(err, fault.Forbidden) {
		page := signInPage{Next: k.path(), Kept: field, Sent: k.Owner != ""}
		return d.doorAgain(w, r, page, fault.New(fault.Forbidden, "This browser is not signed in yet. Open the link of the mail in it, then press again."))
	}
	if !is {
		return d.server.Redirect(w, "/desk", http.StatusSeeOther)
	}
	if err != nil {
		return d.away(w, r, k, err)
	}
	if k.Owner != "" && k.Owner != at.User.Email {
		return d.failure(w, r, at, fault.New(fault.Forbidden, "This was typed by somebody else. Whoever it was has to sign in."))
	}
	if err = d.showKept(w, r, at, k); fault.Is(err, fault.Unavailable) {
		err = d.away(w, r, k, err)
	}
	return err
}

// showKept shows the story as it is now with the kept text in its form.
func (d *Desk) showKept(w http.ResponseWriter, r *http.Request, at account.Session, k kept) error {
	x, err := d.Inbox.Story(r.Context(), k.Number)
	if fault.Is(err, fault.NotFound) {
		return d.failure(w, r, at, noStory(err))
	}
	if err != nil {
		return err
	}
	it, err := d.item(r.Context(), at, x)
	if err != nil {
		return err
	}
	it.bring(k)
	return d.showStory(w, r, at, http.StatusOK, it, "")
}

// bring puts the kept text into the form.
func (i *item) bring(k kept) {
	i.Title, i.Slug, i.Reply = k.Title, k.Slug, k.Answer
	i.Typed, i.Back, i.Older = true, true, i.Version != k.Version
}

// away says that the desk cannot be reached just now, and keeps what was typed.
func (d *Desk) away(w http.ResponseWriter, r *http.Request, k kept, cause error) error {
	return d.doorAgain(w, r, signInPage{Next: k.path(), Kept: d.seal(k), Away: true}, cause)
}
