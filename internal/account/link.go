package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"insider/internal/fault"
	"insider/internal/mail"
)

// The life of a sign-in link.
const (
	LinkLife  = 15 * time.Minute
	linksLive = 3 // mailed links of one address that may be alive at once
)

// Purpose says what a link is for.
type Purpose string

// The purposes.
const (
	SignIn Purpose = "sign-in" // lets a known user in
	First  Purpose = "first"   // makes the first user, an owner
)

// Link is a one-time link as it is stored: its secret is not.
type Link struct {
	Digest  []byte
	Purpose Purpose
	User    int64  // 0: nobody; such a link of purpose SignIn never opens
	Email   string // of the owner that a link of purpose First makes
	Created time.Time
	Expires time.Time
	Used    time.Time // zero before
}

// errLink is the one answer for a link that does not open, so that nothing is learnt from it.
var errLink = fault.New(fault.Gone, "This link does not open any more: it was used, or is older than 15 minutes. Ask for a new one.")

// Ask mails a sign-in link to a user's address and returns the link's mark, for the browser that asked to keep. For any other address
// it does the same work, stores as much, and sends nothing; the answer is the same. Only an address that cannot be one is Invalid.
func (s *Service) Ask(ctx context.Context, email string) (mark string, err error) {
	address, err := mail.ParseAddress(strings.TrimSpace(email))
	if err != nil {
		return "", err
	}
	secret := newSecret()
	message, err := s.Letter(address, s.URL(secret))
	if err != nil {
		return "", err
	}
	return Mark(secret), s.Store.AskLink(ctx, address.Key(), s.newLink(secret, SignIn), message, linksLive)
}

// Mark is what a browser keeps of a link that it asked for: by it the link is known again, and the link cannot be told from it.
func Mark(secret string) string {
	sum := sha256.Sum256([]byte("insider sign-in asked\x00" + secret))
	return hex.EncodeToString(sum[:16])
}

// AddEditor lets somebody in as an editor, unless they are a user already, and returns the secret of a sign-in link for
// them. The caller hands it over.
func (s *Service) AddEditor(ctx context.Context, email string) (secret string, err error) {
	address, err := mail.ParseAddress(strings.TrimSpace(email))
	if err != nil {
		return "", err
	}
	secret = newSecret()
	return secret, s.Store.AddUser(ctx, address.Key(), Editor, s.newLink(secret, SignIn))
}

// FirstLink returns the secret of a link that makes the owner of the address the first user, or "" when there is a user.
// The link opens only while there is none.
func (s *Service) FirstLink(ctx context.Context, email string) (secret string, err error) {
	address, err := mail.ParseAddress(strings.TrimSpace(email))
	if err != nil {
		return "", err
	}
	n, err := s.Store.UserCount(ctx)
	if err != nil || n > 0 {
		return "", err
	}
	secret = newSecret()
	l := s.newLink(secret, First)
	l.Email = address.Key()
	return secret, s.Store.AddLink(ctx, l)
}

// Check reports whether a link would open, without using it: nil, or Gone.
func (s *Service) Check(ctx context.Context, secret string) error {
	l, err := s.Store.Link(ctx, digest(secret))
	if fault.Is(err, fault.NotFound) {
		return errLink
	}
	if err != nil {
		return err
	}
	return l.opens(s.Clock())
}

// SignIn uses a link and returns the secret of a new session. A link opens once; afterwards, and for any other secret, it
// is Gone.
func (s *Service) SignIn(ctx context.Context, secret string) (session string, err error) {
	now := s.Clock().UTC()
	session = newSecret()
	err = s.Store.UseLink(ctx, digest(secret), digest(session), now, func(l Link) error { return l.opens(now) })
	if fault.Is(err, fault.NotFound) {
		err = errLink
	}
	if err != nil {
		return "", err
	}
	return session, nil
}

func (l Link) opens(now time.Time) error {
	early := now.Before(l.Created.Add(-LinkLife)) // it was made while the clock was wrong
	if !l.Used.IsZero() || !now.Before(l.Expires) || early || l.Purpose == SignIn && l.User == 0 {
		return errLink
	}
	return nil
}

func (s *Service) newLink(secret string, p Purpose) Link {
	now := s.Clock().UTC()
	return Link{Digest: digest(secret), Purpose: p, Created: now, Expires: now.Add(LinkLife)}
}
