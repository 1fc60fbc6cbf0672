package derived

import (
	"bytes"
	"io/fs"
	"time"
)

// fileOf is data as a file.
func fileOf(name string, data []byte) File {
	return memory{bytes.NewReader(data), fact{name, int64(len(data))}}
}

// memory is a file that is kept nowhere else.
type memory struct {
	*bytes.Reader
	fact
}

// Close does nothing.
func (memory) Close() error { return nil }

// Stat tells name and size. The time is zero: nobody knows when it was first made.
func (m memory) Stat() (fs.FileInfo, error) { return m.fact, nil }

// fact is what is known of a file in memory.
type fact struct {
	name string
	size int64
}

func (f fact) Name() string     { return f.name }
func (f fact) Size() int64      { return f.size }
func (fact) Mode() fs.FileMode  { return 0o400 }
func (fact) ModTime() time.Time { return time.Time{} }
func (fact) IsDir() bool        { return false }
func (fact) Sys() any           { return nil }
