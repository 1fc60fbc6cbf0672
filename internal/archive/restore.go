package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"insider/internal/fault"
)

// Database is an empty database that is filled beside its place.
type Database interface {
	// Insert adds rows of a table, each a JSON object with exactly its columns.
	Insert(ctx context.Context, table string, lines [][]byte) error
	// Complete makes each table go on after its last number, and brings the schema up to date.
	Complete(ctx context.Context, last map[string]int64) error
}

// Destination is where a backup is restored to.
type Destination struct {
	Data    string // folder; the journal lies there
	Bucket  string // folder
	Content string // folder for the content; "" leaves the content out
	Mark    string // by which the database will tell that this restore made it
	Secret  []byte // what data/secret will be; nil leaves it as it is
	Erased  []byte // what data/erased.log will be; nil leaves it as it is
}

// The folders of a staging, by number.
const (
	inData = iota
	inBucket
	inContent
)

// Restore fills the database and puts files in their places. finish puts the database in its place and notes the mark in
// it: from then on the restore happened, and whatever comes between, Recover finishes it. When Restore fails before, nothing
// is left of it once Recover was called.
func (a *Archive) Restore(ctx context.Context, d Destination, db Database, finish func(context.Context) error) error {
	folders := []folder{{Path: d.Data}, {Path: d.Bucket}}
	if d.Content != "" {
		folders = append(folders, folder{Path: d.Content, Shared: true})
	}
	s, err := stage(d.Data, d.Mark, folders...)
	if err != nil {
		return diskFault(err, d.Data)
	}
	if err := a.stageAll(ctx, s, d, db); err != nil {
		return diskFault(err, d.Data)
	}
	if err := db.Complete(ctx, a.Manifest.Last); err != nil {
		return err
	}
	if err := finish(ctx); err != nil {
		return err
	}
	return s.finish()
}

// stageAll puts everything where nobody sees it yet.
func (a *Archive) stageAll(ctx context.Context, s *staging, d Destination, db Database) error {
	err := a.entries(ctx, func(e Entry, modified time.Time, in io.Reader) error {
		switch table, key, name := tableOf(e.Name), bucketKey(e.Name), contentPath(e.Name); {
		case table != "":
			return fill(ctx, db, table, in)
		case key != "":
			there, err := isThere(filepath.Join(d.Bucket, filepath.FromSlash(key)), e)
			if err != nil || there {
				return err
			}
			return s.put(inBucket, key, modified, in)
		case name != "" && d.Content != "":
			return s.put(inContent, name, modified, in)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{"secret": d.Secret, ErasedName: d.Erased} {
		if data == nil {
			continue
		}
		if err := s.put(inData, name, time.Time{}, bytes.NewReader(data)); err != nil {
			return err
		}
	}
	return nil
}

// isThere reports whether a file is in its place already. Another file in the same place is a Conflict: nothing of somebody
// else is written over.
func isThere(place string, e Entry) (bool, error) {
	same, err := isSame(place, e)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil && !same {
		err = fault.New(fault.Conflict, "%s is there already and is another file. Move it away first, or restore into another folder.", place)
	}
	return same, err
}

// isSame reports whether a file has the bytes of an entry.
func isSame(place string, e Entry) (bool, error) {
	f, err := os.Open(place)
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() != e.Bytes || !info.Mode().IsRegular() {
		return false, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil)) == e.SHA256, nil
}

// Content says how the content of a backup stands to a folder.
type Content int

// What ContentIn finds.
const (
	NoContent   Content = iota // the backup has none
	ContentFits                // the folder is missing or empty: it can be put there
	ContentSame                // every file is there already
	ContentKept                // the folder holds something else
)

// ContentIn looks whether the content of the backup can be put into a folder.
func (a *Archive) ContentIn(dir string) (Content, error) {
	if a.Manifest.ContentFiles() == 0 {
		return NoContent, nil
	}
	empty, err := isEmpty(dir)
	if err != nil || empty {
		return ContentFits, err
	}
	for _, e := range a.Manifest.Entries {
		name := contentPath(e.Name)
		if name == "" {
			continue
		}
		same, err := isSame(filepath.Join(dir, filepath.FromSlash(name)), e)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return ContentKept, err
		}
		if !same {
			return ContentKept, nil
		}
	}
	return ContentSame, nil
}

// isEmpty reports whether a folder is missing or holds nothing but hidden names.
func isEmpty(dir string) (bool, error) {
	names, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	for _, d := range names {
		if !strings.HasPrefix(d.Name(), ".") {
			return false, err
		}
	}
	return true, err
}
