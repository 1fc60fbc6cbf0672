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

// auto reads the one word that INSIDER_TLS takes.
func auto(v string) (bool, error) {
	if v != "auto" {
		return false, errors.New(`must be "auto" or empty`)
	}
	return true, nil
}

func httpsURL(v string) (string, error) {
	if u, err := url.Parse(v); err != nil || u.Scheme != "https" || u.Host == "" {
		return "", errors.New("must be an https address")
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

func logForm(v string) (string, error) {
	if v != "text" && v != "json" {
		return "", errors.New(`must be "text" or "json"`)
	}
	return v, nil
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
