package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"insider/internal/doctor"
)

var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

func address(text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil {
		panic(err)
	}
	return u
}

// expect runs a check and compares "state: words of the sentence".
func expect(t *testing.T, c doctor.Check, want string) {
	t.Helper()
	f := c.Run(t.Context())
	state, words, _ := strings.Cut(want, ": ")
	if f.State.String() != state || !strings.Contains(f.Sentence, words) {
		t.Errorf("%s is %s: %q, want %s", c.Name, f.State, f.Sentence, want)
	}
	if f.State >= doctor.Warning && f.Fix == "" {
		t.Errorf("%s: no remedy for %q", c.Name, f.Sentence)
	}
}

func TestAddresses(t *testing.T) {
	visits := func(all, elsewhere int64) func() *doctor.Visits {
		return func() *doctor.Visits {
			return &doctor.Visits{All: all, Elsewhere: elsewhere, Other: "http://www.show.org"}
		}
	}
	https := address("https://show.org")
	expect(t, doctor.BaseURL(address("http://localhost:8080"), true, nil), "note: this machine")
	expect(t, doctor.BaseURL(address("http://show.org"), false, nil), "problem: not https")
	expect(t, doctor.BaseURL(https, false, visits(100, 51)), "warning: 51 of 100 visits came by another address than https://show.org, for instance http://www.show.org")
	expect(t, doctor.BaseURL(https, false, visits(100, 50)), "ok: https://show.org")
	expect(t, doctor.BaseURL(https, false, visits(19, 19)), "ok: https://show.org")
	expect(t, doctor.BaseURL(https, false, func() *doctor.Visits { return nil }), "ok: https://show.org")

	expect(t, doctor.Proxy(https, false, false, 0), "warning: all visitors count as one")
	expect(t, doctor.Proxy(https, false, false, 1), "ok: 1 trusted")
	expect(t, doctor.Proxy(https, false, true, 0), "ok: does TLS by itself")
	expect(t, doctor.Proxy(address("http://localhost"), true, false, 0), "note: None is needed")

	expect(t, doctor.Owner("", false), "warning: names no owner")
	expect(t, doctor.Owner("", true), "note: show.yaml cannot be read")
	for _, email := range []string{"a@example.com", "a@mail.EXAMPLE.org", "a@show.test", "a@localhost"} {
		expect(t, doctor.Owner(email, false), "problem: is an example")
	}
	expect(t, doctor.Owner("a@myexample.com", false), "ok: a@myexample.com")
}

func TestMachine(t *testing.T) {
	space := func(free, total uint64, err error) doctor.Check {
		return doctor.Disk("/data", func(string) (doctor.Space, error) { return doctor.Space{Free: free, Total: total}, err })
	}
	expect(t, space(0, 0, errors.ErrUnsupported), "note: cannot be told")
	expect(t, space(50<<20, 1<<40, nil), "problem: 52 MB left")
	expect(t, space(900<<20, 1<<40, nil), "warning: 943 MB of 1099 GB left")
	expect(t, space(2<<30, 1<<40, nil), "warning: left")
	expect(t, space(100<<30, 1<<40, nil), "ok: 107 GB of 1099 GB")
	if s, err := doctor.SpaceOf(t.TempDir()); err != nil || s.Total == 0 || s.Free > s.Total {
		t.Errorf("the real disk: %+v, %v", s, err)
	}

	follows := func(yes bool, err error) func() (bool, error) { return func() (bool, error) { return yes, err } }
	at := func(there time.Time, err error) func(context.Context) (time.Time, error) {
		return func(context.Context) (time.Time, error) { return there, err }
	}
	expect(t, doctor.Clock(doctor.Times{Newest: now.Add(2 * time.Hour), Synchronised: follows(true, nil)}, clock), "problem: something here happened 2h0m0s later")
	expect(t, doctor.Clock(doctor.Times{Database: at(now.Add(-time.Minute), nil), Synchronised: follows(true, nil)}, clock), "warning: 1m0s apart")
	expect(t, doctor.Clock(doctor.Times{Database: at(now, errors.New("gone")), Synchronised: follows(true, nil)}, clock), "note: does not tell")
	expect(t, doctor.Clock(doctor.Times{Synchronised: follows(false, nil)}, clock), "warning: follows no time server")
	expect(t, doctor.Clock(doctor.Times{Synchronised: follows(false, errors.ErrUnsupported)}, clock), "note: cannot be told")
	expect(t, doctor.Clock(doctor.Times{Newest: now, Database: at(now.Add(time.Second), nil), Synchronised: follows(true, nil)}, clock), "ok: follows")
}

