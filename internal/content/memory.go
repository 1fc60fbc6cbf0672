package content

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/uuid"

	"insider/internal/content/folder"
	"insider/internal/content/parse"
	"insider/internal/show"
)

// memory is what lasts between starts, in the cache folder: the manifest and the pack of kept texts.
type memory struct {
	folder  string
	content string // content folder as an absolute path
	file    manifestFile
	pack    string
	program string   // which build wrote the manifest: another one may read files differently
	same    bool     // the manifest is this build's
	gone    []string // sources of the manifest that were forgotten
	rewrite bool     // the manifest has to be written anew
}

// trusted reports whether a file that did not change need not be read again.
func (m *memory) trusted() bool { return m == nil || m.same }

// remember opens the cache folder on the first call. Without one, or when it cannot be used, texts are kept in memory.
func (l *Library) remember() {
	if l.opened {
		return
	}
	l.opened = true
	if l.o.Dir == "" {
		return // what is in the binary is always good
	}
	if l.o.Cache != "" {
		err := l.openMemory()
		if err == nil {
			return
		}
		l.o.Log.Warn("the content cache cannot be used", "error", folder.Rootless(err))
	}
	l.memory, l.kept = nil, newMemoryKeeper()
}

func (l *Library) openMemory() error {
	if err := os.MkdirAll(l.o.Cache, 0o700); err != nil {
		return err
	}
	content, err := filepath.Abs(l.o.Dir)
	if err != nil {
		return err
	}
	m := &memory{folder: l.o.Cache, content: content, file: manifestFile{name: filepath.Join(l.o.Cache, "content.manifest")}, program: program()}
	known, batches, torn := readManifest(m.file.name, content)
	m.file.batches, m.same = batches, known.Program == m.program
	m.rewrite = torn || batches == 0 || batches > maxBatches || !m.same
	if m.pack = known.Pack; m.pack == "" || m.pack != filepath.Base(m.pack) {
		m.pack = newPackName()
		m.rewrite = true
	}
	if l.kept, err = openPack(filepath.Join(m.folder, m.pack), known.Places); err != nil {
		return err
	}
	l.memory = m
	l.recall(known)
	return nil
}

func newPackName() string { return "content." + uuid.NewString() + ".pack" }

// recall takes over what the manifest knows.
func (l *Library) recall(known manifest) {
	if l.memory.same {
		for path, f := range known.Facts {
			l.facts.Recall(path, &f)
			if path[0] != '/' {
				l.tree.Set(path, f.Entry)
			}
		}
	}
	for source, r := range known.Good {
		if r.Note(); r.Kind == show.Media {
			l.show = showSlot(r)
			l.show.saved = r
			continue
		}
		l.recallSlot(r.Kind, source, r.Slug, r)
	}
	for path := range known.Facts { // what never was good is to be told of again
		if kind, slug, ok := parse.SourceOf(path); ok && l.slots[path] == nil {
			l.recallSlot(kind, path, slug, nil)
		}
	}
}

func (l *Library) recallSlot(kind show.Kind, source, slug string, good *parse.Record) {
	s := newSlot(kind, source, slug, good)
	s.saved, s.gone = good, l.tree.At(source).Kind != folder.Plain
	l.slots[source] = s
}

// program identifies the running build by its executable.
func program() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

// save writes what changed to the manifest. A failure costs time at the next start, and no more.
func (l *Library) save() {
	if l.memory == nil {
		return
	}
	if err := l.writeMemory(); err != nil {
		l.o.Log.Warn("the content cache cannot be written", "error", folder.Rootless(err))
		l.memory.rewrite = true
	}
}

func (l *Library) writeMemory() error {
	m := l.memory
	if err := l.kept.flush(); err != nil {
		return err
	}
	if m.rewrite || m.file.batches > maxBatches {
		return l.rewriteMemory()
	}
	c := change{Places: l.kept.takeFresh()}
	c.Facts, c.GoneFacts = l.facts.TakeFresh()
	c.Good, c.GoneGood = l.takeUnsaved()
	if len(c.Facts)+len(c.Good)+len(c.Places)+len(c.GoneFacts)+len(c.GoneGood) == 0 {
		return nil
	}
	return m.file.add(c)
}

// takeUnsaved returns what differs from the good versions in the manifest; the caller writes it.
func (l *Library) takeUnsaved() (good map[string]*parse.Record, gone []string) {
	good = map[string]*parse.Record{}
	gone, l.memory.gone = l.memory.gone, nil
	for s := range l.every() {
		switch {
		case s.good == s.saved:
		case s.good != nil:
			good[s.source] = s.good
		default:
			gone = append(gone, s.source)
		}
		s.saved = s.good
	}
	return good, slices.DeleteFunc(gone, func(source string) bool { return good[source] != nil })
}

// rewriteMemory writes manifest and, when it holds too much, pack anew.
func (l *Library) rewriteMemory() error {
	m, good := l.memory, l.goodRecords()
	needed := neededTexts(good)
	if l.kept.wasted(needed) {
		name := newPackName()
		other, err := l.kept.copyTo(m.folder, name, needed)
		if err != nil {
			return err
		}
		m.pack = name
		l.kept.become(other)
	}
	if err := l.kept.flush(); err != nil {
		return err
	}
	c := change{Dir: m.content, Program: m.program, Pack: m.pack, Facts: l.facts.TakeAll(), Good: good, Places: l.kept.allPlaces()}
	l.kept.takeFresh()
	l.takeUnsaved()
	if err := m.file.write(c); err != nil {
		return err
	}
	m.rewrite, m.same = false, true
	return l.sweep()
}

// sweep removes packs that the manifest does not name: the old one, and those a crash left.
func (l *Library) sweep() error {
	names, err := filepath.Glob(filepath.Join(l.memory.folder, "content.*.pack"))
	if err != nil {
		return err
	}
	var failed []error
	for _, name := range names {
		if filepath.Base(name) != l.memory.pack {
			failed = append(failed, os.Remove(name))
		}
	}
	return errors.Join(failed...)
}

func (l *Library) goodRecords() map[string]*parse.Record {
	good := make(map[string]*parse.Record, len(l.slots)+1)
	for s := range l.every() {
		if s.good != nil {
			good[s.source] = s.good
		}
	}
	return good
}

// neededTexts returns the fingerprints of the texts that are read when they are first needed.
func neededTexts(good map[string]*parse.Record) map[string]bool {
	needed := map[string]bool{}
	for _, r := range good {
		needed[r.Hash] = true
		if r.Episode == nil {
			continue
		}
		for _, t := range r.Episode.Transcripts {
			if f, ok := r.File(t.Name); ok {
				needed[f.Hash] = true
			}
		}
	}
	return needed
}
