package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// Entry is what stands at a path: enough to tell that a file is another one without reading it.
type Entry struct {
	Kind   EntryKind
	Size   int64
	Mod    int64 // modification time, nanoseconds
	Change int64 // status change time where the system tells it, nanoseconds
}

// EntryKind is what stands at a path.
type EntryKind uint8

// The kinds of entries; nothing stands where there is none.
const (
	Absent EntryKind = iota
	Plain            // a regular file
	Dir
	Odd // a link, a device, a socket
)

func entryOf(info fs.FileInfo) Entry {
	switch {
	case info.IsDir():
		return Entry{Kind: Dir}
	case !info.Mode().IsRegular():
		return Entry{Kind: Odd}
	}
	e := Entry{Kind: Plain, Size: info.Size(), Change: changeTime(info)}
	if t := info.ModTime(); !t.IsZero() {
		e.Mod = t.UnixNano()
	}
	return e
}

// Tree is the content folder as it was last looked at: by folder, then by name.
type Tree map[string]map[string]Entry

// At returns what stands at a path.
func (t Tree) At(name string) Entry {
	folder, base := Split(name)
	return t[folder][base]
}

// Set notes what stands at a path.
func (t Tree) Set(name string, e Entry) {
	folder, base := Split(name)
	if e.Kind == Absent {
		delete(t[folder], base)
	} else {
		if t[folder] == nil {
			t[folder] = map[string]Entry{}
		}
		t[folder][base] = e
	}
	if e.Kind != Dir {
		delete(t, name)
	}
}

// All yields every path with its entry, in no order.
func (t Tree) All() iter.Seq2[string, Entry] {
	return func(yield func(string, Entry) bool) {
		for folder, names := range t {
			for name, e := range names {
				if !yield(Join(folder, name), e) {
					return
				}
			}
		}
	}
}

// Split cuts a path into its folder, "." at the top, and its name.
func Split(name string) (folder, base string) {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return ".", name
}

// Join is the path of a name in a folder.
func Join(folder, name string) string {
	if folder == "." {
		return name
	}
	return folder + "/" + name
}

// Kinds are the folders that are read.
var Kinds = []show.Kind{show.Episodes, show.Articles, show.Pages, show.People}

// Letters is a folder that waits for its time.
const Letters = "letters"

// IsRead reports whether a folder is looked into: the top, the folders of kinds, and the folders of items.
func IsRead(folder string) bool {
	if folder == "." {
		return true
	}
	top, rest, _ := strings.Cut(folder, "/")
	return (slices.Contains(Kinds, show.Kind(top)) || top == Letters) && !strings.Contains(rest, "/")
}

// IsIgnored reports whether a name is nobody's content: hidden files and what editors and copying programs leave.
func IsIgnored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasSuffix(name, "~"), strings.HasPrefix(name, "#"), name == "Thumbs.db", name == "desktop.ini":
		return true
	}
	return slices.Contains([]string{".swp", ".swx", ".tmp", ".part", ".crdownload"}, path.Ext(name))
}

// Walk looks at every folder that is read. One that cannot be read stays as it is known.
func (f *Folder) Walk(ctx context.Context, known Tree) (Tree, error) {
	f.openKinds()
	t := Tree{}
	if err := f.List(ctx, ".", t, known); err != nil {
		return nil, err
	}
	return t, nil
}

// List reads a folder and those below it into t. A folder that vanishes meanwhile is empty; one that cannot be read is noted and
// stays as it is known.
func (f *Folder) List(ctx context.Context, name string, t, known Tree) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	names, err := f.entries(name)
	switch {
	case err == nil:
	case name == ".":
		return err
	case errors.Is(err, fs.ErrNotExist):
		return nil
	default:
		f.NoteUnread(name, err)
		t.keep(name, known)
		return nil
	}
	t[name] = names
	for base, e := range names {
		if below := Join(name, base); e.Kind == Dir && IsRead(below) {
			if err := f.List(ctx, below, t, known); err != nil {
				return err
			}
		}
	}
	return nil
}

// entries returns what stands in a folder.
func (f *Folder) entries(name string) (map[string]Entry, error) {
	found, err := fs.ReadDir(f.within(name))
	if err != nil {
		return nil, err
	}
	names := make(map[string]Entry, len(found))
	for _, d := range found {
		if IsIgnored(d.Name()) {
			continue
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // vanished since the folder was read
		}
		if err != nil {
			return nil, err
		}
		names[d.Name()] = entryOf(info)
	}
	return names, nil
}

// NoteUnread notes a folder, or what stands at a path, that cannot be looked at.
func (f *Folder) NoteUnread(name string, err error) {
	f.Unread = append(f.Unread, mistake.Mistake{File: name, Rule: mistake.Unreadable, Sentence: fmt.Sprintf("%s cannot be read: %v.", name, Rootless(err)),
		Fix: "Check its permissions and that the disk is sound; the site shows what it last held."})
}

// keep takes a folder and those below it from another tree.
func (t Tree) keep(name string, from Tree) {
	for folder, names := range from {
		if folder == name || strings.HasPrefix(folder, name+"/") {
			t[folder] = names
		}
	}
}

// Differences yields the paths at which two trees differ.
func Differences(a, b Tree) map[string]Entry {
	out := map[string]Entry{}
	for path, e := range b.All() {
		if a.At(path) != e {
			out[path] = e
		}
	}
	for path := range a.All() {
		if b.At(path).Kind == Absent {
			out[path] = Entry{}
		}
	}
	return out
}
