package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"insider/internal/account"
	"insider/internal/audit"
	"insider/internal/fault"
	"insider/internal/outbox"
)

// linkRow is a one-time sign-in link, by the hash of its secret.
type linkRow struct {
	Digest    []byte `gorm:"primaryKey"`
	Purpose   string
	UserID    *int64
	Email     string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

func (linkRow) TableName() string { return "sign_in_links" }

func (r linkRow) link() account.Link {
	l := account.Link{
		Digest: r.Digest, Purpose: account.Purpose(r.Purpose), Email: r.Email,
		Created: r.CreatedAt.UTC(), Expires: r.ExpiresAt.UTC(), Used: timeOf(r.UsedAt),
	}
	if r.UserID != nil {
		l.User = *r.UserID
	}
	return l
}

// addLink stores a link and deletes those that expired.
func addLink(tx *gorm.DB, l account.Link) error {
	if err := tx.Delete(&linkRow{}, "expires_at < ?", l.Created.UTC()).Error; err != nil {
		return err
	}
	row := linkRow{
		Digest: l.Digest, Purpose: string(l.Purpose), Email: l.Email,
		CreatedAt: l.Created.UTC().Truncate(time.Microsecond), ExpiresAt: l.Expires.UTC().Truncate(time.Microsecond),
	}
	if l.User != 0 {
		row.UserID = &l.User
	}
	return tx.Create(&row).Error
}

// AddLink stores a link of no user.
func (s *Store) AddLink(ctx context.Context, l account.Link) error {
	return s.write(ctx, func(tx *gorm.DB) error { return addLink(tx, l) })
}

// AskLink stores the link and the mail. When the address is no user's, or has most live links already, the link is
// nobody's and the mail a decoy.
func (s *Store) AskLink(ctx context.Context, email string, l account.Link, m outbox.Mail, most int) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		var users []userRow
		if err := forUpdate(tx).Where("email = ?", email).Limit(1).Find(&users).Error; err != nil {
			return err
		}
		l, m := l, m
		if len(users) > 0 {
			l.User = users[0].ID
		}
		var live int64
		// One that lives longer than this one was made while the clock was wrong.
		alive := tx.Model(&linkRow{}).Where("user_id = ? AND expires_at > ? AND expires_at <= ? AND used_at IS NULL", l.User, l.Created.UTC(), l.Expires.UTC())
		if err := alive.Count(&live).Error; err != nil {
			return err
		}
		if l.User == 0 || live >= int64(most) {
			l.User, m.Decoy = 0, true
		}
		if err := addLink(tx, l); err != nil {
			return err
		}
		return addMail(tx, m)
	})
}

// Link returns the link with that digest.
func (s *Store) Link(ctx context.Context, digest []byte) (account.Link, error) {
	var row linkRow
	err := s.read(ctx, func(tx *gorm.DB) error { return tx.Take(&row, "digest = ?", digest).Error })
	return row.link(), err
}

// UseLink locks the link, asks check, marks it used and stores a session of its user.
func (s *Store) UseLink(ctx context.Context, link, session []byte, now time.Time, check func(account.Link) error) error {
	now = now.UTC().Truncate(time.Microsecond)
	return s.write(ctx, func(tx *gorm.DB) error {
		var row linkRow
		if err := forUpdate(tx).Take(&row, "digest = ?", link).Error; err != nil {
			return err
		}
		l := row.link()
		if err := check(l); err != nil {
			return err
		}
		u, err := userOf(tx, l, now)
		if err != nil {
			return err
		}
		if err := tx.Model(&row).Update("used_at", now).Error; err != nil {
			return err
		}
		return openSession(tx, u, session, now)
	})
}

// userOf returns the user whom a link signs in: the one it is for, or the owner that the first link makes.
func userOf(tx *gorm.DB, l account.Link, now time.Time) (account.User, error) {
	if l.Purpose != account.First {
		var row userRow
		err := tx.Take(&row, "id = ?", l.User).Error
		return row.user(), err
	}
	var head auditHeadRow // locked before counting: of two first links one makes the first user
	if err := forUpdate(tx).Take(&head, "id = 1").Error; err != nil {
		return account.User{}, err
	}
	var n int64
	if err := tx.Model(&userRow{}).Count(&n).Error; err != nil {
		return account.User{}, err
	}
	if n > 0 {
		return account.User{}, fault.New(fault.Gone, "This link was for the first editor, and there is one already. Sign in by mail.")
	}
	return ensureUser(tx, l.Email, account.Owner, now, "system")
}

// openSession stores a session of u, notes the sign-in and deletes sessions that ended.
func openSession(tx *gorm.DB, u account.User, digest []byte, now time.Time) error {
	if err := pruneSessions(tx, now); err != nil {
		return err
	}
	row := sessionRow{Digest: digest, UserID: u.ID, CreatedAt: now, SeenAt: now}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	if err := tx.Model(&userRow{}).Where("id = ?", u.ID).Update("seen_at", now).Error; err != nil {
		return err
	}
	return appendAudit(tx, audit.Entry{At: now, Actor: u.Actor(), Act: "user.sign-in", Subject: u.Actor()})
}
