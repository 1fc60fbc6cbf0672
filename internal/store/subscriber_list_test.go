package store

import (
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"

	"insider/internal/newsletter"
)

func TestEveryOldPendingRowIsForgottenAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		now := s.now()
		rows := make([]subscriberRow, pruneBatch+2)
		consents := make([]consentRow, len(rows))
		for i := range rows {
			id := fmt.Sprintf("%05d", i)
			rows[i] = subscriberRow{ID: id, Email: id + "@example.com", State: newsletter.Pending, AskedAt: now.Add(-time.Hour)}
			consents[i] = consentRow{Subject: listSubject(id), What: "letter", At: now}
		}
		rows[7].State = newsletter.Confirmed
		err := s.write(t.Context(), func(tx *gorm.DB) error {
			if err := tx.CreateInBatches(rows, 500).Error; err != nil {
				return err
			}
			return tx.CreateInBatches(consents, 500).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.PruneSubscribers(t.Context(), now, now); err != nil {
			t.Fatal(err)
		}
		left, err := s.SubscriberCounts(t.Context())
		if err != nil || left.Pending != 0 || left.Confirmed != 1 {
			t.Fatalf("%+v, %v", left, err)
		}
		var kept []consentRow
		if err := s.reader.Find(&kept).Error; err != nil || len(kept) != 1 || kept[0].Subject != listSubject("00007") {
			t.Fatalf("%d consents, %v", len(kept), err)
		}
	})
}
