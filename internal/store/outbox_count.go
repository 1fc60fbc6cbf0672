package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"insider/internal/audit"
	"insider/internal/outbox"
)

// slowFrom is how many different mails must have failed since the last success before it counts as everybody's trouble;
// one is enough when the relay itself could not be reached.
const slowFrom = 3

// OutboxCounts says how the outbox is doing.
func (s *Store) OutboxCounts(ctx context.Context) (c outbox.Counts, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		held, err := setting(tx, mailHeld)
		if err != nil {
			return err
		}
		c = outbox.Counts{Held: held == "on"}
		if c.Failed, err = countMails(tx, "state = ?", outbox.Failed); err != nil {
			return err
		}
		if c.Waiting, err = countMails(tx, "state = ?", outbox.Waiting); err != nil {
			return err
		}
		if c.Waiting > 0 {
			return fillWaiting(tx, &c)
		}
		c.Slow = c.Held
		return nil
	})
	return c, err
}

// fillWaiting tells how the mails that wait are doing.
func fillWaiting(tx *gorm.DB, c *outbox.Counts) (err error) {
	if c.Failing, err = countMails(tx, "state = ? AND attempts > 0", outbox.Waiting); err != nil {
		return err
	}
	if c.Oldest, err = newestMail(tx, "created_at", "state = ?", outbox.Waiting); err != nil {
		return err
	}
	success, err := newestMail(tx, "ended_at DESC", "state = ? AND ended_at < ?", outbox.Sent, tx.NowFunc().Add(ahead))
	if err != nil {
		return err
	}
	since, err := countMails(tx, "state = ? AND tried_at > ?", outbox.Waiting, success)
	if err != nil {
		return err
	}
	relay, err := countMails(tx, "state = ? AND tried_at > ? AND relay_failed", outbox.Waiting, success)
	c.Slow = c.Held || relay > 0 || since >= slowFrom
	return err
}

func countMails(tx *gorm.DB, where string, values ...any) (int, error) {
	var n int64
	err := tx.Model(&mailRow{}).Where(where, values...).Count(&n).Error
	return int(n), err
}

// newestMail returns the time by which the first mail in the given order is ordered, or zero.
func newestMail(tx *gorm.DB, order, where string, values ...any) (time.Time, error) {
	var rows []mailRow
	err := tx.Select("created_at", "ended_at").Where(where, values...).Order(order).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	if rows[0].EndedAt != nil {
		return *rows[0].EndedAt, nil
	}
	return rows[0].CreatedAt, nil
}

// HoldMail turns the no-mail switch: while it is on, nothing leaves the outbox. A held mail that is let go counts as written
// then, so that it is tried for its whole life. The actor ("editor:ID", "operator") is written into the audit chain.
func (s *Store) HoldMail(ctx context.Context, on bool, actor string) error {
	value, act := "", "mail.on"
	if on {
		value, act = "on", "mail.off"
	}
	return s.write(ctx, func(tx *gorm.DB) error {
		held, err := setting(tx, mailHeld)
		if err != nil {
			return err
		}
		if err := setSetting(tx, mailHeld, value, s.now()); err != nil {
			return err
		}
		if held == "on" && !on {
			waiting := tx.Model(&mailRow{}).Where("state = ?", outbox.Waiting)
			if err := waiting.Update("created_at", s.now()).Error; err != nil {
				return err
			}
		}
		noteMail(tx)
		return appendAudit(tx, audit.Entry{Actor: actor, Act: act, Subject: "mail"})
	})
}

// MailHeld reports whether the no-mail switch is on.
func (s *Store) MailHeld(ctx context.Context) (bool, error) {
	value, err := s.Setting(ctx, mailHeld)
	return value == "on", err
}
