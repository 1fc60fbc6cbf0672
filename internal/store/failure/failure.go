// Package failure tells what an error of SQLite or PostgreSQL means: whether the disk is full, the bytes are damaged, the
// connection is lost, or the same may succeed later. It knows no rows and no transactions.
package failure

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"insider/internal/fault"
)

// AsFault classifies an error of the database. Faults pass unchanged; what nobody knows stays Internal.
func AsFault(err error) error {
	var known *fault.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case Full(err):
		return fault.Wrap(fmt.Errorf("make room: %w: %w", err, syscall.ENOSPC), fault.Unavailable, "The disk is full, so nothing can be saved just now. Please try again later.")
	case Damaged(err):
		return fault.Wrap(err, fault.Unavailable, "The database cannot be read just now and may be damaged. Please try again later.")
	case Unavailable(err):
		return fault.Wrap(err, fault.Unavailable, "This is not possible just now. Please try again in a minute.")
	}
	return err
}

// Full reports whether there is no room left, be it for rows or for the files that SQLite keeps beside its own.
func Full(err error) bool {
	var e *sqlite.Error
	return SQLiteCode(err) == sqlite3.SQLITE_FULL || errors.As(err, &e) && e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE ||
		errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || PostgresCode(err) == "53100"
}

// Damaged reports whether the bytes of the database are not what they should be: only somebody who restores a backup can help.
func Damaged(err error) bool {
	switch SQLiteCode(err) {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return strings.HasPrefix(PostgresCode(err), "XX00") && PostgresCode(err) != "XX000"
}

// Unavailable reports whether the same act may succeed later: the database is locked, read-only, away or overloaded.
func Unavailable(err error) bool {
	switch SQLiteCode(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
		sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_PERM:
		return true
	}
	switch code := PostgresCode(err); {
	case code == "":
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"), strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "58"):
		return true // connection, resources, shutdown, files
	case code == ReadOnly, code == "55P03", code == "57014", code == "40001", code == "40P01", code == "28000", code == "28P01", code == "3D000":
		return true // read-only, lock not available, cancelled, lost races, may not connect
	}
	var connect *pgconn.ConnectError
	return Lost(err) || errors.As(err, &connect) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone)
}

// ReadOnly is PostgreSQL's code for a write where nothing may be written.
const ReadOnly = "25006"

// SQLiteCode returns the primary result code of a SQLite error, or 0.
func SQLiteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// PostgresCode returns the SQLSTATE of a PostgreSQL error, or "".
func PostgresCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Lost reports whether an error of PostgreSQL ended the connection: what was asked last may have been done or not, even when the
// driver says that nothing was sent. A connection that was never made is not lost.
func Lost(err error) bool {
	var connect *pgconn.ConnectError
	if err == nil || errors.As(err, &connect) {
		return false
	}
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return said.SeverityUnlocalized == "FATAL" || said.SeverityUnlocalized == "PANIC"
	}
	var network net.Error
	return errors.As(err, &network) || pgconn.SafeToRetry(err) || slices.ContainsFunc(endings, func(end error) bool { return errors.Is(err, end) })
}

// endings are errors with which a connection is gone.
var endings = []error{driver.ErrBadConn, io.ErrUnexpectedEOF, net.ErrClosed, context.Canceled, context.DeadlineExceeded}
