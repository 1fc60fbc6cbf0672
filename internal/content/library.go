// Package content turns the files that authors write into the parts of an edition.
//
// It owns the library of all files: how they stand beside one another, the last good version of each, what is remembered between
// starts, and watching the folder. What one file says is read in parse, what stands in the folder is looked at in folder, and
// what can be wrong is listed in mistake. It does not decide what is public, keep rows or answer requests.
package content

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/url"
	"sync"
	"time"

	"github.com/google/uuid"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/content/parse"
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
)

// Options say where content lies and what a Library needs to read it.
type Options struct {
	Dir    string           // folder with show.yaml; wins over FS
	FS     fs.FS            // read-only content, such as the show in the binary; never watched, nothing remembered
	Cache  string           // folder for what is remembered between starts; "" remembers in memory only
	Media  fs.FS            // public part of the bucket as {kind}/{slug}/{file}: uploads and stamped copies; nil when there is none
	Bucket string           // folder behind Media, to be told of changes; "" when there is none
	Base   *url.URL         // public address: the path links begin with and the host that is our own
	Drafts bool             // sets Source.Drafts
	Plain  bool             // tell of recordings as they lie in the folder, whatever copies the bucket holds
	Clock  func() time.Time // nil is time.Now
	Log    *slog.Logger     // nil discards
}

// Library reads one content folder. It is safe for concurrent use.
type Library struct {
	o     Options
	guid  func() string    // a fresh one to propose
	timer func() time.Time // tells how long a file was quiet
	shelf *shelf

	mu       sync.Mutex // one update at a time; guards what follows
	opened   bool       // what was remembered is read
	memory   *memory
	facts    *folder.Facts
	kept     *keeper
	tree     folder.Tree
	unread   []mistake.Mistake // folders that could not be read at the last look at everything
	slots    map[string]*slot  // by source
	order    []*slot           // by path; nil when files came or went
	standing *standing         // nil when files came or went
	show     *slot
	with     *settings
	pending  map[string]folder.Pending
	copies   map[string]folder.Entry // what the bucket holds for episodes, by path
	missed   map[string]bool         // what changed and was not looked into yet
	loaded   *Result                 // of the last Load
}

// Result is the content as it may be shown, and what is wrong with the files. It is not changed after it was given out,
// but by Stamp before it is published.
type Result struct {
	Source   *edition.Source   // last good version of everything; nil only beside an error
	Mistakes []mistake.Mistake // by file and line
	Files    []FileState       // every file that something in Source is made from, by path

	library *Library
	origins origins
}

// Mistake is something in the content folder that its author has to mend.
type Mistake = mistake.Mistake

// File is an open content file.
type File = folder.File

// FileState is a content file in the version that is shown.
type FileState struct {
	Path string // slash path within the folder
	Hash string // content fingerprint in hex, see docs/decisions/0002-content-fingerprint.md
}

// New returns a library; nothing is read before Load.
func New(o Options) *Library {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Library{
		o: o, guid: uuid.NewString, timer: time.Now, shelf: newShelf(shelfBytes), facts: folder.NewFacts(), tree: folder.Tree{},
		slots: map[string]*slot{}, show: showSlot(nil), pending: map[string]folder.Pending{},
	}
}

func showSlot(good *parse.Record) *slot {
	return newSlot(show.Media, "show.yaml", "", good)
}

// Load reads what changed since the last Load or, on the first, since the last start. A file with a mistake counts in its
// last good version. A folder that is emptied or gone gives the last good content and one mistake. When there is no good
// show.yaml and never was one, Load returns a fault.Invalid error and a Result with nothing but the mistakes.
func (l *Library) Load(ctx context.Context) (*Result, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.remember()
	f, err := l.openFolder()
	if err != nil {
		return l.lost(cannotOpen(err))
	}
	defer f.Close()
	t, err := f.Walk(ctx, l.tree)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return l.lost(cannotOpen(err))
	}
	clear(l.pending)
	changed := map[string]bool{}
	for path := range folder.Differences(l.tree, t) {
		changed[path] = true
	}
	for _, path := range l.facts.Racy() {
		changed[path] = true
	}
	l.tree, l.unread = t, f.Unread
	l.seeCopies(f, changed)
	r, err := l.apply(ctx, f, changed)
	l.loaded = r
	return r, err
}

// apply updates by what changed, or remembers it while there is no show.yaml.
func (l *Library) apply(ctx context.Context, f *folder.Folder, changed map[string]bool) (*Result, error) {
	maps.Copy(changed, l.missed)
	l.missed = nil
	if kind := l.tree.At("show.yaml").Kind; kind != folder.Plain {
		l.missed = changed
		if kind != folder.Absent {
			return l.lost("show.yaml is no regular file; links are not followed.")
		}
		return l.lost("There is no show.yaml.")
	}
	r, err := l.update(ctx, f, changed)
	if err != nil {
		l.missed = changed
	}
	return r, err
}

func cannotOpen(err error) string {
	return fmt.Sprintf("The content folder cannot be read: %v.", folder.Rootless(err))
}

// lost gives the last good content when the folder as a whole is not there.
func (l *Library) lost(sentence string) (*Result, error) {
	m := mistake.Mistake{File: "show.yaml", Rule: mistake.MissingShow, Sentence: sentence, Fix: "Put the folder back, or name another with --content; the site shows the last good content."}
	if l.show.good == nil {
		m.Fix = "Make a show with: insider init DIR, then name it with --content."
		return nothing(m)
	}
	return l.result([]mistake.Mistake{m}), nil
}

// nothing is a result without a show: the error carries the first mistake.
func nothing(mistakes ...mistake.Mistake) (*Result, error) {
	first := "show.yaml cannot be read."
	if len(mistakes) > 0 {
		first = mistakes[0].String()
	}
	return &Result{Mistakes: mistakes}, fault.New(fault.Invalid, "There is no show to serve. %s", first)
}