func TestCopiesAndContent(t *testing.T) {
	made := func(ago, every time.Duration, err error) doctor.Check {
		return doctor.Backup(doctor.Backups{Every: every, Newest: func() (time.Time, error) {
			if ago == 0 {
				return time.Time{}, err
			}
			return now.Add(-ago), err
		}}, clock)
	}
	day := 24 * time.Hour
	expect(t, made(0, 0, nil), "warning: No backup")
	expect(t, made(0, day, nil), "note: The first copy")
	expect(t, made(day, 0, errors.New("denied")), "warning: cannot be told: denied")
	expect(t, made(50*time.Hour, day, nil), "problem: 2 days old, though one is due every 24 hours")
	expect(t, made(8*day, 0, nil), "warning: 8 days old")
	expect(t, made(time.Hour, day, nil), "ok: 60 minutes old")
	expect(t, made(25*time.Hour, day, nil), "ok: 25 hours old")
	expect(t, made(time.Second, day, nil), "ok: 1 second old")

	count := func(n int, err error) doctor.Check {
		return doctor.Content(func(context.Context) (int, error) { return n, err })
	}
	expect(t, count(0, errors.New("no show.yaml")), "problem: no show.yaml")
	expect(t, count(0, fs.ErrNotExist), "problem: readers see what was read last")
	expect(t, count(1, nil), "warning: 1 mistake:")
	expect(t, count(0, nil), "ok: No mistakes")

	expect(t, doctor.Database(func(context.Context) error { return errors.New("The file is damaged.") }), "problem: damaged")
	expect(t, doctor.Database(func(context.Context) error { return fmt.Errorf("%w: %w", doctor.ErrAway, fs.ErrNotExist) }), "problem: cannot be reached")
	expect(t, doctor.Database(func(context.Context) error { return doctor.ErrVersion }), "problem: another version")
	expect(t, doctor.Database(func(context.Context) error { return nil }), "ok: whole")
	waiting := func(w doctor.Waiting, err error) doctor.Check {
		return doctor.Outbox(func(context.Context) (doctor.Waiting, error) { return w, err })
	}
	expect(t, waiting(doctor.Waiting{Mails: 2, Held: true}, nil), "warning: Mail is off, as it is after a restore: 2 mails wait")
	expect(t, waiting(doctor.Waiting{Mails: 1, Slow: true}, nil), "warning: takes none just now: 1 mail waits")
	expect(t, waiting(doctor.Waiting{}, nil), "ok: Mail is on")
	expect(t, waiting(doctor.Waiting{}, errors.New("away")), "note: cannot be told")
	expect(t, doctor.Relay(true, nil), "note: None is set")
	expect(t, doctor.Relay(false, nil), "problem: forms take no addresses")
	expect(t, doctor.Relay(false, func(context.Context) error { return errors.New("The relay refuses the password.") }), "problem: refuses the password")
	expect(t, doctor.Relay(false, func(context.Context) error { return nil }), "ok: lets us in")
}

// TestOutside asks a real server by HTTP under the name of the public address.
func TestOutside(t *testing.T) {
	const guid = "5f2d2e1c-8a1b-5c2d-9e3f-000000000001"
	good := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/podcast.xml":
			w.Header().Set("Content-Type", "application/rss+xml")
			w.Header().Set("ETag", `"a"`)
			fmt.Fprintf(w, "<rss><channel><podcast:guid>%s</podcast:guid></channel></rss>", guid)
		case "/a.mp3":
			http.ServeContent(w, r, "a.mp3", now, strings.NewReader("sound"))
		}
	}
	for name, c := range map[string]struct {
		handler     http.HandlerFunc
		feed, audio string
	}{
		"good": {good, "ok: HEAD 200", "ok: two given"},
		"another show": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, "<rss/>")
		}, "problem: another show", "problem: 200 OK"},
		"no HEAD": {func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodHead {
				w.WriteHeader(http.StatusMethodNotAllowed)
				return
			}
			good(w, r)
		}, "problem: answers HEAD with 405", "ok: two given"},
		"moved": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://elsewhere.org/", http.StatusFound)
		},
			`problem: leads to "https://elsewhere.org/"`, "problem: 302"},
		"no ranges": {func(w http.ResponseWriter, r *http.Request) { r.Header.Del("Range"); good(w, r) }, "ok: HEAD 200", "problem: answers 200"},
		"no validators": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, guid)
		}, "warning: without ETag", "problem: 200"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.handler)
			defer server.Close()
			here := func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
			}
			o := doctor.Outside{Base: address("http://show.org"), GUID: guid, Audio: "http://show.org/a.mp3", Clock: clock, Client: &http.Client{
				Transport:     &http.Transport{DialContext: here},
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
			checks := o.Checks()
			expect(t, checks[0], c.feed)
			expect(t, checks[1], c.audio)
		})
	}
	dead := doctor.Outside{Base: address("http://127.0.0.1:1"), Audio: "http://127.0.0.1:1/a.mp3", Client: http.DefaultClient, Clock: clock}
	expect(t, dead.Checks()[0], "problem: does not answer")
	expect(t, dead.Checks()[1], "problem: does not answer")
	dead.Audio = ""
	expect(t, dead.Checks()[1], "note: No public episode")
	local := doctor.Outside{Base: address("http://localhost"), Local: true}
	expect(t, local.Checks()[0], "note: Not asked")
}

