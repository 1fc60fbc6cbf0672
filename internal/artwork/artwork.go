// Package artwork keeps square pictures in the sizes that apps and pages ask for.
//
// It owns what a size is made from and under which name it is kept. It does not make pictures, which is picture's, keep
// files, which is derived's, or decide which are public.
package artwork

import (
	"context"
	"fmt"
	"io"
	"io/fs"

	"insider/internal/derived"
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
	folder *derived.Folder
	open   Opener
}

const maxBytes = 20 << 20 // of a picture, as content takes it

// New returns a keeper over a folder.
func New(folder *derived.Folder, open Opener) *Keeper { return &Keeper{folder: folder, open: open} }

// Open opens a picture as a JPEG of the given side. A file that changed since it was scanned is a fault.Unavailable.
func (k *Keeper) Open(ctx context.Context, file *show.File, side int) (derived.File, error) {
	return k.folder.Open(ctx, fmt.Sprintf("%s-%d.jpg", file.Hash, side), func() ([]byte, error) { return Make(k.open, file, side) })
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
