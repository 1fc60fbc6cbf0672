package browser

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
)

// Visit opens an address in a tab, posting the form unless it is empty, and waits until the page is there with its scripts, styles
// and faces. It returns the status of the answer.
func Visit(ctx context.Context, url, form string) (status int64, err error) {
	if form != "" {
		stop, err := postInstead(ctx, url, form)
		if err != nil {
			return 0, err
		}
		defer stop()
	}
	answer, err := chromedp.Run(ctx, chromedp.NavigateResponse(url))
	if err != nil {
		return 0, err
	}
	_, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("document.fonts.ready.then(() => true)", chromedp.EvalAwaitPromise))
	return answer.Status, err
}

// postInstead turns requests for an address into posts of a form, until stop.
func postInstead(ctx context.Context, url, form string) (stop func(), err error) {
	listening, deaf := context.WithCancel(ctx)
	err = chromedp.Listen(listening, func(event any) {
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			headers := []*fetch.HeaderEntry{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}
			for name, value := range e.Request.Headers {
				if s, ok := value.(string); ok && !strings.EqualFold(name, "Content-Type") {
					headers = append(headers, &fetch.HeaderEntry{Name: name, Value: s})
				}
			}
			// A listener must not wait for an answer. When the tab is gone there is nobody to tell of a failure.
			go chromedp.Call(ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: e.RequestID, Method: "POST", PostData: []byte(form), Headers: headers})
		}
	})
	if err == nil {
		_, err = chromedp.Call(ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: url}}})
	}
	return func() {
		deaf()
		_, _ = chromedp.Call(ctx, fetch.Disable, struct{}{})
	}, err
}
