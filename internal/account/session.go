package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"

	"insider/internal/fault"
	"insider/internal/mail"
)

// The life of a session.
const (
	SessionIdle  = 14 * 24 * time.Hour // without a visit
	SessionLimit = 90 * 24 * time.Hour // in all
	touchEvery   = time.Hour           // a visit is noted this often at most
)

// Session is one signed-in browser.
type Session struct {
	ID      int64
	User    User
	Created time.Time
	Seen    time.Time
}

// Expires says when the session ends if nobody comes back before.
func (s Session) Expires() time.Time {
	idle, limit := s.Seen.Add(SessionIdle), s.Created.Add(SessionLimit)
	if limit.Before(idle) {
		return limit
	}
	return idle
}

// isLive reports whether the session is open. One that began in a far future was opened while the clock was wrong.
func (s Session) isLive(now time.Time) bool {
	return now.Before(s.Expires()) && s.Created.Before(now.Add(SessionIdle))
}

// Session returns the live session of a cookie's secret, of somebody who works here, and notes the visit. Anything else is
// Forbidden.
func (s *Service) Session(ctx context.Context, secret string) (Session, error) {
	closed := fault.New(fault.Forbidden, "You are not signed in.")
	if len(secret) < 20 || len(secret) > 100 {
		return Session{}, closed
	}
	now := s.Clock().UTC()
	x, err := s.Store.Session(ctx, digest(secret))
	switch {
	case fault.Is(err, fault.NotFound):
		return Session{}, closed
	case err != nil:
		return Session{}, err
	case !x.isLive(now), !x.User.worksHere():
		return Session{}, closed
	}
	if now.Sub(x.Seen) < touchEvery {
		return x, nil
	}
	if err := s.Store.TouchSession(ctx, x.ID, now); fault.Is(err, fault.Unavailable) {
		return x, nil // a full disk locks nobody out who only reads; the next visit is noted instead
	} else if err != nil {
		return Session{}, err
	}
	x.Seen = now
	return x, nil
}

// Sessions returns the live sessions of a user, newest visit first.
func (s *Service) Sessions(ctx context.Context, user int64) ([]Session, error) {
	all, err := s.Store.Sessions(ctx, user)
	if err != nil {
		return nil, err
	}
	now := s.Clock()
	live := all[:0]
	for _, x := range all {
		if x.isLive(now) {
			live = append(live, x)
		}
	}
	return live, nil
}

// EndSession signs one of a user's own browsers out. An unknown or ended one is fine.
func (s *Service) EndSession(ctx context.Context, user, session int64) error {
	return s.Store.EndSession(ctx, user, session)
}

// SignOut closes the desk in every browser of an address, of everybody for "", and every link that waits; whoever may come signs in anew.
// An address of nobody is NotFound.
func (s *Service) SignOut(ctx context.Context, email string) (browsers int, err error) {
	if email != "" {
		address, err := mail.ParseAddress(strings.TrimSpace(email))
		if err != nil {
			return 0, err
		}
		email = address.Key()
	}
	browsers, err = s.Store.EndSessions(ctx, email, s.Clock().UTC())
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "%s has no account at the desk.", email)
	}
	return browsers, err
}

// digest is how secrets are stored. They are 130 random bits, so a plain hash cannot be turned back.
func digest(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// newSecret returns a secret of 130 random bits.
func newSecret() string { return rand.Text() }
