// Package stamp writes into a copy of a recording what its episode says: title, show, number, date, cover and chapters.
//
// It owns which recordings are stamped, what stands in the tag, and that nothing is written twice. It does not write tags,
// which is audio's, or keep files, which is bucket's.
package stamp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"strings"
	"time"

	"insider/internal/audio"
	"insider/internal/bucket"
	"insider/internal/fault"
	"insider/internal/show"
)

// CoverSide is the size of the cover in a tag, in pixels: every listener loads it with every episode.
const CoverSide = 600

// Check reports a fault.Invalid with the reason why an episode's recording cannot be stamped.
func Check(ep *show.Episode) error {
	a := ep.Audio
	switch {
	case a.File == nil && a.URL != "":
		return fault.New(fault.Invalid, "The audio of %s lives elsewhere. Only recordings of this show are stamped.", ep.Slug)
	case a.File == nil:
		return fault.New(fault.Invalid, "%s has no audio yet.", ep.Slug)
	case a.Type != audio.MP3:
		return fault.New(fault.Invalid, "%s is no MP3. Only MP3 files are stamped; write title, cover and chapters of others when you export them.", a.File.Name)
	}
	return nil
}

// Tag returns what a recording is to say: page is the address of the episode, cover a JPEG or PNG or nil.
func Tag(s *show.Show, ep *show.Episode, page string, cover []byte) audio.Tag {
	t := audio.Tag{
		Title: ep.Title, Album: s.Title, Artist: s.Maker(), Genre: "Podcast", Number: ep.Number,
		Page: page, Cover: cover, Source: ep.Audio.File.Hash,
	}
	if !ep.Draft {
		t.Date = ep.Date
	}
	for _, c := range ep.Chapters {
		t.Chapters = append(t.Chapters, audio.Chapter{Start: c.Start, Title: c.Title, Link: c.Link})
	}
	return t
}

// Copy is a stamped copy of a recording, as it is to be.
type Copy struct {
	Key       string // where the bucket keeps it: what is there is served at the recording's address
	Recording io.ReaderAt
	Bytes     int64 // of the recording
	Tag       audio.Tag
}

// NewCopy returns the copy of an episode's recording. Check says whether there can be one.
func NewCopy(ep *show.Episode, recording io.ReaderAt, tag audio.Tag) *Copy {
	return &Copy{Key: key(ep), Recording: recording, Bytes: ep.Audio.File.Bytes, Tag: tag}
}

// key is where the bucket keeps the copy of an episode's recording.
func key(ep *show.Episode) string {
	if stored, ok := strings.CutPrefix(ep.Audio.File.Source, "/media/"); ok {
		return bucket.Public + stored
	}
	return bucket.Public + string(show.Episodes) + "/" + ep.Slug + "/" + ep.Audio.File.Name
}

// IsWritten reports whether the bucket holds the copy already, to the byte.
func (c *Copy) IsWritten(ctx context.Context, b bucket.Bucket) (bool, error) {
	kept, err := b.Open(ctx, c.Key)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer kept.Close()
	is, was := sha256.New(), sha256.New()
	if _, err := io.Copy(was, kept); err != nil {
		return false, err
	}
	if err := audio.Stamp(is, c.Recording, c.Bytes, c.Tag); err != nil {
		return false, err
	}
	return bytes.Equal(is.Sum(nil), was.Sum(nil)), nil
}

// Write puts the copy into the bucket. A recording that cannot be read is a fault.Invalid, and the
// bucket is as it was.
func (c *Copy) Write(ctx context.Context, b bucket.Bucket) (bucket.Info, error) {
	out, in := io.Pipe()
	go func() { in.CloseWithError(audio.Stamp(in, c.Recording, c.Bytes, c.Tag)) }()
	info, err := b.Put(ctx, c.Key, out)
	_ = out.CloseWithError(context.Canceled) // ends the writing when the bucket gave up
	return info, err
}

// Hint says what a recording lacks while stamping it costs nobody a second download, "" when it lacks nothing.
func Hint(ep *show.Episode, now time.Time) string {
	if Check(ep) != nil || IsPublic(ep, now) {
		return ""
	}
	var lacks []string
	if !ep.Audio.Cover {
		lacks = append(lacks, "no cover")
	}
	if !ep.Audio.Chaptered && len(ep.Chapters) > 0 {
		lacks = append(lacks, "no chapters")
	}
	if len(lacks) == 0 {
		return ""
	}
	return ep.Source + ": " + ep.Audio.File.Name + " carries " + strings.Join(lacks, " and ") +
		", which some apps show only from the file. Before it is published, write them into a copy with: insider stamp " + ep.Slug
}

// IsPublic reports whether listeners may have the recording.
func IsPublic(ep *show.Episode, now time.Time) bool { return !ep.Draft && !ep.Date.After(now) }
