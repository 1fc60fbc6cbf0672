package web

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"runtime"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// serveSecured serves by TLS as the program does, with a certificate of the test's own, and returns its address.
func serveSecured(t *testing.T, h http.Handler) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	server := newHTTPServer(h, slog.New(slog.DiscardHandler))
	server.TLSConfig = (&Certificates{manager: &autocert.Manager{}}).config()
	server.TLSConfig.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.ServeTLS(l, "", "") }()
	t.Cleanup(func() { _ = server.Close() })
	return l.Addr().String()
}

// TestConnectionsAreOfRecommendedKindsOnly shakes hands as clients of different age.
func TestConnectionsAreOfRecommendedKindsOnly(t *testing.T) {
	addr := serveSecured(t, pageServer(t))
	for name, c := range map[string]struct {
		least, most uint16
		suite       uint16
		want        bool
	}{
		"TLS 1.0":           {tls.VersionTLS10, tls.VersionTLS10, 0, false},
		"TLS 1.1":           {tls.VersionTLS10, tls.VersionTLS11, 0, false},
		"TLS 1.2":           {tls.VersionTLS12, tls.VersionTLS12, 0, true},
		"TLS 1.2 by GCM":    {tls.VersionTLS12, tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true},
		"TLS 1.2 by CBC":    {tls.VersionTLS12, tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, false},
		"TLS 1.2 by RC4":    {tls.VersionTLS12, tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA, false},
		"TLS 1.3":           {tls.VersionTLS13, tls.VersionTLS13, 0, true},
		"TLS 1.3 or before": {tls.VersionTLS10, tls.VersionTLS13, 0, true},
	} {
		config := &tls.Config{InsecureSkipVerify: true, MinVersion: c.least, MaxVersion: c.most}
		if c.suite != 0 {
			config.CipherSuites = []uint16{c.suite}
		}
		conn, err := tls.Dial("tcp", addr, config)
		if (err == nil) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			_ = conn.Close()
		}
	}
}

// TestResetStreamsTakeNothing asks over HTTP/2 and takes each question back at once (CVE-2023-44487): what runs stays bounded, and
// another client is served.
func TestResetStreamsTakeNothing(t *testing.T) {
	pages := pageServer(t)
	addr := serveSecured(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(200 * time.Millisecond) // work that does not hear that nobody waits for it
		pages.ServeHTTP(w, r)
	}))
	before := runtime.NumGoroutine()
	conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, http2.ClientPreface); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	go func() { _, _ = io.Copy(io.Discard, conn) }()
	var head bytes.Buffer
	words := hpack.NewEncoder(&head)
	question := func() []byte {
		head.Reset()
		for _, f := range [][2]string{{":method", "GET"}, {":scheme", "https"}, {":path", "/page"}, {":authority", "localhost"}} {
			_ = words.WriteField(hpack.HeaderField{Name: f[0], Value: f[1]})
		}
		return head.Bytes()
	}
	framer, most, sent := http2.NewFramer(conn, nil), 0, 0
	err = framer.WriteSettings()
	for id := uint32(1); err == nil && sent < 20_000; id += 2 {
		err = framer.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: question(), EndStream: true, EndHeaders: true})
		if err == nil {
			err = framer.WriteRSTStream(id, http2.ErrCodeCancel)
		}
		sent++
		most = max(most, runtime.NumGoroutine()-before)
	}
	if sent < 100 {
		t.Errorf("the connection ended after %d: %v", sent, err)
	}
	if most > 1000 {
		t.Errorf("%d questions made %d goroutines", sent, most)
	}
	other := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	resp, err := other.Get("https://" + addr + "/page")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.ProtoMajor != 2 {
		t.Errorf("another client meanwhile: %s %s", resp.Proto, resp.Status)
	}
	t.Logf("%d questions, at most %d goroutines", sent, most)
}
