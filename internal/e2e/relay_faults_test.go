package e2e

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// stages are the steps of a dialogue at which a mail server can fail, by what the client said.
var stages = []string{"connection", "EHLO", "MAIL", "RCPT", "DATA", "end of data"}

// faultyRelay is a mail server that fails once at each stage, each time in another connection, and works from then on.
type faultyRelay struct {
	addr  string
	tls   *tls.Config   // nil: everything is readable
	pause time.Duration // before each answer
	fail  failure

	mu    sync.Mutex
	left  []string // stages to fail at
	taken []string // mails, as they came
}

// failure does something with a connection instead of the answer and says whether the dialogue goes on.
type failure func(c net.Conn) (goesOn bool)

// startFaultyRelay serves until the test ends; nil never fails.
func startFaultyRelay(t *testing.T, fail failure) *faultyRelay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	r := &faultyRelay{addr: listener.Addr().String(), fail: fail, left: slices.Clone(stages)}
	if fail == nil {
		r.left = nil
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go r.talk(c)
		}
	}()
	return r
}

// next is the stage at which a new connection shall fail, "" for none.
func (r *faultyRelay) next() (stage string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.left) > 0 {
		stage, r.left = r.left[0], r.left[1:]
	}
	return stage
}

// mails are the mails that were taken, whatever became of the answer.
func (r *faultyRelay) mails() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.taken)
}

// talk is one dialogue.
func (r *faultyRelay) talk(c net.Conn) {
	defer c.Close()
	if r.tls != nil {
		c = tls.Server(c, r.tls)
	}
	bad, failed := r.next(), false
	// reply answers at a stage, or fails there, and says whether the dialogue goes on.
	reply := func(stage, line string) bool {
		time.Sleep(r.pause)
		if failed = stage == bad; failed {
			bad = ""
			return r.fail(c)
		}
		_, err := fmt.Fprintf(c, "%s\r\n", line)
		return err == nil && stage != "QUIT"
	}
	in := bufio.NewReader(c)
	for goesOn := reply("connection", "220 relay.example ready"); goesOn; {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		word, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		switch word {
		case "DATA":
			if goesOn = reply(word, "354 go on"); goesOn && !failed {
				goesOn = r.take(in) && reply("end of data", "250 2.0.0 taken")
			}
		case "QUIT":
			goesOn = reply(word, "221 bye")
		default:
			goesOn = reply(word, "250 2.0.0 fine")
		}
	}
}

// take reads a mail to its end.
func (r *faultyRelay) take(in *bufio.Reader) bool {
	var mail strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.taken = append(r.taken, mail.String())
			return true
		}
		mail.WriteString(line)
	}
}

// relayFault returns a bad day on which a mail server fails at every stage of its dialogue. Forms never wait for it, and every mail
// arrives; one may arrive twice, as the same mail, when only the answer to its end was lost.
func relayFault(fail failure, pause time.Duration) func(*testing.T) {
	return func(t *testing.T) {
		t.Parallel()
		r := startFaultyRelay(t, fail)
		r.pause = pause
		s := start(t, noLimits, withEnv("INSIDER_SMTP_URL=smtp+plain://"+r.addr))
		var addresses []string
		for i := range len(stages) + 2 {
			address := fmt.Sprintf("reader%d@example.com", i)
			addresses = append(addresses, address)
			begin := time.Now()
			if a := s.post("/subscribe", "email="+address); a.Status != http.StatusOK || time.Since(begin) > 2*time.Second {
				t.Errorf("%s: %d after %v", address, a.Status, time.Since(begin))
			}
		}
		arrived := map[string][]string{} // Message-IDs by address
		eventually(t, 90*time.Second, "every mail arrives", func() bool {
			clear(arrived)
			for _, m := range r.mails() {
				to, id := header(m, "To"), header(m, "Message-ID")
				arrived[to] = append(arrived[to], id)
			}
			return len(arrived) == len(addresses)
		})
		twice := 0
		for _, address := range addresses {
			ids := arrived["<"+address+">"]
			twice += len(ids) - 1
			if len(slices.Compact(slices.Clone(ids))) != 1 {
				t.Errorf("%s got other mails: %q", address, ids)
			}
		}
		if twice > 1 {
			t.Errorf("%d mails arrived twice", twice)
		}
		eventually(t, recovery, "nothing waits any more", func() bool { return strings.Contains(s.get("/readyz").Body, `"mail":"ok"`) })
		s.mustRead("a faulty mail server")
	}
}

// header is a field of a mail.
func header(mail, name string) string {
	if m := regexp.MustCompile(`(?mi)^` + name + `: *(.*?)\r?$`).FindStringSubmatch(mail); m != nil {
		return m[1]
	}
	return ""
}

