package doctor

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
)

// Resolver asks the domain name system. *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupHost(ctx context.Context, host string) ([]string, error)
	LookupAddr(ctx context.Context, addr string) ([]string, error)
}

// Names is what mail needs of the domain name system.
type Names struct {
	Resolver  Resolver
	Domain    string   // of the sender; "" while mails do not leave
	Relay     string   // host of the relay
	Selectors []string // where the relay's DKIM key may stand; nil: where it often does
}

// often are selectors that mail services and servers use when nobody chose another.
var often = []string{"default", "dkim", "mail", "google", "selector1", "selector2", "s1", "s2", "k1", "k2", "k3", "mxvault", "mandrill", "smtp", "pm", "zoho", "protonmail", "fm1", "mta", "key1"}

// Checks look for the records without which confirmation mails land in junk: SPF, DKIM, DMARC, the relay's names both ways, and a
// place for answers.
func (n Names) Checks() []Check {
	checks := []Check{{"SPF", n.spf}, {"DKIM", n.dkim}, {"DMARC", n.dmarc}, {"PTR", n.ptr}, {"MX", n.mx}}
	if n.Domain != "" {
		return checks
	}
	for i, c := range checks {
		checks[i].Run = func(context.Context) Finding { return note("Not asked: mails do not leave this machine.") }
		checks[i].Name = c.Name
	}
	return checks
}

// spf looks for the one record that says who may send for the domain (RFC 7208, 4.5).
func (n Names) spf(ctx context.Context) Finding {
	fix := "Add a TXT record at " + n.Domain + " as your mail service says, e.g. v=spf1 include:... -all"
	records, err := n.records(ctx, n.Domain, "v=spf1")
	switch {
	case err != nil:
		return unknown(err)
	case len(records) == 0:
		return problem(fix, "%s has no SPF record: anybody may send in its name, and mails land in junk.", n.Domain)
	case len(records) > 1:
		return problem("Join them into one.", "%s has %d SPF records; receivers then take none of them.", n.Domain, len(records))
	case slices.ContainsFunc(strings.Fields(strings.ToLower(records[0])), func(term string) bool { return term == "+all" || term == "all" }):
		return problem(fix, "The SPF record of %s lets everybody send.", n.Domain)
	}
	return ok("%s", records[0])
}

// dkim looks for a key with which the relay may sign (RFC 6376, 3.6.2). Nobody can list selectors, so it can only be found, not missed.
func (n Names) dkim(ctx context.Context) Finding {
	tried := n.Selectors
	if tried == nil {
		tried = often
	}
	for _, selector := range tried {
		name := selector + "._domainkey." + n.Domain
		texts, err := n.Resolver.LookupTXT(ctx, name)
		if err != nil && !isAbsent(err) {
			return unknown(err)
		}
		for _, text := range texts {
			switch key, found := tagOf(text, "p"); {
			case found && key == "":
				return problem("Let your mail service make a new key and publish it.", "The key at %s was called back.", name)
			case found:
				return ok("A key stands at %s.", name)
			}
		}
	}
	if n.Selectors != nil {
		return problem("Publish the key that your mail service shows.", "There is no key at %s._domainkey.%s.", strings.Join(tried, ", "), n.Domain)
	}
	return note("No key was found under the usual names. If your mail service signs, name its selector: insider doctor --dkim-selector NAME.")
}

// dmarc looks for the policy of the domain or of the nearest one above it (RFC 7489, 6.6.3).
func (n Names) dmarc(ctx context.Context) Finding {
	for domain := n.Domain; strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
		records, err := n.records(ctx, "_dmarc."+domain, "v=DMARC1")
		if err != nil {
			return unknown(err)
		}
		if len(records) == 0 {
			continue
		}
		if policy, _ := tagOf(records[0], "p"); strings.EqualFold(policy, "none") {
			return note("_dmarc.%s only watches (p=none); quarantine or reject protects the name.", domain)
		}
		return ok("%s", records[0])
	}
	return warning("Add a TXT record at _dmarc."+n.Domain+", to begin with: v=DMARC1; p=none; rua=mailto:you@"+n.Domain,
		"%s has no DMARC record; large mail services ask senders of letters for one.", n.Domain)
}

// ptr looks whether an address of the relay has a name that leads back to it (RFC 1912, 2.1).
func (n Names) ptr(ctx context.Context) Finding {
	if net.ParseIP(n.Relay) != nil && net.ParseIP(n.Relay).IsLoopback() || n.Relay == "localhost" {
		return note("The relay is this machine; the address it sends from is not known here.")
	}
	addresses, err := n.Resolver.LookupHost(ctx, n.Relay)
	if err != nil {
		return problem("Is the host in INSIDER_SMTP_URL written right?", "%s has no address: %s.", n.Relay, plain(err))
	}
	for _, addr := range addresses[:min(len(addresses), 4)] {
		names, err := n.Resolver.LookupAddr(ctx, addr)
		if err != nil && !isAbsent(err) {
			return unknown(err)
		}
		for _, name := range names {
			if back, err := n.Resolver.LookupHost(ctx, strings.TrimSuffix(name, ".")); err == nil && slices.Contains(back, addr) {
				return ok("%s is %s, both ways.", addr, strings.TrimSuffix(name, "."))
			}
		}
	}
	return warning("If this machine or yours sends by itself, let its provider set the PTR record; a mail service sends from other addresses, then this does not matter.",
		"No address of %s has a name that leads back to it.", n.Relay)
}

// mx looks whether answers and bounces find a way (RFC 5321, 5.1).
func (n Names) mx(ctx context.Context) Finding {
	found, err := n.Resolver.LookupMX(ctx, n.Domain)
	if err != nil && !isAbsent(err) {
		return unknown(err)
	}
	if len(found) == 1 && found[0].Host == "." {
		return problem("Send from a domain that takes mail.", "%s takes no mail (RFC 7505), so answers and bounces are lost, and some receivers refuse its mails.", n.Domain)
	}
	if len(found) > 0 {
		return ok("%s", strings.TrimSuffix(found[0].Host, "."))
	}
	if _, err := n.Resolver.LookupHost(ctx, n.Domain); err == nil {
		return note("%s has no MX record; answers go to its own address.", n.Domain)
	}
	return problem("Add an MX record, or send from a domain that has one.", "%s takes no mail, so answers and bounces are lost.", n.Domain)
}

// records returns the texts at a name that begin with a version.
func (n Names) records(ctx context.Context, name, version string) ([]string, error) {
	texts, err := n.Resolver.LookupTXT(ctx, name)
	if err != nil && !isAbsent(err) {
		return nil, err
	}
	return slices.DeleteFunc(texts, func(text string) bool {
		rest, found := strings.CutPrefix(strings.ToLower(text), strings.ToLower(version))
		return !found || rest != "" && rest[0] != ' ' && rest[0] != ';'
	}), nil
}

// tagOf returns a tag of a list such as "v=DKIM1; k=rsa; p=...".
func tagOf(text, tag string) (value string, found bool) {
	for part := range strings.SplitSeq(text, ";") {
		if k, v, ok := strings.Cut(part, "="); ok && strings.EqualFold(strings.TrimSpace(k), tag) {
			return strings.TrimSpace(v), true
		}
	}
	return "", false
}

func isAbsent(err error) bool {
	e, ok := errors.AsType[*net.DNSError](err)
	return ok && e.IsNotFound
}

func unknown(err error) Finding { return note("The name server does not tell: %s.", plain(err)) }
