package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"insider/internal/fault"
)

// placeOf returns where the database of c will be.
func placeOf(ctx context.Context, c Config) (place, error) {
	scheme, rest, _ := strings.Cut(c.URL, ":")
	if scheme != "sqlite" {
		return postgresPlace(ctx, c)
	}
	return &filePlace{path: strings.TrimPrefix(rest, "//"), config: c}, nil
}

// filePlace is the place of a SQLite file.
type filePlace struct {
	path   string
	config Config
}

// companions are the files that SQLite puts beside a database.
var companions = []string{"-wal", "-shm", "-journal"}

// beside is the file that is filled.
func (p *filePlace) beside() string { return p.path + ".restoring" }

func (p *filePlace) clear(ctx context.Context) (*Store, error) {
	switch _, err := os.Lstat(p.path); {
	case err == nil:
		return nil, fault.New(fault.Conflict, "There is a database at %s already. Move it away first, or restore into another folder with --data.", p.path)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fault.Wrap(err, fault.Unavailable, "It cannot be told whether there is a database at %s.", p.path)
	}
	if err := removeDatabase(p.beside()); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "What an earlier restore left at %s cannot be removed.", p.beside())
	}
	c := p.config
	c.URL = "sqlite:" + p.beside()
	return open(ctx, c)
}

func (p *filePlace) swap(ctx context.Context, s *Store) error {
	_, err := s.emptyLog(ctx)
	if err = errors.Join(err, s.Close()); err == nil {
		err = syncFile(p.beside())
	}
	if err == nil { // a log without its database would be taken for the new one's
		err = removeCompanions(p.path)
	}
	if err == nil {
		err = os.Rename(p.beside(), p.path)
	}
	if err != nil {
		return errors.Join(asFault(err), removeDatabase(p.beside()))
	}
	return syncFile(filepath.Dir(p.path))
}

func (p *filePlace) abandon(_ context.Context, s *Store) error {
	return errors.Join(s.Close(), removeDatabase(p.beside()))
}

// DiscardBuilding removes what a restore that was killed left of a SQLite database; of one in PostgreSQL the next restore
// does.
func DiscardBuilding(c Config) error {
	scheme, rest, _ := strings.Cut(c.URL, ":")
	if scheme != "sqlite" {
		return nil
	}
	return removeDatabase((&filePlace{path: strings.TrimPrefix(rest, "//")}).beside())
}

// removeDatabase removes a SQLite file and what lies beside it; nothing there is fine.
func removeDatabase(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, removeCompanions(path))
}

func removeCompanions(path string) error {
	for _, suffix := range companions {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// syncFile makes a file, or the names in a folder, survive a power cut.
func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
