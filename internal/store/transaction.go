package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"insider/internal/fault"
	"insider/internal/store/failure"
)

// attempts is how often a transaction is tried that may simply run again: more often than connections lie idle.
const attempts = 8

// writeLimit is how long one act on SQLite may wait for its turn and take: the server still gets its answer out, with what was typed.
const writeLimit = 20 * time.Second

// write runs fn in one transaction that may write. fn may run again from the start when the transaction lost against
// another one, its connection was dead or an act beside it failed badly, so it only touches tx and what it makes itself.
// Acknowledged means durable.
func (s *Store) write(ctx context.Context, fn func(tx *gorm.DB) error) error {
	if s.writer == nil {
		return fault.New(fault.Unavailable, "The database is open for reading only.")
	}
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	mailed := false
	ctx = context.WithValue(ctx, mailNote{}, &mailed)
	err := s.transact(ctx, fn)
	if err == nil && mailed {
		s.wakeSender()
	}
	return asFault(err)
}

// transact runs fn in a transaction, together with others that wait where the database does not do that by itself.
func (s *Store) transact(ctx context.Context, fn func(tx *gorm.DB) error) error {
	if s.group != nil {
		return s.group.do(ctx, fn)
	}
	return s.settled(ctx, fn)
}

// repeat runs a transaction until it ends with more than a passing error.
func repeat(ctx context.Context, transaction func() error) (err error) {
	for range attempts {
		if err = transaction(); !passing(err) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// mailNote is where a write transaction notes that it left a mail.
type mailNote struct{}

// noteMail makes the write transaction wake the sender once it is committed.
func noteMail(tx *gorm.DB) {
	if mailed, ok := tx.Statement.Context.Value(mailNote{}).(*bool); ok {
		*mailed = true
	}
}

func (s *Store) wakeSender() {
	select {
	case s.mailed <- struct{}{}:
	default: // it is awake already
	}
}

// MailAdded receives after a transaction of this process left a mail.
func (s *Store) MailAdded() <-chan struct{} { return s.mailed }

// read runs fn in one transaction that only reads: everything fn sees is of one moment. fn may run again as with write. It is
// short: a PostgreSQL that says nothing is given up.
func (s *Store) read(ctx context.Context, fn func(tx *gorm.DB) error) error {
	if s.backend == "postgres" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, silence)
		defer cancel()
	}
	return asFault(repeat(ctx, func() error {
		err := s.reader.WithContext(ctx).Transaction(fn, s.ofOneMoment())
		if s.backend == "postgres" && failure.Lost(err) {
			return undone{err}
		}
		return err
	}))
}

// readOnce is read for what hands over rows as they come, or takes long: fn never runs again.
func (s *Store) readOnce(ctx context.Context, fn func(tx *gorm.DB) error) error {
	return asFault(s.reader.WithContext(ctx).Transaction(fn, s.ofOneMoment()))
}

// ofOneMoment are the options of a transaction that only reads.
func (s *Store) ofOneMoment() *sql.TxOptions {
	options := &sql.TxOptions{ReadOnly: true}
	if s.backend == "postgres" {
		options.Isolation = sql.LevelRepeatableRead
	}
	return options
}

// forUpdate locks the rows that a query of a write transaction reads until its end. SQLite needs no lock: its writers
// come one after the other.
func forUpdate(tx *gorm.DB) *gorm.DB {
	return tx.Clauses(clause.Locking{Strength: "UPDATE"})
}

// silent is gorm's logger turned off: errors are returned and logged by whoever handles them, and statements hold
// addresses and stories that no log may see.
type silent struct{}

func (silent) LogMode(logger.LogLevel) logger.Interface                        { return silent{} }
func (silent) Info(context.Context, string, ...any)                            {}
func (silent) Warn(context.Context, string, ...any)                            {}
func (silent) Error(context.Context, string, ...any)                           {}
func (silent) Trace(context.Context, time.Time, func() (string, int64), error) {}
