package store

import (
	"context"

	"gorm.io/gorm"

	"insider/internal/outbox"
)

// OpenMails returns the newest mails that wait or failed, at most limit.
func (s *Store) OpenMails(ctx context.Context, limit int) (list []outbox.Entry, err error) {
	var rows []mailRow
	err = s.read(ctx, func(tx *gorm.DB) error {
		return tx.Omit("HTML").Where("state IN ?", []outbox.State{outbox.Waiting, outbox.Failed}).
			Order("id DESC").Limit(limit).Find(&rows).Error
	})
	for _, r := range rows {
		list = append(list, outbox.Entry{
			ID: r.ID, Kind: r.Kind, State: r.State, To: r.Recipient, Subject: r.Subject, Text: r.Text,
			Attempts: r.Attempts, Sentence: r.LastError, Created: r.CreatedAt.UTC(), Due: r.DueAt.UTC(),
		})
	}
	return list, err
}
