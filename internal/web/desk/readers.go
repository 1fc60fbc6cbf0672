package desk

import (
	"bytes"
	"net/http"

	"insider/internal/account"
	"insider/internal/newsletter"
	"insider/internal/web"
)

// readersSize is how many readers a page shows.
const readersSize = 50

// readersPage is templates/desk/readers.html.
type readersPage struct {
	Base
	Counts newsletter.Counts
	List   []newsletter.Subscriber
	Pager  pager
}

// readers shows how many readers there are, and who.
func (d *Desk) readers(w http.ResponseWriter, r *http.Request, at account.Session) error {
	number := pageOf(r.URL.Query().Get("page"))
	b, err := d.base(r.Context(), at, "/desk/readers", "Readers")
	if err != nil {
		return err
	}
	counts, err := d.Readers.Counts(r.Context())
	if err != nil {
		return err
	}
	list, err := d.Readers.List(r.Context(), newsletter.Confirmed, (number-1)*readersSize, readersSize)
	if err != nil {
		return err
	}
	page := readersPage{Base: b, Counts: counts, List: list, Pager: newPager(counts.Confirmed, readersSize, number, "/desk/readers?")}
	return d.show(w, r, http.StatusOK, "readers", page)
}

// readersFile gives the whole list as a file.
func (d *Desk) readersFile(w http.ResponseWriter, r *http.Request, _ account.Session) error {
	var out bytes.Buffer
	if err := d.Readers.WriteCSV(r.Context(), &out); err != nil {
		return err
	}
	return d.server.Write(w, r, web.ClassDesk, &web.Response{
		Type: "text/csv; charset=utf-8; header=present", Body: out.Bytes(),
		Header: http.Header{"Content-Disposition": {`attachment; filename="readers.csv"`}},
	})
}
