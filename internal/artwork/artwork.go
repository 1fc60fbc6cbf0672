// Package artwork keeps pictures in the sizes that apps and pages ask for, and without what they tell of their makers.
//
// It owns what a picture is made from and under which name it is kept. It does not make pictures, which is picture's, keep
// files, which is derived's, or decide which are public.
package artwork

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"

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
	return k.keep(ctx, file, fmt.Sprintf("-%d.jpg", side), func(data []byte) ([]byte, error) { return picture.Scale(data, side) })
}

// OpenFitted opens a picture in one of the forms of its Widths.
func (k *Keeper) OpenFitted(ctx context.Context, form *show.Image) (derived.File, error) {
	name := fmt.Sprintf("-w%d%s", form.Width, path.Ext(form.Path))
	return k.keep(ctx, form.File, name, func(data []byte) ([]byte, error) { return picture.Fit(data, form.Width, form.Type) })
}

// OpenClean opens a picture as it is, but for what it tells of where and when it was made.
func (k *Keeper) OpenClean(ctx context.Context, file *show.File) (derived.File, error) {
	return k.keep(ctx, file, "-clean"+path.Ext(file.Name), picture.Clean)
}

// keep opens what is made of a file; the end of its name says what that is.
func (k *Keeper) keep(ctx context.Context, file *show.File, end string, make func([]byte) ([]byte, error)) (derived.File, error) {
	return k.folder.Open(ctx, file.Hash+end, func() ([]byte, error) {
		data, err := read(k.open, file)
		if err != nil {
			return nil, err
		}
		return make(data)
	})
}

// Make makes a picture as a JPEG of the given side, and keeps nothing.
func Make(open Opener, file *show.File, side int) ([]byte, error) {
	data, err := read(open, file)
	if err != nil {
		return nil, err
	}
	return picture.Scale(data, side)
}

func read(open Opener, file *show.File) ([]byte, error) {
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
	return io.ReadAll(io.LimitReader(source, maxBytes))
}
