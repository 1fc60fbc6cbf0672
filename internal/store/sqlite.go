package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"insider/internal/fault"
	"insider/internal/store/sqlitefile"
)

// readable asks access(2) for the right to read.
const readable = 4

// readers is how many statements SQLite may answer at once beside the one writer.
const readers = 8

// dialector is gorm's SQLite on the driver without C. It translates that driver's error codes, which gorm's own does not
// understand.
type dialector struct{ *gormsqlite.Dialector }

// Translate turns constraint errors into gorm's.
func (d dialector) Translate(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, err)
	}
	return err
}

func openSQLite(ctx context.Context, c Config, path string) (*Store, error) {
	if path == "" {
		return nil, fault.New(fault.Invalid, "The database URL names no file: write sqlite:PATH.")
	}
	prepare := sqlitefile.Ensure
	if c.ReadOnly {
		prepare = checkReadable
	}
	if err := prepare(path); err != nil {
		return nil, err
	}
	s := &Store{backend: "sqlite", file: path, clock: c.Clock, limit: writeLimit, mailed: make(chan struct{}, 1)}
	if !c.ReadOnly {
		writer, err := s.openPool(ctx, sqliteDSN(path, c.Patient, false), 1)
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.writer, s.group = writer, newGroup(writer)
		s.keepTemporaryFiles(ctx, filepath.Dir(path))
	}
	reader, err := s.openPool(ctx, sqliteDSN(path, c.Patient, true), readers)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.reader = reader
	return s, nil
}

// keepTemporaryFiles puts what SQLite cannot hold in memory, such as a large file that is written anew, into the folder of the database: no
// other has to be writable, and no byte of anybody lies in one. It is one folder for the whole process. SQLite refuses a folder that
// cannot be written; whoever writes next says that better.
func (s *Store) keepTemporaryFiles(ctx context.Context, dir string) {
	_, _ = s.pools[0].ExecContext(ctx, "PRAGMA temp_store_directory = '"+strings.ReplaceAll(dir, "'", "''")+"'")
}

// checkReadable complains of a file that is not there or cannot be read. It is not opened to look: closing it would end the locks
// that this process may hold on it.
func checkReadable(path string) error {
	switch err := syscall.Access(path, readable); {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(err, fault.Unavailable, "There is no database at %s yet. Start the server once.", path)
	case err != nil:
		return fault.Wrap(err, fault.Unavailable, "The database file %s cannot be read. Run this as the user who serves, or as root.", path)
	}
	return nil
}

// sqliteDSN puts every setting where each pooled connection meets it.
func sqliteDSN(path string, patient, readOnly bool) string {
	busy := 5000
	if patient {
		busy = 10000
	}
	q := url.Values{
		"_time_format": {"sqlite"},
		"_timezone":    {"UTC"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", busy), "foreign_keys(1)", "synchronous(FULL)", "secure_delete(1)",
			"journal_size_limit(67108864)",
		},
	}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
		q.Set("_txlock", "deferred")
	} else {
		q["_pragma"] = append([]string{"journal_mode(WAL)"}, q["_pragma"]...)
		q.Set("_txlock", "immediate")
	}
	return sqlitefile.Name(path, q)
}

func (s *Store) openPool(ctx context.Context, dsn string, size int) (*gorm.DB, error) {
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, asFault(err)
	}
	s.pools = append(s.pools, pool)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		return nil, s.atOpening(err)
	}
	config := gormConfig(s.now)
	config.PrepareStmt, config.PrepareStmtMaxSize, config.PrepareStmtTTL = true, 256, time.Hour // PostgreSQL's driver does it by itself
	db, err := gorm.Open(dialector{&gormsqlite.Dialector{DriverName: "sqlite", Conn: pool}}, config)
	return db, asFault(err)
}
