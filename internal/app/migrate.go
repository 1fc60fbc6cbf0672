package app

import (
	"context"

	"insider/internal/config"
	"insider/internal/store"
)

// Migrate brings the database to this program's schema, after a copy of it was kept, and returns the versions before and
// after. program is the version that the copy names.
func Migrate(ctx context.Context, c *config.Config, program string) (from, to int64, err error) {
	if err := makeDataFolder(c.Data); err != nil {
		return 0, 0, err
	}
	release, err := lockFolder(c.Data)
	if err != nil {
		return 0, 0, err
	}
	defer release()
	defer handingOver(c.Data, &err)
	if _, err := recoverRestore(ctx, c); err != nil {
		return 0, 0, err
	}
	before, err := store.Migrate(ctx, store.Config{URL: c.DatabaseURL, BeforeMigrate: beforeMigration(c, program)})
	return before.Version, before.Newest, err
}
