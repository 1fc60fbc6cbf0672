package e2e

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/letsencrypt/challtestsrv"
	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
)

const certified = "show.insider.example"

// authority is a certificate authority that speaks ACME, with a name server that leads every name to this machine.
type authority struct {
	*httptest.Server
	roots  *x509.CertPool // of the certificates it gives
	trust  string         // file with the root of its own address
	orders atomic.Int32
}

// newAuthority returns an authority that visits the named ports of this machine.
func newAuthority(t *testing.T, httpPort, tlsPort string) *authority {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	quiet := log.New(io.Discard, "", 0)
	names := freePort(t)
	dns, err := challtestsrv.New(challtestsrv.Config{Log: quiet, DNSAddrs: []string{"127.0.0.1:" + names}})
	if err != nil {
		t.Fatal(err)
	}
	dns.SetDefaultDNSIPv6("")
	go dns.Run()
	t.Cleanup(dns.Shutdown)

	store := db.NewMemoryStore()
	issuer := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {}})
	visitor := va.New(quiet, number(t, httpPort), number(t, tlsPort), false, "127.0.0.1:"+names, store)
	front := wfe.New(quiet, store, visitor, issuer, []string{"authority.example"}, false, false, 1, 1)
	a := &authority{roots: x509.NewCertPool()}
	a.roots.AddCert(issuer.GetRootCert(0).Cert)
	acme := front.Handler()
	a.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/order-plz") {
			a.orders.Add(1)
		}
		acme.ServeHTTP(w, r)
	}))
	t.Cleanup(a.Close)
	a.trust = filepath.Join(t.TempDir(), "root.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate().Raw})
	if err := os.WriteFile(a.trust, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

func number(t *testing.T, port string) int {
	t.Helper()
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// secured is a server that does TLS by itself.
type secured struct {
	*server
	plain, secure string // ports
}

func startSecured(t *testing.T, a *authority, directory, plain, secure, data string) *secured {
	t.Helper()
	s := &secured{server: &server{t: t, Data: data}, plain: plain, secure: secure}
	s.URL = "https://" + certified + ":" + secure
	s.cmd = exec.Command(binary, "serve")
	s.env = []string{"INSIDER_TLS=auto", "INSIDER_BASE_URL=" + s.URL, "INSIDER_ADDR=127.0.0.1:" + secure,
		"INSIDER_REDIRECT_ADDR=127.0.0.1:" + plain, "INSIDER_ACME_URL=" + directory, "SSL_CERT_FILE=" + a.trust}
	s.cmd.Env = s.environ()
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.exited = make(chan error, 1)
	go func() { s.exited <- s.cmd.Wait(); close(s.exited) }()
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Log(s.remarkable())
		}
	})
	here := func(ctx context.Context, network, addr string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(addr)
		return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
	}
	s.client = &http.Client{CheckRedirect: client.CheckRedirect, Timeout: 10 * time.Second, Transport: &http.Transport{
		DialContext: here, TLSClientConfig: &tls.Config{RootCAs: a.roots}, ForceAttemptHTTP2: true}}
	return s
}

// TestCertificate gets a certificate from a real authority, which asks back by TLS or by HTTP, and serves by it.
func TestCertificate(t *testing.T) {
	for _, way := range []string{"TLS-ALPN-01", "HTTP-01"} {
		t.Run(way, func(t *testing.T) {
			plain, secure, dead := freePort(t), freePort(t), freePort(t)
			asked := []string{plain, secure}
			if way == "HTTP-01" {
				asked[1] = dead // nobody answers there, so only the other way is left
			}
			a := newAuthority(t, asked[0], asked[1])
			s := startSecured(t, a, a.URL+"/dir", plain, secure, filepath.Join(t.TempDir(), "data"))
			eventually(t, time.Minute, "the site answers by https", func() bool {
				resp, err := s.client.Get(s.URL + "/")
				if err != nil {
					return false
				}
				defer resp.Body.Close()
				if resp.StatusCode != 200 || resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
					t.Errorf("%s %s, HSTS %q", resp.Proto, resp.Status, resp.Header.Get("Strict-Transport-Security"))
				}
				return true
			})
			if out, code := s.command("health"); code != 0 {
				t.Errorf("health: %d %s", code, out)
			}
			ready, err := s.client.Get(s.URL + "/readyz")
			if err != nil {
				t.Fatal(err)
			}
			defer ready.Body.Close()
			if body, _ := io.ReadAll(ready.Body); !strings.Contains(string(body), "until 20") {
				t.Errorf("readyz names no end of the certificate: %s", body)
			}
			if way == "TLS-ALPN-01" {
				t.Run("redirect", s.testRedirect)
				t.Run("restart", func(t *testing.T) { s.testRestart(t, a) })
			}
		})
	}
}

