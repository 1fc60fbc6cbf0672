package web

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// CertificateOptions say whose certificate is wanted. Host and Dir are required.
type CertificateOptions struct {
	Host      string       // the one name of the certificate
	Dir       string       // folder for account key and certificates, made with mode 0700
	Directory string       // address of the authority's ACME directory (RFC 8555, 7.1.1); "" is Let's Encrypt
	Log       *slog.Logger // where failures and expiry are told
}

// Certificates gets the certificate of one host by ACME and renews it. It is safe for concurrent use.
type Certificates struct {
	manager *autocert.Manager
	host    string
	log     *slog.Logger
	current atomic.Pointer[tls.Certificate]
}

// NewCertificates returns the keeper of a certificate. Nothing is asked for before Run.
func NewCertificates(o CertificateOptions) *Certificates {
	m := &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(o.Dir), HostPolicy: only(o.Host)}
	m.Client = &acme.Client{DirectoryURL: cmp.Or(o.Directory, autocert.DefaultACMEDirectory), RetryBackoff: backOff}
	m.HTTPHandler(nil) // says that the question over HTTP can be answered too, before the first order
	return &Certificates{manager: m, host: o.Host, log: o.Log}
}

// only takes one host, with a port or without: some authorities name the port of their question.
func only(host string) autocert.HostPolicy {
	return func(_ context.Context, asked string) error {
		if name, _, err := net.SplitHostPort(asked); err == nil {
			asked = name
		}
		if !strings.EqualFold(asked, host) {
			return errors.New("another host's certificate was asked for")
		}
		return nil
	}
}

const (
	firstRetry = time.Minute // autocert itself asks again for a host only after a minute
	lastRetry  = time.Hour   // authorities refuse hosts that fail too often
	lookAgain  = time.Hour   // how often a renewal is noticed
)

// backOff waits longer each time, and gives up after four, so that the reason is told soon; Run goes on later.
func backOff(n int, _ *http.Request, _ *http.Response) time.Duration {
	if n > 4 {
		return -1
	}
	return time.Duration(n) * time.Second
}

var errNoCertificate = errors.New("there is no certificate yet")

// Run gets the certificate, from its folder or from the authority, and follows its renewals until ctx ends. While the authority
// refuses, it asks again after 1, 2, 4 ... 60 minutes, whoever knocks meanwhile.
func (c *Certificates) Run(ctx context.Context) error {
	wait := firstRetry
	for {
		pause := lookAgain
		if err := c.obtain(); err != nil {
			c.log.Error("no certificate: is port 80 or 443 of the host reached from outside, and does its name lead here?",
				"host", c.host, "again_in", wait.String(), "err", err)
			pause, wait = wait, min(2*wait, lastRetry)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// obtain asks the manager as a client with elliptic curves would: from memory, folder or authority.
func (c *Certificates) obtain() error {
	cert, err := c.manager.GetCertificate(&tls.ClientHelloInfo{ServerName: c.host, SupportedVersions: []uint16{tls.VersionTLS13},
		SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256}, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}})
	if err != nil {
		return err
	}
	if old := c.current.Swap(cert); old == nil || !old.Leaf.NotAfter.Equal(cert.Leaf.NotAfter) {
		c.log.Info("certificate", "host", c.host, "until", cert.Leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	return nil
}

// Expires returns when the certificate ends, false while there is none.
func (c *Certificates) Expires() (time.Time, bool) {
	cert := c.current.Load()
	if cert == nil {
		return time.Time{}, false
	}
	return cert.Leaf.NotAfter, true
}

// suites are those of TLS 1.2 that are still recommended (RFC 9325, 4.2): ephemeral keys, authenticated encryption. Those of TLS 1.3
// are Go's.
var suites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
}

// config is TLS as clients get it: HTTP/2 and the authority's own question (RFC 8737) included. Handshakes never cause a
// first order, so strangers cannot use up the authority's patience.
func (c *Certificates) config() *tls.Config {
	t := c.manager.TLSConfig()
	t.MinVersion = tls.VersionTLS12
	t.CipherSuites = suites
	t.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if c.current.Load() == nil && !slices.Contains(hello.SupportedProtos, acme.ALPNProto) {
			return nil, errNoCertificate
		}
		return c.manager.GetCertificate(hello)
	}
	return t
}

// challenges answers the authority's question over HTTP (RFC 8555, 8.3) and leaves the rest to next.
func (c *Certificates) challenges(next http.Handler) http.Handler { return c.manager.HTTPHandler(next) }
