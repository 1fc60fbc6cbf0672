package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Setting is one thing to set: as a flag, as a variable and, for secrets, as a file named by variable_FILE.
type Setting struct {
	Flag    string // "base-url"
	Env     string // "INSIDER_BASE_URL"
	Default string
	Meaning string
	Secret  bool
	Bool    bool

	set  func(*Config, string) error // for a value that is not empty
	show func(*Config) string
}

// Settings returns every setting in the order of the documentation.
func Settings() []Setting { return settings }

var settings = []Setting{
	{Flag: "settings", Env: fileSetting, Meaning: "file of settings, NAME=value lines, for what is set neither by flag nor by variable; with the service: /etc/insider/insider.env",
		set: func(c *Config, v string) error { c.Settings = v; return nil }, show: func(c *Config) string { return c.Settings }},
	{Flag: "addr", Env: "INSIDER_ADDR", Meaning: "listen address; empty is :8080, or :443 with INSIDER_TLS=auto",
		set: func(c *Config, v string) (err error) { c.Addr, err = listenAddr(v); return }, show: func(c *Config) string { return c.Addr }},
	{Flag: "base-url", Env: "INSIDER_BASE_URL", Default: "http://localhost:8080", Meaning: "public address; every absolute URL comes from it; may have a path",
		set: func(c *Config, v string) (err error) { c.BaseURL, err = baseURL(v); return }, show: func(c *Config) string { return c.BaseURL.String() }},
	{Flag: "tls", Env: "INSIDER_TLS", Meaning: "auto gets the base URL's certificate by ACME, serves https on :443 and redirects from :80; empty: plain HTTP, for a proxy in front",
		set: func(c *Config, v string) error {
			if v != "auto" {
				return errors.New(`must be "auto" or empty`)
			}
			c.TLS = true
			return nil
		}, show: func(c *Config) string {
			if c.TLS {
				return "auto"
			}
			return ""
		}},
	{Flag: "redirect-addr", Env: "INSIDER_REDIRECT_ADDR", Default: ":80", Meaning: "with INSIDER_TLS=auto: address that redirects to https and answers the certificate authority",
		set: func(c *Config, v string) (err error) { c.RedirectAddr, err = listenAddr(v); return }, show: func(c *Config) string { return c.RedirectAddr }},
	{Flag: "acme-url", Env: "INSIDER_ACME_URL", Meaning: "with INSIDER_TLS=auto: directory of the certificate authority; empty is Let's Encrypt",
		set: func(c *Config, v string) error {
			if u, err := url.Parse(v); err != nil || u.Scheme != "https" || u.Host == "" {
				return errors.New("must be an https address")
			}
			c.ACMEURL = v
			return nil
		}, show: func(c *Config) string { return c.ACMEURL }},
	{Flag: "content", Env: "INSIDER_CONTENT", Meaning: "folder with show.yaml; empty is the show in the binary, read-only",
		set: func(c *Config, v string) error { c.Content = v; return nil }, show: func(c *Config) string { return c.Content }},
	{Flag: "data", Env: "INSIDER_DATA", Default: "./data", Meaning: "database, bucket, cache, outbox and secret; created with mode 0700",
		set: func(c *Config, v string) error { c.Data = v; return nil }, show: func(c *Config) string { return c.Data }},
	{Flag: "database-url", Env: "INSIDER_DATABASE_URL", Meaning: "sqlite:PATH or postgres://...; empty is a SQLite file in the data folder", Secret: true,
		set: func(c *Config, v string) (err error) { c.DatabaseURL, err = databaseURL(v); return }, show: func(c *Config) string { return maskURL(c.DatabaseURL) }},
	{Flag: "media-url", Env: "INSIDER_MEDIA_URL", Meaning: "folder of the bucket; empty is a folder in the data folder", Secret: true,
		set: func(c *Config, v string) (err error) { c.MediaURL, err = mediaURL(v); return }, show: func(c *Config) string { return maskURL(c.MediaURL) }},
	{Flag: "smtp-url", Env: "INSIDER_SMTP_URL", Meaning: "smtp://user:pass@host:587 (STARTTLS required), smtps://..., smtp+plain://... for loopback; empty: mails land as files in data/outbox", Secret: true,
		set: func(c *Config, v string) (err error) { c.SMTPURL, err = smtpURL(v); return }, show: func(c *Config) string {
			if c.SMTPURL == nil {
				return ""
			}
			return c.SMTPURL.Redacted()
		}},
	{Flag: "mail-from", Env: "INSIDER_MAIL_FROM", Meaning: "sender of every mail; empty is the owner in show.yaml",
		set: func(c *Config, v string) error { c.MailFrom = v; return nil }, show: func(c *Config) string { return c.MailFrom }},
	{Flag: "secret", Env: "INSIDER_SECRET", Meaning: "signing keys of 32 characters or more, separated by commas: the first signs, all verify; empty is data/secret, made once; required with PostgreSQL", Secret: true,
		set: func(c *Config, v string) (err error) { c.Secrets, err = ParseSecrets(v); return }, show: func(c *Config) string {
			if len(c.Secrets) == 0 {
				return ""
			}
			return fmt.Sprintf("(%d keys)", len(c.Secrets))
		}},
	{Flag: "trusted-proxies", Env: "INSIDER_TRUSTED_PROXIES", Meaning: "networks (CIDR, separated by commas) whose X-Forwarded-For and -Proto count",
		set: func(c *Config, v string) (err error) { c.TrustedProxies, err = prefixes(v); return }, show: func(c *Config) string {
			parts := make([]string, len(c.TrustedProxies))
			for i, p := range c.TrustedProxies {
				parts[i] = p.String()
			}
			return strings.Join(parts, ",")
		}},
	{Flag: "metrics-addr", Env: "INSIDER_METRICS_ADDR", Meaning: "address of Prometheus metrics, one of their own; empty is off",
		set: func(c *Config, v string) (err error) { c.MetricsAddr, err = listenAddr(v); return }, show: func(c *Config) string { return c.MetricsAddr }},
	{Flag: "drafts", Env: "INSIDER_DRAFTS", Default: "false", Meaning: "show drafts and items of the future, under a banner", Bool: true,
		set: func(c *Config, v string) (err error) { c.Drafts, err = boolean(v); return }, show: func(c *Config) string { return strconv.FormatBool(c.Drafts) }},
	{Flag: "log", Env: "INSIDER_LOG", Default: "text", Meaning: "form of the log on standard error: text or json",
		set: func(c *Config, v string) error {
			if v != "text" && v != "json" {
				return errors.New(`must be "text" or "json"`)
			}
			c.Log = v
			return nil
		}, show: func(c *Config) string { return c.Log }},
	{Flag: "events-days", Env: "INSIDER_EVENTS_DAYS", Default: "60", Meaning: "how many days raw events of downloads are kept before only daily sums stay; 0 counts nothing",
		set: func(c *Config, v string) (err error) { c.EventsDays, err = days(v); return }, show: func(c *Config) string { return strconv.Itoa(c.EventsDays) }},
	{Flag: "user-agents", Env: "INSIDER_USER_AGENTS", Meaning: "folder with bots.json, apps.json, libraries.json and browsers.json in the public opawg v2 form; empty is the built-in table",
		set: func(c *Config, v string) error { c.UserAgents = v; return nil }, show: func(c *Config) string { return c.UserAgents }},
	{Flag: "country-db", Env: "INSIDER_COUNTRY_DB", Meaning: "file in MaxMind's MMDB form that tells the country of an address; empty: countries are not counted",
		set: func(c *Config, v string) error { c.CountryDB = v; return nil }, show: func(c *Config) string { return c.CountryDB }},
	{Flag: "backup-every", Env: "INSIDER_BACKUP_EVERY", Default: "0", Meaning: "time between backups into data/backups, where seven are kept, e.g. 24h; 0 makes none",
		set: func(c *Config, v string) (err error) { c.BackupEvery, err = interval(v); return }, show: func(c *Config) string { return c.BackupEvery.String() }},
	{Flag: "limit-signups", Env: "INSIDER_LIMIT_SIGNUPS", Default: "20", Meaning: "sign-ups from one network in ten minutes",
		set: func(c *Config, v string) (err error) { c.LimitSignUps, err = count(v); return }, show: func(c *Config) string { return strconv.Itoa(c.LimitSignUps) }},
	{Flag: "limit-stories", Env: "INSIDER_LIMIT_STORIES", Default: "10", Meaning: "stories from one network in ten minutes",
		set: func(c *Config, v string) (err error) { c.LimitStories, err = count(v); return }, show: func(c *Config) string { return strconv.Itoa(c.LimitStories) }},
	{Flag: "limit-minute", Env: "INSIDER_LIMIT_MINUTE", Default: "2000", Meaning: "sign-ups and stories in all, per minute",
		set: func(c *Config, v string) (err error) { c.LimitMinute, err = count(v); return }, show: func(c *Config) string { return strconv.Itoa(c.LimitMinute) }},
}

