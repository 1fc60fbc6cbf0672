package store

import (
	"context"
	"iter"
	"time"

	"gorm.io/gorm"

	"insider/internal/newsletter"
)

// Subscriber returns a row, or NotFound.
func (s *Store) Subscriber(ctx context.Context, id string) (newsletter.Subscriber, error) {
	var row subscriberRow
	err := s.read(ctx, func(tx *gorm.DB) error { return tx.Take(&row, "id = ?", id).Error })
	return row.subscriber(), err
}

// SubscriberCounts counts the rows of each state.
func (s *Store) SubscriberCounts(ctx context.Context) (c newsletter.Counts, err error) {
	var rows []struct {
		State newsletter.State
		N     int
	}
	err = s.read(ctx, func(tx *gorm.DB) error {
		return tx.Model(&subscriberRow{}).Select("state, COUNT(*) AS n").Group("state").Find(&rows).Error
	})
	for _, r := range rows {
		switch r.State {
		case newsletter.Pending:
			c.Pending = r.N
		case newsletter.Confirmed:
			c.Confirmed = r.N
		}
	}
	return c, err
}

// Subscribers returns limit rows from offset on, newest request first; state "" is all.
func (s *Store) Subscribers(ctx context.Context, state newsletter.State, offset, limit int) (list []newsletter.Subscriber, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		query := tx.Order("asked_at DESC, id").Offset(offset).Limit(limit)
		if state != "" {
			query = query.Where("state = ?", state)
		}
		var rows []subscriberRow
		err := query.Find(&rows).Error
		list = subscribersOf(rows)
		return err
	})
	return list, err
}

// EachSubscriber yields every row once, in the order of ids, 500 rows at a time. It holds no transaction between them, so
// a slow reader stops nobody from writing.
func (s *Store) EachSubscriber(ctx context.Context) iter.Seq2[newsletter.Subscriber, error] {
	const size = 500
	return func(yield func(newsletter.Subscriber, error) bool) {
		last := ""
		for {
			var rows []subscriberRow
			err := s.read(ctx, func(tx *gorm.DB) error {
				return tx.Where("id > ?", last).Order("id").Limit(size).Find(&rows).Error
			})
			if err != nil {
				yield(newsletter.Subscriber{}, err)
				return
			}
			for _, r := range rows {
				if !yield(r.subscriber(), nil) {
					return
				}
				last = r.ID
			}
			if len(rows) < size {
				return
			}
		}
	}
}

// pruneBatch is how many pending rows one transaction forgets: others write between two.
const pruneBatch = 1000

// PruneSubscribers forgets pending rows last asked for, and marks set, before the given times. Of many rows those of each
// finished batch are gone whatever happens to the next.
func (s *Store) PruneSubscribers(ctx context.Context, pending, marks time.Time) error {
	for n := pruneBatch; n == pruneBatch; {
		err := s.write(ctx, func(tx *gorm.DB) (err error) {
			n, err = prunePending(tx, pending)
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.write(ctx, func(tx *gorm.DB) error { return tx.Where("at < ?", micro(marks)).Delete(&markRow{}).Error })
}

// prunePending forgets one batch of pending rows with what they agreed to, and returns how many there were.
func prunePending(tx *gorm.DB, before time.Time) (int, error) {
	var ids []string
	old := tx.Model(&subscriberRow{}).Where("state = ? AND asked_at < ?", newsletter.Pending, micro(before))
	if err := forUpdate(old).Limit(pruneBatch).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return 0, err
	}
	subjects := make([]string, len(ids))
	for i, id := range ids {
		subjects[i] = listSubject(id)
	}
	if err := deleteConsents(tx, subjects...); err != nil {
		return 0, err
	}
	return len(ids), tx.Where("id IN ?", ids).Delete(&subscriberRow{}).Error
}

func subscribersOf(rows []subscriberRow) []newsletter.Subscriber {
	list := make([]newsletter.Subscriber, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.subscriber())
	}
	return list
}
