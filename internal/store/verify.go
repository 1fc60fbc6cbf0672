package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"insider/internal/fault"
)

// ErrVersion is the cause of an error about a database of another program version.
var ErrVersion = errors.New("it was not looked at any further")

// Verify reads the whole database and returns what is broken: pages and indexes of the file, references that lead nowhere, the
// chain of what editors did, and a schema that is not this program's. PostgreSQL looks after its own pages.
func (s *Store) Verify(ctx context.Context) error {
	schema, err := s.Schema(ctx)
	if err != nil {
		return err
	}
	if schema.Version != schema.Newest {
		return fault.Wrap(ErrVersion, fault.Unavailable, "The database is of version %d, this program of %d.", schema.Version, schema.Newest)
	}
	if s.backend == "sqlite" {
		if err := s.verifyFile(ctx); err != nil {
			return err
		}
	}
	if err := s.VerifyAudit(ctx); err != nil {
		return fault.Wrap(err, fault.Unavailable, "The chain of what editors did is broken: %v.", err)
	}
	return nil
}

// verifyFile runs SQLite's own checks (PRAGMA integrity_check, foreign_key_check).
func (s *Store) verifyFile(ctx context.Context) error {
	return s.read(ctx, func(tx *gorm.DB) error {
		var said []string
		if err := tx.Raw("PRAGMA integrity_check(5)").Scan(&said).Error; err != nil {
			return err
		}
		if len(said) != 1 || said[0] != "ok" {
			return fault.New(fault.Unavailable, "The database file is damaged: %s.", strings.Join(said, "; "))
		}
		var loose []struct{ Table, Parent string }
		if err := tx.Raw("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 5").Scan(&loose).Error; err != nil {
			return err
		}
		if len(loose) > 0 {
			return fault.New(fault.Unavailable, "The database file is damaged: rows of %s point to rows of %s that are gone.", loose[0].Table, loose[0].Parent)
		}
		return nil
	})
}

// Time returns what the database's own clock says; for SQLite that is this machine's.
func (s *Store) Time(ctx context.Context) (now time.Time, err error) {
	if s.backend == "sqlite" {
		return s.clock(), nil
	}
	err = s.read(ctx, func(tx *gorm.DB) error { return tx.Raw("SELECT clock_timestamp()").Scan(&now).Error })
	if err != nil {
		return now, fmt.Errorf("asking the database for its time: %w", err)
	}
	return now, nil
}
