// Package bucket keeps files that the program made or was given: what is served again and what never is.
//
// It owns keys, durability and the folder that holds the files. It does not know what the files mean or who may read
// them: the media gate serves what is under public/, and private/ has no route.
package bucket

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"insider/internal/fault"
)

// The two parts of a bucket. Every key begins with one of them.
const (
	Public  = "public/"
	Private = "private/"
)

// MaxKey is the longest key in bytes.
const MaxKey = 512

// Bucket keeps files by key. Implementations are safe for concurrent use, also by several processes. A file that is not
// there is a fault.NotFound, a key that CheckKey refuses a fault.Invalid, a full disk a fault.Unavailable.
type Bucket interface {
	// Open opens a file for reading. What was opened stays readable when the key is put again or deleted.
	Open(ctx context.Context, key string) (File, error)
	// Put stores all of r under the key. Readers see the old file or the new one, never a part; once Put returns nil, the
	// file survives a power cut. When r or ctx fails, the key is as it was.
	Put(ctx context.Context, key string, r io.Reader) (Info, error)
	// Stat tells what is under a key.
	Stat(ctx context.Context, key string) (Info, error)
	// Delete removes a file; one that is not there is no error.
	Delete(ctx context.Context, key string) error
	// List yields the files whose keys begin with prefix ("public/episodes/"). It ends after the first error.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]
}

// File is an open file. In a folder it is an *os.File, so that the kernel can send it.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// Info is what is known of a file without opening it.
type Info struct {
	Key      string
	Bytes    int64
	Modified time.Time
}

// CheckKey reports a fault.Invalid unless key is a clean slash path below public/ or private/: no "..", no empty or dotted
// segment, no backslash, no control character, at most MaxKey bytes of UTF-8.
func CheckKey(key string) error {
	rest, ok := strings.CutPrefix(key, Public)
	if !ok {
		rest, ok = strings.CutPrefix(key, Private)
	}
	switch {
	case !ok || rest == "":
		return fault.New(fault.Invalid, "A key begins with %s or %s.", Public, Private)
	case len(key) > MaxKey:
		return fault.New(fault.Invalid, "A key has at most %d bytes.", MaxKey)
	case !fs.ValidPath(key) || strings.HasPrefix(rest, ".") || strings.Contains(rest, "/."):
		return fault.New(fault.Invalid, "A key is a clean path without empty or dotted segments.")
	case !utf8.ValidString(key) || strings.ContainsFunc(key, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }):
		return fault.New(fault.Invalid, "A key has no backslash and no control character.")
	}
	return nil
}
