package content

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"insider/internal/show"
)

// entry is what stands at a path: enough to tell that a file is another one without reading it.
type entry struct {
	Kind   entryKind
	Size   int64
	Mod    int64 // modification time, nanoseconds
	Change int64 // status change time where the system tells it, nanoseconds
}

type entryKind uint8

const (
	absent entryKind = iota
	plain            // a regular file
	dir
	odd // a link, a device, a socket
)

func entryOf(info fs.FileInfo) entry {
	switch {
	case info.IsDir():
		return entry{Kind: dir}
	case !info.Mode().IsRegular():
		return entry{Kind: odd}
	}
	e := entry{Kind: plain, Size: info.Size(), Change: changeTime(info)}
	if t := info.ModTime(); !t.IsZero() {
		e.Mod = t.UnixNano()
	}
	return e
}

// tree is the content folder as it was last looked at: by folder, then by name.
type tree map[string]map[string]entry

func (t tree) at(name string) entry {
	folder, base := splitPath(name)
	return t[folder][base]
}

func (t tree) set(name string, e entry) {
	folder, base := splitPath(name)
	if e.Kind == absent {
		delete(t[folder], base)
	} else {
		if t[folder] == nil {
			t[folder] = map[string]entry{}
		}
		t[folder][base] = e
	}
	if e.Kind != dir {
		delete(t, name)
	}
}

// all yields every path with its entry, in no order.
func (t tree) all() iter.Seq2[string, entry] {
	return func(yield func(string, entry) bool) {
		for folder, names := range t {
			for name, e := range names {
				if !yield(joinPath(folder, name), e) {
					return
				}
			}
		}
	}
}

func splitPath(name string) (folder, base string) {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return ".", name
}

func joinPath(folder, name string) string {
	if folder == "." {
		return name
	}
	return folder + "/" + name
}

// kinds are the folders that are read; letters wait for their time.
var kinds = []show.Kind{show.Episodes, show.Articles, show.Pages, show.People}

const letters = "letters"

// isRead reports whether a folder is looked into: the top, the folders of kinds, and the folders of items.
func isRead(folder string) bool {
	if folder == "." {
		return true
	}
	top, rest, _ := strings.Cut(folder, "/")
	return (slices.Contains(kinds, show.Kind(top)) || top == letters) && !strings.Contains(rest, "/")
}

// isIgnored reports whether a name is nobody's content: hidden files and what editors and copying programs leave.
func isIgnored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasSuffix(name, "~"), strings.HasPrefix(name, "#"), name == "Thumbs.db", name == "desktop.ini":
		return true
	}
	return slices.Contains([]string{".swp", ".swx", ".tmp", ".part", ".crdownload"}, path.Ext(name))
}

// walk looks at every folder that is read. One that cannot be read stays as it is known.
func (f *folder) walk(ctx context.Context, known tree) (tree, error) {
	f.openKinds()
	t := tree{}
	if err := f.list(ctx, ".", t, known); err != nil {
		return nil, err
	}
	return t, nil
}

// list reads a folder and those below it into t. A folder that vanishes meanwhile is empty; one that cannot be read is noted and
// stays as it is known.
func (f *folder) list(ctx context.Context, name string, t, known tree) error {
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
		f.noteUnread(name, err)
		t.keep(name, known)
		return nil
	}
	t[name] = names
	for base, e := range names {
		if below := joinPath(name, base); e.Kind == dir && isRead(below) {
			if err := f.list(ctx, below, t, known); err != nil {
				return err
			}
		}
	}
	return nil
}

// entries returns what stands in a folder.
func (f *folder) entries(name string) (map[string]entry, error) {
	found, err := fs.ReadDir(f.within(name))
	if err != nil {
		return nil, err
	}
	names := make(map[string]entry, len(found))
	for _, d := range found {
		if isIgnored(d.Name()) {
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

// noteUnread notes a folder, or what stands at a path, that cannot be looked at.
func (f *folder) noteUnread(name string, err error) {
	f.unread = append(f.unread, Mistake{name, 0, ruleUnreadable, fmt.Sprintf("%s cannot be read: %v.", name, rootless(err)),
		"Check its permissions and that the disk is sound; the site shows what it last held."})
}

// keep takes a folder and those below it from another tree.
func (t tree) keep(name string, from tree) {
	for folder, names := range from {
		if folder == name || strings.HasPrefix(folder, name+"/") {
			t[folder] = names
		}
	}
}

// differences yields the paths at which two trees differ.
func differences(a, b tree) map[string]entry {
	out := map[string]entry{}
	for path, e := range b.all() {
		if a.at(path) != e {
			out[path] = e
		}
	}
	for path := range a.all() {
		if b.at(path).Kind == absent {
			out[path] = entry{}
		}
	}
	return out
}
