package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"insider/internal/fault"
)

func address(t testing.TB, text string) Address {
	t.Helper()
	a, err := ParseAddress(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func letter(t testing.TB) Message {
	return Message{
		ID: "abc123@insider.example", Date: time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC),
		From: Mailbox{`The "Two, Pens" Show – ü`, address(t, "show@insider.example")}, To: address(t, "reader@example.com"),
		Subject: "Bestätige deine Adresse", Text: "Grüße,\n.\nein Punkt\n", HTML: "<p>Grüße</p>",
		Headers: map[string]string{"List-Unsubscribe": "<https://insider.example/subscribe/leave?token=" + strings.Repeat("x", 200) + ">"},
	}
}

func transport(t *testing.T, r *relay, scheme string) *SMTP {
	t.Helper()
	s, err := NewSMTP(r.url(scheme), "insider.example", r.roots)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestEveryWayToTheRelay(t *testing.T) {
	for _, c := range []struct {
		scheme    string
		encrypted bool
		setUp     func(*relay)
	}{
		{"smtp", true, nil},
		{"smtp", true, func(r *relay) { r.password = "p@ss:/word" }},
		{"smtps", true, func(r *relay) { r.direct = r.server.TLSConfig; r.password = "secret" }},
		{"smtp+plain", false, func(r *relay) { r.server.TLSConfig = nil }},
		{"smtp+plain", false, func(r *relay) { r.server.TLSConfig = nil; r.server.AllowInsecureAuth = true; r.password = "secret" }},
	} {
		r := startRelay(t, c.setUp)
		if err := transport(t, r, c.scheme).Send(t.Context(), letter(t)); err != nil {
			t.Errorf("%s: %v (%v)", c.scheme, err, errors.Unwrap(err))
			continue
		}
		got := r.messages()
		if len(got) != 1 || got[0].From != "show@insider.example" || got[0].To != "reader@example.com" ||
			got[0].TLS != c.encrypted || (got[0].User != "") != (r.password != "") {
			t.Errorf("%s: %+v", c.scheme, got)
		}
		if r.hosts[0] != "insider.example" {
			t.Errorf("%s: greeted as %q", c.scheme, r.hosts[0])
		}
	}
}

func TestTheMessageTellsNothingOfThisMachine(t *testing.T) {
	r := startRelay(t, nil)
	if err := transport(t, r, "smtp").Send(t.Context(), letter(t)); err != nil {
		t.Fatal(err)
	}
	data := r.messages()[0].Data
	head, _, _ := strings.Cut(data, "\r\n\r\n")
	for _, want := range []string{
		"Message-ID: <abc123@insider.example>", "Date: Sat, 14 Nov 2026 12:00:00 +0000", "To: <reader@example.com>",
		"<show@insider.example>", "List-Unsubscribe: <https://insider.example/subscribe/leave?token=xx",
		"Content-Type: multipart/alternative",
	} {
		if !strings.Contains(strings.ReplaceAll(head, "\r\n ", " "), want) {
			t.Errorf("no %q in\n%s", want, head)
		}
	}
	for _, unwanted := range []string{"User-Agent", "X-Mailer", "go-mail"} {
		if strings.Contains(data, unwanted) {
			t.Errorf("%q is in the message", unwanted)
		}
	}
}

func TestOneConnectionServesManyMessages(t *testing.T) {
	r := startRelay(t, nil)
	s := transport(t, r, "smtp")
	for range 5 {
		if err := s.Send(t.Context(), letter(t)); err != nil {
			t.Fatal(err)
		}
	}
	if r.connections > 2 { // STARTTLS makes a second session on the same connection
		t.Errorf("%d sessions for 5 messages", r.connections)
	}
}

func TestManyAtOnce(t *testing.T) {
	r := startRelay(t, nil)
	s := transport(t, r, "smtp")
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if err := s.Send(t.Context(), letter(t)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := len(r.messages()); n != 20 {
		t.Errorf("%d arrived", n)
	}
}

func TestARestartedRelayIsDialledAgain(t *testing.T) {
	first := startRelay(t, nil)
	s := transport(t, first, "smtp")
	if err := s.Send(t.Context(), letter(t)); err != nil {
		t.Fatal(err)
	}
	first.server.Close()
	if err := s.Send(t.Context(), letter(t)); !relayFailed(err) {
		t.Fatalf("without a relay: %v", err)
	}
	second := &relay{roots: first.roots}
	second.server = smtp.NewServer(second)
	second.server.TLSConfig = first.server.TLSConfig
	second.listen(t, first.addr)
	for range 2 {
		if err := s.Send(t.Context(), letter(t)); err != nil {
			t.Fatalf("after the restart: %v", err)
		}
	}
	if len(second.messages()) != 2 {
		t.Fatal("the second relay got nothing")
	}
}

func relayFailed(err error) bool {
	var e *SendError
	return errors.As(err, &e) && e.Relay && !e.Permanent
}

func TestRefusals(t *testing.T) {
	say := func(code int, enhanced smtp.EnhancedCode) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: "no <reader@example.com> here"}
	}
	for name, c := range map[string]struct {
		setUp            func(*relay)
		permanent, relay bool
		sentence         string
	}{
		"unknown mailbox": {func(r *relay) {
			r.rcpt = func(string) error { return say(550, smtp.EnhancedCode{5, 1, 1}) }
		}, true, false, "The relay refused the recipient (550 5.1.1)."},
		"full mailbox": {func(r *relay) {
			r.rcpt = func(string) error { return say(552, smtp.EnhancedCode{5, 2, 2}) }
		}, true, false, "The relay refused the recipient (552 5.2.2)."},
		"later": {func(r *relay) {
			r.rcpt = func(string) error { return say(451, smtp.EnhancedCode{4, 7, 1}) }
		}, false, false, "The relay refused the recipient (451 4.7.1)."},
		"policy": {func(r *relay) {
			r.rcpt = func(string) error { return say(550, smtp.EnhancedCode{5, 7, 1}) }
		}, false, false, "The relay refused the recipient (550 5.7.1)."},
		"sender": {func(r *relay) {
			r.from = func() error { return say(550, smtp.EnhancedCode{5, 7, 1}) }
		}, false, true, "The relay does not take mail from this sender (550 5.7.1)."},
		"message": {func(r *relay) {
			r.data = func() error { return say(554, smtp.EnhancedCode{5, 6, 0}) }
		}, false, false, "The relay refused the message (554 5.6.0)."},
		"password": {func(r *relay) { r.password = "right" }, false, true, "The relay does not accept the user name and password (535)."},
		"no STARTTLS": {func(r *relay) { r.server.TLSConfig = nil }, false, true,
			"The relay offers no encryption (STARTTLS). Use port 587, or smtps:// with port 465."},
		"unknown authority": {func(r *relay) { r.roots = x509.NewCertPool() }, false, true, "The relay's certificate is not trusted by this machine."},
	} {
		r := startRelay(t, c.setUp)
		s := transport(t, r, "smtp")
		if name == "password" {
			u := r.url("smtp")
			u.User = url.UserPassword("insider", "wrong")
			var err error
			if s, err = NewSMTP(u, "insider.example", r.roots); err != nil {
				t.Fatal(err)
			}
		}
		err := s.Send(t.Context(), letter(t))
		var e *SendError
		if !errors.As(err, &e) || e.Permanent != c.permanent || e.Relay != c.relay || e.Error() != c.sentence {
			t.Errorf("%s: %#v", name, err)
		}
		if len(r.messages()) > 0 {
			t.Errorf("%s: the message arrived", name)
		}
	}
}

func TestAfterARefusalTheConnectionGoesOn(t *testing.T) {
	refuse := true
	r := startRelay(t, func(r *relay) {
		r.rcpt = func(string) error {
			if refuse {
				return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no"}
			}
			return nil
		}
	})
	s := transport(t, r, "smtp")
	if err := s.Send(t.Context(), letter(t)); !forGood(err) {
		t.Fatal(err)
	}
	before := r.connections
	refuse = false
	if err := s.Send(t.Context(), letter(t)); err != nil || r.connections != before {
		t.Fatalf("%v, %d connections more", err, r.connections-before)
	}
}

func TestAfterARefusedSenderTheNextMessageGetsAnotherConnection(t *testing.T) {
	refuse := true
	r := startRelay(t, func(r *relay) {
		r.from = func() error {
			if refuse {
				return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 0}, Message: "too many from here"}
			}
			return nil
		}
	})
	s := transport(t, r, "smtp")
	if err := s.Send(t.Context(), letter(t)); err == nil || forGood(err) {
		t.Fatal(err)
	}
	before := r.connections
	refuse = false
	if err := s.Send(t.Context(), letter(t)); err != nil || r.connections == before {
		t.Fatalf("%v, %d connections more", err, r.connections-before)
	}
}

