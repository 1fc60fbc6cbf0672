package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/websub"
)

// hubRow is what a hub has to be told about a feed, and what it was told.
type hubRow struct {
	Hub         string `gorm:"primaryKey"`
	Feed        string `gorm:"primaryKey"`
	Hash        string // of the feed as it is
	ChangedAt   time.Time
	NotedAt     time.Time
	ToldHash    string // of the feed that the hub was told about last
	ToldAt      *time.Time
	TriedAt     *time.Time
	DueAt       time.Time
	Attempts    int
	LastError   string
	GaveUp      bool
	Lease       string
	LeasedUntil *time.Time
}

func (hubRow) TableName() string { return "hub_notices" }

// NoteFeed keeps the feed as it is now and which hubs have to be told.
func (s *Store) NoteFeed(ctx context.Context, f websub.Feed) error {
	f.Changed = f.Changed.UTC().Truncate(time.Microsecond)
	return s.write(ctx, func(tx *gorm.DB) error {
		var rows []hubRow
		if err := forUpdate(tx).Order("hub, feed").Find(&rows).Error; err != nil {
			return err
		}
		known := map[string]hubRow{}
		for _, r := range rows {
			switch {
			case r.Feed == f.URL && r.ChangedAt.After(f.Changed) && r.ChangedAt.Before(s.now().Add(ahead)):
				return nil // another process is ahead
			case r.Feed == f.URL && slices.Contains(f.Hubs, r.Hub):
				known[r.Hub] = r
			default:
				if err := tx.Delete(&r).Error; err != nil {
					return err
				}
			}
		}
		for _, hub := range f.Hubs {
			if err := noteHub(tx, hub, f, known[hub], s.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// noteHub writes what one hub has to be told; old is what is known of it.
func noteHub(tx *gorm.DB, hub string, f websub.Feed, old hubRow, now time.Time) error {
	if old.Hub != "" && old.Hash == f.Hash {
		return tx.Model(&old).Update("changed_at", f.Changed).Error
	}
	row := old
	row.Hub, row.Feed, row.Hash, row.ChangedAt, row.NotedAt = hub, f.URL, f.Hash, f.Changed, now
	row.DueAt, row.Attempts, row.LastError, row.GaveUp = now, 0, "", false
	if old.TriedAt != nil && now.Before(old.TriedAt.Add(websub.Gap)) && now.After(old.TriedAt.Add(-websub.Gap)) {
		row.DueAt = old.TriedAt.Add(websub.Gap)
	}
	update := clause.AssignmentColumns([]string{"hash", "changed_at", "noted_at", "due_at", "attempts", "last_error", "gave_up"})
	return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "hub"}, {Name: "feed"}}, DoUpdates: update}).Create(&row).Error
}

// ClaimHubs leases every hub that is due to the holder until the given time.
func (s *Store) ClaimHubs(ctx context.Context, holder string, until time.Time) ([]websub.Claim, error) {
	work := false
	err := s.read(ctx, func(tx *gorm.DB) error {
		var hubs []string
		err := dueHubs(tx, s.now()).Limit(1).Pluck("hub", &hubs).Error
		work = len(hubs) > 0
		return err
	})
	if err != nil || !work {
		return nil, err
	}
	var claims []websub.Claim
	err = s.write(ctx, func(tx *gorm.DB) error {
		claims = nil
		var rows []hubRow
		free := dueHubs(tx, s.now()).Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"})
		if err := free.Order("hub, feed").Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			claims = append(claims, websub.Claim{Hub: r.Hub, Feed: r.Feed, Hash: r.Hash, Noted: r.NotedAt, Attempts: r.Attempts})
			lease := map[string]any{"lease": holder, "leased_until": until.UTC().Truncate(time.Microsecond)}
			if err := tx.Model(&r).Updates(lease).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return claims, err
}

// ReleaseHubs gives back what is leased to a holder.
func (s *Store) ReleaseHubs(ctx context.Context, holder string) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		mine := tx.Model(&hubRow{}).Where("lease = ?", holder)
		return mine.Updates(map[string]any{"lease": "", "leased_until": nil}).Error
	})
}

// dueHubs selects hubs that may be claimed now.
func dueHubs(tx *gorm.DB, now time.Time) *gorm.DB {
	return passed(passed(tx.Model(&hubRow{}).Where("hash <> told_hash AND NOT gave_up"), "due_at", now), "leased_until", now)
}

// FinishHub records what became of a hub that the holder claimed.
func (s *Store) FinishHub(ctx context.Context, holder string, o websub.Outcome) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		var rows []hubRow
		mine := forUpdate(tx).Where("hub = ? AND feed = ? AND lease = ?", o.Hub, o.Feed, holder)
		if err := mine.Find(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		return tx.Model(&rows[0]).Updates(hubColumns(rows[0], o)).Error
	})
}

// hubColumns are the columns that an outcome changes. One about a feed that is no longer what it was counts no try against
// the feed as it is.
func hubColumns(row hubRow, o websub.Outcome) map[string]any {
	at := o.At.UTC().Truncate(time.Microsecond)
	columns := map[string]any{"lease": "", "leased_until": nil}
	if !o.Told && o.Sentence == "" {
		return columns
	}
	columns["tried_at"] = at
	switch {
	case o.Told:
		columns["told_hash"], columns["told_at"], columns["last_error"], columns["attempts"] = o.Hash, at, "", 0
		columns["due_at"] = at.Add(websub.Gap)
	case row.Hash != o.Hash:
		columns["due_at"] = at.Add(websub.Gap)
	default:
		columns["last_error"], columns["gave_up"], columns["attempts"] = o.Sentence, o.GaveUp, row.Attempts+1
		columns["due_at"] = o.Due.UTC().Truncate(time.Microsecond)
	}
	return columns
}

// Hubs says how things stand with every hub, in the order of their addresses.
func (s *Store) Hubs(ctx context.Context) (list []websub.Status, err error) {
	var rows []hubRow
	err = s.read(ctx, func(tx *gorm.DB) error { return tx.Order("hub, feed").Find(&rows).Error })
	for _, r := range rows {
		h := websub.Status{Hub: r.Hub, Feed: r.Feed, Waiting: r.Hash != r.ToldHash && !r.GaveUp, Attempts: r.Attempts, Sentence: r.LastError, Due: r.DueAt.UTC(), GaveUp: r.GaveUp}
		if r.ToldAt != nil {
			h.Told = r.ToldAt.UTC()
		}
		list = append(list, h)
	}
	return list, err
}
