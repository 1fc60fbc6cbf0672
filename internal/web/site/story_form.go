package site

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"

	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/story"
	"insider/internal/web"
)

// Inbox is the readers' story inbox as readers meet it. It is safe for concurrent use; what it acknowledges is on disk.
type Inbox interface {
	// Validate reports what is wrong with a submission, field by field, or nil.
	Validate(in story.Submission) error
	// Send stores a story; the same key gives the same receipt.
	Send(ctx context.Context, in story.Submission) (story.Receipt, error)
	// Mine returns the story that a code opens, NotFound for any other words.
	Mine(ctx context.Context, code string) (story.Mine, error)
	// Withdraw takes back the story that a code opens; twice is fine.
	Withdraw(ctx context.Context, code string) error
}

// maxStoryText is the longest text that is read, in bytes: what is too long for a story is shown again, not lost.
const maxStoryText = 512 << 10

// The steps that do not send a story.
const (
	stepCheck  = "check"  // show the review
	stepChange = "change" // back from the review to the form
)

// storyFormPage is templates/site/story_new.html.
type storyFormPage struct {
	Base
	mistakes
	In        story.Submission
	Line      string // the credit line as it would be printed, "" while there is none
	TakesMail bool
}

// storyCheckPage is templates/site/story_check.html: the answers once more before they are sent.
type storyCheckPage struct {
	Base
	In   story.Submission
	Line string // the credit line as it will be printed, "" for somebody who is not named
}

// storyReceivedPage is templates/site/story_received.html: the receipt.
type storyReceivedPage struct {
	Base
	Tag   tag
	Label string // ST-231
	Code  string
	Email bool // questions may come by mail
}

// Consent is one consent of the form.
type Consent struct {
	Name  string // of its field
	Title string // in a few words
	Text  string // its whole wording
	Given bool
}

// Consents are the consents with what the reader answered.
func (p storyFormPage) Consents() []Consent { return consents(p.In) }

// Consents are the consents with what the reader answered.
func (p storyCheckPage) Consents() []Consent { return consents(p.In) }

func consents(in story.Submission) []Consent {
	return []Consent{
		{"publish", "Publish", story.WordingPublish, in.Publish},
		{"air", "Read on air", story.WordingAir, in.Air},
		{"edit", "Shorten and correct", story.WordingEdit, in.Edit},
	}
}

// registerStoryForms mounts sending a story and reading or withdrawing one's own.
func (s *Site) registerStoryForms() {
	s.server.Handle(http.MethodGet, "/stories/new", web.ClassForm, s.storyNew)
	s.server.Handle(http.MethodPost, "/stories/new", web.ClassForm, s.storyNewPost)
	s.server.Handle(http.MethodGet, "/stories/mine", web.ClassForm, s.storyMine)
	s.server.Handle(http.MethodPost, "/stories/mine", web.ClassForm, s.storyMinePost)
}

// storyNew shows the form. Not to be named is the answer until somebody chooses another.
func (s *Site) storyNew(w http.ResponseWriter, r *http.Request) error {
	return s.storyForm(w, r, story.Submission{Naming: story.Unnamed, Key: story.NewKey()})
}

// storyNewPost sends a story, or shows the review with step=check.
func (s *Site) storyNewPost(w http.ResponseWriter, r *http.Request) error {
	values, err := web.Form(w, r, web.FieldLimit("text", maxStoryText))
	if err != nil {
		return err
	}
	in, step := s.submission(values), values.Get("step")
	if step == stepChange {
		return s.storyForm(w, r, in)
	}
	if err := s.Inbox.Validate(in); err != nil {
		return s.storyAgain(w, r, in, err)
	}
	// What only a robot fills in is answered like the review: a person whose browser filled it in presses once more.
	if step == stepCheck || values.Get(trapField) != "" {
		return s.reply(w, r, http.StatusOK, "story_check", storyCheckPage{
			Base: s.form("Check your answers"), In: in, Line: story.CreditLine(in.Naming, in.Credit),
		})
	}
	return s.storySend(w, r, in)
}

func (s *Site) storySend(w http.ResponseWriter, r *http.Request, in story.Submission) error {
	if err := s.StoryGate.Enter(web.ClientAddr(r)); err != nil {
		return s.storyAgain(w, r, in, err)
	}
	receipt, err := s.Inbox.Send(r.Context(), in)
	if err != nil {
		return s.storyAgain(w, r, in, err)
	}
	e := s.Editions.Current()
	return s.reply(w, r, http.StatusOK, "story_received", storyReceivedPage{
		Base: s.form("We have your story"), Tag: tagOf(e.Show, &show.Story{Number: receipt.Number}),
		Label: receipt.Label(), Code: receipt.Code, Email: in.Email != "",
	})
}

// submission reads the answers. Without mail no address is taken.
func (s *Site) submission(values url.Values) story.Submission {
	in := story.Submission{
		Text: values.Get("text"), Industry: values.Get("industry"), Country: values.Get("country"),
		Naming: story.Naming(values.Get("naming")), Credit: values.Get("credit"), Email: values.Get("email"),
		Publish: values.Get("publish") != "", Air: values.Get("air") != "", Edit: values.Get("edit") != "",
		Key: values.Get("key"),
	}
	if !s.TakesMail {
		in.Email = ""
	}
	return in
}

func (s *Site) storyForm(w http.ResponseWriter, r *http.Request, in story.Submission) error {
	return s.reply(w, r, http.StatusOK, "story_new", s.storyFormPage(in))
}

// storyAgain shows the form with what is wrong; everything that was typed stays.
func (s *Site) storyAgain(w http.ResponseWriter, r *http.Request, in story.Submission, err error) error {
	page := s.storyFormPage(in)
	page.Failed, page.mistakes = true, s.mistakesOf(r, err)
	web.RetryLater(w.Header(), err)
	return s.reply(w, r, web.Status(err), "story_new", page)
}

func (s *Site) storyFormPage(in story.Submission) storyFormPage {
	return storyFormPage{Base: s.form("Send your story"), In: in, Line: story.CreditLine(in.Naming, in.Credit), TakesMail: s.TakesMail}
}

// mistakesOf says what is wrong in the words of the form. An error of ours goes into the log, for the answer is not an
// error page, which would lose what was typed.
func (s *Site) mistakesOf(r *http.Request, err error) mistakes {
	m := mistakes{Fields: fault.FieldsOf(err)}
	if len(m.Fields) == 0 {
		m.Problem = web.Sentence(err) + " What you wrote is still here."
	}
	if web.Status(err) >= http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "form not taken", slog.String("id", web.RequestID(r)), slog.Any("error", err))
	}
	return m
}
