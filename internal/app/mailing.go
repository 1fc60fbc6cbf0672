package app

import (
	netmail "net/mail"
	"path/filepath"
	"strings"

	"insider/internal/config"
	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/show"
)

// outboxFolder is where mails land as files when no relay is set.
const outboxFolder = "outbox"

// transport is the way mails leave: the relay that was configured, or files in the data folder.
func transport(c *config.Config) (mail.Transport, error) {
	if !c.MailSetUp() {
		return mail.NewFolder(filepath.Join(c.Data, outboxFolder)), nil
	}
	return mail.NewSMTP(c.SMTPURL, mailHost(c), nil)
}

// mailHost is the host of the base URL as mails may name it: an IPv6 address has colons, which no Message-ID takes.
func mailHost(c *config.Config) string {
	return strings.Trim(strings.ReplaceAll(c.BaseURL.Hostname(), ":", "-"), "-")
}

// sender is who mails come from: INSIDER_MAIL_FROM, or the show's owner under the show's name.
func sender(c *config.Config, s *show.Show) (mail.Mailbox, error) {
	if c.MailFrom == "" {
		address, err := mail.ParseAddress(s.Owner.Email)
		if err != nil {
			return mail.Mailbox{}, fault.New(fault.Invalid, "show.yaml has no owner address that mail can come from; write owner: {email: ...} or set INSIDER_MAIL_FROM.")
		}
		return mail.Mailbox{Name: s.Title, Address: address}, nil
	}
	if address, err := mail.ParseAddress(c.MailFrom); err == nil {
		return mail.Mailbox{Name: s.Title, Address: address}, nil
	}
	parsed, err := netmail.ParseAddress(c.MailFrom)
	if err != nil {
		return mail.Mailbox{}, fault.New(fault.Invalid, `INSIDER_MAIL_FROM must be an address, alone or as "The Show <letter@example.com>".`)
	}
	address, err := mail.ParseAddress(parsed.Address)
	return mail.Mailbox{Name: parsed.Name, Address: address}, err
}

// frame is what surrounds every mail.
func frame(c *config.Config, s *show.Show) mail.Frame {
	return mail.Frame{Show: s.Title, Site: c.BaseURL.String() + "/", Contact: s.Contact, Postal: s.Letter.Postal}
}
