package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// settingRow is a switch that people turn while the server runs.
type settingRow struct {
	Name      string `gorm:"primaryKey"`
	Value     string
	ChangedAt time.Time
}

func (settingRow) TableName() string { return "settings" }

// setting returns a setting's value in tx, "" when nobody set it.
func setting(tx *gorm.DB, name string) (string, error) {
	var rows []settingRow
	err := tx.Where("name = ?", name).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Value, nil
}

// setSetting writes a setting in tx.
func setSetting(tx *gorm.DB, name, value string, now time.Time) error {
	row := settingRow{Name: name, Value: value, ChangedAt: now}
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// Setting returns a setting's value, "" when nobody set it.
func (s *Store) Setting(ctx context.Context, name string) (value string, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		value, err = setting(tx, name)
		return err
	})
	return value, err
}

// SetSetting writes a setting.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.write(ctx, func(tx *gorm.DB) error { return setSetting(tx, name, value, s.now()) })
}
