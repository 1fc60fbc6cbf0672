package outbox

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"insider/internal/mail"
)

// Store keeps mails. Its methods are transactions and safe for several processes at once.
type Store interface {
	// ClaimMails leases up to n mails that are due to the holder until the given time, most urgent first. A mail whose
	// lease ran out may be claimed again. It returns none while mail is held.
	ClaimMails(ctx context.Context, holder string, n int, until time.Time) ([]Claim, error)
	// ReleaseMails gives back what is leased to the holder.
	ReleaseMails(ctx context.Context, holder string) error
	// FinishMails records what became of mails the holder claimed; a mail that somebody else claimed since is left
	// alone. When it returns nil the outcomes are durable.
	FinishMails(ctx context.Context, holder string, outcomes []Outcome) error
	// HurryMails makes due what waits because the relay took nobody's mail.
	HurryMails(ctx context.Context) error
	// PruneMails forgets mails that ended before the given times.
	PruneMails(ctx context.Context, sent, failed time.Time) error
	// OutboxCounts says how the outbox is doing.
	OutboxCounts(ctx context.Context) (Counts, error)
}

// Claim is a mail on its way.
type Claim struct {
	ID        int64
	MessageID string // without host: the same at every try
	Mail      Mail
	Created   time.Time
	Attempts  int // tries before this one
}

// Outcome is what became of one try.
type Outcome struct {
	ID       int64
	State    State     // Sent, Failed or Waiting (for another try)
	Due      time.Time // of the next try
	Sentence string    // why it was not sent, without addresses
	Relay    bool      // nobody's mail went through
	At       time.Time
}

// How the sender works. A batch ends long before its lease: 16 mails by 4 workers take 2 minutes when every one times out.
const (
	batch      = 16
	workers    = 4
	lease      = 5 * time.Minute
	perMail    = 30 * time.Second
	poll       = time.Second           // for mails that other processes wrote
	pause      = 20 * time.Millisecond // before a mail that was just written
	tick       = 100 * time.Millisecond
	pruneEvery = time.Hour
	keepSent   = 7 * 24 * time.Hour
	KeepFailed = 30 * 24 * time.Hour // after the last try
)

// Sender sends what waits. Several may run at once, in several processes.
type Sender struct {
	Store     Store
	Transport mail.Transport
	From      func() mail.Mailbox // of this moment; while it has no address, mails wait
	Host      string              // of the base URL, for Message-IDs
	Clock     func() time.Time
	Log       *slog.Logger
	Wake      <-chan struct{} // a mail was written in this process

	holder  string
	slow    atomic.Bool
	unsaved []Outcome // sent or tried, but not yet on disk
	unsure  bool      // the last claim failed: mails may be leased that nobody has in hand
	prune   time.Time
}

// Run sends until ctx ends; mails that are on their way are finished first. A mail may arrive twice when the machine
// stops between the relay's answer and the row; it is never lost.
func (s *Sender) Run(ctx context.Context) error {
	s.holder = rand.Text()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.Wake:
			s.settle(ctx)
		case <-timer.C:
		}
		if err := s.work(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("outbox", "error", err)
		}
		timer.Reset(poll)
	}
}

// settle lets the answer of whoever woke the sender go out first: sending takes part of the machine, a decoy next to nothing, and the
// time of an answer must not tell which it was.
func (s *Sender) settle(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(pause):
	}
}

// Slow reports whether nothing goes out just now, so that forms can say that a mail may take long. It costs nothing.
func (s *Sender) Slow() bool { return s.slow.Load() }

// work sends until nothing is due.
func (s *Sender) work(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := s.save(ctx); err != nil {
			return err
		}
		claims, err := s.claim(ctx)
		if err != nil {
			return err
		}
		if len(claims) > 0 {
			s.deliver(ctx, claims)
			err = s.save(context.WithoutCancel(ctx))
		}
		if err = errors.Join(err, s.look(ctx)); err != nil || len(claims) == 0 {
			return err
		}
	}
	return nil
}

