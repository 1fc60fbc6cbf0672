package doctor

import (
	"context"
	"fmt"
	"time"
)

// Space is how much room the data folder has, in bytes.
type Space struct{ Free, Total uint64 }

const (
	scarce = 1 << 30   // free bytes below which an operator should act
	full   = 100 << 20 // below which sign-ups and stories soon fail
)

// Disk looks how much room is left where the data folder is; space fails where that cannot be told.
func Disk(dir string, space func(dir string) (Space, error)) Check {
	return Check{"Disk", func(context.Context) Finding {
		s, err := space(dir)
		const fix = "Make room, or move the data folder to a larger disk. When it is full, reading goes on and forms answer 503."
		switch {
		case err != nil:
			return note("How much room is left cannot be told here: %v.", err)
		case s.Free < full:
			return problem(fix, "%s left for %s.", amount(s.Free), dir)
		case s.Free < scarce || s.Free < s.Total/50:
			return warning(fix, "%s of %s left for %s.", amount(s.Free), amount(s.Total), dir)
		}
		return ok("%s of %s left.", amount(s.Free), amount(s.Total))
	}}
}

func amount(bytes uint64) string {
	if bytes < 10e9 {
		return fmt.Sprintf("%d MB", bytes/1e6)
	}
	return fmt.Sprintf("%d GB", bytes/1e9)
}

// Times are what tells a wrong clock.
type Times struct {
	Newest       time.Time                                    // of what is known to have happened: newest file or row
	Database     func(ctx context.Context) (time.Time, error) // the server's own clock; nil: the same machine
	Synchronised func() (bool, error)                         // whether the system's clock follows another; fails where that cannot be told
}

// Clock looks whether this machine knows the time: scheduled episodes, links that expire and certificates depend on it.
func Clock(t Times, now func() time.Time) Check {
	const fix = "Let the machine follow a time server, e.g. with systemd-timesyncd or chrony."
	return Check{"Clock", func(ctx context.Context) Finding {
		if behind := t.Newest.Sub(now()); behind > time.Minute {
			return problem(fix, "The clock says %s, but something here happened %s later.", now().UTC().Format(time.RFC3339), behind.Round(time.Second))
		}
		if t.Database != nil {
			there, err := t.Database(ctx)
			if err != nil {
				return note("The database does not tell its time.")
			}
			if off := there.Sub(now()).Abs(); off > 5*time.Second {
				return warning(fix, "This machine and the database are %s apart.", off.Round(time.Second))
			}
		}
		switch follows, err := t.Synchronised(); {
		case err != nil:
			return note("Nothing speaks against the clock; whether it follows a time server cannot be told here.")
		case !follows:
			return warning(fix, "The clock follows no time server, so it will go wrong in time.")
		}
		return ok("It follows a time server.")
	}}
}
