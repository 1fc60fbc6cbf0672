package app

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"insider/internal/config"
	"insider/internal/content"
	"insider/internal/fault"
	"insider/internal/mail"
)

// MailTest sends one mail to the address and writes what the relay said, in plain words.
func MailTest(ctx context.Context, c *config.Config, files Files, to string, out io.Writer) error {
	address, err := mail.ParseAddress(to)
	if err != nil {
		return fault.New(fault.Invalid, "%q is no mail address.", to)
	}
	result, err := content.New(contentOptions(c, files, "", nil)).Load(ctx)
	if err != nil {
		return err
	}
	from, err := sender(c, result.Source.Show)
	if err != nil {
		return err
	}
	m := mail.Message{ID: mail.NewID(mailHost(c)), Date: time.Now(), From: from, To: address, Subject: "Test mail of " + result.Source.Show.Title,
		Text: "This mail was sent by: insider mail test\n\nIt arrived, so the mail settings of " + c.BaseURL.String() + " work.\n"}
	way, err := transport(c)
	if err != nil {
		return err
	}
	if relay, ok := way.(*mail.SMTP); ok {
		defer relay.Close()
		return relay.Converse(ctx, m, out)
	}
	if err := way.Send(ctx, m); err != nil {
		return err
	}
	fmt.Fprintf(out, "No mail server is set (INSIDER_SMTP_URL): the mail is a file in %s.\n", filepath.Join(c.Data, outboxFolder))
	return nil
}

// SwitchMail lets mails go (on), or holds all of them in the outbox, for every process on the database.
func SwitchMail(ctx context.Context, c *config.Config, on bool) error {
	s, err := openBeside(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.HoldMail(ctx, !on, "operator")
}
