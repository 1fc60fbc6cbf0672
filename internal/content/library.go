// Package content turns the files that authors write into the parts of an edition.
//
// It owns the content format, its mistakes, the last good version of every file, what is remembered between starts, and
// watching the folder. It does not decide what is public, keep rows or answer requests.
package content

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"time"

	"insider/internal/edition"
)

// Options say where content lies and what a Library needs to read it.
type Options struct {
	Dir    string           // folder with show.yaml; wins over FS
	FS     fs.FS            // read-only content, such as the show in the binary; never watched, nothing remembered
	Cache  string           // folder for what is remembered between starts; "" remembers in memory only
	Media  fs.FS            // public uploads as {kind}/{slug}/{file}, for audio named by a media path; nil when there are none
	Base   *url.URL         // public address: the path links begin with and the host that is our own
	Drafts bool             // sets Source.Drafts
	Clock  func() time.Time // nil is time.Now
	Log    *slog.Logger     // nil discards
}

// Library reads one content folder. It is safe for concurrent use.
type Library struct {
	o Options
}

// Result is the content as it may be shown, and what is wrong with the files. It is not changed after it was given out,
// but by Stamp before it is published.
type Result struct {
	Source   *edition.Source // last good version of everything; nil only beside an error
	Mistakes []Mistake       // by file and line
	Files    []FileState     // every file that something in Source is made from, by path
}

// FileState is a content file in the version that is shown.
type FileState struct {
	Path string // slash path within the folder
	Hash string // content fingerprint in hex, see docs/decisions/0002-content-fingerprint.md
}

// File is an open content file: an *os.File when the library reads a folder.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// New returns a library; nothing is read before Load.
func New(o Options) *Library {
	return &Library{o: o}
}

// Load reads what changed since the last Load or, on the first, since the last start. A file with a mistake counts in its
// last good version. A folder that is emptied or gone gives the last good content and one mistake. When there is no good
// show.yaml and never was one, Load returns a fault.Invalid error and a Result with nothing but the mistakes.
func (l *Library) Load(ctx context.Context) (*Result, error) {
	return &Result{}, ctx.Err()
}

// Watch calls f with a new result after each change of the folder that settled, from one goroutine, until ctx ends; then
// it returns nil. Without a folder it only waits.
func (l *Library) Watch(ctx context.Context, f func(*Result)) error {
	<-ctx.Done()
	return nil
}

// Open opens a content file by its slash path within the folder. Links are refused. Errors are fault.NotFound for a file
// that is not there and fault.Unavailable for one that cannot be read.
func (l *Library) Open(source string) (File, error) {
	return nil, fs.ErrNotExist
}

// Stamp sets Changed of the show and of every item to the newest time that changed gives for the files it is made from.
// Items that other results share are copied, never changed.
func (r *Result) Stamp(changed func(path string) time.Time) {}
