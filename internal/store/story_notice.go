package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"insider/internal/mail"
	"insider/internal/story"
)

// storiesNoticed is the setting that says when editors were last told of new stories.
const storiesNoticed = "stories.noticed"

// NoticeStories stores the mails that compose makes for stories that still wait and no notice told of, when there are
// some and the last notice is as old as wait.
func (s *Store) NoticeStories(ctx context.Context, now time.Time, wait time.Duration, compose story.Compose) error {
	numbers, err := s.unnoticed(ctx)
	if err != nil || len(numbers) == 0 {
		return err
	}
	return s.write(ctx, func(tx *gorm.DB) error {
		due, err := noticeDue(tx, now.Add(-wait))
		if err != nil || !due {
			return err
		}
		if numbers, err = unnoticed(tx); err != nil || len(numbers) == 0 {
			return err
		}
		to, err := userAddresses(tx)
		if err != nil || len(to) == 0 {
			return err
		}
		mails, err := compose(numbers, to)
		if err != nil {
			return err
		}
		for _, m := range mails {
			if err := addMail(tx, m); err != nil {
				return err
			}
		}
		if err := tx.Model(&storyRow{}).Where("number IN ?", numbers).Update("noticed", true).Error; err != nil {
			return err
		}
		return setSetting(tx, storiesNoticed, now.Format(time.RFC3339Nano), now)
	})
}

// unnoticed looks without writing, so that an idle inbox costs no transaction that may.
func (s *Store) unnoticed(ctx context.Context) (numbers []int, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		numbers, err = unnoticed(tx)
		return err
	})
	return numbers, err
}

func unnoticed(tx *gorm.DB) (numbers []int, err error) {
	err = tx.Model(&storyRow{}).Where("state = ? AND NOT noticed", string(story.Received)).
		Order("number").Limit(500).Pluck("number", &numbers).Error
	return numbers, err
}

// noticeDue locks the moment of the last notice and reports whether it was before the given one, or in no past at all.
func noticeDue(tx *gorm.DB, before time.Time) (bool, error) {
	last, err := setting(forUpdate(tx), storiesNoticed)
	if err != nil || last == "" {
		return err == nil, err
	}
	t, err := time.Parse(time.RFC3339Nano, last)
	return !t.After(before) || t.After(before.Add(ahead)), err
}

func userAddresses(tx *gorm.DB) ([]mail.Address, error) {
	var emails []string
	if err := tx.Model(&userRow{}).Order("id").Pluck("email", &emails).Error; err != nil {
		return nil, err
	}
	to := make([]mail.Address, 0, len(emails))
	for _, e := range emails {
		a, err := mail.ParseAddress(e)
		if err != nil {
			return nil, err
		}
		to = append(to, a)
	}
	return to, nil
}
