package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// relay is a real SMTP server on a port of the kernel's choice.
type relay struct {
	server *smtp.Server
	addr   string
	roots  *x509.CertPool
	direct *tls.Config // TLS from the first byte

	mu          sync.Mutex
	got         []received
	hosts       []string // they greeted with
	connections int
	rcpt        func(to string) error // what it says to a recipient
	from        func() error          // and to a sender
	data        func() error          // and to a message
	password    string                // "" asks for none
}

type received struct {
	From, To string
	Data     string
	TLS      bool
	User     string
}

// startRelay serves until the test ends; setUp may change the server before.
func startRelay(t *testing.T, setUp func(*relay)) *relay {
	t.Helper()
	certificate, roots := newCertificate(t, "127.0.0.1")
	r := &relay{roots: roots}
	r.server = smtp.NewServer(r)
	r.server.Domain = "relay.example"
	r.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	r.server.ErrorLog = log.New(io.Discard, "", 0)
	r.server.ReadTimeout, r.server.WriteTimeout = 10*time.Second, 10*time.Second
	if setUp != nil {
		setUp(r)
	}
	r.listen(t, "127.0.0.1:0")
	return r
}

func (r *relay) listen(t *testing.T, addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	r.addr = listener.Addr().String()
	if r.direct != nil {
		listener = tls.NewListener(listener, r.direct)
	}
	go r.server.Serve(listener)
	t.Cleanup(func() { r.server.Close() })
}

// url is the relay's address for NewSMTP.
func (r *relay) url(scheme string) *url.URL {
	u := &url.URL{Scheme: scheme, Host: r.addr}
	if r.password != "" {
		u.User = url.UserPassword("insider", r.password)
	}
	return u
}

func (r *relay) messages() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.got...)
}

func (r *relay) NewSession(c *smtp.Conn) (smtp.Session, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.connections++
	r.hosts = append(r.hosts, c.Hostname())
	_, encrypted := c.TLSConnectionState()
	return &session{relay: r, now: received{TLS: encrypted}}, nil
}

type session struct {
	relay *relay
	now   received
}

func (s *session) AuthMechanisms() []string {
	if s.relay.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != s.relay.password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Bad credentials"}
		}
		s.now.User = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.relay.password != "" && s.now.User == "" {
		return errors.New("no user")
	}
	s.now.From = from
	if s.relay.from != nil {
		return s.relay.from()
	}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.now.To = to
	if s.relay.rcpt != nil {
		return s.relay.rcpt(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.relay.data != nil {
		if err := s.relay.data(); err != nil {
			return err
		}
	}
	s.now.Data = string(data)
	s.relay.mu.Lock()
	defer s.relay.mu.Unlock()
	s.relay.got = append(s.relay.got, s.now)
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// newCertificate returns a certificate for an address, and the pool that trusts it.
func newCertificate(t *testing.T, address string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.ParseIP(address)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