func TestASilentRelayDoesNotHoldForEver(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s, err := NewSMTP(&url.URL{Scheme: "smtps", Host: listener.Addr().String()}, "insider.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := s.Send(ctx, letter(t)); !relayFailed(err) || !strings.Contains(err.Error(), "did not answer in time") {
		t.Fatal(err)
	}
}

func TestNewSMTPRefuses(t *testing.T) {
	for _, text := range []string{"http://relay.example", "smtp://relay.example:x1", "smtp://"} {
		u, err := url.Parse(strings.Replace(text, ":x1", ":99999", 1))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewSMTP(u, "insider.example", nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
	s, err := NewSMTP(&url.URL{Scheme: "smtp+plain", Host: "192.0.2.1:25"}, "insider.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter(t)); !relayFailed(err) {
		t.Errorf("plain text to another machine: %v", err)
	}
}

func TestConverseShowsTheDialogue(t *testing.T) {
	r := startRelay(t, func(r *relay) { r.password = "a secret" })
	var out bytes.Buffer
	if err := transport(t, r, "smtp").Converse(t.Context(), letter(t), &out); err != nil {
		t.Fatal(err, out.String())
	}
	for _, want := range []string{
		"Connecting to " + r.addr, "we:    EHLO insider.example", "we:    STARTTLS", "The connection is encrypted",
		"we:    MAIL FROM:<show@insider.example>", "we:    RCPT TO:<reader@example.com>", "relay: 250", "The relay took the message over.",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	for _, secret := range []string{"a secret", "AGluc2lkZXI"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the password is shown:\n%s", out.String())
		}
	}
}

func TestConverseSaysWhatWentWrong(t *testing.T) {
	r := startRelay(t, func(r *relay) {
		r.rcpt = func(string) error {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Relaying\x1b[31m denied"}
		}
	})
	var out bytes.Buffer
	err := transport(t, r, "smtp").Converse(t.Context(), letter(t), &out)
	if err == nil || !strings.Contains(out.String(), "denied") || strings.Contains(out.String(), "\x1b") ||
		!strings.Contains(out.String(), "The relay refused the recipient (550 5.7.1).") {
		t.Fatalf("%v\n%s", err, out.String())
	}
	s, err := NewSMTP(&url.URL{Scheme: "smtp", Host: "127.0.0.1:1"}, "insider.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := s.Converse(t.Context(), letter(t), &out); err == nil || !strings.Contains(out.String(), "Nothing answers at the relay's port.") {
		t.Fatalf("%v\n%s", err, out.String())
	}
}

func TestACertificateForAnotherName(t *testing.T) {
	r := startRelay(t, nil)
	other, roots := newCertificate(t, "192.0.2.1")
	r.server.TLSConfig.Certificates = []tls.Certificate{other}
	r.roots = roots
	err := transport(t, r, "smtp").Send(t.Context(), letter(t))
	if !relayFailed(err) || !strings.Contains(err.Error(), "another name") {
		t.Fatal(err)
	}
}

func forGood(err error) bool {
	var e *SendError
	return errors.As(err, &e) && e.Permanent
}
