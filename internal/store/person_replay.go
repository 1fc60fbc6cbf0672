package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/audit"
	"insider/internal/outbox"
	"insider/internal/person"
	"insider/internal/story"
)

// Addresses returns every address that some row holds in readable form, each as it is written there.
func (s *Store) Addresses(ctx context.Context) (list []string, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		list = nil
		for _, column := range []struct {
			query *gorm.DB
			name  string
		}{
			{tx.Model(&subscriberRow{}), "email"}, {tx.Model(&storyIdentityRow{}).Where("email <> ''"), "email"}, {tx.Model(&userRow{}), "email"},
			{tx.Model(&linkRow{}).Where("email <> ''"), "email"}, {tx.Model(&mailRow{}).Where("state = ?", outbox.Waiting), "recipient"},
		} {
			var found []string
			if err := column.query.Distinct().Pluck(column.name, &found).Error; err != nil {
				return err
			}
			list = append(list, found...)
		}
		return nil
	})
	return list, err
}

// ReceivedStories returns when each story arrived that was not taken back, by number.
func (s *Store) ReceivedStories(ctx context.Context) (map[int]time.Time, error) {
	var rows []storyRow
	err := s.read(ctx, func(tx *gorm.DB) error {
		return tx.Select("number", "received_at").Where("state <> ?", string(story.Withdrawn)).Find(&rows).Error
	})
	received := make(map[int]time.Time, len(rows))
	for _, r := range rows {
		received[r.Number] = r.ReceivedAt.UTC()
	}
	return received, err
}

// LeaveAgain repeats that somebody left, unless the address came back since, and reports whether it was on the list.
func (s *Store) LeaveAgain(ctx context.Context, hash string, at time.Time) (was bool, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		var rows []subscriberRow
		if err := forUpdate(tx).Where("id = ?", hash).Find(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		r := rows[0]
		if r.AskedAt.After(at) || timeOf(r.ConfirmedAt).After(at) {
			return nil
		}
		was = true
		if err := dropMails(tx, r.Email); err != nil {
			return err
		}
		if err := tx.Delete(&r).Error; err != nil {
			return err
		}
		suppression := suppressionRow{Hash: hash, At: micro(at)}
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&suppression).Error
	})
	return was, err
}

// TakeBackAgain repeats that a sender took a story back.
func (s *Store) TakeBackAgain(ctx context.Context, number int, at time.Time) error {
	return s.ChangeStory(ctx, number, func(x *story.Story) (story.Change, error) {
		entry := audit.Entry{At: s.now(), Actor: "operator", Act: "story.withdraw", Subject: story.Subject(number),
			Details: map[string]string{"from": string(x.State), "to": string(story.Withdrawn)}}
		return story.Change{Entries: []audit.Entry{entry}, Public: x.TakeBack(at)}, nil
	})
}

// Withdrawals returns who left and which stories were taken back since a moment, as erased.log writes it down.
func (s *Store) Withdrawals(ctx context.Context, since time.Time, key []byte) (lines []person.Line, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		lines = nil
		var left []suppressionRow
		if err := tx.Where("at >= ?", micro(since)).Order("at").Find(&left).Error; err != nil {
			return err
		}
		for _, r := range left {
			lines = append(lines, person.Line{At: r.At.UTC(), What: person.Left, Hash: r.Hash})
		}
		var back []storyRow
		if err := tx.Select("number", "received_at", "withdrawn_at").Where("withdrawn_at >= ?", micro(since)).Order("number").Find(&back).Error; err != nil {
			return err
		}
		for _, r := range back {
			lines = append(lines, person.Line{At: timeOf(r.WithdrawnAt), What: person.TakenBack, Hash: person.StoryHash(story.Subject(r.Number), r.ReceivedAt, key)})
		}
		return nil
	})
	return lines, err
}
