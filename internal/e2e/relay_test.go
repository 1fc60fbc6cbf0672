package e2e

import (
	"io"
	"log"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// relay is a mail server on this machine.
type relay struct {
	addr string

	mu     sync.Mutex
	got    []received
	refuse func(to string) error // nil takes every recipient
}

// received is one mail that a relay took over.
type received struct{ From, To, Data string }

// startRelay serves on the address until the test ends.
func startRelay(t testing.TB, addr string) *relay {
	t.Helper()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{addr: listener.Addr().String()}
	server := smtp.NewServer(r)
	server.Domain = "relay.example"
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.ReadTimeout, server.WriteTimeout = 10*time.Second, 10*time.Second
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return r
}

// NewSession begins a session.
func (r *relay) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{relay: r}, nil }

// mails are the mails that were taken over.
func (r *relay) mails() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

// to returns how many mails went to an address.
func (r *relay) to(address string) (n int) {
	for _, m := range r.mails() {
		if strings.EqualFold(m.To, address) {
			n++
		}
	}
	return n
}

type session struct {
	relay *relay
	now   received
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.now.From = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.now.To = to
	if s.relay.refuse != nil {
		return s.relay.refuse(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.now.Data = string(data)
	s.relay.mu.Lock()
	defer s.relay.mu.Unlock()
	s.relay.got = append(s.relay.got, s.now)
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
