package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/consent"
)

// consentRow is somebody's agreement. Subject says whose: "story:12", or "list:" and the keyed hash of an address.
type consentRow struct {
	ID      int64 `gorm:"primaryKey"`
	Subject string
	What    string
	Version string
	Wording string
	At      time.Time
}

func (consentRow) TableName() string { return "consents" }

// recordConsents keeps what the subject agreed to in the act's transaction. There is one record for each purpose: the
// newest, or the one that stands already when keep is true.
func recordConsents(tx *gorm.DB, subject string, keep bool, records ...consent.Record) error {
	rows := make([]consentRow, 0, len(records))
	for _, r := range records {
		rows = append(rows, consentRow{Subject: subject, What: r.What, Version: r.Version, Wording: r.Text, At: r.At.UTC().Truncate(time.Microsecond)})
	}
	if len(rows) == 0 {
		return nil
	}
	conflict := clause.OnConflict{Columns: []clause.Column{{Name: "subject"}, {Name: "what"}}}
	if keep {
		conflict.DoNothing = true
	} else {
		conflict.DoUpdates = clause.AssignmentColumns([]string{"version", "wording", "at"})
	}
	return tx.Clauses(conflict).Create(&rows).Error
}

// deleteConsents forgets what the subjects agreed to.
func deleteConsents(tx *gorm.DB, subjects ...string) error {
	return tx.Where("subject IN ?", subjects).Delete(&consentRow{}).Error
}

// Consents returns what the subject agreed to, oldest first.
func (s *Store) Consents(ctx context.Context, subject string) (records []consent.Record, err error) {
	var rows []consentRow
	err = s.read(ctx, func(tx *gorm.DB) error {
		return tx.Where("subject = ?", subject).Order("at, id").Find(&rows).Error
	})
	for _, r := range rows {
		records = append(records, consent.Record{Wording: consent.Wording{What: r.What, Version: r.Version, Text: r.Wording}, At: r.At})
	}
	return records, err
}
