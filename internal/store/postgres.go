package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"insider/internal/fault"
)

// connections is how many connections one process holds at most, and how many of them while they lie idle.
const (
	connections     = 12
	idleConnections = connections / 2
)

// How long PostgreSQL may take for what reads, and for a whole act: longer than one waits for a lock.
const (
	silence  = 5 * time.Second
	actLimit = 12 * time.Second
)

func openPostgres(ctx context.Context, c Config) (*Store, error) {
	config, err := pgx.ParseConfig(c.URL)
	if err != nil {
		// The cause is left out: it repeats the URL, which holds a password.
		return nil, fault.New(fault.Invalid, "The database URL is not a valid postgres:// URL.")
	}
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["application_name"] = "insider"
	config.RuntimeParams["lock_timeout"] = "10s"
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	if c.schema != "" {
		config.RuntimeParams["search_path"] = c.schema
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	if c.ReadOnly {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(readTimesInUTC))
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(idleConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(notReached(err), pool.Close())
	}
	s := &Store{backend: "postgres", clock: c.Clock, limit: actLimit, mailed: make(chan struct{}, 1)}
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig(s.now))
	if err != nil {
		return nil, errors.Join(asFault(err), pool.Close())
	}
	s.pools, s.reader = append(s.pools, pool), db
	if !c.ReadOnly {
		s.writer = db
	}
	return s, nil
}

// readTimesInUTC makes times come back in UTC, as they do from SQLite.
func readTimesInUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

func gormConfig(now func() time.Time) *gorm.Config {
	return &gorm.Config{
		Logger:                 silent{},
		NowFunc:                now,
		QueryFields:            true, // an older process goes on while a newer one adds columns
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
	}
}
