package desk

import (
	"net/http"

	"insider/internal/account"
	"insider/internal/content"
	"insider/internal/feed"
)

// contentPage is templates/desk/content.html.
type contentPage struct {
	Base
	Mistakes []content.Mistake
	Hint     string // worth knowing, though nothing is wrong
}

// content lists what is wrong in the content folder, with what to do, and what is worth knowing.
func (d *Desk) content(w http.ResponseWriter, r *http.Request, at account.Session) error {
	b, err := d.base(r.Context(), at, "/desk/content", "Content")
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "content", contentPage{Base: b, Mistakes: d.Mistakes(), Hint: feed.MoveNotice(d.Base, b.Show)})
}
