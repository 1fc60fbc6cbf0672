package search

import (
	"slices"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

// Transcripts is the kind of a transcript. It is no segment of an address of its own.
const Transcripts show.Kind = "transcripts"

// thing is something public that can be found.
type thing struct {
	kind show.Kind
	path string
	date time.Time
	hash int64 // of all that the index keeps of it
	of   any   // *show.Episode (also of a transcript), *show.Article, *show.Story, *show.Page or *show.Person
}

// item returns the thing as a line of a log shows it, nil for pages and people.
func (t *thing) item() show.Item {
	item, _ := t.of.(show.Item)
	return item
}

// thingsOf lists what can be found in an edition: what has no date first, for it is little, then the newest first.
func thingsOf(e *edition.Edition) []thing {
	things := make([]thing, 0, len(e.People)+len(e.Pages)+2*len(e.Episodes)+len(e.Articles)+len(e.Stories))
	add := func(kind show.Kind, path string, date time.Time, hash string, of any) {
		t := thing{kind: kind, path: path, date: date, of: of}
		t.hash = fingerprint(hash, wordsOf(e.Show, &t))
		things = append(things, t)
	}
	for _, x := range e.People {
		add(show.People, x.Path(), time.Time{}, x.Hash, x)
	}
	for _, x := range e.Pages {
		add(show.Pages, x.Path(), time.Time{}, x.Hash, x)
	}
	undated := len(things)
	for _, x := range e.Episodes {
		add(show.Episodes, x.Path(), x.Date, x.Hash, x)
		if i := x.MainTranscript(e.Show); i >= 0 {
			add(Transcripts, x.TranscriptPath(), x.Date, scriptHash(x, x.Transcripts[i]), x)
		}
	}
	for _, x := range e.Articles {
		add(show.Articles, x.Path(), x.Date, x.Hash, x)
	}
	for _, x := range e.Stories {
		add(show.Stories, x.Path(), x.Date, x.Hash, x)
	}
	slices.SortStableFunc(things[undated:], func(a, b thing) int { return b.date.Compare(a.date) })
	return things
}

// scriptHash is the fingerprint of a transcript alone: new notes leave it in the index as it is.
func scriptHash(ep *show.Episode, t show.Transcript) string {
	if t.File == nil {
		return ep.Hash
	}
	return t.File.Hash
}

// version goes into every fingerprint: another one makes a program index everything anew.
const version = "1"

// fingerprint covers what the index keeps of a thing: its source by its hash, and what comes from elsewhere.
func fingerprint(hash string, w words) int64 {
	sum := fold64(fold64(fold64(offset64, version), hash), w.title)
	for _, name := range w.names {
		sum = fold64(sum, name)
	}
	return max(int64(sum>>1), 1)
}

// FNV-1a of 64 bits.
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// fold64 adds a part and its end to a sum. Every thing is summed up at each change, so it takes strings as they are.
func fold64(sum uint64, part string) uint64 {
	for i := range len(part) {
		sum = (sum ^ uint64(part[i])) * prime64
	}
	return sum * prime64 // a zero byte
}