// claim leases what is due. When a claim failed that may have leased something after all, that is given back first.
func (s *Sender) claim(ctx context.Context) (claims []Claim, err error) {
	if s.unsure {
		if err := s.Store.ReleaseMails(ctx, s.holder); err != nil {
			return nil, err
		}
	}
	claims, err = s.Store.ClaimMails(ctx, s.holder, batch, s.Clock().Add(lease))
	s.unsure = err != nil
	return claims, err
}

// deliver sends the claimed mails and gathers their outcomes, those of one tick in one commit.
func (s *Sender) deliver(ctx context.Context, claims []Claim) {
	queue, done := make(chan Claim, len(claims)), make(chan Outcome, len(claims))
	for _, c := range claims {
		queue <- c
	}
	close(queue)
	var group sync.WaitGroup
	for range min(workers, len(claims)) {
		group.Go(func() {
			for c := range queue {
				done <- s.try(ctx, c)
			}
		})
	}
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for range claims {
		s.unsaved = append(s.unsaved, <-done)
		select {
		case <-ticker.C:
			if err := s.save(context.WithoutCancel(ctx)); err != nil {
				s.Log.Error("outbox", "error", err)
			}
		default:
		}
	}
	group.Wait()
}

// try sends one mail. A stop does not cut it short, but no mail is begun after it.
func (s *Sender) try(ctx context.Context, c Claim) Outcome {
	if ctx.Err() != nil {
		return Outcome{ID: c.ID, State: Waiting, Due: c.Created, At: s.Clock()}
	}
	from := s.From()
	if from.Address.IsZero() {
		return s.outcome(c, errNoSender)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), perMail)
	defer cancel()
	return s.outcome(c, s.Transport.Send(ctx, mail.Message{
		ID: c.MessageID + "@" + s.Host, Date: s.Clock(), From: from, To: c.Mail.To,
		Subject: c.Mail.Subject, Text: c.Mail.Text, HTML: c.Mail.HTML, Headers: c.Mail.Headers,
	}))
}

// errNoSender makes mails wait until the show has an address again.
var errNoSender = &mail.SendError{Sentence: "There is no address that mail can come from.", Relay: true}

func (s *Sender) outcome(c Claim, err error) Outcome {
	now := s.Clock()
	o := Outcome{ID: c.ID, State: Sent, At: now}
	if err == nil {
		return o
	}
	var refusal *mail.SendError
	if errors.As(err, &refusal) {
		o.Sentence, o.Relay = refusal.Sentence, refusal.Relay
	} else {
		o.Sentence = "The mail could not be written."
	}
	o.State, o.Due = Waiting, now.Add(backoff(c.Attempts))
	if refusal != nil && refusal.Permanent || now.Sub(c.Created) >= Life {
		o.State = Failed
	}
	s.Log.Warn("mail not sent", "kind", c.Mail.Kind, "attempt", c.Attempts+1, "state", string(o.State), "why", o.Sentence)
	return o
}

// save makes gathered outcomes durable. Until it succeeds nothing more is claimed, so that nothing is sent twice.
func (s *Sender) save(ctx context.Context) error {
	if len(s.unsaved) == 0 {
		return nil
	}
	err := s.Store.FinishMails(ctx, s.holder, s.unsaved)
	if err == nil {
		s.unsaved = nil
	}
	return err
}

// look refreshes what Slow says and forgets old mails. When mail goes out again after a time in which none did, nothing waits
// for its next try any longer.
func (s *Sender) look(ctx context.Context) error {
	counts, err := s.Store.OutboxCounts(ctx)
	if err != nil {
		return err
	}
	if s.slow.Load() && !counts.Slow && counts.Failing > 0 {
		if err := s.Store.HurryMails(ctx); err != nil {
			return err
		}
	}
	s.slow.Store(counts.Slow)
	now := s.Clock()
	if now.Before(s.prune) {
		return nil
	}
	s.prune = now.Add(pruneEvery)
	return s.Store.PruneMails(ctx, now.Add(-keepSent), now.Add(-KeepFailed))
}
