package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"insider/internal/fault"
	"insider/internal/store/sqlitefile"
)

// builderOf returns what builds the database of c.
func builderOf(ctx context.Context, c Config) (builder, error) {
	if path, isFile := filePathOf(c); isFile {
		return &fileBuilder{path: path, config: c}, nil
	}
	return postgresBuilder(ctx, c)
}

// filePathOf returns the path of a SQLite file.
func filePathOf(c Config) (path string, isFile bool) {
	scheme, rest, _ := strings.Cut(c.URL, ":")
	return strings.TrimPrefix(rest, "//"), scheme == "sqlite"
}

// fileBuilder builds a SQLite file.
type fileBuilder struct {
	path   string
	config Config
}

// besideFile is the file that is filled for a file.
func besideFile(path string) string { return path + ".restoring" }

func (p *fileBuilder) beside() string { return besideFile(p.path) }

func (p *fileBuilder) clear(ctx context.Context) (*Store, error) {
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

func (p *fileBuilder) swap(ctx context.Context, s *Store) error {
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

func (p *fileBuilder) abandon(_ context.Context, s *Store) error {
	return errors.Join(s.Close(), removeDatabase(p.beside()))
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
	for _, suffix := range sqlitefile.Companions {
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
