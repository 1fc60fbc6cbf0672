package parse

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/fault"
	"insider/internal/show"
)

// The bucket may hold a copy of a recording under the recording's own address, such as one that was stamped. The copy is
// what listeners get, so its size and length are those of the episode.

// CopyOf returns the path at which a copy of the record's recording would stand, "" when it has none that could be copied.
func (r *Record) CopyOf() string {
	if r.Episode == nil {
		return ""
	}
	if f, ok := r.File(r.Episode.Audio.Name); ok && f.Source[0] != '/' {
		return folder.CopyPath(r.Slug, f.Name)
	}
	return ""
}

// hasCopy reports whether the copy of the record's recording is the one that the record knows, or none as it says.
func (v *Context) hasCopy(r *Record) bool {
	path := r.CopyOf()
	if path == "" {
		return true
	}
	f, _ := r.File(r.Episode.Audio.Name)
	if v.Copies[path].Kind == folder.Absent || f.Copy == nil {
		return v.Copies[path].Kind == folder.Absent && f.Copy == nil
	}
	known, err := v.Fact(path)
	return err == nil && known.Hash == f.Copy.Hash
}

// copied takes what is told of the recording from its stored copy, if there is one.
func (p *parse) copied(line int, f *show.File, a AudioFront) AudioFront {
	path := folder.CopyPath(p.rec.Slug, f.Name)
	if f.Source[0] == '/' || p.v.Copies[path].Kind == folder.Absent {
		return a
	}
	again := fmt.Sprintf("Stamp it again with: insider stamp --force %s, or delete the copy under public%s in the bucket.", p.rec.Slug, strings.TrimPrefix(path, "/media"))
	known, err := p.v.Audio(path)
	switch {
	case errors.Is(err, folder.ErrAbsent):
		return a // it vanished since the bucket was looked at
	case fault.Is(err, fault.Invalid):
		p.complain(line, mistake.BrokenAudio, fmt.Sprintf("The stored copy of %s cannot be read. %s", f.Name, fault.Sentence(err)), again)
		return a
	case err != nil:
		p.unreadable(line, path, err)
		return a
	case known.Audio.Source != "" && known.Audio.Source != f.Hash:
		p.complain(line, mistake.StaleCopy, fmt.Sprintf("%s changed after it was stamped; listeners still get the stamped copy of what it was.", f.Name), again)
		return a
	}
	f.Copy = &show.Copy{Source: path, Bytes: known.Entry.Size, ModTime: time.Unix(0, known.Entry.Mod).UTC(), Hash: known.Hash}
	a.Bytes, a.Duration, a.HeaderBytes = known.Entry.Size, known.Audio.Duration, known.Audio.HeaderBytes
	a.Cover, a.Chaptered = known.Audio.Cover, len(known.Audio.Chapters) > 0
	return a
}

// StatePath is the name of a file among the content files whose changes are kept: what stands in the bucket is told from
// what stands in the folder by a mark that no file name has.
func StatePath(source string) string {
	if inner, ok := strings.CutPrefix(source, folder.MediaPrefix); ok {
		return inner + "#stored"
	}
	return source
}
