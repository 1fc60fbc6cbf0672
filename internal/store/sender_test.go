package store_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"insider/internal/limit"
	"insider/internal/mail"
	"insider/internal/newsletter"
	"insider/internal/outbox"
	"insider/internal/store"
	"insider/internal/store/storetest"
	"insider/internal/token"
	"insider/templates"
)

// relay is a real SMTP server that counts what it takes over, by Message-ID.
type relay struct {
	mu   sync.Mutex
	seen map[string]int
	rcpt func(to string) error
}

type session struct{ *relay }

func (r *relay) NewSession(*smtp.Conn) (smtp.Session, error) { return session{r}, nil }
func (s session) Mail(string, *smtp.MailOptions) error       { return nil }
func (s session) Reset()                                     {}
func (s session) Logout() error                              { return nil }

func (s session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.rcpt != nil {
		return s.rcpt(to)
	}
	return nil
}

func (s session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(data), "Message-ID: <")
	id, _, _ := strings.Cut(rest, ">")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[id]++
	return nil
}

func (r *relay) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.seen)
}

// listen serves the relay on a port of the kernel's choice, or on addr.
func (r *relay) listen(t *testing.T, addr string) (stop func(), at string) {
	t.Helper()
	server := smtp.NewServer(r)
	server.ErrorLog = log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(listener)
	stop = func() {
		server.Close()
		listener.Close()
	}
	t.Cleanup(stop)
	return stop, listener.Addr().String()
}

// list returns a newsletter over a store: signing up is how a mail comes into the outbox.
func list(t *testing.T, s *store.Store) *newsletter.Service {
	t.Helper()
	key, err := s.SuppressionKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ring, err := token.NewRing(key)
	if err != nil {
		t.Fatal(err)
	}
	words, err := mail.NewTemplates(templates.FS, func() mail.Frame { return mail.Frame{Show: "Two Pens", Site: "https://insider.example"} })
	if err != nil {
		t.Fatal(err)
	}
	return &newsletter.Service{
		Store: s, Templates: words, Ring: ring, Key: key, Base: &url.URL{Scheme: "https", Host: "insider.example"}, Clock: time.Now,
		Gate: &limit.Gate{Network: limit.New(1e6, time.Minute, time.Now), All: limit.New(1e6, time.Minute, time.Now)},
	}
}

func signUp(t *testing.T, n *newsletter.Service, count int) {
	t.Helper()
	for i := range count {
		if _, err := n.SignUp(t.Context(), fmt.Sprintf("reader%d@example.com", i), netip.Addr{}); err != nil {
			t.Fatal(err)
		}
	}
}

func sender(t *testing.T, s *store.Store, relayAddr string) *outbox.Sender {
	t.Helper()
	way, err := mail.NewSMTP(&url.URL{Scheme: "smtp+plain", Host: relayAddr}, "insider.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(way.Close)
	from, err := mail.ParseAddress("show@insider.example")
	if err != nil {
		t.Fatal(err)
	}
	return &outbox.Sender{
		Store: s, Transport: way, From: func() mail.Mailbox { return mail.Mailbox{Name: "Two Pens", Address: from} },
		Host: "insider.example", Clock: time.Now, Log: slog.New(slog.DiscardHandler), Wake: s.MailAdded(),
	}
}

// run runs a sender and returns what stops it and waits.
func run(t *testing.T, s *outbox.Sender) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatal("never came: " + what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func counts(t *testing.T, s *store.Store) outbox.Counts {
	t.Helper()
	c, err := s.OutboxCounts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTwoSendersSendEveryMailOnce(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		r := &relay{seen: map[string]int{}}
		_, addr := r.listen(t, "127.0.0.1:0")
		one := storetest.Open(t, store.Config{URL: url, Migrate: true})
		two := storetest.Open(t, store.Config{URL: url})
		signUp(t, list(t, one), 40)
		stopOne, stopTwo := run(t, sender(t, one, addr)), run(t, sender(t, two, addr))
		eventually(t, "40 mails", func() bool { return counts(t, one).Waiting == 0 && r.count() == 40 })
		stopOne()
		stopTwo()
		for id, n := range r.seen {
			if n != 1 || !strings.HasSuffix(id, "@insider.example") {
				t.Errorf("%s arrived %d times", id, n)
			}
		}
	})
}

func TestANewMailWakesTheSender(t *testing.T) {
	r := &relay{seen: map[string]int{}}
	_, addr := r.listen(t, "127.0.0.1:0")
	s := storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true})
	run(t, sender(t, s, addr))
	n := list(t, s)
	start := time.Now()
	for i := range 5 {
		if _, err := n.SignUp(t.Context(), fmt.Sprintf("reader%d@example.com", i), netip.Addr{}); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the mail", func() bool { return r.count() == i+1 })
	}
	if took := time.Since(start); took > 4*time.Second { // by polling alone it takes about 5
		t.Errorf("five mails took %v", took)
	}
}

func TestWhileTheRelayIsAwayMailWaitsAndSlowIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := &relay{seen: map[string]int{}}
		stop, addr := r.listen(t, "127.0.0.1:0")
		stop()
		out := sender(t, s, addr)
		run(t, out)
		signUp(t, list(t, s), 1)
		eventually(t, "slow", out.Slow)
		if c := counts(t, s); c.Waiting != 1 || c.Failing != 1 || c.Failed != 0 {
			t.Fatalf("%+v", c)
		}
		r.listen(t, addr)
		eventually(t, "the mail after the relay came back", func() bool { return r.count() == 1 })
		eventually(t, "not slow", func() bool { return !out.Slow() })
	})
}

func TestARefusedRecipientFailsAndHoldsNobodyUp(t *testing.T) {
	r := &relay{seen: map[string]int{}, rcpt: func(to string) error {
		if to == "reader0@example.com" {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}
		return nil
	}}
	_, addr := r.listen(t, "127.0.0.1:0")
	s := storetest.Open(t, store.Config{URL: storetest.SQLite(t), Migrate: true})
	signUp(t, list(t, s), 3)
	out := sender(t, s, addr)
	run(t, out)
	eventually(t, "the others", func() bool { return r.count() == 2 && counts(t, s).Failed == 1 })
	if c := counts(t, s); c.Waiting != 0 || out.Slow() {
		t.Errorf("%+v", c)
	}
}

// gated is a transport that waits for the test before each mail.
type gated struct{ begun, finish chan struct{} }

func (g gated) Send(context.Context, mail.Message) error {
	g.begun <- struct{}{}
	<-g.finish
	return nil
}

func TestAStopFinishesWhatIsUnderWayAndFreesTheRest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		signUp(t, list(t, s), 10)
		way := gated{make(chan struct{}), make(chan struct{})}
		out := sender(t, s, "127.0.0.1:1")
		out.Transport = way
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- out.Run(ctx) }()
		under := 0
		for under < 4 { // one for each worker
			<-way.begun
			under++
		}
		cancel()
		for range under {
			way.finish <- struct{}{}
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		left, err := s.ClaimMails(t.Context(), "another", 100, time.Now().Add(time.Minute))
		if err != nil || len(left) != 10-under {
			t.Fatalf("%d are free, %v", len(left), err)
		}
		for _, c := range left {
			if c.Attempts != 0 {
				t.Errorf("a try was counted that never was: %+v", c)
			}
		}
	})
}
