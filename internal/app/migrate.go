package app

import (
	"context"

	"insider/internal/config"
	"insider/internal/store"
)

// Migrate brings the database to this program's schema and returns the versions before and after.
func Migrate(ctx context.Context, c *config.Config) (from, to int64, err error) {
	if err := makeDataFolder(c.Data); err != nil {
		return 0, 0, err
	}
	release, err := lockFolder(c.Data)
	if err != nil {
		return 0, 0, err
	}
	defer release()
	before, err := store.Migrate(ctx, store.Config{URL: c.DatabaseURL})
	return before.Version, before.Newest, err
}
