package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// mixture is a server under what a busy evening brings: readers on kept connections, people who sign up, and a relay that takes
// the mails which follow.
type mixture struct {
	server *process
	relay  *smtp.Server
	mails  atomic.Int64 // taken by the relay
	signed atomic.Int64 // people so far
	client *http.Client
	admin  string // address of the server's metrics
	anew   bool   // readers come by a new connection for each page
}

// mixture starts a server of a show, whose limits let one machine be many people, and its relay. name is that of its data folder.
func (b *bench) mixture(name, content string) (*mixture, error) {
	m := &mixture{client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 2 * signers, MaxConnsPerHost: 2 * signers}}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m.relay = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return taker{&m.mails}, nil }))
	m.relay.Domain = "relay.example"
	go func() { _ = m.relay.Serve(l) }()
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	if m.admin, err = freeAddr(); err != nil {
		return nil, err
	}
	cmd := exec.Command(b.binary, "serve")
	cmd.Env = append(os.Environ(), "INSIDER_ADDR="+addr, "INSIDER_BASE_URL=http://"+addr, "INSIDER_CONTENT="+content, "INSIDER_DATA="+filepath.Join(b.dir, name),
		"INSIDER_SMTP_URL=smtp+plain://"+l.Addr().String(), "INSIDER_MAIL_FROM=letter@example.com", "INSIDER_METRICS_ADDR="+m.admin,
		"INSIDER_LIMIT_SIGNUPS=1000000", "INSIDER_LIMIT_STORIES=1000000", "INSIDER_LIMIT_MINUTE=1000000")
	m.server, err = b.launch(cmd, addr)
	return m, err
}

func (m *mixture) stop() {
	m.client.CloseIdleConnections()
	m.server.stop()
	_ = m.relay.Close()
}

// signUp signs a new person up and returns how long the answer took.
func (m *mixture) signUp() (time.Duration, error) {
	form := url.Values{"email": {fmt.Sprintf("reader%d@example.com", m.signed.Add(1))}}
	began := time.Now()
	resp, err := m.client.Post("http://"+m.server.addr+"/subscribe", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return 0, err
	}
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("signing up is answered %s", resp.Status)
	}
	return time.Since(began), nil
}

// held is what a time under load was like.
type held struct {
	reads, signUps []time.Duration // how long answers took, sorted
	mails          int64
	lasted         time.Duration
}

// hold keeps so many readers, each with a page about every second, and so many who sign up once a second each, for a time.
func (m *mixture) hold(readers, signers int, length time.Duration) (*held, error) {
	end, mails := time.Now().Add(length), m.mails.Load()
	reads, signUps := make([][]time.Duration, readers), make([][]time.Duration, signers)
	errs := make(chan error, readers+signers)
	var running sync.WaitGroup
	for i := range readers {
		running.Go(func() { errs <- m.read(end, &reads[i]) })
	}
	for i := range signers {
		running.Go(func() {
			for ; time.Now().Before(end); pause(end) {
				took, err := m.signUp()
				if err != nil {
					errs <- err
					return
				}
				signUps[i] = append(signUps[i], took)
			}
		})
	}
	running.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return nil, err
		}
	}
	h := &held{reads: slices.Concat(reads...), signUps: slices.Concat(signUps...), mails: m.mails.Load() - mails, lasted: length}
	slices.Sort(h.reads)
	slices.Sort(h.signUps)
	return h, nil
}

// read asks for pages until end, over one kept connection unless each has to come anew.
func (m *mixture) read(end time.Time, took *[]time.Duration) error {
	pause(end)
	conn, err := net.Dial("tcp", m.server.addr)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	q := request{method: "GET", path: "/", headers: []string{"Accept-Encoding: gzip"}}
	wire, buf := q.bytes(m.server.addr), make([]byte, 16<<10)
	size, err := firstSize(conn, wire, q)
	if err != nil {
		return err
	}
	for pause(end); time.Now().Before(end); pause(end) {
		began := time.Now()
		if m.anew {
			_ = conn.Close()
			next, err := net.Dial("tcp", m.server.addr)
			if err != nil {
				return err
			}
			conn = next
		}
		if _, err := conn.Write(wire); err != nil {
			return err
		}
		for left := size; left > 0; {
			n, err := conn.Read(buf[:min(left, len(buf))])
			if err != nil {
				return err
			}
			left -= n
		}
		*took = append(*took, time.Since(began))
	}
	return nil
}

// pause waits about a second, and not much beyond end.
func pause(end time.Time) {
	time.Sleep(min(time.Duration(rand.Int64N(int64(2*time.Second))), time.Until(end)+time.Millisecond))
}

// at returns the value below which a part of sorted values lies, in milliseconds.
func at(part float64, sorted []time.Duration) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return milliseconds(sorted[min(int(part*float64(len(sorted))), len(sorted)-1)])
}

// taker is a session of a relay that takes every mail and keeps none.
type taker struct{ mails *atomic.Int64 }

func (taker) Mail(string, *smtp.MailOptions) error { return nil }
func (taker) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (t taker) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	t.mails.Add(1)
	return err
}
func (taker) Reset()        {}
func (taker) Logout() error { return nil }