func listenAddr(v string) (string, error) {
	if path, ok := strings.CutPrefix(v, "unix:"); ok {
		if path == "" {
			return "", errors.New("names no file after unix:")
		}
		return v, nil
	}
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return "", errors.New(`must be HOST:PORT or :PORT, e.g. ":8080"`)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return "", errors.New("has no port between 0 and 65535")
	}
	return v, nil
}

func baseURL(v string) (*url.URL, error) {
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errors.New(`must be a whole address such as "https://podcast.example.com"`)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
		return nil, errors.New("must have no user, query or fragment")
	}
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return nil, errors.New("must have its host in ASCII; write the xn-- form that your registrar shows")
	}
	if strings.Contains(u.Path, "//") || strings.Contains(u.Path, "..") || u.EscapedPath() != u.Path {
		return nil, errors.New("has a path with //, .. or escapes; use plain letters")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.Host = strings.ToLower(u.Host)
	return u, nil
}

func isPostgres(v string) bool {
	return strings.HasPrefix(v, "postgres://") || strings.HasPrefix(v, "postgresql://")
}

func databaseURL(v string) (string, error) {
	if path, ok := strings.CutPrefix(v, "sqlite:"); ok && path != "" {
		return v, nil
	}
	if isPostgres(v) {
		if _, err := url.Parse(v); err == nil {
			return v, nil
		}
	}
	return "", errors.New(`must be "sqlite:PATH" or "postgres://user:password@host/name"`)
}

