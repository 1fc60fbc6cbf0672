package desk

import (
	"net/http"

	"insider/internal/account"
	"insider/internal/content"
)

// contentPage is templates/desk/content.html.
type contentPage struct {
	Base
	Mistakes []content.Mistake
}

// content lists what is wrong in the content folder, with what to do.
func (d *Desk) content(w http.ResponseWriter, r *http.Request, at account.Session) error {
	b, err := d.base(r.Context(), at, "/desk/content", "Content")
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "content", contentPage{Base: b, Mistakes: d.Mistakes()})
}
