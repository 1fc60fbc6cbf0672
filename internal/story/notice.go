package story

import (
	"context"
	"time"

	"insider/internal/mail"
	"insider/internal/outbox"
)

// NoticeEvery is how often editors are told of new stories at most.
const NoticeEvery = time.Hour

// Notify tells every user of the desk by mail which stories arrived since the last notice. It does nothing when none did,
// or when the last notice is younger than NoticeEvery. Several processes may call it.
func (s *Service) Notify(ctx context.Context) error {
	return s.Store.NoticeStories(ctx, s.Clock().UTC(), NoticeEvery, func(numbers []int, to []mail.Address) ([]outbox.Mail, error) {
		mails := make([]outbox.Mail, 0, len(to))
		for _, address := range to {
			m, err := s.Notice(address, numbers)
			if err != nil {
				return nil, err
			}
			mails = append(mails, m)
		}
		return mails, nil
	})
}
