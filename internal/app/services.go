package app

import (
	"context"
	"time"

	"insider/internal/account"
	"insider/internal/config"
	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/markdown"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/show"
	"insider/internal/story"
)

// openServices gives each part of the product its store, its clock and its mails.
func (a *App) openServices(context.Context) error {
	a.gates = newGates(a.config)
	letters, err := mail.NewTemplates(a.files.Templates, func() mail.Frame { return frame(a.config, a.show()) })
	if err != nil {
		return err
	}
	a.stories = &story.Service{Store: rememberedStories{a.store, a.persons.Key, a.remember}, Render: markdown.RenderStory, Clock: time.Now, Notice: storyNotice(letters, a.config.BaseURL.String()+"/desk")}
	a.accounts = &account.Service{Store: a.store, Clock: time.Now, URL: signInURL(a.config), Letter: signInMail(letters)}
	a.openLetter(letters)
	return a.openSender()
}

// gates are the doors of the public forms: so much from one network, and so much through all of them together. Signing in and
// wrong links have counts of their own, so that a flood of sign-ups locks no editor out, and one of guesses nobody who signs up.
type gates struct{ signUps, stories, codes, signIns, links *limit.Gate }

// What one network may do in ten minutes beside what is configured.
const (
	signInsPerNetwork = 20 // ask for sign-in links
	codesPerNetwork   = 60 // try codes of words
	linksPerNetwork   = 60 // try wrong links of mails
)

func newGates(c *config.Config) gates {
	all := func() *limit.Limiter { return limit.New(c.LimitMinute, time.Minute, time.Now) }
	forms := all()
	gate := func(count int, all *limit.Limiter) *limit.Gate {
		return &limit.Gate{Network: limit.New(count, 10*time.Minute, time.Now), All: all}
	}
	return gates{
		signUps: gate(c.LimitSignUps, forms), stories: gate(c.LimitStories, forms), codes: gate(codesPerNetwork, forms),
		signIns: gate(signInsPerNetwork, all()), links: gate(linksPerNetwork, all()),
	}
}

func (a *App) openLetter(letters *mail.Templates) {
	a.letter = &newsletter.Service{Store: rememberedList{a.store, a.remember}, Templates: letters, Ring: a.ring, Gate: a.gates.signUps, Key: a.persons.Key, Base: a.config.BaseURL, Clock: time.Now, Log: a.log}
}

// openSender opens the way mails leave this machine.
func (a *App) openSender() error {
	way, err := transport(a.config)
	if err != nil {
		return err
	}
	if relay, ok := way.(*mail.SMTP); ok {
		a.onClose(func() error { relay.Close(); return nil })
	}
	a.sender = &outbox.Sender{Store: a.store, Transport: way, From: a.from, Host: mailHost(a.config), Clock: time.Now, Log: a.log, Wake: a.store.MailAdded()}
	return nil
}

// show is the show of this moment.
func (a *App) show() *show.Show { return a.press.holder.Current().Show }

// from is the sender of this moment. A show.yaml without an address is told at start and by check; until it is mended
// mails wait, because the zero mailbox is refused.
func (a *App) from() mail.Mailbox {
	m, err := sender(a.config, a.show())
	if err != nil {
		return mail.Mailbox{}
	}
	return m
}

// signInMail words the mail that carries a sign-in link.
func signInMail(t *mail.Templates) func(to mail.Address, link string) (outbox.Mail, error) {
	return func(to mail.Address, link string) (outbox.Mail, error) {
		words, err := t.Compose("sign-in", struct {
			Link    string
			Minutes int
		}{link, int(account.LinkLife / time.Minute)})
		return outbox.Mail{Kind: "sign-in", Priority: outbox.Urgent, To: to, Subject: words.Subject, Text: words.Text, HTML: words.HTML}, err
	}
}

// storyNotice words the mail that tells an editor which stories arrived: numbers and a link, nothing of a story.
func storyNotice(t *mail.Templates, desk string) func(to mail.Address, numbers []int) (outbox.Mail, error) {
	return func(to mail.Address, numbers []int) (outbox.Mail, error) {
		labels := make([]string, len(numbers))
		for i, n := range numbers {
			labels[i] = story.Label(n)
		}
		words, err := t.Compose("story-notice", struct {
			Labels []string
			Link   string
		}{labels, desk})
		return outbox.Mail{Kind: "notice", Priority: outbox.Notice, To: to, Subject: words.Subject, Text: words.Text, HTML: words.HTML}, err
	}
}

// tidy does what is due now and then: notices to editors and forgetting what need not be kept.
func (a *App) tidy(ctx context.Context) error {
	a.every(ctx, time.Minute, "telling editors of new stories", a.stories.Notify)
	return nil
}
