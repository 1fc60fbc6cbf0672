// Package config is what an operator may set: one struct from flags and environment.
//
// It owns names, defaults, meanings and their checks. It opens nothing and reads no file but those named by *_FILE and the file of settings.
package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// Config is a checked configuration. Load makes it.
type Config struct {
	Settings       string         // file of settings that was read; "" is none
	Addr           string         // listen address, host:port or unix:PATH
	BaseURL        *url.URL       // public address, no trailing slash, no query
	TLS            bool           // https with a certificate by ACME
	RedirectAddr   string         // with TLS: address that redirects to https
	ACMEURL        string         // with TLS: the authority's directory; "" is Let's Encrypt
	Content        string         // folder with show.yaml; "" is the show in the binary
	Data           string         // folder for database, bucket, cache, outbox, secret
	DatabaseURL    string         // sqlite:PATH or postgres://...
	MediaURL       string         // folder of the bucket
	SMTPURL        *url.URL       // nil: mails land as files in data/outbox
	MailFrom       string         // "" is the owner in show.yaml
	Secrets        []string       // signing keys, the first signs; empty: data/secret
	TrustedProxies []netip.Prefix // whose X-Forwarded-* count
	MetricsAddr    string         // "" is off
	Drafts         bool           // show drafts and future items
	Log            string         // "text" or "json"
	EventsDays     int            // days that raw events of downloads are kept; 0 counts nothing
	UserAgents     string         // folder of lists in the opawg v2 form; "" is the built-in table
	CountryDB      string         // MMDB file; "": countries are not counted
	BackupEvery    time.Duration  // between regular backups; 0: none are made
	LimitSignUps   int            // sign-ups per network in ten minutes
	LimitStories   int            // stories per network in ten minutes
	LimitMinute    int            // sign-ups, stories and codes of words in all, per minute
}

// Local reports whether the base URL is only for this machine: then nothing sent out can reach it.
func (c *Config) Local() bool { return Loopback(c.BaseURL.Hostname()) }

// Loopback reports whether a host name or address leads to the machine of whoever uses it.
func Loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// MailSetUp reports whether mails leave this machine.
func (c *Config) MailSetUp() bool { return c.SMTPURL != nil }

// Postgres reports whether the database is PostgreSQL.
func (c *Config) Postgres() bool { return isPostgres(c.DatabaseURL) }

// Mistakes are all that is wrong with a configuration, one sentence each.
type Mistakes []string

// Error returns the sentences, one a line.
func (m Mistakes) Error() string {
	if len(m) == 1 {
		return m[0]
	}
	return fmt.Sprintf("%d settings need another look:\n  %s", len(m), strings.Join(m, "\n  "))
}

// validate checks what concerns more than one setting.
func (c *Config) validate() (m Mistakes) {
	if c.Postgres() && len(c.Secrets) == 0 {
		m = append(m, "INSIDER_SECRET is required with a PostgreSQL database: every process must sign with the same keys. "+
			"Make one with: openssl rand -base64 33")
	}
	if c.TLS {
		m = append(m, c.validateTLS()...)
	}
	if c.Addr == c.MetricsAddr {
		m = append(m, "INSIDER_METRICS_ADDR is the same as INSIDER_ADDR: metrics need an address of their own, e.g. 127.0.0.1:9090")
	}
	return m
}

// validateTLS says what an authority could not give a certificate for.
func (c *Config) validateTLS() (m Mistakes) {
	host := c.BaseURL.Hostname()
	if _, err := netip.ParseAddr(host); err == nil || Loopback(host) || !strings.Contains(host, ".") {
		m = append(m, fmt.Sprintf("INSIDER_TLS=auto needs a public host name in INSIDER_BASE_URL; nobody certifies %q", host))
	}
	if c.BaseURL.Scheme != "https" {
		m = append(m, "INSIDER_TLS=auto needs INSIDER_BASE_URL to begin with https://")
	}
	if strings.HasPrefix(c.Addr, "unix:") || strings.HasPrefix(c.RedirectAddr, "unix:") {
		m = append(m, "INSIDER_TLS=auto needs ports: INSIDER_ADDR and INSIDER_REDIRECT_ADDR cannot be sockets")
	}
	return m
}

func (c *Config) fillDefaults() {
	if c.Addr == "" {
		c.Addr = ":8080"
		if c.TLS {
			c.Addr = ":443"
		}
	}
	if c.DatabaseURL == "" {
		c.DatabaseURL = "sqlite:" + filepath.Join(c.Data, "insider.db")
	}
	if c.MediaURL == "" {
		c.MediaURL = filepath.Join(c.Data, "bucket")
	}
}
