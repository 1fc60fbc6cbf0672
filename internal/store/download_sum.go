package store

import (
	"context"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/downloads"
)

// downloadSumRow is what was counted on a day whose raw events are gone.
type downloadSumRow struct {
	Day     int    `gorm:"primaryKey;autoIncrement:false"`
	Kind    string `gorm:"primaryKey"`
	Item    string `gorm:"primaryKey"`
	App     string `gorm:"primaryKey"`
	Country string `gorm:"primaryKey"`
	Count   int
}

func (downloadSumRow) TableName() string { return "download_sums" }

// downloadsClosed is the setting that tells the newest day that has sums.
const downloadsClosed = "downloads.closed"

// ClosedDay returns the newest day that has sums instead of raw events, 0 when there is none.
func (s *Store) ClosedDay(ctx context.Context) (downloads.Day, error) {
	value, err := s.Setting(ctx, downloadsClosed)
	if err != nil {
		return 0, err
	}
	day, err := strconv.Atoi(value)
	return downloads.Day(day), err
}

// OldestEvents returns the first day of which raw events are kept, 0 when there are none.
func (s *Store) OldestEvents(ctx context.Context) (downloads.Day, error) {
	var days []int
	err := s.read(ctx, func(tx *gorm.DB) error {
		return tx.Model(&downloadBatchRow{}).Order("day").Limit(1).Pluck("day", &days).Error
	})
	if err != nil || len(days) == 0 {
		return 0, err
	}
	return downloads.Day(days[0]), nil
}

// Sums returns what was counted on the days that are closed.
func (s *Store) Sums(ctx context.Context) ([]downloads.Sum, error) {
	var rows []downloadSumRow
	err := s.readOnce(ctx, func(tx *gorm.DB) error { return tx.Order("day, kind, item, app, country").Find(&rows).Error })
	sums := make([]downloads.Sum, len(rows))
	for i, r := range rows {
		sums[i] = downloads.Sum{Day: downloads.Day(r.Day), Kind: downloads.Kind(r.Kind), Item: r.Item, App: r.App, Country: r.Country, Count: r.Count}
	}
	return sums, err
}

// CloseDay keeps the sums of a day instead of its raw events and those before; the events in rest stay, because windows of
// that day may go on in the next. It does nothing when the day was closed meanwhile.
func (s *Store) CloseDay(ctx context.Context, day downloads.Day, sums []downloads.Sum, rest []downloads.Event) error {
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	defer s.names.begin(0) // names of old days go below
	return s.write(ctx, func(tx *gorm.DB) error {
		s.names.begin(day)
		closed, err := setting(forUpdate(tx), downloadsClosed)
		if err != nil {
			return err
		}
		if n, err := strconv.Atoi(closed); err != nil || n >= int(day) {
			return err
		}
		if err := setSetting(tx, downloadsClosed, strconv.Itoa(int(day)), s.now()); err != nil {
			return err
		}
		if err := saveSums(tx, sums); err != nil {
			return err
		}
		if err := tx.Where("day <= ?", int(day)).Delete(&downloadBatchRow{}).Error; err != nil {
			return err
		}
		if len(rest) > 0 {
			if err := s.appendBatch(tx, day, rest); err != nil {
				return err
			}
		}
		return tx.Where("seen_day < ?", int(day)).Delete(&downloadAgentRow{}).Error
	})
}

func saveSums(tx *gorm.DB, sums []downloads.Sum) error {
	if len(sums) == 0 {
		return nil
	}
	rows := make([]downloadSumRow, len(sums))
	for i, x := range sums {
		rows[i] = downloadSumRow{Day: int(x.Day), Kind: string(x.Kind), Item: x.Item, App: x.App, Country: x.Country, Count: x.Count}
	}
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, 500).Error
}

// downloadEpisodeRow is an episode as figures name it.
type downloadEpisodeRow struct {
	GUID        string `gorm:"primaryKey"`
	Slug        string
	Title       string
	PublishedAt time.Time
}

func (downloadEpisodeRow) TableName() string { return "download_episodes" }

// Episodes returns every episode that was ever public, newest first.
func (s *Store) Episodes(ctx context.Context) ([]downloads.Episode, error) {
	var rows []downloadEpisodeRow
	err := s.read(ctx, func(tx *gorm.DB) error { return tx.Order("published_at DESC, guid").Find(&rows).Error })
	list := make([]downloads.Episode, len(rows))
	for i, r := range rows {
		list[i] = downloads.Episode{GUID: r.GUID, Slug: r.Slug, Title: r.Title, Published: r.PublishedAt}
	}
	return list, err
}

// RecordEpisodes keeps how episodes are called now; unchanged ones cost no write.
func (s *Store) RecordEpisodes(ctx context.Context, episodes []downloads.Episode) error {
	list, err := s.Episodes(ctx)
	if err != nil {
		return err
	}
	known := make(map[string]downloads.Episode, len(list))
	for _, x := range list {
		known[x.GUID] = x
	}
	var changed []downloadEpisodeRow
	for _, x := range episodes {
		x.Published = x.Published.UTC().Truncate(time.Microsecond)
		if x != known[x.GUID] {
			changed = append(changed, downloadEpisodeRow{x.GUID, x.Slug, x.Title, x.Published})
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return s.write(ctx, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(changed, 500).Error
	})
}
