package doctor

import (
	"context"
	"errors"
	"io/fs"
	"time"
)

// Backups are what is known of copies.
type Backups struct {
	Newest func() (time.Time, error) // zero: there is none
	Every  time.Duration             // how often one is made by itself; 0: never
}

// Backup looks how old the newest copy is.
func Backup(b Backups, now func() time.Time) Check {
	return Check{"Backup", func(context.Context) Finding {
		newest, err := b.Newest()
		age := now().Sub(newest)
		switch {
		case err != nil:
			return warning("See that data/backups can be read.", "Whether there is a copy cannot be told: %v.", err)
		case newest.IsZero() && b.Every == 0:
			return warning("Set INSIDER_BACKUP_EVERY=24h, or run insider backup FILE from a timer, and keep a copy on another machine.", "No backup was ever made.")
		case newest.IsZero():
			return note("The first copy is made within %s of the first start.", Age(b.Every))
		case b.Every > 0 && age > 2*b.Every:
			return problem("The log says why the last one failed; is there room on the disk?", "The newest copy is %s old, though one is due every %s.", Age(age), Age(b.Every))
		case age > 7*24*time.Hour:
			return warning("Set INSIDER_BACKUP_EVERY=24h.", "The newest copy is %s old.", Age(age))
		}
		return ok("The newest copy is %s old. One on another machine is worth more than all here.", Age(age))
	}}
}

// Age is a span of time as people say it.
func Age(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return plural(max(int(d/time.Second), 0), "second", "seconds")
	case d < 2*time.Hour:
		return plural(int(d/time.Minute), "minute", "minutes")
	case d < 48*time.Hour:
		return plural(int(d/time.Hour), "hour", "hours")
	}
	return plural(int(d/(24*time.Hour)), "day", "days")
}

// ErrVersion is that a database is of another version than the program, which a start of the server mends.
var ErrVersion = errors.New("another version")

// ErrAway is that a database cannot be reached.
var ErrAway = errors.New("it cannot be reached")

// Database looks whether the rows are whole: verify reads all of it and returns what is broken, fs.ErrNotExist, ErrAway or ErrVersion.
func Database(verify func(ctx context.Context) error) Check {
	return Check{"Database", func(ctx context.Context) Finding {
		err := verify(ctx)
		switch {
		case err == nil:
			return ok("It is whole, up to date, and the chain of what editors did is unbroken.")
		case errors.Is(err, ErrVersion):
			return problem("Start the server anew: it keeps a copy and brings the database up to date.", "%v", err)
		case errors.Is(err, ErrAway):
			return problem("Start PostgreSQL, or mend host, user and password in INSIDER_DATABASE_URL; psql says more.", "%v", err)
		case errors.Is(err, fs.ErrNotExist):
			return problem("Let INSIDER_DATA or INSIDER_DATABASE_URL name what the server uses (--settings FILE reads a service's), or start it once.", "%v", err)
		}
		return problem("Stop the server, keep the file for later, and restore the newest backup: docs/operations.md, bad days.", "%v", err)
	}}
}

// Content looks for mistakes in the show's files; count fails when nothing can be read, with fs.ErrNotExist when nothing is there.
func Content(count func(ctx context.Context) (int, error)) Check {
	return Check{"Content", func(ctx context.Context) Finding {
		switch n, err := count(ctx); {
		case errors.Is(err, fs.ErrNotExist):
			return problem("Let INSIDER_CONTENT name the folder of your show, or put it back.", "%v; readers see what was read last.", err)
		case err != nil:
			return problem("See the folder that INSIDER_CONTENT names.", "The show cannot be read: %v.", err)
		case n > 0:
			return warning("insider check lists them, with file, line and remedy.", "%s: readers see the last good version of those files.", plural(n, "mistake", "mistakes"))
		}
		return ok("No mistakes.")
	}}
}
