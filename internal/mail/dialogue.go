package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/log"
)

// Converse sends one message over a connection of its own and writes what both sides say, passwords left out, with what
// it means in plain words. It is for a person who sets mail up; the error is that of Send.
func (s *SMTP) Converse(ctx context.Context, m Message, w io.Writer) error {
	script := &script{w: w}
	client, addr, err := s.newClient(gomail.WithLogger(script), gomail.WithDebugLog())
	if err != nil {
		return err
	}
	msg, err := m.build()
	if err != nil {
		return err
	}
	script.note("Connecting to %s ...", addr)
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return script.end(refusal(err))
	}
	if _, err := connection.GetTLSConnectionState(); err == nil {
		script.note("The connection is encrypted and the certificate is valid for %s.", s.url.Hostname())
	} else {
		script.note("The connection is not encrypted.")
	}
	script.note("Handing over the message ...")
	err = client.SendWithSMTPClient(connection, msg)
	quit(connection)
	return script.end(refusal(err))
}

// Greet connects to the relay, encrypts, signs in and leaves without sending anything. The error is that of Send.
func (s *SMTP) Greet(ctx context.Context) error {
	client, _, err := s.newClient()
	if err != nil {
		return err
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return refusal(err)
	}
	quit(connection)
	return nil
}

// script writes a conversation, a line each.
type script struct{ w io.Writer }

func (s *script) note(format string, args ...any) { fmt.Fprintf(s.w, format+"\n", args...) }

// end writes the result, with the relay's own last words when it refused.
func (s *script) end(err error) error {
	if err == nil {
		s.note("The relay took the message over. Look in the inbox, and in junk.")
		return nil
	}
	var reply *textproto.Error
	if errors.As(err, &reply) {
		s.note("  relay: %d %s", reply.Code, printable(reply.Msg))
	}
	s.note("%s", err)
	var e *SendError
	if errors.As(err, &e) && reply == nil && e.Err != nil {
		s.note("  (%s)", printable(e.Err.Error()))
	}
	return err
}

// Debugf writes one line of the conversation.
func (s *script) Debugf(l log.Log) {
	who := "relay:"
	if l.Direction == log.DirClientToServer {
		who = "we:   "
	}
	for line := range strings.Lines(fmt.Sprintf(l.Format, l.Messages...)) {
		s.note("  %s %s", who, printable(strings.TrimRight(line, "\r\n")))
	}
}

// Infof, Warnf and Errorf write like Debugf: the library has one level for the conversation.
func (s *script) Infof(l log.Log)  { s.Debugf(l) }
func (s *script) Warnf(l log.Log)  { s.Debugf(l) }
func (s *script) Errorf(l log.Log) { s.Debugf(l) }

// printable keeps a stranger's text from steering the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '.'
		}
		return r
	}, text)
}
