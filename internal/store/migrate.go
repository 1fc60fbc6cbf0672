package store

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"insider/internal/fault"
	"insider/internal/store/failure"
	"insider/internal/store/migrations"
)

// Schema says how far the tables of a database are.
type Schema struct {
	Version int64 // of the database; 0 when it is empty
	Newest  int64 // that this program knows
}

// Migrate opens the database, brings its schema up to date and closes it. It returns the schema as it was before. Each
// step is one transaction: a killed one leaves nothing, and the next call goes on from there.
func Migrate(ctx context.Context, c Config) (before Schema, err error) {
	c.ReadOnly = false
	s, err := open(ctx, c)
	if err != nil {
		return before, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if before, err = s.Schema(ctx); err != nil {
		return before, err
	}
	return before, s.migrate(ctx, c.BeforeMigrate)
}

// Status tells how far the schema of a database is, without changing it.
func Status(ctx context.Context, c Config) (schema Schema, err error) {
	c.ReadOnly = true
	s, err := open(ctx, c)
	if err != nil {
		return schema, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Schema(ctx)
}

// Schema tells how far the schema is. Tables of another program are refused.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	p, err := s.provider()
	if err != nil {
		return Schema{}, err
	}
	sources := p.ListSources()
	schema := Schema{Newest: sources[len(sources)-1].Version}
	known, err := s.isKnown(ctx)
	if err != nil || !known {
		return schema, err
	}
	pool := s.pools[len(s.pools)-1]
	return schema, asFault(pool.QueryRowContext(ctx, schemaVersion).Scan(&schema.Version))
}

// schemaVersion asks how far the schema of a database is that has one.
const schemaVersion = "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied"

// checkSchema refuses a schema that is not this program's; an older one only when it has to be new.
func (s *Store) checkSchema(ctx context.Context, older bool) error {
	schema, err := s.Schema(ctx)
	if err != nil {
		return err
	}
	if schema.Version == 0 && older {
		return fault.New(fault.Unavailable, "The database is empty. Start the server once.")
	}
	if schema.Version < schema.Newest && !older {
		return fault.New(fault.Unavailable, "The database has version %d and this program needs %d. Start the server or run \"insider migrate\" first.",
			schema.Version, schema.Newest)
	}
	return schema.refuseNewer()
}

func (x Schema) refuseNewer() error {
	if x.Version > x.Newest {
		return fault.New(fault.Unavailable, "The database has version %d, but this program knows only %d. It was used by a newer program: install that one again, or restore a backup.",
			x.Version, x.Newest)
	}
	return nil
}

// migrate brings the schema up to date, after before was called when there is an older one. Several processes may do so at
// once: on PostgreSQL they wait for each other, on SQLite the one that comes second fails, looks again and finds the work
// done.
func (s *Store) migrate(ctx context.Context, before func(ctx context.Context, s *Store, from, to int64) error) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		schema, err := s.Schema(ctx)
		if err != nil {
			return err
		}
		if err := schema.refuseNewer(); err != nil || schema.Version == schema.Newest {
			return err
		}
		if before != nil && schema.Version > 0 {
			if err := before(ctx, s, schema.Version, schema.Newest); err != nil {
				return err
			}
			before = nil
		}
		if _, err = p.Up(ctx); err == nil {
			if s.backend == "postgres" {
				s.renew()
			}
			return nil
		}
		if failure.Full(err) {
			return fault.Wrap(err, fault.Unavailable, "There is no room to bring the database up to date. Nothing was changed by the step that failed. Make room on its disk, and start again.")
		}
		if attempt == 5 || ctx.Err() != nil {
			return fault.Wrap(asFault(err), fault.Unavailable, "The database could not be brought up to date. Nothing was changed by the step that failed.")
		}
		time.Sleep(time.Duration(attempt) * 50 * time.Millisecond)
	}
}

func (s *Store) provider() (*goose.Provider, error) {
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.backend == "postgres" {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations.FS, s.backend)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, s.pools[0], files, options...)
}
