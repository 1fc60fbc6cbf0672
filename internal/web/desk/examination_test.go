package desk_test

import (
	"context"
	"testing"
	"time"

	"insider/internal/doctor"
)

// examiner examines one thing that is wrong and one that is right.
type examiner struct {
	clock func() time.Time
	last  *doctor.Report
}

func (e *examiner) Last() *doctor.Report { return e.last }

func (e *examiner) Examine(ctx context.Context) {
	e.last = doctor.Examine(ctx, []doctor.Check{doctor.Owner("host@example.com", false), doctor.Owner("host@show.org", false)}, doctor.Limit, e.clock())
}

func TestExamination(t *testing.T) {
	h := newHouse(t, "http://localhost", nil)
	b := h.editor("ed@example.com")
	b.get("/desk/examination").is(200).says("Examine now").lacks("1 problem")
	b.post("/desk/examination").to("/desk/examination")
	b.get("/desk/examination").is(200).says("Examine again", "1 problem", "Write your own address as owner in show.yaml.", "host@show.org")
	b.get("/desk/settings").is(200).says("/desk/examination")
	h.browser().post("/desk/examination").to("/desk/sign-in?next=%2Fdesk%2Fexamination")
}
