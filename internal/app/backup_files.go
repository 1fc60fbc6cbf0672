package app

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path"
	"slices"
	"strings"

	"insider/internal/archive"
	"insider/internal/bucket"
	"insider/internal/config"
	"insider/internal/fault"
)

// textFiles are the extensions of what authors write. Everything else in the content folder is media.
var textFiles = []string{".md", ".yaml", ".yml", ".vtt", ".srt", ".json", ".txt", ".csv", ".html"}

// backupFiles yields the files of the content folder and of the bucket. Close what was opened for it afterwards.
func backupFiles(ctx context.Context, c *config.Config) (files iter.Seq2[archive.File, error], done func(), err error) {
	var closers []func() error
	done = func() {
		for _, f := range closers {
			_ = f() // only read
		}
	}
	var parts []iter.Seq2[archive.File, error]
	if c.Content != "" {
		root, err := os.OpenRoot(c.Content)
		if err != nil {
			return nil, nil, fault.Wrap(err, fault.Unavailable, "The content folder %s cannot be read.", c.Content)
		}
		closers = append(closers, root.Close)
		parts = append(parts, contentFiles(root, ownFolders(c)))
	}
	if isMissing(c.MediaURL) {
		return concat(parts...), done, nil
	}
	b, err := bucket.OpenFolder(c.MediaURL)
	if err != nil {
		done()
		return nil, nil, err
	}
	closers = append(closers, b.Close)
	parts = append(parts, bucketFiles(ctx, b, bucket.Public), bucketFiles(ctx, b, bucket.Private))
	return concat(parts...), done, nil
}

func concat[K, V any](parts ...iter.Seq2[K, V]) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, part := range parts {
			for k, v := range part {
				if !yield(k, v) {
					return
				}
			}
		}
	}
}

// ownFolders are the program's folders; one inside the content folder is no content.
func ownFolders(c *config.Config) (own []fs.FileInfo) {
	for _, dir := range []string{c.Data, c.MediaURL} {
		if info, err := os.Stat(dir); err == nil {
			own = append(own, info)
		}
	}
	return own
}

// contentFiles yields every regular file that is not hidden.
func contentFiles(root *os.Root, own []fs.FileInfo) iter.Seq2[archive.File, error] {
	return func(yield func(archive.File, error) bool) {
		err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
			hidden := name != "." && strings.HasPrefix(d.Name(), ".")
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // gone since it was listed
			case err != nil:
				return err
			case d.IsDir():
				if hidden || isOwn(d, own) {
					return fs.SkipDir
				}
				return nil
			case hidden || !d.Type().IsRegular():
				return nil
			}
			info, err := d.Info()
			if err != nil {
				return ignoreGone(err)
			}
			f := archive.File{
				Name: archive.ContentName(name), Bytes: info.Size(), Media: !slices.Contains(textFiles, strings.ToLower(path.Ext(name))),
				Open: func() (archive.OpenFile, error) { return root.Open(name) },
			}
			if !yield(f, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(archive.File{}, err)
		}
	}
}

func isOwn(d fs.DirEntry, own []fs.FileInfo) bool {
	info, err := d.Info()
	return err == nil && slices.ContainsFunc(own, func(o fs.FileInfo) bool { return os.SameFile(info, o) })
}

func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// bucketFiles yields the files of one half of the bucket.
func bucketFiles(ctx context.Context, b *bucket.Folder, half string) iter.Seq2[archive.File, error] {
	return func(yield func(archive.File, error) bool) {
		for info, err := range b.List(ctx, half) {
			f := archive.File{
				Name: archive.BucketName(info.Key), Bytes: info.Bytes, Media: true,
				Open: func() (archive.OpenFile, error) { return b.Open(ctx, info.Key) },
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}
