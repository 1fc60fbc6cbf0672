package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// revisionRow is the one counter of acts that changed what is public.
type revisionRow struct {
	ID        int64 `gorm:"primaryKey"`
	Number    int64
	ChangedAt time.Time
}

func (revisionRow) TableName() string { return "revision" }

// Revision returns the number of acts so far that changed what is public. Processes poll it and read again when it grew.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	var row revisionRow
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	err := asFault(s.reader.WithContext(ctx).Take(&row, "id = 1").Error)
	return row.Number, err
}

// bumpRevision tells every process that the transaction changes what is public.
func bumpRevision(tx *gorm.DB, now time.Time) error {
	return tx.Model(&revisionRow{}).Where("id = 1").
		Updates(map[string]any{"number": gorm.Expr("number + 1"), "changed_at": micro(now)}).Error
}
