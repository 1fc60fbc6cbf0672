package e2e

import (
	"fmt"
	"net/http"
	"testing"
)

// beyond names the words of the desk's head that stand outside the window: nobody looks for a word by pushing a row of them.
const beyond = `[...document.querySelectorAll(".bar a, .bar button")].filter((e) => {
	const box = e.getBoundingClientRect();
	return box.left < 0 || box.right > innerWidth;
}).map((e) => e.textContent.trim()).join(", ")`

// TestDeskOnScreens opens every page of the desk on screens of all sizes: nothing moves while it loads, nothing is wider than the
// screen or cut off, and the whole navigation is there.
func TestDeskOnScreens(t *testing.T) {
	t.Parallel()
	s := start(t, noLimits)
	d := s.publishStory("a-story", "A story", storyForm)
	number, _ := s.sendStory(storyForm)
	p := browse(t)
	p.atStart(shifts)
	p.carry(s, d.cookie)
	for _, path := range []string{"/desk", "/desk/stories/1", "/desk/stories/" + number, "/desk/readers", "/desk/figures", "/desk/mail",
		"/desk/content", "/desk/feed", "/desk/settings", "/desk/examination"} {
		page := corePage{show: "desk", name: path, path: path, status: http.StatusOK, site: s}
		p.size(360, 740)
		p.mustLoadStill(page)
		for _, width := range []int64{320, 360, 768, 1280} {
			p.size(width, 740)
			p.mustFit(page, fmt.Sprintf("%d px", width))
			if words := eval[string](p, beyond); words != "" {
				t.Errorf("%s, %d px: beyond the window: %s", page, width, words)
			}
		}
		p.size(640, 740)
		p.run(twice)
		p.mustFit(page, "with large text")
	}
}
