package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"syscall"

	gomail "github.com/wneessen/go-mail"
)

// refusal turns what the library says into a *SendError, or nil when the relay took the message over.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	var e *gomail.SendError
	if !errors.As(err, &e) {
		return &SendError{Sentence: trouble(err), Relay: true, Err: err}
	}
	code := strings.TrimSpace(fmt.Sprintf("%d %s", e.ErrorCode(), e.EnhancedStatusCode()))
	switch {
	case e.Reason == gomail.ErrSMTPReset:
		return nil // taken over; only the goodbye failed
	case e.ErrorCode() == 0:
		return &SendError{Sentence: "The connection to the relay broke.", Relay: true, Err: err}
	case e.Reason == gomail.ErrSMTPMailFrom:
		return &SendError{Sentence: "The relay does not take mail from this sender (" + code + ").", Relay: true, Err: err}
	case e.Reason == gomail.ErrSMTPRcptTo:
		return &SendError{Sentence: "The relay refused the recipient (" + code + ").", Permanent: noSuchMailbox(e), Err: err}
	}
	return &SendError{Sentence: "The relay refused the message (" + code + ").", Err: err}
}

// noSuchMailbox reports whether the recipient will never be taken (RFC 3463: 5.1.x address, 5.2.x mailbox). Refusals by
// policy (5.7.x) may be the relay's own setting, so they are tried again.
func noSuchMailbox(e *gomail.SendError) bool {
	enhanced := e.EnhancedStatusCode()
	if enhanced == "" {
		return e.ErrorCode() == 550 || e.ErrorCode() == 553
	}
	return strings.HasPrefix(enhanced, "5.1.") || strings.HasPrefix(enhanced, "5.2.")
}

// trouble says in plain words why no connection came about, and what to look at.
func trouble(err error) string {
	var (
		reply       *textproto.Error
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		hostname    x509.HostnameError
		network     net.Error
		record      tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &reply) && (reply.Code == 535 || reply.Code == 534 || reply.Code == 530):
		return fmt.Sprintf("The relay does not accept the user name and password (%d).", reply.Code)
	case errors.As(err, &reply):
		return fmt.Sprintf("The relay refused to talk (%d).", reply.Code)
	case errors.As(err, &dns):
		return "The relay's name is not known. Check its spelling."
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Nothing answers at the relay's port. Check host and port."
	case errors.As(err, &hostname):
		return "The relay's certificate is for another name. Use the name that is in the certificate."
	case errors.As(err, &certificate):
		return "The relay's certificate is not trusted by this machine."
	case errors.As(err, &record):
		return "The relay does not begin with TLS. Use smtp:// for port 587, smtps:// for port 465."
	case strings.Contains(err.Error(), "does not support STARTTLS"):
		return "The relay offers no encryption (STARTTLS). Use port 587, or smtps:// with port 465."
	case strings.Contains(err.Error(), "does not support SMTP AUTH"), strings.Contains(err.Error(), "no supported auth"):
		return "The relay offers no way to sign in that we know. Leave user and password out, or use port 587."
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return "The relay did not answer in time. A firewall may be in the way, or smtp:// meets a port for smtps://."
	}
	return "The relay cannot be reached."
}
