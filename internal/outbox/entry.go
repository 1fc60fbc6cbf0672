package outbox

import "time"

// Entry is a mail that waits or failed, as an editor sees it. Of a failed one recipient and words are gone.
type Entry struct {
	ID       int64
	Kind     string
	State    State
	To       string
	Subject  string
	Text     string
	Attempts int
	Sentence string // why the last try was in vain; "" before the first
	Created  time.Time
	Due      time.Time // of the next try, while it waits
}
