package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Outside is what the public address should give.
type Outside struct {
	Base   *url.URL
	Local  bool
	GUID   string       // of the show: tells whether it is our server that answers
	Audio  string       // address of a public recording that is served here; "" while there is none
	Client *http.Client // follows no redirects
	Clock  func() time.Time
}

// Checks ask the public address as an app would: the feed by HEAD, its identity, its certificate, and a part of a recording.
func (o Outside) Checks() []Check {
	return []Check{{"Feed from outside", o.feed}, {"Audio from outside", o.audio}}
}

const reach = "Does the host name lead to this machine, and does the proxy in front pass everything on? Some routers let nobody inside reach the public address: then look from elsewhere."

func (o Outside) feed(ctx context.Context) Finding {
	if o.Local {
		return note("Not asked: the base URL is this machine.")
	}
	address := o.Base.String() + "/podcast.xml"
	head, _, err := o.ask(ctx, http.MethodHead, address, 0)
	if err != nil {
		return problem(reach, "%s does not answer: %s.", address, plain(err))
	}
	if head.StatusCode != http.StatusOK || !strings.Contains(head.Header.Get("Content-Type"), "xml") {
		return problem(reach, "%s answers HEAD with %s%s; apps and directories ask so first.", address, head.Status, leads(head))
	}
	got, body, err := o.ask(ctx, http.MethodGet, address, 64<<10)
	switch {
	case err != nil:
		return problem(reach, "%s does not answer: %s.", address, plain(err))
	case got.StatusCode != http.StatusOK:
		return problem(reach, "%s answers %s%s.", address, got.Status, leads(got))
	case o.GUID != "" && !strings.Contains(string(body), o.GUID):
		return problem("Let the host name of INSIDER_BASE_URL lead to this server.", "%s is answered by another show or another server.", address)
	case head.Header.Get("ETag") == "" && got.Header.Get("ETag") == "":
		return warning("Let the proxy pass ETag on.", "The feed comes without ETag, so apps load it whole each time.")
	}
	if got.TLS != nil && len(got.TLS.PeerCertificates) > 0 {
		if left := got.TLS.PeerCertificates[0].NotAfter.Sub(o.Clock()); left < 14*24*time.Hour {
			return warning("See to its renewal.", "The feed answers, but the certificate ends in %d days.", int(left.Hours()/24))
		}
	}
	return ok("HEAD 200, with ETag, and it is this show.")
}

func (o Outside) audio(ctx context.Context) Finding {
	switch {
	case o.Local:
		return note("Not asked: the base URL is this machine.")
	case o.Audio == "":
		return note("No public episode has its audio here.")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.Audio, nil)
	if err != nil {
		return problem(reach, "%s is no address.", o.Audio)
	}
	req.Header.Set("Range", "bytes=0-1")
	got, body, err := o.do(req, 16)
	switch {
	case err != nil:
		return problem(reach, "%s does not answer: %s.", o.Audio, plain(err))
	case got.StatusCode != http.StatusPartialContent || len(body) != 2:
		return problem("Let the proxy pass Range on and store no audio.", "Asked for two bytes, %s answers %s; listeners cannot jump, and Apple refuses such a host.", o.Audio, got.Status)
	}
	return ok("Two bytes asked for, two given (206).")
}

func (o Outside) ask(ctx context.Context, method, address string, most int64) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, nil, err
	}
	return o.do(req, most)
}

func (o Outside) do(req *http.Request, most int64) (*http.Response, []byte, error) {
	resp, err := o.Client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, most))
	return resp, body, err
}

// plain is the cause of a failed request without the address, which stands in the sentence already.
func plain(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return strings.TrimSuffix(err.Error(), ".")
}

func leads(r *http.Response) string {
	if to := r.Header.Get("Location"); to != "" {
		return fmt.Sprintf(" and leads to %q", to)
	}
	return ""
}
