package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"gorm.io/gorm"
	sqlite3 "modernc.org/sqlite/lib"

	"insider/internal/store/failure"
)

// group gathers acts that wait for their turn at the same time into one transaction: SQLite has one writer, and a durable commit
// costs far more than what it commits. Each act runs in a savepoint of its own, so that one that fails takes nothing with it,
// and hears of its end only after the commit. PostgreSQL gathers commits by itself.
type group struct {
	db      *gorm.DB
	most    int           // acts that share a transaction
	turn    chan struct{} // held by whoever runs acts
	mu      sync.Mutex
	waiting []*waiter
}

// gathered is how many acts share a transaction at most in service.
const gathered = 64

// waiter is a transaction that waits for its turn.
type waiter struct {
	ctx      context.Context
	fn       func(tx *gorm.DB) error
	done     chan struct{} // closed when err and panicked are set
	err      error
	panicked any
}

func newGroup(db *gorm.DB) *group {
	return &group{db: db, most: gathered, turn: make(chan struct{}, 1)}
}

// do runs fn in a transaction, by the deadline of ctx, alone or with others, and returns once it is on disk or undone. An act whose context ends before its
// turn is never begun.
func (g *group) do(ctx context.Context, fn func(tx *gorm.DB) error) error {
	a := &waiter{ctx: ctx, fn: fn, done: make(chan struct{})}
	g.mu.Lock()
	g.waiting = append(g.waiting, a)
	g.mu.Unlock()
	for {
		select {
		case <-a.done:
			return a.result()
		case g.turn <- struct{}{}:
			g.lead()
			<-g.turn
		case <-ctx.Done():
			if g.withdraw(a) {
				return ctx.Err()
			}
			<-a.done
			return a.result()
		}
	}
}

// lead runs what waits, oldest first.
func (g *group) lead() {
	g.mu.Lock()
	n := min(len(g.waiting), g.most)
	acts := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	g.mu.Unlock()
	if n > 1 && g.together(acts) {
		return
	}
	for _, a := range acts {
		a.alone(g.db)
	}
}

// withdraw takes an act out of the queue; false when it has begun.
func (g *group) withdraw(a *waiter) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, other := range g.waiting {
		if other == a {
			g.waiting = append(g.waiting[:i:i], g.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// errApart undoes the transaction of a group after an error that may have undone it already.
var errApart = errors.New("store: each act by itself")

// together runs the acts in one transaction. It returns false when nothing was done and each should be run by itself.
func (g *group) together(acts []*waiter) bool {
	ctx, cancel := context.WithDeadline(context.Background(), latest(acts))
	defer cancel()
	err := g.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, a := range acts {
			if a.within(ctx, tx); breaks(a.err) {
				return errApart
			}
		}
		return nil
	})
	if errors.Is(err, errApart) {
		return false
	}
	for _, a := range acts {
		if a.err == nil {
			a.err = err
		}
		close(a.done)
	}
	return true
}

// latest is when the last of the acts gives up.
func latest(acts []*waiter) (deadline time.Time) {
	for _, a := range acts {
		if d, _ := a.ctx.Deadline(); d.After(deadline) {
			deadline = d
		}
	}
	return deadline
}

// breaks reports whether an error may have ended the whole transaction, as a full disk does (SQLite, "Response To Errors Within A
// Transaction").
func breaks(err error) bool {
	switch failure.SQLiteCode(err) {
	case 0:
		return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) ||
			errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
	case sqlite3.SQLITE_CONSTRAINT:
		return false
	}
	return true
}

// within runs the act in a savepoint of a transaction. Whoever waits for it may give up; what has begun goes on.
func (a *waiter) within(ctx context.Context, tx *gorm.DB) {
	a.err, a.panicked = nil, nil
	defer a.recover()
	deadline, _ := ctx.Deadline()
	own, cancel := context.WithDeadline(context.WithoutCancel(a.ctx), deadline)
	defer cancel()
	a.err = tx.WithContext(own).Transaction(a.fn)
}

// alone runs the act in a transaction of its own.
func (a *waiter) alone(db *gorm.DB) {
	a.err, a.panicked = nil, nil
	defer close(a.done)
	defer a.recover()
	a.err = repeat(a.ctx, func() error { return db.WithContext(a.ctx).Transaction(a.fn) })
}

// recover keeps a panic for the goroutine whose act it was.
func (a *waiter) recover() {
	if p := recover(); p != nil {
		a.panicked, a.err = p, errors.New("store: the act panicked")
	}
}

func (a *waiter) result() error {
	if a.panicked != nil {
		panic(a.panicked)
	}
	return a.err
}
