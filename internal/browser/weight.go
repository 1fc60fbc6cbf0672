package browser

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Weight is what a first visit to a page costs, in bytes on the wire with the heads of the answers, until it is complete.
// Pictures and sound are counted among the requests only; what the window asks for beside the page at its leisure, such as its
// icon, is not counted.
type Weight struct {
	Code     int64 // HTML, styles, scripts, and what scripts fetch
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
	return s.weight(), nil
}

// beside are the types of what the window asks for beside the page.
var beside = []network.ResourceType{network.ResourceTypeOther, network.ResourceTypeManifest}

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
		if strings.HasPrefix(e.Request.URL, "http") && !slices.Contains(beside, e.Type) {
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