// zone starts a real name server for records in the form of a zone file, and returns a resolver that asks it.
func zone(t *testing.T, records string) doctor.Resolver {
	t.Helper()
	var all []dns.RR
	for line := range strings.Lines(records) {
		rr, err := dns.NewRR(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if rr != nil {
			all = append(all, rr)
		}
	}
	answer := func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetReply(q)
		m.Authoritative = true
		exists := false
		for _, rr := range all {
			if !strings.EqualFold(rr.Header().Name, q.Question[0].Name) {
				continue
			}
			exists = true
			if rr.Header().Rrtype == q.Question[0].Qtype {
				m.Answer = append(m.Answer, rr)
			}
		}
		if !exists {
			m.Rcode = dns.RcodeNameError
		}
		_ = w.WriteMsg(m)
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(answer)}
	go func() { _ = server.ActivateAndServe() }()
	t.Cleanup(func() { _ = server.Shutdown() })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func TestNames(t *testing.T) {
	whole := `show.org. TXT "v=spf1 include:mail.org -all"
		show.org. TXT "something else"
		show.org. MX 10 mx.show.org.
		default._domainkey.show.org. TXT "v=DKIM1; k=rsa; p=MIGf"
		_dmarc.show.org. TXT "v=DMARC1; p=reject"
		relay.org. A 192.0.2.7
		7.2.0.192.in-addr.arpa. PTR out.relay.org.
		out.relay.org. A 192.0.2.7`
	for name, c := range map[string]struct {
		records, domain                  string
		selectors                        []string
		spf, dkim, dmarc, pointer, mails string
	}{
		"whole": {whole, "show.org", nil, "ok: v=spf1", "ok: default._domainkey.show.org", "ok: p=reject", "ok: 192.0.2.7 is out.relay.org", "ok: mx.show.org"},
		"below": {whole, "letter.show.org", []string{"s9"}, "problem: no SPF", "problem: no key at s9", "ok: p=reject", "ok: both ways", "problem: takes no mail"},
		"empty": {"relay.org. A 192.0.2.7", "show.org", nil, "problem: no SPF", "note: No key was found", "warning: no DMARC", "warning: leads back", "problem: takes no mail"},
		"wrong": {`show.org. TXT "v=spf1 +all"
			show.org. MX 0 .
			k1._domainkey.show.org. TXT "v=DKIM1; p="
			_dmarc.show.org. TXT "v=DMARC1; p=none"
			relay.org. A 192.0.2.7
			7.2.0.192.in-addr.arpa. PTR other.org.
			other.org. A 192.0.2.8`, "show.org", []string{"k1"}, "problem: lets everybody", "problem: called back", "note: only watches", "warning: leads back", "problem: RFC 7505"},
		"twice": {`show.org. TXT "v=spf1 -all"
			show.org. TXT "v=spf1 mx -all"
			show.org. TXT "v=spf10 -all"
			show.org. A 192.0.2.9`, "show.org", nil, "problem: 2 SPF records", "note: No key", "warning: no DMARC", "problem: relay.org has no address", "note: no MX record"},
	} {
		t.Run(name, func(t *testing.T) {
			checks := doctor.Names{Resolver: zone(t, c.records), Domain: c.domain, Relay: "relay.org", Selectors: c.selectors}.Checks()
			for i, want := range []string{c.spf, c.dkim, c.dmarc, c.pointer, c.mails} {
				expect(t, checks[i], want)
			}
		})
	}
	for _, c := range (doctor.Names{}).Checks() {
		expect(t, c, "note: Not asked")
	}
	silent := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no way") }}
	for _, c := range (doctor.Names{Resolver: silent, Domain: "show.org", Relay: "127.0.0.1"}).Checks() {
		if f := c.Run(t.Context()); f.State != doctor.Note {
			t.Errorf("without a name server %s is %s: %s", c.Name, f.State, f.Sentence)
		}
	}
}

func TestExamine(t *testing.T) {
	checks := []doctor.Check{
		{Name: "slow", Run: func(ctx context.Context) doctor.Finding {
			<-ctx.Done()
			return doctor.Finding{State: doctor.Problem, Sentence: ctx.Err().Error(), Fix: "Wait."}
		}},
		doctor.Owner("a@example.com", false),
		doctor.Owner("a@show.org", false),
	}
	r := doctor.Examine(t.Context(), checks, time.Millisecond, now)
	if !r.Failed() || r.Count(doctor.Warning) != 1 || r.Count(doctor.OK) != 1 || r.At != now {
		t.Errorf("%+v", r)
	}
	text := r.Text()
	for _, want := range []string{"warning  slow", "was given up", "problem  Owner", "Write your own address", "1 problem, 1 warning."} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}
