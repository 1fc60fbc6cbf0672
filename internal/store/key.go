package store

import (
	"context"
	"crypto/rand"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// keyRow is a random key that is made once and never rotated.
type keyRow struct {
	Name      string `gorm:"primaryKey"`
	Value     []byte
	CreatedAt time.Time
}

func (keyRow) TableName() string { return "keys" }

// SuppressionKey returns the 32-byte key under which addresses are hashed in rows, making it on the first call. Every
// process gets the same key.
func (s *Store) SuppressionKey(ctx context.Context) ([]byte, error) {
	const name = "suppression"
	row := keyRow{}
	err := s.write(ctx, func(tx *gorm.DB) error {
		fresh := keyRow{Name: name, Value: make([]byte, 32), CreatedAt: s.now()}
		rand.Read(fresh.Value)
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
			return err
		}
		return tx.Take(&row, "name = ?", name).Error
	})
	return row.Value, err
}
