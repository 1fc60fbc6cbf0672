package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/account"
	"insider/internal/audit"
)

// userRow is somebody who may sign in at the desk.
type userRow struct {
	ID        int64 `gorm:"primaryKey"`
	Email     string
	Role      string
	CreatedAt time.Time
	SeenAt    *time.Time
}

func (userRow) TableName() string { return "users" }

func (r userRow) user() account.User {
	return account.User{ID: r.ID, Email: r.Email, Role: account.Role(r.Role), Created: r.CreatedAt.UTC(), Seen: timeOf(r.SeenAt)}
}

// sessionRow is a signed-in browser.
type sessionRow struct {
	ID        int64 `gorm:"primaryKey"`
	Digest    []byte
	UserID    int64
	CreatedAt time.Time
	SeenAt    time.Time
}

func (sessionRow) TableName() string { return "sessions" }

func (r sessionRow) session(u account.User) account.Session {
	return account.Session{ID: r.ID, User: u, Created: r.CreatedAt.UTC(), Seen: r.SeenAt.UTC()}
}

// Users returns all users, oldest first.
func (s *Store) Users(ctx context.Context) (list []account.User, err error) {
	var rows []userRow
	err = s.read(ctx, func(tx *gorm.DB) error { return tx.Order("id").Find(&rows).Error })
	for _, r := range rows {
		list = append(list, r.user())
	}
	return list, err
}

// UserCount returns how many users there are.
func (s *Store) UserCount(ctx context.Context) (int, error) {
	var n int64
	err := s.read(ctx, func(tx *gorm.DB) error { return tx.Model(&userRow{}).Count(&n).Error })
	return int(n), err
}

// AddUser adds a user, unless the address is known, and stores the link for that user.
func (s *Store) AddUser(ctx context.Context, email string, role account.Role, l account.Link) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		u, err := ensureUser(tx, email, role, l.Created, "system")
		if err != nil {
			return err
		}
		l.User = u.ID
		return addLink(tx, l)
	})
}

// ensureUser returns the user of an address, adding one with the role when there is none.
func ensureUser(tx *gorm.DB, email string, role account.Role, now time.Time, actor string) (account.User, error) {
	row := userRow{Email: email, Role: string(role), CreatedAt: now.UTC().Truncate(time.Microsecond)}
	added := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "email"}}, DoNothing: true}).Create(&row)
	if added.Error != nil {
		return account.User{}, added.Error
	}
	if added.RowsAffected == 0 {
		row = userRow{}
		err := tx.Take(&row, "email = ?", email).Error
		return row.user(), err
	}
	u := row.user()
	return u, appendAudit(tx, audit.Entry{
		At: now, Actor: actor, Act: "user.add", Subject: u.Actor(), Details: map[string]string{"role": string(role)},
	})
}

// Session returns the session with that digest and its user.
func (s *Store) Session(ctx context.Context, digest []byte) (x account.Session, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var row sessionRow
		if err := tx.Take(&row, "digest = ?", digest).Error; err != nil {
			return err
		}
		var u userRow
		if err := tx.Take(&u, "id = ?", row.UserID).Error; err != nil {
			return err
		}
		x = row.session(u.user())
		return nil
	})
	return x, err
}

// TouchSession notes a visit.
func (s *Store) TouchSession(ctx context.Context, id int64, now time.Time) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		return tx.Model(&sessionRow{}).Where("id = ?", id).Update("seen_at", now.UTC().Truncate(time.Microsecond)).Error
	})
}

// Sessions returns the sessions of a user, newest visit first.
func (s *Store) Sessions(ctx context.Context, user int64) (list []account.Session, err error) {
	var rows []sessionRow
	var u userRow
	err = s.read(ctx, func(tx *gorm.DB) error {
		if err := tx.Take(&u, "id = ?", user).Error; err != nil {
			return err
		}
		return tx.Where("user_id = ?", user).Order("seen_at DESC, id DESC").Limit(100).Find(&rows).Error
	})
	for _, r := range rows {
		list = append(list, r.session(u.user()))
	}
	return list, err
}

// EndSession deletes a session of that user.
func (s *Store) EndSession(ctx context.Context, user, session int64) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		return tx.Delete(&sessionRow{}, "id = ? AND user_id = ?", session, user).Error
	})
}

// pruneSessions deletes the sessions that nobody can use any more.
func pruneSessions(tx *gorm.DB, now time.Time) error {
	return tx.Delete(&sessionRow{}, "seen_at < ? OR created_at < ?", now.Add(-account.SessionIdle), now.Add(-account.SessionLimit)).Error
}
