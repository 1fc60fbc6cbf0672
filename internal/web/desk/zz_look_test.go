//go:build look

package desk

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"insider/internal/markdown"
	"insider/internal/store"
	"insider/internal/story"
)

func TestLook(t *testing.T) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-gpu", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	st, err := store.Open(context.Background(), store.Config{URL: "sqlite:/tmp/pgdesk/data/insider.db"})
	if err != nil {
		t.Fatal(err)
	}
	sv := &story.Service{Store: st, Render: markdown.RenderStory, Clock: time.Now}
	for _, first := range []string{"The historian under the stairs", "Two firewalls and a forklift met on a Monday morning in the loading bay of the plant", "The patch that stopped the ovens", "Kurz"} {
		if _, err := sv.Send(context.Background(), story.Submission{Text: first + " ran for nineteen years. It kept logging every tag of the line, once a second.\n\nIT had it on the list to scrap. I asked for *one* afternoon.\n\n- one\n- two", Industry: "Food", Country: "Belgium", Naming: "first-job", Credit: "An, fitter", Email: "an@example.com", Publish: true, Air: true}); err != nil {
			t.Fatal(err)
		}
	}
	base := os.Getenv("LOOK_BASE")
	shot := func(name string, w, h int64) {
		chromedp.Do(ctx, chromedp.EmulateViewport(w, h))
		time.Sleep(300 * time.Millisecond)
		buf, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/pgdesk/"+name+".png", buf, 0o644)
	}
	visit := func(p string) {
		if err := chromedp.Do(ctx, chromedp.Navigate(base+p)); err != nil {
			t.Fatal(err)
		}
	}
	visit("/desk/sign-in")
	shot("signin", 1280, 700)
	visit(os.Getenv("LOOK_LINK"))
	shot("token", 1280, 700)
	press := func(sel string) {
		if err := chromedp.Do(ctx, chromedp.Click(sel)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
	}
	press("main button.primary")
	shot("inbox", 1280, 912)
	shot("inbox-phone", 360, 740)
	visit("/desk/stories/2")
	shot("story-phone", 360, 740)
	press("button[value=accept]")
	shot("accepted", 1280, 912)
	press("button[value=name]")
	shot("refused", 1280, 912)
	for _, p := range []string{"readers", "mail", "content", "settings"} {
		visit("/desk/" + p)
		shot(p, 1280, 800)
	}
}
