// Package mail is the words of electronic mail: addresses, messages and the ways they leave this machine.
//
// It owns the strict address parser, the shape of a message, the SMTP and folder transports, and the templates mails are
// made from. It knows no rows and no recipients: what is sent when is outbox's. No text of a reader enters a mail.
package mail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"insider/internal/fault"
)

// The limits of RFC 5321, 4.5.3.1, in octets; 254 is what is left of a path of 256 without its brackets.
const (
	maxLocal   = 64
	maxDomain  = 253
	maxAddress = 254
	maxLabel   = 63
)

// Address is a mail address that every relay takes: a dot-atom, "@", and a domain of two or more labels in ASCII
// (RFC 5321 without quoted strings, address literals and comments). Only ParseAddress makes one; the zero value is no
// address.
type Address struct{ local, domain string }

// toASCII maps a domain for lookup (UTS 46, nontransitional), strict about hyphens, letters and lengths.
var toASCII = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true),
	idna.CheckHyphens(true), idna.CheckJoiners(true), idna.Transitional(false))

// ParseAddress reads one address as people type it, without name or brackets. An internationalised domain becomes its
// A-labels; the local part keeps its case. The error is an Invalid fault for a form field called "email".
func ParseAddress(text string) (Address, error) {
	if text == "" {
		return Address{}, fault.Fields(fault.Field{Name: "email", Sentence: "Enter your email address"})
	}
	local, domain, found := strings.Cut(text, "@")
	if !found || len(text) > 4*maxAddress || !validLocal(local) || !utf8.ValidString(domain) {
		return Address{}, errAddress()
	}
	domain, err := toASCII.ToASCII(domain)
	if err != nil || !validDomain(domain) || len(local)+1+len(domain) > maxAddress {
		return Address{}, errAddress()
	}
	return Address{local, domain}, nil
}

func errAddress() error {
	return fault.Fields(fault.Field{Name: "email", Sentence: "Enter an email address like name@example.com"})
}

// String returns the address as it stands in an envelope.
func (a Address) String() string {
	if a.IsZero() {
		return ""
	}
	return a.local + "@" + a.domain
}

// Key is the same for all spellings that lead to the same mailbox nearly everywhere: in lower case.
func (a Address) Key() string { return strings.ToLower(a.String()) }

// Domain returns the part after the sign, in ASCII and lower case.
func (a Address) Domain() string { return a.domain }

// IsZero reports whether a is no address.
func (a Address) IsZero() bool { return a.domain == "" }

// validLocal reports whether local is a dot-atom (RFC 5322, 3.2.3) of 64 octets at most.
func validLocal(local string) bool {
	if len(local) > maxLocal {
		return false
	}
	for atom := range strings.SplitSeq(local, ".") {
		if atom == "" || strings.ContainsFunc(atom, notAtext) {
			return false
		}
	}
	return true
}

func notAtext(r rune) bool {
	return !isLetterOrDigit(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

func isLetterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// validDomain reports whether domain has two or more LDH labels, the last of which is not a number.
func validDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 || len(domain) > maxDomain {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !isLetterOrDigit(r) }) {
			return false
		}
	}
	return strings.ContainsFunc(labels[len(labels)-1], func(r rune) bool { return r < '0' || r > '9' })
}
