package store

import (
	"context"
	"strings"
	"time"

	"insider/internal/fault"
)

// Scrub lets nothing of deleted rows stay in a SQLite file or in the log beside it: the file is written anew and the log is
// emptied. On PostgreSQL it gives room of deleted rows free; when the server overwrites it, nobody can say.
func (s *Store) Scrub(ctx context.Context) error {
	if s.backend == "postgres" {
		_, err := s.pools[0].ExecContext(ctx, "VACUUM "+strings.Join(personal, ", "))
		return asFault(err)
	}
	if err := s.vacuum(ctx); err != nil {
		return asFault(err)
	}
	if emptied, err := s.emptyLog(ctx); err != nil || emptied {
		return err
	}
	return fault.New(fault.Unavailable, "Somebody reads the database without a pause, so its log could not be emptied.")
}

// inMemory is up to which size a file is written anew through memory.
const inMemory = 256 << 20

// vacuum writes a SQLite file anew. What it keeps meanwhile is in memory, or beside the file when it is very large.
func (s *Store) vacuum(ctx context.Context) error {
	var pages, size int64
	if err := s.pools[0].QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return err
	}
	if err := s.pools[0].QueryRowContext(ctx, "PRAGMA page_size").Scan(&size); err != nil {
		return err
	}
	where := "MEMORY"
	if pages*size > inMemory {
		where = "FILE"
	}
	for _, statement := range []string{"PRAGMA temp_store = " + where, "VACUUM", "PRAGMA temp_store = DEFAULT"} {
		if _, err := s.pools[0].ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// emptyLog moves everything from SQLite's write-ahead log into the file and cuts the log to nothing. It waits a little
// for readers that still need the log, and reports whether they were done.
func (s *Store) emptyLog(ctx context.Context) (emptied bool, err error) {
	for range 20 {
		var busy, frames, moved int
		row := s.pools[0].QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		if err := row.Scan(&busy, &frames, &moved); err != nil {
			return false, asFault(err)
		}
		if busy == 0 {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, asFault(ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
	return false, nil
}
