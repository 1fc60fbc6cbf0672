package feedcheck

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"sync"
	"time"
)

// Asker asks a server for a feed and what it names, as apps and directories do.
type Asker struct{ Client *http.Client }

// Bounds of asking.
const (
	patience = 15 * time.Second // for one answer
	askers   = 4                // at once
)

// NewAsker returns an Asker that follows redirects, as apps do, and waits for no answer longer than 15 seconds.
func NewAsker() *Asker {
	transport := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: patience / 3}).DialContext,
		TLSHandshakeTimeout:    patience / 3,
		ResponseHeaderTimeout:  patience,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost:    askers,
		IdleConnTimeout:        patience,
	}
	return &Asker{&http.Client{Timeout: patience, Transport: transport}}
}

// Close ends idle connections.
func (a *Asker) Close() { a.Client.CloseIdleConnections() }

// Feed asks for a feed. What came is nil unless the answer is 200.
func (a *Asker) Feed(ctx context.Context, address string) ([]byte, *FeedAnswer) {
	answer := &FeedAnswer{}
	var data []byte
	problem := a.ask(ctx, http.MethodGet, address, http.Header{"Accept-Encoding": {"gzip"}}, func(r *http.Response) error {
		answer.Status, answer.Type = r.StatusCode, r.Header.Get("Content-Type")
		answer.ETag, answer.Modified = r.Header.Get("Etag"), r.Header.Get("Last-Modified")
		answer.Gzip = r.Header.Get("Content-Encoding") == "gzip"
		if r.StatusCode != http.StatusOK {
			return nil
		}
		var err error
		data, err = body(r, answer.Gzip)
		return err
	})
	if answer.Problem = problem; problem != "" || data == nil {
		return nil, answer
	}
	a.ask(ctx, http.MethodHead, address, nil, func(r *http.Response) error { answer.Head = r.StatusCode; return nil })
	answer.Unchanged = a.unchanged(ctx, address, "If-None-Match", answer.ETag) && a.unchanged(ctx, address, "If-Modified-Since", answer.Modified)
	return data, answer
}

// body reads a feed, of which one byte more than is taken shows that it is too large.
func body(r *http.Response, compressed bool) ([]byte, error) {
	from := io.LimitReader(r.Body, MaxFeed+1)
	if compressed {
		z, err := gzip.NewReader(from)
		if err != nil {
			return nil, err
		}
		from = io.LimitReader(z, MaxFeed+1)
	}
	return io.ReadAll(from)
}

// unchanged reports whether a validator alone is answered with 304; there being none is fine.
func (a *Asker) unchanged(ctx context.Context, address, header, value string) bool {
	if value == "" {
		return true
	}
	status := 0
	a.ask(ctx, http.MethodGet, address, http.Header{header: {value}, "Accept-Encoding": {"gzip"}}, func(r *http.Response) error {
		status = r.StatusCode
		return nil
	})
	return status == http.StatusNotModified
}

// Enclosures asks for each address with HEAD and for its first two bytes. What the context cuts short is left out.
func (a *Asker) Enclosures(ctx context.Context, addresses []string) map[string]EnclosureAnswer {
	return gather(ctx, addresses, func(address string) EnclosureAnswer {
		var e EnclosureAnswer
		e.Problem = a.ask(ctx, http.MethodHead, address, nil, func(r *http.Response) error {
			e.Head, e.Length = r.StatusCode, r.ContentLength
			e.Type, _, _ = mime.ParseMediaType(r.Header.Get("Content-Type"))
			return nil
		})
		if e.Problem != "" || e.Head != http.StatusOK {
			return e
		}
		e.Problem = a.ask(ctx, http.MethodGet, address, http.Header{"Range": {"bytes=0-1"}}, func(r *http.Response) error {
			e.Range, e.Part = r.StatusCode, r.Header.Get("Content-Range")
			begin, err := io.ReadAll(io.LimitReader(r.Body, 3))
			e.Body = len(begin)
			return err
		})
		return e
	})
}

// Pictures fetches artwork and looks at it. What the context cuts short is left out.
func (a *Asker) Pictures(ctx context.Context, addresses []string) map[string]Picture {
	return gather(ctx, addresses, func(address string) (p Picture) {
		problem := a.ask(ctx, http.MethodGet, address, nil, func(r *http.Response) error {
			if r.StatusCode != http.StatusOK {
				p.Problem = fmt.Sprintf("It answers %d.", r.StatusCode)
				return nil
			}
			p = Look(r.Body)
			return nil
		})
		if problem != "" {
			p.Problem = problem
		}
		return p
	})
}

// ask sends one request and hands its answer over; it returns why that failed, "" when it did not.
func (a *Asker) ask(ctx context.Context, method, address string, headers http.Header, take func(*http.Response) error) (problem string) {
	r, err := http.NewRequestWithContext(ctx, method, address, http.NoBody)
	if err != nil {
		return "Its address cannot be used."
	}
	if headers != nil {
		r.Header = headers
	}
	r.Header.Set("User-Agent", "Insider feed check")
	answer, err := a.Client.Do(r)
	if err == nil {
		defer answer.Body.Close()
		err = take(answer)
	}
	var timeout net.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &timeout) && timeout.Timeout():
		return "It did not answer within 15 seconds."
	}
	return fmt.Sprintf("It cannot be fetched: %v.", unwrap(err))
}

// unwrap returns the innermost cause, which says it in the fewest words.
func unwrap(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// gather calls ask for each address, a few at a time, until the context ends.
func gather[A any](ctx context.Context, addresses []string, ask func(address string) A) map[string]A {
	answers := make(map[string]A, len(addresses))
	queue := make(chan string, len(addresses))
	for _, address := range addresses {
		queue <- address
	}
	close(queue)
	var mu sync.Mutex
	var group sync.WaitGroup
	for range min(askers, len(addresses)) {
		group.Go(func() {
			for address := range queue {
				if ctx.Err() != nil {
					return
				}
				answer := ask(address)
				if ctx.Err() != nil {
					return
				}
				mu.Lock()
				answers[address] = answer
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return answers
}
