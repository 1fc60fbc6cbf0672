package newsletter

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"insider/internal/fault"
	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/outbox"
	"insider/internal/token"
)

// Purposes of signed links.
const (
	purposeConfirm = "list-confirm"
	purposeLeave   = "list-leave"
	purposeUndo    = "list-undo"
)

// Kinds of mails.
const (
	kindConfirm = "confirm"
	kindAlready = "already"
)

// Service is the list's rules over its rows. It is safe for concurrent use.
type Service struct {
	Store     Store
	Templates *mail.Templates
	Ring      *token.Ring
	Gate      *limit.Gate
	Key       []byte   // of the hashes of addresses; a row, never rotated
	Base      *url.URL // public address
	Clock     func() time.Time
	Log       *slog.Logger
}

// SignUp writes down that somebody at a network asks to be on the list and returns the address as it will be written to.
// The answer is the same for every address. Errors: Invalid (the field "email"), TooMany, Unavailable.
func (s *Service) SignUp(ctx context.Context, email string, from netip.Addr) (mail.Address, error) {
	address, err := mail.ParseAddress(strings.Trim(email, " \t\r\n"))
	if err != nil {
		return mail.Address{}, err
	}
	if err := s.Gate.Enter(from); err != nil {
		return mail.Address{}, err
	}
	return address, s.request(ctx, address)
}

// Renew is SignUp for whoever holds a link that is too old, in one press.
func (s *Service) Renew(ctx context.Context, link string, from netip.Addr) (mail.Address, error) {
	id, err := s.Ring.Verify(purposeConfirm, link, s.Clock())
	if err != nil && !errors.Is(err, token.ErrExpired) {
		return mail.Address{}, err
	}
	subscriber, err := s.Store.Subscriber(ctx, id)
	if err != nil {
		return mail.Address{}, unknown(err)
	}
	return s.SignUp(ctx, subscriber.Email, from)
}

func (s *Service) request(ctx context.Context, address mail.Address) error {
	now := s.Clock()
	id := s.id(address)
	confirm, already, err := s.compose(id, address, now)
	if err != nil {
		return err
	}
	r := Request{ID: id, Address: address, Consent: Wording.Given(now), Now: now}
	return s.Store.Request(ctx, r, func(k Known) Answer {
		m := confirm
		if k.State == Confirmed {
			m = already
		}
		m.To = k.Address
		if last := k.Reminded[m.Kind]; isRecent(last, now) {
			m.Decoy = true
			return Answer{Mail: m, Asked: last}
		}
		return Answer{Mail: m, Asked: now}
	})
}

// isRecent reports whether an address was written to within a day. A moment that is still to come, by more than clocks differ, was
// noted while the clock was wrong.
func isRecent(last, now time.Time) bool {
	since := now.Sub(last)
	return since < mailEvery && since > -time.Hour
}

// compose words both mails that may follow a request: which one does must not show in the time it takes.
func (s *Service) compose(id string, to mail.Address, now time.Time) (confirm, already outbox.Mail, err error) {
	leave := s.Ring.Sign(purposeLeave, id, now.Add(leaveLife))
	asked, err := s.Templates.Compose(kindConfirm, ConfirmMail{
		Link:  s.link("/subscribe/confirm", s.Ring.Sign(purposeConfirm, id, now.Add(LinkLife))),
		Hours: int(LinkLife.Hours()),
	})
	if err != nil {
		return confirm, already, err
	}
	known, err := s.Templates.Compose(kindAlready, AlreadyMail{
		Manage: s.link("/subscribe/manage", leave), Leave: s.link("/subscribe/leave", leave),
	})
	confirm = newMail(kindConfirm, to, asked)
	already = newMail(kindAlready, to, known)
	for name, value := range s.leaveHeaders(leave) {
		already.Headers[name] = value
	}
	return confirm, already, err
}

// ConfirmMail is the data of templates/mail/confirm.
type ConfirmMail struct {
	Link  string
	Hours int // that the link works
}

// AlreadyMail is the data of templates/mail/already.
type AlreadyMail struct{ Manage, Leave string }

func newMail(kind string, to mail.Address, c mail.Composed) outbox.Mail {
	return outbox.Mail{
		Kind: kind, Priority: outbox.Urgent, To: to, Subject: c.Subject, Text: c.Text, HTML: c.HTML,
		Headers: map[string]string{"Auto-Submitted": "auto-generated"},
	}
}

// leaveHeaders let a mail program offer to leave with one press (RFC 2369, RFC 8058).
func (s *Service) leaveHeaders(leave string) map[string]string {
	return map[string]string{
		"List-Unsubscribe":      "<" + s.link("/subscribe/leave", leave) + ">",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	}
}

func (s *Service) link(path, signed string) string {
	u := s.Base.JoinPath(path)
	u.RawQuery = url.Values{"token": {signed}}.Encode()
	return u.String()
}

// id is by which rows know an address.
func (s *Service) id(a mail.Address) string { return a.Hash(s.Key) }

// unknown turns NotFound into a sentence about the link that led here.
func unknown(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.Wrap(err, fault.Gone, "This link was used up: the address is not on the list and not waiting for it.")
	}
	return err
}
