package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"insider/internal/config"
	"insider/internal/content"
	"insider/internal/doctor"
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/show"
	"insider/internal/store"
)

// DoctorOptions say how an operator wants to have things looked at.
type DoctorOptions struct {
	Resolver  string   // host:port of a name server; "" is the system's
	Selectors []string // of the relay's DKIM key; nil: the usual ones
}

// Doctor examines the installation beside a running server or without one.
func Doctor(ctx context.Context, c *config.Config, files Files, o DoctorOptions) *doctor.Report {
	p := patient{config: c, resolver: resolver(o.Resolver), selectors: o.Selectors}
	result, unread := content.New(contentOptions(c, files, "", nil)).Load(ctx)
	p.edition = edition.New(&edition.Source{Show: &show.Show{}}, time.Now())
	if result != nil && result.Source != nil {
		p.edition = edition.New(result.Source, time.Now())
	}
	missing := c.Content != "" && isMissing(c.Content)
	p.unread = missing || unread != nil
	p.mistakes = func(context.Context) (int, error) {
		if missing {
			return 0, explainedError{"There is no folder " + c.Content, fs.ErrNotExist}
		}
		if unread != nil {
			return 0, errors.New(strings.TrimSuffix(Explain(unread), "."))
		}
		return len(result.Mistakes), nil
	}
	p.server = doctor.Check{Name: "Server", Run: func(ctx context.Context) doctor.Finding { return askServer(ctx, c) }}
	db, err := store.Open(ctx, store.Config{URL: c.DatabaseURL, ReadOnly: true, Patient: true, Older: true})
	if err != nil {
		p.verify = explained(func(context.Context) error { return err })
		p.waiting = func(context.Context) (doctor.Waiting, error) { return doctor.Waiting{}, err }
	} else {
		defer db.Close()
		p.verify, p.time, p.waiting = explained(db.Verify), db.Time, waitingIn(db)
	}
	return doctor.Examine(ctx, p.checks(), doctor.Limit, time.Now())
}

// patient is what is known of an installation.
type patient struct {
	config    *config.Config
	edition   *edition.Edition
	unread    bool // the content cannot be read: the edition is empty
	server    doctor.Check
	visits    func() *doctor.Visits
	mistakes  func(context.Context) (int, error)
	verify    func(context.Context) error
	time      func(context.Context) (time.Time, error)
	waiting   func(context.Context) (doctor.Waiting, error)
	resolver  doctor.Resolver
	selectors []string
}

// checks are all checks in the order in which they are told: first what listeners notice.
func (p patient) checks() []doctor.Check {
	c, s := p.config, p.edition.Show
	outside := doctor.Outside{Base: c.BaseURL, Local: c.Local(), GUID: s.GUID, Audio: newestAudio(c, p.edition), Clock: time.Now,
		Client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	names := doctor.Names{Resolver: p.resolver, Selectors: p.selectors}
	if from, err := sender(c, s); err == nil && c.MailSetUp() {
		names.Domain, names.Relay = from.Address.Domain(), c.SMTPURL.Hostname()
	}
	copies := doctor.Backups{Newest: backups(c).Last, Every: c.BackupEvery}
	times := doctor.Times{Newest: p.edition.Modified(show.Episodes, show.Articles, show.Stories, show.Pages, show.People, show.Media),
		Database: p.time, Synchronised: doctor.Synchronised}
	checks := []doctor.Check{p.server, doctor.BaseURL(c.BaseURL, c.Local(), p.visits), doctor.Proxy(c.BaseURL, c.Local(), c.TLS, len(c.TrustedProxies))}
	checks = append(checks, outside.Checks()...)
	checks = append(checks, doctor.Content(p.mistakes), doctor.Owner(s.Owner.Email, p.unread), doctor.Relay(c.Local(), greeting(c)), doctor.Outbox(p.waiting))
	checks = append(checks, names.Checks()...)
	return append(checks, doctor.Database(p.verify), doctor.Backup(copies, time.Now), doctor.Disk(c.Data, doctor.SpaceOf), doctor.Clock(times, time.Now))
}

// newestAudio is the address of the newest recording that is served here.
func newestAudio(c *config.Config, e *edition.Edition) string {
	for _, ep := range e.Episodes {
		if ep.Audio.Path != "" {
			return c.BaseURL.String() + ep.Audio.Path
		}
	}
	return ""
}

// waitingIn looks into the outbox of a database.
func waitingIn(s *store.Store) func(context.Context) (doctor.Waiting, error) {
	return func(ctx context.Context) (doctor.Waiting, error) {
		c, err := s.OutboxCounts(ctx)
		return doctor.Waiting{Mails: c.Waiting, Held: c.Held, Slow: c.Slow}, err
	}
}

// greeting is how the relay is tried, nil when there is none.
func greeting(c *config.Config) func(context.Context) error {
	if !c.MailSetUp() {
		return nil
	}
	return func(ctx context.Context) error {
		relay, err := mail.NewSMTP(c.SMTPURL, mailHost(c), nil)
		if err != nil {
			return err
		}
		defer relay.Close()
		return relay.Greet(ctx)
	}
}

func resolver(address string) doctor.Resolver {
	if address == "" {
		return net.DefaultResolver
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
}

// explainedError is a cause under the sentence that an operator reads.
type explainedError struct {
	sentence string
	error
}

// Error returns the sentence.
func (e explainedError) Error() string { return e.sentence }

// Unwrap returns the cause.
func (e explainedError) Unwrap() error { return e.error }

func explained(verify func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		switch err := verify(ctx); {
		case errors.Is(err, store.ErrAway):
			return explainedError{Explain(err), doctor.ErrAway}
		case errors.Is(err, store.ErrVersion):
			return explainedError{fault.Sentence(err), doctor.ErrVersion}
		case err != nil:
			return explainedError{Explain(err), err}
		}
		return nil
	}
}

// askServer asks the server on this machine how it is. What it says of visitors stands there in a word.
func askServer(ctx context.Context, c *config.Config) doctor.Finding {
	body, status, err := askLocal(ctx, c, "/readyz")
	if refusesTLS(err) {
		return doctor.Finding{State: doctor.Problem, Sentence: "It runs, and has no certificate yet, so nobody can visit it.",
			Fix: "Ports 80 and 443 must be reached from outside and the host name must lead here; its log says what the authority answered."}
	}
	if err != nil {
		return doctor.Finding{State: doctor.Note, Sentence: fmt.Sprintf("No server answers at %s.", c.Addr), Fix: "If it should run: systemctl status insider, and its log."}
	}
	var ready struct{ Checks map[string]string }
	_ = json.Unmarshal(body, &ready) // an answer without checks has none to tell
	switch {
	case status != http.StatusOK:
		return doctor.Finding{State: doctor.Problem, Sentence: "It runs and is not ready: " + notOK(ready.Checks) + ".", Fix: "Its log says more."}
	case ready.Checks["visitors"] != "" && ready.Checks["visitors"] != "ok":
		return doctor.Finding{State: doctor.Warning, Sentence: "It runs, and " + ready.Checks["visitors"] + ".", Fix: "The desk names such an address, under Settings, Examination."}
	}
	return doctor.Finding{State: doctor.OK, Sentence: "It runs and is ready."}
}

// notOK tells the parts of a server that do not say ok.
func notOK(checks map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		if !strings.HasPrefix(checks[name], "ok") {
			parts = append(parts, name+": "+checks[name])
		}
	}
	return strings.Join(parts, "; ")
}
