package newsletter

import (
	"context"
	"errors"

	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/token"
)

// CheckConfirm reports, without changing anything, whether a link to confirm works: nil, token.ErrExpired, or
// token.ErrInvalid.
func (s *Service) CheckConfirm(link string) error {
	_, err := s.Ring.Verify(purposeConfirm, link, s.Clock())
	return err
}

// Confirm puts the address behind a link on the list. Doing it again is fine. Errors: token.ErrExpired (Renew helps),
// token.ErrInvalid, Gone when the address left meanwhile, Unavailable.
func (s *Service) Confirm(ctx context.Context, link string) error {
	id, err := s.Ring.Verify(purposeConfirm, link, s.Clock())
	if err != nil {
		return err
	}
	_, err = s.Store.Confirm(ctx, id, confirmed.Given(s.Clock()))
	return unknown(err)
}

// CheckLeave reports whether a link to leave is one of ours. However old it is, it works.
func (s *Service) CheckLeave(link string) error {
	_, err := s.leaver(link)
	return err
}

// Manage returns the state of the address behind a link: NotFound means that it is not on the list.
func (s *Service) Manage(ctx context.Context, link string) (Subscriber, error) {
	id, err := s.leaver(link)
	if err != nil {
		return Subscriber{}, err
	}
	return s.Store.Subscriber(ctx, id)
}

// Leave takes the address behind a link off the list: its row is deleted and only a keyed hash stays. It returns a token
// for Undo, or "" when the address was not on the list any more, which is fine too.
func (s *Service) Leave(ctx context.Context, link, reason string) (undo string, err error) {
	id, err := s.leaver(link)
	if err != nil {
		return "", err
	}
	now := s.Clock()
	subscriber, err := s.Store.Leave(ctx, id, reason, now)
	switch {
	case fault.Is(err, fault.NotFound):
		return "", nil
	case err != nil:
		return "", err
	case subscriber.State != Confirmed:
		return "", nil
	}
	return s.Ring.Sign(purposeUndo, subscriber.Email, now.Add(undoLife)), nil
}

// Undo puts an address back on the list that left within the last hour.
func (s *Service) Undo(ctx context.Context, undo string) error {
	now := s.Clock()
	email, err := s.Ring.Verify(purposeUndo, undo, now)
	if err != nil {
		return err
	}
	address, err := mail.ParseAddress(email)
	if err != nil {
		return err
	}
	return s.Store.Rejoin(ctx, Request{ID: s.id(address), Address: address, Consent: Wording.Given(now), Now: now})
}

func (s *Service) leaver(link string) (id string, err error) {
	id, err = s.Ring.Verify(purposeLeave, link, s.Clock())
	if errors.Is(err, token.ErrExpired) {
		err = nil
	}
	return id, err
}