// The ways in which a mail server fails.
var (
	isSlow        = relayFault(nil, 700*time.Millisecond)
	refusesForNow = relayFault(says("451 4.3.2 not now\r\n"), 0)
	refusesAll    = relayFault(says("554 5.7.1 not for you\r\n"), 0)
	breaksOff     = relayFault(func(c net.Conn) bool {
		_, _ = fmt.Fprint(c, "25") // and half of an answer
		_ = c.(*net.TCPConn).SetLinger(0)
		return false
	}, 0)
	saysNothing = relayFault(func(c net.Conn) bool {
		_, _ = c.Read(make([]byte, 1)) // until the other side gives up
		return false
	}, 0)
)

// says answers with a refusal.
func says(refusal string) failure {
	return func(c net.Conn) bool {
		_, err := fmt.Fprint(c, refusal)
		return err == nil
	}
}

// mailboxRefused signs up an address that its mail server does not know: it is tried once, and nobody else waits for it.
func mailboxRefused(t *testing.T) {
	t.Parallel()
	r := startRelay(t, "127.0.0.1:0")
	var tries sync.Map
	r.refuse = func(to string) error {
		if to != "nobody@example.com" {
			return nil
		}
		n, _ := tries.LoadOrStore(to, 0)
		tries.Store(to, n.(int)+1)
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	}
	s := start(t, noLimits, withEnv("INSIDER_SMTP_URL=smtp+plain://"+r.addr))
	for _, address := range []string{"one@example.com", "nobody@example.com", "two@example.com"} {
		s.post("/subscribe", "email="+address)
	}
	eventually(t, recovery, "the others get theirs", func() bool { return r.to("one@example.com") == 1 && r.to("two@example.com") == 1 })
	d := s.desk()
	eventually(t, recovery, "the desk says so", func() bool {
		return strings.Contains(d.get("/desk/mail", "Cookie", d.cookie).Body, "refused the recipient (550 5.1.1)")
	})
	if !strings.Contains(s.get("/readyz").Body, `"mail":"ok"`) {
		t.Errorf("one mailbox takes mail out of service: %s", s.get("/readyz").Body)
	}
	time.Sleep(7 * time.Second) // longer than to the second try of a mail
	if n, _ := tries.Load("nobody@example.com"); n != 1 {
		t.Errorf("the refused mailbox was tried %v times", n)
	}
}

// certificateBad meets a mail server with a certificate that nobody vouches for, then one that is for another name, then the right
// one: nothing is sent before.
func certificateBad(t *testing.T) {
	t.Parallel()
	roots := filepath.Join(t.TempDir(), "roots.pem")
	good, vouched := certificate(t, "localhost", time.Now().Add(time.Hour))
	other, alsoVouched := certificate(t, "relay.example", time.Now().Add(time.Hour))
	old, likewise := certificate(t, "localhost", time.Now().Add(-time.Hour))
	unknown, _ := certificate(t, "localhost", time.Now().Add(time.Hour))
	if err := os.WriteFile(roots, slices.Concat(vouched, alsoVouched, likewise), 0o600); err != nil {
		t.Fatal(err)
	}
	var now sync.Map
	now.Store("now", &unknown)
	r := startFaultyRelay(t, nil)
	r.tls = &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		c, _ := now.Load("now")
		return c.(*tls.Certificate), nil
	}}
	_, port, _ := net.SplitHostPort(r.addr)
	s := start(t, noLimits, withEnv("INSIDER_SMTP_URL=smtps://localhost:"+port, "SSL_CERT_FILE="+roots))
	for i, tc := range []struct {
		shown *tls.Certificate
		words string
	}{{&unknown, "is not trusted by this machine"}, {&other, "is for another name"}, {&old, "is not trusted by this machine"}} {
		now.Store("now", tc.shown)
		if a := s.post("/subscribe", fmt.Sprintf("email=reader%d%%40example.com", i)); a.Status != http.StatusOK {
			t.Errorf("a form waits for mail: %d", a.Status)
		}
		s.says(1, tc.words, "mail", "test", "reader@example.com")
		eventually(t, patience, "readyz says so", func() bool { return strings.Contains(s.get("/readyz").Body, "the mail server takes none just now") })
		eventually(t, patience, "the log says why", func() bool { return strings.Contains(s.log.String(), tc.words) })
	}
	if mails := r.mails(); len(mails) > 0 {
		t.Errorf("mails went to somebody else: %q", mails)
	}
	now.Store("now", &good)
	eventually(t, 40*time.Second, "the mails arrive", func() bool { return len(r.mails()) == 3 })
}

// certificate makes a certificate that vouches for itself, and how it is written down.
func certificate(t *testing.T, name string, until time.Time) (tls.Certificate, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: until.Add(-24 * time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
