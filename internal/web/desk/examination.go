package desk

import (
	"context"
	"net/http"

	"insider/internal/account"
	"insider/internal/doctor"
)

// Doctor examines the installation. Its methods are safe for concurrent use.
type Doctor interface {
	// Last returns the last report of this process, nil before the first.
	Last() *doctor.Report
	// Examine runs all checks; it takes as long as the slowest, 20 seconds at most.
	Examine(ctx context.Context)
}

// examinationPage is templates/desk/examination.html.
type examinationPage struct {
	Base
	Report             *doctor.Report // nil: nobody asked yet
	Problems, Warnings int
}

// examination shows the last report.
func (d *Desk) examination(w http.ResponseWriter, r *http.Request, at account.Session) error {
	b, err := d.base(r.Context(), at, "/desk/settings", "Examination")
	if err != nil {
		return err
	}
	page := examinationPage{Base: b, Report: d.Doctor.Last()}
	if page.Report != nil {
		page.Problems, page.Warnings = page.Report.Count(doctor.Problem), page.Report.Count(doctor.Warning)
	}
	return d.show(w, r, http.StatusOK, "examination", page)
}

// examine runs the checks: it asks name servers, the mail server and the public address.
func (d *Desk) examine(w http.ResponseWriter, r *http.Request, _ account.Session) error {
	d.Doctor.Examine(r.Context())
	return d.server.Redirect(w, "/desk/examination", http.StatusSeeOther)
}
