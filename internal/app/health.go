package app

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"insider/internal/config"
	"insider/internal/fault"
)

// Health asks the server that runs with the same configuration on this machine whether it is alive.
func Health(ctx context.Context, c *config.Config) error {
	_, status, err := askLocal(ctx, c, "/healthz")
	if refusesTLS(err) {
		return fault.Wrap(err, fault.Unavailable, "The server at %s runs and has no certificate yet; its log says why.", c.Addr)
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "No server answers at %s.", c.Addr)
	}
	if status != http.StatusOK {
		return fault.New(fault.Unavailable, "The server at %s answers %d %s.", c.Addr, status, http.StatusText(status))
	}
	return nil
}

// askLocal asks that server for one of the paths of health.
func askLocal(ctx context.Context, c *config.Config, path string) (body []byte, status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	client, address := localClient(c.Addr)
	scheme := "http://"
	if c.TLS {
		client, scheme = tlsClient(c.BaseURL.Hostname()), "https://"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+address+c.BaseURL.Path+path, nil)
	if err != nil {
		return nil, 0, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close()
	body, _ = io.ReadAll(io.LimitReader(resp.Body, 1<<16)) // a status alone tells enough
	return body, resp.StatusCode, nil
}

// refusesTLS reports whether a server is there and refuses a handshake, as ours does while it has no certificate.
func refusesTLS(err error) bool {
	e, ok := errors.AsType[*net.OpError](err)
	return ok && e.Op == "remote error"
}

// localClient returns a client and the host to name for a listen address: a wildcard is reached by loopback, unix:PATH
// by its socket.
func localClient(addr string) (*http.Client, string) {
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", path)
		}
		return &http.Client{Transport: &http.Transport{DialContext: dial}}, "localhost"
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return http.DefaultClient, addr
	}
	switch { // not "localhost": a machine without /etc/hosts asks a name server for that
	case host == "", host == "0.0.0.0":
		host = "127.0.0.1"
	case host == "::":
		host = "::1"
	}
	return http.DefaultClient, net.JoinHostPort(host, port)
}

// tlsClient asks this machine for the certificate of the public host. Whether that is good is for visitors to judge, who trust
// other roots than an operator's machine may hold; here only the answer counts.
func tlsClient(host string) *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{ServerName: host, InsecureSkipVerify: true}}}
}
