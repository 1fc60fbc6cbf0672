package store

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ContentFile is a file of the content folder as it was scanned.
type ContentFile struct {
	Path string // slash path within the folder
	Hash string // SHA-256 of its bytes, in hex
}

// FileTimes says when content changed, the same on every process and after a restart.
type FileTimes struct {
	Changed map[string]time.Time // by path, of the files that are there
	Removed map[string]time.Time // newest removal, by first segment of the path: "episodes", "articles", ...
}

// contentFileRow is when a content file last changed; a removed file stays as a tombstone.
type contentFileRow struct {
	Path      string `gorm:"primaryKey"`
	Hash      string
	ChangedAt time.Time
	Removed   bool
}

func (contentFileRow) TableName() string { return "content_files" }

// filesGeneration is the setting that counts the writes to content_files, so that a process knows when others wrote.
const filesGeneration = "content_files.generation"

// fileCache is what a process last saw of content_files: 10,000 rows need not be read again for each change.
type fileCache struct {
	mu         sync.Mutex
	generation string
	rows       map[string]contentFileRow
}

// RecordFiles tells the store which content files there are at now and returns when each changed. A path that is new, or
// has another hash, changed now; a path that is missing was removed now. Times never go back.
func (s *Store) RecordFiles(ctx context.Context, files []ContentFile, now time.Time) (FileTimes, error) {
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	now = now.UTC().Truncate(time.Microsecond)
	generation, err := s.Setting(ctx, filesGeneration)
	if err != nil {
		return FileTimes{}, err
	}
	var known []contentFileRow // changes against what this process last saw
	if s.files.rows != nil && generation == s.files.generation {
		if known = compareFiles(s.files.rows, files, now); len(known) == 0 {
			return fileTimes(s.files.rows), nil
		}
	}
	var rows map[string]contentFileRow
	err = s.write(ctx, func(tx *gorm.DB) (err error) {
		rows, generation, err = s.recordFiles(tx, files, known, now)
		return err
	})
	if err != nil {
		return FileTimes{}, err
	}
	s.files.rows, s.files.generation = rows, generation
	return fileTimes(rows), nil
}

// recordFiles returns all rows and their generation after it wrote what changed; known is that while nobody else wrote.
func (s *Store) recordFiles(tx *gorm.DB, files []ContentFile, known []contentFileRow, now time.Time) (rows map[string]contentFileRow, generation string, err error) {
	if generation, err = setting(forUpdate(tx), filesGeneration); err != nil {
		return nil, "", err
	}
	rows, changes := s.files.rows, known
	if rows == nil || generation != s.files.generation {
		if rows, err = loadFiles(tx); err != nil {
			return nil, "", err
		}
		changes = compareFiles(rows, files, now)
	}
	if len(changes) == 0 {
		return rows, generation, nil
	}
	if generation, err = recordChanges(tx, changes, generation, now); err != nil {
		return nil, "", err
	}
	rows = maps.Clone(rows)
	for _, c := range changes {
		rows[c.Path] = c
	}
	return rows, generation, nil
}

// recordChanges writes the changed rows and returns the generation that comes after.
func recordChanges(tx *gorm.DB, changes []contentFileRow, generation string, now time.Time) (string, error) {
	n, err := strconv.ParseInt(generation, 10, 64)
	if err != nil {
		return "", err
	}
	next := strconv.FormatInt(n+1, 10)
	if err := setSetting(tx, filesGeneration, next, now); err != nil {
		return "", err
	}
	return next, tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(changes, 500).Error
}

func loadFiles(tx *gorm.DB) (map[string]contentFileRow, error) {
	var list []contentFileRow
	if err := tx.Find(&list).Error; err != nil {
		return nil, err
	}
	rows := make(map[string]contentFileRow, len(list))
	for _, r := range list {
		rows[r.Path] = r
	}
	return rows, nil
}

// compareFiles returns the rows that differ from what is known.
func compareFiles(known map[string]contentFileRow, files []ContentFile, now time.Time) (changes []contentFileRow) {
	kept := 0
	for _, f := range files {
		old, ok := known[f.Path]
		if ok {
			kept++
		}
		if !ok || old.Removed || old.Hash != f.Hash {
			changes = append(changes, contentFileRow{Path: f.Path, Hash: f.Hash, ChangedAt: later(now, old.ChangedAt)})
		}
	}
	if kept == len(known) {
		return changes // nothing can be missing
	}
	return append(changes, missingFiles(known, files, now)...)
}

// missingFiles returns a tombstone for each known file that is there no more.
func missingFiles(known map[string]contentFileRow, files []ContentFile, now time.Time) (gone []contentFileRow) {
	seen := make(map[string]bool, len(files))
	for _, f := range files {
		seen[f.Path] = true
	}
	for path, old := range known {
		if !seen[path] && !old.Removed {
			old.Removed, old.ChangedAt = true, later(now, old.ChangedAt)
			gone = append(gone, old)
		}
	}
	return gone
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func fileTimes(rows map[string]contentFileRow) FileTimes {
	t := FileTimes{Changed: make(map[string]time.Time, len(rows)), Removed: map[string]time.Time{}}
	for path, r := range rows {
		if !r.Removed {
			t.Changed[path] = r.ChangedAt
			continue
		}
		segment, _, _ := strings.Cut(path, "/")
		t.Removed[segment] = later(r.ChangedAt, t.Removed[segment])
	}
	return t
}
