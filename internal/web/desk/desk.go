// Package desk is the editors' desk: what a signed-in editor sees and does, one file per noun.
//
// It owns its pages, their routes and the session cookie. It does not own rules: what may happen to a story is story's,
// who may sign in is account's, sending is outbox's, HTTP itself is web's. Every answer is no-store; every act is a posted
// form, answered by a redirect to the page that shows what became of it.
package desk

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"insider/internal/account"
	"insider/internal/audit"
	"insider/internal/consent"
	"insider/internal/content"
	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/show"
	"insider/internal/story"
	"insider/internal/token"
	"insider/internal/web"
)

// Deps is what the desk needs from the rest of the house.
type Deps struct {
	Base     *url.URL // the public address; may have a path
	Renderer *web.Renderer
	Show     func() *show.Show // of this moment
	Clock    func() time.Time
	Log      *slog.Logger

	Accounts *account.Service
	Ring     *token.Ring // seals what was typed and could not be saved
	SignIns  *limit.Gate // how often somebody may ask for a sign-in link
	Stories  *story.Service
	Inbox    Inbox
	Readers  Readers
	Outbox   Outbox
	Folder   Folder // where mails land without a relay; nil with one
	Mistakes func() []content.Mistake
	Feed     Feed
	Figures  Figures
	Doctor   Doctor
}

// Inbox reads stories and what happened to them. Its methods are safe for concurrent use; an unknown story is
// fault.NotFound.
type Inbox interface {
	// Story returns one story with its identity and consents.
	Story(ctx context.Context, number int) (*story.Story, error)
	// Stories returns a page of the stories in a state, oldest first, without their words.
	Stories(ctx context.Context, state story.State, offset, limit int) ([]*story.Story, error)
	// StoryCounts returns how many stories are in each state.
	StoryCounts(ctx context.Context) (map[story.State]int, error)
	// Consents returns what the subject agreed to.
	Consents(ctx context.Context, subject string) ([]consent.Record, error)
	// AuditOf returns what happened to the subject, oldest first.
	AuditOf(ctx context.Context, subject string) ([]audit.Entry, error)
}

// Readers reads the list of subscribers. Its methods are safe for concurrent use.
type Readers interface {
	// Counts returns how many readers there are.
	Counts(ctx context.Context) (newsletter.Counts, error)
	// List returns one page of readers, newest first; state "" is all of them.
	List(ctx context.Context, state newsletter.State, offset, limit int) ([]newsletter.Subscriber, error)
	// WriteCSV writes every reader as a row; no cell is a formula.
	WriteCSV(ctx context.Context, w io.Writer) error
}

// Outbox reads mails that wait and turns the no-mail switch. Its methods are safe for concurrent use.
type Outbox interface {
	// OutboxCounts says how the outbox is doing.
	OutboxCounts(ctx context.Context) (outbox.Counts, error)
	// OpenMails returns mails that wait or failed, newest first, at most limit.
	OpenMails(ctx context.Context, limit int) ([]outbox.Entry, error)
	// HoldMail turns the no-mail switch and audits who did.
	HoldMail(ctx context.Context, on bool, actor string) error
}

// Folder reads the mails that landed as files.
type Folder interface {
	// List returns the newest mails, at most n, without their text.
	List(n int) ([]mail.Filed, error)
	// Read returns one mail; an unknown name is fault.NotFound.
	Read(name string) (mail.Filed, error)
}

// Desk is the editors' side of the program. It is safe for concurrent use.
type Desk struct {
	Deps
	server *web.Server
	shelf  shelf
}

// New returns a desk over deps.
func New(deps Deps) *Desk { return &Desk{Deps: deps} }

// Register mounts every route of the desk.
func (d *Desk) Register(server *web.Server) {
	d.server = server
	server.Handle(http.MethodGet, "/desk/sign-in", web.ClassDesk, d.door)
	server.Handle(http.MethodPost, "/desk/sign-in", web.ClassDesk, d.enter)
	d.handle(http.MethodGet, "/desk", d.inbox)
	d.handle(http.MethodGet, "/desk/stories/:number", d.story)
	d.handle(http.MethodPost, "/desk/stories/:number", d.act)
	d.handle(http.MethodGet, "/desk/readers", d.readers)
	d.handle(http.MethodGet, "/desk/readers.csv", d.readersFile)
	d.handle(http.MethodGet, "/desk/figures", d.figures)
	d.handle(http.MethodGet, "/desk/figures.csv", d.figuresFile)
	d.handle(http.MethodGet, "/desk/mail", d.mail)
	d.handle(http.MethodPost, "/desk/mail", d.holdMail)
	d.handle(http.MethodGet, "/desk/mail/:name", d.mailFile)
	d.handle(http.MethodGet, "/desk/content", d.content)
	d.handle(http.MethodGet, "/desk/feed", d.feed)
	d.handle(http.MethodGet, "/desk/settings", d.settings)
	d.handle(http.MethodGet, "/desk/examination", d.examination)
	d.handle(http.MethodPost, "/desk/examination", d.examine)
	d.handle(http.MethodPost, "/desk/settings", d.endSession)
	d.handle(http.MethodPost, "/desk/sign-out", d.signOut)
}
