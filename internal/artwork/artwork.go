// Package artwork keeps square pictures in the sizes that apps and pages ask for.
//
// It owns when a size is made, where it is kept, and that no two are made at once. It does not make pictures, which is
// picture's, or decide which are public.
package artwork

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"insider/internal/fault"
	"insider/internal/picture"
	"insider/internal/show"
)

// Source is an open file of the content folder.
type Source interface {
	io.ReadCloser
	Stat() (fs.FileInfo, error)
}

// Opener opens a file of the content folder by show.File.Source.
type Opener func(source string) (Source, error)

// Keeper makes sizes of pictures when they are first asked for and keeps them in a folder. It is safe for concurrent use.
type Keeper struct {
	folder string
	open   Opener
	making sync.Mutex // one at a time: a decoded picture takes some 100 MB
}

const (
	maxBytes = 20 << 20             // of a picture, as content takes it
	unused   = 180 * 24 * time.Hour // after which a kept size is made anew, if anybody asks
)

// New returns a keeper over a folder, which it creates, and clears what was made long ago.
func New(folder string, open Opener, now time.Time) (*Keeper, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The folder for sizes of covers cannot be made.")
	}
	k := &Keeper{folder: folder, open: open}
	return k, k.clear(now.Add(-unused))
}

// clear removes what was last written before a time, and what a crash left half written.
func (k *Keeper) clear(before time.Time) error {
	entries, err := os.ReadDir(k.folder)
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if info.ModTime().Before(before) || filepath.Ext(e.Name()) != ".jpg" {
			failed = append(failed, os.Remove(filepath.Join(k.folder, e.Name())))
		}
	}
	return errors.Join(failed...)
}

// Open opens a picture as a JPEG of the given side. A file that changed since it was scanned is a fault.Unavailable.
func (k *Keeper) Open(ctx context.Context, file *show.File, side int) (*os.File, error) {
	name := filepath.Join(k.folder, fmt.Sprintf("%s-%d.jpg", file.Hash, side))
	kept, err := os.Open(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return kept, err
	}
	k.making.Lock()
	defer k.making.Unlock()
	if kept, err = os.Open(name); !errors.Is(err, fs.ErrNotExist) {
		return kept, err // somebody else made it meanwhile
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := Make(k.open, file, side)
	if err != nil {
		return nil, err
	}
	if err := k.write(name, data); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The picture cannot be kept. Check the space left in the data folder.")
	}
	return os.Open(name)
}

// Make makes a picture as a JPEG of the given side, and keeps nothing.
func Make(open Opener, file *show.File, side int) ([]byte, error) {
	source, err := open(file.Source)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() != file.Bytes || !info.ModTime().IsZero() && !info.ModTime().Equal(file.ModTime) {
		return nil, fault.New(fault.Unavailable, "The picture is just being changed. Please try again in a moment.")
	}
	data, err := io.ReadAll(io.LimitReader(source, maxBytes))
	if err != nil {
		return nil, err
	}
	return picture.Scale(data, side)
}

// write makes a file that others see whole or not at all.
func (k *Keeper) write(name string, data []byte) error {
	temp, err := os.CreateTemp(k.folder, "making-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
