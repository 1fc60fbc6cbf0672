package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PublishedItem is what the feed told about an item when it was last published.
type PublishedItem struct {
	GUID            string `gorm:"primaryKey"`
	Slug            string
	Number          string
	EnclosureURL    string
	EnclosureLength int64
	EnclosureType   string
	ItemHash        string    // of the item as the feed writes it
	FirstPublished  time.Time // kept from the first time
}

// TableName is the table's name.
func (PublishedItem) TableName() string { return "published_items" }

// PublishedItems returns every item that was ever published, by its guid.
func (s *Store) PublishedItems(ctx context.Context) (map[string]PublishedItem, error) {
	var rows []PublishedItem
	err := s.read(ctx, func(tx *gorm.DB) error { return tx.Find(&rows).Error })
	items := make(map[string]PublishedItem, len(rows))
	for _, r := range rows {
		items[r.GUID] = r
	}
	return items, err
}

// RecordItems keeps what the feed tells about items now. The moment of first publication stays as it was; unchanged
// items cost no write.
func (s *Store) RecordItems(ctx context.Context, items []PublishedItem) error {
	known, err := s.PublishedItems(ctx)
	if err != nil {
		return err
	}
	var changed []PublishedItem
	for _, x := range items {
		x.FirstPublished = x.FirstPublished.UTC().Truncate(time.Microsecond)
		if old, ok := known[x.GUID]; ok {
			x.FirstPublished = old.FirstPublished
		}
		if x != known[x.GUID] {
			changed = append(changed, x)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	update := clause.AssignmentColumns([]string{"slug", "number", "enclosure_url", "enclosure_length", "enclosure_type", "item_hash"})
	return s.write(ctx, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "guid"}}, DoUpdates: update}).
			CreateInBatches(changed, 500).Error
	})
}
