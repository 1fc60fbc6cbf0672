package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the floor commits by the same driver
)

func init() { steps = append(steps, step{"signing", (*bench).signing}) }

const (
	signers       = 64  // who sign up at once
	signUpsARound = 640 // in all
	commitsARound = 200 // of the floor
	signingRounds = 9
)

// signing measures durable sign-ups: 64 people at once by HTTP, each answered when the row, its consent and its mail are on disk,
// against bare commits of one row, one after the other, on the same disk.
func (b *bench) signing() error {
	m, err := b.mixture("signing", "content")
	if err != nil {
		return err
	}
	defer m.stop()
	floor, err := bareTable(filepath.Join(b.dir, "signing-floor.db"))
	if err != nil {
		return err
	}
	defer floor.Close()
	var ours, bare []float64
	for range signingRounds {
		began := time.Now()
		if err := m.signUpAtOnce(signers, signUpsARound/signers); err != nil {
			return err
		}
		ours = append(ours, signUpsARound/time.Since(began).Seconds())
		began = time.Now()
		for range commitsARound {
			if _, err := floor.Exec("INSERT INTO commits (at, text) VALUES (?, ?)", time.Now().UnixNano(), "reader@example.com"); err != nil {
				return err
			}
		}
		bare = append(bare, commitsARound/time.Since(began).Seconds())
	}
	b.table.add(row{what: "durable sign-ups a second, 64 at once", ours: format(ours, "%.0f"), floor: format(bare, "%.0f"), ratio: median(ratios(ours, bare)),
		note: "(floor is bare commits of one row a second; more is better)"})
	return nil
}

// bareTable opens a file as durable as the program's own.
func bareTable(name string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+name+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(context.Background(), "CREATE TABLE commits (at INTEGER PRIMARY KEY, text TEXT)")
	return db, err
}

// signUpAtOnce lets n people sign up, each so many addresses one after the other.
func (m *mixture) signUpAtOnce(n, each int) error {
	var failed atomic.Pointer[error]
	var running sync.WaitGroup
	for range n {
		running.Go(func() {
			for range each {
				if _, err := m.signUp(); err != nil {
					failed.Store(&err)
					return
				}
			}
		})
	}
	running.Wait()
	if err := failed.Load(); err != nil {
		return fmt.Errorf("signing up: %w", *err)
	}
	return nil
}
