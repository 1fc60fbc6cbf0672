package story

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"insider/internal/audit"
	"insider/internal/fault"
	"insider/internal/show"
)

// Reader is the name under which a reader's own acts are audited.
const Reader = "reader"

// Limits of what an editor gives a story, in characters.
const (
	MaxTitle  = 140
	MaxSlug   = 80
	MaxAnswer = 4_000
)

// Order is one act of an editor on the version of a story that the editor saw.
type Order struct {
	Who     string // as audited, e.g. "editor:3"
	Number  int
	Version int
	Act     Act
	Title   string  // with Name
	Slug    string  // with Name
	Answer  *string // with Name; nil leaves it as it is
}

// Do carries out an editor's order: Conflict when somebody acted meanwhile or the act is not possible now, Invalid with
// fields when title or slug are missing or wrong, Forbidden without the reader's consent.
func (s *Service) Do(ctx context.Context, o Order) error {
	if o.Act == Withdraw {
		return fault.New(fault.Forbidden, "Only the reader takes a story back.")
	}
	if o.Version < 1 {
		return fault.New(fault.Invalid, "The form is incomplete. Open the story again and press the button once more.")
	}
	return s.change(ctx, o)
}

// change carries out an order; one without a version acts on whatever there is.
func (s *Service) change(ctx context.Context, o Order) error {
	return s.Store.ChangeStory(ctx, o.Number, func(x *Story) (Change, error) {
		if o.Version != 0 && x.Version != o.Version {
			return Change{}, fault.New(fault.Conflict, "Somebody else changed %s meanwhile. Look at it again, then decide.", x.Label())
		}
		from := x.State
		to, err := next(from, o.Act)
		if err != nil {
			return Change{}, err
		}
		if err := s.prepare(x, o); err != nil {
			return Change{}, err
		}
		now := s.Clock().UTC()
		entry := audit.Entry{
			At: now, Actor: o.Who, Act: "story." + string(o.Act), Subject: Subject(o.Number),
			Details: map[string]string{"from": string(from), "to": string(to)},
		}
		return Change{Entry: entry, Public: x.move(o.Act, to, now)}, nil
	})
}

// prepare checks and applies what an order brings beside the move.
func (s *Service) prepare(x *Story, o Order) error {
	switch o.Act {
	case Name:
		if err := x.name(o.Title, o.Slug); err != nil || o.Answer == nil {
			return err
		}
		return s.answer(x, *o.Answer)
	case Publish:
		return x.publishable()
	}
	return nil
}

// move applies what an act does to a story and reports whether readers will see a difference.
func (x *Story) move(act Act, to State, now time.Time) (public bool) {
	public = x.State == Published || to == Published || act == Withdraw && !x.Published.IsZero()
	x.State = to
	x.Version++
	switch act {
	case Accept, Decline:
		x.Decided = now
	case Publish:
		if x.Published.IsZero() {
			x.Published = now
		}
	case Withdraw:
		x.erase(now)
	}
	if public && now.After(x.Changed) {
		x.Changed = now
	}
	return public
}

// erase leaves the number, the dates and the slug that answers 410 when it was public.
func (x *Story) erase(now time.Time) {
	kept := Story{
		Number: x.Number, State: x.State, Version: x.Version, Naming: Unnamed,
		Received: x.Received, Decided: x.Decided, Published: x.Published, Changed: x.Changed, Withdrawn: now,
	}
	if !x.Published.IsZero() {
		kept.Slug = x.Slug
	}
	*x = kept
}

// name sets title and slug after checking them.
func (x *Story) name(title, slug string) error {
	title, slug = clean(title), strings.TrimSpace(slug)
	var fields []fault.Field
	if sentence := judgeTitle(title); sentence != "" {
		fields = append(fields, fault.Field{Name: "title", Sentence: sentence})
	}
	if sentence := x.judgeSlug(slug); sentence != "" && (slug != "" || title != "") { // a form may make one of the other
		fields = append(fields, fault.Field{Name: "slug", Sentence: sentence})
	}
	if err := fault.Fields(fields...); err != nil {
		return err
	}
	x.Title, x.Slug = title, slug
	return nil
}

// answer sets what the hosts say, in the syntax that readers have.
func (s *Service) answer(x *Story, text string) error {
	text = strings.TrimSpace(text)
	if blank(text) {
		x.Answer = Answer{}
		return nil
	}
	wrong := func(sentence string) error {
		return fault.Fields(fault.Field{Name: "answer", Sentence: sentence})
	}
	if utf8.RuneCountInString(text) > MaxAnswer {
		return wrong("Shorten the answer to " + thousands(MaxAnswer) + " characters.")
	}
	d, err := s.Render(text)
	if err != nil {
		return wrong(fault.Sentence(err))
	}
	x.Answer = Answer{Text: text, HTML: string(d.HTML)}
	return nil
}

func judgeTitle(title string) string {
	if title == "" {
		return "Enter a title."
	}
	return judgeLine(title, MaxTitle, "the title")
}

func (x *Story) judgeSlug(slug string) string {
	switch {
	case !x.Published.IsZero() && slug != x.Slug:
		return "The address stays " + x.Slug + ": the story was public under it."
	case slug == "":
		return "Enter the last part of the address."
	case utf8.RuneCountInString(slug) > MaxSlug:
		return "Shorten the address to " + thousands(MaxSlug) + " characters."
	case !slugLike(slug):
		return "Write the address in small letters and digits, words joined by single hyphens."
	case show.IsReservedStory(slug):
		return "This address belongs to the form. Choose another."
	}
	return ""
}

func (x *Story) publishable() error {
	switch {
	case !x.Consents.Publish:
		return fault.New(fault.Forbidden, "The reader did not agree to publication on the site.")
	case x.Title == "" || x.Slug == "":
		return fault.New(fault.Invalid, "Give the story a title and an address first.")
	}
	return nil
}
