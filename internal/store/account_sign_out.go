package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"insider/internal/account"
	"insider/internal/audit"
)

// EndSessions deletes the sessions and the sign-in links of the user with that address, of every user for "", and returns how many
// browsers were signed out. An address of no user is NotFound.
func (s *Store) EndSessions(ctx context.Context, email string, now time.Time) (ended int, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		ended = 0
		var rows []userRow
		users := tx.Order("id")
		if email != "" {
			users = users.Where("email = ?", email)
		}
		if err := users.Find(&rows).Error; err != nil {
			return err
		}
		if email != "" && len(rows) == 0 {
			return gorm.ErrRecordNotFound
		}
		for _, r := range rows {
			n, err := signOut(tx, r.user(), now)
			if err != nil {
				return err
			}
			ended += n
		}
		return nil
	})
	return ended, err
}

// signOut closes all that lets a user in now.
func signOut(tx *gorm.DB, u account.User, now time.Time) (ended int, err error) {
	if err := tx.Delete(&linkRow{}, "user_id = ?", u.ID).Error; err != nil {
		return 0, err
	}
	gone := tx.Delete(&sessionRow{}, "user_id = ?", u.ID)
	if gone.Error != nil {
		return 0, gone.Error
	}
	return int(gone.RowsAffected), appendAudit(tx, audit.Entry{At: now, Actor: "operator", Act: "user.sign-out", Subject: u.Actor()})
}
