// Package app puts the house together: it is the only place that knows everybody.
//
// It owns the order in which things open, run and close, and the commands of the program in terms of the packages that
// do the work. It owns no rules.
package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"insider/internal/account"
	"insider/internal/artwork"
	"insider/internal/bucket"
	"insider/internal/config"
	"insider/internal/content"
	"insider/internal/derived"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/person"
	"insider/internal/search"
	"insider/internal/store"
	"insider/internal/story"
	"insider/internal/token"
	"insider/internal/trace"
	"insider/internal/web"
	"insider/internal/websub"
)

// App is a server, from New until Close.
type App struct {
	config  *config.Config
	files   Files
	console Console
	log     *slog.Logger

	ring     *token.Ring
	bucket   *bucket.Folder
	store    *store.Store
	library  *content.Library
	covers   *artwork.Keeper
	cards    *derived.Folder
	derived  []*derived.Folder // all of them
	traces   *trace.Keeper
	press    *press
	search   *search.Service
	stories  *story.Service
	accounts *account.Service
	letter   *newsletter.Service
	gates    gates
	sender   *outbox.Sender
	hubs     *websub.Teller
	counting counting
	persons  *person.Service
	backups  backupKeeper
	server   *web.Server
	listener net.Listener
	redirect net.Listener // nil: no https of its own
	metrics  net.Listener // nil: off

	certificates *web.Certificates // nil: no https of its own

	closers []func() error // in the order of opening
}

// New opens everything a server needs: when it returns, the address is taken, the database is up to date and the first
// edition is made. Close it.
func New(ctx context.Context, c *config.Config, files Files, console Console) (*App, error) {
	a := &App{config: c, files: files, console: console, log: console.Log}
	for _, open := range []func(context.Context) error{
		a.openFolders, a.openStore, a.openErasures, a.openServices, a.openPress, a.openSearch, a.openHubs, a.openCounting, a.openWeb, a.openBackups, a.openListeners,
	} {
		if err := open(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

// Run serves until ctx ends or something breaks for good, then stops everything and waits for it.
func (a *App) Run(ctx context.Context) error {
	a.log.Info("serving", "addr", a.listener.Addr().String(), "base_url", a.config.BaseURL.String(), "database", a.store.Backend(),
		"mail", mailGoes(a.config), "version", a.console.Version)
	if _, err := sender(a.config, a.show()); err != nil {
		a.log.Warn("mails wait: nobody to send them from", "err", Explain(err))
	}
	a.greet(ctx)
	a.console.tell(readyState)
	group, running := errgroup.WithContext(ctx)
	loops := []func(context.Context) error{
		a.serve,
		func(ctx context.Context) error { <-ctx.Done(); a.console.tell(stoppingState); return nil },
		func(ctx context.Context) error { return a.library.Watch(ctx, a.press.scanned) },
		a.press.run,
		a.buildSearch,
		a.sender.Run,
		a.letter.Run,
		a.hubs.Run,
		a.ageDownloads,
		a.followEpisodes,
		a.keepLinkFile,
		a.keepBackups,
		a.followWithdrawals,
		a.tidy,
		a.forgetPictures,
	}
	if a.metrics != nil {
		loops = append(loops, func(ctx context.Context) error { return a.server.ServeMetrics(ctx, a.metrics) })
	}
	for _, loop := range loops {
		group.Go(func() error { return loop(running) })
	}
	err := group.Wait()
	a.log.Info("stopped")
	return err
}

// Close gives back what New took, last first.
func (a *App) Close() error {
	var errs []error
	for _, closer := range slices.Backward(a.closers) {
		errs = append(errs, closer())
	}
	a.closers = nil
	return errors.Join(errs...)
}

// onClose remembers what to give back.
func (a *App) onClose(f func() error) { a.closers = append(a.closers, f) }

// every calls f at once and then at each interval until ctx ends; what fails is logged and tried at the next turn.
func (a *App) every(ctx context.Context, interval time.Duration, what string, f func(context.Context) error) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		if err := f(ctx); err != nil && ctx.Err() == nil {
			a.log.Error(what, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
