package app

import (
	"context"
	"net"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"insider/internal/web"
)

// openListeners takes the addresses, so that a port that is in use is told before anything is served.
func (a *App) openListeners(context.Context) (err error) {
	if a.listener, err = a.listen(a.config.Addr); err != nil {
		return err
	}
	if a.config.TLS {
		if a.redirect, err = a.listen(a.config.RedirectAddr); err != nil {
			return err
		}
	}
	if a.config.MetricsAddr != "" {
		a.metrics, err = a.listen(a.config.MetricsAddr)
	}
	return err
}

func (a *App) listen(addr string) (net.Listener, error) {
	l, err := web.Listen(addr)
	if err == nil {
		a.onClose(func() error { _ = l.Close(); return nil }) // the server may have closed it already
	}
	return l, err
}

// openCertificates prepares https when the server does that itself.
func (a *App) openCertificates() {
	if a.config.TLS {
		a.certificates = web.NewCertificates(web.CertificateOptions{Host: a.config.BaseURL.Hostname(),
			Dir: filepath.Join(a.config.Data, "certificates"), Directory: a.config.ACMEURL, Log: a.log})
		a.server.AddCheck("certificate", func(context.Context) (string, bool) { return a.certificateState(), true })
	}
}

func (a *App) certificateState() string {
	until, ok := a.certificates.Expires()
	if !ok {
		return "none yet; the log says why"
	}
	return "until " + until.UTC().Format(time.DateOnly)
}

// listenAndServe answers on the addresses taken until ctx ends.
func (a *App) listenAndServe(ctx context.Context) error {
	if a.certificates == nil {
		return a.server.Serve(ctx, a.listener)
	}
	group, serving := errgroup.WithContext(ctx)
	group.Go(func() error { return a.certificates.Run(serving) })
	group.Go(func() error { return a.server.ServeRedirect(serving, a.redirect, a.certificates) })
	group.Go(func() error { return a.server.ServeTLS(serving, a.listener, a.certificates) })
	return group.Wait()
}
