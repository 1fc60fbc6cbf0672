package account

import (
	"context"
	"time"

	"insider/internal/mail"
	"insider/internal/outbox"
)

// Service signs people in and out. It is safe for concurrent use.
type Service struct {
	Store Store
	Clock func() time.Time
	URL   func(secret string) string // absolute address of a sign-in link
	// Letter makes the mail that carries a sign-in link.
	Letter func(to mail.Address, link string) (outbox.Mail, error)
}

// Store keeps users, links and sessions. Every method is one transaction, durable when it returns nil, with its mail and
// audit entry in it. Unknown things are fault.NotFound.
type Store interface {
	// Users returns all users, oldest first.
	Users(ctx context.Context) ([]User, error)
	// UserCount returns how many users there are.
	UserCount(ctx context.Context) (int, error)
	// AddUser adds a user, unless the address is known, and stores the link for that user.
	AddUser(ctx context.Context, email string, role Role, l Link) error
	// AddLink stores a link of no user.
	AddLink(ctx context.Context, l Link) error
	// AskLink stores the link and the mail. When the address is no user's, or has most live links already, the link is
	// nobody's and the mail a decoy. Links that expired are deleted.
	AskLink(ctx context.Context, email string, l Link, m outbox.Mail, most int) error
	// Link returns the link with that digest.
	Link(ctx context.Context, digest []byte) (Link, error)
	// UseLink locks the link, asks check, marks it used and stores a session of its user. A link of purpose First makes its
	// owner first, or is fault.Gone when somebody is a user already.
	UseLink(ctx context.Context, link, session []byte, now time.Time, check func(Link) error) error
	// Session returns the session with that digest and its user.
	Session(ctx context.Context, digest []byte) (Session, error)
	// TouchSession notes a visit.
	TouchSession(ctx context.Context, id int64, now time.Time) error
	// Sessions returns the sessions of a user, newest visit first.
	Sessions(ctx context.Context, user int64) ([]Session, error)
	// EndSession deletes a session of that user.
	EndSession(ctx context.Context, user, session int64) error
	// EndSessions deletes all sessions and sign-in links of an address, of everybody for "", and returns how many sessions. An address of
	// nobody is NotFound.
	EndSessions(ctx context.Context, email string, now time.Time) (ended int, err error)
}
