package story

import (
	"context"
	"time"

	"insider/internal/show"
)

// Store keeps stories. Every method is one transaction: what it acknowledges survives a power cut, and nothing half is
// ever seen. Methods are safe for concurrent use, also by several processes. An unknown story is fault.NotFound.
type Store interface {
	// StorySecret returns the random key of digests and codes, made once and never changed: a code opens for ever.
	StorySecret(ctx context.Context) ([]byte, error)
	// AddStory stores a story, its identity, its consents and the audit entry, and returns its number: one more than the
	// highest ever. When a story with the same key exists, nothing is stored and its number is returned.
	AddStory(ctx context.Context, n New) (number int, err error)
	// StoryByCode returns the story with that digest of a code.
	StoryByCode(ctx context.Context, digest []byte) (*Story, error)
	// Story returns the story with that number.
	Story(ctx context.Context, number int) (*Story, error)
	// Stories returns a page of the stories in a state, oldest first, without HTML.
	Stories(ctx context.Context, state State, offset, limit int) ([]*Story, error)
	// StoryCounts returns how many stories are in each state.
	StoryCounts(ctx context.Context) (map[State]int, error)
	// ChangeStory locks the story, lets change work on it, and stores what became of it with the audit entry. When change
	// reports that the public version differs, the revision of stories is bumped. A taken slug is fault.Conflict; an error
	// of change is returned as it is and nothing is stored.
	ChangeStory(ctx context.Context, number int, change func(*Story) (Change, error)) error
	// PublicStories returns what readers may see of stories.
	PublicStories(ctx context.Context) (Public, error)
	// StoryRevision returns the revision of what readers may see: cheap, asked twice a second.
	StoryRevision(ctx context.Context) (int64, error)
	// NoticeStories calls compose, when a story arrived that no notice told of and the last notice is older than wait,
	// with those numbers and the addresses of all users, and stores the mails it returns. It reports whether it did.
	NoticeStories(ctx context.Context, wait time.Duration, compose func(numbers []int, to []string) ([]Notice, error)) (bool, error)
}

// New is a story to be stored with the digests of its key and its code.
type New struct {
	Key, Code []byte
	Story     *Story
}

// Change is what an act leaves behind: an audit entry, and whether readers will see a difference.
type Change struct {
	Who      string // who acted, as audited: "reader" or "user 3"
	Act      Act    // audited as "story." + Act, with the states and nothing that identifies a reader
	From, To State
	Public   bool // the revision of stories is bumped
}

// Public is what readers may see of stories at one revision.
type Public struct {
	Stories  []*show.Story
	Gone     []string  // slugs of withdrawn stories that were public, sorted
	Removed  time.Time // when a story last left the site; zero when none did
	Revision int64
}

// Notice is a mail to an editor.
type Notice struct {
	To            string
	Subject, Text string
}
