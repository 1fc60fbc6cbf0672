package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"insider/internal/fault"
)

// SignedBy reports whether the seal was signed with a key that verify knows. verify returns the text of a signature.
func (a *Archive) SignedBy(verify func(signed string) (text string, err error)) bool {
	text, err := verify(a.signed)
	return err == nil && text == a.sum
}

// entries calls yield with every entry but the manifest. That each is as it was when the backup was verified is known once
// yield has read it and the next one comes; an error says that one was not.
func (a *Archive) entries(ctx context.Context, yield func(e Entry, modified time.Time, r io.Reader) error) error {
	t := tar.NewReader(&patient{ctx, io.NewSectionReader(a.in, 0, a.size)})
	for _, e := range a.Manifest.Entries {
		h, err := t.Next()
		if err != nil || h.Name != e.Name {
			return errChanged(err)
		}
		sum := sha256.New()
		in := io.TeeReader(t, sum)
		if err := yield(e, h.ModTime, in); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, in); err != nil {
			return errChanged(err)
		}
		if hex.EncodeToString(sum.Sum(nil)) != e.SHA256 {
			return errChanged(nil)
		}
	}
	return nil
}

func errChanged(err error) error {
	if err == nil {
		err = errors.New("an entry is another one than before")
	}
	return fault.Wrap(err, fault.Conflict, "The backup changed while it was read. Nothing was restored.")
}

// batchLines is how many rows are handed over at once.
const batchLines = 1000

// fill hands the lines of a piece of a table over in batches.
func fill(ctx context.Context, db Database, table string, in io.Reader) error {
	var batch [][]byte
	hand := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := db.Insert(ctx, table, batch)
		batch = batch[:0]
		return err
	}
	err := eachLine(in, func(line []byte) error {
		if batch = append(batch, bytes.Clone(line)); len(batch) < batchLines {
			return nil
		}
		return hand()
	})
	if err != nil {
		return err
	}
	return hand()
}

// bucketKey returns the key of a file of the bucket, "" for another entry.
func bucketKey(name string) string {
	key, _ := strings.CutPrefix(name, bucketRoot)
	if key == name {
		return ""
	}
	return key
}

// contentPath returns the path of a file of the content folder, "" for another entry.
func contentPath(name string) string {
	path, _ := strings.CutPrefix(name, contentRoot)
	if path == name {
		return ""
	}
	return path
}

// ContentName and BucketName are the names of entries by path and by key.
func ContentName(path string) string { return contentRoot + path }

// BucketName is the name of the entry of a file of the bucket.
func BucketName(key string) string { return bucketRoot + key }
