package browser

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Weight is what a first visit to a page costs, in bytes on the wire with the heads of the answers, until it is complete and its icon
// is there. Pictures and sound are counted among the requests only, a manifest not at all: browsers ask for it where they may install it.
type Weight struct {
	Code     int64 // HTML, styles, scripts and what they fetch, and the icon
	Script   int64
	Fonts    int64
	Requests int
}

// Weigh visits an address as somebody who was never there, in a tab with nothing remembered, and returns what it cost. ctx is that
// of a tab of the browser to use; its own page stays as it is.
func Weigh(ctx context.Context, url, form string) (Weight, error) {
	ctx, close := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	defer close()
	var s scale
	if err := chromedp.Listen(ctx, s.take); err != nil {
		return Weight{}, err
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		return Weight{}, err
	}
	if _, err := Visit(ctx, url, form); err != nil {
		return Weight{}, err
	}
	if err := s.await(ctx); err != nil {
		return Weight{}, err
	}
	return s.weight(), nil
}

// iconTime is how long a window may take to ask for its icon, which it does at its leisure.
const iconTime = 10 * time.Second

// await waits until the icon that the page names has come.
func (s *scale) await(ctx context.Context) error {
	named, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`Boolean(document.querySelector("link[rel=icon]"))`))
	for end := time.Now().Add(iconTime); err == nil && named && s.count(network.ResourceTypeOther) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			return errors.New("the browser did not ask for the icon")
		}
	}
	return err
}

// scale adds up what a tab receives.
type scale struct {
	mu    sync.Mutex
	types map[network.RequestID]network.ResourceType
	bytes map[network.ResourceType]int64
}

func (s *scale) take(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if strings.HasPrefix(e.Request.URL, "http") && e.Type != network.ResourceTypeManifest {
			if s.types == nil {
				s.types, s.bytes = map[network.RequestID]network.ResourceType{}, map[network.ResourceType]int64{}
			}
			s.types[e.RequestID] = e.Type
		}
	case *network.EventLoadingFinished:
		if kind, ok := s.types[e.RequestID]; ok {
			s.bytes[kind] += int64(e.EncodedDataLength)
		}
	}
}

// count is how many bytes of a type have come.
func (s *scale) count(kind network.ResourceType) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes[kind]
}

func (s *scale) weight() Weight {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := Weight{Script: s.bytes[network.ResourceTypeScript], Fonts: s.bytes[network.ResourceTypeFont], Requests: len(s.types)}
	for kind, n := range s.bytes {
		switch kind {
		case network.ResourceTypeFont, network.ResourceTypeImage, network.ResourceTypeMedia:
		default:
			w.Code += n
		}
	}
	return w
}
