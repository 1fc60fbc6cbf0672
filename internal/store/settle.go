package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"insider/internal/store/failure"
)

// settleLimit is how long a lost COMMIT is asked about: whoever waits for it is a visitor. An answer may take until PostgreSQL
// has noticed that the connection is gone.
const settleLimit = 2 * time.Second

// undone is the error of a transaction that left nothing behind because its connection was lost: it may run again.
type undone struct{ error }

func (u undone) Unwrap() error { return u.error }

// unsettled is the error of a transaction whose COMMIT was sent, and nobody can be asked what became of it.
type unsettled struct {
	error
	number string // of the transaction
}

func (u *unsettled) Unwrap() error { return u.error }

// settled runs fn in a transaction of PostgreSQL until it is known whether it is on disk. A connection that is lost before COMMIT
// takes all of it along; when the answer to COMMIT is lost, another connection is asked what became of it.
func (s *Store) settled(ctx context.Context, fn func(tx *gorm.DB) error) error {
	renewed := false
	return repeat(ctx, func() error {
		var number string // "" until nothing but COMMIT is left to do, and when nothing was written
		err := s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			if err := fn(tx); err != nil {
				return err
			}
			return tx.Statement.ConnPool.QueryRowContext(ctx, "SELECT COALESCE(pg_current_xact_id_if_assigned()::text, '')").Scan(&number)
		})
		switch {
		case failure.PostgresCode(err) == failure.ReadOnly && !renewed:
			renewed = true
			s.renew()
			return undone{err}
		case !failure.Lost(err):
			return err
		case number == "":
			return undone{err}
		}
		return s.settle(ctx, number, err)
	})
}

// settle returns nil when a transaction was committed, undone when it was not, and unsettled when nobody can say so in time.
func (s *Store) settle(ctx context.Context, number string, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleLimit)
	defer cancel()
	for {
		committed, known, err := s.outcome(ctx, number)
		switch {
		case err == nil && committed:
			return nil
		case err == nil && known:
			return undone{cause}
		}
		select {
		case <-ctx.Done():
			return &unsettled{cause, number}
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// noSuchNumber is PostgreSQL's code for the number of a transaction that it never gave: it is a standby that took over without it.
const noSuchNumber = "22023"

// renew closes the connections to PostgreSQL that lie idle: each keeps the settings of its server, such as
// default_transaction_read_only, and the columns of its tables as they were when it first met them.
func (s *Store) renew() {
	for _, pool := range s.pools {
		pool.SetMaxIdleConns(0)
		pool.SetMaxIdleConns(idleConnections)
	}
}

// outcome asks what became of a transaction; not known: PostgreSQL still holds it for one that goes on.
func (s *Store) outcome(ctx context.Context, number string) (committed, known bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, settleLimit)
	defer cancel()
	var status string
	err = s.reader.WithContext(ctx).Raw("SELECT COALESCE(pg_xact_status(?::xid8), '')", number).Row().Scan(&status)
	if failure.PostgresCode(err) == noSuchNumber {
		return false, true, nil
	}
	return status == "committed", err == nil && status != "in progress", err
}
