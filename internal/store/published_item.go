package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PublishedItem is what the feed told about an item when it was last published.
type PublishedItem struct {
	GUID             string `gorm:"primaryKey"`
	Slug             string
	Number           string
	EnclosureURL     string
	EnclosureLength  int64
	EnclosureType    string
	ItemHash         string    // of the item as the feed writes it
	Elements         string    // digests of the item's elements, a JSON object; "" when they were not kept
	FirstPublished   time.Time // kept from the first time
	Listed           bool      // it is in the feed; set by RecordItems
	PreviousURL      string    // of the enclosure before this one, "" when there was none; set by RecordItems, like the next two
	PreviousLength   int64
	EnclosureChanged time.Time // when this enclosure took its place; zero when it is the first
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

// RecordItems keeps what the feed tells about its items now: all of them, so that others are no longer listed. known is what
// PublishedItems returned just before. The moment of first publication stays as it was; unchanged items cost no write.
func (s *Store) RecordItems(ctx context.Context, known map[string]PublishedItem, items []PublishedItem) error {
	changed := changedItems(known, items, s.now())
	if len(changed) == 0 {
		return nil
	}
	update := clause.AssignmentColumns([]string{"slug", "number", "enclosure_url", "enclosure_length", "enclosure_type", "item_hash",
		"elements", "listed", "previous_url", "previous_length", "enclosure_changed"})
	return s.write(ctx, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "guid"}}, DoUpdates: update}).
			CreateInBatches(changed, 500).Error
	})
}

// changedItems returns the rows that differ from what is known.
func changedItems(known map[string]PublishedItem, items []PublishedItem, now time.Time) (changed []PublishedItem) {
	listed := make(map[string]bool, len(items))
	for _, x := range items {
		listed[x.GUID] = true
		x.FirstPublished, x.Listed = x.FirstPublished.UTC().Truncate(time.Microsecond), true
		old, ok := known[x.GUID]
		if ok {
			x.FirstPublished, x.PreviousURL, x.PreviousLength, x.EnclosureChanged = old.FirstPublished, old.PreviousURL, old.PreviousLength, old.EnclosureChanged
		}
		if ok && (x.EnclosureURL != old.EnclosureURL || x.EnclosureLength != old.EnclosureLength) {
			x.PreviousURL, x.PreviousLength, x.EnclosureChanged = old.EnclosureURL, old.EnclosureLength, now
		}
		if x != old {
			changed = append(changed, x)
		}
	}
	for guid, old := range known {
		if old.Listed && !listed[guid] {
			old.Listed = false
			changed = append(changed, old)
		}
	}
	return changed
}
