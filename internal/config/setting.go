package config

// Setting is one thing to set: as a flag, as a variable and, for secrets, as a file named by variable_FILE.
type Setting struct {
	Flag    string // "base-url"
	Env     string // "INSIDER_BASE_URL"
	Default string
	Meaning string
	Secret  bool
	Bool    bool

	set func(*Config, string) error // for a value that is not empty
}

// Settings returns every setting in the order of the documentation.
func Settings() []Setting { return settings }

var settings = []Setting{
	{Flag: "settings", Env: fileSetting, Meaning: "file of settings, NAME=value lines, for what is set neither by flag nor by variable; with the service: /etc/insider/insider.env",
		set: func(c *Config, v string) error { c.Settings = v; return nil }},
	{Flag: "addr", Env: "INSIDER_ADDR", Meaning: "listen address; empty is :8080, or :443 with INSIDER_TLS=auto",
		set: func(c *Config, v string) (err error) { c.Addr, err = listenAddr(v); return }},
	{Flag: "base-url", Env: "INSIDER_BASE_URL", Default: "http://localhost:8080", Meaning: "public address; every absolute URL comes from it; may have a path",
		set: func(c *Config, v string) (err error) { c.BaseURL, err = baseURL(v); return }},
	{Flag: "tls", Env: "INSIDER_TLS", Meaning: "auto gets the base URL's certificate by ACME, serves https on :443 and redirects from :80; empty: plain HTTP, for a proxy in front",
		set: func(c *Config, v string) (err error) { c.TLS, err = auto(v); return }},
	{Flag: "redirect-addr", Env: "INSIDER_REDIRECT_ADDR", Default: ":80", Meaning: "with INSIDER_TLS=auto: address that redirects to https and answers the certificate authority",
		set: func(c *Config, v string) (err error) { c.RedirectAddr, err = listenAddr(v); return }},
	{Flag: "acme-url", Env: "INSIDER_ACME_URL", Meaning: "with INSIDER_TLS=auto: directory of the certificate authority; empty is Let's Encrypt",
		set: func(c *Config, v string) (err error) { c.ACMEURL, err = httpsURL(v); return }},
	{Flag: "content", Env: "INSIDER_CONTENT", Meaning: "folder with show.yaml; empty is the show in the binary, read-only",
		set: func(c *Config, v string) error { c.Content = v; return nil }},
	{Flag: "data", Env: "INSIDER_DATA", Default: "./data", Meaning: "database, bucket, cache, outbox and secret; created with mode 0700",
		set: func(c *Config, v string) error { c.Data = v; return nil }},
	{Flag: "database-url", Env: "INSIDER_DATABASE_URL", Meaning: "sqlite:PATH or postgres://...; empty is a SQLite file in the data folder", Secret: true,
		set: func(c *Config, v string) (err error) { c.DatabaseURL, err = databaseURL(v); return }},
	{Flag: "media-url", Env: "INSIDER_MEDIA_URL", Meaning: "folder of the bucket; empty is a folder in the data folder", Secret: true,
		set: func(c *Config, v string) (err error) { c.MediaURL, err = mediaURL(v); return }},
	{Flag: "smtp-url", Env: "INSIDER_SMTP_URL", Meaning: "smtp://user:pass@host:587 (STARTTLS required), smtps://..., smtp+plain://... for loopback; empty: mails land as files in data/outbox", Secret: true,
		set: func(c *Config, v string) (err error) { c.SMTPURL, err = smtpURL(v); return }},
	{Flag: "mail-from", Env: "INSIDER_MAIL_FROM", Meaning: "sender of every mail; empty is the owner in show.yaml",
		set: func(c *Config, v string) error { c.MailFrom = v; return nil }},
	{Flag: "secret", Env: "INSIDER_SECRET", Meaning: "signing keys of 32 characters or more, separated by commas: the first signs, all verify; empty is data/secret, made once; required with PostgreSQL", Secret: true,
		set: func(c *Config, v string) (err error) { c.Secrets, err = ParseSecrets(v); return }},
	{Flag: "trusted-proxies", Env: "INSIDER_TRUSTED_PROXIES", Meaning: "networks (CIDR, separated by commas) whose X-Forwarded-For and -Proto count",
		set: func(c *Config, v string) (err error) { c.TrustedProxies, err = prefixes(v); return }},
	{Flag: "metrics-addr", Env: "INSIDER_METRICS_ADDR", Meaning: "address of Prometheus metrics, one of their own; empty is off",
		set: func(c *Config, v string) (err error) { c.MetricsAddr, err = listenAddr(v); return }},
	{Flag: "drafts", Env: "INSIDER_DRAFTS", Default: "false", Meaning: "show drafts and items of the future, under a banner", Bool: true,
		set: func(c *Config, v string) (err error) { c.Drafts, err = boolean(v); return }},
	{Flag: "log", Env: "INSIDER_LOG", Default: "text", Meaning: "form of the log on standard error: text or json",
		set: func(c *Config, v string) (err error) { c.Log, err = logForm(v); return }},
	{Flag: "events-days", Env: "INSIDER_EVENTS_DAYS", Default: "60", Meaning: "how many days raw events of downloads are kept before only daily sums stay; 0 counts nothing",
		set: func(c *Config, v string) (err error) { c.EventsDays, err = days(v); return }},
	{Flag: "user-agents", Env: "INSIDER_USER_AGENTS", Meaning: "folder with bots.json, apps.json, libraries.json and browsers.json in the public opawg v2 form; empty is the built-in table",
		set: func(c *Config, v string) error { c.UserAgents = v; return nil }},
	{Flag: "country-db", Env: "INSIDER_COUNTRY_DB", Meaning: "file in MaxMind's MMDB form that tells the country of an address; empty: countries are not counted",
		set: func(c *Config, v string) error { c.CountryDB = v; return nil }},
	{Flag: "backup-every", Env: "INSIDER_BACKUP_EVERY", Default: "0", Meaning: "time between backups into data/backups, where seven are kept, e.g. 24h; 0 makes none",
		set: func(c *Config, v string) (err error) { c.BackupEvery, err = interval(v); return }},
	{Flag: "limit-signups", Env: "INSIDER_LIMIT_SIGNUPS", Default: "20", Meaning: "sign-ups from one network in ten minutes",
		set: func(c *Config, v string) (err error) { c.LimitSignUps, err = count(v); return }},
	{Flag: "limit-stories", Env: "INSIDER_LIMIT_STORIES", Default: "10", Meaning: "stories from one network in ten minutes",
		set: func(c *Config, v string) (err error) { c.LimitStories, err = count(v); return }},
	{Flag: "limit-minute", Env: "INSIDER_LIMIT_MINUTE", Default: "2000", Meaning: "sign-ups, stories and codes of words in all, per minute",
		set: func(c *Config, v string) (err error) { c.LimitMinute, err = count(v); return }},
}
