package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"insider/internal/fault"
)

// asFault classifies an error of the database. Faults pass unchanged; what nobody knows stays Internal.
func asFault(err error) error {
	var known *fault.Error
	var open *unsettled
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.As(err, &open):
		return fault.Wrap(err, fault.Unavailable, "The database broke off while this was being saved, so nobody can say yet whether it was. Please try again in a minute: nothing is done twice.")
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fault.Wrap(err, fault.NotFound, "There is no such thing.")
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.Wrap(err, fault.Conflict, "This exists already.")
	case full(err):
		return fault.Wrap(fmt.Errorf("make room: %w: %w", err, syscall.ENOSPC), fault.Unavailable, "The disk is full, so nothing can be saved just now. Please try again later.")
	case damaged(err):
		return fault.Wrap(err, fault.Unavailable, "The database cannot be read just now and may be damaged. Please try again later.")
	case unavailable(err):
		return fault.Wrap(err, fault.Unavailable, "This is not possible just now. Please try again in a minute.")
	}
	return err
}

// full reports whether there is no room left, be it for rows or for the files that SQLite keeps beside its own.
func full(err error) bool {
	var e *sqlite.Error
	return sqliteCode(err) == sqlite3.SQLITE_FULL || errors.As(err, &e) && e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE ||
		errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || postgresCode(err) == "53100"
}

// damaged reports whether the bytes of the database are not what they should be: only somebody who restores a backup can help.
func damaged(err error) bool {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return strings.HasPrefix(postgresCode(err), "XX00") && postgresCode(err) != "XX000"
}

// unavailable reports whether the same act may succeed later: the database is locked, read-only, away or overloaded.
func unavailable(err error) bool {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
		sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_PERM:
		return true
	}
	switch code := postgresCode(err); {
	case code == "":
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"), strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "58"):
		return true // connection, resources, shutdown, files
	case code == readOnly, code == "55P03", code == "57014", code == "40001", code == "40P01", code == "28000", code == "28P01", code == "3D000":
		return true // read-only, lock not available, cancelled, lost races, may not connect
	}
	var connect *pgconn.ConnectError
	return lost(err) || errors.As(err, &connect) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone)
}

// passing reports whether a transaction left nothing behind and may simply run again: it gave way to another one, or its
// connection was lost, as all are when PostgreSQL restarts.
func passing(err error) bool {
	switch postgresCode(err) {
	case "40001", "40P01":
		return true
	}
	var gone undone
	return errors.As(err, &gone)
}

// sqliteCode returns the primary result code of a SQLite error, or 0.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// postgresCode returns the SQLSTATE of a PostgreSQL error, or "".
func postgresCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
