package story

import (
	"bytes"
	"context"
	"crypto/rand"
	"time"

	"insider/internal/audit"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/outbox"
	"insider/internal/show"
)

// Service is what readers and editors can do with stories. It is safe for concurrent use.
type Service struct {
	Store  Store
	Render func(text string) (*show.Document, error) // the guarded renderer; an error means the text is over a guard
	Clock  func() time.Time
	// Notice makes the mail that tells an editor which stories arrived: numbers and a link to the desk, nothing of a story.
	Notice func(to mail.Address, numbers []int) (outbox.Mail, error)
}

// Receipt is what a reader gets for a story.
type Receipt struct {
	Number int
	Code   string // words that open the story to its sender; shown once, stored only as a keyed hash
}

// Label is the number as people say it.
func (r Receipt) Label() string { return Label(r.Number) }

// NewKey returns a key for one form: a post that carries it twice is one story.
func NewKey() string { return rand.Text() }

// Send stores a story durably and returns its receipt. Fields are judged first. The same key gives the same receipt and
// code, whatever the rest says; without a key each call is a story of its own.
func (s *Service) Send(ctx context.Context, in Submission) (Receipt, error) {
	return s.send(ctx, in, codeOf)
}

// send stores a story whose code is made of the secret and the key.
func (s *Service) send(ctx context.Context, in Submission, codeOf func(secret []byte, key string) string) (Receipt, error) {
	in, document, err := s.judge(in)
	if err != nil {
		return Receipt{}, err
	}
	secret, err := s.Store.StorySecret(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if in.Key == "" {
		in.Key = NewKey()
	}
	code := codeOf(secret, in.Key)
	x := s.newStory(in, document)
	number, kept, err := s.Store.AddStory(ctx, New{
		Key: digest(secret, "key", in.Key), Code: digest(secret, "code", code),
		Story: x, Given: x.Consents.Given(x.Received),
		Entry: audit.Entry{At: x.Received, Actor: Reader, Act: "story.receive"},
	})
	if err != nil {
		return Receipt{}, err
	}
	if old := codeOfOld(secret, in.Key); bytes.Equal(kept, digest(secret, "code", old)) {
		code = old
	}
	return Receipt{Number: number, Code: code}, nil
}

func (s *Service) newStory(in Submission, document *show.Document) *Story {
	return &Story{
		State: Received, Version: 1, Received: s.Clock().UTC(),
		Text: in.Text, HTML: string(document.HTML), Plain: document.Plain,
		Industry: in.Industry, Country: in.Country, Naming: in.Naming,
		Identity: Identity{Credit: in.Credit, Email: in.Email},
		Consents: Consents{Publish: in.Publish, Air: in.Air, Edit: in.Edit},
	}
}

// Mine is a story as its sender sees it.
type Mine struct {
	Number    int
	State     State
	Text      string // "" once withdrawn
	Industry  string
	Country   string
	Credit    string // the line, "" when not named
	Email     string
	Consents  Consents
	Path      string // address on this site while it is published, or ""
	Received  time.Time
	Decided   time.Time
	Published time.Time
	Withdrawn time.Time
}

// Label is the number as people say it.
func (m Mine) Label() string { return Label(m.Number) }

// Mine returns the story that a code opens: NotFound for any code that opens none, however it is wrong.
func (s *Service) Mine(ctx context.Context, code string) (Mine, error) {
	x, err := s.byCode(ctx, code)
	if err != nil {
		return Mine{}, err
	}
	m := Mine{
		Number: x.Number, State: x.State, Text: x.Text, Industry: x.Industry, Country: x.Country,
		Credit: x.Credit(), Email: x.Identity.Email, Consents: x.Consents,
		Received: x.Received, Decided: x.Decided, Published: x.Published, Withdrawn: x.Withdrawn,
	}
	if x.State == Published {
		m.Path = "/stories/" + x.Slug
	}
	return m, nil
}

// Withdraw takes back the story that a code opens: text, name and address are removed, the number stays, and its page
// answers 410. Withdrawing twice is fine.
func (s *Service) Withdraw(ctx context.Context, code string) error {
	x, err := s.byCode(ctx, code)
	if err != nil || x.State == Withdrawn {
		return err
	}
	err = s.change(ctx, Order{Who: Reader, Number: x.Number, Act: Withdraw})
	if fault.Is(err, fault.Conflict) { // withdrawn by another request meanwhile: every other state can be withdrawn
		return nil
	}
	return err
}

func (s *Service) byCode(ctx context.Context, code string) (*Story, error) {
	unknown := fault.New(fault.NotFound, "No story opens with these words. Check each of them against your receipt.")
	words, ok := normalise(code)
	if !ok {
		return nil, unknown
	}
	secret, err := s.Store.StorySecret(ctx)
	if err != nil {
		return nil, err
	}
	x, err := s.Store.StoryByCode(ctx, digest(secret, "code", words))
	if fault.Is(err, fault.NotFound) {
		return nil, unknown
	}
	return x, err
}
