package store

import (
	"context"
	"errors"
	"io/fs"
)

// Place is where the database of a configuration is, or would be. It is an archive.Place.
type Place struct{ Config Config }

// Mark tells which restore made the database: "" when none did, or when there is none.
func (p Place) Mark(ctx context.Context) (mark string, err error) {
	schema, err := Status(ctx, p.Config)
	if errors.Is(err, fs.ErrNotExist) || err == nil && schema.Version == 0 {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	c := p.Config
	c.ReadOnly = true
	s, err := open(ctx, c)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Setting(ctx, restoredMark)
}

// Discard removes what a restore that was killed left beside the place.
func (p Place) Discard(ctx context.Context) error {
	if path, isFile := filePathOf(p.Config); isFile {
		return removeDatabase(besideFile(path))
	}
	s, err := postgresBuilder(ctx, p.Config)
	if err != nil {
		return err
	}
	return errors.Join(s.drop(ctx), s.pool.Close())
}
