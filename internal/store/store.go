// Package store keeps what visitors and the program do, as rows in SQLite or PostgreSQL.
//
// It is the only package that knows gorm. It owns the schema, transactions and the row of every noun, one file per noun;
// the rules are their packages'. A public method is one transaction: when it returns nil, the act is on disk with its
// mails and its audit entry, and when it returns an error, nothing of it is. Errors are faults: Unavailable when the
// database cannot do it just now (disk full, locked, connection lost), never a half-done act.
package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"insider/internal/fault"
)

// Config says which database to open and how.
type Config struct {
	URL      string           // sqlite:PATH or postgres://...
	ReadOnly bool             // for commands that only look: nothing is created, migrated or written
	Patient  bool             // wait 10 s instead of 5 for another writer: for commands beside a running server
	Migrate  bool             // bring an older schema up to date; without it an older schema is refused
	Older    bool             // an older schema is fine as it is: for copies
	Clock    func() time.Time // nil is time.Now

	// BeforeMigrate is called before an older schema that holds something is brought up to date. When it fails, nothing is.
	BeforeMigrate func(ctx context.Context, s *Store, from, to int64) error

	schema string // of PostgreSQL, instead of the one that the URL leads to
}

// Store is an open database. It is safe for concurrent use, by several processes too.
type Store struct {
	backend string
	file    string // of SQLite
	clock   func() time.Time
	writer  *gorm.DB // nil when read-only
	reader  *gorm.DB
	group   *group        // gathers writes; nil where the database does
	pools   []*sql.DB     // the writer's first
	limit   time.Duration // of one write
	files   fileCache
	mailed  chan struct{}
	names   downloadNames
}

// Open opens the database and checks its schema. The schema is the program's own when Open returns nil.
func Open(ctx context.Context, c Config) (*Store, error) {
	s, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	if c.Migrate && !c.ReadOnly {
		err = s.migrate(ctx, c.BeforeMigrate)
	} else {
		err = s.checkSchema(ctx, c.Older)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// open opens the database without looking at its schema.
func open(ctx context.Context, c Config) (*Store, error) {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	switch scheme, rest, _ := strings.Cut(c.URL, ":"); scheme {
	case "sqlite":
		return openSQLite(ctx, c, strings.TrimPrefix(rest, "//"))
	case "postgres", "postgresql":
		return openPostgres(ctx, c)
	}
	return nil, fault.New(fault.Invalid, "The database URL must begin with sqlite: or postgres://.")
}

// Close waits for running statements and closes every connection.
func (s *Store) Close() error {
	var errs []error
	for _, pool := range s.pools {
		errs = append(errs, pool.Close())
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers: nil, or an Unavailable fault.
func (s *Store) Ping(ctx context.Context) error {
	return s.read(ctx, func(tx *gorm.DB) error { return tx.Exec("SELECT 1").Error })
}

// Backend is "sqlite" or "postgres".
func (s *Store) Backend() string { return s.backend }

// now is the moment of the store's clock as both databases keep it: UTC, in microseconds.
func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
