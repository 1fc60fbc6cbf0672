package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	"insider/internal/fault"
	"insider/internal/search"
)

// Search is the search index: a SQLite file of its own beside any database, with full-text tables (FTS5). It is derived and
// belongs to one process: the server that holds the lock of the data folder. Whatever is wrong with the file, it is thrown
// away and begun anew. It fulfils search.Index.
type Search struct {
	path string
	log  *slog.Logger

	mu      sync.RWMutex // held for writing while files are opened and closed
	writer  *sql.DB      // nil: not open
	reader  *sql.DB
	queries [len(searchSQL)]*sql.Stmt // of the reader
}

// searchReaders is how many searches the index may answer at once.
const searchReaders = 4

// NewSearch returns the index in the file at path, which Open opens.
func NewSearch(path string, log *slog.Logger) *Search { return &Search{path: path, log: log} }

// errNoSearch is for an index that is not open yet, or cannot be.
var errNoSearch = fault.New(fault.Unavailable, "Search is not ready yet. Please try again in a minute.")

// Open opens the file and returns what is in it. A file that cannot be read or is of another version is begun anew.
func (x *Search) Open(ctx context.Context) ([]search.Item, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.close(); err != nil {
		return nil, asFault(err)
	}
	items, err := x.open(ctx)
	switch {
	case err == nil:
		return items, nil
	case ctx.Err() != nil, full(err): // nothing is wrong with the file
		return nil, errors.Join(asDamage(err), x.close())
	}
	x.log.Warn("the search index cannot be read and is built anew", "err", err)
	if err := errors.Join(x.close(), x.throwAway()); err != nil {
		return nil, asFault(err)
	}
	if items, err = x.open(ctx); err != nil {
		return nil, errors.Join(asDamage(err), x.close())
	}
	return items, nil
}

// Reset throws the file away; Open begins a new one.
func (x *Search) Reset(context.Context) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return asFault(errors.Join(x.close(), x.throwAway()))
}

// Close closes the file.
func (x *Search) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.close()
}

func (x *Search) open(ctx context.Context) (items []search.Item, err error) {
	if err := ensureFile(x.path, false); err != nil {
		return nil, err
	}
	if x.writer, err = sql.Open("sqlite", searchDSN(x.path, false)); err != nil {
		return nil, err
	}
	x.writer.SetMaxOpenConns(1)
	if err := searchSchema(ctx, x.writer); err != nil {
		return nil, err
	}
	if x.reader, err = sql.Open("sqlite", searchDSN(x.path, true)); err != nil {
		return nil, err
	}
	x.reader.SetMaxOpenConns(searchReaders)
	x.reader.SetMaxIdleConns(searchReaders)
	if x.queries, err = prepareSearch(ctx, x.reader); err != nil {
		return nil, err
	}
	return searchItems(ctx, x.writer)
}

func (x *Search) close() (err error) {
	for _, pool := range []*sql.DB{x.reader, x.writer} { // the writer last: it takes the files beside with it
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	x.writer, x.reader = nil, nil
	return err
}

// throwAway removes the file and those that SQLite keeps beside it.
func (x *Search) throwAway() (err error) {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if e := os.RemoveAll(x.path + suffix); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return fault.Wrap(err, fault.Unavailable, "The search index %s cannot be removed. Check its owner.", x.path)
}

// use calls f while the files stay open.
func (x *Search) use(f func() error) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.writer == nil || x.reader == nil {
		return errNoSearch
	}
	return asDamage(f())
}

// asDamage marks errors that only another file or more room can mend, and classifies the others.
func asDamage(err error) error {
	switch code := sqliteCode(err); {
	case code == sqliteCorrupt, code == sqliteNotADatabase:
		return fmt.Errorf("%w: %w", search.ErrDamaged, err)
	case full(err):
		return fmt.Errorf("%w: %w", search.ErrFull, asFault(err))
	}
	return asFault(err)
}