func (s *secured) testRedirect(t *testing.T) {
	get := func(host, path string) *http.Response {
		req, err := http.NewRequest(http.MethodGet, "http://127.0.0.1:"+s.plain+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		resp, err := s.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp
	}
	for _, host := range []string{certified, "evil.example", "127.0.0.1"} {
		for _, path := range []string{"/", "/episodes/x?t=12&a=%2F", "//evil.example/x", "/%5cevil.example"} {
			resp := get(host, path)
			to, err := url.Parse(resp.Header.Get("Location"))
			if err != nil || resp.StatusCode != http.StatusPermanentRedirect || to.Scheme != "https" || to.Host != certified+":"+s.secure || to.RequestURI() != path {
				t.Errorf("%s%s leads with %s to %s", host, path, resp.Status, to)
			}
			if resp.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("%s%s: the redirect has no strict headers", host, path)
			}
		}
	}
	resp, err := s.client.PostForm("http://127.0.0.1:"+s.plain+"/subscribe", url.Values{"email": {"a@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden || resp.Header.Get("Location") != "" {
		t.Errorf("a form sent in the clear is answered %s", resp.Status)
	}
}

// testRestart starts again on the same folder: the certificate is still there, and nothing new is ordered.
func (s *secured) testRestart(t *testing.T, a *authority) {
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	before := a.orders.Load()
	again := startSecured(t, a, a.URL+"/dir", s.plain, s.secure, s.Data)
	eventually(t, time.Minute, "the site answers again", func() bool {
		resp, err := again.client.Get(again.URL + "/healthz")
		if err == nil {
			resp.Body.Close()
		}
		return err == nil
	})
	if after := a.orders.Load(); before == 0 || after != before {
		t.Errorf("%d orders before the restart, %d after it", before, after)
	}
	for _, name := range []string{"certificates", "certificates/" + certified} {
		info, err := os.Stat(filepath.Join(s.Data, name))
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// TestCertificateAuthorityAway tells the operator what is wrong, and asks once, however many strangers knock.
func TestCertificateAuthorityAway(t *testing.T) {
	var asked atomic.Int32
	away := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.Error(w, "away", http.StatusServiceUnavailable)
	}))
	defer away.Close()
	plain, secure := freePort(t), freePort(t)
	a := newAuthority(t, plain, secure)
	if err := os.WriteFile(a.trust, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: away.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startSecured(t, a, away.URL, plain, secure, filepath.Join(t.TempDir(), "data"))
	eventually(t, 2*time.Minute, "the log says why", func() bool { return strings.Contains(s.log.String(), "no certificate: is port 80 or 443") })
	before := asked.Load()
	for range 20 {
		if resp, err := s.client.Get(s.URL + "/"); err == nil {
			resp.Body.Close()
			t.Fatal("answered without a certificate")
		}
	}
	if got := asked.Load(); got != before {
		t.Errorf("strangers made the server ask the authority %d times", got-before)
	}
	resp, err := s.client.Get("http://127.0.0.1:" + plain + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	s.says(1, "runs and has no certificate yet", "health")
	s.says(1, "It runs, and has no certificate yet", "doctor")
}
