package bucket

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"syscall"
	"time"

	"insider/internal/fault"
)

// incoming holds files while they are written. Keys never lead there.
const incoming = "incoming"

// staleAfter is the age at which an incoming file belongs to a process that died.
const staleAfter = 24 * time.Hour

// Folder is a bucket in a folder of the file system. Nothing outside the folder is ever reached, and a link inside it
// is treated as absent, wherever it leads.
type Folder struct {
	root *os.Root
}

var _ Bucket = (*Folder)(nil)

// OpenFolder opens the bucket in dir, creates it when it is missing, and removes what killed writers left.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root}
	for _, name := range []string{"public", "private", incoming} {
		if err := f.makeDirs(name); err != nil {
			return nil, errors.Join(err, root.Close())
		}
	}
	if err := f.sweep(time.Now().Add(-staleAfter)); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close releases the folder. Files that are open stay readable.
func (f *Folder) Close() error { return f.root.Close() }

// Open opens the file under key as an *os.File.
func (f *Folder) Open(_ context.Context, key string) (File, error) {
	if _, err := f.look(key); err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(key, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, classify(err)
	}
	opened, err := file.Stat()
	if err != nil || !opened.Mode().IsRegular() {
		return nil, errors.Join(absent(), err, file.Close())
	}
	return file, nil
}

// Stat tells size and time of the file under key.
func (f *Folder) Stat(_ context.Context, key string) (Info, error) {
	seen, err := f.look(key)
	if err != nil {
		return Info{}, err
	}
	return info(key, seen), nil
}

// Put writes a file beside the tree, syncs it, moves it into its place and syncs the folder.
func (f *Folder) Put(ctx context.Context, key string, r io.Reader) (Info, error) {
	if err := CheckKey(key); err != nil {
		return Info{}, err
	}
	if err := f.makeDirs(path.Dir(key)); err != nil {
		return Info{}, classify(err)
	}
	name := path.Join(incoming, rand.Text())
	written, err := f.write(name, &cancelled{ctx, r})
	if err == nil {
		err = f.root.Rename(name, key)
	}
	if err != nil {
		return Info{}, classify(errors.Join(err, ignoreAbsent(f.root.Remove(name))))
	}
	return info(key, written), classify(f.syncDir(path.Dir(key)))
}

// Delete removes the file under key, a link itself and not what it leads to.
func (f *Folder) Delete(_ context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	if err := f.checkParents(key); err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	}
	if err := f.root.Remove(key); err != nil {
		return classify(ignoreAbsent(err))
	}
	return classify(f.syncDir(path.Dir(key)))
}

// look returns what is under key when it is a regular file reached through no link.
func (f *Folder) look(key string) (fs.FileInfo, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	seen, err := f.root.Lstat(key)
	if err != nil {
		return nil, cmp.Or(f.checkParents(key), classify(err))
	}
	if !seen.Mode().IsRegular() {
		return nil, absent()
	}
	return seen, f.checkParents(key)
}

// checkParents refuses a key with a link among its folders.
func (f *Folder) checkParents(key string) error {
	for i := range len(key) {
		if key[i] != '/' {
			continue
		}
		seen, err := f.root.Lstat(key[:i])
		if err != nil {
			return classify(err)
		}
		if !seen.IsDir() {
			return absent()
		}
	}
	return nil
}

func (f *Folder) write(name string, r io.Reader) (fs.FileInfo, error) {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(file, r)
	if err == nil {
		err = file.Sync()
	}
	written, statErr := file.Stat()
	return written, errors.Join(err, statErr, file.Close())
}

// makeDirs creates the folders of dir one by one and syncs the parent of each new one, so that they survive a power cut.
func (f *Folder) makeDirs(dir string) error {
	parent := "."
	for segment := range strings.SplitSeq(dir, "/") {
		made := path.Join(parent, segment)
		switch err := f.root.Mkdir(made, 0o700); {
		case err == nil:
			if err := f.syncDir(parent); err != nil {
				return err
			}
		case !errors.Is(err, fs.ErrExist):
			return err
		}
		if seen, err := f.root.Lstat(made); err != nil || !seen.IsDir() {
			return errors.Join(fault.New(fault.Conflict, "A file is where the bucket needs a folder."), err)
		}
		parent = made
	}
	return nil
}

func (f *Folder) syncDir(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sweep removes incoming files last written before a time.
func (f *Folder) sweep(before time.Time) error {
	return fs.WalkDir(f.root.FS(), incoming, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		seen, err := d.Info()
		if err != nil || !seen.ModTime().Before(before) {
			return ignoreAbsent(err)
		}
		return ignoreAbsent(f.root.Remove(name))
	})
}

func info(key string, seen fs.FileInfo) Info {
	return Info{Key: key, Bytes: seen.Size(), Modified: seen.ModTime()}
}

// cancelled ends a copy when its context ends.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
