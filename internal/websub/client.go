package websub

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Bounds of speaking to a hub.
const (
	patience  = 10 * time.Second // for a whole answer
	maxAnswer = 64 << 10         // bytes read of one, so that the connection ends well
)

// NewClient returns a client for hubs. It follows no redirect: where a hub sends a form elsewhere, perhaps into a private
// network, an editor decides whether to write the new address down.
func NewClient() *http.Client {
	return &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            (&net.Dialer{Timeout: patience / 2}).DialContext,
			TLSHandshakeTimeout:    patience / 2,
			MaxResponseHeaderBytes: maxAnswer,
			DisableKeepAlives:      true, // hours lie between two notices
		},
	}
}

// refusal is why a hub was not told.
type refusal struct {
	sentence string        // for people, without what the hub wrote
	wait     time.Duration // that the hub asks for
}

func (r *refusal) Error() string { return r.sentence }

// publish tells a hub that the feed changed. An error is a *refusal.
func publish(ctx context.Context, client *http.Client, hub, feed string) error {
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {feed}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, hub, strings.NewReader(form.Encode()))
	if err != nil {
		return &refusal{sentence: "Its address cannot be used."}
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "Insider")
	answer, err := client.Do(r)
	if err != nil {
		return &refusal{sentence: why(err)}
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer)) // the status has been told
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 400:
		return &refusal{sentence: fmt.Sprintf("It answers %d: it moved. Write its new address in show.yaml.", code)}
	default:
		return &refusal{fmt.Sprintf("It answers %d.", code), retryAfter(answer.Header.Get("Retry-After"))}
	}
}

// retryAfter reads a number of seconds; a date, which hubs hardly send, is none.
func retryAfter(value string) time.Duration {
	seconds, err := strconv.Atoi(value)
	if err != nil || seconds < 0 || seconds > 1_000_000 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// why says in a sentence why no answer came.
func why(err error) string {
	var timeout net.Error
	var certificate *tls.CertificateVerificationError
	var name *net.DNSError
	switch {
	case errors.As(err, &certificate):
		return "Its certificate is not valid."
	case errors.As(err, &timeout) && timeout.Timeout():
		return "It did not answer within 10 seconds."
	case errors.As(err, &name):
		return "Its name is not known."
	}
	return "It cannot be reached."
}