func mediaURL(v string) (string, error) {
	if strings.HasPrefix(v, "s3://") {
		return "", errors.New("names an S3 bucket, which this version cannot use yet; name a folder")
	}
	if strings.Contains(v, "://") {
		return "", errors.New("must be a folder")
	}
	return v, nil
}

func smtpURL(v string) (*url.URL, error) {
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New(`must be an address such as "smtp://user:password@mail.example.com:587" (escape @ and / in a password)`)
	}
	switch u.Scheme {
	case "smtp", "smtps":
		return u, nil
	case "smtp+plain":
		if addr, err := netip.ParseAddr(u.Hostname()); u.Hostname() != "localhost" && (err != nil || !addr.IsLoopback()) {
			return nil, errors.New("uses smtp+plain:// to another machine; passwords and letters would travel readable: use smtp:// or smtps://")
		}
		return u, nil
	}
	return nil, errors.New("must begin with smtp://, smtps:// or, for this machine only, smtp+plain://")
}

// ParseSecrets splits a list of signing keys at commas and line ends; each has at least 32 characters.
func ParseSecrets(v string) ([]string, error) {
	keys := strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' })
	for i, k := range keys {
		keys[i] = strings.TrimSpace(k)
		if len(keys[i]) < 32 {
			return nil, fmt.Errorf("has a key (number %d) of fewer than 32 characters; make one with: openssl rand -base64 33", i+1)
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("holds no key; make one with: openssl rand -base64 33")
	}
	return keys, nil
}

func prefixes(v string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		p, err := netip.ParsePrefix(part)
		if addr, aerr := netip.ParseAddr(part); err != nil && aerr == nil {
			p, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("has %q, which is no network; write e.g. 10.0.0.0/8", part)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

func boolean(v string) (bool, error) {
	b, err := strconv.ParseBool(v)
	if err != nil {
		return false, errors.New("must be true or false")
	}
	return b, nil
}

func count(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, errors.New("must be a whole number between 1 and 1000000")
	}
	return n, nil
}

func days(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 3650 {
		return 0, errors.New("must be a whole number of days between 0 and 3650")
	}
	return n, nil
}

// interval reads a span of time between acts; "0" is never.
func interval(v string) (time.Duration, error) {
	d, err := time.ParseDuration(v)
	if err != nil || d < 0 || d > 0 && d < time.Second {
		return 0, errors.New("must be a span of time such as 24h or 30m, a second or more; 0 is never")
	}
	return d, nil
}

func maskURL(v string) string {
	u, err := url.Parse(v)
	if err != nil || u.User == nil {
		return v
	}
	return u.Redacted()
}
