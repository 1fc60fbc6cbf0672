package site

import (
	"context"
	"net/http"
	"strings"

	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/story"
	"insider/internal/web"
)

// storyMinePage is templates/site/story_mine.html: the field for the words, or the story that they open.
type storyMinePage struct {
	Base
	mistakes
	Code  string
	Story *mineStory // nil while no words were given or they open nothing
}

// mineStory is a story as its sender sees it.
type mineStory struct {
	story.Mine
	Tag         tag
	Stands      string // where it stands, in a sentence
	Arrived     moment
	Consents    []Consent
	CanWithdraw bool
}

// stands says where a story stands to whoever sent it.
var stands = map[story.State]string{
	story.Received:    "It waits to be read. Nothing of it is public.",
	story.Accepted:    "An editor read and accepted it. It is not public yet.",
	story.Declined:    "An editor read it and decided not to publish it.",
	story.Published:   "It is published on this site.",
	story.Unpublished: "It was published and is not public any more.",
	story.Withdrawn:   "You withdrew it. Its text, your name and your address were deleted.",
}

// storyMine shows the field for the words of a receipt.
func (s *Site) storyMine(w http.ResponseWriter, r *http.Request) error {
	return s.reply(w, r, http.StatusOK, "story_mine", storyMinePage{Base: s.form("My story")})
}

// storyMinePost opens the story of a code and, with act=withdraw, takes it back first.
func (s *Site) storyMinePost(w http.ResponseWriter, r *http.Request) error {
	values, err := web.Form(w, r)
	if err != nil {
		return err
	}
	code, act := values.Get("code"), values.Get("act")
	if strings.TrimSpace(code) == "" {
		return s.storyMineAgain(w, r, code, fault.Fields(fault.Field{Name: "code", Sentence: "Enter the words of your receipt."}))
	}
	if err := s.CodeGate.Enter(web.ClientAddr(r)); err != nil {
		return s.storyMineAgain(w, r, code, err)
	}
	mine, err := s.openMine(r.Context(), code, act)
	if fault.Is(err, fault.NotFound) {
		err = fault.Fields(fault.Field{Name: "code", Sentence: fault.Sentence(err)})
	}
	if err != nil {
		return s.storyMineAgain(w, r, code, err)
	}
	page := storyMinePage{Base: s.form(mine.Label()), Code: code, Story: s.mineStory(mine)}
	if act == string(story.Withdraw) {
		page.Flash = mine.Label() + " is withdrawn."
	}
	return s.reply(w, r, http.StatusOK, "story_mine", page)
}

func (s *Site) openMine(ctx context.Context, code, act string) (story.Mine, error) {
	if act == string(story.Withdraw) {
		if err := s.Inbox.Withdraw(ctx, code); err != nil {
			return story.Mine{}, err
		}
	}
	return s.Inbox.Mine(ctx, code)
}

// storyMineAgain shows the field again with what is wrong; the words stay.
func (s *Site) storyMineAgain(w http.ResponseWriter, r *http.Request, code string, err error) error {
	page := storyMinePage{Base: s.form("My story"), Code: code, mistakes: s.mistakesOf(r, err)}
	page.Failed = true
	web.RetryLater(w.Header(), err)
	return s.reply(w, r, web.Status(err), "story_mine", page)
}

func (s *Site) mineStory(m story.Mine) *mineStory {
	e := s.Editions.Current()
	return &mineStory{
		Mine: m, Tag: tagOf(e.Show, &show.Story{Number: m.Number}), Stands: stands[m.State], Arrived: when(e, m.Received),
		Consents:    consents(story.Submission{Publish: m.Consents.Publish, Air: m.Consents.Air, Edit: m.Consents.Edit}),
		CanWithdraw: m.State.Can(story.Withdraw),
	}
}
