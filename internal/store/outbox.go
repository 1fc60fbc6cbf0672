package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/mail"
	"insider/internal/outbox"
)

// mailRow is a mail to be sent, or what is left of one.
type mailRow struct {
	ID          int64 `gorm:"primaryKey"`
	MessageID   string
	Kind        string
	Priority    outbox.Priority
	Recipient   string
	Subject     string
	Text        string
	HTML        string `gorm:"column:html"`
	Headers     string // JSON object
	State       outbox.State
	Attempts    int
	LastError   string
	RelayFailed bool
	CreatedAt   time.Time
	DueAt       time.Time
	TriedAt     *time.Time
	LeasedUntil *time.Time
	Lease       string
	EndedAt     *time.Time
}

func (mailRow) TableName() string { return "outbox_mails" }

// mailHeld is the setting of the no-mail switch: "on" holds everything.
const mailHeld = "mail.held"

// addMail writes a mail in the act's transaction; once that is committed, the sender of this process is woken.
func addMail(tx *gorm.DB, m outbox.Mail) error {
	headers, err := json.Marshal(m.Headers)
	if err != nil {
		return err
	}
	now := tx.NowFunc()
	row := mailRow{
		MessageID: strings.ToLower(rand.Text()), Kind: m.Kind, Priority: m.Priority, Recipient: m.To.String(),
		Subject: m.Subject, Text: m.Text, HTML: m.HTML, Headers: string(headers),
		State: outbox.Waiting, CreatedAt: now, DueAt: now,
	}
	if m.Decoy {
		row.State = outbox.Decoy
	}
	noteMail(tx)
	return tx.Create(&row).Error
}

// ClaimMails leases up to n mails that are due to the holder until the given time, most urgent first.
func (s *Store) ClaimMails(ctx context.Context, holder string, n int, until time.Time) ([]outbox.Claim, error) {
	work, err := s.mailDue(ctx)
	if err != nil || !work {
		return nil, err
	}
	var claims []outbox.Claim
	err = s.write(ctx, func(tx *gorm.DB) error {
		claims = nil
		if err := tx.Where("state = ?", outbox.Decoy).Delete(&mailRow{}).Error; err != nil {
			return err
		}
		held, err := setting(tx, mailHeld)
		if err != nil || held == "on" {
			return err
		}
		var rows []mailRow
		free := due(tx, s.now()).Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"})
		if err := free.Order("priority, due_at, id").Limit(n).Find(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		var ids []int64
		if claims, ids, err = claimsOf(rows); err != nil {
			return err
		}
		return tx.Model(&mailRow{}).Where("id IN ?", ids).
			Updates(map[string]any{"lease": holder, "leased_until": until.UTC().Truncate(time.Microsecond)}).Error
	})
	return claims, err
}

func claimsOf(rows []mailRow) (claims []outbox.Claim, ids []int64, err error) {
	for _, r := range rows {
		c, err := r.claim()
		if err != nil {
			return nil, nil, err
		}
		claims, ids = append(claims, c), append(ids, r.ID)
	}
	return claims, ids, nil
}

// mailDue reports, without writing, whether there is anything for ClaimMails to do.
func (s *Store) mailDue(ctx context.Context) (found bool, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var ids []int64
		err := due(tx, s.now()).Or("state = ?", outbox.Decoy).Limit(1).Pluck("id", &ids).Error
		found = len(ids) > 0
		return err
	})
	return found, err
}

// due selects mails that may be claimed now.
func due(tx *gorm.DB, now time.Time) *gorm.DB {
	return passed(passed(tx.Model(&mailRow{}).Where("state = ?", outbox.Waiting), "due_at", now), "leased_until", now)
}

// claim reads the row. A recipient that is no address any more stays the zero address, which no transport takes.
func (r mailRow) claim() (outbox.Claim, error) {
	to, _ := mail.ParseAddress(r.Recipient)
	m := outbox.Mail{Kind: r.Kind, Priority: r.Priority, To: to, Subject: r.Subject, Text: r.Text, HTML: r.HTML}
	err := json.Unmarshal([]byte(r.Headers), &m.Headers)
	return outbox.Claim{ID: r.ID, MessageID: r.MessageID, Mail: m, Created: r.CreatedAt, Attempts: r.Attempts}, err
}

// ReleaseMails gives back what is leased to a holder.
func (s *Store) ReleaseMails(ctx context.Context, holder string) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		mine := tx.Model(&mailRow{}).Where("lease = ? AND state = ?", holder, outbox.Waiting)
		return mine.Updates(map[string]any{"lease": "", "leased_until": nil}).Error
	})
}

// FinishMails records what became of mails the holder claimed. Of a mail that ended nothing personal stays.
func (s *Store) FinishMails(ctx context.Context, holder string, outcomes []outbox.Outcome) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		for _, o := range outcomes {
			mine := tx.Model(&mailRow{}).Where("id = ? AND lease = ?", o.ID, holder)
			if err := mine.Updates(outcomeColumns(o)).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func outcomeColumns(o outbox.Outcome) map[string]any {
	at := o.At.UTC().Truncate(time.Microsecond)
	columns := map[string]any{
		"state": o.State, "lease": "", "leased_until": nil, "last_error": o.Sentence, "relay_failed": o.Relay,
	}
	if o.State == outbox.Waiting {
		columns["due_at"] = o.Due.UTC().Truncate(time.Microsecond)
	} else {
		columns["ended_at"] = at
		for _, personal := range []string{"recipient", "subject", "text", "html", "headers"} {
			columns[personal] = ""
		}
	}
	if o.State == outbox.Sent || o.Sentence != "" {
		columns["attempts"], columns["tried_at"] = gorm.Expr("attempts + 1"), at
	}
	return columns
}

// HurryMails makes due what waits because the relay took nobody's mail.
func (s *Store) HurryMails(ctx context.Context) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		waiting := tx.Model(&mailRow{}).Where("state = ? AND relay_failed AND due_at > ?", outbox.Waiting, s.now())
		noteMail(tx)
		return waiting.Update("due_at", s.now()).Error
	})
}

// PruneMails forgets mails that were sent, or failed, before the given times.
func (s *Store) PruneMails(ctx context.Context, sent, failed time.Time) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		return tx.Where("state = ? AND ended_at < ? OR state = ? AND ended_at < ?",
			outbox.Sent, sent.UTC(), outbox.Failed, failed.UTC()).Delete(&mailRow{}).Error
	})
}

// dropMails takes back what waits for an address that left the list. A mail that is on its way is not called back.
func dropMails(tx *gorm.DB, address string) error {
	return tx.Where("recipient = ? AND state = ? AND kind IN ?", address, outbox.Waiting, []string{"confirm", "already"}).Delete(&mailRow{}).Error
}
