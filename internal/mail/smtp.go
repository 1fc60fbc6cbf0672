package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"insider/internal/fault"
)

const (
	connections = 4                // kept open at most
	patience    = 20 * time.Second // for dialling, and for sending one message
	idle        = 15 * time.Second // before a connection without work is closed; less than patience
)

// SMTP hands messages to a relay. It keeps a few connections open while there is work and dials again when one broke.
type SMTP struct {
	client *gomail.Client
	addr   string // host:port, for people
	url    *url.URL
	host   string
	roots  *x509.CertPool
	idle   chan *connection
}

type connection struct {
	client *smtp.Client
	since  time.Time // unused since
}

// NewSMTP returns the transport of a relay: smtp://user:password@host:port (STARTTLS required), smtps:// (TLS from the
// first byte) or smtp+plain:// (no encryption, only to this machine). host is the name we greet with: that of the base
// URL. roots are the authorities that vouch for the relay; nil are those of the system.
func NewSMTP(relay *url.URL, host string, roots *x509.CertPool) (*SMTP, error) {
	s := &SMTP{url: relay, host: host, roots: roots, idle: make(chan *connection, connections)}
	var err error
	s.client, s.addr, err = s.newClient()
	return s, err
}

// newClient makes a client of its library; extra options come last.
func (s *SMTP) newClient(extra ...gomail.Option) (*gomail.Client, string, error) {
	name := s.url.Hostname()
	options := []gomail.Option{
		gomail.WithHELO(s.host), gomail.WithTimeout(patience), gomail.WithoutSMTPUTF8(),
		gomail.WithTLSConfig(&tls.Config{ServerName: name, RootCAs: s.roots, MinVersion: tls.VersionTLS12}),
	}
	port, auth := 587, gomail.SMTPAuthAutoDiscover
	switch s.url.Scheme {
	case "smtp":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "smtps":
		port = 465
		options = append(options, gomail.WithSSL())
	case "smtp+plain":
		port, auth = 25, gomail.SMTPAuthPlainNoEnc
		dialer := net.Dialer{Control: onlyLoopback}
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithDialContextFunc(dialer.DialContext))
	default:
		return nil, "", fault.New(fault.Invalid, "The relay's address must begin with smtp://, smtps:// or smtp+plain://.")
	}
	if text := s.url.Port(); text != "" {
		number, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return nil, "", fault.New(fault.Invalid, "The relay's port is not a number.")
		}
		port = int(number)
	}
	if user := s.url.User; user != nil {
		password, _ := user.Password()
		options = append(options, gomail.WithUsername(user.Username()), gomail.WithPassword(password), gomail.WithSMTPAuth(auth))
	}
	client, err := gomail.NewClient(name, append(append(options, gomail.WithPort(port)), extra...)...)
	if err != nil {
		return nil, "", fault.Wrap(err, fault.Invalid, "The relay's address is not usable.")
	}
	return client, net.JoinHostPort(name, strconv.Itoa(port)), nil
}

// onlyLoopback refuses to send readable passwords and letters to another machine.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	addr, err := netip.ParseAddrPort(address)
	if err != nil || !addr.Addr().Unmap().IsLoopback() {
		return errors.New("mail: smtp+plain:// is only for this machine")
	}
	return nil
}

// Send hands one message to the relay.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := m.build()
	if err != nil {
		return &SendError{Sentence: "The message itself is wrong.", Permanent: true, Err: err}
	}
	for {
		c, used := s.take()
		if !used {
			if c, err = s.client.DialToSMTPClientWithContext(ctx); err != nil {
				return refusal(err)
			}
		}
		err := s.client.SendWithSMTPClient(c, msg)
		if reusable(err) {
			s.put(c)
		} else {
			_ = c.Close() // broken already
		}
		if used && reason(err) == gomail.ErrConnCheck {
			continue // the relay closed a connection that lay idle
		}
		return refusal(err)
	}
}

// take returns an idle connection, if there is one.
func (s *SMTP) take() (*smtp.Client, bool) {
	select {
	case c := <-s.idle:
		return c.client, true
	default:
		return nil, false
	}
}

// put keeps a connection for the next message, for a while.
func (s *SMTP) put(c *smtp.Client) {
	select {
	case s.idle <- &connection{c, time.Now()}:
		time.AfterFunc(idle, func() { s.closeIdle(idle) })
	default:
		quit(c)
	}
}

// Close closes the idle connections.
func (s *SMTP) Close() { s.closeIdle(0) }

func (s *SMTP) closeIdle(age time.Duration) {
	for range cap(s.idle) {
		select {
		case c := <-s.idle:
			if time.Since(c.since) >= age {
				quit(c.client)
				continue
			}
			select {
			case s.idle <- c:
			default:
				quit(c.client)
			}
		default:
			return
		}
	}
}

func quit(c *smtp.Client) {
	if err := c.Quit(); err != nil {
		_ = c.Close() // the relay was faster
	}
}

// reusable reports whether a connection is in order after a message: it was taken over, or its recipient properly refused. A
// refused sender may be a limit of the connection, so the next message gets another one.
func reusable(err error) bool {
	var e *gomail.SendError
	if err == nil {
		return true
	}
	return errors.As(err, &e) && e.ErrorCode() >= 400 && e.ErrorCode() != 421 && e.Reason == gomail.ErrSMTPRcptTo
}

func reason(err error) gomail.SendErrReason {
	var e *gomail.SendError
	if errors.As(err, &e) {
		return e.Reason
	}
	return gomail.ErrAmbiguous
}
