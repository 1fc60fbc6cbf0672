package e2e

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// behindNginx runs nginx with deploy/nginx.conf in front of the server and makes the tests come by it.
func (s *server) behindNginx(port string) (log func() string) {
	t := s.t
	t.Helper()
	nginx := proxyProgram(t, "nginx", "/usr/sbin/nginx")
	dir, roots := certificateFolder(t)
	// Only what a test cannot have is changed: ports, folders and, for an older nginx, the way to ask for HTTP/2.
	conf := s.example("nginx.conf", "/etc/letsencrypt/live/podcast.example.com", dir, "/var/log/nginx", dir,
		"    listen [::]:80;\n", "", "    listen [::]:443 ssl;\n", "", "listen 80;", "listen 127.0.0.1:"+freePort(t)+";",
		"listen 443 ssl;", "listen 127.0.0.1:"+port+" ssl http2;", "    http2 on;\n", "", "podcast.example.com", "example.com")
	conf = "daemon off; pid " + dir + "/pid; error_log stderr crit; events {}\nhttp {\nclient_body_temp_path " + dir + "; proxy_temp_path " + dir +
		"; fastcgi_temp_path " + dir + "; uwsgi_temp_path " + dir + "; scgi_temp_path " + dir + ";\n" + conf + "}\n"
	file := filepath.Join(dir, "conf")
	writeFile(t, file, conf)
	out := s.comeBy(exec.Command(nginx, "-e", "stderr", "-p", dir, "-c", file), port, roots)
	return func() string {
		access, _ := os.ReadFile(filepath.Join(dir, "insider.log")) // not there before the first visit
		failed, _ := os.ReadFile(filepath.Join(dir, "insider-error.log"))
		return string(access) + string(failed) + out.String()
	}
}

// behindCaddy runs Caddy with deploy/Caddyfile in front of the server and makes the tests come by it.
func (s *server) behindCaddy(port string) (log func() string) {
	t := s.t
	t.Helper()
	caddy := proxyProgram(t, "caddy", "caddy")
	dir, roots := certificateFolder(t)
	// Only what a test cannot have is changed: ports, the name, and where certificates come from.
	conf := s.example("Caddyfile", "{\n\t# What", "{\n\tadmin off\n\thttp_port "+freePort(t)+"\n\thttps_port "+port+"\n\t# What",
		"podcast.example.com {", "127.0.0.1 {\n\tbind 127.0.0.1\n\ttls "+dir+"/fullchain.pem "+dir+"/privkey.pem")
	file := filepath.Join(dir, "Caddyfile")
	writeFile(t, file, conf)
	cmd := exec.Command(caddy, "run", "--adapter", "caddyfile", "--config", file)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	out := s.comeBy(cmd, port, roots)
	return func() string { // what Caddy says of itself, before and besides visits, is not about anybody
		var visits strings.Builder
		for line := range strings.Lines(out.String()) {
			if strings.Contains(line, `"request"`) || strings.Contains(line, "http.log") || strings.Contains(line, "http.handlers") {
				visits.WriteString(line)
			}
		}
		return visits.String()
	}
}

func proxyProgram(t testing.TB, name, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skip("SKIP-TOOL " + name + ": the site is tried behind it")
	}
	return path
}

// certificateFolder makes a folder with a certificate for example.com and 127.0.0.1.
func certificateFolder(t testing.TB) (dir string, roots *x509.CertPool) {
	t.Helper()
	dir, roots = t.TempDir(), x509.NewCertPool()
	pair := httptest.NewUnstartedServer(nil) // for its certificate
	pair.StartTLS()
	defer pair.Close()
	key, err := x509.MarshalPKCS8PrivateKey(pair.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(pair.Certificate())
	writeFile(t, filepath.Join(dir, "fullchain.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate().Raw})))
	writeFile(t, filepath.Join(dir, "privkey.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	return dir, roots
}

// example returns a file of deploy/ that passes on to this server, changed in pairs of old and new; each old must be in it.
func (s *server) example(name string, oldNew ...string) string {
	s.t.Helper()
	text, err := os.ReadFile("../../deploy/" + name)
	if err != nil {
		s.t.Fatal(err)
	}
	address := strings.TrimSuffix(strings.TrimPrefix(s.URL, "http://localhost:"), s.Root)
	oldNew = append(oldNew, "127.0.0.1:8080", "127.0.0.1:"+address)
	for i := 0; i < len(oldNew); i += 2 {
		if !strings.Contains(string(text), oldNew[i]) {
			s.t.Fatalf("deploy/%s lacks %q", name, oldNew[i])
		}
	}
	return strings.NewReplacer(oldNew...).Replace(string(text))
}

// comeBy starts a proxy that answers on a port of this machine; from then on the tests ask it.
func (s *server) comeBy(proxy *exec.Cmd, port string, roots *x509.CertPool) *lockedBuffer {
	t := s.t
	t.Helper()
	var out lockedBuffer
	proxy.Stdout, proxy.Stderr, proxy.WaitDelay = &out, &out, patience
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = proxy.Process.Signal(syscall.SIGTERM) // nginx ends its workers
		_ = proxy.Wait()
	})
	s.URL = "https://127.0.0.1:" + port + s.Root
	s.client = &http.Client{CheckRedirect: client.CheckRedirect, Timeout: client.Timeout,
		Transport: &http.Transport{DisableCompression: true, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	eventually(t, patience, "the proxy answers", func() bool {
		a, err := s.try(http.MethodGet, "/healthz", nil)
		return err == nil && a.Status == http.StatusOK
	})
	return &out
}
