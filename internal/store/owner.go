package store

import (
	"context"
	"errors"
	"fmt"

	"insider/internal/fault"
	"insider/internal/store/failure"
)

// What tells whose a database is: whether migrations have run in it, whether they were this program's, and how many tables
// there are. On PostgreSQL others may keep tables beside ours: those in our way are found by the migrations.
const (
	ownerOfSQLite = `SELECT count(*) FILTER (WHERE name = 'goose_db_version'), count(*) FILTER (WHERE name IN ('outbox_mails', 'audit_head')), count(*)
		FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	ownerOfPostgres = `SELECT CAST(to_regclass('goose_db_version') IS NOT NULL AS int),
		CAST(to_regclass('outbox_mails') IS NOT NULL AS int) + CAST(to_regclass('audit_head') IS NOT NULL AS int), 0`
)

// isKnown reports whether the database holds a schema of this program, older or newer; an empty database does not. One that
// another program uses is a fault: nothing may be written into it.
func (s *Store) isKnown(ctx context.Context) (bool, error) {
	query := ownerOfSQLite
	if s.backend == "postgres" {
		query = ownerOfPostgres
	}
	var migrated, ours, tables int
	pool := s.pools[len(s.pools)-1]
	if err := pool.QueryRowContext(ctx, query).Scan(&migrated, &ours, &tables); err != nil {
		return false, s.atOpening(err)
	}
	if migrated > 0 && ours == 2 {
		return true, nil
	}
	var versions int
	if migrated > 0 {
		// A start that was killed before its first migration leaves only the list of migrations.
		if err := pool.QueryRowContext(ctx, schemaVersion).Scan(&versions); err != nil {
			return false, s.atOpening(err)
		}
	}
	if versions > 0 || tables > migrated {
		return false, fault.New(fault.Unavailable, "%s holds the tables of another program. Nothing was changed. Give Insider a database of its own, with INSIDER_DATABASE_URL or another data folder.", s.place())
	}
	return migrated > 0, nil
}

// atOpening classifies an error of a database that is being opened, for the operator.
func (s *Store) atOpening(err error) error {
	if failure.Damaged(err) {
		return fault.Wrap(err, fault.Unavailable, "%s is damaged, or no database at all. Nothing was changed. Move it away and restore a backup: insider restore FILE.", s.place())
	}
	return asFault(err)
}

// ErrAway is the cause of an error about a database that cannot be reached.
var ErrAway = errors.New("it cannot be reached")

// notReached classifies an error of the first conversation with PostgreSQL, for the operator.
func notReached(err error) error {
	if !failure.Unavailable(err) || errors.Is(err, context.Canceled) {
		return asFault(err)
	}
	return fault.Wrap(fmt.Errorf("%w: %w", ErrAway, err), fault.Unavailable, "PostgreSQL does not answer, or does not let this user in. See that it runs, and that INSIDER_DATABASE_URL is right.")
}

// place names the database for the operator.
func (s *Store) place() string {
	if s.file == "" {
		return "The PostgreSQL database"
	}
	return "The database file " + s.file
}
