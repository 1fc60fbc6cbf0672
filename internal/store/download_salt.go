package store

import (
	"context"
	"crypto/rand"
	"time"

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

// DestroySalts deletes the salts of days before the given one. In SQLite they are overwritten in the file, and the log
// beside it is emptied.
func (s *Store) DestroySalts(ctx context.Context, before downloads.Day) error {
	var gone int64
	err := s.write(ctx, func(tx *gorm.DB) error {
		result := tx.Where("day < ?", int(before)).Delete(&downloadSaltRow{})
		gone = result.RowsAffected
		return result.Error
	})
	if err != nil || gone == 0 || s.backend != "sqlite" {
		return err
	}
	return s.emptyLog(ctx)
}

// emptyLog moves everything from SQLite's write-ahead log into the file and cuts the log to nothing. It waits a little
// for readers that still need the log.
func (s *Store) emptyLog(ctx context.Context) error {
	for range 20 {
		var busy, frames, moved int
		row := s.pools[0].QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		if err := row.Scan(&busy, &frames, &moved); err != nil {
			return asFault(err)
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return nil // the next checkpoint of any writer does it
}
