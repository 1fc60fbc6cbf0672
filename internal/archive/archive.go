// Package archive copies a whole installation into one file and makes one of it again.
//
// It owns the format of a backup, its folder of regular copies, and restoring as one act: everything is verified before
// anything is written, and files and database appear together or not at all. How rows become lines is store's, who may be
// in a restored copy is person's.
//
// A backup is a plain tar that standard tools open. Its entries, in this order:
//
//	insider-backup.json            Head: format, program, moment
//	tables/NAME/000001.jsonl.gz    rows of a table, a JSON object a line, about a megabyte a piece
//	keys/secret, erased.log        signing keys; who was erased and who left, by keyed hash
//	content/...                    the content folder
//	bucket/public/..., private/... files the program keeps
//	MANIFEST.json                  Manifest: what is in it, with the SHA-256 of each entry
//	SEAL                           the SHA-256 of all bytes before it, and that sum signed with a key of the installation
//
// docs/backup-format.md says the same for whoever has to read one without the program.
package archive

import (
	"context"
	"path"
	"strings"
	"time"

	"insider/internal/fault"
)

// Format is the version of the format. A program reads its own and older ones.
const Format = 1

// Names of entries.
const (
	headName     = "insider-backup.json"
	tablesPrefix = "tables/"
	SecretName   = "keys/secret"
	ErasedName   = "erased.log"
	contentRoot  = "content/"
	bucketRoot   = "bucket/"
	manifestName = "MANIFEST.json"
	sealName     = "SEAL"
)

// Head is the first entry: enough to know whether the rest can be read.
type Head struct {
	Format  int       `json:"format"`
	Program string    `json:"program"` // version of the program that made it
	Made    time.Time `json:"made"`    // everything acknowledged before is in it
}

// Manifest says what is in a backup.
type Manifest struct {
	Head
	Backend string           `json:"database"`          // sqlite or postgres: where the rows came from
	Schema  int64            `json:"schema"`            // version of the database
	Last    map[string]int64 `json:"last_numbers"`      // by table: the last number given to a row
	Rows    map[string]int64 `json:"rows"`              // by table
	Content string           `json:"content"`           // "folder", or "in the program" when there was none
	Missing []Missing        `json:"missing,omitempty"` // media that were left out on purpose
	Entries []Entry          `json:"entries"`           // all before the manifest, in their order
}

// Entry is one entry as it must be found.
type Entry struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Missing is a file that was left out.
type Missing struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
}

// Values of Manifest.Content.
const (
	ContentFolder  = "folder"
	ContentProgram = "in the program"
)

// count returns how many entries lie under a prefix and how many bytes they have.
func (m *Manifest) count(prefix string) (files int, bytes int64) {
	for _, e := range m.Entries {
		if strings.HasPrefix(e.Name, prefix) {
			files++
			bytes += e.Bytes
		}
	}
	return files, bytes
}

// ContentFiles returns how many files of the content folder are in the backup.
func (m *Manifest) ContentFiles() int { n, _ := m.count(contentRoot); return n }

// BucketFiles returns how many files of the bucket are in the backup.
func (m *Manifest) BucketFiles() int { n, _ := m.count(bucketRoot); return n }

// RowCount returns how many rows are in the backup.
func (m *Manifest) RowCount() (n int64) {
	for _, rows := range m.Rows {
		n += rows
	}
	return n
}

// MissingBytes returns how many bytes were left out.
func (m *Manifest) MissingBytes() (n int64) {
	for _, x := range m.Missing {
		n += x.Bytes
	}
	return n
}

// Snapshot is what a source says of the rows it gave.
type Snapshot struct {
	Backend string
	Schema  int64
	Last    map[string]int64
}

// Source is a database that is copied.
type Source interface {
	// Snapshot calls row with every row that a copy holds, table by table, each row as a JSON object on one line; all of it is
	// of one moment, and others write meanwhile. It ends with the first error of row and reads nothing twice.
	Snapshot(ctx context.Context, row func(table string, line []byte) error) (Snapshot, error)
}

// checkName reports what no backup of ours holds: a name that leads anywhere else, is hidden, or is none of the format.
func checkName(name string) error {
	wrong := fault.New(fault.Invalid, "The backup holds something that no backup holds: %.80q. Nothing was written.", name)
	if path.Clean(name) != name || path.IsAbs(name) || strings.ContainsAny(name, "\\\x00") {
		return wrong
	}
	for segment := range strings.SplitSeq(name, "/") {
		if segment == "" || segment[0] == '.' {
			return wrong
		}
	}
	switch {
	case name == headName, name == SecretName, name == ErasedName:
		return nil
	case strings.HasPrefix(name, contentRoot), strings.HasPrefix(name, bucketRoot+"public/"), strings.HasPrefix(name, bucketRoot+"private/"):
		return nil
	case tableOf(name) != "":
		return nil
	}
	return wrong
}

// tableOf returns the table that an entry holds rows of, "" when it is another entry.
func tableOf(name string) string {
	rest, isTable := strings.CutPrefix(name, tablesPrefix)
	table, piece, _ := strings.Cut(rest, "/")
	if !isTable || !strings.HasSuffix(piece, ".jsonl.gz") || strings.Contains(piece, "/") || table == "" || strings.Trim(table, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	return table
}
