package store

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"gorm.io/gorm"

	"insider/internal/audit"
)

// auditRow is one act of somebody, for ever.
type auditRow struct {
	Number  int64 `gorm:"primaryKey;autoIncrement:false"`
	At      time.Time
	Actor   string
	Act     string
	Subject string
	Nonce   []byte
	Details string // JSON object
	Digest  []byte
	Head    []byte
}

func (auditRow) TableName() string { return "audit_entries" }

// auditHeadRow is the end of the chain, kept apart from it.
type auditHeadRow struct {
	ID     int64 `gorm:"primaryKey"`
	Number int64
	Head   []byte
}

func (auditHeadRow) TableName() string { return "audit_head" }

// appendAudit adds an entry in the act's transaction. The head stays locked until that transaction ends, so entries come
// one after the other. A zero At is the moment of tx's clock.
func appendAudit(tx *gorm.DB, e audit.Entry) error {
	var head auditHeadRow
	if err := forUpdate(tx).Take(&head, "id = 1").Error; err != nil {
		return err
	}
	if e.At.IsZero() {
		e.At = tx.NowFunc()
	}
	e.Seal(head.Number, head.Head)
	details, err := json.Marshal(e.Details)
	if err != nil {
		return err
	}
	row := auditRow{
		Number: e.Number, At: e.At, Actor: e.Actor, Act: e.Act, Subject: e.Subject,
		Nonce: e.Nonce, Details: string(details), Digest: e.Digest, Head: e.Head,
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	return tx.Model(&auditHeadRow{}).Where("id = 1").Updates(map[string]any{"number": e.Number, "head": e.Head}).Error
}

// AuditEntries returns up to limit entries after the given number, oldest first.
func (s *Store) AuditEntries(ctx context.Context, after int64, limit int) (entries []audit.Entry, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		entries, err = auditPage(tx.Where("number > ?", after).Limit(limit))
		return err
	})
	return entries, err
}

// AuditOf returns what happened to one subject ("story:12"), oldest first, 1,000 entries at most.
func (s *Store) AuditOf(ctx context.Context, subject string) (entries []audit.Entry, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		entries, err = auditPage(tx.Where("subject = ?", subject).Limit(1000))
		return err
	})
	return entries, err
}

// VerifyAudit walks the whole chain. It returns nil when nothing was changed, left out, added or moved.
func (s *Store) VerifyAudit(ctx context.Context) error {
	return s.readOnce(ctx, func(tx *gorm.DB) error {
		var head auditHeadRow
		if err := tx.Take(&head, "id = 1").Error; err != nil {
			return err
		}
		return audit.Verify(auditChain(tx), head.Number, head.Head)
	})
}

// auditChain yields every entry in order, 500 rows at a time.
func auditChain(tx *gorm.DB) iter.Seq2[audit.Entry, error] {
	const size = 500
	return func(yield func(audit.Entry, error) bool) {
		for last := int64(0); ; {
			entries, err := auditPage(tx.Where("number > ?", last).Limit(size))
			if err != nil {
				yield(audit.Entry{}, err)
				return
			}
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
				last = e.Number
			}
			if len(entries) < size {
				return
			}
		}
	}
}

func auditPage(query *gorm.DB) ([]audit.Entry, error) {
	var rows []auditRow
	if err := query.Order("number").Find(&rows).Error; err != nil {
		return nil, err
	}
	entries := make([]audit.Entry, 0, len(rows))
	for _, r := range rows {
		e := audit.Entry{Number: r.Number, At: r.At, Actor: r.Actor, Act: r.Act, Subject: r.Subject, Nonce: r.Nonce, Digest: r.Digest, Head: r.Head}
		if err := json.Unmarshal([]byte(r.Details), &e.Details); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}
