// Package search finds what is public by the words in it: episodes, articles, stories, people and pages, and the moments of
// transcripts in which something is said.
//
// It owns what is indexed and in which pieces, how a query is understood, how results are grouped and which of them may be
// shown. It does not own the index itself, which store/searchfile keeps in a derived file, and it does not know HTML: marked
// words come as segments.
package search

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"insider/internal/edition"
)

// ErrDamaged says that the index cannot be read any more and has to be built anew.
var ErrDamaged = errors.New("the search index is damaged")

// ErrFull says that there is no room for the index. What was in it is in it, and once it was open it can be searched.
var ErrFull = errors.New("there is no room for the search index")

// Index keeps what can be found. It is derived: whatever it loses is built anew from the edition. Its methods are safe for
// concurrent use; only one goroutine writes. An error that wraps ErrDamaged asks for Reset, one that wraps ErrFull for the same
// once there is room, a fault of kind Unavailable for Open and another try later.
type Index interface {
	Writer
	Reader
}

// Writer changes an index. After an error a method may be called again with the same; a transaction is kept whole or not at all.
type Writer interface {
	// Open makes the index ready, anew when what is there is damaged or of another version, and returns what is in it. It may
	// be called again after a failure.
	Open(ctx context.Context) ([]Item, error)
	// Put adds entries, each in place of the item with its ID, in one transaction. It takes them one by one, so that one
	// transcript at a time is in memory.
	Put(ctx context.Context, entries iter.Seq[Entry]) error
	// Remove takes items out; afterwards no word of them is left in the file.
	Remove(ctx context.Context, ids []int64) error
	// Reset throws everything away and begins anew.
	Reset(ctx context.Context) error
}

// Reader asks an index. A match is an expression of FTS5 as Query makes it.
type Reader interface {
	// Documents returns at most limit documents that match, those with the lowest IDs, in any order.
	Documents(ctx context.Context, match string, limit int) ([]Found, error)
	// Describe returns how the documents with the IDs match, by ID.
	Describe(ctx context.Context, match string, ids []int64) (map[int64]Description, error)
	// Passages returns at most limit passages that match, those of the items with the lowest IDs, in any order.
	Passages(ctx context.Context, match string, limit int) ([]Found, error)
	// Quote returns what is said in passages that match, by place.
	Quote(ctx context.Context, match string, places []Place) (map[Place]Spoken, error)
	// Titles returns the IDs of at most limit documents whose title matches, the best first; words are not reduced to stems.
	Titles(ctx context.Context, match string, limit int) ([]int64, error)
	// Stems calls yield with every stem in the index from one text to another, and in how many documents and passages it is.
	Stems(ctx context.Context, from, to string, yield func(stem string, count int)) error
}

// Item is what the index holds of a thing: its address and the fingerprint of what was indexed.
type Item struct {
	ID   int64 // the newer the thing, the lower, as far as that was known when it was first indexed
	Path string
	Hash int64 // 0: it could not be read whole
}

// Entry is an item with its words: a document, or the passages of a transcript.
type Entry struct {
	Item
	Title    string // "" for a transcript
	Names    string // people, topics and labels, a line each
	Text     string
	Passages []Passage
}

// Place is a document or, with its number, a passage of an item.
type Place struct {
	ID     int64
	Number int
}

// Found is what matches, and how well: the lower the score, the better (BM25).
type Found struct {
	Place
	Score float64
}

// Description is how a document matches. Text is an excerpt.
type Description struct{ Title, Names, Text Marked }

// Spoken is how a passage matches.
type Spoken struct {
	Text Marked
	Cues []Cue
}

// Service builds the index of the current edition and searches it. It is safe for concurrent use. Make it with New.
type Service struct {
	index Index
	clock func() time.Time
	log   *slog.Logger
	turns *turns
	wake  chan struct{}
	asked chan struct{} // somebody searches before the index is open
	ready chan struct{} // closed when it is open for the first time

	begin   sync.Once // closes ready
	queries atomic.Int64
	damaged atomic.Bool // a search met a damaged index

	mu      sync.RWMutex
	edition *edition.Edition
	stale   bool // things and visible are of an edition before
	things  []thing
	known   map[string]*record // by path: what is in the index, and the IDs given to what will be
	visible map[int64]*thing   // what may be shown: in the index as it is public now
	lowest  int64              // the lowest ID that was given
	failed  error              // why the index is not brought up to date just now; nil when it is
}

// highestID is above every ID: they go down, so that an index, which goes up, meets the newest first.
const highestID = 1 << 32

// record is what the service knows of an item of the index.
type record struct {
	id   int64
	hash int64 // of what is in the index; 0: nothing yet
}

// New returns a service over an index that Run will open.
func New(index Index, clock func() time.Time, log *slog.Logger) *Service {
	return &Service{
		index: index, clock: clock, log: log, turns: newTurns(), known: map[string]*record{}, lowest: highestID,
		wake: make(chan struct{}, 1), asked: make(chan struct{}, 1), ready: make(chan struct{}),
	}
}

// Queries is how many searches were made since the start.
func (s *Service) Queries() int64 { return s.queries.Load() }

// State is how far the index is.
type State struct {
	Done, Total int  // things that are public, and those of them that can be found as they are now
	Failed      bool // the index is not brought up to date just now
	Full        bool // because there is no room for it
}

// Building reports whether something public cannot be found yet.
func (s State) Building() bool { return s.Done < s.Total }

// State returns how far the index is.
func (s *Service) State() State {
	s.refresh()
	s.mu.RLock()
	defer s.mu.RUnlock()
	return State{Done: len(s.visible), Total: len(s.things), Failed: s.failed != nil, Full: errors.Is(s.failed, ErrFull)}
}
