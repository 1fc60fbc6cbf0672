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
	Typed   bool // with another act than Name: what follows is saved with it, both or neither
	Title   string
	Slug    string
	Answer  *string // nil leaves it as it is
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
		var c Change
		for _, act := range o.acts(x) {
			if err := s.step(x, o, act, &c); err != nil {
				return Change{}, err
			}
		}
		return c, nil
	})
}

// acts are the acts that an order asks for: what was typed beside the button of another act is saved first, when it says something
// new. A story that is declined before it got a title needs none.
func (o Order) acts(x *Story) []Act {
	title, slug := strings.TrimSpace(o.Title), strings.TrimSpace(o.Slug)
	same := title == x.Title && slug == x.Slug && (o.Answer == nil || tidyText(*o.Answer) == x.Answer.Text)
	if !o.Typed || o.Act == Name || same && title != "" || title == "" && o.Act == Decline {
		return []Act{o.Act}
	}
	return []Act{Name, o.Act}
}

// step carries out one act of an order and notes in c what it leaves behind.
func (s *Service) step(x *Story, o Order, act Act, c *Change) error {
	from := x.State
	to, err := next(from, act)
	if err != nil {
		return err
	}
	if err := s.prepare(x, o, act); err != nil {
		return err
	}
	now := s.Clock().UTC()
	c.Entries = append(c.Entries, audit.Entry{
		At: now, Actor: o.Who, Act: "story." + string(act), Subject: Subject(o.Number),
		Details: map[string]string{"from": string(from), "to": string(to)},
	})
	c.Public = x.move(act, to, now) || c.Public
	return nil
}

// prepare checks and applies what an order brings beside the move of an act.
func (s *Service) prepare(x *Story, o Order, act Act) error {
	switch act {
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
	text = tidyText(text)
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
