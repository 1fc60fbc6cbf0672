package doctor

import (
	"context"
	"net/url"
	"strings"
)

// Visits is by which address visitors came since the server started, health checks left out.
type Visits struct {
	All       int64
	Elsewhere int64  // by another host or scheme than the base URL's
	Other     string // one of these addresses, e.g. "http://www.example.com"
}

// enough visits to say something about them.
const enough = 20

// BaseURL looks at the public address itself, and at the ways by which visitors come; visits is nil where nobody counts.
func BaseURL(base *url.URL, local bool, visits func() *Visits) Check {
	return Check{"Base URL", func(context.Context) Finding {
		if local {
			return note("%s is this machine: fine for trying out, but nobody else can follow a link or hear the feed.", base)
		}
		if base.Scheme != "https" {
			return problem("Put a proxy with TLS in front or set INSIDER_TLS=auto, and let INSIDER_BASE_URL begin with https://.",
				"%s is not https: what readers type crosses the net readable, and directories refuse the feed.", base)
		}
		if visits != nil {
			if v := visits(); v != nil && v.All >= enough && 2*v.Elsewhere > v.All {
				return warning("If the address changed, set INSIDER_BASE_URL to it. If a proxy is in front, let it pass Host and X-Forwarded-Proto, and name it in INSIDER_TRUSTED_PROXIES.",
					"%d of %d visits came by another address than %s%s.", v.Elsewhere, v.All, base, by(v.Other))
			}
		}
		return ok("%s", base)
	}}
}

func by(other string) string {
	if other == "" {
		return ""
	}
	return ", for instance " + other
}

// Proxy looks whether visitors can be told apart: behind a proxy that is not named, all of them count as one.
func Proxy(base *url.URL, local, ownTLS bool, trusted int) Check {
	return Check{"Proxy", func(context.Context) Finding {
		switch {
		case local:
			return note("None is needed while the base URL is this machine.")
		case ownTLS:
			return ok("None: the server does TLS by itself.")
		case base.Scheme == "https" && trusted == 0:
			return warning("Set INSIDER_TRUSTED_PROXIES to the proxy's network, e.g. 127.0.0.1/32.",
				"The base URL is https, so a proxy is in front, but none is trusted: all visitors count as one, for the limits on forms and for downloads.")
		}
		return ok("%d trusted", trusted)
	}}
}

// Owner looks at the address that directories write to. unread tells that the content could not be read, so that nobody knows it.
func Owner(email string, unread bool) Check {
	return Check{"Owner", func(context.Context) Finding {
		_, domain, found := strings.Cut(email, "@")
		switch {
		case unread:
			return note("Not looked at: show.yaml cannot be read. See Content.")
		case !found:
			return warning("Write owner: {name: ..., email: ...} in show.yaml.", "show.yaml names no owner with an address; directories ask for one, and mails need a sender.")
		case isExample(domain):
			return problem("Write your own address as owner in show.yaml.", "The owner's address %s is an example: nobody gets what directories and readers write to it.", email)
		}
		return ok("%s", email)
	}}
}

// isExample reports whether a domain is kept for examples (RFC 2606, RFC 6761).
func isExample(domain string) bool {
	domain = strings.ToLower(strings.TrimSuffix(domain, "."))
	for _, reserved := range []string{"example.com", "example.net", "example.org", "example", "invalid", "test", "localhost"} {
		if domain == reserved || strings.HasSuffix(domain, "."+reserved) {
			return true
		}
	}
	return false
}
