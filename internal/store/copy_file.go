package store

import (
	"context"
	"errors"
	"os"

	"gorm.io/gorm"
)

// CopyFile writes the database of a SQLite store as one file that has no log beside it, without the rows that copies leave
// out, readable by its owner only. It works on any schema and beside writers.
func (s *Store) CopyFile(ctx context.Context, path string) (err error) {
	partial := path + ".partial"
	if err := removeDatabase(partial); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(asFault(err), removeDatabase(partial))
		}
	}()
	empty, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // SQLite would let others read it
	if err != nil {
		return err
	}
	if err := empty.Close(); err != nil {
		return err
	}
	if _, err := s.pools[0].ExecContext(ctx, "VACUUM INTO ?", partial); err != nil {
		return err
	}
	if err := stripCopy(ctx, partial); err != nil {
		return err
	}
	if err := syncFile(partial); err != nil {
		return err
	}
	return os.Rename(partial, path)
}

// stripCopy deletes the rows that copies leave out, so that no byte of them stays.
func stripCopy(ctx context.Context, path string) (err error) {
	c, err := open(ctx, Config{URL: "sqlite:" + path})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	err = c.write(ctx, func(tx *gorm.DB) error {
		for _, t := range tables {
			if !tx.Migrator().HasTable(t.name) {
				continue
			}
			if err := tx.Exec("DELETE FROM " + t.name + " WHERE NOT (" + t.kept + ")").Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.Scrub(ctx)
}
