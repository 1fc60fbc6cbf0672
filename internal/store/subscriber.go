package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/consent"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/newsletter"
)

// subscriberRow is an address on the list, or waiting to be confirmed.
type subscriberRow struct {
	ID          string `gorm:"primaryKey"`
	Email       string
	State       newsletter.State
	AskedAt     time.Time
	ConfirmedAt *time.Time
}

func (subscriberRow) TableName() string { return "subscribers" }

// suppressionRow is somebody who left, as the keyed hash of the address.
type suppressionRow struct {
	Hash   string `gorm:"primaryKey"`
	Reason string
	At     time.Time
}

func (suppressionRow) TableName() string { return "suppressions" }

// markRow is when an address was last written to.
type markRow struct {
	Hash string `gorm:"primaryKey"`
	Kind string `gorm:"primaryKey"`
	At   time.Time
}

func (markRow) TableName() string { return "mail_marks" }

// listSubject is whose consent it is: the hash tells nothing without the key.
func listSubject(id string) string { return "list:" + id }

// Request writes that somebody asks to be on the list. It runs the same statements for every address.
func (s *Store) Request(ctx context.Context, r newsletter.Request, decide func(newsletter.Known) newsletter.Answer) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		if err := putPending(tx, r); err != nil {
			return err
		}
		known, err := knownAddress(tx, r.ID)
		if err != nil {
			return err
		}
		if err := recordConsents(tx, listSubject(r.ID), known.State == newsletter.Confirmed, r.Consent); err != nil {
			return err
		}
		answer := decide(known)
		mark := markRow{Hash: r.ID, Kind: answer.Mail.Kind, At: micro(answer.Asked)}
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&mark).Error; err != nil {
			return err
		}
		return addMail(tx, answer.Mail)
	})
}

// putPending adds a pending row, or renews one that is pending. Either way the row is locked afterwards.
func putPending(tx *gorm.DB, r newsletter.Request) error {
	row := subscriberRow{ID: r.ID, Email: r.Address.String(), State: newsletter.Pending, AskedAt: micro(r.Now)}
	return tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		Where:     clause.Where{Exprs: []clause.Expression{clause.Eq{Column: "subscribers.state", Value: newsletter.Pending}}},
		DoUpdates: clause.AssignmentColumns([]string{"asked_at"}),
	}).Create(&row).Error
}

func knownAddress(tx *gorm.DB, id string) (newsletter.Known, error) {
	var row subscriberRow
	if err := tx.Take(&row, "id = ?", id).Error; err != nil {
		return newsletter.Known{}, err
	}
	var marks []markRow
	if err := tx.Where("hash = ?", id).Find(&marks).Error; err != nil {
		return newsletter.Known{}, err
	}
	address, err := mail.ParseAddress(row.Email)
	if err != nil {
		return newsletter.Known{}, fmt.Errorf("store: subscriber %s has no address", id) // the fault is not the reader's
	}
	known := newsletter.Known{State: row.State, Address: address, Reminded: map[string]time.Time{}}
	for _, m := range marks {
		known.Reminded[m.Kind] = m.At
	}
	return known, nil
}

// Confirm puts a pending subscriber on the list and lifts a suppression.
func (s *Store) Confirm(ctx context.Context, id string, agreed consent.Record) (sub newsletter.Subscriber, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		var row subscriberRow
		if err := forUpdate(tx).Take(&row, "id = ?", id).Error; err != nil {
			return err
		}
		if row.State == newsletter.Pending {
			at := micro(agreed.At)
			row.State, row.ConfirmedAt = newsletter.Confirmed, &at
			if err := confirm(tx, row, agreed); err != nil {
				return err
			}
		}
		sub = row.subscriber()
		return nil
	})
	return sub, err
}

// confirm writes a row that is on the list, what was agreed to, and lifts a suppression.
func confirm(tx *gorm.DB, row subscriberRow, agreed consent.Record) error {
	if err := tx.Save(&row).Error; err != nil {
		return err
	}
	if err := recordConsents(tx, listSubject(row.ID), false, agreed); err != nil {
		return err
	}
	return tx.Where("hash = ?", row.ID).Delete(&suppressionRow{}).Error
}

// Leave deletes a row and remembers the hash.
func (s *Store) Leave(ctx context.Context, id, reason string, now time.Time) (sub newsletter.Subscriber, err error) {
	found := false
	err = s.write(ctx, func(tx *gorm.DB) error {
		var rows []subscriberRow
		if err := forUpdate(tx).Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil {
			return err
		}
		if found = len(rows) > 0; found {
			sub = rows[0].subscriber()
			if err := dropMails(tx, sub.Email); err != nil {
				return err
			}
		}
		if err := tx.Where("id = ?", id).Delete(&subscriberRow{}).Error; err != nil {
			return err
		}
		suppression := suppressionRow{Hash: id, Reason: reason, At: micro(now)}
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&suppression).Error
	})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "This address is not on the list.")
	}
	return sub, err
}

// Rejoin puts an address back on the list that left by mistake.
func (s *Store) Rejoin(ctx context.Context, r newsletter.Request) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		now := micro(r.Now)
		row := subscriberRow{
			ID: r.ID, Email: r.Address.String(), State: newsletter.Confirmed, AskedAt: now, ConfirmedAt: &now,
		}
		return confirm(tx, row, r.Consent)
	})
}

// micro is a moment as both databases keep it.
func micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func (r subscriberRow) subscriber() newsletter.Subscriber {
	sub := newsletter.Subscriber{ID: r.ID, Email: r.Email, State: r.State, Asked: r.AskedAt}
	if r.ConfirmedAt != nil {
		sub.Confirmed = *r.ConfirmedAt
	}
	return sub
}
