package app

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"insider/internal/archive"
	"insider/internal/doctor"
)

// backupKeeper remembers how the last regular backup went.
type backupKeeper struct {
	mu     sync.Mutex
	failed error // why it could not be made; nil when it was
	tried  time.Time
	lacks  int64 // free bytes of the disk with which another try is worth while; 0: room was not what it lacked
}

// openBackups looks which backups there are and tells their age on /readyz and in the metrics.
func (a *App) openBackups(context.Context) error {
	folder := backups(a.config)
	a.server.AddCheck("backup", func(context.Context) (string, bool) {
		last, err := folder.Last()
		if err != nil {
			return "unknown: data/backups cannot be read", true
		}
		return a.backups.state(last, time.Now(), a.config.BackupEvery), true
	})
	a.server.GaugeFunc("insider_backup_age_seconds", "Age of the newest whole backup, -1 when none is known.", func() float64 {
		last, err := folder.Last()
		if err != nil || last.IsZero() {
			return -1
		}
		return time.Since(last).Seconds()
	})
	return folder.Tidy(time.Now())
}

// keepBackups makes a regular backup whenever one is due. When it is due is told by the newest one, so that restarts neither
// hasten nor delay it.
func (a *App) keepBackups(ctx context.Context) error {
	interval := a.config.BackupEvery
	look := min(time.Minute, max(interval/4, 100*time.Millisecond))
	if interval == 0 {
		look = time.Hour
	}
	for {
		if err := a.tryBackups(ctx, time.Now(), interval); err != nil && ctx.Err() == nil {
			a.log.Error("keeping backups", "err", err)
		}
		wait := look
		if a.backups.lacks > 0 {
			wait = min(look, lookForRoom)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (a *App) tryBackups(ctx context.Context, now time.Time, interval time.Duration) error {
	if interval > 0 {
		if err := a.regularBackup(ctx, now, interval); err != nil {
			return err
		}
	}
	return backups(a.config).Tidy(now)
}

// retryAfter is how long a backup that failed waits for its next try, at most.
const retryAfter = 10 * time.Minute

// regularBackup makes a backup when one is due.
func (a *App) regularBackup(ctx context.Context, now time.Time, interval time.Duration) error {
	folder := backups(a.config)
	due, err := folder.Due(now, interval)
	if err != nil {
		return err
	}
	k := &a.backups
	if k.failed != nil && !k.hasRoom(folder) && due.Before(k.tried.Add(min(interval, retryAfter))) {
		due = k.tried.Add(min(interval, retryAfter))
	}
	if now.Before(due) {
		return nil
	}
	start := time.Now()
	m, err := a.writeRegular(ctx, folder, now)
	if ctx.Err() != nil {
		return nil // a stop is no failure
	}
	k.mu.Lock()
	k.tried, k.failed, k.lacks = now, err, lacks(folder, err)
	k.mu.Unlock()
	if err != nil {
		return err
	}
	a.log.Info("backup made", "rows", m.RowCount(), "content_files", m.ContentFiles(), "bucket_files", m.BucketFiles(), "took", time.Since(start).Round(time.Millisecond).String())
	return folder.Note(m.Made)
}

func (a *App) writeRegular(ctx context.Context, folder archive.Folder, now time.Time) (m *archive.Manifest, err error) {
	if err := folder.Make(); err != nil {
		return nil, err
	}
	err = archive.Create(folder.Regular(now), func(w io.Writer) error {
		m, err = writeBackup(ctx, a.config, a.store, BackupOrder{Program: a.console.Version}, w)
		return err
	})
	return m, err
}

// state says in a sentence how things are when the newest whole backup, wherever it went, was made at last.
func (k *backupKeeper) state(last, now time.Time, interval time.Duration) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	age := "none yet"
	if !last.IsZero() {
		age = "the newest is " + doctor.Age(now.Sub(last)) + " old"
	}
	switch {
	case k.failed != nil:
		return "failed, see the log; " + age // /readyz is public, and errors name folders
	case interval == 0 && last.IsZero():
		return "none yet; set INSIDER_BACKUP_EVERY or run: insider backup FILE"
	case interval > 0 && !last.IsZero() && now.Sub(last) > 2*interval:
		return "late; " + age
	case last.IsZero():
		return age
	}
	return "ok, " + age
}

// size is a number of bytes as people say it.
func size(n int64) string {
	switch {
	case n < 1<<10:
		return plural(int(n), "byte", "bytes")
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}
