package store

import (
	"context"
	"crypto/rand"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/downloads"
)

// downloadSaltRow is the key of a day's hashes of listeners.
type downloadSaltRow struct {
	Day  int `gorm:"primaryKey;autoIncrement:false"`
	Salt []byte
}

func (downloadSaltRow) TableName() string { return "download_salts" }

// Salts returns the salts of the day and of the day before, the same in every process, making those that are missing.
func (s *Store) Salts(ctx context.Context, day downloads.Day) (downloads.Salts, error) {
	salts := downloads.Salts{Day: day}
	err := s.write(ctx, func(tx *gorm.DB) (err error) {
		if salts.Today, err = saltOf(tx, day); err != nil {
			return err
		}
		salts.Before, err = saltOf(tx, day-1)
		return err
	})
	return salts, err
}

func saltOf(tx *gorm.DB, day downloads.Day) ([]byte, error) {
	fresh := downloadSaltRow{Day: int(day), Salt: make([]byte, downloads.SaltBytes)}
	rand.Read(fresh.Salt)
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return nil, err
	}
	var row downloadSaltRow
	err := tx.Take(&row, "day = ?", int(day)).Error
	return row.Salt, err
}

// DestroySalts deletes the salts of all days but those from first to last. In SQLite they are overwritten in the file, and the log
// beside it is emptied.
func (s *Store) DestroySalts(ctx context.Context, first, last downloads.Day) error {
	var gone int64
	err := s.write(ctx, func(tx *gorm.DB) error {
		result := tx.Where("day < ? OR day > ?", int(first), int(last)).Delete(&downloadSaltRow{})
		gone = result.RowsAffected
		return result.Error
	})
	if err != nil || gone == 0 || s.backend != "sqlite" {
		return err
	}
	_, err = s.emptyLog(ctx) // if somebody reads on, the next checkpoint of any writer does it
	return err
}
