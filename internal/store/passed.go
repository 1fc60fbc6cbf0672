package store

import (
	"time"

	"gorm.io/gorm"
)

// ahead is further than any time is ever set ahead, of the next try of something or the end of a lease: one beyond it was written
// while the clock was wrong, and nobody shall wait for it.
const ahead = 12 * time.Hour

// passed narrows a query to rows whose time in a column is over, was never set, or is none that can be meant.
func passed(tx *gorm.DB, column string, now time.Time) *gorm.DB {
	return tx.Where("("+column+" IS NULL OR "+column+" <= ? OR "+column+" > ?)", now, now.Add(ahead))
}
