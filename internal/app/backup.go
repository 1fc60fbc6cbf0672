package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"insider/internal/archive"
	"insider/internal/config"
	"insider/internal/fault"
	"insider/internal/person"
	"insider/internal/store"
)

// backupFolder is where the program itself keeps copies, in the data folder.
const backupFolder = "backups"

func backups(c *config.Config) archive.Folder {
	return archive.Folder{Dir: filepath.Join(c.Data, backupFolder)}
}

// BackupOrder says what copy to make.
type BackupOrder struct {
	Program      string // version of the program
	File         string // "-" is out
	WithoutMedia bool   // leave audio and pictures out
}

// Backup copies the whole installation into a file or into out, beside a running server.
func Backup(ctx context.Context, c *config.Config, o BackupOrder, out io.Writer) (report *BackedUp, err error) {
	s, err := store.Open(ctx, store.Config{URL: c.DatabaseURL, ReadOnly: true, Patient: true, Older: true})
	if err != nil {
		return nil, err
	}
	defer handingOver(c.Data, &err)
	defer func() { err = errors.Join(err, s.Close()) }()
	var m *archive.Manifest
	if o.File == "-" {
		m, err = writeBackup(ctx, c, s, o, out)
	} else {
		err = archive.Create(o.File, func(w io.Writer) error {
			m, err = writeBackup(ctx, c, s, o, w)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	_ = backups(c).Note(m.Made) // for /readyz only; the backup is whole
	return backedUp(o.File, m), nil
}

// writeBackup writes a whole copy of an open database and the files that belong to it.
func writeBackup(ctx context.Context, c *config.Config, s *store.Store, o BackupOrder, out io.Writer) (*archive.Manifest, error) {
	files, closeFiles, err := backupFiles(ctx, c)
	if err != nil {
		return nil, err
	}
	defer closeFiles()
	plan, err := backupPlan(c, s, o.Program)
	if err != nil {
		return nil, err
	}
	plan.Files, plan.WithoutMedia = files, o.WithoutMedia
	if c.Content != "" {
		plan.Content = archive.ContentFolder
	}
	return archive.Write(ctx, out, plan)
}

// signatureLife is how long the signature of a backup is one: as good as for ever.
const signatureLife = 100 * 366 * 24 * time.Hour

// backupPurpose is what a backup is signed for.
const backupPurpose = "backup"

// backupPlan plans a copy of the rows and keys alone.
func backupPlan(c *config.Config, s *store.Store, program string) (archive.Plan, error) {
	keys, err := secretKeys(c)
	if err != nil {
		return archive.Plan{}, err
	}
	ring, err := ringOf(keys)
	if err != nil {
		return archive.Plan{}, err
	}
	erased, err := os.ReadFile(filepath.Join(c.Data, person.LogName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return archive.Plan{}, err
	}
	return archive.Plan{
		Program: program, Database: s, Secrets: []byte(strings.Join(keys, "\n") + "\n"), Erased: erased, Content: archive.ContentProgram,
		Sign:  func(sum string) string { return ring.Sign(backupPurpose, sum, time.Now().Add(signatureLife)) },
		Clock: time.Now,
	}, nil
}

// beforeMigration keeps a copy of the database before its schema changes.
func beforeMigration(c *config.Config, program string) func(ctx context.Context, s *store.Store, from, to int64) error {
	return func(ctx context.Context, s *store.Store, from, _ int64) error {
		folder := backups(c)
		if err := folder.Make(); err != nil {
			return err
		}
		now := time.Now()
		name := folder.BeforeMigration(from, now, copyKinds[s.Backend()])
		if err := copyDatabase(ctx, c, s, program, name); err != nil {
			return fault.Wrap(err, fault.Unavailable, "The database has to be brought up to date, and before that a copy of it could not be written into %s. Nothing was changed. Check the space left there, and start again.", folder.Dir)
		}
		return errors.Join(folder.Supersede(name), folder.Tidy(now))
	}
}

// copyKinds are what a copy made before a migration is: the file of SQLite, of PostgreSQL an archive.
var copyKinds = map[string]string{"sqlite": "db", "postgres": "tar"}

// copyDatabase writes a copy of a database, without the files that belong to it.
func copyDatabase(ctx context.Context, c *config.Config, s *store.Store, program, name string) error {
	if s.Backend() == "sqlite" {
		return s.CopyFile(ctx, name)
	}
	plan, err := backupPlan(c, s, program)
	if err != nil {
		return err
	}
	return archive.Create(name, func(w io.Writer) error {
		_, err := archive.Write(ctx, w, plan)
		return err
	})
}
