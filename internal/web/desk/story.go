package desk

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"insider/internal/account"
	"insider/internal/fault"
	"insider/internal/markdown"
	"insider/internal/story"
	"insider/internal/web"
)

// item is one story with all that an editor may know and do.
type item struct {
	*story.Story
	Word     stateWord
	HTML     template.HTML // as readers will see it
	Consents []consentLine
	Namings  string // how the reader wants to be named, in words
	History  []historyLine
	Title    string // as in the form: what is stored, or what was posted and refused
	Slug     string
	Reply    string // the hosts' answer, as in the form
	Refused  string // why an act was not done
	Fields   []fault.Field
	Allowed  bool // the reader agreed to publication
	Typed    bool // title, slug and answer are not those that are stored
	Back     bool // they were typed before the session ended
	Older    bool // and the story was changed since
}

// Can reports whether an act is possible now.
func (i *item) Can(act string) bool { return i.State.Can(story.Act(act)) }

// Wrong says what is wrong in a field of the form, "" for nothing.
func (i *item) Wrong(field string) string {
	for _, f := range i.Fields {
		if f.Name == field {
			return f.Sentence
		}
	}
	return ""
}

// consentLine is one thing a reader agreed to or not.
type consentLine struct {
	Name    string
	Given   bool
	Wording string // what was agreed to, word for word
	Version string
}

// historyLine is one act.
type historyLine struct {
	At        time.Time
	Who, What string
}

// namings says each way to be named.
var namings = map[story.Naming]string{
	story.FullName: "By full name", story.FirstJob: "By first name and job", story.Unnamed: "Not at all",
}

// done says what an act did; its keys stand in ?done=.
var done = map[story.Act]string{
	story.Accept: "accepted", story.Decline: "declined", story.Name: "saved",
	story.Publish: "published", story.Unpublish: "taken off the site",
}

// story shows one story beside the queue it stands in.
func (d *Desk) story(w http.ResponseWriter, r *http.Request, at account.Session) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	x, err := d.Inbox.Story(r.Context(), number)
	if err != nil {
		return noStory(err)
	}
	it, err := d.item(r.Context(), at, x)
	if err != nil {
		return err
	}
	if k, is := d.shelf.look(placeOf(at, number), d.Clock()); is {
		it.bring(k)
	}
	flash := ""
	if word, ok := done[story.Act(r.URL.Query().Get("done"))]; ok {
		flash = x.Label() + " " + word + "."
	}
	return d.showStory(w, r, at, http.StatusOK, it, flash)
}

// act carries out one act on the version of the story that the form showed.
func (d *Desk) act(w http.ResponseWriter, r *http.Request, at account.Session) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	form, err := web.Form(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(form.Get("version")) // 0, which no story has, when it is missing
	o := story.Order{
		Who: at.User.Actor(), Number: number, Version: version, Act: story.Act(form.Get("act")),
		Typed: form.Has("title"), Title: form.Get("title"), Slug: form.Get("slug"),
	}
	if o.Typed && o.Slug == "" {
		o.Slug = markdown.Slug(o.Title)
	}
	if o.Act == "drop" {
		d.shelf.drop(placeOf(at, number), d.Clock())
		return d.server.Redirect(w, kept{Number: number}.path(), http.StatusSeeOther)
	}
	if answer := form.Get("answer"); form.Has("answer") {
		o.Answer = &answer
	}
	if err := d.Stories.Do(r.Context(), o); err != nil {
		if err = d.refuse(w, r, at, o, err); o.Typed && fault.Is(err, fault.Unavailable) {
			err = d.away(w, r, keptOf(o, at.User.Email), err)
		}
		return err
	}
	if o.Typed {
		d.shelf.drop(placeOf(at, number), d.Clock())
	}
	return d.done(w, "/desk/stories/"+strconv.Itoa(number), string(o.Act))
}

// refuse shows the story as it is now with the reason why an act was not done; what was typed is kept.
func (d *Desk) refuse(w http.ResponseWriter, r *http.Request, at account.Session, o story.Order, cause error) error {
	status := web.Status(cause)
	if status >= http.StatusInternalServerError {
		if !fault.Is(cause, fault.Unavailable) {
			return cause
		}
		d.Log.ErrorContext(r.Context(), "act not done", slog.String("id", web.RequestID(r)), slog.Any("error", cause))
		web.RetryLater(w.Header(), cause)
	}
	x, err := d.Inbox.Story(r.Context(), o.Number)
	if err != nil {
		return noStory(err)
	}
	it, err := d.item(r.Context(), at, x)
	if err != nil {
		return err
	}
	it.Refused, it.Fields = web.Sentence(cause), fault.FieldsOf(cause)
	if o.Typed {
		it.Title, it.Slug, it.Typed = o.Title, o.Slug, true
		if o.Answer != nil {
			it.Reply = *o.Answer
		}
	}
	return d.showStory(w, r, at, status, it, "")
}

func (d *Desk) showStory(w http.ResponseWriter, r *http.Request, at account.Session, status int, it *item, flash string) error {
	page, err := d.queue(r.Context(), at, it.State, 1)
	if err != nil {
		return err
	}
	page.Item, page.Alone = it, true
	page.Base.Title, page.Flash, page.Failed = it.Label()+", "+it.Heading(), flash, it.Refused != ""
	if flash != "" {
		if page.Onward, err = d.nextNew(r.Context()); err != nil {
			return err
		}
	}
	return d.show(w, r, status, "inbox", page)
}

// nextNew leads to the story that waits longest, nil when none does.
func (d *Desk) nextNew(ctx context.Context) (*menuLink, error) {
	waiting, err := d.Inbox.Stories(ctx, story.Received, 0, 1)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	x := waiting[0]
	return &menuLink{Name: "Next new story: " + x.Label(), Path: "/desk/stories/" + strconv.Itoa(x.Number)}, nil
}

// item collects what an editor may know of a story.
func (d *Desk) item(ctx context.Context, at account.Session, x *story.Story) (*item, error) {
	history, err := d.history(ctx, at, x)
	if err != nil {
		return nil, err
	}
	consents, err := d.consents(ctx, x)
	if err != nil {
		return nil, err
	}
	it := &item{
		Story: x, Word: stateWords[x.State], HTML: template.HTML(x.HTML), Namings: namings[x.Naming],
		Consents: consents, History: history, Title: x.Title, Slug: x.Slug, Reply: x.Answer.Text, Allowed: x.Consents.Publish,
	}
	return it, nil
}

func numberOf(r *http.Request) (int, error) {
	n, err := strconv.Atoi(web.Param(r, "number"))
	if err != nil || n < 1 || strconv.Itoa(n) != web.Param(r, "number") {
		return 0, fault.New(fault.NotFound, "There is no such story.")
	}
	return n, nil
}

func noStory(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "There is no such story.")
	}
	return err
}
