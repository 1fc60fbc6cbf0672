package app

import (
	"context"
	"path/filepath"
	"time"

	"insider/internal/archive"
	"insider/internal/mail"
	"insider/internal/outbox"
	"insider/internal/web"
	"insider/internal/web/desk"
	"insider/internal/web/site"
)

// openWeb builds the HTTP server: kernel, assets, public site, desk and the checks of /readyz.
func (a *App) openWeb(context.Context) error {
	assets, err := web.NewAssets(a.files.Static, a.config.BaseURL.Path)
	if err != nil {
		return err
	}
	renderer, err := web.NewRenderer(a.files.Templates, web.Funcs(a.config.BaseURL, assets), false)
	if err != nil {
		return err
	}
	a.server = web.New(web.Options{
		Base: a.config.BaseURL, Edition: a.press.holder.Current, Log: a.log,
		TrustedProxies: a.config.TrustedProxies, Version: a.console.Version,
	})
	assets.Mount(a.server)
	a.registerSite(renderer, assets)
	a.registerDesk(renderer)
	a.addChecks()
	a.openCertificates()
	return nil
}

func (a *App) registerSite(renderer *web.Renderer, assets *web.Assets) {
	deps := site.Deps{
		Editions: a.press.holder, Renderer: renderer, Assets: assets, Base: a.config.BaseURL, Clock: time.Now, Log: a.log,
		Feeds: a.press.builder, Traces: a.traces, Search: a.search, Inbox: a.stories, StoryGate: a.gates.stories, CodeGate: a.gates.codes,
		List: a.letter, LinkGate: a.gates.links, TakesMail: a.config.MailSetUp() || a.config.Local(), MailSlow: a.sender.Slow,
		Practice: site.Practice{EventDays: a.config.EventsDays, Countries: a.config.CountryDB != "", CopiesGone: archive.KeepRegular * a.config.BackupEvery},
	}
	media := &site.Media{
		Editions: a.press.holder,
		Content:  func(source string) (site.MediaFile, error) { return a.library.Open(source) },
		Bucket:   func(key string) (site.MediaFile, error) { return a.bucket.Open(context.Background(), key) },
		Art:      a.covers,
		Cards:    a.cards,
		Traces:   a.traces,
	}
	if r := a.counting.recorder; r != nil {
		deps.Downloads, media.Downloads = r, r
		a.server.CountFunc("insider_download_events_lost_total", "Download events lost because they could not be written in time.",
			func() float64 { return float64(r.Lost()) })
	}
	a.measureSearch()
	site.New(deps).Register(a.server)
	media.Register(a.server)
}

func (a *App) registerDesk(renderer *web.Renderer) {
	deps := desk.Deps{
		Base: a.config.BaseURL, Renderer: renderer, Show: a.show, Clock: time.Now, Log: a.log,
		Accounts: a.accounts, Ring: a.ring, SignIns: a.gates.signIns, Stories: a.stories, Inbox: a.store,
		Readers: a.letter, Outbox: a.store, Mistakes: a.press.Mistakes,
		Figures: a.counting.figures, Feed: a.feedDesk(), Doctor: a.doctorDesk(),
	}
	if !a.config.MailSetUp() {
		deps.Folder = mail.NewFolder(filepath.Join(a.config.Data, outboxFolder))
	}
	desk.New(deps).Register(a.server)
}

// addChecks says on /readyz how things are. Only a database out of reach takes the process out of service; what an editor
// or operator should mend is told with 200.
func (a *App) addChecks() {
	a.server.AddCheck("database", func(ctx context.Context) (string, bool) {
		if err := a.store.Ping(ctx); err != nil {
			return "does not answer", false
		}
		return "ok", true
	})
	a.server.AddCheck("content", func(context.Context) (string, bool) {
		if n := len(a.press.Mistakes()); n > 0 {
			return plural(n, "mistake", "mistakes") + "; see: insider check", true
		}
		return "ok", true
	})
	a.server.AddCheck("visitors", func(context.Context) (string, bool) { return a.visitorsState(), true })
	a.server.AddCheck("search", func(context.Context) (string, bool) { return a.searchState(), true })
	a.server.AddCheck("mail", func(ctx context.Context) (string, bool) { return a.mailState(ctx), true })
}

// mailState says in a sentence whether mails leave.
func (a *App) mailState(ctx context.Context) string {
	counts, err := a.store.OutboxCounts(ctx)
	if err != nil {
		return "unknown: the database does not answer"
	}
	return mailSentence(counts, a.config.MailSetUp(), a.config.Local())
}

func mailSentence(c outbox.Counts, setUp, local bool) string {
	waiting := plural(c.Waiting, "mail waits", "mails wait")
	switch {
	case c.Held:
		return "off; " + waiting
	case !setUp && !local:
		return "not set up: forms take no addresses until INSIDER_SMTP_URL is set"
	case !setUp:
		return "ok, written as files"
	case c.Slow:
		return "the mail server takes none just now; " + waiting
	}
	return "ok"
}
