package story

import (
	"context"
	"time"

	"insider/internal/audit"
	"insider/internal/consent"
	"insider/internal/mail"
	"insider/internal/outbox"
	"insider/internal/show"
)

// Store keeps stories. Every method is one transaction: what it acknowledges survives a power cut, and nothing half is
// ever seen. Methods are safe for concurrent use, also by several processes. An unknown story is fault.NotFound.
type Store interface {
	// StorySecret returns the random key of digests and codes, made once and never changed: a code opens for ever.
	StorySecret(ctx context.Context) ([]byte, error)
	// AddStory stores a story, its identity, its consents and the audit entry, and returns its number, one more than the
	// highest ever, and the digest of its code. When a story with the same key exists, nothing is stored and its number and the
	// digest of its code are returned.
	AddStory(ctx context.Context, n New) (number int, code []byte, err error)
	// StoryByCode returns the story with that digest of a code.
	StoryByCode(ctx context.Context, digest []byte) (*Story, error)
	// Story returns the story with that number.
	Story(ctx context.Context, number int) (*Story, error)
	// Stories returns a page of the stories in a state, oldest first, without text and HTML.
	Stories(ctx context.Context, state State, offset, limit int) ([]*Story, error)
	// StoryCounts returns how many stories are in each state.
	StoryCounts(ctx context.Context) (map[State]int, error)
	// ChangeStory locks the story, lets change work on it, and stores what became of it with the audit entries. When change
	// reports that the public version differs, the revision of stories is bumped. A taken slug is Invalid in its field; an error
	// of change is returned as it is and nothing is stored.
	ChangeStory(ctx context.Context, number int, change func(*Story) (Change, error)) error
	// PublicStories returns what readers may see of stories.
	PublicStories(ctx context.Context) (Public, error)
	// Revision returns the number of acts so far that changed what is public: cheap, asked twice a second.
	Revision(ctx context.Context) (int64, error)
	// NoticeStories looks for stories that still wait and no notice told of. When there are some, and the last notice is as
	// old as wait, it stores the mails that compose makes for those numbers and all users.
	NoticeStories(ctx context.Context, now time.Time, wait time.Duration, compose Compose) error
}

// Compose makes the mails that tell users which stories arrived.
type Compose func(numbers []int, to []mail.Address) ([]outbox.Mail, error)

// New is a story to be stored with the digests of its key and its code.
type New struct {
	Key, Code []byte
	Story     *Story
	Given     []consent.Record
	Entry     audit.Entry // its subject is set by the store
}

// Change is what an act leaves behind beside the story.
type Change struct {
	Entries []audit.Entry
	Public  bool // readers will see a difference: the revision is bumped
}

// Public is what readers may see of stories at one revision.
type Public struct {
	Stories  []*show.Story
	Gone     []string  // slugs of withdrawn stories that were public, sorted
	Removed  time.Time // when a story last left the site; zero when none did
	Revision int64
}
