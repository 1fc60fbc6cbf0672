// Package searchfile keeps the search index: a SQLite file of its own beside any database, with full-text tables (FTS5). It is
// derived and belongs to one process: the server that holds the lock of the data folder. Whatever is wrong with the file, it is
// thrown away and begun anew. What is indexed, and how it is searched, is decided in search.
package searchfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	_ "modernc.org/sqlite" // the driver

	"insider/internal/fault"
	"insider/internal/search"
	"insider/internal/store/failure"
	"insider/internal/store/sqlitefile"
)

// Index is the search index in one file. It fulfils search.Index.
type Index struct {
	path string
	log  *slog.Logger

	mu      sync.RWMutex // held for writing while files are opened and closed
	writer  *sql.DB      // nil: not open
	reader  *sql.DB
	queries [len(statements)]*sql.Stmt // of the reader
}

// readers is how many searches the index may answer at once.
const readers = 4

// New returns the index in the file at path, which Open opens.
func New(path string, log *slog.Logger) *Index { return &Index{path: path, log: log} }

// errNotOpen is for an index that is not open yet, or cannot be.
var errNotOpen = fault.New(fault.Unavailable, "Search is not ready yet. Please try again in a minute.")

// Open opens the file and returns what is in it. A file that cannot be read or is of another version is begun anew.
func (x *Index) Open(ctx context.Context) ([]search.Item, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.close(); err != nil {
		return nil, failure.AsFault(err)
	}
	items, err := x.open(ctx)
	switch {
	case err == nil:
		return items, nil
	case ctx.Err() != nil, failure.Full(err): // nothing is wrong with the file
		return nil, errors.Join(asDamage(err), x.close())
	}
	x.log.Warn("the search index cannot be read and is built anew", "err", err)
	if err := errors.Join(x.close(), x.throwAway()); err != nil {
		return nil, failure.AsFault(err)
	}
	if items, err = x.open(ctx); err != nil {
		return nil, errors.Join(asDamage(err), x.close())
	}
	return items, nil
}

// Reset throws the file away; Open begins a new one.
func (x *Index) Reset(context.Context) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return failure.AsFault(errors.Join(x.close(), x.throwAway()))
}

// Close closes the file.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.close()
}

func (x *Index) open(ctx context.Context) (items []search.Item, err error) {
	if err := sqlitefile.Ensure(x.path); err != nil {
		return nil, err
	}
	if x.writer, err = sql.Open("sqlite", sourceName(x.path, false)); err != nil {
		return nil, err
	}
	x.writer.SetMaxOpenConns(1)
	if err := ensureSchema(ctx, x.writer); err != nil {
		return nil, err
	}
	if x.reader, err = sql.Open("sqlite", sourceName(x.path, true)); err != nil {
		return nil, err
	}
	x.reader.SetMaxOpenConns(readers)
	x.reader.SetMaxIdleConns(readers)
	if x.queries, err = prepare(ctx, x.reader); err != nil {
		return nil, err
	}
	return itemsIn(ctx, x.writer)
}

func (x *Index) close() (err error) {
	for _, pool := range []*sql.DB{x.reader, x.writer} { // the writer last: it takes the files beside with it
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	x.writer, x.reader = nil, nil
	return err
}

// throwAway removes the file and those that SQLite keeps beside it.
func (x *Index) throwAway() (err error) {
	for _, suffix := range append([]string{""}, sqlitefile.Companions...) {
		if e := os.RemoveAll(x.path + suffix); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return fault.Wrap(err, fault.Unavailable, "The search index %s cannot be removed. Check its owner.", x.path)
}

// use calls f while the files stay open.
func (x *Index) use(f func() error) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.writer == nil || x.reader == nil {
		return errNotOpen
	}
	return asDamage(f())
}

// asDamage marks errors that only another file or more room can mend, and classifies the others.
func asDamage(err error) error {
	switch {
	case failure.Damaged(err):
		return fmt.Errorf("%w: %w", search.ErrDamaged, err)
	case failure.Full(err):
		return fmt.Errorf("%w: %w", search.ErrFull, failure.AsFault(err))
	}
	return failure.AsFault(err)
}
